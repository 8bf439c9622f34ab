using System.Text;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>Open and finished orders and fills over REST, all pages (H1 to H4 in docs/venues/okx-perp.md).</summary>
internal sealed class OkxHistory(OkxRest rest)
{
    /// <summary>How far back <c>orders-history</c> goes; orders that ended without a fill are forgotten after <see cref="UnfilledReach"/>.</summary>
    public static readonly TimeSpan OrderReach = TimeSpan.FromDays(7);

    public static readonly TimeSpan UnfilledReach = TimeSpan.FromHours(2);

    /// <summary>How far back <c>fills</c> goes, and <c>fills-history</c>.</summary>
    public static readonly TimeSpan FillReach = TimeSpan.FromDays(3);

    public static readonly TimeSpan ArchiveReach = TimeSpan.FromDays(90);

    /// <summary>How long before now an order of doubtful arrival was placed at most.</summary>
    private static readonly TimeSpan RecentReach = TimeSpan.FromMinutes(30);

    /// <summary>The venue filters by when an entry was made, which is a little later than when it happened.</summary>
    private static readonly TimeSpan EntryLag = TimeSpan.FromMinutes(1);

    /// <summary>Open orders, of one instrument or of all; null when no certain answer came.</summary>
    public Task<IReadOnlyList<OkxOrder>?> ReadPendingAsync(RequestLane lane, OkxListing? listing, CancellationToken cancellationToken) =>
        ReadOrdersAsync("orders-pending", lane, rest.Budgets.OpenOrders, listing is null ? "" : $"&instId={listing.Instrument.NativeSymbol}", cancellationToken);

    /// <summary>Every open order in swaps, foreign ones too, oldest first; null when no certain answer came.</summary>
    public async Task<IReadOnlyList<OrderReport>?> ReadOpenAsync(
        IReadOnlyDictionary<string, OkxListing> listings, CancellationToken cancellationToken)
    {
        IReadOnlyList<OkxOrder>? open = await ReadPendingAsync(RequestLane.Reconcile, listing: null, cancellationToken);
        return open is null ? null : ReadReports(() => ReadOpen(open, listings));
    }

    /// <summary>Orders that ended, of all instruments, made since an instant; null when no certain answer came.</summary>
    public Task<IReadOnlyList<OkxOrder>?> ReadFinishedSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        ReadOrdersAsync(
            "orders-history", RequestLane.Reconcile, rest.Budgets.OrderHistory, $"&begin={WireText.FormatMilliseconds(since)}", cancellationToken);

    /// <summary>Open orders of an instrument and those that ended lately.</summary>
    public async Task<OkxRecentOrders> ReadRecentAsync(OkxListing listing, CancellationToken cancellationToken)
    {
        DateTimeOffset since = rest.Clock.VenueNow - RecentReach;
        IReadOnlyList<OkxOrder>? open = await ReadPendingAsync(RequestLane.Reconcile, listing, cancellationToken);
        IReadOnlyList<OkxOrder>? ended = open is null
            ? null
            : await ReadOrdersAsync(
                "orders-history",
                RequestLane.Reconcile,
                rest.Budgets.OrderHistory,
                $"&instId={listing.Instrument.NativeSymbol}&begin={WireText.FormatMilliseconds(since)}",
                cancellationToken);
        return new OkxRecentOrders(since, ended is null ? null : [.. open!, .. ended]);
    }

    /// <summary>All fills of the account since an instant, newest first; null when no certain answer came.</summary>
    public Task<IReadOnlyList<OkxFill>?> ReadFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        ReadFillsAsync(since, $"instType=SWAP&begin={WireText.FormatMilliseconds(since)}", cancellationToken);

    /// <summary>All fills of an order of the last days by the venue's id, newest first; null when no certain answer came.</summary>
    public Task<IReadOnlyList<OkxFill>?> ReadFillsOfOrderAsync(string instrument, string venueOrderId, CancellationToken cancellationToken) =>
        ReadFillsAsync(rest.Clock.VenueNow, $"instType=SWAP&instId={instrument}&ordId={venueOrderId}", cancellationToken);

    public async Task<IReadOnlyList<FillReport>?> ReadFillsOfOrderAsync(
        OkxListing listing, OrderReport order, CancellationToken cancellationToken)
    {
        string query = $"instType=SWAP&instId={listing.Instrument.NativeSymbol}&ordId={order.VenueOrderId}";
        IReadOnlyList<OkxFill>? fills = await ReadFillsAsync(order.VenueTime, query, cancellationToken);
        return fills is null ? null : ReadReports(() => Sorted(fills).Select(fill => OkxOrderReading.ReadFill(fill, listing, order.ClientOrderId)));
    }

    /// <summary>Orders of the account made in a span, oldest first; null when no certain answer came or it reaches too far back.</summary>
    public async Task<IReadOnlyList<OrderReport>?> ReadOrdersAsync(OkxListing listing, HistorySpan span, CancellationToken cancellationToken)
    {
        if (span.From < rest.Clock.VenueNow - UnfilledReach)
        {
            return null;
        }

        string filter = $"&instId={listing.Instrument.NativeSymbol}";
        // Open ones first: an order that ends in between is then in both lists, the other way round in none.
        IReadOnlyList<OkxOrder>? open = await ReadPendingAsync(RequestLane.Reconcile, listing, cancellationToken);
        IReadOnlyList<OkxOrder>? ended = open is null
            ? null
            : await ReadOrdersAsync("orders-history", RequestLane.Reconcile, rest.Budgets.OrderHistory, filter + Between(span), cancellationToken);
        if (ended is null)
        {
            return null;
        }

        IEnumerable<OkxOrder> made = ended.Concat(open!)
            .GroupBy(o => o.OrdId, StringComparer.Ordinal)
            .Select(same => same.First())
            .Where(o => WireText.Milliseconds(o.CTime) is { } created && span.Contains(created));
        return ReadReports(() => made.OrderBy(o => WireText.Milliseconds(o.CTime)).ThenBy(o => o.OrdId, Comparer<string?>.Create(OkxPages.CompareIds))
            .Select(order => OkxOrderReading.ReadReport(order, listing, OwnOrderIds.ForeignIdOf(order.ClOrdId))));
    }

    /// <summary>Fills of the account in a span, oldest first; null as above.</summary>
    public async Task<IReadOnlyList<FillReport>?> ReadFillsAsync(OkxListing listing, HistorySpan span, CancellationToken cancellationToken)
    {
        if (span.From < rest.Clock.VenueNow - ArchiveReach)
        {
            return null;
        }

        string query = $"instType=SWAP&instId={listing.Instrument.NativeSymbol}{Between(span)}";
        IReadOnlyList<OkxFill>? fills = await ReadFillsAsync(span.From, query, cancellationToken);
        return fills is null ? null : ReadReports(() => ReadFills(fills, listing, span));
    }

    /// <param name="open">Newest first.</param>
    /// <exception cref="FormatException">One cannot be read or named.</exception>
    public static IEnumerable<OrderReport> ReadOpen(IReadOnlyList<OkxOrder> open, IReadOnlyDictionary<string, OkxListing> listings) => open
        .Reverse()
        .Select(order => listings.TryGetValue(order.InstId ?? "", out OkxListing? listing)
            ? OkxOrderReading.ReadReport(order, listing, OwnOrderIds.ForeignIdOf(order.ClOrdId))
            : OkxOrderReading.ReadStranger(order, OwnOrderIds.ForeignIdOf(order.ClOrdId)));

    public static IEnumerable<FillReport> ReadFills(IEnumerable<OkxFill> fills, OkxListing listing, HistorySpan span) => Sorted(fills)
        .Select(fill => OkxOrderReading.ReadFill(fill, listing, OwnOrderIds.ForeignIdOf(fill.ClOrdId)))
        .Where(fill => span.Contains(fill.VenueTime));

    private static IEnumerable<OkxFill> Sorted(IEnumerable<OkxFill> fills) =>
        fills.OrderBy(OkxOrderReading.TimeOf).ThenBy(f => f.BillId, Comparer<string?>.Create(OkxPages.CompareIds));

    private Task<IReadOnlyList<OkxOrder>?> ReadOrdersAsync(
        string endpoint, RequestLane lane, RateBudget budget, string filter, CancellationToken cancellationToken) => OkxPages.ReadAsync(
        (after, token) => rest.GetAsync(
            endpoint,
            lane,
            budget,
            $"/api/v5/trade/{endpoint}?instType=SWAP{filter}&limit={OkxPages.Size}{OkxPages.After(after)}",
            OkxJson.Default.OkxReplyOkxOrder,
            token),
        order => order.OrdId,
        cancellationToken);

    /// <param name="from">How far back it has to reach: decides which of the venue's two lists is asked.</param>
    private Task<IReadOnlyList<OkxFill>?> ReadFillsAsync(DateTimeOffset from, string query, CancellationToken cancellationToken)
    {
        bool isRecent = from >= rest.Clock.VenueNow - FillReach + EntryLag;
        (string endpoint, RateBudget budget) = isRecent ? ("fills", rest.Budgets.Fills) : ("fills-history", rest.Budgets.FillHistory);
        return OkxPages.ReadAsync(
            (after, token) => rest.GetAsync(
                endpoint,
                RequestLane.Reconcile,
                budget,
                $"/api/v5/trade/{endpoint}?{query}&limit={OkxPages.Size}{OkxPages.After(after)}",
                OkxJson.Default.OkxReplyOkxFill,
                token),
            fill => fill.BillId,
            cancellationToken);
    }

    /// <summary>The borders of the venue's filters are not documented: asked for wider and cut afterwards.</summary>
    private static string Between(HistorySpan span) =>
        $"&begin={WireText.FormatMilliseconds(span.From - EntryLag)}&end={WireText.FormatMilliseconds(span.To + EntryLag)}";

    /// <returns>Null when one cannot be read: a history with a hole is none.</returns>
    private List<T>? ReadReports<T>(Func<IEnumerable<T>> read)
    {
        try
        {
            return [.. read()];
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            rest.Malformed.Record(Encoding.UTF8.GetBytes("history"), unreadable.Message);
            return null;
        }
    }
}

/// <param name="Orders">Null when no certain answer came.</param>
internal sealed record OkxRecentOrders(DateTimeOffset Since, IReadOnlyList<OkxOrder>? Orders);
