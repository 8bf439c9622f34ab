using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>Commands for one order, and the question for one by our id.</summary>
internal sealed class OkxOrders(OkxRest rest, OkxHistory history)
{
    private long _amendments;

    public async Task<VenueOutcome> PlaceAsync(OrderIntent intent, OkxListing listing, CancellationToken cancellationToken)
    {
        var shape = new OkxModes(rest.Shapes.ModeOf(intent.Instrument), rest.Shapes.MarginOf(intent));
        if (OrderFit.Refuse(intent, listing.Instrument, shape.Position) is { } misfit)
        {
            return misfit;
        }

        string native = listing.Instrument.NativeSymbol;
        OkxAnswer<OkxOrderAck> answer = await rest.PostAsync(
            "place order",
            intent.Purpose == OrderPurpose.Open ? RequestLane.Open : RequestLane.Hedge,
            [new(rest.Budgets.Place(native), 1), new(rest.Budgets.Account, 1)],
            "/api/v5/trade/order",
            OkxOrderBody.Place(intent, native, listing.Units.OrderSize(intent.Quantity), shape),
            OkxJson.Default.OkxReplyOkxOrderAck,
            expires: true,
            cancellationToken);
        return OkxOutcome.Of(answer);
    }

    /// <summary>Accepted means that the venue will try: how it ended is told by the order's report (<c>amendResult</c>).</summary>
    public async Task<VenueOutcome> AmendAsync(OrderAmendment amendment, OkxListing listing, CancellationToken cancellationToken)
    {
        if (OrderFit.Refuse(amendment, listing.Instrument) is { } misfit)
        {
            return misfit;
        }

        string native = listing.Instrument.NativeSymbol;
        OkxAnswer<OkxOrderAck> answer = await rest.PostAsync(
            "amend order",
            RequestLane.Open,
            [new(rest.Budgets.Amend(native), 1), new(rest.Budgets.Account, 1)],
            "/api/v5/trade/amend-order",
            OkxOrderBody.Amend(amendment, native, listing.Units.OrderSize(amendment.Quantity), NextRequestId()),
            OkxJson.Default.OkxReplyOkxOrderAck,
            expires: true,
            cancellationToken);
        return OkxOutcome.Of(answer);
    }

    public Task<VenueOutcome> CancelAsync(string native, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        CancelAsync(native, OkxOrderBody.Cancel(native, clientOrderId), cancellationToken);

    /// <summary>A foreign order, whose client id may be missing or of another form than ours.</summary>
    public Task<VenueOutcome> CancelAsync(string native, VenueOrderId venueOrderId, CancellationToken cancellationToken) =>
        CancelAsync(native, OkxOrderBody.Cancel(native, venueOrderId), cancellationToken);

    private async Task<VenueOutcome> CancelAsync(string native, string body, CancellationToken cancellationToken)
    {
        OkxAnswer<OkxOrderAck> answer = await rest.PostAsync(
            "cancel order",
            RequestLane.Cancel,
            [new(rest.Budgets.Cancel(native), 1)],
            "/api/v5/trade/cancel-order",
            body,
            OkxJson.Default.OkxReplyOkxOrderAck,
            expires: false,
            cancellationToken);
        return OkxOutcome.Of(answer);
    }

    public async Task<OrderLookup> QueryAsync(OkxListing listing, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        OkxAnswer<OkxOrder> answer = await AskAsync(listing, $"clOrdId={clientOrderId}", cancellationToken);
        try
        {
            return answer switch
            {
                OkxAnswer<OkxOrder>.Ok { Items: [{ } order, ..] } =>
                    new OrderLookup.Found(OkxOrderReading.ReadReport(order, listing, clientOrderId)),
                OkxAnswer<OkxOrder>.No { Code: OkxErrors.OrderDoesNotExist } no =>
                    await ProveAbsenceAsync(listing, clientOrderId, $"{no.Code} {no.Message}", cancellationToken),
                OkxAnswer<OkxOrder>.Ok => new OrderLookup.Failed("the venue answered without an order"),
                _ => new OrderLookup.Failed(answer.Trouble),
            };
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return new OrderLookup.Failed(unreadable.Message);
        }
    }

    /// <summary>The order by the venue's own id; null when there is no certain answer, or none.</summary>
    public async Task<OkxOrder?> FindAsync(OkxListing listing, string venueOrderId, CancellationToken cancellationToken) =>
        await AskAsync(listing, $"ordId={venueOrderId}", cancellationToken) is OkxAnswer<OkxOrder>.Ok { Items: [{ } order, ..] } ? order : null;

    /// <summary>The venue finds fills by its own order id only, so the order is asked for first.</summary>
    public async Task<IReadOnlyList<FillReport>?> QueryFillsAsync(
        OkxListing listing, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        OrderLookup lookup = await QueryAsync(listing, clientOrderId, cancellationToken);
        if (lookup is not OrderLookup.Found found)
        {
            return lookup is OrderLookup.NotFound ? [] : null;
        }

        return await history.ReadFillsOfOrderAsync(listing, found.Report, cancellationToken);
    }

    /// <summary>
    /// The index by our id may lag behind what was placed, so its "no such order" is believed only when the open orders and the
    /// finished ones of the instrument, which are kept apart from it, do not have the id either.
    /// </summary>
    private async Task<OrderLookup> ProveAbsenceAsync(OkxListing listing, ClientOrderId id, string answer, CancellationToken cancellationToken)
    {
        OkxRecentOrders recent = await history.ReadRecentAsync(listing, cancellationToken);
        if (recent.Orders is not { } orders)
        {
            return new OrderLookup.Failed($"{answer}, but neither open nor finished orders could be read to prove it");
        }

        return orders.FirstOrDefault(o => o.ClOrdId == id.Value) is { } order
            ? new OrderLookup.Found(OkxOrderReading.ReadReport(order, listing, id))
            : new OrderLookup.NotFound(new VenueProof(
                $"GET /api/v5/trade/order clOrdId={id}; orders-pending; orders-history since {recent.Since:HH:mm:ss}",
                $"{answer}; not among {orders.Count} open and finished orders",
                rest.Clock.VenueNow));
    }

    private Task<OkxAnswer<OkxOrder>> AskAsync(OkxListing listing, string id, CancellationToken cancellationToken)
    {
        string native = listing.Instrument.NativeSymbol;
        return rest.GetAsync(
            "query order",
            RequestLane.Reconcile,
            rest.Budgets.Order(native),
            $"/api/v5/trade/order?instId={native}&{id}",
            OkxJson.Default.OkxReplyOkxOrder,
            cancellationToken);
    }

    /// <summary>Unique per process and second of the venue's clock; letters and digits.</summary>
    private string NextRequestId() => $"a{rest.Clock.VenueNow.ToUnixTimeSeconds()}n{Interlocked.Increment(ref _amendments)}";
}
