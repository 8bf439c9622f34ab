using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Host.Api;
using PropBot.Host.Auth;

namespace PropBot.Host.Metrics;

/// <summary>How long requests take, by route. Paths that no route has are not told apart, so the labels stay bounded.</summary>
internal sealed class RequestMeter(TimeProvider time)
{
    /// <summary>They last as long as somebody looks.</summary>
    private static readonly string[] Streams = ["/ui/events", StatusStream.Route];

    private readonly ConcurrentDictionary<string, Histogram> _byRoute = new(StringComparer.Ordinal);
    private long _errors;

    /// <summary>Requests that ended in an error of ours.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    public IEnumerable<(string Route, HistogramReading Reading)> Read() =>
        _byRoute.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => (r.Key, r.Value.Read()));

    public async Task MeasureAsync(HttpContext context, RequestDelegate next)
    {
        long started = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if (context.GetEndpoint() is RouteEndpoint endpoint && AccessTable.PatternOf(endpoint) is var route && !Streams.Contains(route, StringComparer.Ordinal))
            {
                _byRoute.GetOrAdd(route, _ => new Histogram(5, 10, 25, 50, 75, 100, 200, 400, 800, 1600))
                    .Observe(time.GetElapsedTime(started).TotalMilliseconds);
            }

            if (context.Response.StatusCode == StatusCodes.Status500InternalServerError)
            {
                Interlocked.Increment(ref _errors);
            }
        }
    }
}
