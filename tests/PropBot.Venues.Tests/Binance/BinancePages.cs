using Microsoft.AspNetCore.Http;

namespace PropBot.Venues.Tests.Binance;

/// <summary>A history that begins now and is answered in pages, as the venue does.</summary>
internal static class BinancePages
{
    private const int PageLimit = 1_000;

    /// <param name="write">An entry by its number and its time in milliseconds.</param>
    public static Func<HttpContext, Task> Of(int count, Func<int, long, string> write)
    {
        long start = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return context => AnswerAsync(context, start, count, write);
    }

    private static Task AnswerAsync(HttpContext context, long start, int count, Func<int, long, string> write)
    {
        long from = long.Parse(context.Request.Query["startTime"]!);
        long to = long.Parse(context.Request.Query["endTime"]!);

        // Three entries a millisecond, so that pages end between equal times.
        IEnumerable<string> page = Enumerable.Range(0, count)
            .Select(i => (Number: i, Time: start + (i / 3)))
            .Where(e => e.Time >= from && e.Time <= to)
            .Take(PageLimit)
            .Select(e => write(e.Number, e.Time));
        return context.Response.WriteAsync($"[{string.Join(',', page)}]");
    }
}
