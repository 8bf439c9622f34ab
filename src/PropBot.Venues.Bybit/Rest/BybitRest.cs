using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>Signs, sends and takes the envelope off. Repeats nothing.</summary>
internal sealed class BybitRest : IDisposable
{
    private readonly RestClient _client;
    private readonly BybitSigning _signing;
    private readonly string _key;
    private readonly BybitLimits _limits;

    public BybitRest(VenueOptions options, VenueClock clock, VenueCounters counters)
    {
        _client = new RestClient(options, clock, counters);
        _signing = new BybitSigning(options.Credentials.Key, options.Credentials.Secret);
        ReceiveWindow = options.ReceiveWindow;
        _key = options.Credentials.Key;
        Budgets = new BybitBudgets(clock);
        Shapes = new OrderShapes(options);
        Access = new AccessWatch(options.Venue, clock);
        Clock = new ClockSync(clock, options.ClockInterval, AskTimeAsync);
        _limits = new BybitLimits(Budgets.Address, Access, () => Clock.VenueNow);
        Malformed = counters.Malformed;
    }

    public BybitBudgets Budgets { get; }

    public ClockSync Clock { get; }

    /// <summary>As the venue has them.</summary>
    public OrderShapes Shapes { get; }

    /// <summary>How long the venue takes a signed request, market time.</summary>
    public TimeSpan ReceiveWindow { get; }

    /// <summary>Whether the venue takes our requests.</summary>
    public AccessWatch Access { get; }

    /// <summary>For parts of answers that cannot be read.</summary>
    public MalformedMessages Malformed { get; }

    public Task<BybitAnswer<T>> GetPublicAsync<T>(
        string name, RequestLane lane, string path, string query, JsonTypeInfo<BybitReply<T>> type, CancellationToken cancellationToken) =>
        SendAsync(
            new RestRequest(
                name, lane, [new RateCharge(Budgets.Address, 1)], () => new HttpRequestMessage(HttpMethod.Get, $"{path}?{query}".TrimEnd('?'))),
            type,
            cancellationToken);

    public Task<BybitAnswer<T>> GetAsync<T>(
        string name,
        RequestLane lane,
        RateBudget budget,
        string path,
        string query,
        JsonTypeInfo<BybitReply<T>> type,
        CancellationToken cancellationToken) =>
        SendAsync(
            Request(name, lane, budget, () => Signed(new HttpRequestMessage(HttpMethod.Get, $"{path}?{query}".TrimEnd('?')), query)),
            type,
            cancellationToken);

    public Task<BybitAnswer<T>> PostAsync<T>(
        string name,
        RequestLane lane,
        RateBudget budget,
        string path,
        string body,
        JsonTypeInfo<BybitReply<T>> type,
        CancellationToken cancellationToken) =>
        SendAsync(
            Request(
                name,
                lane,
                budget,
                () => Signed(
                    new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") }, body)),
            type,
            cancellationToken);

    public void Dispose()
    {
        _client.Dispose();
        Clock.Dispose();
        Access.Dispose();
    }

    private RestRequest Request(string name, RequestLane lane, RateBudget budget, Func<HttpRequestMessage> build) =>
        new(name, lane, [new RateCharge(budget, 1), new RateCharge(Budgets.Address, 1)], build);

    private async Task<BybitAnswer<T>> SendAsync<T>(
        RestRequest request, JsonTypeInfo<BybitReply<T>> type, CancellationToken cancellationToken)
    {
        RestAnswer answer = await _client.SendAsync(request, cancellationToken);
        BybitAnswer<T> read = Read(request.Name, answer, type);
        if (answer is RestAnswer.Received headed)
        {
            _limits.Observe(request.Charges[0].Budget, headed.Headers);
        }

        if (read is BybitAnswer<T>.No no)
        {
            if (answer is RestAnswer.Received received && !BybitErrors.IsKnown(no.Code))
            {
                // A code that the table does not have is kept whole, for people.
                Malformed.Record(received.Body, $"{request.Name}: unmapped code {no.Code}");
            }

            _limits.React(request.Charges[0].Budget, no.Code, no.Message, (answer as RestAnswer.Received)?.Headers);
            if (BybitErrors.IsClockSkew(no.Code))
            {
                // Not here: a hedge that was refused for its time is not to wait for three more questions before that is told.
                Clock.MeasureSoon();
            }
        }

        return read;
    }

    private BybitAnswer<T> Read<T>(string name, RestAnswer answer, JsonTypeInfo<BybitReply<T>> type) => answer switch
    {
        RestAnswer.Received received => BybitAnswers.Read(name, received.Status, received.Body, type, _key),
        RestAnswer.NotSent notSent => new BybitAnswer<T>.NotSent(notSent.Reason, notSent.RateLimited),
        _ => new BybitAnswer<T>.Unclear(((RestAnswer.Lost)answer).Reason),
    };

    private HttpRequestMessage Signed(HttpRequestMessage message, string payload)
    {
        string timestamp = WireText.FormatMilliseconds(Clock.VenueNow);
        string receiveWindow = ((long)ReceiveWindow.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        HttpRequestHeaders headers = message.Headers;
        headers.Add("X-BAPI-API-KEY", _signing.Key);
        headers.Add("X-BAPI-TIMESTAMP", timestamp);
        headers.Add("X-BAPI-RECV-WINDOW", receiveWindow);
        headers.Add("X-BAPI-SIGN", _signing.Sign(timestamp, receiveWindow, payload));
        return message;
    }

    private async Task<DateTimeOffset?> AskTimeAsync(CancellationToken cancellationToken)
    {
        BybitAnswer<BybitNothing> answer = await GetPublicAsync(
            "server time", RequestLane.Reconcile, "/v5/market/time", "", BybitJson.Default.BybitReplyBybitNothing, cancellationToken);
        return answer is BybitAnswer<BybitNothing>.Ok ok && ok.Time > DateTimeOffset.UnixEpoch ? ok.Time : null;
    }
}
