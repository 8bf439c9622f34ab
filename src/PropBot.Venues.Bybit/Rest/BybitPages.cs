using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>Reads a list page by page: each answer names the cursor of the next, empty after the last.</summary>
internal static class BybitPages
{
    /// <summary>Pages read of one list at most.</summary>
    private const int MaxPages = 40;

    /// <param name="read">Asks for a page; the cursor is empty or ends with what a query needs: <c>&amp;cursor=...</c>.</param>
    /// <returns>Null when no certain answer came.</returns>
    public static async Task<IReadOnlyList<T>?> ReadAsync<T>(
        Func<string, CancellationToken, Task<BybitAnswer<BybitPage<T>>>> read, CancellationToken cancellationToken)
    {
        List<T> all = [];
        string cursor = "";
        for (int page = 0; page < MaxPages; page++)
        {
            if (await read(cursor, cancellationToken) is not BybitAnswer<BybitPage<T>>.Ok { Result: { } result })
            {
                return null;
            }

            all.AddRange(result.List ?? []);
            if (string.IsNullOrEmpty(result.NextPageCursor) || result.List is not { Length: > 0 })
            {
                return all;
            }

            // The cursor comes percent-encoded and goes back as it came.
            cursor = $"&cursor={result.NextPageCursor}";
        }

        return all;
    }
}
