using System.Text.Json;
using PropBot.Episodes.World;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.MarketData;
using PropBot.Simulator.Okx;

namespace PropBot.Episodes.Wires;

/// <summary>OKX: JSON bodies with sizes in contracts in, the <c>orders</c> channel and REST objects out.</summary>
internal sealed class OkxVenueEnd(SimulatedVenue venue) : IVenueEnd
{
    private readonly DayStatistics _day = new();
    private OkxContracts _contracts = new([]);
    private OkxAccountView? _view;

    public OrderRequest ReadPlace(string text)
    {
        using JsonDocument body = JsonDocument.Parse(text);
        OkxParsedOrder parsed = OkxParsedOrder.Read(body.RootElement, _contracts);
        return parsed.Request ?? throw new FormatException($"OKX refuses '{text}': {parsed.Error}");
    }

    public IReadOnlyList<byte[]> Tell(AccountMutation mutation) => mutation switch
    {
        AccountMutation.OrderAccepted accepted => [Push(accepted.Order, null)],
        AccountMutation.OrderFilled filled => [Push(filled.Order, filled.Fill)],
        AccountMutation.OrderEnded ended => [Push(ended.Order, null)],
        _ => [],
    };

    public byte[] WriteOrder(SimulatedOrder order) => OkxReply.Ok(_view!.Order(order)).Write();

    public byte[] WriteFills(SimulatedOrder order, IReadOnlyList<SimulatedFill> fills) =>
        OkxReply.Ok([.. fills.Select(fill => OkxStatements.Fill(_contracts[fill.Symbol], fill, fill.TradeId))]).Write();

    public AccountTexts WriteAccount(DateTimeOffset now) => new(
        OkxReply.Ok(_view!.Balance(EpisodeVenue.Account, now)).Write(),
        OkxReply.Ok([.. venue.Positions(EpisodeVenue.Account).Select(_view.Position)]).Write());

    public void Renew(IReadOnlyList<InstrumentSetup> setups)
    {
        _contracts = new OkxContracts(setups);
        _view = new OkxAccountView(venue, _contracts, _ => _day);
    }

    private byte[] Push(SimulatedOrder order, SimulatedFill? fill) => OkxText.Write(new
    {
        arg = new OkxArgument { Channel = "orders", InstType = OkxContract.InstType },
        data = new object[] { _view!.OrderEvent(order, fill) },
    });
}
