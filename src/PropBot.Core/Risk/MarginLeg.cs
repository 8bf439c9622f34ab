using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>A position as its venue's margin counts it.</summary>
/// <param name="Quantity">Base units, signed: positive long.</param>
/// <param name="Mark">Quote units per base unit.</param>
/// <param name="Tiers">The venue's table; null while it has not been read.</param>
/// <param name="AssumedRate">Maintenance margin over notional without a table.</param>
/// <param name="OwnEquity">Isolated: the position's margin with its unrealised profit, quote units. Null: the account stands for it.</param>
public readonly record struct MarginLeg(
    InstrumentId Instrument, decimal Quantity, decimal Mark, IReadOnlyList<PositionTier>? Tiers, decimal AssumedRate, decimal? OwnEquity)
{
    public decimal Notional => Math.Abs(Quantity) * Mark;

    /// <summary>What the venue wants to remain, quote units, at a notional.</summary>
    public decimal MaintenanceAt(decimal notional)
    {
        (decimal rate, decimal deduction) = RateAt(notional);
        return Math.Max(0m, (notional * rate) - deduction);
    }

    public (decimal Rate, decimal Deduction) RateAt(decimal notional)
    {
        if (Tiers is null || Tiers.Count == 0)
        {
            return (AssumedRate, 0m);
        }

        PositionTier tier = TierAt(Tiers, Math.Abs(Quantity), notional);
        return (tier.MaintenanceRate.Value, tier.Deduction);
    }

    /// <summary>The step that a position of that size is in; the last one for anything larger.</summary>
    /// <param name="quantity">Base units, without sign.</param>
    /// <param name="notional">Quote units.</param>
    public static PositionTier TierAt(IReadOnlyList<PositionTier> tiers, decimal quantity, decimal notional)
    {
        for (int i = 0; i < tiers.Count - 1; i++)
        {
            if (tiers[i].Holds(quantity, notional))
            {
                return tiers[i];
            }
        }

        return tiers[^1];
    }
}
