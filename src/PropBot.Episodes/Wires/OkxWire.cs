using System.Text.Json;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.MarketData;
using PropBot.Venues;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Okx.Stream;
using PropBot.Venues.Okx.Wire;
using Protocol = PropBot.Simulator.Okx;

namespace PropBot.Episodes.Wires;

/// <summary>OKX: JSON bodies with sizes in contracts in, the <c>orders</c> channel and REST objects out.</summary>
internal sealed class OkxWire(SimulatedVenue venue) : IVenueWire, IDisposable
{
    private static readonly OkxModes Modes = new(PositionMode.OneWay, MarginMode.Cross);

    private readonly VenueOptions _options = AdapterSettings.Of(VenueId.OkxPerp);
    private readonly CollectingSink _sink = new();
    private readonly DayStatistics _day = new();
    private Dictionary<string, OkxListing> _listings = [];
    private Protocol.OkxContracts _contracts = new([]);
    private Protocol.OkxAccountView? _view;
    private OkxMemory _memory = new();
    private OkxTeller? _teller;

    public string WritePlace(OrderIntent intent)
    {
        OkxListing listing = ListingOf(intent.Instrument);
        return OkxOrderBody.Place(intent, listing.Instrument.NativeSymbol, listing.Units.OrderSize(intent.Quantity), Modes);
    }

    public OrderRequest ReadPlace(string text)
    {
        using JsonDocument body = JsonDocument.Parse(text);
        Protocol.OkxParsedOrder parsed = Protocol.OkxParsedOrder.Read(body.RootElement, _contracts);
        return parsed.Request ?? throw new FormatException($"OKX refuses '{text}': {parsed.Error}");
    }

    public IReadOnlyList<byte[]> Tell(AccountMutation mutation) => mutation switch
    {
        AccountMutation.OrderAccepted accepted => [Push(accepted.Order, null)],
        AccountMutation.OrderFilled filled => [Push(filled.Order, filled.Fill)],
        AccountMutation.OrderEnded ended => [Push(ended.Order, null)],
        _ => [],
    };

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

    public IReadOnlyList<EngineEvent> ReadForced(SimulatedOrder order, SimulatedFill fill) => _sink.Take(
        _teller!.TellAsync(Read(WriteFills(order, [fill]), OkxJson.Default.OkxReplyOkxFill)[0], forcedOnly: true, CancellationToken.None));

    public byte[] WriteOrder(SimulatedOrder order) => Answer(_view!.Order(order));

    public OrderReport ReadOrder(byte[] text, InstrumentId instrument, ClientOrderId id) =>
        OkxOrderReading.ReadReport(Read(text, OkxJson.Default.OkxReplyOkxOrder)[0], ListingOf(instrument), id);

    public byte[] WriteFills(SimulatedOrder order, IReadOnlyList<SimulatedFill> fills) =>
        Answer([.. fills.Select(fill => Protocol.OkxStatements.Fill(_contracts[fill.Symbol], fill, fill.TradeId))]);

    public IReadOnlyList<FillReport> ReadFills(byte[] text, InstrumentId instrument, ClientOrderId id) =>
        [.. Read(text, OkxJson.Default.OkxReplyOkxFill).Select(fill => OkxOrderReading.ReadFill(fill, ListingOf(instrument), id))];

    public void Renew(IReadOnlyList<InstrumentSetup> setups)
    {
        _listings = setups.Select(setup => setup.Instrument).ToDictionary(
            instrument => instrument.NativeSymbol,
            instrument => new OkxListing(
                instrument, $"{instrument.Id.Symbol.Base}-{instrument.Id.Symbol.Quote}",
                new ContractUnits(instrument.ContractMultiplier, instrument.Lot.Value / instrument.ContractMultiplier)),
            StringComparer.Ordinal);
        _contracts = new Protocol.OkxContracts(setups);
        _view = new Protocol.OkxAccountView(venue, _contracts, _ => _day);
        MakeTeller();
    }

    public void Forget()
    {
        _memory = new OkxMemory();
        MakeTeller();
    }

    public void Dispose() => _teller?.Dispose();

    private static byte[] Answer(params object[] data) => Protocol.OkxText.Write(new { code = "0", data, msg = "" });

    private static T[] Read<T>(byte[] text, System.Text.Json.Serialization.Metadata.JsonTypeInfo<OkxReply<T>> type) =>
        JsonSerializer.Deserialize(text, type) is { Code: "0", Data: { } data } ? data : throw new FormatException("no data");

    private byte[] Push(SimulatedOrder order, SimulatedFill? fill) => Protocol.OkxText.Write(new
    {
        arg = new Protocol.OkxArgument { Channel = "orders", InstType = Protocol.OkxContract.InstType },
        data = new object[] { _view!.OrderEvent(order, fill) },
    });

    private OkxListing ListingOf(InstrumentId id) => _listings[OkxListing.NativeSymbolOf(id.Symbol)];

    private void MakeTeller()
    {
        _teller?.Dispose();
        _teller = new OkxTeller(_options, new VenueCounters(), SilentVenueLog.Instance, _sink, _memory.Told, _listings);
    }
}
