using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>
/// What is open or may become so: every active pair at its target quantity or what it holds, whichever is more, so that
/// orders in flight and orders of unknown outcome count at their worst.
/// </summary>
public sealed class DeskExposure
{
    private readonly List<(PairRecord Pair, Notional Notional)> _pairs = [];

    public int ActivePairs => _pairs.Count;

    public void Clear() => _pairs.Clear();

    public void Add(PairRecord pair, Notional notional) => _pairs.Add((pair, notional));

    public Notional Total => Sum(static (_, _) => true, default);

    public Notional OfSymbol(Symbol symbol) => Sum(static (p, s) => p.Symbol == s.Symbol, new InstrumentId(default, symbol));

    public Notional OfVenue(VenueId venue) =>
        Sum(static (p, s) => p.IsOn(s.Venue), new InstrumentId(venue, default));

    /// <summary>True when an active pair holds or may come to hold the other direction on this instrument.</summary>
    /// <remarks>Two pairs with opposite legs on one instrument would net out at the venue and make reduce-only orders fail.</remarks>
    public bool HasOpposing(InstrumentId instrument, LegRole role)
    {
        foreach ((PairRecord pair, _) in _pairs)
        {
            LegRecord opposite = pair.Leg(role == LegRole.Long ? LegRole.Short : LegRole.Long);
            // A third leg may stand in either direction, and is there only until its pair is flat.
            if (opposite.Instrument == instrument || pair.Third?.Instrument == instrument)
            {
                return true;
            }
        }

        return false;
    }

    public bool HasPair(InstrumentId longInstrument, InstrumentId shortInstrument)
    {
        foreach ((PairRecord pair, _) in _pairs)
        {
            if (pair.Long.Instrument == longInstrument && pair.Short.Instrument == shortInstrument)
            {
                return true;
            }
        }

        return false;
    }

    private Notional Sum(Func<PairRecord, InstrumentId, bool> counts, InstrumentId subject)
    {
        decimal sum = 0m;
        foreach ((PairRecord pair, Notional notional) in _pairs)
        {
            if (counts(pair, subject))
            {
                sum += notional.Value;
            }
        }

        return new Notional(sum);
    }
}
