using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>
/// Caps per order, symbol, coin, venue, strategy and in total, and the net delta of the coin: how much room is left, and which is the
/// narrowest.
/// </summary>
public static class ExposureCaps
{
    /// <summary>Notional of one leg that may still be opened on the symbol between the two venues; may be negative.</summary>
    public static (decimal Room, RiskRefusal Narrowest) Room(
        RiskOptions limits, DeskExposure exposure, Symbol symbol, VenueId longVenue, VenueId shortVenue)
    {
        (decimal Room, RiskRefusal Narrowest) best = Left(RiskRule.SymbolCap, limits.CapOf(symbol), exposure.OfSymbol(symbol));
        best = Narrower(best, Left(RiskRule.AssetCap, limits.CapOf(symbol.Base), exposure.OfAsset(symbol.Base)));
        best = Narrower(best, On(longVenue, Left(RiskRule.VenueCap, limits.CapOf(longVenue), exposure.OfVenue(longVenue))));
        best = Narrower(best, On(shortVenue, Left(RiskRule.VenueCap, limits.CapOf(shortVenue), exposure.OfVenue(shortVenue))));
        best = Narrower(best, Left(RiskRule.StrategyCap, limits.MaxNotionalPerStrategy, exposure.Total));
        best = Narrower(best, Left(RiskRule.TotalCap, limits.MaxNotionalTotal, exposure.Total));
        return Narrower(best, Left(RiskRule.OrderCap, limits.MaxNotionalPerOrder, Notional.Zero));
    }

    /// <summary>
    /// Notional of one leg that may be opened in the coin: the other leg may come late or not at all, so that until then it is delta.
    /// </summary>
    public static (decimal Room, RiskRefusal Narrowest) DeltaRoom(RiskOptions limits, DeskExposure exposure, Asset asset) =>
        Left(RiskRule.NetDelta, limits.NetDeltaOf(asset), new Notional(exposure.WorstDelta(asset)));

    private static (decimal Room, RiskRefusal Narrowest) Left(RiskRule rule, Notional limit, Notional used) =>
        (limit.Value - used.Value, new RiskRefusal(rule, limit.Value, used.Value));

    private static (decimal Room, RiskRefusal Narrowest) On(VenueId venue, (decimal Room, RiskRefusal Narrowest) left) => (left.Room, left.Narrowest with { Venue = venue });

    public static (decimal Room, RiskRefusal Narrowest) Narrower(
        (decimal Room, RiskRefusal Narrowest) left, (decimal Room, RiskRefusal Narrowest) right) =>
        right.Room < left.Room ? right : left;
}
