using System.Text.Json;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.MarketData;
using PropBot.Venues;
using PropBot.Venues.Bybit;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Bybit.Stream;
using PropBot.Venues.Bybit.Wire;
using Protocol = PropBot.Simulator.Bybit;

namespace PropBot.Episodes.Wires;

/// <summary>Bybit: JSON bodies in, the topics <c>execution</c> and <c>order</c> and REST pages out.</summary>
internal sealed class BybitWire(SimulatedVenue venue) : IVenueWire, IDisposable
{
    private readonly VenueOptions _options = AdapterSettings.Of(VenueId.BybitLinear);
    private readonly CollectingSink _sink = new();
    private readonly BybitListing _listing = new();
    private readonly DayStatistics _day = new();
    private Protocol.BybitContracts _contracts = new([]);
    private Protocol.BybitAccountView? _view;
    private BybitNews _news = new();
    private BybitPrivateTelling? _telling;

    public string WritePlace(OrderIntent intent) =>
        BybitOrderBody.Place(intent, _listing.Of(intent.Instrument)!.NativeSymbol, PositionMode.OneWay);

    public OrderRequest ReadPlace(string text)
    {
        using JsonDocument body = JsonDocument.Parse(text);
        (OrderRequest? order, Protocol.BybitError? error) = Protocol.BybitOrderParsing.Read(new Protocol.BybitRequest("", body.RootElement, null), _contracts);
        return order ?? throw new FormatException($"Bybit refuses '{text}': {error}");
    }

    public IReadOnlyList<byte[]> Tell(AccountMutation mutation) => mutation switch
    {
        AccountMutation.OrderAccepted accepted => [Order(accepted.Order)],
        AccountMutation.OrderFilled filled => [Push("execution", filled.Time, _view!.Execution(filled.Fill, filled.Order) with { Category = BybitOrderBody.Category }), Order(filled.Order)],
        AccountMutation.OrderEnded ended => [Order(ended.Order)],
        _ => [],
    };

    public IReadOnlyList<EngineEvent> ReadForced(SimulatedOrder order, SimulatedFill fill) => _sink.Take(
        _telling!.TellAsync(Read(WriteFills(order, [fill]), BybitJson.Default.BybitReplyBybitPageBybitExecution), CancellationToken.None)).News;

    public Heard Hear(ReadOnlySpan<byte> message)
    {
        BybitPush push = BybitPush.Read(message);
        return push.Topic.SequenceEqual("execution"u8)
            ? _sink.Take(_telling!.TellAsync(JsonSerializer.Deserialize(message, BybitJson.Default.BybitTopicBybitExecution)?.Data ?? [], CancellationToken.None))
            : push.Topic.SequenceEqual("order"u8)
            ? _sink.Take(_telling!.TellAsync(JsonSerializer.Deserialize(message, BybitJson.Default.BybitTopicBybitOrder)?.Data ?? [], CancellationToken.None))
            : new Heard([], IsWhole: true);
    }

    public byte[] WriteOrder(SimulatedOrder order) => Answer(_view!.Order(order));

    public OrderReport ReadOrder(byte[] text, InstrumentId instrument, ClientOrderId id) =>
        BybitOrderReading.ReadReport(Read(text, BybitJson.Default.BybitReplyBybitPageBybitOrder)[0], _listing.Of(instrument)!, id);

    public byte[] WriteFills(SimulatedOrder order, IReadOnlyList<SimulatedFill> fills) =>
        Answer([.. fills.Select(fill => _view!.Execution(fill, order) with { Category = null })]);

    public IReadOnlyList<FillReport> ReadFills(byte[] text, InstrumentId instrument, ClientOrderId id) =>
    [
        .. Read(text, BybitJson.Default.BybitReplyBybitPageBybitExecution)
            .Select(fill => BybitOrderReading.ReadFill(fill, _listing.Of(instrument)!, id)).OfType<FillReport>(),
    ];

    public void Renew(IReadOnlyList<InstrumentSetup> setups)
    {
        _listing.Replace([.. setups.Select(setup => setup.Instrument)]);
        _contracts = new Protocol.BybitContracts(setups);
        _view = new Protocol.BybitAccountView(venue, _contracts, _ => _day);
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

    private static byte[] Answer(params object[] list) =>
        Protocol.BybitText.Write(new { retCode = 0, retMsg = "OK", result = new { list, nextPageCursor = "", category = BybitOrderBody.Category }, time = 0L });

    private static T[] Read<T>(byte[] text, System.Text.Json.Serialization.Metadata.JsonTypeInfo<BybitReply<BybitPage<T>>> type) =>
        JsonSerializer.Deserialize(text, type) is { RetCode: 0, Result.List: { } list } ? list : throw new FormatException("no list");

    private static byte[] Push(string topic, DateTimeOffset at, object data) =>
        Protocol.BybitText.Write(new { id = "1", topic, creationTime = at.ToUnixTimeMilliseconds(), data = new[] { data } });

    private byte[] Order(SimulatedOrder order) => Push("order", order.UpdatedAt, _view!.Order(order) with { Category = BybitOrderBody.Category, FeeCurrency = "" });

    private void MakeTelling()
    {
        _telling?.Dispose();
        _telling = new BybitPrivateTelling(_options, new VenueCounters(), SilentVenueLog.Instance, _sink, _listing, _news);
    }
}
