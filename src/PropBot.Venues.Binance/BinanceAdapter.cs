using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance;

/// <summary>Binance USD-M perpetuals. The venue's rules and their sources: docs/venues/binance-um.md.</summary>
public sealed class BinanceAdapter : IVenueAdapter
{
    private readonly VenueOptions _options;
    private readonly VenueClock _clock;
    private readonly IVenueLog _log;
    private readonly VenueCounters _counters = new();
    private readonly BinanceRequests _requests;
    private readonly BinanceNews _news;
    private BinanceInstruments _instruments = BinanceInstruments.None;

    public BinanceAdapter(VenueOptions options, VenueClock clock, IVenueLog log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _requests = new BinanceRequests(options, clock, _counters);
        _news = new BinanceNews();
    }

    public VenueId Venue => _options.Venue;

    public VenueCapabilities Capabilities { get; } = new()
    {
        AmendsOrders = true,
        PositionModes = [PositionMode.OneWay, PositionMode.Hedge],
        MarginModes = [MarginMode.Cross, MarginMode.Isolated],
        BookChecksum = false,
        BookDepth = BinanceDepthStream.SnapshotLevels,
        MarginRatio = true,
        AdlRank = true,
        MarginCalls = true,
        PreventsSelfTrades = true,
        OrderLimits = [new OrderLimit(300, TimeSpan.FromSeconds(10)), new OrderLimit(1_200, TimeSpan.FromMinutes(1))],
        OrderHistoryReach = BinanceHistory.OrderReach,
        FillHistoryReach = BinanceHistory.FillReach,
        IncomeReach = BinanceHistory.IncomeReach,
    };

    public VenueStatistics Statistics => _counters.Read(_requests.Rest.Clock);

    /// <summary>The latest messages that could not be read, for people.</summary>
    public IReadOnlyList<MalformedMessage> MalformedMessages => _counters.Malformed.Latest();

    public async Task RunAsync(IVenueSink sink, CancellationToken cancellationToken)
    {
        try
        {
            // A ban outlives a connection: it is told as long as the adapter runs.
            await Together.RunAsync(
                cancellationToken, ending => RunSessionsAsync(sink, ending), ending => _requests.Rest.Access.RunAsync(sink, ending));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    public Task<VenueOutcome> PlaceAsync(OrderIntent intent, CancellationToken cancellationToken) =>
        CommandAsync(intent.Instrument, known => _requests.Trading.PlaceAsync(intent, known, cancellationToken));

    public Task<VenueOutcome> AmendAsync(OrderAmendment amendment, CancellationToken cancellationToken) =>
        CommandAsync(amendment.Instrument, known => _requests.Trading.AmendAsync(amendment, known, cancellationToken));

    public Task<VenueOutcome> CancelAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        CancelAsync(instrument, native => _requests.Trading.CancelAsync(native, clientOrderId, cancellationToken));

    public Task<VenueOutcome> CancelAsync(InstrumentId instrument, VenueOrderId venueOrderId, CancellationToken cancellationToken) =>
        CancelAsync(instrument, native => _requests.Trading.CancelAsync(native, venueOrderId, cancellationToken));

    public Task<VenueOutcome> CancelAllAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        CommandAsync(instrument, known => _requests.Trading.CancelAllAsync(known, cancellationToken));

    public async Task<OrderLookup> QueryOrderAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        if (Find(instrument) is not { } known)
        {
            return new OrderLookup.Failed(NotReady(instrument).Refusal.Message);
        }

        OrderLookup lookup = await _requests.Orders.LookUpAsync(known, clientOrderId, cancellationToken);
        return lookup is OrderLookup.Found found && _news.IsOlder(found.Report)
            ? new OrderLookup.Failed($"the venue's answer for {clientOrderId} is older than what its stream has told")
            : lookup;
    }

    public Task<IReadOnlyList<FillReport>?> QueryFillsAsync(
        InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        QueryAsync(instrument, known => _requests.Fills.OfAsync(known, clientOrderId, cancellationToken));

    public Task<IReadOnlyList<OrderReport>?> QueryOpenOrdersAsync(CancellationToken cancellationToken) => Listed is { Count: > 0 } instruments
        ? _requests.Orders.OpenAsync(instruments, cancellationToken)
        : Task.FromResult<IReadOnlyList<OrderReport>?>(null);

    public Task<IReadOnlyList<OrderReport>?> QueryOrderHistoryAsync(InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken) =>
        QueryAsync(instrument, known => _requests.History.OrdersAsync(known, span, cancellationToken));

    public Task<IReadOnlyList<FillReport>?> QueryFillHistoryAsync(InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken) =>
        QueryAsync(instrument, known => _requests.History.FillsAsync(known, span, cancellationToken));

    public Task<IReadOnlyList<IncomeEntry>?> QueryIncomeAsync(HistorySpan span, RequestLane lane, CancellationToken cancellationToken) =>
        _requests.History.IncomeAsync(span, lane, Volatile.Read(ref _instruments).All, cancellationToken);

    public Task<IReadOnlyList<PositionTier>?> QueryPositionTiersAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        QueryAsync(instrument, known => _requests.Statements.TiersAsync(known, cancellationToken));

    public async Task<AccountLookup> QueryAccountAsync(CancellationToken cancellationToken) => Listed is { Count: > 0 } instruments
        ? await _requests.Statements.AccountAsync(instruments, cancellationToken)
        : new AccountLookup.Failed($"{Venue}: instruments are not loaded yet");

    public Task<RightsLookup> QueryRightsAsync(CancellationToken cancellationToken) => _requests.Statements.RightsAsync(cancellationToken);

    public async Task<SettingsLookup> QuerySettingsAsync(CancellationToken cancellationToken) => Listed is { Count: > 0 } instruments
        ? await _requests.Modes.QueryAsync(instruments, cancellationToken)
        : new SettingsLookup.Failed($"{Venue}: instruments are not loaded yet");

    public Task<CoinPricesLookup> QueryCoinPricesAsync(IReadOnlyList<Asset> coins, CancellationToken cancellationToken) =>
        _requests.Coins.QueryAsync(coins, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _requests.Dispose();
        return default;
    }

    /// <summary>Sets up, streams until something has changed, sets up again.</summary>
    private async Task RunSessionsAsync(IVenueSink sink, CancellationToken cancellationToken)
    {
        string[] parts = [BinanceUserStream.Part, BinanceDepthStream.Part, BinanceMarkStream.Part];
        using var link = new LinkState(Venue, sink, parts);
        var pauses = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), _options.JitterSeed);
        while (true)
        {
            try
            {
                (BinanceInstruments instruments, AccountModesReading modes) = await SetUpAsync(cancellationToken);
                pauses.Reset();
                Volatile.Write(ref _instruments, instruments);
                await sink.PublishAsync(new InstrumentsLoaded(Venue, instruments.All), cancellationToken);
                using var session = new BinanceSession(_options, _clock, _log, _counters, _requests, _news, instruments, modes, link, sink);
                string reason = await session.RunAsync(cancellationToken);
                _log.Information(Venue, $"set up anew: {reason}");
                await link.AllLostAsync($"set up anew: {reason}", cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // A setup that failed says why; anything else must not end the venue for good either.
                string reason = e is VenueSetupException ? e.Message : $"{e.GetType().Name}: {e.Message}";
                _log.Warning(Venue, $"not ready: {reason}");
                await link.SetupFailedAsync(reason, cancellationToken);
                await Task.Delay(pauses.Next(), _clock.Time, cancellationToken);
            }
        }
    }

    private async Task<(BinanceInstruments Instruments, AccountModesReading Modes)> SetUpAsync(CancellationToken cancellationToken)
    {
        if (!await _requests.Rest.Clock.MeasureAsync(cancellationToken))
        {
            throw new VenueSetupException($"no answer from {_options.RestAddress} to the question for its time");
        }

        BinanceInstruments instruments = await _requests.Listing.LoadAsync(Volatile.Read(ref _instruments).All, cancellationToken);
        AccountModesReading modes = await _requests.Modes.SetAsync(instruments.Listed, cancellationToken);
        modes.Log(_log);
        if (await _requests.FeeCoin.ReadAsync(cancellationToken) is { } failure)
        {
            _log.Warning(Venue, $"whether fees are taken in BNB could not be read: {failure}");
        }

        return (instruments, modes);
    }

    private IReadOnlyList<Instrument> Listed => Volatile.Read(ref _instruments).Listed;

    private Task<VenueOutcome> CommandAsync(InstrumentId instrument, Func<Instrument, Task<VenueOutcome>> send) =>
        Find(instrument) is { } known ? send(known) : Task.FromResult<VenueOutcome>(NotReady(instrument));

    /// <summary>Also on instruments that are none of ours, once ours are loaded.</summary>
    private Task<VenueOutcome> CancelAsync(InstrumentId instrument, Func<string, Task<VenueOutcome>> send) => Listed.Count > 0
        ? send(Find(instrument)?.NativeSymbol ?? BinanceStrangers.NativeOf(instrument.Symbol))
        : Task.FromResult<VenueOutcome>(NotReady(instrument));

    private Task<IReadOnlyList<T>?> QueryAsync<T>(InstrumentId instrument, Func<Instrument, Task<IReadOnlyList<T>?>> ask) =>
        Find(instrument) is { } known ? ask(known) : Task.FromResult<IReadOnlyList<T>?>(null);

    private Instrument? Find(InstrumentId id) => Volatile.Read(ref _instruments).All.FirstOrDefault(i => i.Id == id);

    private VenueOutcome.Refused NotReady(InstrumentId instrument) =>
        new(new VenueRefusal(RefusalKind.VenueUnavailable, "not_sent", $"{instrument} is not loaded at {Venue}"));
}
