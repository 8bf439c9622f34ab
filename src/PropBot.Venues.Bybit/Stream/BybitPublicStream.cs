using System.Text;
using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>Books, mark prices and funding of the traded instruments.</summary>
internal sealed class BybitPublicStream : IStreamHandler, IDisposable
{
    public const string Part = "public";

    private const string Path = "/v5/public/linear";

    private readonly VenueOptions _options;
    private readonly VenueClock _clock;
    private readonly VenueCounters _counters;
    private readonly IVenueLog _log;
    private readonly IVenueSink _sink;
    private readonly LinkState _link;
    private readonly List<BybitFeed> _feeds;
    private IStreamSender? _sender;

    public BybitPublicStream(
        VenueOptions options,
        VenueClock clock,
        VenueCounters counters,
        IVenueLog log,
        IVenueSink sink,
        LinkState link,
        IReadOnlyList<Instrument> instruments)
    {
        _options = options;
        _clock = clock;
        _counters = counters;
        _log = log;
        _sink = sink;
        _link = link;
        MarkPriceThrottle throttle = new(clock);
        _feeds = [.. instruments.Select(i => new BybitFeed(i, sink.DepthOf(i), throttle, new BookSync(clock, options.JitterSeed)))];
    }

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken) => new(new Uri(_options.PublicStreamAddress, Path));

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        _sender = sender;
        List<string> topics = [.. _feeds.Select(f => f.BookTopic), .. _feeds.Select(f => f.TickerTopic)];
        await sender.SendAsync(BybitMessages.Subscribe(topics), connectionEnded);
        List<Task> keepers = [.. _feeds.Select(feed => feed.Sync.KeepAsync(ended => SubscribeAgainAsync(feed, sender, ended), connectionEnded))];

        // Books that are missing have had their time by then: their trust says the rest.
        await BookSync.WaitForAllAsync([.. _feeds.Select(feed => feed.Sync)], _clock, connectionEnded);
        await _link.PartUpAsync(Part, connectionEnded);
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
                MarkPriceChanged? changed = feed.ApplyTicker(text);
                return changed is null ? default : _sink.PublishAsync(changed, connectionEnded);
            }
        }

        return default;
    }

    public async ValueTask OnLostAsync(string reason, CancellationToken cancellationToken)
    {
        foreach (BybitFeed feed in _feeds)
        {
            feed.Lose(_clock.Elapsed);
        }

        await _link.PartLostAsync(Part, reason, cancellationToken);
    }

    public void Dispose() => _feeds.ForEach(feed => feed.Dispose());

    /// <summary>A refused subscription leaves an instrument without a book: better no connection, and the reason on the screen.</summary>
    private void OnAnswer(BybitPush push)
    {
        if (push.Success == false)
        {
            _sender?.Abort($"{Encoding.UTF8.GetString(push.Operation)} refused: {Encoding.UTF8.GetString(push.Reason)}");
        }
    }

    private void OnBook(BybitFeed feed, ReadOnlySpan<byte> message, TimeSpan receivedElapsed)
    {
        switch (feed.ApplyBook(message, receivedElapsed))
        {
            case BybitBookResult.Replaced:
                _counters.CountBookSnapshot();
                break;
            case BybitBookResult.Gap:
                _counters.CountBookGap();
                _log.Warning(VenueId.BybitLinear, $"book of {feed.Instrument.NativeSymbol} has a gap; asking for a new snapshot");
                break;
            case BybitBookResult.Malformed:
                _counters.CountBookGap();
                throw new FormatException($"book of {feed.Instrument.NativeSymbol} cannot be read");
        }
    }

    /// <summary>A snapshot comes with every subscription.</summary>
    private static async ValueTask SubscribeAgainAsync(BybitFeed feed, IStreamSender sender, CancellationToken connectionEnded)
    {
        await sender.SendAsync(BybitMessages.Unsubscribe(feed.BookTopic), connectionEnded);
        await sender.SendAsync(BybitMessages.Subscribe(feed.BookTopic), connectionEnded);
    }
}
