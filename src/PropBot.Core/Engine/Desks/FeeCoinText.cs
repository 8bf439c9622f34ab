using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>The words for a venue that takes its fees in another coin: what is so, and what to switch off.</summary>
internal static class FeeCoinText
{
    public static string English(VenueId venue, Asset coin) =>
        $"{venue}: fees are taken in {coin}, whose price the desk does not know. Switch paying fees in {coin} off in the venue's account settings";

    public static string Russian(VenueId venue, Asset coin) =>
        $"{venue}: комиссии удерживаются в {coin}, цену которой стол не знает. Отключите оплату комиссий в {coin} в настройках счёта на бирже";
}
