using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>Caps per symbol, venue and in total: how much room is left, and which cap is the narrowest.</summary>
public static class ExposureCaps
{
    /// <summary>Notional of one leg that may still be opened on the symbol between the two venues; may be negative.</summary>
    public static (decimal Room, RiskRefusal Narrowest) Room(
        RiskOptions limits, DeskExposure exposure, Symbol symbol, VenueId longVenue, VenueId shortVenue)
    {
        (decimal Room, RiskRefusal Narrowest) best = Left(RiskRule.SymbolCap, limits.MaxNotionalPerSymbol, exposure.OfSymbol(symbol));
        best = Narrower(best, Left(RiskRule.VenueCap, limits.MaxNotionalPerVenue, exposure.OfVenue(longVenue)));
        best = Narrower(best, Left(RiskRule.VenueCap, limits.MaxNotionalPerVenue, exposure.OfVenue(shortVenue)));
        return Narrower(best, Left(RiskRule.TotalCap, limits.MaxNotionalTotal, exposure.Total));
    }

    private static (decimal Room, RiskRefusal Narrowest) Left(RiskRule rule, Notional limit, Notional used) =>
        (limit.Value - used.Value, new RiskRefusal(rule, limit.Value, used.Value));

    public static (decimal Room, RiskRefusal Narrowest) Narrower(
        (decimal Room, RiskRefusal Narrowest) left, (decimal Room, RiskRefusal Narrowest) right) =>
        right.Room < left.Room ? right : left;
}
