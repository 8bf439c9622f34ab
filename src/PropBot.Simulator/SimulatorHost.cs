using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Control;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Faults.Wire;
using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;
using PropBot.Simulator.Storage;

namespace PropBot.Simulator;

/// <summary>
/// The venue simulator as a server: a market on one loop, one loopback listener per venue, a control endpoint, and a store that
/// outlives the process.
/// </summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly AccountStore _store;
    private readonly SimulatedMarket _market;
    private readonly SimulatorLoop _loop;
    private readonly SimulatorOutput _output;
    private readonly FaultBoard _board;
    private readonly List<VenueLine> _lines = [];
    private readonly List<VenueListener> _listeners = [];
    private LoopbackListener? _control;
    private int _isDisposed;

    private SimulatorHost(
        AccountStore store, SimulatedMarket market, SimulationClock clock, SimulatorLoop loop, SimulatorOutput output, FaultBoard board)
    {
        _board = board;
        _store = store;
        _market = market;
        _loop = loop;
        _output = output;
        Clock = clock;
    }

    /// <summary>Market time, for everything that trades on this simulator.</summary>
    public SimulationClock Clock { get; }

    /// <summary>Where each venue is.</summary>
    public IReadOnlyDictionary<VenueId, VenueAddresses> Venues { get; private set; } = new Dictionary<VenueId, VenueAddresses>();

    /// <summary>Base address of <c>/sim/status</c> and <c>/sim/accounts</c>.</summary>
    public Uri Control => _control!.Address;

    /// <summary>Ends with the market's loop; failed when a bug or a full disk stopped it.</summary>
    public Task Completion => _loop.Completion;

    /// <summary>Restores the accounts, opens new ones, starts market and listeners.</summary>
    /// <param name="options">Checked here: a bad value is an <see cref="ArgumentException"/> with every problem in its message.</param>
    /// <param name="venues">The venues with their instruments.</param>
    /// <param name="feed">
    /// Makes the feed. Gets where the market stood when the store was last written (null in a new store): a feed that begins there
    /// lets the accounts' time go on; market time never goes back, so one that begins earlier stands still until it is there.
    /// </param>
    /// <param name="real">Real time; the system's when null.</param>
    /// <exception cref="ArgumentException">Options that do not hold.</exception>
    /// <exception cref="InvalidDataException">The store is damaged.</exception>
    /// <exception cref="IOException">The store is in use or cannot be written, or a port is in use.</exception>
    public static async Task<SimulatorHost> StartAsync(
        SimulatorOptions options,
        IReadOnlyList<SimulatedVenueOptions> venues,
        Func<MarketPoint?, IMarketFeed> feed,
        TimeProvider? real = null,
        ILoggerFactory? loggers = null,
        CancellationToken cancellationToken = default)
    {
        loggers ??= NullLoggerFactory.Instance;
        ThrowIfWrong(options, venues);
        AccountStore store = AccountStore.Open(options.DataDirectory);
        SimulatorHost? host = null;
        try
        {
            host = Compose(options, venues, feed, store, real, loggers);
            await host.ListenAsync(options, loggers, cancellationToken);
            return host;
        }
        catch
        {
            if (host is null)
            {
                store.Dispose();
            }
            else
            {
                await host.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Lets something go wrong from now on. Returns when it is in force.</summary>
    /// <returns>The fault's number.</returns>
    /// <exception cref="FaultPlanException">The rule does not hold, or strikes nothing here.</exception>
    public async Task<int> InjectAsync(FaultRule rule)
    {
        int id = await _loop.RunAsync(null, now => _board.Tell(rule, now));
        await DoorsSettledAsync();
        return id;
    }

    /// <summary>Takes a fault back. Returns when it is over.</summary>
    /// <returns>False when there is no such fault, or it was taken back before.</returns>
    public async Task<bool> TakeBackAsync(int id)
    {
        bool found = await _loop.RunAsync(null, now => _board.TakeBack(id, now));
        await DoorsSettledAsync();
        return found;
    }

    /// <summary>Every fault told so far, and how often each kind struck.</summary>
    public Task<FaultReport> FaultsAsync() => _loop.RunAsync(null, now => new FaultReport(_board.Seed, _board.States(now), _board.Counts()));

    /// <summary>What dollar coins are worth, to be moved.</summary>
    public CoinPrices Coins { get; } = new();

    /// <summary>Whoever asks next has asked nothing so far, at any venue.</summary>
    public void ForgetRequests() => _lines.ForEach(line => line.Protocol.ForgetRequests());

    /// <summary>Pays into the first account of a venue, or out of it whatever its positions need: an account whose margin runs out.</summary>
    /// <param name="amount">Settle asset; below zero: paid out.</param>
    public Task TransferAsync(VenueId id, decimal amount) => _loop.RunAsync(null, now =>
    {
        SimulatedVenue venue = _market.Venues.Single(one => one.Id == id);
        venue.Transfer(venue.Accounts[0], amount, now);
        return venue.Summary(venue.Accounts[0]).WalletBalance;
    });

    /// <summary>Somebody changes settings of a venue's first account on the venue's site.</summary>
    /// <returns>The venue's refusal; null when all is set.</returns>
    public Task<Refusal?> ChangeSettingsAsync(VenueId id, SettingsChange change) => _loop.RunAsync(null, now =>
    {
        SimulatedVenue venue = _market.Venues.Single(one => one.Id == id);
        return change.Apply(venue, venue.Accounts[0], now);
    });

    /// <summary>Puts market time forward and carries out every step until then; returns when the market is there.</summary>
    /// <returns>Market time reached.</returns>
    public Task<DateTimeOffset> AdvanceAsync(TimeSpan by) => AdvanceToAsync(Clock.GetUtcNow() + by);

    /// <summary>As <see cref="AdvanceAsync"/>; an instant that is past changes nothing.</summary>
    public async Task<DateTimeOffset> AdvanceToAsync(DateTimeOffset instant)
    {
        Clock.MoveTo(instant);
        DateTimeOffset reached;
        do
        {
            // What is due at an instant comes before the market's step at it; the last step shall be taken too.
            reached = await _loop.RunAtAsync(instant, now => now);
        }
        while (reached < instant);

        await DoorsSettledAsync();
        return reached;
    }

    /// <summary>Drops the clients, stops the market, writes a last snapshot. Takes about a second at most.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        if (_control is { } control)
        {
            await control.DisposeAsync();
        }

        await Task.WhenAll(_listeners.Select(listener => listener.DisposeAsync().AsTask()));
        await _loop.DisposeAsync();
        if (!_loop.Completion.IsFaulted)
        {
            _output.TakeSnapshot();
        }

        _store.Dispose();
    }

    private static void ThrowIfWrong(SimulatorOptions options, IReadOnlyList<SimulatedVenueOptions> venues)
    {
        string[] problems =
        [
            .. options.Validate(),
            .. venues.Where(venue => !SimulatedProtocols.Has(venue.Venue))
                .Select(venue => $"{venue.Venue} has no simulated protocol: choose binance-um, okx-perp or bybit-linear"),
            .. options.Accounts.Where(account => venues.All(venue => venue.Venue != account.Venue))
                .Select(account => $"there is an account of {account.Venue}, but no such venue is simulated"),
        ];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join("; ", problems), nameof(options));
        }
    }

    private static SimulatorHost Compose(
        SimulatorOptions options,
        IReadOnlyList<SimulatedVenueOptions> venues,
        Func<MarketPoint?, IMarketFeed> feed,
        AccountStore store,
        TimeProvider? real,
        ILoggerFactory loggers)
    {
        var relays = new List<VenueRelay>();
        var simulated = new List<SimulatedVenue>();
        foreach (SimulatedVenueOptions venueOptions in venues)
        {
            var relay = new VenueRelay(venueOptions.Venue, store);
            relays.Add(relay);
            simulated.Add(store.Find(venueOptions.Venue) is { } known
                ? SimulatedVenue.Restore(venueOptions, known.State, known.Since, relay)
                : new SimulatedVenue(venueOptions, relay));
        }

        var market = new SimulatedMarket(feed(store.Market), simulated);
        store.ForgetRead();
        var clock = new SimulationClock(market.Now, options.Speed, real);
        var board = new FaultBoard(options.Faults.Seed);
        var output = new SimulatorOutput(market, clock, store, relays, board);
        var loop = new SimulatorLoop(market, clock, options.Latency, options.Seed, output);
        var host = new SimulatorHost(store, market, clock, loop, output, board);
        for (int i = 0; i < simulated.Count; i++)
        {
            var accounts = new AccountDirectory(simulated[i].Id, options.Accounts);
            foreach (SimulatedAccountOptions account in accounts.All)
            {
                simulated[i].OpenAccount(account.ApiKey, account.StartBalance, market.Now);
            }

            host._lines.Add(Connect(options, simulated[i], relays[i], loop, clock, board, output, accounts, host.Coins, loggers));
        }

        output.Begin();
        foreach (FaultRule rule in options.Faults.Rules)
        {
            board.Tell(rule, market.Now);
        }

        return host;
    }

    /// <summary>A venue's protocol with the faults on its way to its clients.</summary>
    private static VenueLine Connect(
        SimulatorOptions options,
        SimulatedVenue venue,
        VenueRelay relay,
        SimulatorLoop loop,
        SimulationClock clock,
        FaultBoard board,
        SimulatorOutput output,
        AccountDirectory accounts,
        CoinPrices coins,
        ILoggerFactory loggers)
    {
        var faults = new VenueFaults(venue.Id);
        IWireDialect dialect = SimulatedProtocols.DialectOf(venue.Id);
        Instrument[] instruments = [.. venue.Instruments.Select(setup => setup.Instrument)];
        var streams = new StreamFaults(faults, dialect, loop, clock, instruments);
        var sessions = new SessionRegistry(new RequestCounters(), options.SessionQueueLimit, streams);
        output.Add(sessions);
        var matters = new VenueMatters(faults, venue, sessions, accounts, () => relay.Protocol!);
        board.Add(faults, matters, venue.Instruments);
        var context = new VenueContext(
            venue,
            loop,
            new SimulationClock(clock, faults.Clock.At),
            accounts,
            sessions,
            new OrderFaults(faults, streams),
            coins,
            options.HasRateLimits,
            loggers.CreateLogger($"PropBot.Simulator.{venue.Id}"));
        relay.Protocol = SimulatedProtocols.Create(context);
        return new VenueLine(relay.Protocol, sessions, new RequestFaults(faults, dialect, loop, clock, instruments), matters);
    }

    private Task DoorsSettledAsync() => Task.WhenAll(_listeners.Select(listener => listener.DoorSettledAsync()));

    private async Task ListenAsync(SimulatorOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        foreach (VenueLine line in _lines)
        {
            int port = options.Ports.GetValueOrDefault(line.Protocol.Venue);
            VenueListener listener = await VenueListener.StartAsync(line.Protocol, line.Sessions, line.Faults, port, loggers, cancellationToken);
            line.Matters.Door = open => _ = listener.SetDoorAsync(open);
            _listeners.Add(listener);
        }

        Venues = _listeners.ToDictionary(listener => listener.Protocol.Venue, listener => listener.Addresses);
        var control = new ControlEndpoint(options, this, _market, _loop, _listeners);
        _control = await LoopbackListener.StartAsync(options.ControlPort, control.HandleAsync, loggers, cancellationToken);
        _loop.Start();
    }

    private sealed record VenueLine(ISimulatedProtocol Protocol, SessionRegistry Sessions, RequestFaults Faults, VenueMatters Matters);
}

/// <summary>What goes wrong, and how often it did.</summary>
/// <param name="Counts">How often each kind struck, all venues together.</param>
public sealed record FaultReport(ulong Seed, IReadOnlyList<FaultState> Faults, IReadOnlyDictionary<FaultKind, long> Counts);
