namespace PropBot.Core.Engine;

public enum ControlMode
{
    /// <summary>Nothing is opened. What reduces risk goes on.</summary>
    Hold = 1,

    Run = 2,
}

/// <summary>What the desk's brakes are, kept in the ledger so that a restart finds them as they were.</summary>
/// <remarks>
/// Three steps lead out of a hold: the causes are released (<see cref="Holds"/> is empty, still HOLD and SAFE_MODE), then the
/// approved resume is carried out (RUN). A kill is lifted apart, and before that.
/// </remarks>
public sealed record ControlState
{
    public static readonly ControlState Initial = new();

    public ControlMode Mode { get; init; } = ControlMode.Hold;

    /// <summary>Every cause that holds the desk, each with the time since when. Empty in RUN, and once a release was approved.</summary>
    public HoldStack Holds { get; init; } = HoldStack.Empty;

    /// <summary>The desk was killed; null when not. Nothing opens until two people have lifted it.</summary>
    public KillLatch? Kill { get; init; }

    /// <summary>When the causes were last released; null before the first time.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>UTC day on which the daily loss limit was breached; it blocks until that day is over.</summary>
    public DateOnly? DailyLossBreachedOn { get; init; }

    /// <summary>UTC day on which equity fell too far below its highest of the day; it blocks until that day is over.</summary>
    public DateOnly? DrawdownBreachedOn { get; init; }

    /// <summary>UTC day that is counted.</summary>
    public DateOnly? DayAnchor { get; init; }

    /// <summary>What had been realised since the ledger began when the day began, quote units.</summary>
    public decimal? DayStartRealized { get; init; }

    /// <summary>Equity at the first valuation of the day, quote units; moved by what people bring in and take out.</summary>
    public decimal? DayStartEquity { get; init; }

    /// <summary>The highest equity among the day's samples, quote units; moved like the start.</summary>
    public decimal? DayPeakEquity { get; init; }

    /// <summary>The days that were counted before.</summary>
    public CountedDays Days { get; init; } = CountedDays.None;

    /// <summary>Parts of the desk that are restricted by themselves, each with the time since when.</summary>
    public ScopeStack Scopes { get; init; } = ScopeStack.Empty;

    /// <summary>What is remembered of the strategy beside its restrictions.</summary>
    public StrategyControl Strategy { get; init; } = StrategyControl.Initial;

    /// <summary>Limits that people changed while the desk ran.</summary>
    public LimitOverrides Limits { get; init; } = LimitOverrides.None;

    /// <summary>New pairs are small until enough of them went well; null when they have their full size.</summary>
    public SizeProbation? Probation { get; init; }

    /// <summary>The budgets of service levels that are not well; null when all are.</summary>
    public SloStanding? Slo { get; init; }

    /// <summary>The venues that the watchdog finds not well; null when it finds none.</summary>
    public TroubledVenues? Troubled { get; init; }

    /// <summary>SAFE_MODE: on from the start or a hold until the approved way back to RUN has been gone to its end.</summary>
    public bool SafeMode => Mode == ControlMode.Hold;

    public bool IsHeld => !Holds.IsEmpty;

    public bool IsKilled => Kill is not null;

    /// <summary>Nothing stands in the way of opening as far as the brakes go.</summary>
    public bool MayOpen => Mode == ControlMode.Run && !IsHeld && !IsKilled;

    /// <summary>Why it holds, in one line: the cause that came first; null when nothing holds.</summary>
    public string? HoldReason => Holds.Head?.Reason;

    /// <summary>Who or what engaged that cause.</summary>
    public string? HoldSource => Holds.Head?.Source;

    public DateTimeOffset? HoldSince => Holds.Head?.Since;

    /// <summary>In HOLD for one cause.</summary>
    public static ControlState Held(HoldCause cause) => new() { Holds = HoldStack.Empty.With(cause) };

    /// <summary>In RUN, nothing else known.</summary>
    public static ControlState Running() => new() { Mode = ControlMode.Run };
}
