using System.Globalization;
using PropBot.Core.Values;
using PropBot.Host.Api;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Markup;

/// <summary>
/// The one way numbers, times and durations stand on a page: rounded for the eye, with the exact value beside it in the element's
/// <c>value</c>, equal to what API and metrics say.
/// </summary>
internal static class Figures
{
    private const string Missing = "–";

    /// <summary>Quote units, two places.</summary>
    public static Html Money(decimal? value, string? field = null) => Number(value, 2, isSigned: false, field);

    /// <summary>Quote units with a sign and its colour: a profit or a loss.</summary>
    public static Html Pnl(decimal? value, string? field = null) => Number(value, 2, isSigned: true, field);

    /// <summary>A fraction, shown in per cent with two places.</summary>
    public static Html Percent(decimal? fraction, string? field = null) => fraction is { } exact
        ? Html.Of($"<data value=\"{WireNumber.Format(exact)}\" data-field=\"{field ?? ""}\">{Rounded(exact * 100m, 2)} %</data>")
        : Html.Text(Missing);

    public static Html Bps(decimal? value, string? field = null) => Number(value, 1, isSigned: false, field);

    public static Html SignedBps(decimal? value, string? field = null) => Number(value, 1, isSigned: true, field);

    /// <param name="places">Decimal places, the same for all prices of a symbol, so that they stand under each other.</param>
    public static Html Price(decimal? value, int places) => Number(value, places, isSigned: false, field: null);

    /// <summary>Base units, every digit.</summary>
    public static Html Quantity(decimal? value) => value is { } exact
        ? Data(WireNumber.Format(exact), Group(WireNumber.Format(exact)), "", null)
        : Html.Text(Missing);

    public static Html Count(long value, string? field = null)
    {
        string exact = value.ToString(CultureInfo.InvariantCulture);
        return Data(exact, Group(exact), "", field);
    }

    /// <summary>A number that only names something: no grouping.</summary>
    public static Html Id(long value)
    {
        string digits = value.ToString(CultureInfo.InvariantCulture);
        return Data(digits, digits, "", null);
    }

    public static Html Milliseconds(double? value, Language language) => value is { } exact
        ? Data(
            exact.ToString("R", CultureInfo.InvariantCulture),
            $"{exact.ToString("0.0", CultureInfo.InvariantCulture)} {Catalogue.UnitMillisecond.In(language)}",
            "",
            null)
        : Html.Text(Missing);

    public static Html Duration(TimeSpan? duration, Language language)
    {
        if (duration is not { } exact)
        {
            return Html.Text(Missing);
        }

        string seconds = exact.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        return Html.Of($"<time datetime=\"PT{seconds}S\">{Durations.Short(exact, language)}</time>");
    }

    /// <summary>Time of day in UTC, with the date when it is not that of <paramref name="now"/>.</summary>
    public static Html Clock(DateTimeOffset? at, DateTimeOffset now)
    {
        if (at is not { } exact)
        {
            return Html.Text(Missing);
        }

        bool isToday = exact.UtcDateTime.Date == now.UtcDateTime.Date;
        string text = exact.UtcDateTime.ToString(isToday ? "HH:mm:ss" : "MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return Html.Of($"<time datetime=\"{WireTime.Format(exact)}\">{text}</time>");
    }

    public static Html DateAndClock(DateTimeOffset at) =>
        Html.Of($"<time datetime=\"{WireTime.Format(at)}\">{at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}</time>");

    /// <summary>Decimal places that all these prices need, between 2 and 8.</summary>
    public static int PlacesOf(IEnumerable<decimal?> prices) =>
        Math.Clamp(prices.Select(p => p is { } price ? ScaledNumber.PlacesOf(price) : 0).DefaultIfEmpty(0).Max(), 2, 8);

    /// <summary>Rounded half away from zero, thousands apart by a narrow space that does not break, and never a negative zero.</summary>
    public static string Rounded(decimal value, int places)
    {
        decimal rounded = Math.Round(value, places, MidpointRounding.AwayFromZero);
        return Group((rounded == 0m ? 0m : rounded).ToString("F" + places.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }

    private static Html Number(decimal? value, int places, bool isSigned, string? field)
    {
        if (value is not { } exact)
        {
            return Html.Text(Missing);
        }

        string text = Rounded(exact, places);
        if (!isSigned)
        {
            return Data(WireNumber.Format(exact), text, "", field);
        }

        int sign = Math.Sign(Math.Round(exact, places, MidpointRounding.AwayFromZero));
        string colour = sign switch { > 0 => "pos", < 0 => "neg", _ => "" };
        return Data(WireNumber.Format(exact), sign > 0 ? "+" + text : text, colour, field);
    }

    private static Html Data(string exact, string text, string colour, string? field)
    {
        Html name = field is null ? Html.Empty : Html.Of($" data-field=\"{field}\"");
        Html style = colour.Length == 0 ? Html.Empty : Html.Of($" class=\"{colour}\"");
        return Html.Of($"<data value=\"{exact}\"{name}{style}>{text}</data>");
    }

    private static string Group(string digits)
    {
        const char NarrowSpace = '\u202F';
        int start = digits.StartsWith('-') ? 1 : 0;
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        int end = point < 0 ? digits.Length : point;
        if (end - start <= 3)
        {
            return digits;
        }

        var grouped = new System.Text.StringBuilder(digits, digits.Length + 8);
        for (int at = end - 3; at > start; at -= 3)
        {
            grouped.Insert(at, NarrowSpace);
        }

        return grouped.ToString();
    }
}
