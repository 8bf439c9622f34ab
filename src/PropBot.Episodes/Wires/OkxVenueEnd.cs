using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Episodes.World;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.MarketData;
using PropBot.Simulator.Okx;
using PropBot.Simulator.Statements;

namespace PropBot.Episodes.Wires;

/// <summary>OKX: JSON bodies with sizes in contracts in, the <c>orders</c> channel and REST objects out.</summary>
internal sealed class OkxVenueEnd(SimulatedVenue venue) : IVenueEnd
{
    private readonly DayStatistics _day = new();
    private OkxContracts _contracts = new([]);
    private OkxAccountView? _view;

    public WireAnswer Place(string text, Func<OrderRequest, Answer<SimulatedOrder>> place)
    {
        using JsonDocument body = JsonDocument.Parse(text);
        OkxParsedOrder parsed = OkxParsedOrder.Read(body.RootElement, _contracts);
        return parsed.Request is { } request
            ? Answer(OkxAcks.One(OkxAcks.Placed(place(request), parsed, venue.Now)))
            : throw new FormatException($"OKX refuses '{text}': {parsed.Error}");
    }

    public WireAnswer Cancel(string text, Func<Symbol, OrderKey, Answer<SimulatedOrder>> cancel)
    {
        using JsonDocument body = JsonDocument.Parse(text);
        return Answer(OkxAcks.One(OkxAcks.Cancel(body.RootElement, _contracts, cancel, venue.Now)));
    }

    public WireAnswer Refuse(RefusalKind kind) => Answer(kind switch
    {
        RefusalKind.RateLimited => OkxReply.Refused(OkxErrors.RateLimitReached),
        RefusalKind.ClockSkew => OkxReply.Refused(OkxErrors.TimestampExpired, 401),
        RefusalKind.InsufficientMargin => OkxAcks.One(OkxAcks.Of("", "", OkxErrors.InsufficientMargin, venue.Now)),
        RefusalKind.Unauthorized => OkxReply.Refused(OkxErrors.KeyMayNot, 401),
        RefusalKind.InvalidRequest => OkxAcks.One(OkxAcks.Of("", "", OkxErrors.LotMultiple, venue.Now)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not at the gate"),
    });

    public IReadOnlyList<byte[]> Tell(AccountMutation mutation) => mutation switch
    {
        AccountMutation.OrderAccepted accepted => [Push(accepted.Order, null)],
        AccountMutation.OrderFilled filled => [Push(filled.Order, filled.Fill)],
        AccountMutation.OrderEnded ended => [Push(ended.Order, null)],
        _ => [],
    };

    public WireAnswer WriteOrder(SimulatedOrder? order) =>
        Answer(order is null ? OkxReply.Refused(OkxErrors.OrderUnknown) : OkxReply.Ok(_view!.Order(order)));

    public WireAnswer WriteFills(SimulatedOrder order, IReadOnlyList<SimulatedFill> fills) => WriteFills(fills);

    public WireAnswer WriteOpenOrders() => WriteOrders(venue.OpenOrders(EpisodeVenue.Account));

    public HistoryAnswers WriteHistory(HistoryQuery query) => new(WriteFills(venue.Fills(EpisodeVenue.Account, query)), WriteOrders([]));

    public AccountAnswers WriteAccount() => new(
        Answer(OkxReply.Ok(_view!.Balance(EpisodeVenue.Account, venue.Now))),
        Answer(OkxReply.Ok([.. venue.Positions(EpisodeVenue.Account).Select(_view.Position)])));

    public WireAnswer WriteFunding(AccountBill bill) => Answer(OkxReply.Ok(
        [.. StatementLine.From([bill]).Select(line => OkxBills.Bill(line, _contracts[line.Symbol!.Value], fill: null))]));

    public void Renew(IReadOnlyList<InstrumentSetup> setups)
    {
        _contracts = new OkxContracts(setups);
        _view = new OkxAccountView(venue, _contracts, _ => _day);
    }

    private WireAnswer Answer(OkxReply reply) => new(reply.Status, reply.Write(venue.Now, venue.Now));

    /// <summary>Newest first.</summary>
    private WireAnswer WriteFills(IEnumerable<SimulatedFill> fills) =>
        Answer(OkxReply.Ok([.. fills.Reverse().Select(fill => OkxStatements.Fill(_contracts[fill.Symbol], fill, fill.TradeId))]));

    private WireAnswer WriteOrders(IEnumerable<SimulatedOrder> orders) =>
        Answer(OkxReply.Ok([.. orders.OrderByDescending(order => order.OrderId).Select(_view!.Order)]));

    private byte[] Push(SimulatedOrder order, SimulatedFill? fill) => OkxText.Write(new
    {
        arg = new OkxArgument { Channel = "orders", InstType = OkxContract.InstType },
        data = new object[] { _view!.OrderEvent(order, fill) },
    });
}
