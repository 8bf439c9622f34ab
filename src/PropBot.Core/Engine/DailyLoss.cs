using PropBot.Core.Risk;

namespace PropBot.Core.Engine;

/// <summary>
/// Loss since the start of the UTC day: equity at the day's first valuation minus equity now. It holds what was realised, fees,
/// funding and what open pairs are worth at the marks; pairs carried over midnight count with what they lose today.
/// </summary>
public static class DailyLoss
{
    public static decimal Of(ControlState control, decimal equity) =>
        control.DayStartEquity is { } start ? Math.Max(0m, start - equity) : 0m;

    /// <summary>The control state after a valuation: a new day starts a new count and ends an old breach.</summary>
    public static ControlState Valued(ControlState control, RiskOptions limits, DateTimeOffset at, decimal equity)
    {
        var today = DateOnly.FromDateTime(at.UtcDateTime);
        ControlState state = control;
        if (state.DayAnchor != today)
        {
            state = state with { DayAnchor = today, DayStartEquity = equity, DailyLossBreachedOn = null };
        }

        bool breached = limits.MaxDailyLoss is { } limit && Of(state, equity) >= limit.Value;
        return breached && state.DailyLossBreachedOn != today ? state with { DailyLossBreachedOn = today } : state;
    }

    public static bool IsBreached(ControlState control, DateTimeOffset at) =>
        control.DailyLossBreachedOn == DateOnly.FromDateTime(at.UtcDateTime);
}
