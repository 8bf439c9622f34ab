namespace PropBot.Core.Engine;

public enum ControlMode
{
    /// <summary>Nothing is opened. What reduces risk goes on.</summary>
    Hold = 1,

    Run = 2,
}

/// <summary>What the desk's brakes are, kept in the ledger so that a restart finds them as they were.</summary>
/// <param name="HoldReason">Why it holds, from a closed list or an operator's words; null in RUN.</param>
/// <param name="HoldSource">Who or what engaged it.</param>
/// <param name="DailyLossBreachedOn">UTC day on which the daily loss limit was breached; it blocks until that day is over.</param>
/// <param name="DayAnchor">UTC day that <paramref name="DayStartEquity"/> belongs to.</param>
/// <param name="DayStartEquity">Equity at the first valuation of the day, quote units; daily loss is measured from it.</param>
public sealed record ControlState(
    ControlMode Mode,
    string? HoldReason,
    string? HoldSource,
    DateTimeOffset? HoldSince,
    DateOnly? DailyLossBreachedOn,
    DateOnly? DayAnchor,
    decimal? DayStartEquity)
{
    public static readonly ControlState Initial = new(ControlMode.Hold, null, null, null, null, null, null);
}
