using System.Text.Json;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Venues;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Binance.Wire;
using Adapter = PropBot.Venues.Binance;
using Protocol = PropBot.Simulator.Binance;

namespace PropBot.Episodes.Wires;

/// <summary>Binance USD-M: forms in, <c>ORDER_TRADE_UPDATE</c> and REST objects out.</summary>
internal sealed class BinanceWire : IVenueWire
{
    private readonly VenueOptions _options = AdapterSettings.Of(VenueId.BinanceUm);
    private readonly CollectingSink _sink = new();
    private IReadOnlyList<Instrument> _instruments = [];
    private Protocol.BinanceInstruments _listed = new([]);
    private BinanceNews _news = new();
    private BinanceOrderNews _teller;

    public BinanceWire() => _teller = Teller();

    public string WritePlace(OrderIntent intent) =>
        Adapter.Rest.BinanceOrderForm.Place(intent, InstrumentOf(intent.Instrument), PositionMode.OneWay).ToString();

    public OrderRequest ReadPlace(string text)
    {
        var parameters = new Protocol.BinanceParameters("", text);
        OrderRequest? request = Protocol.BinanceOrderForm.Read(parameters, _listed, out _);
        return request is not null && parameters.Error is null
            ? request
            : throw new FormatException($"Binance refuses '{text}': {parameters.Error?.Message}");
    }

    public IReadOnlyList<byte[]> Tell(AccountMutation mutation) => Protocol.BinanceUserStreams.OrderUpdateOf(mutation) is { } update
        ? [Protocol.BinanceUserStreams.WriteUpdate(update, _listed[update.Order.Symbol], mutation.Time)]
        : [];

    public Heard Hear(ReadOnlySpan<byte> message) => BinanceUserStream.Read(message).Order is { } order
        ? _sink.Take(_teller.TellAsync(order, CancellationToken.None))
        : new Heard([], IsWhole: true);

    public IReadOnlyList<EngineEvent> ReadForced(SimulatedOrder order, SimulatedFill fill)
    {
        BinanceUserTrade trade = JsonSerializer.Deserialize(WriteFills(order, [fill]), BinanceJson.Default.IReadOnlyListBinanceUserTrade)![0];
        OrderOrigin origin = BinanceOrigins.Of(Protocol.BinanceIds.ClientOrderIdOf(order));
        ForcedFill forced = BinanceReports.ToForcedFill(trade, new InstrumentId(VenueId.BinanceUm, fill.Symbol), origin);
        return _news.TryTell(forced) ? [new ForcedFillSeen(forced)] : [];
    }

    public byte[] WriteOrder(SimulatedOrder order) => Protocol.BinanceReply.Object(
        json => Protocol.BinanceJson.WriteOrder(json, order, _listed[order.Symbol], withTime: true)).Body.ToArray();

    public OrderReport ReadOrder(byte[] text, InstrumentId instrument, ClientOrderId id) => BinanceReports.ToReport(
        JsonSerializer.Deserialize(text, BinanceJson.Default.BinanceOrder) ?? throw new FormatException("no order"), instrument, id);

    public byte[] WriteFills(SimulatedOrder order, IReadOnlyList<SimulatedFill> fills) => Protocol.BinanceReply.Array(
        fills, (json, fill) => Protocol.BinanceJson.WriteFill(json, fill, _listed[fill.Symbol])).Body.ToArray();

    public IReadOnlyList<FillReport> ReadFills(byte[] text, InstrumentId instrument, ClientOrderId id) =>
        [.. (JsonSerializer.Deserialize(text, BinanceJson.Default.IReadOnlyListBinanceUserTrade) ?? []).Select(trade => BinanceReports.ToFill(trade, instrument, id))];

    public void Renew(IReadOnlyList<InstrumentSetup> setups)
    {
        _instruments = [.. setups.Select(setup => setup.Instrument)];
        _listed = new Protocol.BinanceInstruments(setups);
        _teller = Teller();
    }

    public void Forget()
    {
        _news = new BinanceNews();
        _teller = Teller();
    }

    private Instrument InstrumentOf(InstrumentId id) => _instruments.First(instrument => instrument.Id == id);

    private BinanceOrderNews Teller() =>
        new(_instruments, _options, _sink, _news, new BinanceSentOrders(new VenueClock(TimeProvider.System, 0), _options.ReceiveWindow));
}
