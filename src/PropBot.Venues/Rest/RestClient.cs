using System.Net;

namespace PropBot.Venues.Rest;

/// <summary>
/// Sends requests to one venue and says for certain whether they may have had an effect. Never repeats a request by itself.
/// </summary>
public sealed class RestClient : IDisposable
{
    /// <summary>An opening order that cannot go at once would act on an old book: better not sent.</summary>
    private static readonly TimeSpan LongestWaitToOpen = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// A hedge or a close that has waited longer is refused by ourselves, and decided anew on the book of then. The engine takes an
    /// order that no venue knows for never arrived (<c>NeverReachedAfter</c>) only when the waits for two budgets, the receive window
    /// in which the venue may still take it, and what is uncertain of its clock are over.
    /// </summary>
    private static readonly TimeSpan LongestWaitToReduce = Core.Execution.ExecutionOptions.LongestWaitToSend / 2;

    private readonly HttpClient _http;
    private readonly VenueClock _clock;
    private readonly VenueCounters _counters;
    private readonly TimeSpan _timeout;

    /// <param name="venue">Its request time-out limits one request, and a question's wait for its tokens before.</param>
    public RestClient(VenueOptions venue, VenueClock clock, VenueCounters counters)
    {
        _clock = clock;
        _counters = counters;
        _timeout = venue.RequestTimeout;
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = _timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            UseCookies = false,
            UseProxy = !venue.RestAddress.IsLoopback,
        };
        HttpMessageHandler handler = venue.Chaos?.Around(sockets, clock.Time) ?? sockets;
        _http = new HttpClient(handler) { BaseAddress = venue.RestAddress, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <exception cref="OperationCanceledException">Cancelled before a byte was sent.</exception>
    public async Task<RestAnswer> SendAsync(RestRequest request, CancellationToken cancellationToken)
    {
        TimeSpan longestWait = request.Lane switch
        {
            RequestLane.Open => LongestWaitToOpen,
            RequestLane.Hedge => LongestWaitToReduce,
            _ => _timeout,
        };
        foreach (RateCharge charge in request.Charges)
        {
            _counters.Uses(charge.Budget);
            if (!await charge.Budget.TakeAsync(request.Lane, charge.Weight, longestWait, cancellationToken))
            {
                return new RestAnswer.NotSent($"{request.Name}: our budget '{charge.Budget.Name}' is used up", RateLimited: true);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        using HttpRequestMessage message = request.Build();
        if (message.Method != HttpMethod.Get)
        {
            // SocketsHttpHandler sends a request without content again (up to three times) when the venue closes the connection
            // before it answers: an order twice. With content, even an empty one, it never does.
            message.Content ??= new ByteArrayContent([]);
        }

        _counters.CountRestRequest();
        RestAnswer answer = await SendOnceAsync(request.Name, message, cancellationToken);
        if (answer is not RestAnswer.Received { IsSuccess: true })
        {
            _counters.CountRestFailure();
        }

        return answer;
    }

    public void Dispose() => _http.Dispose();

    private async Task<RestAnswer> SendOnceAsync(string name, HttpRequestMessage message, CancellationToken stopped)
    {
        using var limit = new CancellationTokenSource(_timeout, _clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, limit.Token);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            byte[] body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return new RestAnswer.Received((int)response.StatusCode, body, response.Headers);
        }
        catch (HttpRequestException e) when (NeverLeft(e))
        {
            return new RestAnswer.NotSent($"{name}: {e.Message}", RateLimited: false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new RestAnswer.Lost($"{name}: no answer within {_timeout.TotalSeconds} s");
        }
        catch (OperationCanceledException)
        {
            return new RestAnswer.Lost($"{name}: stopped while waiting for the answer");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
        {
            return new RestAnswer.Lost($"{name}: {e.Message}");
        }
    }

    private static bool NeverLeft(HttpRequestException e) => e.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
}
