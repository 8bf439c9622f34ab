namespace PropBot.Replay.Recordings.Formats;

/// <summary>
/// British civil time to UTC by the rule of the Summer Time Order 2002: summer time from 01:00 UTC on the last Sunday of March to
/// 01:00 UTC on the last Sunday of October. Written out because small systems have no time zone files.
/// </summary>
internal static class LondonTime
{
    /// <summary>An hour that comes twice in October is taken as the first of the two, in summer time.</summary>
    public static DateTimeOffset ToUtc(DateTimeOffset local)
    {
        DateTimeOffset summer = local.AddHours(-1);
        return summer >= LastSunday(local.Year, 3) && summer < LastSunday(local.Year, 10) ? summer : local;
    }

    private static DateTimeOffset LastSunday(int year, int month)
    {
        var end = new DateTimeOffset(year, month, DateTime.DaysInMonth(year, month), 1, 0, 0, TimeSpan.Zero);
        return end.AddDays(-(int)end.DayOfWeek);
    }
}
