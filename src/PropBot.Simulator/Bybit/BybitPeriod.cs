namespace PropBot.Simulator.Bybit;

/// <summary>
/// The time a history is asked for. Without bounds it is the latest span; with one bound it is the span from or to there; two
/// bounds may be seven days apart. Source: Bybit API v5 docs, "Get Trade History", "Get Transaction Log", read 2026-11-22.
/// </summary>
internal sealed record BybitPeriod(DateTimeOffset From, DateTimeOffset To)
{
    public static readonly TimeSpan Week = TimeSpan.FromDays(7);
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static (BybitPeriod? Period, BybitError? Error) Read(BybitRequest request, DateTimeOffset now, TimeSpan standard)
    {
        DateTimeOffset? start = request.Time("startTime");
        DateTimeOffset? end = request.Time("endTime");
        var period = (start, end) switch
        {
            ({ } from, { } to) => new BybitPeriod(from, to),
            ({ } from, null) => new BybitPeriod(from, from + standard),
            (null, { } to) => new BybitPeriod(to - standard, to),
            _ => new BybitPeriod(now - standard, now),
        };
        if (period.From > period.To)
        {
            return (null, new BybitError(10001, "startTime must be before endTime"));
        }

        return period.To - period.From > Week
            ? (null, new BybitError(10001, "The time range between startTime and endTime cannot exceed 7 days."))
            : (period, null);
    }
}
