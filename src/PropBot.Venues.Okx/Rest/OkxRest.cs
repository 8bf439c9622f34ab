using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>Signs, sends and takes the envelope off. Repeats nothing.</summary>
internal sealed class OkxRest : IDisposable
{
    private const int TooManyRequests = 429;
    private const int FirstServerError = 500;

    /// <summary>How long a lane stays closed after the venue said that it was asked too often: the length of its windows.</summary>
    private static readonly TimeSpan RateLimitPause = TimeSpan.FromSeconds(2);

    private readonly VenueOptions _options;
    private readonly RestClient _client;
    private readonly OkxSigning _signing;

    public OkxRest(VenueOptions options, VenueClock clock, VenueCounters counters)
    {
        _options = options;
        _client = new RestClient(options.RestAddress, options.RequestTimeout, clock, counters);
        _signing = new OkxSigning(options.Credentials.Secret);
        Budgets = new OkxBudgets(clock);
        Clock = new ClockSync(clock, options.ClockInterval, AskTimeAsync);
        Malformed = counters.Malformed;
    }

    public OkxBudgets Budgets { get; }

    public ClockSync Clock { get; }

    /// <summary>For parts of answers that cannot be read.</summary>
    public MalformedMessages Malformed { get; }

    public Task<OkxAnswer<T>> GetPublicAsync<T>(
        string name, RequestLane lane, string pathAndQuery, JsonTypeInfo<OkxReply<T>> type, CancellationToken cancellationToken) =>
        SendAsync(Request(name, lane, Budgets.Public, () => new HttpRequestMessage(HttpMethod.Get, pathAndQuery)), type, cancellationToken);

    public Task<OkxAnswer<T>> GetAsync<T>(
        string name,
        RequestLane lane,
        RateBudget budget,
        string pathAndQuery,
        JsonTypeInfo<OkxReply<T>> type,
        CancellationToken cancellationToken) =>
        SendAsync(Request(name, lane, budget, () => Signed(HttpMethod.Get, pathAndQuery, body: "")), type, cancellationToken);

    /// <param name="expires">
    /// The venue is not to carry it out later than the receive window from now (header <c>expTime</c>): without it a delayed request
    /// would be good for the 30 s that a signature is.
    /// </param>
    public Task<OkxAnswer<T>> PostAsync<T>(
        string name,
        RequestLane lane,
        RateBudget budget,
        string path,
        string body,
        JsonTypeInfo<OkxReply<T>> type,
        bool expires,
        CancellationToken cancellationToken) =>
        SendAsync(Request(name, lane, budget, () => Signed(HttpMethod.Post, path, body, expires)), type, cancellationToken);

    public void Dispose() => _client.Dispose();

    private static RestRequest Request(string name, RequestLane lane, RateBudget budget, Func<HttpRequestMessage> build) =>
        new(name, lane, [new RateCharge(budget, 1)], build);

    private async Task<OkxAnswer<T>> SendAsync<T>(RestRequest request, JsonTypeInfo<OkxReply<T>> type, CancellationToken cancellationToken)
    {
        RestAnswer answer = await _client.SendAsync(request, cancellationToken);
        OkxAnswer<T> read = Read(request.Name, answer, type);
        if (read is OkxAnswer<T>.No no)
        {
            KeepUnmapped(request.Name, no, answer);
            await ReactAsync(request, no.Code, cancellationToken);
        }

        return read;
    }

    /// <summary>A code that the table does not have is kept whole, for people.</summary>
    private void KeepUnmapped<T>(string name, OkxAnswer<T>.No no, RestAnswer answer)
    {
        string[] codes = no.Items is IReadOnlyList<OkxOrderAck> { Count: > 0 } acks ? [.. acks.Select(a => a.SCode ?? "")] : [no.Code];
        if (answer is RestAnswer.Received received && codes.Any(code => !OkxErrors.IsKnown(code)))
        {
            Malformed.Record(received.Body, $"{name}: unmapped code {string.Join(' ', codes)}");
        }
    }

    private static OkxAnswer<T> Read<T>(string name, RestAnswer answer, JsonTypeInfo<OkxReply<T>> type)
    {
        if (answer is RestAnswer.NotSent notSent)
        {
            return new OkxAnswer<T>.NotSent(notSent.Reason, notSent.RateLimited);
        }

        if (answer is not RestAnswer.Received received)
        {
            return new OkxAnswer<T>.Unclear(((RestAnswer.Lost)answer).Reason);
        }

        OkxReply<T>? reply = Parse(received.Body, type);
        if (received.Status >= FirstServerError)
        {
            return new OkxAnswer<T>.Unclear($"{name}: HTTP {received.Status} {reply?.Code} {reply?.Msg}".TrimEnd());
        }

        return reply?.Code switch
        {
            OkxErrors.Success => new OkxAnswer<T>.Ok(reply.Data ?? []),
            { } code => new OkxAnswer<T>.No(code, reply.Msg ?? "", reply.Data ?? []),
            null when received.IsSuccess => new OkxAnswer<T>.Unclear($"{name}: the answer cannot be read"),
            null when received.Status == TooManyRequests => new OkxAnswer<T>.No(OkxErrors.TooFrequent, "HTTP 429", []),
            null => new OkxAnswer<T>.No($"http{received.Status}", $"HTTP {received.Status}", []),
        };
    }

    private static OkxReply<T>? Parse<T>(byte[] body, JsonTypeInfo<OkxReply<T>> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task ReactAsync(RestRequest request, string code, CancellationToken cancellationToken)
    {
        if (code == OkxErrors.TooFrequent)
        {
            foreach (RateCharge charge in request.Charges)
            {
                charge.Budget.CloseFor(RateLimitPause);
            }
        }
        else if (OkxErrors.IsClockSkew(code))
        {
            await Clock.MeasureAsync(cancellationToken);
        }
    }

    private HttpRequestMessage Signed(HttpMethod method, string pathAndQuery, string body, bool expires = false)
    {
        DateTimeOffset now = Clock.VenueNow;
        string timestamp = OkxSigning.RestTimestamp(now);
        HttpRequestMessage message = new(method, pathAndQuery);
        HttpRequestHeaders headers = message.Headers;
        headers.Add("OK-ACCESS-KEY", _options.Credentials.Key);
        headers.Add("OK-ACCESS-SIGN", _signing.Sign(timestamp, method.Method, pathAndQuery, body));
        headers.Add("OK-ACCESS-TIMESTAMP", timestamp);
        headers.Add("OK-ACCESS-PASSPHRASE", _options.Credentials.Passphrase ?? "");
        if (_options.Demo)
        {
            headers.Add("x-simulated-trading", "1");
        }

        if (expires)
        {
            headers.Add("expTime", WireText.FormatMilliseconds(now + _options.ReceiveWindow));
        }

        if (body.Length > 0)
        {
            message.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return message;
    }

    private async Task<DateTimeOffset?> AskTimeAsync(CancellationToken cancellationToken)
    {
        OkxAnswer<OkxTime> answer = await GetPublicAsync(
            "server time", RequestLane.Reconcile, "/api/v5/public/time", OkxJson.Default.OkxReplyOkxTime, cancellationToken);
        return answer is OkxAnswer<OkxTime>.Ok { Items: [{ Ts: { } ts }, ..] } && long.TryParse(ts, out long milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }
}
