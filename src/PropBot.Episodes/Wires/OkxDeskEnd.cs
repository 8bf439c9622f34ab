using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Okx.Stream;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Episodes.Wires;

/// <summary>The adapter of OKX.</summary>
internal sealed class OkxDeskEnd : IDeskEnd, IDisposable
{
    private static readonly OkxModes Modes = new(PositionMode.OneWay, MarginMode.Cross);

    private readonly VenueOptions _options = AdapterSettings.Of(VenueId.OkxPerp);
    private readonly CollectingSink _sink = new();
    private Dictionary<string, OkxListing> _listings = [];
    private OkxMemory _memory = new();
    private OkxTeller? _teller;

    public string WritePlace(OrderIntent intent)
    {
        OkxListing listing = ListingOf(intent.Instrument);
        return OkxOrderBody.Place(intent, listing.Instrument.NativeSymbol, listing.Units.OrderSize(intent.Quantity), Modes);
    }

    public Heard Hear(ReadOnlySpan<byte> message)
    {
        OkxPush push = OkxPush.Read(message);
        Utf8JsonReader data = new(push.Data);
        var told = new List<EngineEvent>();
        bool isWhole = true;
        foreach (OkxOrder order in JsonSerializer.Deserialize(ref data, OkxJson.Default.OkxOrderArray) ?? [])
        {
            Heard heard = _sink.Take(_teller!.TellAsync(order, withFill: true, CancellationToken.None));
            told.AddRange(heard.News);
            isWhole &= heard.IsWhole;
        }

        return new Heard(told, isWhole);
    }

    public IReadOnlyList<EngineEvent> ReadForced(byte[] order, byte[] fills, InstrumentId instrument) =>
    [
        .. Read(fills, OkxJson.Default.OkxReplyOkxFill)
            .SelectMany(fill => _sink.Take(_teller!.TellAsync(fill, forcedOnly: true, CancellationToken.None))),
    ];

    public OrderReport ReadOrder(byte[] text, InstrumentId instrument, ClientOrderId id) =>
        OkxOrderReading.ReadReport(Read(text, OkxJson.Default.OkxReplyOkxOrder)[0], ListingOf(instrument), id);

    public IReadOnlyList<FillReport> ReadFills(byte[] text, InstrumentId instrument, ClientOrderId id) =>
        [.. Read(text, OkxJson.Default.OkxReplyOkxFill).Select(fill => OkxOrderReading.ReadFill(fill, ListingOf(instrument), id))];

    public AccountReport ReadAccount(AccountTexts texts, DateTimeOffset now) => OkxAccountReading.ReadAccount(
        Read(texts.Balances, OkxJson.Default.OkxReplyOkxBalance)[0], Read(texts.Positions, OkxJson.Default.OkxReplyOkxPosition), _listings, now);

    public void Renew(IReadOnlyList<Instrument> instruments)
    {
        _listings = instruments.ToDictionary(
            instrument => instrument.NativeSymbol,
            instrument => new OkxListing(
                instrument, $"{instrument.Id.Symbol.Base}-{instrument.Id.Symbol.Quote}",
                new ContractUnits(instrument.ContractMultiplier, instrument.Lot.Value / instrument.ContractMultiplier)),
            StringComparer.Ordinal);
        MakeTeller();
    }

    public void Forget()
    {
        _memory = new OkxMemory();
        MakeTeller();
    }

    public void Dispose() => _teller?.Dispose();

    private static T[] Read<T>(byte[] text, JsonTypeInfo<OkxReply<T>> type) =>
        JsonSerializer.Deserialize(text, type) is { Code: "0", Data: { } data } ? data : throw new FormatException("no data");

    private OkxListing ListingOf(InstrumentId id) => _listings[OkxListing.NativeSymbolOf(id.Symbol)];

    private void MakeTeller()
    {
        _teller?.Dispose();
        _teller = new OkxTeller(_options, new VenueCounters(), SilentVenueLog.Instance, _sink, _memory.Told, _listings);
    }
}
