using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace PropBot.SystemTests;

/// <summary>
/// Asks a running bot at a constant rate over connections of its own: heavy and light reads, and commands that are refused for who gives
/// them or for how the desk stands. When the bot is behind, what was due is asked as soon as a connection is free.
/// </summary>
internal sealed class ApiLoad : IAsyncDisposable
{
    private const int Connections = 24;

    /// <summary>Method, path, whose token (null: nobody's) and what may be answered.</summary>
    private static readonly (HttpMethod Method, string Path, string? Token, HttpStatusCode[] Answers)[] Mix =
    [
        (HttpMethod.Get, "/api/ui/status", BotUnderTest.Token, [HttpStatusCode.OK]),
        (HttpMethod.Get, "/healthz", null, [HttpStatusCode.OK]),
        (HttpMethod.Get, "/api/ui/positions", BotUnderTest.Token, [HttpStatusCode.OK]),

        // Goes to the engine, which refuses and keeps it; 503 when a HOLD that came later went before it.
        (HttpMethod.Post, "/api/ui/unkill-confirm", BotUnderTest.Token, [HttpStatusCode.Conflict, HttpStatusCode.ServiceUnavailable]),
        (HttpMethod.Get, "/api/ui/status/overview", BotUnderTest.Token, [HttpStatusCode.OK]),
        (HttpMethod.Post, "/api/ui/hold", null, [HttpStatusCode.Unauthorized]),
        (HttpMethod.Get, "/metrics", null, [HttpStatusCode.OK]),
        (HttpMethod.Post, "/api/ui/kill", ViewerToken, [HttpStatusCode.Forbidden]),
        (HttpMethod.Get, "/live-readiness", null, [HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]),
        (HttpMethod.Get, "/api/ui/runtime_badges", BotUnderTest.Token, [HttpStatusCode.OK]),
    ];

    private readonly SocketsHttpHandler _handler = new() { MaxConnectionsPerServer = Connections };
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _due = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private readonly Task[] _tasks;
    private long _asked;
    private long _answered;
    private string? _unexpected;

    private ApiLoad(string address, int rate, CancellationToken limit)
    {
        _http = new HttpClient(_handler) { BaseAddress = new Uri(address) };
        _stop = CancellationTokenSource.CreateLinkedTokenSource(limit);
        _tasks = [PaceAsync(rate), .. Enumerable.Range(0, Connections).Select(_ => WorkAsync())];
    }

    public const string ViewerToken = "viewer-of-the-load-test";

    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>An answer that its request may not have; null: none so far.</summary>
    public string? Unexpected => Volatile.Read(ref _unexpected);

    /// <param name="rate">Requests a second.</param>
    public static ApiLoad Start(string address, int rate, CancellationToken limit) => new(address, rate, limit);

    /// <summary>Returns when so many more requests have been answered, or one wrongly.</summary>
    public async Task PassAsync(int requests, CancellationToken limit)
    {
        for (long until = Answered + requests; Answered < until && Unexpected is null;)
        {
            await _done.WaitAsync(limit);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_tasks);
        _http.Dispose();
        _handler.Dispose();
        _stop.Dispose();
        _due.Dispose();
        _done.Dispose();
    }

    /// <summary>The rate is the test's subject: so many requests fall due as time has passed.</summary>
    private async Task PaceAsync(int rate)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        var watch = Stopwatch.StartNew();
        long released = 0;
        await UntilStoppedAsync(async () =>
        {
            while (await pace.WaitForNextTickAsync(_stop.Token))
            {
                long due = (long)(rate * watch.Elapsed.TotalSeconds);
                if (due > released)
                {
                    _due.Release((int)(due - released));
                    released = due;
                }
            }
        });
    }

    private Task WorkAsync() => UntilStoppedAsync(async () =>
    {
        while (Unexpected is null)
        {
            await _due.WaitAsync(_stop.Token);
            await AskAsync(Interlocked.Increment(ref _asked));
        }
    });

    private async Task UntilStoppedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The load is over.
        }
        catch (HttpRequestException broken)
        {
            Volatile.Write(ref _unexpected, broken.ToString());
            _done.Release();
        }
    }

    private async Task AskAsync(long number)
    {
        (HttpMethod method, string path, string? token, HttpStatusCode[] answers) = Mix[(int)(number % Mix.Length)];
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = method == HttpMethod.Post ? new StringContent("{}", Encoding.UTF8, "application/json") : null;
        using HttpResponseMessage answer = await _http.SendAsync(request, _stop.Token);
        if (!answers.Contains(answer.StatusCode))
        {
            Volatile.Write(ref _unexpected, $"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(_stop.Token)}");
        }

        Interlocked.Increment(ref _answered);
        _done.Release();
    }
}
