using System.Globalization;

namespace PropBot.Host.Api;

/// <summary>The one way an instant is written: UTC, six decimals, <c>Z</c>; sorts as text as it does in time.</summary>
internal static class WireTime
{
    public static string Format(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads ISO 8601 with an offset or <c>Z</c>; a time without one is taken as UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset at) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);
}
