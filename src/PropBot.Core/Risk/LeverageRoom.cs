using PropBot.Core.Instruments;

namespace PropBot.Core.Risk;

/// <summary>
/// How much larger a position may become within the desk's leverage and within the venue's: a larger position is in a higher step of the
/// venue's table, which allows less leverage, and the venue takes no order that would lead into a step below the leverage set there.
/// </summary>
/// <param name="Room">Quote units of notional that the position may grow by; negative when it is too large already.</param>
/// <param name="Limit">The leverage that bounds it: the desk's, or the step's.</param>
/// <param name="Actual">What is held against it: all legs of the venue over its equity, or the leverage set at the venue.</param>
/// <remarks>
/// Sources, read 2026-11-30: Binance error -2027 ("Exceeded the maximum allowable position at current leverage") with the brackets'
/// <c>initialLeverage</c>; OKX, Get position tiers, <c>maxLever</c>; Bybit, Get Risk Limit, <c>maxLeverage</c>.
/// </remarks>
public readonly record struct LeverageRoom(decimal Room, decimal Limit, decimal Actual)
{
    /// <param name="tiers">The venue's table of the instrument; null while it has not been read.</param>
    /// <param name="deskLimit">All legs of a venue over its equity.</param>
    /// <param name="setLeverage">The leverage set at the venue; 0 where none is set by this desk.</param>
    /// <param name="equity">The venue's, quote units.</param>
    /// <param name="gross">All legs of the venue, the position's own among them, quote units.</param>
    /// <param name="held">The position, quote units.</param>
    /// <param name="price">Quote units per base unit.</param>
    public static LeverageRoom Of(
        IReadOnlyList<PositionTier>? tiers, decimal deskLimit, decimal setLeverage, decimal equity, decimal gross, decimal held, decimal price)
    {
        decimal leverage = gross == 0m ? 0m : equity > 0m ? gross / equity : VenueMargin.Exhausted;
        if (tiers is null || tiers.Count == 0)
        {
            return new LeverageRoom((deskLimit * equity) - gross, deskLimit, leverage);
        }

        LeverageRoom? best = null;
        for (int i = 0; i < tiers.Count; i++)
        {
            if (tiers[i].MaxLeverage < setLeverage)
            {
                return best is { } below && below.Room < (tiers[i - 1].UpToAt(price) ?? decimal.MaxValue) - held
                    ? below
                    : new LeverageRoom(best?.Room ?? -held, tiers[i].MaxLeverage, setLeverage);
            }

            decimal limit = Math.Min(deskLimit, tiers[i].MaxLeverage);
            decimal room = (limit * equity) - gross;
            if (tiers[i].UpToAt(price) is { } most)
            {
                room = Math.Min(room, most - held);
            }

            if (best is not { } known || room > known.Room)
            {
                best = new LeverageRoom(room, limit, leverage);
            }
        }

        return best!.Value;
    }
}
