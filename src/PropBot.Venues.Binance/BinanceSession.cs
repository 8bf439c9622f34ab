using PropBot.Core.Instruments;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Binance;

/// <summary>The time between one setup and the next: the three streams, the clock, the settlements, the watch on the listing.</summary>
internal sealed class BinanceSession(
    VenueOptions options,
    VenueClock clock,
    IVenueLog log,
    VenueCounters counters,
    BinanceRest rest,
    BinanceTrading trading,
    BinanceStatements statements,
    LinkState link,
    IVenueSink sink)
{
    /// <summary>How often listing, fees and funding intervals are read again, real time.</summary>
    private static readonly TimeSpan ListingInterval = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(10);

    /// <summary>Answered by the venue on every stream; an unchanged book shows that it lives. Limit: 10 messages a second.</summary>
    private static readonly byte[] AreYouThere = """{"method":"LIST_SUBSCRIPTIONS","id":1}"""u8.ToArray();

    /// <summary>Ends when the listing has changed, so that everything is set up anew, or when cancelled.</summary>
    public async Task RunAsync(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var funding = new FundingPoll(
            sink,
            clock,
            options.FundingPollInterval,
            () => rest.Clock.VenueNow,
            (since, token) => statements.FundingSinceAsync(since, instruments, token),
            options.FundingSince);
        using var books = new BinanceDepthStream(
            BinanceAddresses.Depth(options.PublicStreamAddress, instruments),
            instruments, sink, rest, clock, counters, log, link);
        Task[] tasks =
        [
            WatchListingAsync(instruments, ended.Token),
            rest.Clock.RunAsync(options.Venue, options.ReceiveWindow, sink, ended.Token),
            funding.RunAsync(ended.Token),
            PrivateStream(instruments, funding).RunAsync(ended.Token),
            DepthStream(books).RunAsync(ended.Token),
            MarkStream(instruments).RunAsync(ended.Token),
        ];

        // Whatever ends first ends the rest; a failure that nobody foresaw goes up.
        Task first = await Task.WhenAny(tasks);
        await ended.CancelAsync();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private StreamConnection PrivateStream(IReadOnlyList<Instrument> instruments, FundingPoll funding) => Connection(
        new StreamOptions { Name = "private", JitterSeed = options.JitterSeed },
        new BinanceUserStream(
            key => BinanceAddresses.User(options.PrivateStreamAddress, key),
            instruments,
            options,
            sink,
            new BinanceListenKeys(rest, clock),
            new BinanceCatchUp(instruments, options, sink, trading, statements),
            funding,
            log,
            link));

    private StreamConnection DepthStream(BinanceDepthStream books) => Connection(
        new StreamOptions
        {
            Name = "books",
            SilenceLimit = SilenceLimit,
            Heartbeat = AreYouThere,
            HeartbeatInterval = TimeSpan.FromMilliseconds(750),
            HeartbeatOnSilenceOnly = true,
            JitterSeed = options.JitterSeed + 1,
        },
        books);

    private StreamConnection MarkStream(IReadOnlyList<Instrument> instruments) => Connection(
        new StreamOptions { Name = "mark prices", SilenceLimit = SilenceLimit, JitterSeed = options.JitterSeed + 2 },
        new BinanceMarkStream(
            BinanceAddresses.Marks(options.PublicStreamAddress, instruments), instruments, sink, clock, link));

    private StreamConnection Connection(StreamOptions stream, IStreamHandler handler) => new(options.Venue, stream, clock, counters, log, handler);

    private async Task WatchListingAsync(IReadOnlyList<Instrument> known, CancellationToken cancellationToken)
    {
        var setup = new BinanceSetup(options, rest);
        while (true)
        {
            await Task.Delay(ListingInterval, clock.Time, cancellationToken);
            try
            {
                IReadOnlyList<Instrument> now = await setup.LoadInstrumentsAsync(cancellationToken);
                if (!now.SequenceEqual(known))
                {
                    log.Information(options.Venue, "the listing or the fees have changed");
                    return;
                }
            }
            catch (VenueSetupException e)
            {
                log.Warning(options.Venue, $"the listing could not be read again: {e.Message}");
            }
        }
    }
}
