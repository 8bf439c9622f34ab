using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>What happened while the private stream did not tell.</summary>
/// <param name="Executions">Oldest first.</param>
/// <param name="Orders">Ended ones first, then those that are open.</param>
internal sealed record BybitMissed(IReadOnlyList<BybitExecution> Executions, IReadOnlyList<BybitOrder> Orders);

/// <summary>Asks over REST for all that the private stream cannot have told (rule P3 in docs/venues/bybit-linear.md).</summary>
internal sealed class BybitCatchUp(BybitRest rest, BybitFills fills, BybitOrderQueries orders)
{
    /// <summary>How far before the last message the questions begin: clocks differ and messages were on their way. Market time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>How far beyond the venue's time as we know it they end. Market time.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <param name="since">When the stream was last known to tell everything.</param>
    /// <exception cref="VenueSetupException">One of the lists cannot be read.</exception>
    public async Task<BybitMissed> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        DateTimeOffset from = since - Overlap;
        DateTimeOffset to = rest.Clock.VenueNow + Ahead;
        HistorySpan span = new(from < to ? from : to, to);

        // Orders before executions: what fills after the first question is at least in the stream, which runs already.
        IReadOnlyList<BybitOrder> open = await orders.ReadOpenAsync(cancellationToken) ?? throw Unread("open orders");
        IReadOnlyList<BybitOrder> recent = await orders.ReadRecentlyEndedAsync(cancellationToken) ?? throw Unread("recently ended orders");
        IReadOnlyList<BybitOrder> ended = await orders.ReadEndedAsync(null, span, cancellationToken) ?? throw Unread("order history");
        IReadOnlyList<BybitExecution> executions = await fills.ReadSpanAsync(span, cancellationToken) ?? throw Unread("fills");
        return new BybitMissed(
            [.. executions.OrderBy(e => e.ExecTime?.Length).ThenBy(e => e.ExecTime, StringComparer.Ordinal).ThenBy(e => e.ExecId, StringComparer.Ordinal)],
            [.. ended.Concat(recent.Where(o => ChangedAt(o) >= span.From)).Concat(open).DistinctBy(o => o.OrderId)]);
    }

    /// <summary>An unreadable time is of now: its order is told, and read there.</summary>
    private static DateTimeOffset ChangedAt(BybitOrder order)
    {
        try
        {
            return WireText.Milliseconds(order.UpdatedTime) ?? BybitOrderReading.CreatedAt(order);
        }
        catch (FormatException)
        {
            return DateTimeOffset.MaxValue;
        }
    }

    private static VenueSetupException Unread(string what) => new($"the {what} cannot be read after the connect");
}
