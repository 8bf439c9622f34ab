using System.Text;
using System.Text.Json;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Okx.Stream;

/// <summary>Books, mark prices and funding of the traded instruments.</summary>
internal sealed class OkxPublicStream : IStreamHandler, IDisposable
{
    public const string Part = "public";

    private const string BookChannel = "books";
    private const string MarkChannel = "mark-price";
    private const string FundingChannel = "funding-rate";
    private const string Path = "/ws/v5/public";

    private readonly VenueOptions _options;
    private readonly VenueClock _clock;
    private readonly VenueCounters _counters;
    private readonly IVenueLog _log;
    private readonly IVenueSink _sink;
    private readonly LinkState _link;
    private readonly List<OkxFeed> _feeds;
    private IStreamSender? _sender;

    public OkxPublicStream(
        VenueOptions options,
        VenueClock clock,
        VenueCounters counters,
        IVenueLog log,
        IVenueSink sink,
        LinkState link,
        IReadOnlyList<OkxListing> listings)
    {
        _options = options;
        _clock = clock;
        _counters = counters;
        _log = log;
        _sink = sink;
        _link = link;
        MarkPriceThrottle throttle = new(clock);
        _feeds = [.. listings.Select(l => new OkxFeed(l, sink.DepthOf(l.Instrument), throttle, new BookSync(clock, options.JitterSeed)))];
    }

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken) => new(new Uri(_options.PublicStreamAddress, Path));

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        _sender = sender;
        List<OkxChannel> channels = [];
        foreach (OkxFeed feed in _feeds)
        {
            string native = feed.Listing.Instrument.NativeSymbol;
            channels.AddRange([new(BookChannel, native), new(MarkChannel, native), new(FundingChannel, native)]);
        }

        await sender.SendAsync(OkxMessages.Subscribe(channels), connectionEnded);
        List<Task> keepers = [.. _feeds.Select(feed => feed.Sync.KeepAsync(ended => SubscribeAgainAsync(feed, sender, ended), connectionEnded))];

        // Books that are missing have had their time by then: their trust says the rest.
        await BookSync.WaitForAllAsync([.. _feeds.Select(feed => feed.Sync)], _clock, connectionEnded);
        await _link.PartUpAsync(Part, connectionEnded);
        await Task.WhenAll(keepers);
    }

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
    {
        ReadOnlySpan<byte> text = message.Span;
        if (text.SequenceEqual(OkxMessages.Pong))
        {
            return default;
        }

        OkxPush push = OkxPush.Read(text);
        if (!push.Event.IsEmpty)
        {
            OnEvent(push);
            return default;
        }

        if (push.Data.IsEmpty || FindFeed(push.InstrumentId) is not { } feed)
        {
            return default;
        }

        if (push.Channel.SequenceEqual("books"u8))
        {
            OnBook(feed, push, receivedElapsed);
            return default;
        }

        MarkPriceChanged? changed = ReadMark(feed, push);
        return changed is null ? default : _sink.PublishAsync(changed, connectionEnded);
    }

    public async ValueTask OnLostAsync(string reason, CancellationToken cancellationToken)
    {
        foreach (OkxFeed feed in _feeds)
        {
            feed.Lose(_clock.Elapsed);
        }

        await _link.PartLostAsync(Part, reason, cancellationToken);
    }

    public void Dispose() => _feeds.ForEach(feed => feed.Dispose());

    private OkxFeed? FindFeed(ReadOnlySpan<byte> instrumentId)
    {
        foreach (OkxFeed feed in _feeds)
        {
            if (feed.IsNamed(instrumentId))
            {
                return feed;
            }
        }

        return null;
    }

    private void OnEvent(OkxPush push)
    {
        if (push.Event.SequenceEqual("error"u8) || push.Event.SequenceEqual("notice"u8))
        {
            // An error leaves something unsubscribed; a notice says that this connection is about to be closed.
            _sender?.Abort($"{Encoding.UTF8.GetString(push.Event)} {Encoding.UTF8.GetString(push.Code)} {Encoding.UTF8.GetString(push.Message)}");
        }
    }

    private void OnBook(OkxFeed feed, OkxPush push, TimeSpan receivedElapsed)
    {
        OkxBookResult result = feed.ApplyBook(push.Data, push.Action.SequenceEqual("snapshot"u8), receivedElapsed);
        switch (result)
        {
            case OkxBookResult.Replaced:
                _counters.CountBookSnapshot();
                break;
            case OkxBookResult.Gap:
            case OkxBookResult.ChecksumMismatch:
                _counters.CountBookGap();
                _log.Warning(VenueId.OkxPerp, $"book of {feed.Listing.Instrument.NativeSymbol} broke ({result}); asking for a new snapshot");
                break;
            case OkxBookResult.Malformed:
                _counters.CountBookGap();
                throw new FormatException($"book of {feed.Listing.Instrument.NativeSymbol} cannot be read");
        }
    }

    private static MarkPriceChanged? ReadMark(OkxFeed feed, OkxPush push)
    {
        Utf8JsonReader data = new(push.Data);
        if (push.Channel.SequenceEqual("mark-price"u8))
        {
            OkxMarkPrice[]? marks = JsonSerializer.Deserialize(ref data, OkxJson.Default.OkxMarkPriceArray);
            return marks is [.., { } mark] ? feed.ApplyMark(mark) : null;
        }

        if (push.Channel.SequenceEqual("funding-rate"u8))
        {
            OkxFundingRate[]? rates = JsonSerializer.Deserialize(ref data, OkxJson.Default.OkxFundingRateArray);
            return rates is [.., { } rate] ? feed.ApplyFunding(rate) : null;
        }

        return null;
    }

    /// <summary>A snapshot comes with every subscription.</summary>
    private static async ValueTask SubscribeAgainAsync(OkxFeed feed, IStreamSender sender, CancellationToken connectionEnded)
    {
        OkxChannel channel = new(BookChannel, feed.Listing.Instrument.NativeSymbol);
        await sender.SendAsync(OkxMessages.Unsubscribe(channel), connectionEnded);
        await sender.SendAsync(OkxMessages.Subscribe(channel), connectionEnded);
    }
}
