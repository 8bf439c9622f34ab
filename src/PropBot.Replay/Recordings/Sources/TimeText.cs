using System.Globalization;

namespace PropBot.Replay.Recordings.Sources;

/// <summary>Times as recordings write them; without a zone they are UTC. Whole numbers are Unix time in s, ms, µs or ns.</summary>
internal static class TimeText
{
    private static readonly string[] Patterns =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd",
        "yyyyMMdd HH:mm:ss",
        "yyyyMMdd HH:mm",
    ];

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        if (text.Length >= 10 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return TryUnix(number, text.Length, out time);
        }

        return DateTimeOffset.TryParseExact(
            text, Patterns, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    private static bool TryUnix(long number, int digits, out DateTimeOffset time)
    {
        long? ticks = digits switch
        {
            10 => number * TimeSpan.TicksPerSecond,
            13 => number * TimeSpan.TicksPerMillisecond,
            16 => number * TimeSpan.TicksPerMicrosecond,
            19 => number / TimeSpan.NanosecondsPerTick,
            _ => null,
        };
        time = ticks is null ? default : DateTimeOffset.UnixEpoch.AddTicks(ticks.Value);
        return ticks is not null;
    }
}
