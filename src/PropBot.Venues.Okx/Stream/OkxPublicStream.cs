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
    private const string Path = "/ws/v5/public";

    private readonly VenueOptions _options;
    private readonly VenueClock _clock;
    private readonly VenueCounters _counters;
    private readonly IVenueLog _log;
    private readonly IVenueSink _sink;
    private readonly LinkState _link;
    private readonly OkxRules _rules;
    private readonly OkxMaintenance _maintenance;
    private readonly List<OkxFeed> _feeds;
    private readonly OkxSubscriptions _subscriptions;
    private IStreamSender? _sender;

    public OkxPublicStream(
        VenueOptions options,
        VenueClock clock,
        VenueCounters counters,
        IVenueLog log,
        IVenueSink sink,
        LinkState link,
        OkxRules rules,
        OkxMaintenance maintenance,
        IReadOnlyList<OkxListing> listings)
    {
        _options = options;
        _clock = clock;
        _counters = counters;
        _log = log;
        _sink = sink;
        _link = link;
        _rules = rules;
        _maintenance = maintenance;
        _subscriptions = new OkxSubscriptions(clock, options.RequestTimeout);
        MarkPriceThrottle throttle = new(clock);
        _feeds = [.. listings.Select(l => new OkxFeed(l, sink.DepthOf(l.Instrument), throttle, SyncOf(l)))];
    }

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken)
    {
        _subscriptions.Reset();
        return new(new Uri(_options.PublicStreamAddress, Path));
    }

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        _sender = sender;
        string[] natives = [.. _feeds.Select(f => f.Listing.Instrument.NativeSymbol)];
        List<Task> keepers = [.. _feeds.Select(feed => feed.Sync.KeepAsync(ended => SubscribeAgainAsync(feed, sender, ended), connectionEnded))];
        await _subscriptions.RequireAsync(
            sender,
            [.. natives.SelectMany(native => (OkxChannel[])[new(BookChannel, native), new("mark-price", native), new("funding-rate", native)])],
            connectionEnded);
        keepers.Add(WatchSilenceAsync(connectionEnded));
        OkxChannel[] limits = [.. natives.Select(native => new OkxChannel("price-limit", native))];
        foreach (OkxChannel[] helpful in (OkxChannel[][])[limits, [new("instruments", InstrumentType: "SWAP")], [new("status")]])
        {
            if (await _subscriptions.TryAsync(sender, helpful, connectionEnded) is [var refusal, ..])
            {
                _log.Warning(VenueId.OkxPerp, $"public channel {helpful[0].Name} is not told: {refusal}");
            }
        }

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

        if (push.Data.IsEmpty)
        {
            return default;
        }

        if (FindFeed(push.InstrumentId) is not { } feed)
        {
            return push.InstrumentId.IsEmpty ? OnVenueAsync(push, connectionEnded) : default;
        }

        if (push.Channel.SequenceEqual("books"u8))
        {
            OnBook(feed, push, receivedElapsed);
            return default;
        }

        MarkPriceChanged? changed = ReadMark(feed, push);
        if (feed.HasOtherInterval && push.Channel.SequenceEqual("funding-rate"u8))
        {
            _rules.Hint();
        }

        return changed is null ? default : _sink.PublishAsync(changed, connectionEnded);
    }

    /// <summary>What concerns an instrument; news of the listing and of maintenance are none.</summary>
    public bool IsMarketData(ReadOnlySpan<byte> message)
    {
        if (message.SequenceEqual(OkxMessages.Pong))
        {
            return false;
        }

        OkxPush push = OkxPush.Read(message);
        return push.Event.IsEmpty && !push.Data.IsEmpty && !push.InstrumentId.IsEmpty;
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

    private BookSync SyncOf(OkxListing listing) => new(
        _clock,
        _options.JitterSeed,
        wait => _log.Warning(
            VenueId.OkxPerp, $"book of {listing.Instrument.NativeSymbol} broke too often; asked for again in {wait.TotalSeconds:0} s"));

    private void OnEvent(OkxPush push)
    {
        if (push.Event.SequenceEqual("notice"u8))
        {
            // This connection is about to be closed for an upgrade.
            _sender?.Abort(Describe(push));
        }
        else if (!_subscriptions.OnEvent(push) && push.Event.SequenceEqual("error"u8))
        {
            // Nobody waits for it: a book that was asked for anew stays away and is asked for again.
            _log.Warning(VenueId.OkxPerp, $"public stream: {Describe(push)}");
        }
    }

    private static string Describe(OkxPush push) =>
        $"{Encoding.UTF8.GetString(push.Event)} {Encoding.UTF8.GetString(push.Code)} {Encoding.UTF8.GetString(push.Message)}";

    /// <summary>What concerns more than one instrument.</summary>
    private ValueTask OnVenueAsync(OkxPush push, CancellationToken cancellationToken)
    {
        Utf8JsonReader data = new(push.Data);
        if (push.Channel.SequenceEqual("instruments"u8))
        {
            _rules.OnInstruments(JsonSerializer.Deserialize(ref data, OkxJson.Default.OkxInstrumentArray) ?? []);
        }
        else if (push.Channel.SequenceEqual("status"u8))
        {
            return _maintenance.OnStatusAsync(JsonSerializer.Deserialize(ref data, OkxJson.Default.OkxStatusArray) ?? [], cancellationToken);
        }

        return default;
    }

    private void OnBook(OkxFeed feed, OkxPush push, TimeSpan receivedElapsed)
    {
        OkxBookResult result = feed.ApplyBook(push.Data, push.Action.SequenceEqual("snapshot"u8), receivedElapsed, out bool isCrossed);
        string native = feed.Listing.Instrument.NativeSymbol;
        switch (result)
        {
            case OkxBookResult.Replaced:
                _counters.CountBookSnapshot();
                break;
            case OkxBookResult.Gap:
            case OkxBookResult.ChecksumMismatch:
            case OkxBookResult.OldSnapshot:
                _counters.CountBookGap();
                _log.Warning(VenueId.OkxPerp, $"book of {native} broke ({result}); asking for a new snapshot");
                break;
            case OkxBookResult.Malformed:
                _counters.CountBookGap();
                throw new FormatException($"book of {native} cannot be read");
        }

        if (isCrossed)
        {
            _counters.CountBookGap();
            _log.Warning(VenueId.OkxPerp, $"book of {native} stays crossed; asking for a new snapshot");
        }
    }

    /// <summary>A book may fall silent while the others go on.</summary>
    private async Task WatchSilenceAsync(CancellationToken connectionEnded)
    {
        TimeSpan interval = TimeSpan.FromSeconds(5);
        while (true)
        {
            await Task.Delay(interval, _clock.Time, connectionEnded);
            foreach (OkxFeed feed in _feeds.Where(f => f.Sync.IsSynced && _clock.Elapsed - f.LastBook > OkxFeed.LongestBookSilence))
            {
                _log.Warning(VenueId.OkxPerp, $"book of {feed.Listing.Instrument.NativeSymbol} is silent; asking for a new snapshot");
                feed.Sync.Broke();
            }
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

        if (push.Channel.SequenceEqual("price-limit"u8))
        {
            OkxPriceLimit[]? limits = JsonSerializer.Deserialize(ref data, OkxJson.Default.OkxPriceLimitArray);
            return limits is [.., { } limit] ? feed.ApplyLimits(limit) : null;
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
