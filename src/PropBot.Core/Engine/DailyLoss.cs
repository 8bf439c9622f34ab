using PropBot.Core.Risk;

namespace PropBot.Core.Engine;

/// <summary>
/// The limits of a UTC day, from the books. What was realised: trading at average cost with its fees, funding and other income; a
/// position of yesterday counts whole on the day it is closed. The variant with what is not realised: equity at the marks. The limit
/// is reached when either has lost so much. Beside it the drawdown: how far equity is below its highest of the day.
/// </summary>
/// <remarks>Money that people bring in or take out counts in none of them. Formulas: contract, section 4.2; the tolerance is its own.</remarks>
public static class DailyLoss
{
    private const decimal Tolerance = 1e-6m;

    /// <summary>A clock may be set back a little over midnight; the day that has begun goes on.</summary>
    private static readonly TimeSpan ClockCorrection = TimeSpan.FromHours(1);

    /// <summary>Whether the day that is counted is over, or none has begun.</summary>
    public static bool IsDayOver(ControlState control, DateTimeOffset at)
    {
        if (control.DayAnchor is not { } day)
        {
            return true;
        }

        DateTimeOffset start = new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return at >= start.AddDays(1) || at < start - ClockCorrection;
    }

    /// <summary>A new day: a new count, and the breaches of the old one are over.</summary>
    /// <param name="realized">Realised since the ledger began, quote units.</param>
    /// <param name="equity">What it was known to be last: what is lost while nobody looks is lost on the day that finds it.</param>
    public static ControlState Begun(ControlState control, DateTimeOffset at, decimal realized, decimal? equity) => control with
    {
        DayAnchor = DateOnly.FromDateTime(at.UtcDateTime),
        DayStartRealized = realized,
        DayStartEquity = equity,
        DayPeakEquity = equity,
        DailyLossBreachedOn = null,
        DrawdownBreachedOn = null,
    };

    /// <summary>The state after something was booked or valued.</summary>
    /// <param name="realized">Realised since the ledger began, quote units.</param>
    /// <param name="equity">Null while it is not known.</param>
    public static ControlState Counted(ControlState control, RiskOptions limits, decimal realized, decimal? equity)
    {
        ControlState state = control with
        {
            DayStartRealized = control.DayStartRealized ?? realized,
            DayStartEquity = control.DayStartEquity ?? equity,
        };
        decimal change = equity - state.DayStartEquity ?? 0m;
        bool isLost = Reaches(limits, LossOf(realized - state.DayStartRealized!.Value)) || Reaches(limits, LossOf(change));
        bool isDown = limits.MaxDayDrawdownBps is { } most && DrawdownBps(state, equity) >= most;
        return state with
        {
            DailyLossBreachedOn = state.DailyLossBreachedOn ?? (isLost ? state.DayAnchor : null),
            DrawdownBreachedOn = state.DrawdownBreachedOn ?? (isDown ? state.DayAnchor : null),
        };
    }

    /// <summary>The state after a sample of equity was kept: the day's highest is the highest of its samples.</summary>
    public static ControlState Sampled(ControlState control, decimal equity) =>
        control.DayPeakEquity >= equity ? control : control with { DayPeakEquity = equity };

    /// <summary>Realised today, quote units; negative is lost.</summary>
    public static decimal Realized(ControlState control, decimal realized) => realized - (control.DayStartRealized ?? realized);

    /// <summary>What is lost of a result; 0 of a gain.</summary>
    public static decimal LossOf(decimal result) => Math.Max(-result, 0m);

    /// <summary>The limit is reached, in the contract's tolerance.</summary>
    public static bool Reaches(RiskOptions limits, decimal loss) => limits.MaxDailyLoss is { } limit && loss >= limit.Value - Tolerance;

    /// <summary>How far equity is below its highest of the day, basis points of that; 0 while nobody knows.</summary>
    public static decimal DrawdownBps(ControlState control, decimal? equity) =>
        equity is { } now && control.DayPeakEquity is { } peak and > 0m ? Math.Max(0m, (peak - now) / peak * 10_000m) : 0m;

    /// <summary>The day that is counted has reached the limit; the next day begins without.</summary>
    public static bool IsBreached(ControlState control) => control.DailyLossBreachedOn is not null;

    public static bool IsDrawdownBreached(ControlState control) => control.DrawdownBreachedOn is not null;
}
