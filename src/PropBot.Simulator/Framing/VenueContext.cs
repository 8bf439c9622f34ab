using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Faults;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Framing;

/// <summary>What a protocol works with: its venue behind the loop, its accounts, the market's clock and its clients' sessions.</summary>
public sealed class VenueContext
{
    private readonly SimulatedVenue _venue;
    private readonly SessionRegistry _sessions;

    private readonly OrderFaults _orders;

    internal VenueContext(
        SimulatedVenue venue,
        SimulatorLoop loop,
        SimulationClock clock,
        AccountDirectory accounts,
        SessionRegistry sessions,
        OrderFaults orders,
        CoinPrices coins,
        bool hasRateLimits,
        ILogger logger)
    {
        _venue = venue;
        _sessions = sessions;
        _orders = orders;
        Coins = coins;
        HasRateLimits = hasRateLimits;
        Loop = loop;
        Clock = clock;
        Accounts = accounts;
        Logger = logger;
    }

    public VenueId Venue => _venue.Id;

    /// <summary>Whether who asks too often is refused.</summary>
    public bool HasRateLimits { get; }

    /// <summary>The venue itself, for code that is on the loop.</summary>
    public SimulatedVenue VenueOnLoop => _venue;

    public SimulatorLoop Loop { get; }

    /// <summary>The venue's own clock: market time unless it is off; its timestamps are real.</summary>
    public SimulationClock Clock { get; }

    public AccountDirectory Accounts { get; }

    public CoinPrices Coins { get; }

    public RequestCounters Counters => _sessions.Counters;

    public ILogger Logger { get; }

    /// <summary>Asks the venue on the loop, after the latency of queries.</summary>
    public Task<T> AskAsync<T>(Func<SimulatedVenue, DateTimeOffset, T> question) =>
        Loop.RunAsync(Loop.Latency.Queries, now => question(_venue, now));

    /// <summary>Places or cancels on the loop, after the latency of orders. What it changed is stored when this returns.</summary>
    public Task<T> TradeAsync<T>(Func<SimulatedVenue, DateTimeOffset, T> command) =>
        Loop.RunAsync(Loop.Latency.Orders, now => command(_venue, now));

    /// <summary>Places an order unless it is struck; on the loop.</summary>
    public Answer<SimulatedOrder> Place(string account, OrderRequest request, DateTimeOffset now) => _orders.Place(_venue, account, request, now);

    /// <summary>Cancels an order, which may fill meanwhile when it is struck; on the loop.</summary>
    public Answer<SimulatedOrder> Cancel(string account, Symbol symbol, OrderKey key, DateTimeOffset now) =>
        _orders.Cancel(_venue, account, symbol, key, now);

    /// <summary>Does something on the loop without any latency: subscriptions, sessions.</summary>
    public Task<T> OnLoopAsync<T>(Func<DateTimeOffset, T> work) => Loop.RunAsync(null, work);

    /// <summary>Accepts a WebSocket and carries it to its end.</summary>
    /// <param name="keepAlive">How often the venue pings, real time.</param>
    /// <param name="onOpened">On the loop, before the first message is read.</param>
    /// <param name="onMessage">For every text message, one at a time, not on the loop.</param>
    /// <param name="onClosed">On the loop, always, last.</param>
    public Task AcceptAsync(
        HttpContext http,
        TimeSpan keepAlive,
        Action<WebSocketSession> onOpened,
        Func<WebSocketSession, ReadOnlyMemory<byte>, Task> onMessage,
        Action<WebSocketSession> onClosed) =>
        _sessions.AcceptAsync(Loop, http, keepAlive, onOpened, onMessage, onClosed);
}
