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

    /// <summary>What this time is to the day that is counted.</summary>
    /// <param name="hasJumped">The clock has gone further than time has, or nobody knows: right after a start.</param>
    public static DayTurn TurnAt(ControlState control, DateTimeOffset at, bool hasJumped)
    {
        if (control.DayAnchor is not { } day)
        {
            return DayTurn.Begins;
        }

        DateTimeOffset start = new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        if (at >= start.AddDays(1))
        {
            // Without a jump the day comes for the first time: what was counted under its date was a clock's error.
            return hasJumped && control.Days.Of(DateOf(at)) is not null ? DayTurn.Returns : DayTurn.Begins;
        }

        if (at >= start - ClockCorrection)
        {
            return DayTurn.GoesOn;
        }

        return control.Days.Of(DateOf(at)) is not null ? DayTurn.Returns : DayTurn.IsEarlier;
    }

    /// <summary>A new day: a new count, and the breaches of the old one are over.</summary>
    /// <param name="realized">Realised since the ledger began, quote units.</param>
    /// <param name="equity">What it was known to be last: what is lost while nobody looks is lost on the day that finds it.</param>
    public static ControlState Begun(ControlState control, DateTimeOffset at, decimal realized, decimal? equity) => control with
    {
        Days = Left(control).Before(DateOf(at)),
        DayAnchor = DateOf(at),
        DayStartRealized = realized,
        DayStartEquity = equity,
        DayPeakEquity = equity,
        DailyLossBreachedOn = null,
        DrawdownBreachedOn = null,
    };

    /// <summary>
    /// The clock is back at a day that was counted before, which goes on from its own start: it was wrong, then or now. What was breached under the wrong date stays so; and
    /// back at an earlier day, which of the two dates was wrong is not known, so that the start with the larger loss counts.
    /// </summary>
    public static ControlState Returned(ControlState control, DateTimeOffset at)
    {
        DateOnly day = DateOf(at);
        CountedDay kept = control.Days.Of(day)!;
        bool isBack = control.DayAnchor > day;
        return control with
        {
            Days = Left(control).Without(day),
            DayAnchor = day,
            DayStartRealized = isBack ? Larger(kept.StartRealized, control.DayStartRealized) : kept.StartRealized,
            DayStartEquity = isBack ? Larger(kept.StartEquity, control.DayStartEquity) : kept.StartEquity,
            DayPeakEquity = isBack ? Larger(kept.PeakEquity, control.DayPeakEquity) : kept.PeakEquity,
            DailyLossBreachedOn = kept.IsLossBreached || IsBreached(control) ? day : null,
            DrawdownBreachedOn = kept.IsDrawdownBreached || IsDrawdownBreached(control) ? day : null,
        };
    }

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

    private static CountedDays Left(ControlState control) => CountedDay.Of(control) is { } left ? control.Days.With(left) : control.Days;

    private static DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private static decimal? Larger(decimal? one, decimal? other) => one is { } a && other is { } b ? Math.Max(a, b) : one ?? other;
}
