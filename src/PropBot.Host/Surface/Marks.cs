using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;

namespace PropBot.Host.Surface;

/// <summary>The mark prices of a snapshot by instrument.</summary>
internal sealed class Marks
{
    private readonly Dictionary<InstrumentId, decimal> _marks = [];

    public Marks(EngineSnapshot snapshot)
    {
        foreach (VenueSnapshot venue in snapshot.Venues)
        {
            foreach (BookSnapshot book in venue.Books.Where(b => b.MarkPrice is not null))
            {
                _marks[book.Instrument] = book.MarkPrice!.Value;
            }

            // What the engine values a position at wins over what the stream said last.
            foreach (PositionSnapshot position in venue.Positions.Where(p => p.MarkPrice is not null))
            {
                _marks[position.Instrument] = position.MarkPrice!.Value;
            }
        }
    }

    public decimal? Of(InstrumentId instrument) => _marks.TryGetValue(instrument, out decimal mark) ? mark : null;
}
