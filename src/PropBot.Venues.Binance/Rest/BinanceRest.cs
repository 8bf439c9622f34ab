using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Execution;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>Sends the venue's requests: public, with the key, or signed; and says what came of them.</summary>
internal sealed class BinanceRest : IDisposable
{
    private const string KeyHeader = "X-MBX-APIKEY";

    private readonly VenueOptions _options;
    private readonly VenueCounters _counters;
    private readonly RestClient _client;
    private readonly BinanceSigning _signing;

    public BinanceRest(VenueOptions options, VenueClock clock, VenueCounters counters)
    {
        _options = options;
        _counters = counters;
        _client = new RestClient(options, clock, counters);
        _signing = new BinanceSigning(options.Credentials.Secret);
        Access = new AccessWatch(options.Venue, clock);
        Budgets = new BinanceBudgets(clock, Access);
        Clock = new ClockSync(clock, options.ClockInterval, AskTimeAsync);
    }

    public ClockSync Clock { get; }

    /// <summary>Whether the venue takes our requests.</summary>
    public AccessWatch Access { get; }

    public BinanceBudgets Budgets { get; }

    /// <summary>
    /// What must be known before anything can be hedged here: the time, the listing. In the lane of what is not known, because a process
    /// that was started again and again has used up the minute for polls and still has positions to look after.
    /// </summary>
    public Task<BinanceReply<T>> GetAsync<T>(
        string path, BinanceParameters parameters, IReadOnlyList<RateCharge> charges, JsonTypeInfo<T> type, CancellationToken cancellationToken,
        RequestLane lane = RequestLane.Reconcile) =>
        SendAsync(
            new RestRequest(path, lane, charges, () => new HttpRequestMessage(HttpMethod.Get, $"{path}?{parameters}")),
            type,
            cancellationToken);

    /// <summary>The same for a book, without which no hedge has a price: the body as it came; the caller reads it.</summary>
    public Task<BinanceReply<byte[]>> GetBytesAsync(string path, BinanceParameters parameters, int weight, CancellationToken cancellationToken) =>
        SendAsync(
            new RestRequest(path, RequestLane.Reconcile, Budgets.Weight(weight), () => new HttpRequestMessage(HttpMethod.Get, $"{path}?{parameters}")),
            static body => body,
            cancellationToken);

    /// <summary>With the key but without a signature: the user stream's requests.</summary>
    public Task<BinanceReply<T>> SendKeyedAsync<T>(
        HttpMethod method, string path, RequestLane lane, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(new RestRequest(path, lane, Budgets.Weight(1), () => WithKey(method, path)), type, cancellationToken);

    public Task<BinanceReply<T>> SendSignedAsync<T>(
        HttpMethod method,
        string path,
        BinanceParameters parameters,
        RequestLane lane,
        IReadOnlyList<RateCharge> charges,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken) =>
        SendAsync(new RestRequest(path, lane, charges, () => Signed(method, path, parameters)), type, cancellationToken);

    /// <summary>The same with a reader of its own for the body.</summary>
    public Task<BinanceReply<T>> SendSignedAsync<T>(
        HttpMethod method,
        string path,
        BinanceParameters parameters,
        RequestLane lane,
        IReadOnlyList<RateCharge> charges,
        Func<byte[], T> read,
        CancellationToken cancellationToken) =>
        SendAsync(new RestRequest(path, lane, charges, () => Signed(method, path, parameters)), read, cancellationToken);

    /// <summary>An entry of an answer says something that the venue's documents do not have.</summary>
    public void CountMalformed(string what, string reason) => _counters.Malformed.Record([], $"{what}: {reason}");

    public void Dispose()
    {
        Access.Dispose();
        Clock.Dispose();
        _client.Dispose();
    }

    private async Task<DateTimeOffset?> AskTimeAsync(CancellationToken cancellationToken)
    {
        BinanceReply<BinanceServerTime> reply = await GetAsync(
            "/fapi/v1/time", new BinanceParameters(), Budgets.Weight(1), BinanceJson.Default.BinanceServerTime, cancellationToken);
        return reply is BinanceReply<BinanceServerTime>.Ok { Value: var time } ? DateTimeOffset.FromUnixTimeMilliseconds(time.ServerTime) : null;
    }

    private HttpRequestMessage WithKey(HttpMethod method, string pathAndQuery)
    {
        var message = new HttpRequestMessage(method, pathAndQuery);
        message.Headers.Add(KeyHeader, _options.Credentials.Key);
        return message;
    }

    private HttpRequestMessage Signed(HttpMethod method, string path, BinanceParameters parameters)
    {
        // Added to a copy: the message is built once the rate-limit tokens are there, so that its timestamp is fresh.
        string unsigned = new BinanceParameters()
            .Add("recvWindow", (long)_options.ReceiveWindow.TotalMilliseconds)
            .Add("timestamp", Clock.VenueNow.ToUnixTimeMilliseconds())
            .ToString();
        string given = parameters.ToString();
        string all = given.Length == 0 ? unsigned : $"{given}&{unsigned}";
        return WithKey(method, $"{path}?{all}&signature={_signing.Sign(all)}");
    }

    private Task<BinanceReply<T>> SendAsync<T>(RestRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(request, body => JsonSerializer.Deserialize(body, type) ?? throw new JsonException("null"), cancellationToken);

    private async Task<BinanceReply<T>> SendAsync<T>(RestRequest request, Func<byte[], T> read, CancellationToken cancellationToken)
    {
        switch (await _client.SendAsync(request, cancellationToken))
        {
            case RestAnswer.Received answer:
                BinanceReply<T> reply = BinanceAnswers.Read(request.Name, answer.Status, answer.Body, read, _counters.Malformed, out int? code);
                Budgets.Observe(answer, code);
                if (reply is BinanceReply<T>.Refused { Refusal.Kind: RefusalKind.ClockSkew })
                {
                    Clock.MeasureSoon();
                }

                return reply;
            case RestAnswer.NotSent notSent:
                RefusalKind kind = notSent.RateLimited ? RefusalKind.RateLimited : RefusalKind.VenueUnavailable;
                return new BinanceReply<T>.Refused(new VenueRefusal(kind, "not_sent", notSent.Reason));
            case RestAnswer.Lost lost:
                return new BinanceReply<T>.Uncertain(lost.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
