using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Control;
using PropBot.Simulator.Framing;
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
    private readonly List<VenueListener> _listeners = [];
    private LoopbackListener? _control;
    private int _isDisposed;

    private SimulatorHost(AccountStore store, SimulatedMarket market, SimulationClock clock, SimulatorLoop loop, SimulatorOutput output)
    {
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
        var output = new SimulatorOutput(market, clock, store, relays);
        var loop = new SimulatorLoop(market, clock, options.Latency, options.Seed, output);
        var host = new SimulatorHost(store, market, clock, loop, output);
        for (int i = 0; i < simulated.Count; i++)
        {
            var accounts = new AccountDirectory(simulated[i].Id, options.Accounts);
            foreach (SimulatedAccountOptions account in accounts.All)
            {
                simulated[i].OpenAccount(account.ApiKey, account.StartBalance, market.Now);
            }

            var sessions = new SessionRegistry(new RequestCounters(), options.SessionQueueLimit);
            output.Add(sessions);
            var context = new VenueContext(
                simulated[i], loop, clock, accounts, sessions, loggers.CreateLogger($"PropBot.Simulator.{simulated[i].Id}"));
            relays[i].Protocol = SimulatedProtocols.Create(context);
        }

        output.Begin();
        return host;
    }

    private async Task ListenAsync(SimulatorOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        foreach ((ISimulatedProtocol protocol, SessionRegistry sessions) in _output.Protocols)
        {
            int port = options.Ports.GetValueOrDefault(protocol.Venue);
            _listeners.Add(await VenueListener.StartAsync(protocol, sessions, port, loggers, cancellationToken));
        }

        Venues = _listeners.ToDictionary(listener => listener.Protocol.Venue, listener => listener.Addresses);
        var control = new ControlEndpoint(options, _market, Clock, _loop, _listeners);
        _control = await LoopbackListener.StartAsync(options.ControlPort, control.HandleAsync, loggers, cancellationToken);
        _loop.Start();
    }
}
