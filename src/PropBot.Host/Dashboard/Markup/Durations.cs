using System.Globalization;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Markup;

/// <summary>Durations as people say them, two units at most.</summary>
internal static class Durations
{
    public static string Short(TimeSpan duration, Language language)
    {
        TimeSpan size = duration.Duration();
        string sign = duration < TimeSpan.Zero ? "-" : "";
        return sign + (size.TotalSeconds < 60
            ? One(size.TotalSeconds < 10 ? size.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) : Whole(size.TotalSeconds), Catalogue.UnitSecond, language)
            : size.TotalHours < 1 ? Two(size.Minutes, Catalogue.UnitMinute, size.Seconds, Catalogue.UnitSecond, language)
            : size.TotalDays < 1 ? Two(size.Hours, Catalogue.UnitHour, size.Minutes, Catalogue.UnitMinute, language)
            : Two(size.Days, Catalogue.UnitDay, size.Hours, Catalogue.UnitHour, language));
    }

    private static string Whole(double value) => Math.Floor(value).ToString("0", CultureInfo.InvariantCulture);

    private static string One(string number, LocalText unit, Language language) => $"{number} {unit.In(language)}";

    private static string Two(int major, LocalText majorUnit, int minor, LocalText minorUnit, Language language) =>
        $"{Whole(major)} {majorUnit.In(language)} {minor.ToString("00", CultureInfo.InvariantCulture)} {minorUnit.In(language)}";
}
