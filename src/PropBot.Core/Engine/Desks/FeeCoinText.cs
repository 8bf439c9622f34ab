using PropBot.Core.Engine.State;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>The words for a venue that takes its fees in another coin, or does not tell: what is so, and what to do.</summary>
internal static class FeeCoinText
{
    /// <param name="status">Not the settle coin.</param>
    public static string English(VenueId venue, FeeCoinStatus status) => status.Coin is { } coin
        ? $"{venue}: fees are taken in {coin}, whose price the desk does not know. Switch paying fees in {coin} off in the venue's account settings{(status.NeedsRelease ? ", then release the venue: two people, unfreeze" : "")}"
        : $"{venue}: the venue does not tell in which coin it takes its fees. It is asked again every minute; look in the venue's account settings that paying fees in another coin is off, and whether its API answers (Binance: GET /fapi/v1/feeBurn)";

    /// <param name="status">Not the settle coin.</param>
    public static string Russian(VenueId venue, FeeCoinStatus status) => status.Coin is { } coin
        ? $"{venue}: комиссии удерживаются в {coin}, цену которой стол не знает. Отключите оплату комиссий в {coin} в настройках счёта на бирже{(status.NeedsRelease ? ", затем снимите заморозку биржи: двое, unfreeze" : "")}"
        : $"{venue}: биржа не сообщает, в какой монете удерживает комиссии. Вопрос повторяется каждую минуту; проверьте в настройках счёта, что оплата комиссий другой монетой отключена, и отвечает ли API биржи (Binance: GET /fapi/v1/feeBurn)";
}
