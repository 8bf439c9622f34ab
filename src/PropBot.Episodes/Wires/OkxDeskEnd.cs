using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues;
using PropBot.Venues.Okx;
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
    private readonly MalformedMessages _malformed = new();
    private Dictionary<string, OkxListing> _listings = [];
    private OkxMemory _memory = new();
    private OkxTeller? _teller;

    public string WritePlace(OrderIntent intent)
    {
        OkxListing listing = ListingOf(intent.Instrument);
        return OkxOrderBody.Place(intent, listing.Instrument.NativeSymbol, listing.Units.OrderSize(intent.Quantity), Modes);
    }

    public string WriteCancel(InstrumentId instrument, ClientOrderId id) => OkxOrderBody.Cancel(OkxListing.NativeSymbolOf(instrument.Symbol), id);

    public string WriteCancel(InstrumentId instrument, VenueOrderId id) => OkxOrderBody.Cancel(OkxListing.NativeSymbolOf(instrument.Symbol), id);

    public VenueOutcome ReadPlaced(WireAnswer answer) => OkxOutcome.Of(Open(answer, OkxJson.Default.OkxReplyOkxOrderAck));

    public VenueOutcome ReadCancelled(WireAnswer answer) => OkxOutcome.Of(Open(answer, OkxJson.Default.OkxReplyOkxOrderAck));

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

    public IReadOnlyList<EngineEvent> ReadForced(WireAnswer order, WireAnswer fills, InstrumentId instrument) =>
    [
        .. Read(fills, OkxJson.Default.OkxReplyOkxFill)
            .SelectMany(fill => _sink.Take(_teller!.TellAsync(fill, forcedOnly: true, CancellationToken.None)).News),
    ];

    public OrderReport? ReadOrder(WireAnswer answer, InstrumentId instrument, ClientOrderId id) =>
        Open(answer, OkxJson.Default.OkxReplyOkxOrder) is OkxAnswer<OkxOrder>.No { Code: OkxErrors.OrderDoesNotExist }
            ? null
            : OkxOrderReading.ReadReport(Read(answer, OkxJson.Default.OkxReplyOkxOrder)[0], ListingOf(instrument), id);

    public IReadOnlyList<FillReport> ReadFills(WireAnswer answer, InstrumentId instrument, ClientOrderId id) =>
        [.. Read(answer, OkxJson.Default.OkxReplyOkxFill).Select(fill => OkxOrderReading.ReadFill(fill, ListingOf(instrument), id))];

    public IReadOnlyList<OrderReport> ReadOpenOrders(WireAnswer answer) =>
        [.. OkxHistory.ReadOpen(Read(answer, OkxJson.Default.OkxReplyOkxOrder), _listings)];

    public IReadOnlyList<FillReport> ReadHistory(HistoryAnswers answers, InstrumentId instrument, HistorySpan span) =>
        [.. OkxHistory.ReadFills(Read(answers.Fills, OkxJson.Default.OkxReplyOkxFill), ListingOf(instrument), span)];

    public AccountReport ReadAccount(AccountAnswers answers, DateTimeOffset now) => OkxAccountReading.ReadAccount(
        Read(answers.Balances, OkxJson.Default.OkxReplyOkxBalance)[0], Read(answers.Positions, OkxJson.Default.OkxReplyOkxPosition), _listings, now);

    public IReadOnlyList<FundingPayment> ReadFunding(WireAnswer answer) =>
        OkxIncome.ReadFunding(Read(answer, OkxJson.Default.OkxReplyOkxBill), _listings, _malformed);

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

    private static OkxAnswer<T> Open<T>(WireAnswer answer, JsonTypeInfo<OkxReply<T>> type) => OkxAnswers.Read("", answer.Status, answer.Body, type);

    private static IReadOnlyList<T> Read<T>(WireAnswer answer, JsonTypeInfo<OkxReply<T>> type) =>
        Open(answer, type) is OkxAnswer<T>.Ok { Items: var items } ? items : throw new FormatException("no data");

    private OkxListing ListingOf(InstrumentId id) => _listings[OkxListing.NativeSymbolOf(id.Symbol)];

    private void MakeTeller()
    {
        _teller?.Dispose();
        _teller = new OkxTeller(_options, new VenueCounters(), SilentVenueLog.Instance, _sink, _memory.Told, _listings);
    }
}
