using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Tests.Configuration;

/// <summary>A configuration file that says one option, and nothing else that it need not.</summary>
internal static class OptionFile
{
    private const string Item = "derivatives.venues[].";

    public static string With(ConfigOption option, string profile, string text, VenueId venue = default)
    {
        string key = option.Key!;
        string named = VenueVariables.ConfigName(venue.IsDefined ? venue : VenueId.BinanceUm);
        // Without these the first venue would have no symbol in common with the others, or the maker's rest would be too long.
        string others = key.StartsWith("execution.", StringComparison.Ordinal) && !key.EndsWith("maker_rest_sec", StringComparison.Ordinal) ? "maker_rest_sec: 0.1, " : "";
        var venues = VenueVariables.Venues.Select(VenueVariables.ConfigName).Select(id =>
            id != named || !key.StartsWith(Item, StringComparison.Ordinal) ? Venue(id, "")
            : key == $"{Item}id" ? Venue(text, "")
            : key == $"{Item}symbols" ? $"{{id: {id}, symbols: {text}}}"
            : Venue(id, $", {Nested(key[Item.Length..].Split('.'), text)}"));
        string head = $"profile: {profile}\nderivatives:\n  venues:\n{string.Concat(venues.Distinct().Select(v => $"    - {v}\n"))}";
        return key.StartsWith(Item, StringComparison.Ordinal) ? head
            : key.StartsWith("derivatives.", StringComparison.Ordinal) ? $"{head}  {Nested(key.Split('.')[1..], text)}\n"
            : $"{head}{Section(key.Split('.'), others, text)}\n";
    }

    public static string PathOf(ConfigOption option, VenueId venue = default) =>
        option.Name.Replace("[]", $".{VenueVariables.ConfigName(venue.IsDefined ? venue : VenueId.BinanceUm)}", StringComparison.Ordinal);

    public static string FilePathOf(ConfigOption option) => option.Name.Replace("[]", ".0", StringComparison.Ordinal);

    private static string Venue(string id, string more) => $"{{id: {id}, symbols: [BTCUSDT, ETHUSDT, SOLUSDT]{more}}}";

    private static string Section(string[] parts, string others, string text) => $"{parts[0]}: {{{others}{Nested(parts[1..], text)}}}";

    private static string Nested(string[] parts, string text) => parts.Length == 1 ? $"{parts[0]}: {text}" : $"{parts[0]}: {{{Nested(parts[1..], text)}}}";
}
