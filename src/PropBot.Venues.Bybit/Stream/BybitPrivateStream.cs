using System.Text;
using System.Text.Json;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>
/// Orders, fills, positions and balances as they happen. After every connect the same is asked for over REST, since what happened in
/// between is never told again; only then is the link up. The same after a message that cannot be read, without a new connection.
/// </summary>
internal sealed class BybitPrivateStream(
    VenueOptions options,
    VenueClock clock,
    LinkState link,
    BybitRest rest,
    BybitCatchUp catchUp,
    BybitPrivateTelling telling,
    BybitNews news,
    AccountRefresh account,
    BybitModes modes,
    FundingPoll funding) : IStreamHandler
{
    public const string Part = "private";

    private const string Path = "/v5/private";

    /// <summary>How long further messages that cannot be read have to join in; longer each time while the lists cannot be read whole. Real time.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private static readonly string[] Topics = ["order", "execution", "position", "wallet"];

    private readonly BybitSigning _signing = new(options.Credentials.Key, options.Credentials.Secret);
    private readonly Subscriptions _subscriptions = new();
    private IStreamSender? _sender;
    private TaskCompletionSource _authenticated = NewWait();

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken)
    {
        _authenticated = NewWait();
        news.Lost();
        return new(new Uri(options.PrivateStreamAddress, Path));
    }

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        _sender = sender;
        long expires = (rest.Clock.VenueNow + options.ReceiveWindow + options.ReceiveWindow).ToUnixTimeMilliseconds();
        string signature = _signing.SignLogin(expires.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await sender.SendAsync(BybitMessages.Authenticate(_signing.Key, expires, signature), connectionEnded);
        await _authenticated.Task.WaitAsync(options.RequestTimeout, clock.Time, connectionEnded);
        Task acknowledged = _subscriptions.Expect(1);
        await sender.SendAsync(BybitMessages.Subscribe("s0", Topics), connectionEnded);
        await acknowledged.WaitAsync(options.RequestTimeout, clock.Time, connectionEnded);
        bool isWhole = await CatchUpAsync(connectionEnded);
        await link.PartUpAsync(Part, connectionEnded);
        await ReadWhatWasMissedAsync(isWhole, connectionEnded);
    }

    public async ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
    {
        try
        {
            if (!await TellAsync(message, connectionEnded))
            {
                news.Missed(rest.Clock.VenueNow);
            }

            news.Heard(rest.Clock.VenueNow);
        }
        catch (Exception e) when (WireText.IsMalformed(e))
        {
            // It may have been a fill: what cannot be read here is read over REST.
            news.Missed(rest.Clock.VenueNow);
            throw;
        }
    }

    public ValueTask OnLostAsync(string reason, CancellationToken cancellationToken)
    {
        news.Lost();
        return link.PartLostAsync(Part, reason, cancellationToken);
    }

    private static TaskCompletionSource NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A topic may be told by kind of instrument too: <c>order</c> and <c>order.linear</c>.</summary>
    private static bool IsTopic(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> name) =>
        topic.StartsWith(name) && (topic.Length == name.Length || topic[name.Length] == (byte)'.');

    /// <returns>False when a part of it could not be read.</returns>
    private ValueTask<bool> TellAsync(ReadOnlyMemory<byte> message, CancellationToken connectionEnded)
    {
        ReadOnlySpan<byte> text = message.Span;
        BybitPush push = BybitPush.Read(text);
        if (push.Topic.IsEmpty)
        {
            OnAnswer(push);
            return new(true);
        }

        return IsTopic(push.Topic, "order"u8)
            ? telling.TellAsync(JsonSerializer.Deserialize(text, BybitJson.Default.BybitTopicBybitOrder)?.Data ?? [], connectionEnded)
            : IsTopic(push.Topic, "execution"u8)
            ? OnExecutionsAsync(JsonSerializer.Deserialize(text, BybitJson.Default.BybitTopicBybitExecution)?.Data ?? [], connectionEnded)
            : IsTopic(push.Topic, "position"u8)
            ? OnPositionsAsync(JsonSerializer.Deserialize(text, BybitJson.Default.BybitTopicBybitPosition)?.Data ?? [], connectionEnded)
            : IsTopic(push.Topic, "wallet"u8)
            ? OnWalletAsync(JsonSerializer.Deserialize(text, BybitJson.Default.BybitTopicBybitWallet)?.Data ?? [], connectionEnded)
            : new(true);
    }

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
            _subscriptions.Acknowledge();
        }
    }

    private ValueTask<bool> OnExecutionsAsync(IReadOnlyList<BybitExecution> executions, CancellationToken cancellationToken)
    {
        if (executions.Any(e => e.ExecType == "Funding"))
        {
            funding.Request();
        }

        return telling.TellAsync(executions, cancellationToken);
    }

    private async ValueTask<bool> OnPositionsAsync(IReadOnlyList<BybitPosition> positions, CancellationToken cancellationToken)
    {
        account.Request();
        await telling.LookAsync(positions, cancellationToken);
        return true;
    }

    private async ValueTask<bool> OnWalletAsync(IReadOnlyList<BybitWallet> wallets, CancellationToken cancellationToken)
    {
        account.Request();
        await telling.LookAsync(wallets, cancellationToken);
        return true;
    }

    /// <summary>
    /// Fills and orders since the last message before the gap, settlements, the account. After the start of the process
    /// only what the venue did by itself: our own orders the engine asks for one by one.
    /// </summary>
    /// <returns>False when an entry of an answer could not be read: it may have been a fill, so the gap stays as it is.</returns>
    /// <exception cref="VenueSetupException">A question has no certain answer: the connection is made anew.</exception>
    private async Task<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        bool isWhole;
        BybitGap gap = news.Gap();
        if (gap is { HasCaughtUp: true, Since: { } since })
        {
            BybitMissed missed = await catchUp.ReadAsync(since, cancellationToken);
            isWhole = await telling.TellAsync(missed.Executions, cancellationToken);
            isWhole &= await telling.TellAsync(missed.Orders, cancellationToken);
        }
        else
        {
            DateTimeOffset start = options.FirstReach(rest.Clock.VenueNow);
            BybitMissed missed = await catchUp.ReadAsync(start, cancellationToken);
            isWhole = await telling.TellForcedAsync(missed.Executions, options.FundingSince ?? start, cancellationToken);
            isWhole &= await telling.TellAsync([.. missed.Orders.Where(o => o.OrderStatus is "New" or "PartiallyFilled" or "Untriggered")], cancellationToken);
        }

        if (!await funding.AskAsync(cancellationToken))
        {
            throw new VenueSetupException("the funding settlements cannot be read after the connect");
        }

        if (await account.ReadAsync(cancellationToken) is { } failure)
        {
            // An account of another kind may be why: the link says so as long as it is not up.
            throw new VenueSetupException($"the account cannot be read after the connect: {failure}{(modes.Obstacle is { } obstacle ? $"; {obstacle}" : "")}");
        }

        if (isWhole)
        {
            news.CaughtUp(gap);
        }

        return isWhole;
    }

    /// <param name="isWhole">Whether the last catch-up was: what it could not read is asked for again, ever more slowly.</param>
    private async Task ReadWhatWasMissedAsync(bool isWhole, CancellationToken cancellationToken)
    {
        Backoff pauses = new(ShortestPause, LongestPause, options.JitterSeed);
        while (true)
        {
            if (isWhole)
            {
                pauses.Reset();
                await news.Unread.WaitAsync(cancellationToken);
            }

            await Task.Delay(pauses.Next(), clock.Time, cancellationToken);
            isWhole = await CatchUpAsync(cancellationToken);
        }
    }
}
