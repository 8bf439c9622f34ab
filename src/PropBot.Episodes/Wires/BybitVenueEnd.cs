using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Episodes.World;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Bybit;
using PropBot.Simulator.Bybit.Wire;
using PropBot.Simulator.MarketData;
using PropBot.Simulator.Statements;

namespace PropBot.Episodes.Wires;

/// <summary>Bybit: JSON bodies in, the topics <c>execution</c> and <c>order</c> and REST pages out.</summary>
internal sealed class BybitVenueEnd(SimulatedVenue venue) : IVenueEnd
{
    private readonly DayStatistics _day = new();
    private BybitContracts _contracts = new([]);
    private BybitAccountView? _view;

    public WireAnswer Place(string text, Func<OrderRequest, Answer<SimulatedOrder>> place)
    {
        using JsonDocument body = JsonDocument.Parse(text);
        (OrderRequest? order, BybitError? error) = BybitOrderParsing.Read(Request(body), _contracts);
        return order is not null ? Answer(BybitAcks.Of(place(order))) : throw new FormatException($"Bybit refuses '{text}': {error}");
    }

    public WireAnswer Cancel(string text, Func<Symbol, OrderKey, Answer<SimulatedOrder>> cancel)
    {
        using JsonDocument body = JsonDocument.Parse(text);
        (BybitContract? contract, OrderKey? key, BybitError? error) = BybitOrderParsing.ReadNamed(Request(body), _contracts);
        return key is { } named ? Answer(BybitAcks.Of(cancel(contract!.Symbol, named))) : throw new FormatException($"Bybit refuses '{text}': {error}");
    }

    public WireAnswer Refuse(RefusalKind kind) => Answer(BybitReply.Refused(kind switch
    {
        RefusalKind.RateLimited => BybitErrors.TooFrequent,
        RefusalKind.ClockSkew => BybitErrors.TimeWindow(requestMs: 0, serverMs: venue.Now.ToUnixTimeMilliseconds(), recvWindowMs: 5_000),
        RefusalKind.InsufficientMargin => BybitErrors.InsufficientBalance,
        RefusalKind.Unauthorized => BybitErrors.KeyMayNot,
        RefusalKind.InvalidRequest => BybitErrors.Parameter("qty"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not at the gate"),
    }));

    public IReadOnlyList<byte[]> Tell(AccountMutation mutation) => mutation switch
    {
        AccountMutation.OrderAccepted accepted => [Order(accepted.Order)],
        AccountMutation.OrderFilled filled => [Execution(filled), Order(filled.Order)],
        AccountMutation.OrderEnded ended => [Order(ended.Order)],
        _ => [],
    };

    public WireAnswer WriteOrder(SimulatedOrder? order) => order is null ? Page<BybitOrder>([]) : Page([_view!.Order(order)]);

    public WireAnswer WriteFills(SimulatedOrder order, IReadOnlyList<SimulatedFill> fills) => Page([.. fills.Reverse().Select(fill => _view!.Execution(fill, order))]);

    /// <summary>Newest first.</summary>
    public WireAnswer WriteOpenOrders() =>
        Page([.. venue.OpenOrders(EpisodeVenue.Account).OrderByDescending(order => order.OrderId).Select(_view!.Order)]);

    public HistoryAnswers WriteHistory(HistoryQuery query) => new(
        Page([.. venue.Fills(EpisodeVenue.Account, query).Reverse().Select(_view!.ExecutionInHistory)]), Page<BybitOrder>([]));

    public AccountAnswers WriteAccount() => new(
        Answer(BybitReply.Ok(new BybitList<BybitWallet>([_view!.Wallet(EpisodeVenue.Account)]))),
        Page([.. venue.Positions(EpisodeVenue.Account).Select(_view.Position)]));

    public WireAnswer WriteFunding(AccountBill bill) =>
        Page([.. StatementLine.From([bill]).Select(line => BybitTransactions.Line(line, _contracts[line.Symbol!.Value], fill: null, positionAfter: 0m))]);

    public void Renew(IReadOnlyList<InstrumentSetup> setups)
    {
        _contracts = new BybitContracts(setups);
        _view = new BybitAccountView(venue, _contracts, _ => _day);
    }

    private static BybitRequest Request(JsonDocument body) => new("", body.RootElement, null);

    private WireAnswer Answer(BybitReply reply) => new(reply.Status, reply.Write(venue.Now));

    private WireAnswer Page<T>(IReadOnlyList<T> list) => Answer(BybitReply.Ok(new BybitPage<T>(list, "")));

    private byte[] Execution(AccountMutation.OrderFilled filled) =>
        Push("execution", filled.Time, _view!.Execution(filled.Fill, filled.Order) with { Category = BybitStatements.Linear });

    private byte[] Order(SimulatedOrder order) =>
        Push("order", order.UpdatedAt, _view!.Order(order) with { Category = BybitStatements.Linear, FeeCurrency = "" });

    private static byte[] Push(string topic, DateTimeOffset at, object data) =>
        BybitText.Write(new { id = "1", topic, creationTime = at.ToUnixTimeMilliseconds(), data = new[] { data } });
}
