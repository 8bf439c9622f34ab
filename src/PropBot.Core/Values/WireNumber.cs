using System.Globalization;

namespace PropBot.Core.Values;

/// <summary>The one way numbers become text and back: invariant, no exponent, no trailing zeros.</summary>
/// <remarks><c>1.0m</c> and <c>1.00m</c> are equal yet print differently, and <c>G29</c> writes <c>1E-09</c>.</remarks>
public static class WireNumber
{
    // 28 places: every digit that a decimal can have behind its point.
    private const string Pattern = "0.############################";

    public static string Format(decimal value) => value.ToString(Pattern, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">The text is not a plain or exponent decimal number.</exception>
    public static decimal Parse(string text) =>
        decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
