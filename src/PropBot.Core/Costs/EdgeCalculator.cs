using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Core.Costs;

/// <summary>What is known of one instrument when an edge is worked out.</summary>
public readonly record struct LegMarket(DepthView Depth, FundingQuote Funding);

/// <summary>
/// The expected edge of "buy on the long venue, sell on the short venue, take both off once the gap is usual again". Pure
/// arithmetic on the two books; allocates nothing. Every fill is assumed to take liquidity.
/// </summary>
public static class EdgeCalculator
{
    private const decimal BpsPerUnit = 10_000m;

    /// <summary>Bid of the short venue minus ask of the long venue, basis points of the ask: the most there can be.</summary>
    public static decimal GrossBps(DepthView longDepth, DepthView shortDepth)
    {
        decimal ask = longDepth.BestAsk.Value;
        return (shortDepth.BestBid.Value - ask) * BpsPerUnit / ask;
    }

    /// <summary>Mid of the short venue minus mid of the long venue, basis points of the long mid.</summary>
    public static decimal MidGapBps(DepthView longDepth, DepthView shortDepth)
    {
        decimal longMid = longDepth.Mid.Value;
        return (shortDepth.Mid.Value - longMid) * BpsPerUnit / longMid;
    }

    /// <summary>Taker fees of both openings and both closings, basis points.</summary>
    public static decimal RoundTripFeesBps(DepthView longDepth, DepthView shortDepth) =>
        2m * (longDepth.Instrument.Fees.Taker.Bps + shortDepth.Instrument.Fees.Taker.Bps);

    /// <summary>The whole estimate for a quantity.</summary>
    /// <param name="usualGapBps">The mid gap that usually stays. Only a gap against us counts: hoping for a favourable one is no edge.</param>
    /// <param name="horizon">Expected holding time; settlements within it are paid in full.</param>
    /// <returns>False when one of the four sides does not show enough depth for the quantity.</returns>
    public static bool TryEstimate(
        LegMarket longLeg,
        LegMarket shortLeg,
        Quantity quantity,
        decimal usualGapBps,
        DateTimeOffset now,
        TimeSpan horizon,
        out EdgeEstimate estimate)
    {
        estimate = default;
        DepthView l = longLeg.Depth;
        DepthView s = shortLeg.Depth;
        DepthWalk entryLong = l.Walk(Side.Buy, quantity);
        DepthWalk entryShort = s.Walk(Side.Sell, quantity);
        DepthWalk exitLong = l.Walk(Side.Sell, quantity);
        DepthWalk exitShort = s.Walk(Side.Buy, quantity);
        decimal wanted = quantity.Value;
        if (wanted == 0m || entryLong.Filled < wanted || entryShort.Filled < wanted
            || exitLong.Filled < wanted || exitShort.Filled < wanted)
        {
            return false;
        }

        decimal ask = l.BestAsk.Value;
        decimal toBps = BpsPerUnit / ask;
        decimal touchGap = s.BestBid.Value - ask;
        decimal entrySlippage = (entryLong.AveragePrice - ask) + (s.BestBid.Value - entryShort.AveragePrice);
        // At the exit the gap between the mids has become usual; leaving costs half of each spread and the walk beyond it,
        // and half of each spread is what lies between touch and mid at the entry.
        decimal exitSlippage = (l.Mid.Value - exitLong.AveragePrice) + (exitShort.AveragePrice - s.Mid.Value);
        decimal longFee = l.Instrument.Fees.Taker.Bps;
        decimal shortFee = s.Instrument.Fees.Taker.Bps;
        estimate = new EdgeEstimate(
            GrossBps: touchGap * toBps,
            EntryFeesBps: longFee + shortFee,
            ExitFeesBps: longFee + shortFee,
            EntrySlippageBps: entrySlippage * toBps,
            ExitSlippageBps: exitSlippage * toBps,
            FundingBps: FundingBps(longLeg.Funding, shortLeg.Funding, now, horizon),
            ResidualBasisBps: Math.Max(0m, usualGapBps));
        return true;
    }

    /// <summary>The estimate when a leg rests at its own touch instead of taking: it saves its spread, its walk and a part of its fee.</summary>
    /// <param name="resting">Buy: the long leg rests; sell: the short leg.</param>
    public static EdgeEstimate AsMaker(EdgeEstimate taken, Side resting, DepthView longDepth, DepthView shortDepth, Quantity quantity)
    {
        DepthView view = resting == Side.Buy ? longDepth : shortDepth;
        decimal toBps = BpsPerUnit / longDepth.BestAsk.Value;
        decimal walked = Math.Abs(view.Walk(resting, quantity).AveragePrice - view.Touch(resting).Value);
        MakerGain gain = MakerGain.Of(resting, longDepth, shortDepth);
        return taken with
        {
            GrossBps = taken.GrossBps + (gain.Price * toBps),
            EntryFeesBps = taken.EntryFeesBps - gain.FeeBps,
            EntrySlippageBps = taken.EntrySlippageBps - (walked * toBps),
        };
    }

    /// <summary>Settlements within the horizon: the long pays a positive rate, the short receives it. Negative: received.</summary>
    public static decimal FundingBps(FundingQuote longFunding, FundingQuote shortFunding, DateTimeOffset now, TimeSpan horizon) =>
        (longFunding.Rate.Bps * longFunding.SettlementsWithin(now, horizon))
        - (shortFunding.Rate.Bps * shortFunding.SettlementsWithin(now, horizon));
}
