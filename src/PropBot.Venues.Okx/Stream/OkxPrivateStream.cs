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
/// Our orders, fills, account and warnings as they happen. After every connect the same is asked for over REST, since what happened in
/// between is never told again; only then is the link up (P1 to P7 in docs/venues/okx-perp.md).
/// </summary>
internal sealed class OkxPrivateStream(
    VenueOptions options,
    VenueClock clock,
    IVenueLog log,
    IVenueSink sink,
    LinkState link,
    OkxRest rest,
    OkxTeller teller,
    OkxCatchUp catchUp,
    OkxMemory memory,
    AccountRefresh account,
    FundingPoll funding) : IStreamHandler, IDisposable
{
    public const string Part = "private";

    private const string Path = "/ws/v5/private";
    private const string Swap = "SWAP";

    /// <summary>How long a catch-up after an unreadable message waits: the venue's lists are a little late. Real time.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>What only makes the account fresher, or warns.</summary>
    private static readonly OkxChannel[] Helpful =
    [
        new("account"), new("positions", InstrumentType: Swap), new("balance_and_position"), new("liquidation-warning", InstrumentType: Swap),
    ];

    private readonly OkxSigning _signing = new(options.Credentials.Secret);
    private readonly OkxSubscriptions _subscriptions = new(clock, options.RequestTimeout);
    private readonly Signal _missed = new();
    private IStreamSender? _sender;
    private TaskCompletionSource _loggedIn = NewWait();

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken)
    {
        memory.Lost();
        _loggedIn = NewWait();
        _subscriptions.Reset();
        return new(new Uri(options.PrivateStreamAddress, Path));
    }

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        _sender = sender;
        string timestamp = OkxSigning.LoginTimestamp(rest.Clock.VenueNow);
        await sender.SendAsync(OkxMessages.Login(options.Credentials, timestamp, _signing.SignLogin(timestamp)), connectionEnded);
        await _loggedIn.Task.WaitAsync(options.RequestTimeout, clock.Time, connectionEnded);
        await _subscriptions.RequireAsync(sender, [new OkxChannel("orders", InstrumentType: Swap)], connectionEnded);
        foreach (OkxChannel channel in Helpful)
        {
            if (await _subscriptions.TryAsync(sender, [channel], connectionEnded) is [var refusal, ..])
            {
                log.Warning(VenueId.OkxPerp, $"private channel {channel.Name} is not told: {refusal}");
            }
        }

        bool isWhole = await catchUp.RunAsync(connectionEnded);
        await link.PartUpAsync(Part, connectionEnded);
        await ReadWhatWasMissedAsync(isWhole, connectionEnded);
    }

    public async ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
    {
        DateTimeOffset heard = rest.Clock.VenueNow;
        try
        {
            await HandleAsync(message, connectionEnded);
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            // It may have been a fill: what cannot be read here is read over REST.
            Miss();
            throw;
        }

        memory.Heard(heard);
    }

    public async ValueTask OnLostAsync(string reason, CancellationToken cancellationToken)
    {
        memory.Lost();
        await link.PartLostAsync(Part, reason, cancellationToken);
    }

    public void Dispose() => _missed.Dispose();

    private ValueTask HandleAsync(ReadOnlyMemory<byte> message, CancellationToken connectionEnded)
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

        return push.Data.IsEmpty ? default : OnDataAsync(push, connectionEnded);
    }

    /// <summary>Until the connection ends. A catch-up that fails ends it, and the next connection begins with another.</summary>
    /// <param name="isWhole">Whether the last catch-up was: what it could not read is asked for again, ever more slowly.</param>
    private async Task ReadWhatWasMissedAsync(bool isWhole, CancellationToken connectionEnded)
    {
        Backoff pauses = new(ShortestPause, LongestPause, options.JitterSeed);
        while (true)
        {
            if (isWhole && memory.Told.Owed().Count == 0)
            {
                pauses.Reset();
                await _missed.WaitAsync(connectionEnded);
            }

            await Task.Delay(pauses.Next(), clock.Time, connectionEnded);
            isWhole = await catchUp.RunAsync(connectionEnded);
        }
    }

    private void Miss()
    {
        memory.Missed();
        _missed.Set();
    }

    private static TaskCompletionSource NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ValueTask OnDataAsync(OkxPush push, CancellationToken cancellationToken)
    {
        Utf8JsonReader data = new(push.Data);
        if (push.Channel.SequenceEqual("orders"u8))
        {
            return TellAsync(JsonSerializer.Deserialize(ref data, OkxJson.Default.OkxOrderArray) ?? [], cancellationToken);
        }

        if (push.Channel.SequenceEqual("liquidation-warning"u8))
        {
            return WarnAsync(JsonSerializer.Deserialize(ref data, OkxJson.Default.OkxRiskWarningArray) ?? [], cancellationToken);
        }

        if (push.Channel.SequenceEqual("balance_and_position"u8))
        {
            OkxBalanceAndPosition[] changes = JsonSerializer.Deserialize(ref data, OkxJson.Default.OkxBalanceAndPositionArray) ?? [];
            if (changes.Any(c => c.EventType == "funding_fee"))
            {
                funding.Request();
            }
        }

        // Account, positions, balance and position: all say that the account is worth reading again.
        account.Request();
        return default;
    }

    private async ValueTask TellAsync(OkxOrder[] changed, CancellationToken cancellationToken)
    {
        foreach (OkxOrder order in changed)
        {
            if (!await teller.TellAsync(order, withFill: true, cancellationToken))
            {
                Miss();
            }

            if (OkxOrigin.OfCategory(order.Category) != OrderOrigin.Client)
            {
                account.Request();
            }
        }
    }

    private async ValueTask WarnAsync(OkxRiskWarning[] warnings, CancellationToken cancellationToken)
    {
        foreach (OkxRiskWarning warning in warnings)
        {
            string detail = $"{warning.MgnMode} margin, position {warning.InstId} {warning.PosSide} {warning.Pos} contracts at mark {warning.MarkPx}, "
                + $"equity over maintenance {warning.MgnRatio}, leverage {warning.Lever}";
            await sink.PublishAsync(new MarginCallReceived(VenueId.OkxPerp, detail), cancellationToken);
        }

        account.Request();
    }

    private void OnEvent(OkxPush push)
    {
        if (push.Event.SequenceEqual("login"u8) && push.Code.SequenceEqual("0"u8))
        {
            _loggedIn.TrySetResult();
        }
        else if (push.Event.SequenceEqual("notice"u8) || push.Event.SequenceEqual("channel-conn-count-error"u8))
        {
            // The connection will be closed for an upgrade, or a channel was taken away because too many connections have it.
            _sender?.Abort(Describe(push));
        }
        else if (push.Event.SequenceEqual("error"u8) || push.Event.SequenceEqual("login"u8))
        {
            OnError(push);
        }
        else
        {
            _subscriptions.OnEvent(push);
        }
    }

    private void OnError(OkxPush push)
    {
        string code = Encoding.UTF8.GetString(push.Code);
        if (OkxErrors.IsClockSkew(code))
        {
            rest.Clock.MeasureSoon();
        }

        // A login that failed or has ended (60009, 60011, 60024) is renewed by a new connection.
        if (!_loggedIn.Task.IsCompleted || OkxErrors.KindOf(code) == RefusalKind.Unauthorized)
        {
            _sender?.Abort(Describe(push));
        }
        else if (!_subscriptions.OnEvent(push))
        {
            log.Warning(VenueId.OkxPerp, $"private stream: {Describe(push)}");
        }
    }

    private static string Describe(OkxPush push) =>
        $"{Encoding.UTF8.GetString(push.Event)} {Encoding.UTF8.GetString(push.Code)} {Encoding.UTF8.GetString(push.Message)}".TrimEnd();
}
