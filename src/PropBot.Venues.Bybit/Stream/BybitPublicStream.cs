using System.Text;
using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>Books, mark prices, funding and price limits of the traded instruments.</summary>
internal sealed class BybitPublicStream : IStreamHandler, IDisposable
{
    public const string Part = "public";

    private const string Path = "/v5/public/linear";

    /// <summary>Price limits are asked for apart: without them the band of the listing counts (rule I8).</summary>
    private const string LimitsRequest = "limits";

    private const string AgainRequest = "again";
    private const int LooksPerSilence = 4;

    private readonly VenueOptions _options;
    private readonly VenueClock _clock;
    private readonly VenueCounters _counters;
    private readonly IVenueLog _log;
    private readonly IVenueSink _sink;
    private readonly LinkState _link;
    private readonly Action<string> _rulesMayHaveChanged;
    private readonly List<BybitFeed> _feeds;
    private readonly Subscriptions _subscriptions = new();
    private IStreamSender? _sender;

    /// <param name="rulesMayHaveChanged">Told when a message does not fit the listing.</param>
    public BybitPublicStream(
        VenueOptions options,
        VenueClock clock,
        VenueCounters counters,
        IVenueLog log,
        IVenueSink sink,
        LinkState link,
        IEnumerable<Instrument> instruments,
        Action<string> rulesMayHaveChanged)
    {
        _options = options;
        _clock = clock;
        _counters = counters;
        _log = log;
        _sink = sink;
        _link = link;
        _rulesMayHaveChanged = rulesMayHaveChanged;
        MarkPriceThrottle throttle = new(clock);
        _feeds = [.. instruments.Select(FeedOf)];

        BybitFeed FeedOf(Instrument instrument) => new(
            instrument,
            sink.DepthOf(instrument),
            throttle,
            new BookSync(clock, options.JitterSeed, wait => Warn($"book of {instrument.NativeSymbol} broke too often; asking again in {wait.TotalSeconds:0} s")));
    }

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken) => new(new Uri(_options.PublicStreamAddress, Path));

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        _sender = sender;
        string[][] chunks = [.. _feeds.Select(f => f.BookTopic).Concat(_feeds.Select(f => f.TickerTopic)).Chunk(BybitMessages.MaxTopics)];
        Task acknowledged = _subscriptions.Expect(chunks.Length);
        List<Task> keepers = [.. _feeds.Select(feed => feed.Sync.KeepAsync(ended => SubscribeAgainAsync(feed, sender, ended), connectionEnded))];
        for (int i = 0; i < chunks.Length; i++)
        {
            await sender.SendAsync(BybitMessages.Subscribe($"s{i}", chunks[i]), connectionEnded);
        }

        foreach (string[] chunk in _feeds.Select(f => f.LimitTopic).Chunk(BybitMessages.MaxTopics))
        {
            await sender.SendAsync(BybitMessages.Subscribe(LimitsRequest, chunk), connectionEnded);
        }

        keepers.Add(WatchSilenceAsync(connectionEnded));
        keepers.Add(TellUpAsync(sender, acknowledged, connectionEnded));
        await Task.WhenAll(keepers);
    }

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
    {
        ReadOnlySpan<byte> text = message.Span;
        BybitPush push = BybitPush.Read(text);
        if (push.Topic.IsEmpty)
        {
            OnAnswer(push);
            return default;
        }

        foreach (BybitFeed feed in _feeds)
        {
            if (feed.IsBook(push.Topic))
            {
                OnBook(feed, text, receivedElapsed);
                return default;
            }

            if (feed.IsTicker(push.Topic))
            {
                return OnTicker(feed, text, connectionEnded);
            }

            if (feed.IsLimit(push.Topic))
            {
                feed.ApplyLimit(text);
                return default;
            }
        }

        return default;
    }

    public bool IsMarketData(ReadOnlySpan<byte> message) => !BybitPush.Read(message).Topic.IsEmpty;

    public async ValueTask OnLostAsync(string reason, CancellationToken cancellationToken)
    {
        foreach (BybitFeed feed in _feeds)
        {
            feed.Lose(_clock.Elapsed);
        }

        await _link.PartLostAsync(Part, reason, cancellationToken);
    }

    /// <summary>The venue changed the rules of these instruments; the running books take them over.</summary>
    public void Renew(IReadOnlyDictionary<string, Instrument> instruments)
    {
        foreach (BybitFeed feed in _feeds)
        {
            if (instruments.TryGetValue(feed.Instrument.NativeSymbol, out Instrument? now))
            {
                feed.Renew(now);
            }
        }
    }

    public void Dispose() => _feeds.ForEach(feed => feed.Dispose());

    /// <summary>A refused subscription leaves an instrument without a book: better no connection, and the reason on the screen.</summary>
    private void OnAnswer(BybitPush push)
    {
        bool isSubscription = push.Operation.SequenceEqual("subscribe"u8);
        bool isLimits = Encoding.UTF8.GetString(push.RequestId) == LimitsRequest;
        if (push.Success == false)
        {
            string reason = $"{Encoding.UTF8.GetString(push.Operation)} refused: {Encoding.UTF8.GetString(push.Reason)}";
            if (isLimits)
            {
                Warn($"price limits are not told, the band of the listing counts: {reason}");
            }
            else
            {
                _sender?.Abort(reason);
            }
        }
        else if (push.Success == true && isSubscription && !isLimits && !push.RequestId.SequenceEqual("again"u8))
        {
            _subscriptions.Acknowledge();
        }
    }

    private ValueTask OnTicker(BybitFeed feed, ReadOnlySpan<byte> message, CancellationToken connectionEnded)
    {
        MarkPriceChanged? changed = feed.ApplyTicker(message);
        if (feed.Ticker.IsComplete && feed.Ticker.Funding.Interval != feed.Instrument.FundingInterval)
        {
            _rulesMayHaveChanged($"the funding interval of {feed.Instrument.NativeSymbol}");
        }

        return changed is null ? default : _sink.PublishAsync(changed, connectionEnded);
    }

    private void OnBook(BybitFeed feed, ReadOnlySpan<byte> message, TimeSpan receivedElapsed)
    {
        string native = feed.Instrument.NativeSymbol;
        switch (feed.ApplyBook(message, receivedElapsed))
        {
            case BybitBookResult.Replaced:
                _counters.CountBookSnapshot();
                break;
            case BybitBookResult.Gap:
                _counters.CountBookGap();
                Warn($"book of {native} has a gap; asking for a new snapshot");
                break;
            case BybitBookResult.Outdated:
                _counters.CountBookGap();
                Warn($"a snapshot of {native} is older than its book; asking for a new one");
                break;
            case BybitBookResult.Crossed:
                _counters.CountBookGap();
                Warn($"book of {native} stayed crossed for {CrossedWatch.Longest.TotalSeconds:0} s; asking for a new snapshot");
                break;
            case BybitBookResult.Malformed:
                _counters.CountBookGap();
                throw new FormatException($"book of {native} cannot be read");
        }
    }

    private async Task TellUpAsync(IStreamSender sender, Task acknowledged, CancellationToken connectionEnded)
    {
        try
        {
            await acknowledged.WaitAsync(_options.RequestTimeout, _clock.Time, connectionEnded);
        }
        catch (TimeoutException)
        {
            sender.Abort($"a subscription was not acknowledged within {_options.RequestTimeout.TotalSeconds:0.#} s");
            throw;
        }

        // Books that are missing have had their time by then: their trust says the rest.
        await BookSync.WaitForAllAsync([.. _feeds.Select(feed => feed.Sync)], _clock, connectionEnded);
        await _link.PartUpAsync(Part, connectionEnded);
    }

    /// <summary>Other topics and pings keep the connection alive while one book's topic is dead: each book is watched by itself.</summary>
    private async Task WatchSilenceAsync(CancellationToken connectionEnded)
    {
        while (true)
        {
            await Task.Delay(_options.SilenceLimit / LooksPerSilence, _clock.Time, connectionEnded);
            foreach (BybitFeed feed in _feeds)
            {
                TimeSpan silent = _clock.Elapsed - feed.HeardElapsed;
                if (feed.Sync.IsSynced && silent > _options.SilenceLimit)
                {
                    Warn($"book of {feed.Instrument.NativeSymbol} is silent for {silent.TotalSeconds:0.0} s; asking for a new snapshot");
                    feed.Sync.Broke();
                }
            }
        }
    }

    /// <summary>A snapshot comes with every subscription; that it comes is the acknowledgement.</summary>
    private static async ValueTask SubscribeAgainAsync(BybitFeed feed, IStreamSender sender, CancellationToken connectionEnded)
    {
        await sender.SendAsync(BybitMessages.Unsubscribe(AgainRequest, [feed.BookTopic]), connectionEnded);
        await sender.SendAsync(BybitMessages.Subscribe(AgainRequest, [feed.BookTopic]), connectionEnded);
    }

    private void Warn(string text) => _log.Warning(VenueId.BybitLinear, text);
}
