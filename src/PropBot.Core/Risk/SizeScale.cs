using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>What part of the ordered notional a new pair gets: the smallest of the factors that stand. Factors never make a pair larger.</summary>
/// <remarks>Filled anew for every decision, so that it allocates nothing.</remarks>
public sealed class SizeScale
{
    private readonly List<SizeFactor> _factors = [];

    public IReadOnlyList<SizeFactor> Factors => _factors;

    public void Clear() => _factors.Clear();

    /// <summary>A factor that takes nothing away is none.</summary>
    public void Add(SizeFactor factor)
    {
        if (factor.Fraction is <= 0m or > 1m)
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor.Fraction, "a part of the ordered notional is above 0 and at most 1");
        }

        if (factor.Fraction < 1m)
        {
            _factors.Add(factor);
        }
    }

    /// <summary>The part that a pair between two venues gets, 1 when nothing stands.</summary>
    public decimal Between(VenueId longVenue, VenueId shortVenue)
    {
        decimal smallest = 1m;
        foreach (SizeFactor factor in _factors)
        {
            if (factor.CountsOn(longVenue) || factor.CountsOn(shortVenue))
            {
                smallest = Math.Min(smallest, factor.Fraction);
            }
        }

        return smallest;
    }

    /// <summary>The part that a pair between two venues gets of this notional, and never less than what the venues take at all.</summary>
    /// <param name="least">The smallest pair the two venues take; a scale below it would stop opening without saying so.</param>
    public Notional Of(Notional ordered, VenueId longVenue, VenueId shortVenue, Notional least)
    {
        decimal fraction = Between(longVenue, shortVenue);
        return fraction == 1m ? ordered : Notional.Min(ordered, Notional.Max(new Notional(ordered.Value * fraction), least));
    }
}
