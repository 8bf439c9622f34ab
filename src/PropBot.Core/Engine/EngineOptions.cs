using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine;

/// <summary>What the engine is told at its start; another configuration changes part of it while it runs.</summary>
public sealed record EngineOptions
{
    public static readonly TimeSpan DefaultReconcileInterval = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan DefaultFillInterval = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan DefaultRightsInterval = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan DefaultSettingsInterval = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan DefaultResumeDeadline = TimeSpan.FromMinutes(2);

    /// <summary>Venues that take part; two or more.</summary>
    public required IReadOnlyList<VenueId> Venues { get; init; }

    /// <summary>Symbols that are traded.</summary>
    public required IReadOnlyList<Symbol> Symbols { get; init; }

    public StrategyOptions Strategy { get; init; } = new();

    public StrategyLimits StrategyLimits { get; init; } = new();

    public RiskOptions Risk { get; init; } = new();

    public ExecutionOptions Execution { get; init; } = new();

    /// <summary>The venues' limits of new orders, all of which hold at once; a venue that is not here has none that matters.</summary>
    public IReadOnlyDictionary<VenueId, IReadOnlyList<OrderLimit>> OrderLimits { get; init; } = new Dictionary<VenueId, IReadOnlyList<OrderLimit>>();

    /// <summary>How each venue margins our positions, which is read back from it; a venue that is not here does so across the account and is not asked.</summary>
    public IReadOnlyDictionary<VenueId, MarginTerms> MarginTerms { get; init; } = new Dictionary<VenueId, MarginTerms>();

    public ControlOptions Control { get; init; } = new();

    public WatchdogOptions Watchdog { get; init; } = new();

    public SloOptions Slo { get; init; } = new();

    /// <summary>Everything is read and shown, and no order leaves. Only with a ledger that has no open pair.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Leaves the start-up HOLD by itself once every check is green. Never where money is at stake.</summary>
    public bool Autopilot { get; init; }

    /// <summary>Seconds of the market's time in one of elapsed time (ADR 0006): above 1 for a market that is replayed faster. Default 1.</summary>
    public double MarketSpeed { get; init; } = 1d;

    /// <summary>How often the equity is kept for the chart, market time. Default 10 s.</summary>
    public TimeSpan EquitySampleInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often each account's own statement is read and compared, elapsed time. Default 5 s.</summary>
    public TimeSpan AccountPollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often each venue is asked what our key may do, elapsed time.</summary>
    public TimeSpan RightsPollInterval { get; init; } = DefaultRightsInterval;

    /// <summary>How often each venue is asked how our account is set, elapsed time.</summary>
    public TimeSpan SettingsPollInterval { get; init; } = DefaultSettingsInterval;

    /// <summary>How often each venue is asked what the settle coins are worth, elapsed time. Default 5 s.</summary>
    public TimeSpan CoinPollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>When the ledger took over the accounts' balances, market time: what was moved before is in them.</summary>
    public DateTimeOffset LedgerSince { get; init; } = DateTimeOffset.MinValue;

    /// <summary>An answer to that older than this is not relied on, elapsed time. Default 10 min.</summary>
    public TimeSpan RightsStaleAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often each venue's open orders are read and compared, elapsed time.</summary>
    public TimeSpan ReconcileInterval { get; init; } = DefaultReconcileInterval;

    /// <summary>How often each instrument's booked fills are compared with the venue's own list, elapsed time.</summary>
    public TimeSpan FillInterval { get; init; } = DefaultFillInterval;

    /// <summary>How long after the start everything must be resolved with the venues, elapsed time; then the rest is told.</summary>
    public TimeSpan ResumeDeadline { get; init; } = DefaultResumeDeadline;

    /// <summary>What is done about orders that this desk did not make, by venue.</summary>
    public IReadOnlyDictionary<VenueId, ForeignOrderPolicy> ForeignOrders { get; init; } = new Dictionary<VenueId, ForeignOrderPolicy>();

    /// <summary>Which configuration this is; null where nobody keeps one.</summary>
    public ConfigName? Configuration { get; init; }

    /// <summary>These, with what a running engine can take of others.</summary>
    public EngineOptions Taking(EngineOptions next) => this with
    {
        // Half-lives are in estimates that are under way; switches of variables and deliberate delays belong to the run.
        Strategy = next.Strategy with { BasisHalfLife = Strategy.BasisHalfLife },
        Risk = next.Risk,
        StrategyLimits = next.StrategyLimits,
        Execution = next.Execution with { Rebalancer = Execution.Rebalancer, DelayBeforeSending = Execution.DelayBeforeSending },
        Control = next.Control with { TwoManRule = Control.TwoManRule, DryRun = Control.DryRun },
        Watchdog = next.Watchdog,
        ReconcileInterval = next.ReconcileInterval,
        FillInterval = next.FillInterval,
        ResumeDeadline = next.ResumeDeadline,
        RightsPollInterval = next.RightsPollInterval,
        SettingsPollInterval = next.SettingsPollInterval,
        Configuration = next.Configuration,
    };

    public ForeignOrderPolicy PolicyOf(VenueId venue) => ForeignOrders.GetValueOrDefault(venue, ForeignOrderPolicy.Hold);
}
