using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues;
using PropBot.Venues.Bybit;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Bybit.Stream;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Episodes.Wires;

/// <summary>The adapter of Bybit.</summary>
internal sealed class BybitDeskEnd : IDeskEnd, IDisposable
{
    private readonly VenueOptions _options = AdapterSettings.Of(VenueId.BybitLinear);
    private readonly CollectingSink _sink = new();
    private readonly MalformedMessages _malformed = new();
    private readonly OwnOrderIds _own = new(AdapterSettings.OwnOrderPrefix);
    private readonly BybitListing _listing = new();
    private BybitNews _news = new();
    private BybitPrivateTelling? _telling;

    public string WritePlace(OrderIntent intent) =>
        BybitOrderBody.Place(intent, _listing.Of(intent.Instrument)!.NativeSymbol, PositionMode.OneWay);

    public string WriteCancel(InstrumentId instrument, ClientOrderId id) => BybitOrderBody.Cancel(_listing.Of(instrument)!.NativeSymbol, id);

    public string WriteCancel(InstrumentId instrument, VenueOrderId id) => BybitOrderBody.Cancel(_listing.Of(instrument)!.NativeSymbol, id);

    public VenueOutcome ReadPlaced(WireAnswer answer) => BybitOrders.OutcomeOf(Open(answer, BybitJson.Default.BybitReplyBybitOrderAck));

    public VenueOutcome ReadCancelled(WireAnswer answer) => BybitOrders.OutcomeOf(Open(answer, BybitJson.Default.BybitReplyBybitOrderAck));

    public Heard Hear(ReadOnlySpan<byte> message)
    {
        BybitPush push = BybitPush.Read(message);
        return push.Topic.SequenceEqual("execution"u8)
            ? _sink.Take(_telling!.TellAsync(JsonSerializer.Deserialize(message, BybitJson.Default.BybitTopicBybitExecution)?.Data ?? [], CancellationToken.None))
            : push.Topic.SequenceEqual("order"u8)
            ? _sink.Take(_telling!.TellAsync(JsonSerializer.Deserialize(message, BybitJson.Default.BybitTopicBybitOrder)?.Data ?? [], CancellationToken.None))
            : new Heard([], IsWhole: true);
    }

    public IReadOnlyList<EngineEvent> ReadForced(WireAnswer order, WireAnswer fills, InstrumentId instrument) =>
        _sink.Take(_telling!.TellAsync(Read(fills, BybitJson.Default.BybitReplyBybitPageBybitExecution), CancellationToken.None)).News;

    public OrderReport? ReadOrder(WireAnswer answer, InstrumentId instrument, ClientOrderId id) =>
        Read(answer, BybitJson.Default.BybitReplyBybitPageBybitOrder) is [var order, ..]
            ? BybitOrderReading.ReadReport(order, _listing.Of(instrument)!, id)
            : null;

    public IReadOnlyList<FillReport> ReadFills(WireAnswer answer, InstrumentId instrument, ClientOrderId id) =>
    [
        .. Read(answer, BybitJson.Default.BybitReplyBybitPageBybitExecution)
            .Select(fill => BybitOrderReading.ReadFill(fill, _listing.Of(instrument)!, id)).OfType<FillReport>(),
    ];

    public IReadOnlyList<OrderReport> ReadOpenOrders(WireAnswer answer) =>
        BybitOrderQueries.ReadAll(Read(answer, BybitJson.Default.BybitReplyBybitPageBybitOrder), _listing.ByName, _own, _malformed)
            ?? throw new FormatException("an open order cannot be read");

    public IReadOnlyList<FillReport> ReadHistory(HistoryAnswers answers, InstrumentId instrument, HistorySpan span) =>
        BybitFills.ReadSpan(Read(answers.Fills, BybitJson.Default.BybitReplyBybitPageBybitExecution), _listing.Of(instrument)!, span, _own)
            ?? throw new FormatException("a fill cannot be read");

    public AccountReport ReadAccount(AccountAnswers answers, DateTimeOffset now) => BybitReading.ReadAccount(
        Read(answers.Balances, BybitJson.Default.BybitReplyBybitPageBybitWallet)[0],
        Read(answers.Positions, BybitJson.Default.BybitReplyBybitPageBybitPosition),
        _listing.ByName,
        _options.MarginMode,
        now);

    public IReadOnlyList<FundingPayment> ReadFunding(WireAnswer answer) =>
        BybitIncomes.ReadFunding(Read(answer, BybitJson.Default.BybitReplyBybitPageBybitTransaction), _listing.ByName, _malformed);

    public void Renew(IReadOnlyList<Instrument> instruments)
    {
        _listing.Replace(instruments);
        MakeTelling();
    }

    public void Forget()
    {
        _news.Dispose();
        _news = new BybitNews();
        MakeTelling();
    }

    public void Dispose()
    {
        _telling?.Dispose();
        _news.Dispose();
    }

    private BybitAnswer<T> Open<T>(WireAnswer answer, JsonTypeInfo<BybitReply<T>> type) =>
        BybitAnswers.Read("", answer.Status, answer.Body, type, _options.Credentials.Key);

    private T[] Read<T>(WireAnswer answer, JsonTypeInfo<BybitReply<BybitPage<T>>> type) =>
        Open(answer, type) is BybitAnswer<BybitPage<T>>.Ok { Result.List: { } list } ? list : throw new FormatException("no list");

    private void MakeTelling()
    {
        _telling?.Dispose();
        _telling = new BybitPrivateTelling(_options, new VenueCounters(), SilentVenueLog.Instance, _sink, _listing, _news, new OrderShapes(_options));
    }
}
