using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>Executions over REST. The venue sorts them newest first and has them for two years (rule H2).</summary>
internal sealed class BybitFills(BybitRest rest, OwnOrderIds own)
{
    public static readonly TimeSpan Reach = TimeSpan.FromDays(730);

    private const string Linear = "category=linear";

    public async Task<IReadOnlyList<FillReport>?> QueryOfOrderAsync(
        Instrument instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        IReadOnlyList<BybitExecution>? executions = await ReadOfOrderAsync(instrument, clientOrderId, cancellationToken);
        return executions is null ? null : ReadAll(executions, instrument, _ => clientOrderId);
    }

    /// <summary>Trades of the span, forced and foreign ones too, oldest first.</summary>
    public async Task<IReadOnlyList<FillReport>?> QueryHistoryAsync(Instrument instrument, HistorySpan span, CancellationToken cancellationToken)
    {
        if (span.From < rest.Clock.VenueNow - Reach)
        {
            return null;
        }

        IReadOnlyList<BybitExecution>? executions = await ReadSpanAsync($"&symbol={instrument.NativeSymbol}", span, cancellationToken);
        return executions is null
            ? null
            : ReadSpan(executions, instrument, span, own);
    }

    /// <summary>Trades of whatever order; null when one of them cannot be read.</summary>
    public static IReadOnlyList<FillReport>? ReadSpan(IReadOnlyList<BybitExecution> executions, Instrument instrument, HistorySpan span, OwnOrderIds own) =>
        ReadAll(executions, instrument, e => own.TryRead(e.OrderLinkId, out ClientOrderId ours) ? ours : OwnOrderIds.ForeignIdOf(e.OrderLinkId)) is { } fills
            ? [.. fills.Where(f => span.Contains(f.VenueTime))]
            : null;

    /// <summary>All executions of one order; null when no certain answer came.</summary>
    public Task<IReadOnlyList<BybitExecution>?> ReadOfOrderAsync(
        Instrument instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) => BybitPages.ReadAsync(
        (cursor, token) => AskAsync($"{Linear}&symbol={instrument.NativeSymbol}&orderLinkId={clientOrderId}", cursor, token),
        execution => execution.ExecId,
        cancellationToken);

    /// <summary>All executions of the account in a span; null when no certain answer came.</summary>
    public Task<IReadOnlyList<BybitExecution>?> ReadSpanAsync(HistorySpan span, CancellationToken cancellationToken) =>
        ReadSpanAsync("&settleCoin=USDT", span, cancellationToken);

    private Task<IReadOnlyList<BybitExecution>?> ReadSpanAsync(string of, HistorySpan span, CancellationToken cancellationToken) =>
        BybitPages.ReadSpanAsync(
            span, (times, cursor, token) => AskAsync($"{Linear}{of}&{times}", cursor, token), execution => execution.ExecId, cancellationToken);

    private Task<BybitAnswer<BybitPage<BybitExecution>>> AskAsync(string query, string cursor, CancellationToken cancellationToken) => rest.GetAsync(
        "executions",
        RequestLane.Reconcile,
        rest.Budgets.Fills,
        "/v5/execution/list",
        $"{query}&limit=100{cursor}",
        BybitJson.Default.BybitReplyBybitPageBybitExecution,
        cancellationToken);

    /// <remarks>Executions of the same millisecond have no order of their own: the venue asks to sort them by their ids.</remarks>
    private static IReadOnlyList<FillReport>? ReadAll(
        IReadOnlyList<BybitExecution> executions, Instrument instrument, Func<BybitExecution, ClientOrderId> idOf)
    {
        try
        {
            return
            [
                .. executions.Select(e => BybitOrderReading.ReadFill(e, instrument, idOf(e))).OfType<FillReport>()
                    .OrderBy(f => f.VenueTime).ThenBy(f => f.TradeId.Value, StringComparer.Ordinal),
            ];
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return null;
        }
    }
}
