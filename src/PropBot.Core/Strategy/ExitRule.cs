using PropBot.Core.Costs;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;

namespace PropBot.Core.Strategy;

/// <summary>Says when an open pair is to be taken off, and why.</summary>
/// <param name="booksLast">How old a book of this configuration may be and still be believed.</param>
public sealed class ExitRule(StrategyOptions options, TimeSpan booksLast)
{
    /// <summary>
    /// A synced book of this age is good enough to close by, whatever the limit for opening is: quiet venues send nothing for a second or
    /// two, and a stop that waits for both books to move at once is none.
    /// </summary>
    public static readonly TimeSpan BooksLastAtLeast = TimeSpan.FromSeconds(2);


    public const string Converged = "converged";
    public const string TakeProfit = "take_profit";
    public const string Stop = "stop";
    public const string MaxHolding = "max_holding";

    /// <summary>Held as long as is allowed: that needs no price.</summary>
    public bool IsHeldTooLong(PairRecord pair, DateTimeOffset now) => now - pair.OpenedAt >= options.MaxHolding;

    /// <summary>How old a book may be for an exit: people who tighten the limit while the desk runs open less, and close as before.</summary>
    /// <param name="staleAfter">The limit that counts now.</param>
    public TimeSpan BooksLast(TimeSpan staleAfter) => new(Math.Max(staleAfter.Ticks, Math.Max(booksLast.Ticks, BooksLastAtLeast.Ticks)));

    /// <summary>The reason that prices give to close now, or null. Allocates nothing.</summary>
    /// <param name="usualGapBps">The mid gap that usually stays between the two venues.</param>
    public string? Check(PairRecord pair, DepthView longDepth, DepthView shortDepth, decimal usualGapBps)
    {
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
