using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>What is open or may become so: every leg of every active pair at its worst, orders in flight and of unknown outcome included.</summary>
public sealed class DeskExposure
{
    private readonly List<(PairRecord Pair, decimal Notional)> _pairs = [];
    private readonly List<LegExposure> _legs = [];

    public int ActivePairs => _pairs.Count;

    public IReadOnlyList<LegExposure> Legs => _legs;

    public void Clear()
    {
        _pairs.Clear();
        _legs.Clear();
    }

    /// <summary>A pair counts as much as the largest of its legs.</summary>
    public void Add(PairRecord pair, in LegExposure l, in LegExposure s, in LegExposure? third)
    {
        _legs.Add(l);
        _legs.Add(s);
        decimal largest = Math.Max(l.Notional, s.Notional);
        if (third is { } extra)
        {
            _legs.Add(extra);
            largest = Math.Max(largest, extra.Notional);
        }

        _pairs.Add((pair, largest));
    }

    public Notional Total
    {
        get
        {
            decimal sum = 0m;
            for (int i = 0; i < _pairs.Count; i++)
            {
                sum += _pairs[i].Notional;
            }

            return new Notional(sum);
        }
    }

    /// <summary>Zero while nothing is open.</summary>
    public Notional LargestLeg
    {
        get
        {
            decimal largest = 0m;
            for (int i = 0; i < _legs.Count; i++)
            {
                largest = Math.Max(largest, _legs[i].Notional);
            }

            return new Notional(largest);
        }
    }

    public Notional OfSymbol(Symbol symbol)
    {
        decimal sum = 0m;
        for (int i = 0; i < _pairs.Count; i++)
        {
            sum += _pairs[i].Pair.Symbol == symbol ? _pairs[i].Notional : 0m;
        }

        return new Notional(sum);
    }

    public Notional OfAsset(Asset asset)
    {
        decimal sum = 0m;
        for (int i = 0; i < _pairs.Count; i++)
        {
            sum += _pairs[i].Pair.Symbol.Base == asset ? _pairs[i].Notional : 0m;
        }

        return new Notional(sum);
    }

    /// <summary>Every leg on the venue.</summary>
    public Notional OfVenue(VenueId venue)
    {
        decimal sum = 0m;
        for (int i = 0; i < _legs.Count; i++)
        {
            sum += _legs[i].Instrument.Venue == venue ? _legs[i].Notional : 0m;
        }

        return new Notional(sum);
    }

    /// <summary>What nothing stands against in a coin, quote units: the worst that orders in flight may make of it.</summary>
    public decimal WorstDelta(Asset asset)
    {
        decimal high = 0m;
        decimal low = 0m;
        for (int i = 0; i < _legs.Count; i++)
        {
            LegExposure leg = _legs[i];
            if (leg.Instrument.Symbol.Base == asset)
            {
                high += leg.Highest * leg.Price;
                low += leg.Lowest * leg.Price;
            }
        }

        return Math.Max(Math.Abs(high), Math.Abs(low));
    }

    /// <summary>What nothing stands against in a coin by what is filled, base units.</summary>
    public decimal NetUnits(Asset asset)
    {
        decimal sum = 0m;
        for (int i = 0; i < _legs.Count; i++)
        {
            sum += _legs[i].Instrument.Symbol.Base == asset ? _legs[i].Held : 0m;
        }

        return sum;
    }

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
}
