using System.Globalization;
using System.Text.Json;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>Reads the numbers and times that venues write as JSON strings, where an empty string means that there is none.</summary>
/// <remarks>Text that is neither throws <see cref="FormatException"/>: the message is malformed.</remarks>
public static class WireText
{
    /// <summary>What reading a venue's text throws when the text is not what it should be.</summary>
    public static bool IsMalformed(Exception thrown) => thrown is FormatException or OverflowException or ArgumentException or JsonException;

    public static decimal? Decimal(string? text) => string.IsNullOrEmpty(text) ? null : WireNumber.Parse(text);

    public static decimal DecimalOrZero(string? text) => Decimal(text) ?? 0m;

    public static decimal Required(string? text, string field) =>
        Decimal(text) ?? throw new FormatException($"field '{field}' is missing or empty");

    public static string RequiredText(string? text, string field) =>
        string.IsNullOrEmpty(text) ? throw new FormatException($"field '{field}' is missing or empty") : text;

    /// <summary>Unix milliseconds; zero means that there is no time.</summary>
    public static DateTimeOffset? Milliseconds(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            throw new FormatException($"'{text}' is not a time in milliseconds");
        }

        return milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    public static DateTimeOffset RequiredMilliseconds(string? text, string field) =>
        Milliseconds(text) ?? throw new FormatException($"field '{field}' is missing or empty");

    public static string FormatMilliseconds(DateTimeOffset time) =>
        time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
