using System.Globalization;

namespace PropBot.Host.Dashboard.Charts;

/// <summary>A horizontal axis in UTC with ticks at round times.</summary>
internal sealed record TimeScale(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<(DateTimeOffset At, string Label)> Ticks)
{
    private const int MaxTicks = 8;

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
        TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(7), TimeSpan.FromDays(30), TimeSpan.FromDays(91), TimeSpan.FromDays(365),
    ];

    public static TimeScale Over(DateTimeOffset from, DateTimeOffset to)
    {
        TimeSpan span = to - from;
        TimeSpan step = Steps.FirstOrDefault(s => span / s <= MaxTicks, Steps[^1]);
        var ticks = new List<(DateTimeOffset, string)>();
        long first = (from.UtcTicks + step.Ticks - 1) / step.Ticks * step.Ticks;
        for (var at = new DateTimeOffset(first, TimeSpan.Zero); at <= to && ticks.Count <= MaxTicks; at += step)
        {
            ticks.Add((at, LabelOf(at, step)));
        }

        return new TimeScale(from, to, ticks);
    }

    /// <summary>0 at the start, 1 at the end.</summary>
    public double Share(DateTimeOffset at) => To == From ? 1 : (at - From) / (To - From);

    private static string LabelOf(DateTimeOffset at, TimeSpan step)
    {
        bool isDay = at.TimeOfDay == TimeSpan.Zero;
        string pattern = step >= TimeSpan.FromDays(1) || isDay ? "yyyy-MM-dd" : step < TimeSpan.FromMinutes(1) ? "HH:mm:ss" : "HH:mm";
        return at.ToString(pattern, CultureInfo.InvariantCulture);
    }
}
