using PropBot.Core.Execution;
using PropBot.Episodes.World;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Binance;

namespace PropBot.Episodes.Wires;

/// <summary>Binance USD-M: forms in, <c>ORDER_TRADE_UPDATE</c> and REST objects out.</summary>
internal sealed class BinanceVenueEnd(SimulatedVenue venue) : IVenueEnd
{
    private BinanceInstruments _listed = new([]);
    private BinanceAccountText _accounts = new(new BinanceInstruments([]));

    public OrderRequest ReadPlace(string text)
    {
        var parameters = new BinanceParameters("", text);
        OrderRequest? request = BinanceOrderForm.Read(parameters, _listed, out _);
        return request is not null && parameters.Error is null
            ? request
            : throw new FormatException($"Binance refuses '{text}': {parameters.Error?.Message}");
    }

    public IReadOnlyList<byte[]> Tell(AccountMutation mutation) => BinanceUserStreams.OrderUpdateOf(mutation) is { } update
        ? [BinanceUserStreams.WriteUpdate(update, _listed[update.Order.Symbol], mutation.Time)]
        : [];

    public byte[] WriteOrder(SimulatedOrder order) =>
        BinanceReply.Object(json => json.WriteOrder(order, _listed[order.Symbol], withTime: true)).Body.ToArray();

    public byte[] WriteFills(SimulatedOrder order, IReadOnlyList<SimulatedFill> fills) =>
        BinanceReply.Array(fills, (json, fill) => json.WriteFill(fill, _listed[fill.Symbol])).Body.ToArray();

    public AccountTexts WriteAccount(DateTimeOffset now)
    {
        IReadOnlyList<PositionStatement> positions = venue.Positions(EpisodeVenue.Account);
        return new AccountTexts(
            _accounts.Account(venue.Summary(EpisodeVenue.Account), positions, now, isThird: true).Body.ToArray(),
            _accounts.PositionRisk(positions, isThird: true).Body.ToArray());
    }

    public void Renew(IReadOnlyList<InstrumentSetup> setups)
    {
        _listed = new BinanceInstruments(setups);
        _accounts = new BinanceAccountText(_listed);
    }
}
