using System.Text;
using System.Text.Json;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Okx.Stream;

/// <summary>
/// Our orders and fills as they happen. After every connect the same is asked for over REST, since what happened in between
/// is never told again; only then is the link up.
/// </summary>
internal sealed class OkxPrivateStream(
    VenueOptions options,
    VenueClock clock,
    VenueCounters counters,
    IVenueLog log,
    IVenueSink sink,
    LinkState link,
    OkxRest rest,
    OkxHistory history,
    AccountRefresh account,
    FundingPoll funding,
    IReadOnlyDictionary<string, OkxListing> listings) : IStreamHandler
{
    public const string Part = "private";

    private const string Path = "/ws/v5/private";

    /// <summary>How far before the last message the catch-up begins: clocks differ and messages were on their way. Market time.</summary>
    private static readonly TimeSpan CatchUpOverlap = TimeSpan.FromMinutes(5);

    private readonly OkxSigning _signing = new(options.Credentials.Secret);
    private readonly OwnOrderIds _own = new(options.OwnOrderPrefix);
    private DateTimeOffset? _lastHeard;
    private DateTimeOffset? _missingSince;
    private IStreamSender? _sender;
    private TaskCompletionSource _loggedIn = NewWait();
    private TaskCompletionSource _subscribed = NewWait();

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken)
    {
        _loggedIn = NewWait();
        _subscribed = NewWait();
        return new(new Uri(options.PrivateStreamAddress, Path));
    }

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        _sender = sender;
        string timestamp = OkxSigning.LoginTimestamp(rest.Clock.VenueNow);
        await sender.SendAsync(OkxMessages.Login(options.Credentials, timestamp, _signing.SignLogin(timestamp)), connectionEnded);
        await _loggedIn.Task.WaitAsync(options.RequestTimeout, clock.Time, connectionEnded);
        await sender.SendAsync(OkxMessages.Subscribe(new OkxChannel("orders", InstrumentType: "SWAP")), connectionEnded);
        await _subscribed.Task.WaitAsync(options.RequestTimeout, clock.Time, connectionEnded);
        OkxChannel[] changes = [new("account"), new("positions", InstrumentType: "SWAP")];
        await sender.SendAsync(OkxMessages.Subscribe(changes), connectionEnded);
        await CatchUpAsync(connectionEnded);
        await link.PartUpAsync(Part, connectionEnded);
    }

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
    {
        _lastHeard = rest.Clock.VenueNow;
        ReadOnlySpan<byte> text = message.Span;
        if (text.SequenceEqual(OkxMessages.Pong))
        {
            return default;
        }

        OkxPush push = OkxPush.Read(text);
        if (!push.Event.IsEmpty)
        {
            OnEvent(push);
        }
        else if (push.Channel.SequenceEqual("orders"u8) && !push.Data.IsEmpty)
        {
            Utf8JsonReader data = new(push.Data);
            return TellAsync(JsonSerializer.Deserialize(ref data, OkxJson.Default.OkxOrderArray) ?? [], connectionEnded);
        }
        else if (push.Channel.SequenceEqual("account"u8) || push.Channel.SequenceEqual("positions"u8))
        {
            account.Request();
        }

        return default;
    }

    public async ValueTask OnLostAsync(string reason, CancellationToken cancellationToken)
    {
        _missingSince ??= _lastHeard;
        await link.PartLostAsync(Part, reason, cancellationToken);
    }

    private static TaskCompletionSource NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void OnEvent(OkxPush push)
    {
        if (push.Event.SequenceEqual("login"u8) && push.Code.SequenceEqual("0"u8))
        {
            _loggedIn.TrySetResult();
        }
        else if (push.Event.SequenceEqual("subscribe"u8) && push.Channel.SequenceEqual("orders"u8))
        {
            _subscribed.TrySetResult();
        }
        else if (push.Event.SequenceEqual("notice"u8))
        {
            _sender?.Abort($"notice {Encoding.UTF8.GetString(push.Code)} {Encoding.UTF8.GetString(push.Message)}");
        }
        else if (push.Event.SequenceEqual("error"u8) || push.Event.SequenceEqual("login"u8))
        {
            OnError($"{Encoding.UTF8.GetString(push.Code)} {Encoding.UTF8.GetString(push.Message)}");
        }
    }

    /// <summary>Without login or orders the connection is of no use; the other channels only make the account fresher.</summary>
    private void OnError(string error)
    {
        if (_subscribed.Task.IsCompleted)
        {
            log.Warning(VenueId.OkxPerp, $"private stream: {error}");
        }
        else
        {
            _sender?.Abort(error);
        }
    }

    private async ValueTask TellAsync(OkxOrder[] changed, CancellationToken cancellationToken)
    {
        foreach (OkxOrder order in changed)
        {
            await TellAsync(order, withFill: true, cancellationToken);
        }
    }

    /// <summary>An order that cannot be read is counted and does not take the others of its message with it.</summary>
    /// <param name="withFill">The order comes from the channel, where it carries its latest fill whole.</param>
    private async ValueTask TellAsync(OkxOrder order, bool withFill, CancellationToken cancellationToken)
    {
        if (order.InstId is null || !listings.TryGetValue(order.InstId, out OkxListing? listing))
        {
            return;
        }

        if (!_own.TryRead(order.ClOrdId, out ClientOrderId id))
        {
            if (Read(order.OrdId, () => OkxOrderReading.ReadReport(order, listing, OwnOrderIds.ForeignIdOf(order.ClOrdId))) is { } foreign)
            {
                await sink.PublishAsync(new ForeignOrderSeen(foreign), cancellationToken);
            }

            return;
        }

        // The fill first: a report of a filled order whose fills are missing would have them asked for.
        if (withFill && Read(order.OrdId, () => OkxOrderReading.ReadFill(order, listing, id)) is { } fill)
        {
            await sink.PublishAsync(new FillReported(fill), cancellationToken);
        }

        if (Read(order.OrdId, () => OkxOrderReading.ReadReport(order, listing, id)) is { } report)
        {
            await sink.PublishAsync(new OrderReported(report), cancellationToken);
        }
    }

    private async ValueTask TellAsync(OkxFill fill, CancellationToken cancellationToken)
    {
        if (fill.InstId is not null && listings.TryGetValue(fill.InstId, out OkxListing? listing)
            && _own.TryRead(fill.ClOrdId, out ClientOrderId id)
            && Read(fill.OrdId, () => OkxOrderReading.ReadFill(fill, listing, id)) is { } report)
        {
            await sink.PublishAsync(new FillReported(report), cancellationToken);
        }
    }

    private T? Read<T>(string? orderId, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            counters.Malformed.Record(Encoding.UTF8.GetBytes(orderId ?? ""), unreadable.Message);
            log.Warning(VenueId.OkxPerp, $"order {orderId} cannot be read: {unreadable.Message}");
            return null;
        }
    }

    /// <summary>Fills since the last message of the connection before, open orders, settlements, the account.</summary>
    /// <exception cref="VenueSetupException">One of them cannot be read: the connection is made anew.</exception>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (_missingSince is { } since)
        {
            IReadOnlyList<OkxFill> fills = await history.ReadFillsSinceAsync(since - CatchUpOverlap, cancellationToken) ?? throw Unread("fills");
            foreach (OkxFill fill in fills.Reverse())
            {
                await TellAsync(fill, cancellationToken);
            }
        }

        IReadOnlyList<OkxOrder> open = await history.ReadPendingAsync(PropBot.Venues.Rest.RequestLane.Reconcile, listing: null, cancellationToken) ?? throw Unread("open orders");
        foreach (OkxOrder order in open)
        {
            await TellAsync(order, withFill: false, cancellationToken);
        }

        if (!await funding.AskAsync(cancellationToken))
        {
            throw Unread("funding settlements");
        }

        if (!await account.ReadAsync(cancellationToken))
        {
            throw Unread("account");
        }

        _missingSince = null;

        static VenueSetupException Unread(string what) => new($"the {what} cannot be read after the connect");
    }
}
