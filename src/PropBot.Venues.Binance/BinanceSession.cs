using PropBot.Core.Instruments;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Binance;

/// <summary>The time between one setup and the next: the three streams, the clock, the settlements, the watch on the rules.</summary>
internal sealed class BinanceSession : IDisposable
{
    private readonly VenueOptions _options;
    private readonly VenueClock _clock;
    private readonly IVenueLog _log;
    private readonly VenueCounters _counters;
    private readonly BinanceRequests _requests;
    private readonly IVenueSink _sink;
    private readonly BinanceRulesWatch _rules;
    private readonly FundingPoll _funding;
    private readonly AccountRefresh _account;
    private readonly BinanceDepthStream _books;
    private readonly BinanceMarkStream _marks;
    private readonly BinanceUserStream _user;

    public BinanceSession(
        VenueOptions options,
        VenueClock clock,
        IVenueLog log,
        VenueCounters counters,
        BinanceRequests requests,
        BinanceNews news,
        BinanceInstruments instruments,
        AccountModesReading modes,
        LinkState link,
        IVenueSink sink)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _counters = counters;
        _requests = requests;
        _sink = sink;
        IReadOnlyList<Instrument> listed = instruments.Listed;
        _rules = new BinanceRulesWatch(options, clock, log, requests, instruments, modes, sink);
        _funding = new FundingPoll(
            sink,
            clock,
            options,
            () => requests.Rest.Clock.VenueNow,
            (since, lane, token) => requests.History.FundingSinceAsync(since, lane, instruments.All, token));
        _account = new AccountRefresh(options.Venue, sink, clock, token => requests.Statements.AccountAsync(listed, token));
        _books = new BinanceDepthStream(options, listed, sink, requests.Rest, clock, counters, log, link);
        _marks = new BinanceMarkStream(options, listed, sink, clock, _rules, link);
        _user = new BinanceUserStream(
            key => BinanceStreamAddresses.User(options.PrivateStreamAddress, key),
            listed,
            options,
            clock,
            sink,
            new BinanceListenKeys(requests.Rest, clock),
            new BinanceCatchUp(listed, options, sink, requests, news, log),
            news,
            requests.Sent,
            _funding,
            _account,
            _rules,
            link);
    }

    /// <summary>Ends when the rules have changed, so that everything is set up anew, or when cancelled.</summary>
    /// <returns>What has changed.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<string> rules = _rules.RunAsync(ended.Token);
        Task[] tasks =
        [
            rules,
            _requests.Rest.Clock.RunAsync(_options.Venue, _options.ReceiveWindow, _sink, ended.Token),
            _funding.RunAsync(ended.Token),
            _account.RunAsync(ended.Token),
            Connection(new StreamOptions { Name = "private", JitterSeed = _options.JitterSeed }, _user).RunAsync(ended.Token),
            Connection(BookStream(), _books).RunAsync(ended.Token),
            Connection(MarkStream(), _marks).RunAsync(ended.Token),
        ];

        // Whatever ends first ends the rest; a failure that nobody foresaw goes up.
        Task first = await Task.WhenAny(tasks);
        await ended.CancelAsync();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
        return rules.IsCompletedSuccessfully ? await rules : "a part has ended";
    }

    public void Dispose()
    {
        _user.Dispose();
        _books.Dispose();
        _account.Dispose();
        _funding.Dispose();
        _rules.Dispose();
    }

    private StreamOptions BookStream() => new()
    {
        Name = "books",
        SilenceLimit = _options.SilenceLimit,
        Heartbeat = BinanceSubscriptions.Question,
        HeartbeatInterval = TimeSpan.FromMilliseconds(750),
        HeartbeatOnSilenceOnly = true,
        JitterSeed = _options.JitterSeed + 1,
    };

    private StreamOptions MarkStream() => new() { Name = "mark prices", SilenceLimit = _options.SilenceLimit, JitterSeed = _options.JitterSeed + 2 };

    private StreamConnection Connection(StreamOptions stream, IStreamHandler handler) => new(_options, stream, _clock, _counters, _log, handler);
}
