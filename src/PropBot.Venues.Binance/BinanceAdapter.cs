using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance;

/// <summary>Binance USD-M perpetuals. The venue's rules and their sources: docs/venues/binance-um.md.</summary>
public sealed class BinanceAdapter : IVenueAdapter
{
    private readonly VenueOptions _options;
    private readonly VenueClock _clock;
    private readonly IVenueLog _log;
    private readonly VenueCounters _counters = new();
    private readonly BinanceRest _rest;
    private readonly BinanceTrading _trading;
    private readonly BinanceStatements _statements;
    private IReadOnlyList<Instrument> _instruments = [];

    public BinanceAdapter(VenueOptions options, VenueClock clock, IVenueLog log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _rest = new BinanceRest(options, clock, _counters);
        _trading = new BinanceTrading(_rest);
        _statements = new BinanceStatements(options, _rest);
    }

    public VenueId Venue => _options.Venue;

    public VenueStatistics Statistics => _counters.Read(_rest.Clock);

    /// <summary>The latest messages that could not be read, for people.</summary>
    public IReadOnlyList<MalformedMessage> MalformedMessages => _counters.Malformed.Latest();

    public async Task RunAsync(IVenueSink sink, CancellationToken cancellationToken)
    {
        string[] parts = [BinanceUserStream.Part, BinanceDepthStream.Part, BinanceMarkStream.Part];
        using var link = new LinkState(Venue, sink, parts);
        var pauses = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), _options.JitterSeed);
        try
        {
            while (true)
            {
                try
                {
                    IReadOnlyList<Instrument> instruments = await SetUpAsync(cancellationToken);
                    pauses.Reset();
                    Volatile.Write(ref _instruments, instruments);
                    await sink.PublishAsync(new InstrumentsLoaded(Venue, instruments), cancellationToken);
                    var session = new BinanceSession(_options, _clock, _log, _counters, _rest, _trading, _statements, link, sink);
                    await session.RunAsync(instruments, cancellationToken);
                    await link.AllLostAsync("the listing has changed and is set up anew", cancellationToken);
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
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    public Task<VenueOutcome> PlaceAsync(OrderIntent intent, CancellationToken cancellationToken) => Find(intent.Instrument) is { } instrument
        ? _trading.PlaceAsync(intent, instrument, cancellationToken)
        : Task.FromResult<VenueOutcome>(NotReady(intent.Instrument));

    public Task<VenueOutcome> CancelAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        Find(instrument) is { } known
            ? _trading.CancelAsync(known, clientOrderId, cancellationToken)
            : Task.FromResult<VenueOutcome>(NotReady(instrument));

    public async Task<OrderLookup> QueryOrderAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken)
    {
        if (Find(instrument) is not { } known)
        {
            return new OrderLookup.Failed(NotReady(instrument).Refusal.Message);
        }

        BinanceReply<BinanceOrder> reply = await _trading.FindAsync(known, clientOrderId, cancellationToken);
        try
        {
            return reply switch
            {
                BinanceReply<BinanceOrder>.Ok { Value: var order } => new OrderLookup.Found(BinanceReports.ToReport(order, instrument, clientOrderId)),
                BinanceReply<BinanceOrder>.Refused refused when refused.Has(BinanceErrors.OrderDoesNotExist) =>
                    new OrderLookup.NotFound(new VenueProof($"GET /fapi/v1/order origClientOrderId={clientOrderId}", $"{refused.Refusal.Code} {refused.Refusal.Message}", _clock.MarketNow)),
                _ => new OrderLookup.Failed(reply.Failure),
            };
        }
        catch (FormatException e)
        {
            return new OrderLookup.Failed(e.Message);
        }
    }

    public async Task<IReadOnlyList<FillReport>?> QueryFillsAsync(
        InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        Find(instrument) is { } known ? await _trading.FillsAsync(known, clientOrderId, cancellationToken) : null;

    public async Task<AccountLookup> QueryAccountAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Instrument> instruments = Volatile.Read(ref _instruments);
        return instruments.Count == 0
            ? new AccountLookup.Failed($"{Venue}: instruments are not loaded yet")
            : await _statements.AccountAsync(instruments[0].SettleAsset, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _rest.Dispose();
        return default;
    }

    private async Task<IReadOnlyList<Instrument>> SetUpAsync(CancellationToken cancellationToken)
    {
        if (!await _rest.Clock.MeasureAsync(cancellationToken))
        {
            throw new VenueSetupException($"no answer from {_options.RestAddress} to the question for its time");
        }

        var setup = new BinanceSetup(_options, _rest);
        IReadOnlyList<Instrument> instruments = await setup.LoadInstrumentsAsync(cancellationToken);
        await setup.SetModesAsync(instruments, cancellationToken);
        return instruments;
    }

    private Instrument? Find(InstrumentId id) => Volatile.Read(ref _instruments).FirstOrDefault(i => i.Id == id);

    private VenueOutcome.Refused NotReady(InstrumentId instrument) =>
        new(new VenueRefusal(RefusalKind.VenueUnavailable, "not_sent", $"{instrument} is not loaded at {Venue}"));
}
