using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Costs;

/// <summary>
/// What a fee counts that was taken in another coin than the settle coin. Nobody tells the desk the price of that coin, so it counts what the
/// fill would have cost in the settle coin by the venue's schedule: a discount coin only makes it less. A rebate in such a coin counts nothing.
/// </summary>
public static class ForeignFee
{
    /// <summary>Fraction of notional where the schedule names no cost; above every base tier of the venues.</summary>
    private const decimal WithoutSchedule = 0.001m;

    /// <param name="fee">Negative is paid.</param>
    /// <param name="notional">Of the fill, quote units.</param>
    /// <param name="schedule">The account's at the venue; null while it is not known.</param>
    /// <returns>Quote units, positive; 0 for a fee in the quote coin, which is booked as it is.</returns>
    public static decimal WorstOf(Money fee, Asset quote, decimal notional, FeeSchedule? schedule)
    {
        if (fee.Asset == quote || fee.Amount >= 0m)
        {
            return 0m;
        }

        decimal rate = schedule is { } known ? Math.Max(known.Maker.Value, known.Taker.Value) : 0m;
        return notional * (rate > 0m ? rate : WithoutSchedule);
    }
}
