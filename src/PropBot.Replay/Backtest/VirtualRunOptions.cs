using PropBot.Core.Engine;
using PropBot.Simulation.Trading;

namespace PropBot.Replay.Backtest;

/// <summary>How the engine is run in virtual time.</summary>
public sealed record VirtualRunOptions
{
    /// <summary>
    /// As given, but for what no recording tells: what a key may do does not age, as there is none and bars may be hours apart, and nobody asks
    /// what settle coins are worth (ADR 0027).
    /// </summary>
    public required EngineOptions Engine
    {
        get;
        init => field = value with
        {
            RightsStaleAfter = TimeSpan.MaxValue,
            Risk = value.Risk with { MaxSettleDepegBps = 0m },
        };
    }

    /// <summary>The simulated venues, with the instruments that the feed speaks of.</summary>
    public required IReadOnlyList<SimulatedVenueOptions> Venues { get; init; }

    /// <summary>What each account starts with, settle asset, above 0. Default 100,000.</summary>
    public decimal Deposit { get; init; } = 100_000m;

    /// <summary>Seed of the latencies.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Shortest time of a message to or from a venue, market time. Default 20 ms.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>What is added to each latency, uniform between zero and this. Default 10 ms.</summary>
    public TimeSpan LatencyJitter { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Time between two ticks of the clock while an order, a rescue or a close is under way. Default 1 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after the last price what is under way may take to end. Default 10 minutes.</summary>
    public TimeSpan Epilogue { get; init; } = TimeSpan.FromMinutes(10);
}
