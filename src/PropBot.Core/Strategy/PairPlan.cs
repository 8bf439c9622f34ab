using PropBot.Core.Costs;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Strategy;

/// <summary>A pair worth opening: equal base quantity on both legs, priced, with what it is expected to earn.</summary>
/// <param name="LongLimit">Highest price the long leg may pay, on the tick.</param>
/// <param name="ShortLimit">Lowest price the short leg may get, on the tick.</param>
/// <param name="LongTouch">Best ask of the long venue at the decision.</param>
/// <param name="ShortTouch">Best bid of the short venue at the decision.</param>
public sealed record PairPlan(
    Symbol Symbol,
    Instrument Long,
    Instrument Short,
    Quantity Quantity,
    Price LongLimit,
    Price ShortLimit,
    Price LongTouch,
    Price ShortTouch,
    EdgeEstimate Edge)
{
    /// <summary>In which order its legs are sent.</summary>
    public PairEntry Entry { get; init; } = PairEntry.Together;

    /// <summary>Notional of the long leg at its touch.</summary>
    public Notional Notional => LongTouch * Quantity;
}
