using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues;
using PropBot.Venues.Binance;
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
    private readonly MalformedMessages _malformed = new();
    private IReadOnlyList<Instrument> _instruments = [];
    private BinanceNews _news = new();
    private BinanceOrderNews _teller;

    public BinanceDeskEnd() => _teller = Teller();

    public string WritePlace(OrderIntent intent) => BinanceOrderForm.Place(intent, InstrumentOf(intent.Instrument), PositionMode.OneWay).ToString();

    public string WriteCancel(InstrumentId instrument, ClientOrderId id) => BinanceParameters.ById(InstrumentOf(instrument).NativeSymbol, id).ToString();

    public string WriteCancel(InstrumentId instrument, VenueOrderId id) => BinanceParameters.ById(InstrumentOf(instrument).NativeSymbol, id).ToString();

    public VenueOutcome ReadPlaced(WireAnswer answer) => BinanceTrading.ToOutcome(Open(answer, BinanceJson.Default.BinanceOrder), order => order.OrderId);

    public VenueOutcome ReadCancelled(WireAnswer answer) => BinanceTrading.ToOutcome(Open(answer, BinanceJson.Default.BinanceCancel), order => order.OrderId);

    public Heard Hear(ReadOnlySpan<byte> message) => BinanceUserStream.Read(message).Order is { } order
        ? _sink.Take(_teller.TellAsync(order, CancellationToken.None))
        : new Heard([], IsWhole: true);

    public IReadOnlyList<EngineEvent> ReadForced(WireAnswer order, WireAnswer fills, InstrumentId instrument)
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

    public OrderReport? ReadOrder(WireAnswer answer, InstrumentId instrument, ClientOrderId id) =>
        Open(answer, BinanceJson.Default.BinanceOrder) is BinanceReply<BinanceOrder>.Refused refused && refused.Has(BinanceErrors.OrderDoesNotExist)
            ? null
            : BinanceReports.ToReport(Read(answer, BinanceJson.Default.BinanceOrder), instrument, id);

    public IReadOnlyList<FillReport> ReadFills(WireAnswer answer, InstrumentId instrument, ClientOrderId id) =>
        [.. Read(answer, BinanceJson.Default.IReadOnlyListBinanceUserTrade).Select(trade => BinanceReports.ToFill(trade, instrument, id))];

    public IReadOnlyList<OrderReport> ReadOpenOrders(WireAnswer answer) =>
        BinanceReports.ToReports(Read(answer, BinanceJson.Default.IReadOnlyListBinanceOrder), _options.Venue, _instruments);

    public IReadOnlyList<FillReport> ReadHistory(HistoryAnswers answers, InstrumentId instrument, HistorySpan span)
    {
        Dictionary<long, string> ids = Read(answers.Orders, BinanceJson.Default.IReadOnlyListBinanceOrder).ToDictionary(o => o.OrderId, o => o.ClientOrderId);
        return [.. Read(answers.Fills, BinanceJson.Default.IReadOnlyListBinanceUserTrade).Select(trade => BinanceReports.ToFill(trade, instrument, ids))];
    }

    public AccountReport ReadAccount(AccountAnswers answers, DateTimeOffset now) => BinanceAccounts.ToReport(
        _options,
        _instruments,
        Read(answers.Balances, BinanceJson.Default.BinanceAccount),
        Read(answers.Positions, BinanceJson.Default.IReadOnlyListBinancePosition),
        now);

    public IReadOnlyList<FundingPayment> ReadFunding(WireAnswer answer) =>
    [
        .. Read(answer, BinanceJson.Default.IReadOnlyListBinanceIncome)
            .Select(income => BinanceIncomes.ToPayment(income, _options.Venue, _instruments)).OfType<FundingPayment>(),
    ];

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

    private BinanceReply<T> Open<T>(WireAnswer answer, JsonTypeInfo<T> type) => BinanceAnswers.Read(
        "", answer.Status, answer.Body, body => JsonSerializer.Deserialize(body, type) ?? throw new FormatException("null"), _malformed, out _);

    private T Read<T>(WireAnswer answer, JsonTypeInfo<T> type) =>
        Open(answer, type) is BinanceReply<T>.Ok { Value: var value } ? value : throw new FormatException("no value");

    private Instrument InstrumentOf(InstrumentId id) => _instruments.First(instrument => instrument.Id == id);

    private BinanceOrderNews Teller() =>
        new(_instruments, _options, _sink, _news, new BinanceSentOrders(new VenueClock(TimeProvider.System, 0), _options.ReceiveWindow));
}
