using PropBot.Core.Engine;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Host.Chaos;

namespace PropBot.Host.Configuration;

/// <summary>The configuration of one profile, read and checked.</summary>
public sealed record BotConfig
{
    public required string Profile { get; init; }

    public required IReadOnlyList<VenueConfig> Venues { get; init; }

    public required StrategyOptions Strategy { get; init; }

    public StrategyLimits StrategyLimits { get; init; } = new();

    public required RiskOptions Risk { get; init; }

    public required ExecutionOptions Execution { get; init; }

    /// <summary>What the file says of chaos; it acts with its switch only.</summary>
    public ChaosValues Chaos { get; init; } = new();

    public ControlConfig Control { get; init; } = ControlConfig.Default;

    public WatchdogOptions Watchdog { get; init; } = new();

    /// <summary>Of the service levels, beside this file; null: the usual one.</summary>
    public string? ThresholdsFile { get; init; }

    public required ReconciliationConfig Reconciliation { get; init; }

    public required PaperConfig Paper { get; init; }

    public LedgerConfig Ledger { get; init; } = new();

    public TracingConfig Tracing { get; init; } = new();

    public ServerConfig Server { get; init; } = new();
}

/// <summary>One venue: what is traded there, and its addresses where they are not the profile's own.</summary>
public sealed record VenueConfig(
    VenueId Venue, IReadOnlyList<Symbol> Symbols, int Leverage, PositionMode PositionMode, MarginMode MarginMode, ForeignOrderPolicy ForeignOrders,
    Uri? Rest, Uri? PublicStream, Uri? PrivateStream)
{
    /// <summary>How our account shall be set there.</summary>
    public MarginTerms MarginTerms => new(MarginMode, Leverage, PositionMode);
}

/// <summary>How often the desk compares itself with the venues.</summary>
/// <param name="Interval">Between two lists of open orders.</param>
/// <param name="FillInterval">Between two comparisons of fills.</param>
/// <param name="RightsInterval">Between two questions what our keys may do.</param>
/// <param name="SettingsInterval">Between two questions how our accounts are set.</param>
/// <param name="ResumeDeadline">Until when a start must have resolved everything, else it is told as incomplete.</param>
public sealed record ReconciliationConfig(TimeSpan Interval, TimeSpan FillInterval, TimeSpan ResumeDeadline, TimeSpan RightsInterval, TimeSpan SettingsInterval);

/// <summary>The paper profile's market and accounts; flags and variables win over these.</summary>
public sealed record PaperConfig
{
    /// <summary><c>model</c> or <c>recorded</c>.</summary>
    public string Feed { get; init; } = "model";

    public string? Recording { get; init; }

    /// <summary>Market seconds per real second, 0.1 to 20,000.</summary>
    public decimal Speed { get; init; } = 1m;

    public ulong Seed { get; init; } = 1;

    /// <summary>What each simulated account starts with, USDT.</summary>
    public decimal StartBalance { get; init; } = 100_000m;

    /// <summary>Mean time between two dislocations of the market model, market seconds; 0 for a quiet market.</summary>
    public decimal DislocationIntervalSeconds { get; init; } = 45m;
}
