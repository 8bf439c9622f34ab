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
    private readonly BybitListing _listing = new();
    private BybitNews _news = new();
    private BybitPrivateTelling? _telling;

    public string WritePlace(OrderIntent intent) =>
        BybitOrderBody.Place(intent, _listing.Of(intent.Instrument)!.NativeSymbol, PositionMode.OneWay);

    public Heard Hear(ReadOnlySpan<byte> message)
    {
        BybitPush push = BybitPush.Read(message);
        return push.Topic.SequenceEqual("execution"u8)
            ? _sink.Take(_telling!.TellAsync(JsonSerializer.Deserialize(message, BybitJson.Default.BybitTopicBybitExecution)?.Data ?? [], CancellationToken.None))
            : push.Topic.SequenceEqual("order"u8)
            ? _sink.Take(_telling!.TellAsync(JsonSerializer.Deserialize(message, BybitJson.Default.BybitTopicBybitOrder)?.Data ?? [], CancellationToken.None))
            : new Heard([], IsWhole: true);
    }

    public IReadOnlyList<EngineEvent> ReadForced(byte[] order, byte[] fills, InstrumentId instrument) =>
        _sink.Take(_telling!.TellAsync(Read(fills, BybitJson.Default.BybitReplyBybitPageBybitExecution), CancellationToken.None)).News;

    public OrderReport ReadOrder(byte[] text, InstrumentId instrument, ClientOrderId id) =>
        BybitOrderReading.ReadReport(Read(text, BybitJson.Default.BybitReplyBybitPageBybitOrder)[0], _listing.Of(instrument)!, id);

    public IReadOnlyList<FillReport> ReadFills(byte[] text, InstrumentId instrument, ClientOrderId id) =>
    [
        .. Read(text, BybitJson.Default.BybitReplyBybitPageBybitExecution)
            .Select(fill => BybitOrderReading.ReadFill(fill, _listing.Of(instrument)!, id)).OfType<FillReport>(),
    ];

    public AccountReport ReadAccount(AccountTexts texts, DateTimeOffset now) => BybitReading.ReadAccount(
        Read(texts.Balances, BybitJson.Default.BybitReplyBybitPageBybitWallet)[0],
        Read(texts.Positions, BybitJson.Default.BybitReplyBybitPageBybitPosition),
        _listing.ByName,
        _options.MarginMode,
        now);

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

    private static T[] Read<T>(byte[] text, JsonTypeInfo<BybitReply<BybitPage<T>>> type) =>
        JsonSerializer.Deserialize(text, type) is { RetCode: 0, Result.List: { } list } ? list : throw new FormatException("no list");

    private void MakeTelling()
    {
        _telling?.Dispose();
        _telling = new BybitPrivateTelling(_options, new VenueCounters(), SilentVenueLog.Instance, _sink, _listing, _news);
    }
}
