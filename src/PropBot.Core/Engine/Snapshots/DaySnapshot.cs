using PropBot.Core.Risk;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>The UTC day and its limits, as every view shows them; formulas of the contract, section 4.2. Quote units.</summary>
public sealed record DaySnapshot
{
    public required DateOnly Date { get; init; }

    /// <summary>Realised today: trading at average cost, fees, funding, other income; negative is lost.</summary>
    public required decimal Realized { get; init; }

    /// <summary>What equity at the marks has changed by since the day's first valuation; null while it is not known.</summary>
    public required decimal? EquityChange { get; init; }

    /// <summary>Null when there is no limit.</summary>
    public required decimal? MaxLoss { get; init; }

    /// <summary>A reached limit holds and stops opening.</summary>
    public required bool IsEnforced { get; init; }

    /// <summary>The limit was reached today; it stays so until the day is over.</summary>
    public required bool IsLossBreached { get; init; }

    /// <summary>How far equity is below its highest sample of the day, basis points.</summary>
    public required decimal DrawdownBps { get; init; }

    public required decimal? MaxDrawdownBps { get; init; }

    public required bool IsDrawdownBreached { get; init; }

    /// <summary>What was lost for good; 0 of a gain.</summary>
    public decimal Losses => DailyLoss.LossOf(Realized);

    /// <summary>What was lost with open positions at the marks; 0 of a gain and while it is not known.</summary>
    public decimal EquityLosses => DailyLoss.LossOf(EquityChange ?? 0m);

    /// <summary>The larger of the two: what the limit is compared with.</summary>
    public decimal WorstLosses => Math.Max(Losses, EquityLosses);

    /// <summary>Realised losses as a share of the limit, percent, at most 1,000; 0 without a limit.</summary>
    public decimal PercentageUsed => MaxLoss is { } most and > 0m ? Math.Min(Losses / most * 100m, 1_000m) : 0m;

    /// <summary>Until the realised losses reach the limit; negative beyond it, null without one.</summary>
    public decimal? Remaining => MaxLoss - Losses;

    /// <summary>A reached limit stops opening.</summary>
    public bool IsBlocking => IsEnforced && MaxLoss > 0m;

    internal static DaySnapshot Of(ControlState control, RiskOptions limits, DateTimeOffset at, decimal realized, decimal? equity) => new()
    {
        Date = control.DayAnchor ?? DateOnly.FromDateTime(at.UtcDateTime),
        Realized = DailyLoss.Realized(control, realized),
        EquityChange = equity - control.DayStartEquity,
        MaxLoss = limits.MaxDailyLoss?.Value,
        IsEnforced = limits.EnforcesDayLimits,
        IsLossBreached = DailyLoss.IsBreached(control),
        DrawdownBps = DailyLoss.DrawdownBps(control, equity),
        MaxDrawdownBps = limits.MaxDayDrawdownBps,
        IsDrawdownBreached = DailyLoss.IsDrawdownBreached(control),
    };
}
