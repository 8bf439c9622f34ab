using System.Text;
using System.Text.Json;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>
/// Our orders and fills as they happen. After every connect the same is asked for over REST, since what happened in between
/// is never told again; only then is the link up.
/// </summary>
internal sealed class BybitPrivateStream(
    VenueOptions options,
    VenueClock clock,
    VenueCounters counters,
    IVenueLog log,
    IVenueSink sink,
    LinkState link,
    BybitRest rest,
    BybitOrders orders,
    AccountRefresh account,
    FundingPoll funding,
    IReadOnlyDictionary<string, Instrument> instruments) : IStreamHandler
{
    public const string Part = "private";

    private const string Path = "/v5/private";

    /// <summary>How far before the last message the catch-up begins: clocks differ and messages were on their way. Market time.</summary>
    private static readonly TimeSpan CatchUpOverlap = TimeSpan.FromMinutes(5);

    private static readonly string[] Topics = ["order", "execution", "position", "wallet"];

    private readonly BybitSigning _signing = new(options.Credentials.Key, options.Credentials.Secret);
    private readonly OwnOrderIds _own = new(options.OwnOrderPrefix);
    private DateTimeOffset? _lastHeard;
    private DateTimeOffset? _missingSince;
    private IStreamSender? _sender;
    private TaskCompletionSource _authenticated = NewWait();
    private TaskCompletionSource _subscribed = NewWait();

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken)
    {
        _authenticated = NewWait();
        _subscribed = NewWait();
        return new(new Uri(options.PrivateStreamAddress, Path));
    }

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        _sender = sender;
        long expires = (rest.Clock.VenueNow + options.ReceiveWindow + options.ReceiveWindow).ToUnixTimeMilliseconds();
        string signature = _signing.SignLogin(expires.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await sender.SendAsync(BybitMessages.Authenticate(_signing.Key, expires, signature), connectionEnded);
        await _authenticated.Task.WaitAsync(options.RequestTimeout, clock.Time, connectionEnded);
        await sender.SendAsync(BybitMessages.Subscribe(Topics), connectionEnded);
        await _subscribed.Task.WaitAsync(options.RequestTimeout, clock.Time, connectionEnded);
        await CatchUpAsync(connectionEnded);
        await link.PartUpAsync(Part, connectionEnded);
    }

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
    {
        _lastHeard = rest.Clock.VenueNow;
        ReadOnlySpan<byte> text = message.Span;
        BybitPush push = BybitPush.Read(text);
        if (push.Topic.IsEmpty)
        {
            OnAnswer(push);
        }
        else if (IsTopic(push.Topic, "order"u8))
        {
            return TellAsync(JsonSerializer.Deserialize(text, BybitJson.Default.BybitTopicBybitOrder)?.Data ?? [], connectionEnded);
        }
        else if (IsTopic(push.Topic, "execution"u8))
        {
            return TellAsync(JsonSerializer.Deserialize(text, BybitJson.Default.BybitTopicBybitExecution)?.Data ?? [], connectionEnded);
        }
        else if (IsTopic(push.Topic, "position"u8) || IsTopic(push.Topic, "wallet"u8))
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

    /// <summary>A topic may be told by kind of instrument too: <c>order</c> and <c>order.linear</c>.</summary>
    private static bool IsTopic(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> name) =>
        topic.StartsWith(name) && (topic.Length == name.Length || topic[name.Length] == (byte)'.');

    private void OnAnswer(BybitPush push)
    {
        if (push.Success == false)
        {
            _sender?.Abort($"{Encoding.UTF8.GetString(push.Operation)} refused: {Encoding.UTF8.GetString(push.Reason)}");
        }
        else if (push.Success == true && push.Operation.SequenceEqual("auth"u8))
        {
            _authenticated.TrySetResult();
        }
        else if (push.Success == true && push.Operation.SequenceEqual("subscribe"u8))
        {
            _subscribed.TrySetResult();
        }
    }

    private async ValueTask TellAsync(IReadOnlyList<BybitOrder> changed, CancellationToken cancellationToken)
    {
        foreach (BybitOrder order in changed)
        {
            if (order.Symbol is null || !instruments.TryGetValue(order.Symbol, out Instrument? instrument)
                || order.Category is not (null or "" or BybitOrderBody.Category))
            {
                continue;
            }

            bool ours = _own.TryRead(order.OrderLinkId, out ClientOrderId id);
            ClientOrderId reported = ours ? id : OwnOrderIds.ForeignIdOf(order.OrderLinkId);
            if (Read(order.OrderId, () => BybitOrderReading.ReadReport(order, instrument, reported)) is { } report)
            {
                await sink.PublishAsync(ours ? new OrderReported(report) : new ForeignOrderSeen(report), cancellationToken);
            }
        }
    }

    private async ValueTask TellAsync(IReadOnlyList<BybitExecution> executions, CancellationToken cancellationToken)
    {
        foreach (BybitExecution execution in executions)
        {
            if (execution.Symbol is not null && instruments.TryGetValue(execution.Symbol, out Instrument? instrument)
                && _own.TryRead(execution.OrderLinkId, out ClientOrderId id)
                && Read(execution.OrderId, () => BybitOrderReading.ReadFill(execution, instrument, id)) is { } fill)
            {
                await sink.PublishAsync(new FillReported(fill), cancellationToken);
            }
        }
    }

    /// <summary>An order that cannot be read is counted and does not take the others of its message with it.</summary>
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
            log.Warning(VenueId.BybitLinear, $"order {orderId} cannot be read: {unreadable.Message}");
            return null;
        }
    }

    /// <summary>Fills since the last message of the connection before, open orders, settlements, the account.</summary>
    /// <exception cref="VenueSetupException">One of them cannot be read: the connection is made anew.</exception>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (_missingSince is { } since)
        {
            IReadOnlyList<BybitExecution> fills =
                await orders.ReadExecutionsSinceAsync(since - CatchUpOverlap, cancellationToken) ?? throw Unread("fills");
            await TellAsync([.. fills.Reverse()], cancellationToken);
        }

        await TellAsync(await orders.ReadOpenOrdersAsync(cancellationToken) ?? throw Unread("open orders"), cancellationToken);
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
