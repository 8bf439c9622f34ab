using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Core.Strategy;

/// <summary>The quantity that both venues can execute exactly, so that the two legs are equal to the last lot.</summary>
public static class JointSizing
{
    /// <summary>Largest common quantity within the wanted notional, both venues' shown depth and their order limits.</summary>
    /// <returns>Zero when the venues' minimums cannot be met.</returns>
    public static Quantity Largest(DepthView longDepth, DepthView shortDepth, Notional wanted)
    {
        Instrument l = longDepth.Instrument;
        Instrument s = shortDepth.Instrument;
        Quantity quantity = wanted / longDepth.BestAsk;
        quantity = AtMost(quantity, l.MaxQuantity);
        quantity = AtMost(quantity, s.MaxQuantity);
        return Executable(quantity, l, s, longDepth.BestAsk, shortDepth.BestBid);
    }

    /// <summary>A notional that is enough for the smallest quantity both venues take.</summary>
    public static Notional Smallest(DepthView longDepth, DepthView shortDepth)
    {
        Instrument l = longDepth.Instrument;
        Instrument s = shortDepth.Instrument;
        decimal least = Math.Max(
            Math.Max(l.MinQuantity.Value, s.MinQuantity.Value),
            Math.Max(l.MinNotional.Value / longDepth.BestAsk.Value, s.MinNotional.Value / shortDepth.BestBid.Value));
        Quantity quantity = LotSize.Common(l.Lot, s.Lot).RoundUp(new Quantity(least));
        // A little more, so that turning it into a quantity again does not lose a lot.
        return new Notional((longDepth.BestAsk * quantity).Value * 1.01m);
    }

    /// <summary>Rounds down to the common lot; zero when the result is below a minimum of either venue.</summary>
    public static Quantity Executable(Quantity quantity, Instrument l, Instrument s, Price longPrice, Price shortPrice)
    {
        Quantity rounded = LotSize.Common(l.Lot, s.Lot).RoundDown(quantity);
        bool enough = rounded >= l.MinQuantity && rounded >= s.MinQuantity
            && longPrice * rounded >= l.MinNotional && shortPrice * rounded >= s.MinNotional;
        return enough ? rounded : Quantity.Zero;
    }

    private static Quantity AtMost(Quantity quantity, Quantity? limit) =>
        limit is { } most ? Quantity.Min(quantity, most) : quantity;
}
