using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>Orders and fills over REST.</summary>
internal sealed class BybitOrders(BybitRest rest)
{
    private const string Linear = "category=linear";

    public async Task<VenueOutcome> PlaceAsync(OrderIntent intent, Instrument instrument, CancellationToken cancellationToken)
    {
        if (OrderFit.Check(intent, instrument) is { } misfit)
        {
            return new VenueOutcome.Refused(misfit);
        }

        BybitAnswer<BybitOrderAck> answer = await rest.PostAsync(
            "place order",
            intent.Purpose == OrderPurpose.Open ? RequestLane.Open : RequestLane.Hedge,
            rest.Budgets.Place,
            "/v5/order/create",
            BybitOrderBody.Place(intent, instrument.NativeSymbol),
            BybitJson.Default.BybitReplyBybitOrderAck,
            cancellationToken);
        return OutcomeOf(answer);
    }

    public async Task<VenueOutcome> CancelAsync(Instrument instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitOrderAck> answer = await rest.PostAsync(
            "cancel order",
            RequestLane.Cancel,
            rest.Budgets.Cancel,
            "/v5/order/cancel",
            BybitOrderBody.Cancel(instrument.NativeSymbol, clientOrderId),
            BybitJson.Default.BybitReplyBybitOrderAck,
            cancellationToken);
        return OutcomeOf(answer);
    }

    /// <summary>
    /// Open orders are in one list, closed ones in the other; only both empty prove that there is none. The open list is asked
    /// first: an order moves from it to the other, never back.
    /// </summary>
    public async Task<OrderLookup> QueryAsync(Instrument instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        OrderLookup open = await QueryAsync("/v5/order/realtime", instrument, clientOrderId, cancellationToken);
        return open is OrderLookup.NotFound
            ? await QueryAsync("/v5/order/history", instrument, clientOrderId, cancellationToken)
            : open;
    }

    public async Task<IReadOnlyList<FillReport>?> QueryFillsAsync(
        Instrument instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        IReadOnlyList<BybitExecution>? executions = await ReadExecutionsAsync(
            $"{Linear}&symbol={instrument.NativeSymbol}&orderLinkId={clientOrderId}", cancellationToken);
        try
        {
            return executions is null
                ? null
                : [.. executions.Select(e => BybitOrderReading.ReadFill(e, instrument, clientOrderId)).OfType<FillReport>().OrderBy(f => f.VenueTime)];
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return null;
        }
    }

    /// <summary>All executions of the account since an instant; null when no certain answer came.</summary>
    public Task<IReadOnlyList<BybitExecution>?> ReadExecutionsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        ReadExecutionsAsync($"{Linear}&startTime={WireText.FormatMilliseconds(since)}", cancellationToken);

    /// <summary>All open orders of the account; null when no certain answer came.</summary>
    public Task<IReadOnlyList<BybitOrder>?> ReadOpenOrdersAsync(CancellationToken cancellationToken) => BybitPages.ReadAsync(
        (cursor, token) => rest.GetAsync(
            "open orders",
            RequestLane.Reconcile,
            rest.Budgets.Orders,
            "/v5/order/realtime",
            $"{Linear}&settleCoin=USDT&limit=50{cursor}",
            BybitJson.Default.BybitReplyBybitPageBybitOrder,
            token),
        cancellationToken);

    private Task<IReadOnlyList<BybitExecution>?> ReadExecutionsAsync(string query, CancellationToken cancellationToken) => BybitPages.ReadAsync(
        (cursor, token) => rest.GetAsync(
            "executions",
            RequestLane.Reconcile,
            rest.Budgets.Fills,
            "/v5/execution/list",
            $"{query}&limit=100{cursor}",
            BybitJson.Default.BybitReplyBybitPageBybitExecution,
            token),
        cancellationToken);

    private async Task<OrderLookup> QueryAsync(
        string path, Instrument instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitPage<BybitOrder>> answer = await rest.GetAsync(
            "query order",
            RequestLane.Reconcile,
            rest.Budgets.Orders,
            path,
            $"{Linear}&symbol={instrument.NativeSymbol}&orderLinkId={clientOrderId}",
            BybitJson.Default.BybitReplyBybitPageBybitOrder,
            cancellationToken);
        switch (answer)
        {
            case BybitAnswer<BybitPage<BybitOrder>>.No { Code: BybitErrors.OrderDoesNotExist } no:
                return new OrderLookup.NotFound(Proof($"{no.Code} {no.Message}"));
            case BybitAnswer<BybitPage<BybitOrder>>.Ok ok:
                BybitOrder? order = ok.Result?.List?.FirstOrDefault(o => o.OrderLinkId == clientOrderId.Value);
                return order is null ? new OrderLookup.NotFound(Proof("not in the list")) : Found(order, instrument, clientOrderId);
            default:
                return new OrderLookup.Failed(answer.Trouble);
        }

        VenueProof Proof(string said) => new($"GET {path} orderLinkId={clientOrderId}", said, rest.Clock.VenueNow);
    }

    private static OrderLookup Found(BybitOrder order, Instrument instrument, ClientOrderId clientOrderId)
    {
        try
        {
            return new OrderLookup.Found(BybitOrderReading.ReadReport(order, instrument, clientOrderId));
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return new OrderLookup.Failed(unreadable.Message);
        }
    }

    private static VenueOutcome OutcomeOf(BybitAnswer<BybitOrderAck> answer)
    {
        switch (answer)
        {
            case BybitAnswer<BybitOrderAck>.Ok { Result.OrderId: { Length: > 0 } id }:
                return new VenueOutcome.Accepted(new VenueOrderId(id));
            case BybitAnswer<BybitOrderAck>.No no:
                return BybitErrors.OutcomeOf(no.Code, no.Message);
            case BybitAnswer<BybitOrderAck>.NotSent notSent:
                RefusalKind kind = notSent.RateLimited ? RefusalKind.RateLimited : RefusalKind.VenueUnavailable;
                return new VenueOutcome.Refused(new VenueRefusal(kind, "", notSent.Reason));
            case BybitAnswer<BybitOrderAck>.Unclear unclear:
                return new VenueOutcome.Unknown(unclear.Reason);
            default:
                return new VenueOutcome.Unknown("the venue answered without an order id");
        }
    }
}
