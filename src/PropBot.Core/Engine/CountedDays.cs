namespace PropBot.Core.Engine;

/// <summary>UTC days that were counted and left: a clock that was wrong for a while comes back to one of them, and finds it as it was.</summary>
/// <param name="All">In the order in which they were left.</param>
public sealed record CountedDays(IReadOnlyList<CountedDay> All)
{
    /// <summary>A clock that is wrong by more than a week is told and begins nothing that is older.</summary>
    public const int Kept = 8;

    public static readonly CountedDays None = new([]);

    /// <summary>Null where that day was not counted, or is too long ago.</summary>
    public CountedDay? Of(DateOnly day) => All.FirstOrDefault(d => d.Day == day);

    public CountedDays With(CountedDay left) => new([.. All.Where(d => d.Day != left.Day).Append(left).TakeLast(Kept)]);

    public CountedDays Without(DateOnly day) => new([.. All.Where(d => d.Day != day)]);

    /// <summary>A day that begins now shows that what was counted as later never was.</summary>
    public CountedDays Before(DateOnly day) => All.All(d => d.Day < day) ? this : new([.. All.Where(d => d.Day < day)]);

    /// <summary>As if money that people move had been there, or gone, all the time.</summary>
    public CountedDays Moved(decimal amount) =>
        All.Count == 0 ? this : new([.. All.Select(d => d with { StartEquity = d.StartEquity + amount, PeakEquity = d.PeakEquity + amount })]);

    public bool Equals(CountedDays? other) => other is not null && All.SequenceEqual(other.All);

    public override int GetHashCode() => All.Count;
}

/// <summary>What was known of one UTC day when it was left; the members are those of <see cref="ControlState"/>.</summary>
public sealed record CountedDay(DateOnly Day, decimal? StartRealized, decimal? StartEquity, decimal? PeakEquity, bool IsLossBreached, bool IsDrawdownBreached)
{
    /// <summary>Null before the first day.</summary>
    public static CountedDay? Of(ControlState control) => control.DayAnchor is not { } day ? null : new CountedDay(
        day, control.DayStartRealized, control.DayStartEquity, control.DayPeakEquity, DailyLoss.IsBreached(control), DailyLoss.IsDrawdownBreached(control));
}
