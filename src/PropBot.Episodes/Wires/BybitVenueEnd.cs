using System.Text.Json;
using PropBot.Episodes.World;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Bybit;
using PropBot.Simulator.Bybit.Wire;
using PropBot.Simulator.MarketData;

namespace PropBot.Episodes.Wires;

/// <summary>Bybit: JSON bodies in, the topics <c>execution</c> and <c>order</c> and REST pages out.</summary>
internal sealed class BybitVenueEnd(SimulatedVenue venue) : IVenueEnd
{
    private readonly DayStatistics _day = new();
    private BybitContracts _contracts = new([]);
    private BybitAccountView? _view;

    public OrderRequest ReadPlace(string text)
    {
        using JsonDocument body = JsonDocument.Parse(text);
        (OrderRequest? order, BybitError? error) = BybitOrderParsing.Read(new BybitRequest("", body.RootElement, null), _contracts);
        return order ?? throw new FormatException($"Bybit refuses '{text}': {error}");
    }

    public IReadOnlyList<byte[]> Tell(AccountMutation mutation) => mutation switch
    {
        AccountMutation.OrderAccepted accepted => [Order(accepted.Order)],
        AccountMutation.OrderFilled filled => [Execution(filled), Order(filled.Order)],
        AccountMutation.OrderEnded ended => [Order(ended.Order)],
        _ => [],
    };

    public byte[] WriteOrder(SimulatedOrder order) => Page([_view!.Order(order)]);

    public byte[] WriteFills(SimulatedOrder order, IReadOnlyList<SimulatedFill> fills) => Page([.. fills.Select(fill => _view!.Execution(fill, order))]);

    public AccountTexts WriteAccount(DateTimeOffset now) => new(
        BybitReply.Ok(new BybitList<BybitWallet>([_view!.Wallet(EpisodeVenue.Account)])).Write(now),
        Page([.. venue.Positions(EpisodeVenue.Account).Select(_view.Position)]));

    public void Renew(IReadOnlyList<InstrumentSetup> setups)
    {
        _contracts = new BybitContracts(setups);
        _view = new BybitAccountView(venue, _contracts, _ => _day);
    }

    private byte[] Page<T>(IReadOnlyList<T> list) => BybitReply.Ok(new BybitPage<T>(list, "")).Write(venue.Now);

    private byte[] Execution(AccountMutation.OrderFilled filled) =>
        Push("execution", filled.Time, _view!.Execution(filled.Fill, filled.Order) with { Category = BybitStatements.Linear });

    private byte[] Order(SimulatedOrder order) =>
        Push("order", order.UpdatedAt, _view!.Order(order) with { Category = BybitStatements.Linear, FeeCurrency = "" });

    private static byte[] Push(string topic, DateTimeOffset at, object data) =>
        BybitText.Write(new { id = "1", topic, creationTime = at.ToUnixTimeMilliseconds(), data = new[] { data } });
}
