using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>Orders and fills over REST.</summary>
internal sealed class OkxOrders(OkxRest rest)
{
    private const int PageSize = 100;

    /// <summary>Pages read of one list at most: 2,000 entries.</summary>
    private const int MaxPages = 20;

    public async Task<VenueOutcome> PlaceAsync(OrderIntent intent, OkxListing listing, CancellationToken cancellationToken)
    {
        if (OrderFit.Check(intent, listing.Instrument) is { } misfit)
        {
            return new VenueOutcome.Refused(misfit);
        }

        OkxAnswer<OkxOrderAck> answer = await rest.PostAsync(
            "place order",
            intent.Purpose == OrderPurpose.Open ? RequestLane.Open : RequestLane.Hedge,
            rest.Budgets.Place,
            "/api/v5/trade/order",
            OkxOrderBody.Place(intent, listing.Instrument.NativeSymbol, listing.Units.OrderSize(intent.Quantity)),
            OkxJson.Default.OkxReplyOkxOrderAck,
            expires: true,
            cancellationToken);
        return OutcomeOf(answer);
    }

    public async Task<VenueOutcome> CancelAsync(OkxListing listing, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        OkxAnswer<OkxOrderAck> answer = await rest.PostAsync(
            "cancel order",
            RequestLane.Cancel,
            rest.Budgets.Cancel,
            "/api/v5/trade/cancel-order",
            OkxOrderBody.Cancel(listing.Instrument.NativeSymbol, clientOrderId),
            OkxJson.Default.OkxReplyOkxOrderAck,
            expires: false,
            cancellationToken);
        return OutcomeOf(answer);
    }

    public async Task<OrderLookup> QueryAsync(OkxListing listing, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        OkxAnswer<OkxOrder> answer = await rest.GetAsync(
            "query order",
            RequestLane.Reconcile,
            rest.Budgets.Orders,
            $"/api/v5/trade/order?instId={listing.Instrument.NativeSymbol}&clOrdId={clientOrderId}",
            OkxJson.Default.OkxReplyOkxOrder,
            cancellationToken);
        try
        {
            return answer switch
            {
                OkxAnswer<OkxOrder>.Ok { Items: [{ } order, ..] } =>
                    new OrderLookup.Found(OkxOrderReading.ReadReport(order, listing, clientOrderId)),
                OkxAnswer<OkxOrder>.No { Code: OkxErrors.OrderDoesNotExist } no =>
                    new OrderLookup.NotFound(new VenueProof($"GET /api/v5/trade/order clOrdId={clientOrderId}", $"{no.Code} {no.Message}", rest.Clock.VenueNow)),
                OkxAnswer<OkxOrder>.Ok => new OrderLookup.Failed("the venue answered without an order"),
                _ => new OrderLookup.Failed(answer.Trouble),
            };
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return new OrderLookup.Failed(unreadable.Message);
        }
    }

    /// <summary>The venue finds fills by its own order id only, so the order is asked for first.</summary>
    public async Task<IReadOnlyList<FillReport>?> QueryFillsAsync(
        OkxListing listing, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        OrderLookup lookup = await QueryAsync(listing, clientOrderId, cancellationToken);
        if (lookup is not OrderLookup.Found found)
        {
            return lookup is OrderLookup.NotFound ? [] : null;
        }

        string query = $"instType=SWAP&instId={listing.Instrument.NativeSymbol}&ordId={found.Report.VenueOrderId}";
        IReadOnlyList<OkxFill>? fills = await ReadFillsAsync(query, cancellationToken);
        try
        {
            return fills is null ? null : [.. fills.Select(f => OkxOrderReading.ReadFill(f, listing, clientOrderId)).OrderBy(f => f.VenueTime)];
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return null;
        }
    }

    /// <summary>All fills of the account since an instant, newest first; null when no certain answer came.</summary>
    public Task<IReadOnlyList<OkxFill>?> ReadFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        ReadFillsAsync($"instType=SWAP&begin={WireText.FormatMilliseconds(since)}", cancellationToken);

    /// <summary>All open orders of the account; null when no certain answer came.</summary>
    public Task<IReadOnlyList<OkxOrder>?> ReadOpenOrdersAsync(CancellationToken cancellationToken) => ReadPagesAsync(
        (after, token) => rest.GetAsync(
            "open orders",
            RequestLane.Reconcile,
            rest.Budgets.Orders,
            $"/api/v5/trade/orders-pending?instType=SWAP&limit={PageSize}{After(after)}",
            OkxJson.Default.OkxReplyOkxOrder,
            token),
        order => order.OrdId,
        cancellationToken);

    private Task<IReadOnlyList<OkxFill>?> ReadFillsAsync(string query, CancellationToken cancellationToken) => ReadPagesAsync(
        (after, token) => rest.GetAsync(
            "fills",
            RequestLane.Reconcile,
            rest.Budgets.Fills,
            $"/api/v5/trade/fills?{query}&limit={PageSize}{After(after)}",
            OkxJson.Default.OkxReplyOkxFill,
            token),
        fill => fill.BillId,
        cancellationToken);

    /// <summary>Reads back from the newest; the cursor is the id of the last entry, never a time (defect D69).</summary>
    internal static async Task<IReadOnlyList<T>?> ReadPagesAsync<T>(
        Func<string?, CancellationToken, Task<OkxAnswer<T>>> read, Func<T, string?> cursorOf, CancellationToken cancellationToken)
    {
        List<T> all = [];
        string? after = null;
        for (int page = 0; page < MaxPages; page++)
        {
            if (await read(after, cancellationToken) is not OkxAnswer<T>.Ok { Items: var items })
            {
                return null;
            }

            all.AddRange(items);
            string? last = items.Count > 0 ? cursorOf(items[^1]) : null;
            if (items.Count < PageSize || string.IsNullOrEmpty(last) || last == after)
            {
                return all;
            }

            after = last;
        }

        return all;
    }

    internal static string After(string? cursor) => string.IsNullOrEmpty(cursor) ? "" : $"&after={cursor}";

    /// <summary>
    /// Both codes count (defect D67): the item's where there is one, the envelope's else. A cancel that meets one already on
    /// its way has what it wants.
    /// </summary>
    private static VenueOutcome OutcomeOf(OkxAnswer<OkxOrderAck> answer)
    {
        switch (answer)
        {
            case OkxAnswer<OkxOrderAck>.Ok { Items: [{ SCode: OkxErrors.Success or null or "", OrdId: { Length: > 0 } id }, ..] }:
                return new VenueOutcome.Accepted(new VenueOrderId(id));
            case OkxAnswer<OkxOrderAck>.Ok { Items: [{ SCode: not (OkxErrors.Success or null or "") } item, ..] }:
                return OutcomeOf(item);
            case OkxAnswer<OkxOrderAck>.No { Items: [{ SCode: not (OkxErrors.Success or null or "") } item, ..] }:
                return OutcomeOf(item);
            case OkxAnswer<OkxOrderAck>.No no:
                return OkxErrors.OutcomeOf(no.Code, no.Message);
            case OkxAnswer<OkxOrderAck>.NotSent notSent:
                RefusalKind kind = notSent.RateLimited ? RefusalKind.RateLimited : RefusalKind.VenueUnavailable;
                return new VenueOutcome.Refused(new VenueRefusal(kind, "", notSent.Reason));
            case OkxAnswer<OkxOrderAck>.Unclear unclear:
                return new VenueOutcome.Unknown(unclear.Reason);
            default:
                return new VenueOutcome.Unknown("the venue answered without an order id");
        }
    }

    private static VenueOutcome OutcomeOf(OkxOrderAck item) => item.SCode == OkxErrors.AlreadyCancelling
        ? new VenueOutcome.Accepted(new VenueOrderId(item.OrdId ?? ""))
        : OkxErrors.OutcomeOf(item.SCode!, item.SMsg);
}
