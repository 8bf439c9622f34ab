using PropBot.Venues;

namespace PropBot.Venues.Binance.Rest;

/// <summary>
/// Reads everything that lies in a span from an endpoint that takes seven days and gives a limited number of entries at once.
/// </summary>
/// <remarks>
/// The venue does not say of which end a full answer is cut off. So a full one proves nothing: its window is halved until no
/// answer is full, and a full millisecond is read by the endpoint's own cursor. Windows do not overlap: nothing is read twice.
/// </remarks>
internal static class BinanceWindows
{
    /// <summary>Most entries of one answer (rule H1).</summary>
    public const int PageLimit = 1_000;

    /// <summary>Requests after which a span counts as not answered: a desk's own entries never need as many.</summary>
    private const int MostRequests = 500;

    /// <summary>A window has to be shorter than seven days.</summary>
    private static readonly long LongestWindow = (long)TimeSpan.FromDays(7).TotalMilliseconds - 1;

    /// <param name="page">The entries from one millisecond to another, both inclusive; null when no certain answer came.</param>
    /// <param name="crowded">The entries of one millisecond that has more than a page.</param>
    /// <returns>In the order of the windows; null when one of them got no certain answer.</returns>
    public static async Task<List<T>?> ReadAsync<T>(
        HistorySpan span,
        Func<long, long, Task<IReadOnlyList<T>?>> page,
        Func<long, IReadOnlyList<T>, Task<IReadOnlyList<T>?>> crowded)
    {
        var all = new List<T>();
        Stack<(long From, long To)> windows = Cut(span);
        for (int requests = 0; windows.TryPop(out (long From, long To) window); requests++)
        {
            if (requests == MostRequests || await page(window.From, window.To) is not { } entries)
            {
                return null;
            }

            if (entries.Count < PageLimit)
            {
                all.AddRange(entries);
            }
            else if (window.From < window.To)
            {
                long middle = window.From + ((window.To - window.From) / 2);
                windows.Push((middle + 1, window.To));
                windows.Push((window.From, middle));
            }
            else if (await crowded(window.From, entries) is { } whole)
            {
                all.AddRange(whole);
            }
            else
            {
                return null;
            }
        }

        return all;
    }

    /// <summary>Goes on from an entry's id while the entries are of one millisecond.</summary>
    /// <param name="pageFrom">A page from an id on, that one included, by rising ids.</param>
    public static async Task<IReadOnlyList<T>?> ReadByIdAsync<T>(
        long millisecond, IReadOnlyList<T> first, Func<T, long> idOf, Func<T, long> timeOf, Func<long, Task<IReadOnlyList<T>?>> pageFrom)
    {
        var byId = new SortedDictionary<long, T>();
        long next = first.Min(idOf);
        for (int requests = 0; requests < MostRequests; requests++)
        {
            if (await pageFrom(next) is not { } page)
            {
                return null;
            }

            foreach (T entry in page.Where(e => timeOf(e) == millisecond))
            {
                byId[idOf(entry)] = entry;
            }

            if (page.Count < PageLimit || page.Any(e => timeOf(e) > millisecond))
            {
                return [.. byId.Values];
            }

            next = page.Max(idOf) + 1;
        }

        return null;
    }

    /// <summary>The first window is on top.</summary>
    private static Stack<(long From, long To)> Cut(HistorySpan span)
    {
        long from = FirstMillisecondFrom(span.From);
        long to = FirstMillisecondFrom(span.To) - 1;
        var windows = new List<(long From, long To)>();
        for (long start = from; start <= to; start += LongestWindow)
        {
            windows.Add((start, Math.Min(start + LongestWindow - 1, to)));
        }

        windows.Reverse();
        return new Stack<(long From, long To)>(windows);
    }

    private static long FirstMillisecondFrom(DateTimeOffset time)
    {
        long whole = time.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(whole) < time ? whole + 1 : whole;
    }
}
