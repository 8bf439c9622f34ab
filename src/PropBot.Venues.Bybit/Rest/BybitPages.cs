using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>
/// Reads lists whole: page by page, each answer naming the cursor of the next, and window by window where the venue answers for a
/// limited span only. An entry that comes twice, because the list moved on between two pages or stands on the border of two windows,
/// is taken once.
/// </summary>
internal static class BybitPages
{
    /// <summary>Longest span of one question: <c>endTime - startTime</c> of orders, executions and the transaction log.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <summary>Pages read of one list at most; a longer one has no certain answer.</summary>
    private const int MaxPages = 1_000;

    /// <param name="read">Asks for a page; the cursor is empty or ends with what a query needs: <c>&amp;cursor=...</c>.</param>
    /// <param name="idOf">What makes an entry one.</param>
    /// <returns>As the venue sorts them; null when no certain answer came.</returns>
    public static async Task<IReadOnlyList<T>?> ReadAsync<T>(
        Func<string, CancellationToken, Task<BybitAnswer<BybitPage<T>>>> read, Func<T, string?> idOf, CancellationToken cancellationToken)
    {
        List<T> all = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        string cursor = "";
        for (int page = 0; page < MaxPages; page++)
        {
            if (await read(cursor, cancellationToken) is not BybitAnswer<BybitPage<T>>.Ok { Result: { } result })
            {
                return null;
            }

            all.AddRange((result.List ?? []).Where(entry => idOf(entry) is not { } id || seen.Add(id)));

            // The cursor comes percent-encoded and goes back as it came (rule H3).
            string next = string.IsNullOrEmpty(result.NextPageCursor) ? "" : $"&cursor={result.NextPageCursor}";
            if (next.Length == 0 || next == cursor || result.List is not { Length: > 0 })
            {
                return all;
            }

            cursor = next;
        }

        return null;
    }

    /// <summary>As <see cref="ReadAsync{T}"/>, for a span of any length.</summary>
    /// <param name="read">Asks for a page of a window, given as <c>startTime=...&amp;endTime=...</c>.</param>
    public static async Task<IReadOnlyList<T>?> ReadSpanAsync<T>(
        HistorySpan span,
        Func<string, string, CancellationToken, Task<BybitAnswer<BybitPage<T>>>> read,
        Func<T, string?> idOf,
        CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<T> all = [];
        foreach (HistorySpan window in Split(span))
        {
            string times = $"startTime={WireText.FormatMilliseconds(window.From)}&endTime={WireText.FormatMilliseconds(window.To)}";
            if (await ReadAsync((cursor, token) => read(times, cursor, token), idOf, cancellationToken) is not { } page)
            {
                return null;
            }

            all.AddRange(page.Where(entry => idOf(entry) is not { } id || seen.Add(id)));
        }

        return all;
    }

    /// <summary>Windows that touch: the venue takes both ends as included, so an entry on a border is in two of them.</summary>
    public static IEnumerable<HistorySpan> Split(HistorySpan span)
    {
        DateTimeOffset from = span.From;
        do
        {
            DateTimeOffset to = span.To - from > Window ? from + Window : span.To;
            yield return new HistorySpan(from, to);
            from = to;
        }
        while (from < span.To);
    }
}
