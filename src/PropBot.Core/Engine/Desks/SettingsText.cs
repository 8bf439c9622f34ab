using PropBot.Core.Engine.State;
using PropBot.Core.Risk;

namespace PropBot.Core.Engine.Desks;

/// <summary>How a venue has our account set, and what to do about it, for people.</summary>
internal static class SettingsText
{
    public const string HowEnglish = "set it back at the venue, or change the configuration and start anew; the next reading sees it";
    public const string HowRussian = "верните на бирже или измените конфигурацию и перезапустите; следующее чтение это увидит";

    public static (string English, string Russian) Of(VenueState venue, AccountSettingsStatus status, MarginTerms wanted) => status switch
    {
        AccountSettingsStatus.Unread => (
            $"{venue.Venue}: modes and leverage of our account have not been read{Why(venue)}", $"{venue.Venue}: режимы и плечо счёта ещё не прочитаны{Why(venue)}"),
        AccountSettingsStatus.Stale => (
            $"{venue.Venue}: modes and leverage of our account cannot be read any more{Why(venue)}", $"{venue.Venue}: режимы и плечо счёта больше не читаются{Why(venue)}"),
        AccountSettingsStatus.Different => (
            $"{venue.Venue}: the account is not set as configured (in brackets), {venue.Settings.Differences}: {HowEnglish}",
            $"{venue.Venue}: счёт настроен не так, как в конфигурации (в скобках), {venue.Settings.Differences}: {HowRussian}"),
        _ => ($"{venue.Venue}: the account is set as configured", $"{venue.Venue}: счёт настроен как в конфигурации"),
    };

    private static string Why(VenueState venue) => venue.Settings.Failure.Length > 0 ? $": {venue.Settings.Failure}" : "";
}
