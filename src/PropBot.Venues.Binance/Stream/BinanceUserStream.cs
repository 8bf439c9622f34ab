using System.Text.Json;
using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Binance.Stream;

/// <summary>Our orders, fills and the account's news; after every connect, first what was missed meanwhile.</summary>
internal sealed class BinanceUserStream(
    Func<string, Uri> addressOf,
    IReadOnlyList<Instrument> instruments,
    VenueOptions options,
    VenueClock clock,
    IVenueSink sink,
    BinanceListenKeys listenKeys,
    BinanceCatchUp catchUp,
    BinanceNews news,
    BinanceSentOrders sent,
    FundingPoll funding,
    AccountRefresh account,
    BinanceRulesWatch rules,
    LinkState link) : IStreamHandler, IDisposable
{
    public const string Part = "private";

    private const string OrderUpdate = "ORDER_TRADE_UPDATE";
    private const string MarginCall = "MARGIN_CALL";

    /// <summary>How often it is looked for accepted orders that the stream is silent about; real time.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly BinanceOrderNews _orderNews = new(instruments, options, sink, news, sent);
    private readonly Signal _missed = new();
    private IStreamSender? _sender;
    private volatile bool _isCaughtUp;

    public async ValueTask<Uri> AddressAsync(CancellationToken cancellationToken) => addressOf(await listenKeys.CreateAsync(cancellationToken));

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        _sender = sender;
        TimeSpan connected = clock.Elapsed;
        await CatchUpAsync(connectionEnded);
        await link.PartUpAsync(Part, connectionEnded);

        // Whatever ends first ends the connection.
        await await Task.WhenAny(
            listenKeys.KeepAliveAsync(connectionEnded), WatchSilenceAsync(connected, connectionEnded), ReadWhatWasMissedAsync(connectionEnded));
    }

    public async ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
    {
        try
        {
            await TellAsync(Read(message.Span), connectionEnded);
        }
        catch (Exception e) when (WireText.IsMalformed(e))
        {
            // It may have been a fill: what cannot be read here is read over REST.
            Miss();
            throw;
        }
    }

    public ValueTask OnLostAsync(string reason, CancellationToken cancellationToken)
    {
        _isCaughtUp = false;
        return link.PartLostAsync(Part, reason, cancellationToken);
    }

    public void Dispose() => _missed.Dispose();

    internal static BinanceUserEvent Read(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        BinanceFrames.EnterData(ref reader);
        Utf8JsonReader again = reader;
        BinanceUserEvent news = JsonSerializer.Deserialize(ref reader, BinanceJson.Default.BinanceUserEvent) ?? new BinanceUserEvent();
        return news.Type switch
        {
            OrderUpdate => news with { Order = JsonSerializer.Deserialize(ref again, BinanceJson.Default.BinanceOrderEvent)?.Order },
            MarginCall => news with { MarginCallPositions = JsonSerializer.Deserialize(ref again, BinanceJson.Default.BinanceMarginCallEvent)?.Positions },
            _ => news,
        };
    }

    private async ValueTask TellAsync(BinanceUserEvent told, CancellationToken cancellationToken)
    {
        switch (told.Type)
        {
            case OrderUpdate when told.Order is { } order:
                if (!await _orderNews.TellAsync(order, cancellationToken))
                {
                    Miss();
                }

                if (_isCaughtUp)
                {
                    // Not before: a gap that was not read begins where the news before it ended.
                    news.Seen(BinanceReports.ToTime(told.TransactionTime));
                }

                break;
            case "ACCOUNT_UPDATE":
                OnAccountUpdate(told.Account?.Reason);
                break;
            case "ACCOUNT_CONFIG_UPDATE" when told.ChangesModes(options, instruments):
                rules.Request();
                break;
            case "listenKeyExpired":
                _sender?.Abort("the listen key has expired");
                break;
            case MarginCall:
                account.Request();
                await sink.PublishAsync(new MarginCallReceived(options.Venue, BinanceMarginCalls.Describe(told)), cancellationToken);
                break;
        }
    }

    private void Miss()
    {
        news.Missed();
        _missed.Set();
    }

    private void OnAccountUpdate(string? reason)
    {
        switch (reason)
        {
            case "FUNDING_FEE":
                funding.Request();
                break;
            case "MARGIN_TYPE_CHANGE":
                rules.Request();
                break;
        }

        account.Request();
    }

    private async Task CatchUpAsync(CancellationToken connectionEnded)
    {
        await catchUp.RunAsync(connectionEnded);
        if (!await funding.AskAsync(connectionEnded))
        {
            throw new InvalidOperationException("the settlements cannot be read");
        }

        _isCaughtUp = true;
    }

    private async Task ReadWhatWasMissedAsync(CancellationToken connectionEnded)
    {
        while (true)
        {
            await _missed.WaitAsync(connectionEnded);
            await Task.Delay(LookEvery, clock.Time, connectionEnded);
            await CatchUpAsync(connectionEnded);
        }
    }

    /// <summary>Rule C6: a user stream may connect, answer pings and carry nothing. An accepted order that it does not tell of gives it away.</summary>
    private async Task WatchSilenceAsync(TimeSpan connected, CancellationToken connectionEnded)
    {
        while (true)
        {
            await Task.Delay(LookEvery, clock.Time, connectionEnded);
            if (sent.Overdue(options.SilenceLimit, connected) is { } id)
            {
                throw new InvalidOperationException(
                    $"no word of the accepted order {id} within {options.SilenceLimit.TotalSeconds} s: the user stream is dead");
            }
        }
    }
}
