using System.Runtime.InteropServices;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Simulation.Books;

/// <summary>A level in scaled integers: price at the instrument's price scale, base quantity at its quantity scale.</summary>
/// <param name="Quantity">Total at the price; in an update zero means the level is gone.</param>
public readonly record struct BookLevel(long Price, long Quantity);

/// <summary>
/// A change of a book. The object is reused: valid during the call only. Without any change nothing is told.
/// </summary>
public sealed class BookUpdate(Instrument instrument)
{
    private readonly List<BookLevel> _bids = [];
    private readonly List<BookLevel> _asks = [];

    public Instrument Instrument { get; internal set; } = instrument;

    /// <summary>Rises by 1 with every update of this book; the one before has this minus 1.</summary>
    public long UpdateId { get; internal set; }

    /// <summary>Market time.</summary>
    public DateTimeOffset Time { get; internal set; }

    /// <summary>Changed bids with their new totals, best first.</summary>
    public ReadOnlySpan<BookLevel> Bids => CollectionsMarshal.AsSpan(_bids);

    /// <summary>Changed asks with their new totals, best first.</summary>
    public ReadOnlySpan<BookLevel> Asks => CollectionsMarshal.AsSpan(_asks);

    /// <summary>Best bid after the update; quantity zero when the side is empty.</summary>
    public BookLevel BestBid { get; internal set; }

    /// <summary>Best ask after the update; quantity zero when the side is empty.</summary>
    public BookLevel BestAsk { get; internal set; }

    /// <summary>Whether price or quantity of the best bid or ask differ from before.</summary>
    public bool BestChanged { get; internal set; }

    internal bool IsEmpty => _bids.Count == 0 && _asks.Count == 0;

    internal List<BookLevel> Changes(bool isBid) => isBid ? _bids : _asks;

    public decimal PriceOf(BookLevel level) => ScaledNumber.ToDecimal(level.Price, Instrument.PriceScale);

    public decimal QuantityOf(BookLevel level) => ScaledNumber.ToDecimal(level.Quantity, Instrument.QuantityScale);

    internal void Clear()
    {
        _bids.Clear();
        _asks.Clear();
    }
}
