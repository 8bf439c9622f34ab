namespace PropBot.Core.Values;

/// <summary>One perpetual contract on one venue.</summary>
public readonly record struct InstrumentId(VenueId Venue, Symbol Symbol) : IComparable<InstrumentId>
{
    public int CompareTo(InstrumentId other)
    {
        int byVenue = Venue.CompareTo(other.Venue);
        return byVenue != 0 ? byVenue : Symbol.CompareTo(other.Symbol);
    }

    public override string ToString() => $"{Venue}:{Symbol}";
}
