using System.Text;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>Questions for orders: one by its id, the open ones, those of a span of time.</summary>
internal sealed class BybitOrderQueries(BybitRest rest, BybitFills fills, OwnOrderIds own)
{
    /// <summary>How long the venue keeps orders that ended without a fill (rule H1).</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromHours(24);

    private const string OpenPath = "/v5/order/realtime";
    private const string HistoryPath = "/v5/order/history";
    private const string Linear = "category=linear";

    /// <summary>
    /// The first list has open orders and the last 500 ended ones, the second all ended ones but may be late, and neither an order
    /// that filled long ago: only when all three are silent is there none (rule O5). The open list is asked first: an order
    /// moves from it to the other, never back.
    /// </summary>
    public async Task<OrderLookup> QueryAsync(Instrument instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        OrderLookup open = await QueryAsync(OpenPath, rest.Budgets.OpenOrders, instrument, clientOrderId, cancellationToken);
        if (open is not OrderLookup.NotFound)
        {
            return open;
        }

        OrderLookup closed = await QueryAsync(HistoryPath, rest.Budgets.OrderHistory, instrument, clientOrderId, cancellationToken);
        return closed is OrderLookup.NotFound missing
            ? await LookForFillsAsync(missing, instrument, clientOrderId, cancellationToken)
            : closed;
    }

    /// <summary>All open orders of the account, of whatever instrument; null when no certain answer came.</summary>
    public Task<IReadOnlyList<BybitOrder>?> ReadOpenAsync(CancellationToken cancellationToken) =>
        ReadListAsync("open orders", "", cancellationToken);

    /// <summary>The last orders of the account that ended, at most 500, none after a restart of the venue; null when no certain answer came.</summary>
    public Task<IReadOnlyList<BybitOrder>?> ReadRecentlyEndedAsync(CancellationToken cancellationToken) =>
        ReadListAsync("ended orders", "&openOnly=1", cancellationToken);

    /// <summary>Ended orders of the account in a span; null when no certain answer came.</summary>
    /// <param name="symbol">Of one instrument only; null for all.</param>
    public Task<IReadOnlyList<BybitOrder>?> ReadEndedAsync(string? symbol, HistorySpan span, CancellationToken cancellationToken) => BybitPages.ReadSpanAsync(
        span,
        (times, cursor, token) => rest.GetAsync(
            "order history",
            RequestLane.Reconcile,
            rest.Budgets.OrderHistory,
            HistoryPath,
            $"{Linear}&{(symbol is null ? "settleCoin=USDT" : $"symbol={symbol}")}&{times}&limit=50{cursor}",
            BybitJson.Default.BybitReplyBybitPageBybitOrder,
            token),
        order => order.OrderId,
        cancellationToken);

    public async Task<IReadOnlyList<OrderReport>?> QueryOpenAsync(
        IReadOnlyDictionary<string, Instrument> instruments, CancellationToken cancellationToken)
    {
        IReadOnlyList<BybitOrder>? open = await ReadOpenAsync(cancellationToken);
        return open is null ? null : ReadAll(open, instruments, own, rest.Malformed);
    }

    /// <summary>Orders made in the span, open ones too, oldest first.</summary>
    public async Task<IReadOnlyList<OrderReport>?> QueryHistoryAsync(Instrument instrument, HistorySpan span, CancellationToken cancellationToken)
    {
        if (span.From < rest.Clock.VenueNow - Reach)
        {
            return null;
        }

        // Open ones first: an order that ends between the two questions is then in both, and its end counts.
        if (await ReadOpenAsync(cancellationToken) is not { } open
            || await ReadRecentlyEndedAsync(cancellationToken) is not { } recent
            || await ReadEndedAsync(instrument.NativeSymbol, span, cancellationToken) is not { } ended)
        {
            return null;
        }

        try
        {
            IEnumerable<BybitOrder> made = ended.Concat(recent).Concat(open)
                .Where(o => o.Symbol == instrument.NativeSymbol && span.Contains(BybitOrderReading.CreatedAt(o)))
                .DistinctBy(o => o.OrderId)
                .OrderBy(BybitOrderReading.CreatedAt)
                .ThenBy(o => o.OrderId, StringComparer.Ordinal);
            return ReadAll([.. made], new Dictionary<string, Instrument> { [instrument.NativeSymbol] = instrument }, own, rest.Malformed);
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return null;
        }
    }

    /// <summary>All of them, those on symbols that are none of ours too.</summary>
    /// <returns>Null when one of them cannot be read or named: a list with a hole is no certain answer.</returns>
    public static IReadOnlyList<OrderReport>? ReadAll(
        IReadOnlyList<BybitOrder> orders, IReadOnlyDictionary<string, Instrument> instruments, OwnOrderIds own, MalformedMessages malformed)
    {
        List<OrderReport> reports = [];
        foreach (BybitOrder order in orders)
        {
            ClientOrderId id = own.TryRead(order.OrderLinkId, out ClientOrderId ours) ? ours : OwnOrderIds.ForeignIdOf(order.OrderLinkId);
            try
            {
                reports.Add(BybitOrderReading.ReadReport(order, IdOf(order, instruments), id));
            }
            catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
            {
                malformed.Record(Encoding.UTF8.GetBytes(order.OrderId ?? ""), unreadable.Message);
                return null;
            }
        }

        return reports;
    }

    private static InstrumentId IdOf(BybitOrder order, IReadOnlyDictionary<string, Instrument> instruments) =>
        instruments.TryGetValue(order.Symbol ?? "", out Instrument? instrument)
            ? instrument.Id
            : BybitListing.StrangerOf(order.Symbol)
                ?? throw new FormatException($"order {order.OrderId} is open on '{order.Symbol}', which is no symbol such as BTCUSDT; cancel it at the venue");

    private Task<IReadOnlyList<BybitOrder>?> ReadListAsync(string name, string filter, CancellationToken cancellationToken) => BybitPages.ReadAsync(
        (cursor, token) => rest.GetAsync(
            name,
            RequestLane.Reconcile,
            rest.Budgets.OpenOrders,
            OpenPath,
            $"{Linear}&settleCoin=USDT{filter}&limit=50{cursor}",
            BybitJson.Default.BybitReplyBybitPageBybitOrder,
            token),
        order => order.OrderId,
        cancellationToken);

    private async Task<OrderLookup> QueryAsync(
        string path, RateBudget budget, Instrument instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitPage<BybitOrder>> answer = await rest.GetAsync(
            "query order",
            RequestLane.Reconcile,
            budget,
            path,
            $"{Linear}&symbol={instrument.NativeSymbol}&orderLinkId={clientOrderId}",
            BybitJson.Default.BybitReplyBybitPageBybitOrder,
            cancellationToken);
        switch (answer)
        {
            case BybitAnswer<BybitPage<BybitOrder>>.No { Code: BybitErrors.OrderDoesNotExist } no:
                return new OrderLookup.NotFound(Proof($"GET {path} orderLinkId={clientOrderId}", $"{no.Code} {no.Message}"));
            case BybitAnswer<BybitPage<BybitOrder>>.Ok ok:
                BybitOrder? order = ok.Result?.List?.FirstOrDefault(o => o.OrderLinkId == clientOrderId.Value);
                return order is null
                    ? new OrderLookup.NotFound(Proof($"GET {path} orderLinkId={clientOrderId}", "not in the list"))
                    : Found(() => BybitOrderReading.ReadReport(order, instrument, clientOrderId));
            default:
                return new OrderLookup.Failed(answer.Trouble);
        }
    }

    private async Task<OrderLookup> LookForFillsAsync(
        OrderLookup.NotFound missing, Instrument instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        IReadOnlyList<BybitExecution>? executions = await fills.ReadOfOrderAsync(instrument, clientOrderId, cancellationToken);
        return executions switch
        {
            null => new OrderLookup.Failed("the order lists do not have it, its executions cannot be read"),
            [] => new OrderLookup.NotFound(Proof(
                $"GET {OpenPath}, {HistoryPath}, /v5/execution/list orderLinkId={clientOrderId}",
                $"in no list and without executions; {missing.Proof.Answer}")),
            _ => Believed(Found(() => BybitOrderReading.ReadEnded(executions, instrument, clientOrderId))),
        };
    }

    /// <summary>
    /// An end is for good, and the lists come later than the executions: one put together from executions is believed only when the last of them
    /// is older than a request may be under way (rule O5). Until then the order may be in no list yet, or its next execution.
    /// </summary>
    private OrderLookup Believed(OrderLookup ended)
    {
        TimeSpan patience = rest.ReceiveWindow + (rest.Clock.Latest?.Uncertainty ?? TimeSpan.Zero);
        return ended is OrderLookup.Found { Report: var report } && rest.Clock.VenueNow - report.VenueTime <= patience
            ? new OrderLookup.Failed($"it is in no list, and its last execution is of {report.VenueTime:HH:mm:ss.fff}: too young to say that it has ended")
            : ended;
    }

    private VenueProof Proof(string request, string said) => new(request, said, rest.Clock.VenueNow);

    private static OrderLookup Found(Func<OrderReport> read)
    {
        try
        {
            return new OrderLookup.Found(read());
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable) || unreadable is DivideByZeroException)
        {
            return new OrderLookup.Failed(unreadable.Message);
        }
    }
}
