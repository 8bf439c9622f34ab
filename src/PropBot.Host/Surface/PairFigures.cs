using PropBot.Core.Execution;

namespace PropBot.Host.Surface;

/// <summary>Numbers that follow from a pair's legs, computed in one place for API, page and reports.</summary>
internal static class PairFigures
{
    private const decimal BpsPerUnit = 10_000m;

    /// <summary>Average price of the fills that built the leg; null before the first.</summary>
    public static decimal? EntryPrice(this PairRecord pair, LegRole role) =>
        pair.IsLong(role) ? Bought(pair.Leg(role)) : Sold(pair.Leg(role));

    /// <summary>Average price of the fills that took the leg off; null before the first.</summary>
    public static decimal? ExitPrice(this PairRecord pair, LegRole role) =>
        pair.IsLong(role) ? Sold(pair.Leg(role)) : Bought(pair.Leg(role));

    /// <summary>Whether the leg was built by buying. A third leg stands against what its pair held too much of.</summary>
    public static bool IsLong(this PairRecord pair, LegRole role) => role switch
    {
        LegRole.Long => true,
        LegRole.Short => false,
        _ => pair.Leg(role).SignedQuantity > 0m,
    };

    /// <summary>Base units that were put on: the larger leg.</summary>
    public static decimal EnteredQuantity(this PairRecord pair) => Math.Max(pair.Long.BoughtQuantity, pair.Short.SoldQuantity);

    /// <summary>Quote units that one leg was put on for: the larger leg.</summary>
    public static decimal EntryNotional(this PairRecord pair) => Math.Max(pair.Long.BoughtNotional, pair.Short.SoldNotional);

    /// <summary>What the fills got between the venues, basis points of the long price; null until both legs have fills.</summary>
    public static decimal? EntrySpreadBps(this PairRecord pair) =>
        pair.EntryPrice(LegRole.Long) is { } bought && pair.EntryPrice(LegRole.Short) is { } sold
            ? (sold - bought) / bought * BpsPerUnit
            : null;

    /// <summary>Profit in basis points of the entry notional; null before the first fill.</summary>
    public static decimal? ReturnBps(this PairRecord pair, decimal pnl) =>
        pair.EntryNotional() is > 0m and var notional ? pnl / notional * BpsPerUnit : null;

    /// <summary>What the leg holds now, base units, without its sign.</summary>
    public static decimal HeldQuantity(this PairRecord pair, LegRole role) => Math.Abs(pair.Leg(role).SignedQuantity);

    /// <summary>The held quantity at the mark against its entry; without a mark the entry stands for it.</summary>
    public static decimal UnrealizedPnl(this PairRecord pair, LegRole role, decimal? mark)
    {
        if (pair.EntryPrice(role) is not { } entry)
        {
            return 0m;
        }

        return ((mark ?? entry) - entry) * pair.Leg(role).SignedQuantity;
    }

    private static decimal? Bought(LegRecord leg) => Average(leg.BoughtNotional, leg.BoughtQuantity);

    private static decimal? Sold(LegRecord leg) => Average(leg.SoldNotional, leg.SoldQuantity);

    private static decimal? Average(decimal notional, decimal quantity) => quantity > 0m ? notional / quantity : null;
}
