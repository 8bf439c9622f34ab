using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Episodes.World;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Binance;

namespace PropBot.Episodes.Wires;

/// <summary>Binance USD-M: forms in, <c>ORDER_TRADE_UPDATE</c> and REST objects out.</summary>
internal sealed class BinanceVenueEnd(SimulatedVenue venue) : IVenueEnd
{
    private const long RequestsPerMinute = 2_400;

    private BinanceInstruments _listed = new([]);
    private BinanceAccountText _accounts = new(new BinanceInstruments([]));

    public WireAnswer Place(string text, Func<OrderRequest, Answer<SimulatedOrder>> place)
    {
        var form = new BinanceParameters(text);
        OrderRequest? request = BinanceOrderForm.Read(form, _listed, out Instrument? instrument);
        bool showsResult = BinanceOrderForm.ShowsResult(form);
        CheckRead(form, text);
        return Answer(BinanceTrading.Placed(place(request!), request!.Side, instrument!, showsResult));
    }

    public WireAnswer Cancel(string text, Func<Symbol, OrderKey, Answer<SimulatedOrder>> cancel)
    {
        var form = new BinanceParameters(text);
        Instrument? instrument = _listed.Mandatory(form)?.Instrument;
        OrderKey key = BinanceOrderForm.ReadKey(form);
        CheckRead(form, text);
        return Answer(BinanceTrading.Cancelled(cancel(instrument!.Id.Symbol, key), instrument));
    }

    public WireAnswer Refuse(RefusalKind kind) => Answer(kind switch
    {
        RefusalKind.RateLimited => BinanceError.TooManyRequests(RequestsPerMinute),
        RefusalKind.ClockSkew => BinanceError.OutsideReceiveWindow,
        RefusalKind.InsufficientMargin => BinanceError.MarginInsufficient,
        RefusalKind.Unauthorized => BinanceError.BadKey,
        RefusalKind.InvalidRequest => BinanceError.QuantityNotOnStep,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not at the gate"),
    });

    public IReadOnlyList<byte[]> Tell(AccountMutation mutation) => BinanceUserStreams.OrderUpdateOf(mutation) is { } update
        ? [BinanceUserStreams.WriteUpdate(update, _listed[update.Order.Symbol], mutation.Time)]
        : [];

    public WireAnswer WriteOrder(SimulatedOrder? order) => Answer(order is null || BinanceTrading.IsHidden(order)
        ? BinanceError.NoSuchOrder
        : BinanceReply.Object(json => json.WriteOrder(order, _listed[order.Symbol], withTime: true)));

    public WireAnswer WriteFills(SimulatedOrder order, IReadOnlyList<SimulatedFill> fills) => WriteFills(fills);

    public WireAnswer WriteOpenOrders() => WriteOrders(venue.OpenOrders(EpisodeVenue.Account));

    public HistoryAnswers WriteHistory(HistoryQuery query)
    {
        IReadOnlyList<SimulatedFill> fills = venue.Fills(EpisodeVenue.Account, query);
        return new HistoryAnswers(
            WriteFills(fills),
            WriteOrders(fills.Select(fill => fill.OrderId).Distinct().Select(id => venue.FindOrder(EpisodeVenue.Account, OrderKey.Of(id))!)));
    }

    public AccountAnswers WriteAccount()
    {
        IReadOnlyList<PositionStatement> positions = venue.Positions(EpisodeVenue.Account);
        return new AccountAnswers(
            Answer(_accounts.Account(venue.Summary(EpisodeVenue.Account), positions, venue.Now, isThird: true)),
            Answer(_accounts.PositionRisk(positions, isThird: true)));
    }

    public WireAnswer WriteFunding(AccountBill bill) => Answer(_accounts.Incomes([bill]));

    public void Renew(IReadOnlyList<InstrumentSetup> setups)
    {
        _listed = new BinanceInstruments(setups);
        _accounts = new BinanceAccountText(_listed);
    }

    private static WireAnswer Answer(BinanceReply reply) => new(reply.Status, reply.Body.ToArray());

    private static void CheckRead(BinanceParameters form, string text)
    {
        if (form.Error is { } error)
        {
            throw new FormatException($"Binance refuses '{text}': {error.Message}");
        }
    }

    private WireAnswer WriteFills(IReadOnlyList<SimulatedFill> fills) =>
        Answer(BinanceReply.Array(fills, (json, fill) => json.WriteFill(fill, _listed[fill.Symbol])));

    private WireAnswer WriteOrders(IEnumerable<SimulatedOrder> orders) => Answer(BinanceReply.Array(
        orders.Where(order => !BinanceTrading.IsHidden(order)), (json, order) => json.WriteOrder(order, _listed[order.Symbol], withTime: true)));
}
