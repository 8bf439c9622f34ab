using System.Globalization;

namespace PropBot.Replay.EngineEvents;

/// <summary>Times with every tick of 100 ns.</summary>
internal static class ExactTime
{
    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string text) => DateTimeOffset.ParseExact(
        text, Pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static string FormatSpan(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);

    public static TimeSpan ParseSpan(string text) => TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture);
}
