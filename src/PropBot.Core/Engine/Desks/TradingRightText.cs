using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks;

/// <summary>The words for a venue's right to trade.</summary>
internal static class TradingRightText
{
    public static (string English, string Russian) Of(VenueState venue, TradingRightStatus status)
    {
        TradingRightWatch right = venue.Right;
        string detail = right.Rights?.Detail ?? "";
        return status switch
        {
            TradingRightStatus.Granted => ($"{venue.Venue}: the key may trade ({detail})", $"{venue.Venue}: ключ имеет право торговать ({detail})"),
            TradingRightStatus.Withdrawn => ($"{venue.Venue}: the key may not trade ({detail})", $"{venue.Venue}: у ключа нет права торговать ({detail})"),
            TradingRightStatus.Expired => (
                $"{venue.Venue}: the key ended at {right.Rights!.ExpiresAt:yyyy-MM-dd HH:mm} UTC", $"{venue.Venue}: срок ключа истёк {right.Rights.ExpiresAt:yyyy-MM-dd HH:mm} UTC"),
            TradingRightStatus.Stale => (
                $"{venue.Venue}: the right to trade cannot be read any more: {right.Failure}", $"{venue.Venue}: право торговать больше не читается: {right.Failure}"),
            _ => ($"{venue.Venue}: the right to trade was not read yet {right.Failure}".TrimEnd(), $"{venue.Venue}: право торговать ещё не прочитано {right.Failure}".TrimEnd()),
        };
    }
}
