using PropBot.Core.Costs;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;

namespace PropBot.Core.Strategy;

/// <summary>Says when an open pair is to be taken off, and why.</summary>
public sealed class ExitRule(StrategyOptions options)
{
    public const string Converged = "converged";
    public const string TakeProfit = "take_profit";
    public const string Stop = "stop";
    public const string MaxHolding = "max_holding";

    /// <summary>The reason to close now, or null. Allocates nothing.</summary>
    /// <param name="usualGapBps">The mid gap that usually stays between the two venues.</param>
    public string? Check(PairRecord pair, DepthView longDepth, DepthView shortDepth, decimal usualGapBps, DateTimeOffset now)
    {
        if (now - pair.OpenedAt >= options.MaxHolding)
        {
            return MaxHolding;
        }

        decimal gapNow = EdgeCalculator.MidGapBps(longDepth, shortDepth);
        if (gapNow - pair.ExpectedEdge.GrossBps > options.StopBps)
        {
            return Stop;
        }

        if (gapNow <= usualGapBps)
        {
            return Converged;
        }

        decimal leaves = ProfitIfClosedAtTouch(pair, longDepth, shortDepth);
        decimal expected = pair.ExpectedEdge.NetBps / 10_000m * pair.Long.BoughtNotional;
        return leaves > 0m && leaves >= expected * options.TakeProfitFraction ? TakeProfit : null;
    }

    /// <summary>Profit after closing now at the touches and paying the closing fees, quote units.</summary>
    public static decimal ProfitIfClosedAtTouch(PairRecord pair, DepthView longDepth, DepthView shortDepth)
    {
        decimal bid = longDepth.BestBid.Value;
        decimal ask = shortDepth.BestAsk.Value;
        decimal fees = (pair.Long.SignedQuantity * bid * longDepth.Instrument.Fees.Taker.Value)
            - (pair.Short.SignedQuantity * ask * shortDepth.Instrument.Fees.Taker.Value);
        return pair.PnlAt(bid, ask).Total - fees;
    }
}
