using System.Text.Json;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
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
    IVenueSink sink,
    BinanceListenKeys listenKeys,
    BinanceCatchUp catchUp,
    FundingPoll funding,
    IVenueLog log,
    LinkState link) : IStreamHandler
{
    public const string Part = "private";

    private const string OrderUpdate = "ORDER_TRADE_UPDATE";

    private readonly OwnOrderIds _ownIds = new(options.OwnOrderPrefix);
    private IStreamSender? _sender;

    public async ValueTask<Uri> AddressAsync(CancellationToken cancellationToken) => addressOf(await listenKeys.CreateAsync(cancellationToken));

    public async Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded)
    {
        _sender = sender;
        await catchUp.RunAsync(connectionEnded);
        if (!await funding.AskAsync(connectionEnded))
        {
            throw new InvalidOperationException("the settlements cannot be read");
        }

        await link.PartUpAsync(Part, connectionEnded);
        await listenKeys.KeepAliveAsync(connectionEnded);
    }

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
    {
        BinanceUserEvent news = Read(message.Span);
        switch (news.Type)
        {
            case OrderUpdate when news.Order is { } order:
                catchUp.Seen(BinanceReports.ToTime(news.TransactionTime));
                return TellAsync(order, connectionEnded);
            case "ACCOUNT_UPDATE" when news.Account?.Reason == "FUNDING_FEE":
                funding.Request();
                break;
            case "listenKeyExpired":
                _sender?.Abort("the listen key has expired");
                break;
            case "MARGIN_CALL":
                log.Warning(options.Venue, "margin call: the venue warns that positions are near liquidation");
                break;
        }

        return default;
    }

    public ValueTask OnLostAsync(string reason, CancellationToken cancellationToken) => link.PartLostAsync(Part, reason, cancellationToken);

    internal static BinanceUserEvent Read(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        BinanceFrames.EnterData(ref reader);
        Utf8JsonReader again = reader;
        BinanceUserEvent news = JsonSerializer.Deserialize(ref reader, BinanceJson.Default.BinanceUserEvent) ?? new BinanceUserEvent();
        return news.Type == OrderUpdate
            ? news with { Order = JsonSerializer.Deserialize(ref again, BinanceJson.Default.BinanceOrderEvent)?.Order }
            : news;
    }

    private async ValueTask TellAsync(BinanceOrderUpdate order, CancellationToken cancellationToken)
    {
        Instrument? instrument = instruments.FirstOrDefault(i => i.NativeSymbol == order.Symbol);
        if (instrument is not null && _ownIds.TryRead(order.ClientOrderId, out ClientOrderId id))
        {
            // The fill first: when the report says that the order is done, its fills are there.
            if (BinanceReports.ToFill(order, instrument.Id, id, instrument.SettleAsset) is { } fill)
            {
                await sink.PublishAsync(new FillReported(fill), cancellationToken);
            }

            await sink.PublishAsync(new OrderReported(BinanceReports.ToReport(order, instrument.Id, id)), cancellationToken);
        }
        else if (instrument is not null || Symbol.TryParse(order.Symbol, out _))
        {
            InstrumentId on = instrument?.Id ?? new InstrumentId(options.Venue, Symbol.Parse(order.Symbol));
            OrderReport report = BinanceReports.ToReport(order, on, OwnOrderIds.ForeignIdOf(order.ClientOrderId));
            await sink.PublishAsync(new ForeignOrderSeen(report), cancellationToken);
        }
    }
}
