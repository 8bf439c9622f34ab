using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>A leg of an equal pair and what of it is taken off.</summary>
internal readonly record struct CloseOfLeg(LegRole Role, InstrumentState Instrument, Side Side, Quantity Quantity);

/// <summary>
/// What of an equal pair comes off at once: all of it, or, where a leg is more than its venue takes in one order, the same part of a long and
/// of a short leg. The rest is the next close's.
/// </summary>
internal static class ClosePart
{
    public static IReadOnlyList<CloseOfLeg> Of(List<CloseOfLeg> legs)
    {
        if (legs.TrueForAll(l => OneOrderOf(l) == l.Quantity))
        {
            return legs;
        }

        CloseOfLeg l = legs.Find(l => l.Side == Side.Sell);
        CloseOfLeg s = legs.Find(l => l.Side == Side.Buy);
        Quantity common = Common(l, s);
        return common.IsZero
            // No step of both lots lies within one order: each gives what it can, and the ladder makes the rest equal.
            ? [.. legs.Select(leg => leg with { Quantity = OneOrderOf(leg) })]
            : [l with { Quantity = common }, s with { Quantity = common }];
    }

    /// <summary>Zero when no such quantity is an order on both venues.</summary>
    private static Quantity Common(CloseOfLeg l, CloseOfLeg s)
    {
        Quantity most = Quantity.Min(OneOrderOf(l), OneOrderOf(s));
        most = Quantity.Min(LeavingAnOrder(l, most), LeavingAnOrder(s, most));
        Quantity common = LotSize.Common(l.Instrument.Instrument.Lot, s.Instrument.Instrument.Lot).RoundDown(most);
        return common >= l.Instrument.Instrument.MinQuantity && common >= s.Instrument.Instrument.MinQuantity ? common : Quantity.Zero;
    }

    /// <summary>Less where what is left of the leg would be below the venue's smallest order.</summary>
    private static Quantity LeavingAnOrder(CloseOfLeg leg, Quantity part)
    {
        Quantity smallest = leg.Instrument.Instrument.MinQuantity;
        Quantity left = leg.Quantity - part;
        return left.IsZero || left >= smallest || leg.Quantity <= smallest ? part : leg.Quantity - smallest;
    }

    private static Quantity OneOrderOf(CloseOfLeg leg) => leg.Instrument.Instrument.OneOrderOf(leg.Quantity);
}
