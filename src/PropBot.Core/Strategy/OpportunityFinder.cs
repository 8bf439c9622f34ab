using PropBot.Core.Costs;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Core.Strategy;

/// <summary>Finds out whether one direction between two books is worth a pair, and of what size.</summary>
public sealed class OpportunityFinder(StrategyOptions options, decimal openSlippageCapBps)
{
    private const int SizeSteps = 4;

    /// <summary>
    /// The cheap test that almost every tick fails: can the touch gap pay for the fees and the wanted edge at all? Allocates
    /// nothing.
    /// </summary>
    public bool MayPay(DepthView longDepth, DepthView shortDepth, PairEntry entry)
    {
        if (!longDepth.HasBothSides || !shortDepth.HasBothSides)
        {
            return false;
        }

        MakerGain gain = MakerGain.Of(entry.RestingSide, longDepth, shortDepth);
        decimal ask = longDepth.BestAsk.Value;
        decimal gap = shortDepth.BestBid.Value - ask + gain.Price;
        decimal neededBps = EdgeCalculator.RoundTripFeesBps(longDepth, shortDepth) - gain.FeeBps + options.MinNetEdgeBps;
        return gap > 0m && gap * 10_000m > neededBps * ask;
    }

    /// <summary>
    /// The largest of 1, 1/2, 1/4 and 1/8 of the wanted size whose expected edge after every cost is enough; null when none
    /// is.
    /// </summary>
    /// <param name="wanted">Notional aimed at, already within the caps' room.</param>
    public PairPlan? Find(LegMarket longLeg, LegMarket shortLeg, Notional wanted, decimal usualGapBps, DateTimeOffset now, PairEntry entry)
    {
        DepthView l = longLeg.Depth;
        DepthView s = shortLeg.Depth;
        Notional size = wanted;
        for (int step = 0; step < SizeSteps; step++, size = new Notional(size.Value / 2m))
        {
            Quantity quantity = JointSizing.Largest(l, s, size);
            if (quantity.IsZero)
            {
                return null;
            }

            bool known = EdgeCalculator.TryEstimate(longLeg, shortLeg, quantity, usualGapBps, now, options.HoldingHorizon, out EdgeEstimate edge);
            if (known && entry.RestingSide is { } resting)
            {
                edge = EdgeCalculator.AsMaker(edge, resting, l, s, quantity);
            }

            if (known && edge.NetBps >= options.MinNetEdgeBps)
            {
                return Plan(l, s, quantity, edge, entry);
            }
        }

        return null;
    }

    private PairPlan Plan(DepthView l, DepthView s, Quantity quantity, EdgeEstimate edge, PairEntry entry)
    {
        Rate cap = Rate.FromBps(openSlippageCapBps);
        var worstBuy = new Price(l.Walk(Side.Buy, quantity).WorstPrice);
        var worstSell = new Price(s.Walk(Side.Sell, quantity).WorstPrice);
        return new PairPlan(
            l.Id.Symbol,
            l.Instrument,
            s.Instrument,
            quantity,
            LongLimit: entry.RestingSide == Side.Buy ? l.BestBid : l.Instrument.Tick.RoundMarketable(worstBuy.MovedBy(cap), Side.Buy),
            ShortLimit: entry.RestingSide == Side.Sell ? s.BestAsk : s.Instrument.Tick.RoundMarketable(worstSell.MovedBy(-cap), Side.Sell),
            LongTouch: l.BestAsk,
            ShortTouch: s.BestBid,
            edge)
        {
            Entry = entry,
        };
    }
}
