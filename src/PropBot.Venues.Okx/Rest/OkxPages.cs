namespace PropBot.Venues.Okx.Rest;

/// <summary>
/// Lists that come in pages, newest first. The cursor is the id of a page's last entry, never a time (defect D69): entries of the same
/// millisecond are neither lost nor told twice at a page's border, and new ones that appear meanwhile move nothing.
/// </summary>
internal static class OkxPages
{
    public const int Size = 100;

    /// <summary>Pages of one list at most: more than that is no certain answer.</summary>
    public const int Most = 1_000;

    /// <returns>Newest first, each entry once; null when a page could not be read or the list did not end.</returns>
    public static async Task<IReadOnlyList<T>?> ReadAsync<T>(
        Func<string?, CancellationToken, Task<OkxAnswer<T>>> read, Func<T, string?> idOf, CancellationToken cancellationToken)
    {
        List<T> all = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        string? after = null;
        for (int page = 0; page < Most; page++)
        {
            if (await read(after, cancellationToken) is not OkxAnswer<T>.Ok { Items: var items })
            {
                return null;
            }

            bool isNew = false;
            foreach (T item in items)
            {
                if (idOf(item) is not { Length: > 0 } id || seen.Add(id))
                {
                    all.Add(item);
                    isNew = true;
                }
            }

            if (items.Count < Size)
            {
                return all;
            }

            // A full page that brings nothing new, or has no cursor, would be asked for for ever.
            if (!isNew || idOf(items[^1]) is not { Length: > 0 } last)
            {
                return null;
            }

            after = last;
        }

        return null;
    }

    public static string After(string? cursor) => string.IsNullOrEmpty(cursor) ? "" : $"&after={cursor}";

    /// <summary>Ids of the venue are whole numbers that grow, longer than fit a long one day: compared as text of numbers.</summary>
    public static int CompareIds(string? left, string? right)
    {
        int byLength = (left?.Length ?? 0).CompareTo(right?.Length ?? 0);
        return byLength != 0 ? byLength : string.CompareOrdinal(left, right);
    }
}
