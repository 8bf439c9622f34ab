using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>Signs, sends and takes the envelope off. Repeats nothing.</summary>
internal sealed class OkxRest : IDisposable
{
    private readonly VenueOptions _options;
    private readonly RestClient _client;
    private readonly OkxSigning _signing;
    private readonly OkxLimits _limits;

    public OkxRest(VenueOptions options, VenueClock clock, VenueCounters counters)
    {
        _options = options;
        Modes = new OkxModes(options.PositionMode, options.MarginMode);
        Shapes = new OrderShapes(options);
        Access = new AccessWatch(options.Venue, clock);
        _client = new RestClient(options, clock, counters);
        _signing = new OkxSigning(options.Credentials.Secret);
        Budgets = new OkxBudgets(clock);
        _limits = new OkxLimits(Budgets, Access);
        Clock = new ClockSync(clock, options.ClockInterval, AskTimeAsync);
        Malformed = counters.Malformed;
    }

    /// <summary>As configured.</summary>
    public OkxModes Modes { get; }

    /// <summary>As the venue has them.</summary>
    public OrderShapes Shapes { get; }

    public OkxBudgets Budgets { get; }

    /// <summary>Whether the venue takes our requests.</summary>
    public AccessWatch Access { get; }

    public ClockSync Clock { get; }

    /// <summary>For parts of answers that cannot be read.</summary>
    public MalformedMessages Malformed { get; }

    public Task<OkxAnswer<T>> GetPublicAsync<T>(
        string name, RequestLane lane, RateBudget budget, string pathAndQuery, JsonTypeInfo<OkxReply<T>> type, CancellationToken cancellationToken) =>
        SendAsync(new RestRequest(name, lane, [new RateCharge(budget, 1)], () => Unsigned(pathAndQuery)), type, cancellationToken);

    public Task<OkxAnswer<T>> GetAsync<T>(
        string name, RequestLane lane, RateBudget budget, string pathAndQuery, JsonTypeInfo<OkxReply<T>> type, CancellationToken cancellationToken) =>
        SendAsync(
            new RestRequest(name, lane, [new RateCharge(budget, 1)], () => Signed(HttpMethod.Get, pathAndQuery, body: "")), type, cancellationToken);

    /// <param name="expires">
    /// The venue is not to carry it out later than the receive window from now (header <c>expTime</c>): without it a delayed request
    /// would be good for the 30 s that a signature is.
    /// </param>
    public Task<OkxAnswer<T>> PostAsync<T>(
        string name,
        RequestLane lane,
        IReadOnlyList<RateCharge> charges,
        string path,
        string body,
        JsonTypeInfo<OkxReply<T>> type,
        bool expires,
        CancellationToken cancellationToken) =>
        SendAsync(new RestRequest(name, lane, charges, () => Signed(HttpMethod.Post, path, body, expires)), type, cancellationToken);

    public void Dispose()
    {
        _client.Dispose();
        Clock.Dispose();
        Access.Dispose();
    }

    private async Task<OkxAnswer<T>> SendAsync<T>(RestRequest request, JsonTypeInfo<OkxReply<T>> type, CancellationToken cancellationToken)
    {
        RestAnswer answer = await _client.SendAsync(request, cancellationToken);
        OkxAnswer<T> read = Read(request.Name, answer, type);
        IReadOnlyList<string> codes = CodesOf(read);
        _limits.React(request, answer, codes);
        if (read is OkxAnswer<T>.No)
        {
            KeepUnmapped(request.Name, codes, answer);
            if (codes.Any(OkxErrors.IsClockSkew))
            {
                // Not here: a hedge that was refused for its time is not to wait for three more questions before that is told.
                Clock.MeasureSoon();
            }
        }

        return read;
    }

    /// <summary>The venue's own codes in an answer, the orders' where there are orders; what we make of an HTTP status is none.</summary>
    private static IReadOnlyList<string> CodesOf<T>(OkxAnswer<T> read) => read switch
    {
        OkxAnswer<T>.Ok { Items: IReadOnlyList<OkxOrderAck> acks } => [.. acks.Select(a => a.SCode ?? "").Where(IsFailure)],
        OkxAnswer<T>.No { Items: IReadOnlyList<OkxOrderAck> { Count: > 0 } acks } => [.. acks.Select(a => a.SCode ?? "").Where(IsFailure)],
        OkxAnswer<T>.No no when !no.Code.StartsWith("http", StringComparison.Ordinal) => [no.Code],
        _ => [],
    };

    private static bool IsFailure(string code) => code is not ("" or OkxErrors.Success);

    /// <summary>A code that the table does not have is kept whole, for people.</summary>
    private void KeepUnmapped(string name, IReadOnlyList<string> codes, RestAnswer answer)
    {
        if (answer is RestAnswer.Received received && codes.Any(code => !OkxErrors.IsKnown(code)))
        {
            Malformed.Record(received.Body, $"{name}: unmapped code {string.Join(' ', codes)}");
        }
    }

    private static OkxAnswer<T> Read<T>(string name, RestAnswer answer, JsonTypeInfo<OkxReply<T>> type) => answer switch
    {
        RestAnswer.Received received => OkxAnswers.Read(name, received.Status, received.Body, type),
        RestAnswer.NotSent notSent => new OkxAnswer<T>.NotSent(notSent.Reason, notSent.RateLimited),
        _ => new OkxAnswer<T>.Unclear(((RestAnswer.Lost)answer).Reason),
    };

    /// <summary>Demo and production have instruments and prices of their own on the same host: the header tells which.</summary>
    private HttpRequestMessage Unsigned(string pathAndQuery)
    {
        HttpRequestMessage message = new(HttpMethod.Get, pathAndQuery);
        AddDemo(message.Headers);
        return message;
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
        AddDemo(headers);
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

    private void AddDemo(HttpRequestHeaders headers)
    {
        if (_options.Demo)
        {
            headers.Add("x-simulated-trading", "1");
        }
    }

    private async Task<DateTimeOffset?> AskTimeAsync(CancellationToken cancellationToken)
    {
        OkxAnswer<OkxTime> answer = await GetPublicAsync(
            "server time", RequestLane.Reconcile, Budgets.Time, "/api/v5/public/time", OkxJson.Default.OkxReplyOkxTime, cancellationToken);
        return answer is OkxAnswer<OkxTime>.Ok { Items: [{ Ts: { } ts }, ..] } && long.TryParse(ts, out long milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }
}
