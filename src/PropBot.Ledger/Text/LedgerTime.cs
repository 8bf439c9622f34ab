using System.Globalization;

namespace PropBot.Ledger.Text;

/// <summary>UTC times as text of fixed width that sorts as time does: <c>2026-11-22T10:00:00.123456Z</c>.</summary>
/// <remarks>Microseconds: what is finer is cut off, towards the past.</remarks>
public static class LedgerTime
{
    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const string DayPattern = "yyyy-MM-dd";

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">The text has another form.</exception>
    public static DateTimeOffset Parse(string text) => DateTimeOffset.ParseExact(
        text, Pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>The time as it is stored.</summary>
    public static DateTimeOffset Cut(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public static string FormatDay(DateOnly day) => day.ToString(DayPattern, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">The text has another form.</exception>
    public static DateOnly ParseDay(string text) => DateOnly.ParseExact(text, DayPattern, CultureInfo.InvariantCulture);
}
