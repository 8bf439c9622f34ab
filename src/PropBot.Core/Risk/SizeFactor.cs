using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>One reason for which new pairs are smaller.</summary>
/// <param name="Fraction">Part of the ordered notional that is left, above 0 and at most 1.</param>
/// <param name="Actual">What was measured, in the reason's unit: clean pairs, a score.</param>
/// <param name="Limit">From which value on this reason takes nothing away.</param>
/// <param name="Venue">Where it counts; null: everywhere.</param>
public readonly record struct SizeFactor(SizeReason Reason, decimal Fraction, decimal Actual, decimal Limit, VenueId? Venue = null)
{
    public bool CountsOn(VenueId venue) => Venue is not { } where || where == venue;
}
