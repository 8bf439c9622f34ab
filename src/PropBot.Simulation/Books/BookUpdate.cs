using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Simulation.Books;

/// <summary>A level in scaled integers: price at the instrument's price scale, base quantity at its quantity scale.</summary>
/// <param name="Quantity">Total at the price; in an update zero means the level is gone.</param>
public readonly record struct BookLevel(long Price, long Quantity);

/// <summary>
/// A change of a book. The object and its arrays are reused: valid during the call only. Without any change nothing is told.
/// </summary>
public sealed class BookUpdate(Instrument instrument, int capacity)
{
    private readonly BookLevel[] _bids = new BookLevel[capacity];
    private readonly BookLevel[] _asks = new BookLevel[capacity];
    private int _bidCount;
    private int _askCount;

    public Instrument Instrument { get; } = instrument;

    /// <summary>Rises by 1 with every update of this book; the one before has this minus 1.</summary>
    public long UpdateId { get; internal set; }

    /// <summary>Market time.</summary>
    public DateTimeOffset Time { get; internal set; }

    /// <summary>Changed bids with their new totals, best first.</summary>
    public ReadOnlySpan<BookLevel> Bids => _bids.AsSpan(0, _bidCount);

    /// <summary>Changed asks with their new totals, best first.</summary>
    public ReadOnlySpan<BookLevel> Asks => _asks.AsSpan(0, _askCount);

    /// <summary>Best bid after the update; quantity zero when the side is empty.</summary>
    public BookLevel BestBid { get; internal set; }

    /// <summary>Best ask after the update; quantity zero when the side is empty.</summary>
    public BookLevel BestAsk { get; internal set; }

    /// <summary>Whether price or quantity of the best bid or ask differ from before.</summary>
    public bool BestChanged { get; internal set; }

    public decimal PriceOf(BookLevel level) => ScaledNumber.ToDecimal(level.Price, Instrument.PriceScale);

    public decimal QuantityOf(BookLevel level) => ScaledNumber.ToDecimal(level.Quantity, Instrument.QuantityScale);

    internal void Clear()
    {
        _bidCount = 0;
        _askCount = 0;
    }

    internal bool IsEmpty => _bidCount == 0 && _askCount == 0;

    internal void Add(bool isBid, BookLevel level)
    {
        if (isBid)
        {
            _bids[_bidCount++] = level;
        }
        else
        {
            _asks[_askCount++] = level;
        }
    }
}
