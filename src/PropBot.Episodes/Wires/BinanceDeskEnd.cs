using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Episodes.Wires;

/// <summary>The adapter of Binance USD-M.</summary>
internal sealed class BinanceDeskEnd : IDeskEnd
{
    private readonly VenueOptions _options = AdapterSettings.Of(VenueId.BinanceUm);
    private readonly CollectingSink _sink = new();
    private IReadOnlyList<Instrument> _instruments = [];
    private BinanceNews _news = new();
    private BinanceOrderNews _teller;

    public BinanceDeskEnd() => _teller = Teller();

    public string WritePlace(OrderIntent intent) =>
        BinanceOrderForm.Place(intent, _instruments.First(instrument => instrument.Id == intent.Instrument), PositionMode.OneWay).ToString();

    public Heard Hear(ReadOnlySpan<byte> message) => BinanceUserStream.Read(message).Order is { } order
        ? _sink.Take(_teller.TellAsync(order, CancellationToken.None))
        : new Heard([], IsWhole: true);

    public IReadOnlyList<EngineEvent> ReadForced(byte[] order, byte[] fills, InstrumentId instrument)
    {
        OrderOrigin origin = BinanceOrigins.Of(Read(order, BinanceJson.Default.BinanceOrder).ClientOrderId);
        return
        [
            .. Read(fills, BinanceJson.Default.IReadOnlyListBinanceUserTrade)
                .Select(trade => BinanceReports.ToForcedFill(trade, instrument, origin))
                .Where(_news.TryTell)
                .Select(forced => new ForcedFillSeen(forced)),
        ];
    }

    public OrderReport ReadOrder(byte[] text, InstrumentId instrument, ClientOrderId id) =>
        BinanceReports.ToReport(Read(text, BinanceJson.Default.BinanceOrder), instrument, id);

    public IReadOnlyList<FillReport> ReadFills(byte[] text, InstrumentId instrument, ClientOrderId id) =>
        [.. Read(text, BinanceJson.Default.IReadOnlyListBinanceUserTrade).Select(trade => BinanceReports.ToFill(trade, instrument, id))];

    public AccountReport ReadAccount(AccountTexts texts, DateTimeOffset now) => BinanceAccounts.ToReport(
        _options,
        _instruments,
        Read(texts.Balances, BinanceJson.Default.BinanceAccount),
        Read(texts.Positions, BinanceJson.Default.IReadOnlyListBinancePosition),
        now);

    public void Renew(IReadOnlyList<Instrument> instruments)
    {
        _instruments = instruments;
        _teller = Teller();
    }

    public void Forget()
    {
        _news = new BinanceNews();
        _teller = Teller();
    }

    private static T Read<T>(byte[] text, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(text, type) ?? throw new FormatException("null");

    private BinanceOrderNews Teller() =>
        new(_instruments, _options, _sink, _news, new BinanceSentOrders(new VenueClock(TimeProvider.System, 0), _options.ReceiveWindow));
}
