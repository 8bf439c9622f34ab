using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Bybit.Stream;

namespace PropBot.Venues.Bybit;

/// <summary>Bybit v5, linear USDT perpetuals, one-way mode, cross margin. The venue's rules are in docs/venues/bybit-linear.md.</summary>
public sealed class BybitAdapter : IVenueAdapter
{
    private const string NotReady = "the instruments are not loaded yet";

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly VenueOptions _options;
    private readonly VenueClock _clock;
    private readonly IVenueLog _log;
    private readonly VenueCounters _counters = new();
    private readonly BybitRest _rest;
    private readonly BybitOrders _orders;
    private readonly BybitAccounts _accounts;
    private Dictionary<string, Instrument> _instruments = [];

    public BybitAdapter(VenueOptions options, VenueClock clock, IVenueLog log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _rest = new BybitRest(options, clock, _counters);
        _orders = new BybitOrders(_rest);
        _accounts = new BybitAccounts(_rest);
    }

    public VenueId Venue => VenueId.BybitLinear;

    public VenueStatistics Statistics => _counters.Read(_rest.Clock);

    public async Task RunAsync(IVenueSink sink, CancellationToken cancellationToken)
    {
        using LinkState link = new(Venue, sink, BybitPrivateStream.Part, BybitPublicStream.Part);
        BybitSetup setup = new(_rest, _options);
        Backoff backoff = new(ShortestPause, LongestPause, _options.JitterSeed);
        while (true)
        {
            if (await SetUpAsync(setup, link, cancellationToken) is not { } instruments)
            {
                await Task.Delay(backoff.Next(), _clock.Time, cancellationToken);
                continue;
            }

            backoff.Reset();
            await sink.PublishAsync(new InstrumentsLoaded(Venue, instruments), cancellationToken);
            using BybitSession session = new(_options, _clock, _counters, _log, sink, link, _rest, setup, instruments);
            await session.RunAsync(cancellationToken);
            await link.PartLostAsync(BybitPrivateStream.Part, "starting anew", cancellationToken);
            await link.PartLostAsync(BybitPublicStream.Part, "starting anew", cancellationToken);
        }
    }

    public async Task<VenueOutcome> PlaceAsync(OrderIntent intent, CancellationToken cancellationToken) =>
        InstrumentOf(intent.Instrument) is { } instrument
            ? OrderFilters.Refuse(intent, instrument) ?? await _orders.PlaceAsync(intent, instrument, cancellationToken)
            : new VenueOutcome.Refused(new VenueRefusal(RefusalKind.VenueUnavailable, "", NotReady));

    public async Task<VenueOutcome> CancelAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        InstrumentOf(instrument) is { } known
            ? await _orders.CancelAsync(known, clientOrderId, cancellationToken)
            : new VenueOutcome.Refused(new VenueRefusal(RefusalKind.VenueUnavailable, "", NotReady));

    public async Task<OrderLookup> QueryOrderAsync(
        InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        InstrumentOf(instrument) is { } known
            ? await _orders.QueryAsync(known, clientOrderId, cancellationToken)
            : new OrderLookup.Failed(NotReady);

    public async Task<IReadOnlyList<FillReport>?> QueryFillsAsync(
        InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        InstrumentOf(instrument) is { } known ? await _orders.QueryFillsAsync(known, clientOrderId, cancellationToken) : null;

    public async Task<AccountLookup> QueryAccountAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, Instrument> instruments = Volatile.Read(ref _instruments);
        return instruments.Count > 0 ? await _accounts.QueryAsync(instruments, cancellationToken) : new AccountLookup.Failed(NotReady);
    }

    public ValueTask DisposeAsync()
    {
        _rest.Dispose();
        return default;
    }

    private async Task<IReadOnlyList<Instrument>?> SetUpAsync(BybitSetup setup, LinkState link, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<Instrument> instruments = await setup.RunAsync(cancellationToken);
            Volatile.Write(ref _instruments, instruments.ToDictionary(i => i.NativeSymbol, StringComparer.Ordinal));
            return instruments;
        }
        catch (Exception notYet) when (notYet is VenueSetupException || WireText.IsMalformed(notYet))
        {
            _log.Warning(Venue, notYet.Message);
            await link.SetupFailedAsync(notYet.Message, cancellationToken);
            return null;
        }
    }

    private Instrument? InstrumentOf(InstrumentId instrument) => Volatile.Read(ref _instruments).GetValueOrDefault(instrument.Symbol.Name);
}
