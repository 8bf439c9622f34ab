using PropBot.Core.Values;

namespace PropBot.Core.MarketData;

/// <summary>
/// The book of one instrument, from a snapshot and the updates since. It belongs to its stream's task alone; everyone else
/// gets a copy of the top (<see cref="CopyTo"/>). Whether an update may be applied is the venue's continuity rule, which its
/// adapter checks before it calls <see cref="Set"/>.
/// </summary>
public sealed class OrderBook
{
    public const int DefaultCapacity = 1_000;

    private readonly BookSide _bids;
    private readonly BookSide _asks;
    private BookTrust _trust = BookTrust.Unsynced;
    private long _lowestKnown = long.MinValue;
    private long _highestKnown = long.MaxValue;

    public OrderBook(int priceScale, int quantityScale, int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        PriceScale = priceScale;
        QuantityScale = quantityScale;
        _bids = new BookSide(isBid: true, capacity);
        _asks = new BookSide(isBid: false, capacity);
    }

    /// <summary>Decimal places of the price units.</summary>
    public int PriceScale { get; }

    /// <summary>Decimal places of the quantity units (base units).</summary>
    public int QuantityScale { get; }

    /// <summary>The venue's number of the last applied update.</summary>
    public long UpdateId { get; private set; }

    /// <summary>When the venue says the last update happened.</summary>
    public DateTimeOffset VenueTime { get; private set; }

    public int BidCount => _bids.Count;

    public int AskCount => _asks.Count;

    /// <summary>A synced book that shows crossed prices says so by itself; so does one with an empty side or beyond what it knows.</summary>
    public BookTrust Trust
    {
        get
        {
            if (_trust != BookTrust.Synced)
            {
                return _trust;
            }

            if (_bids.Count == 0 || _asks.Count == 0 || _bids.BestPrice < _lowestKnown || _asks.BestPrice > _highestKnown)
            {
                return BookTrust.Suspect;
            }

            return _bids.BestPrice >= _asks.BestPrice ? BookTrust.Crossed : BookTrust.Synced;
        }
    }

    /// <summary>Forgets everything; the book is unsynced until <see cref="EndSnapshot"/>.</summary>
    public void BeginSnapshot()
    {
        _bids.Clear();
        _asks.Clear();
        _lowestKnown = long.MinValue;
        _highestKnown = long.MaxValue;
        _trust = BookTrust.Unsynced;
    }

    /// <summary>
    /// The snapshot ended at these prices: beyond them only levels that changed since are known, so nothing there counts as
    /// depth, and a market that has moved out of the range makes the book suspect.
    /// </summary>
    public void KnowsOnly(long lowestBid, long highestAsk)
    {
        _lowestKnown = lowestBid;
        _highestKnown = highestAsk;
    }

    public void EndSnapshot(long updateId, DateTimeOffset venueTime)
    {
        UpdateId = updateId;
        VenueTime = venueTime;
        _trust = BookTrust.Synced;
    }

    /// <summary>Sets the total quantity at a price, in units of the scales; zero removes the level.</summary>
    public void Set(Side side, long price, long quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price);
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        (side == Side.Buy ? _bids : _asks).Set(price, quantity);
    }

    public void EndUpdate(long updateId, DateTimeOffset venueTime)
    {
        UpdateId = updateId;
        VenueTime = venueTime;
    }

    /// <summary>A gap, a bad checksum, a lost connection: not to be believed until the next snapshot.</summary>
    public void Distrust(BookTrust trust)
    {
        if (trust is BookTrust.Synced or BookTrust.Crossed)
        {
            throw new ArgumentException("only a snapshot makes a book synced, only its prices make it crossed", nameof(trust));
        }

        _trust = trust;
    }

    /// <summary>A snapshot that was held back is synced: its stream has spoken since, so that nothing is missing between the two.</summary>
    public void Confirm() => _trust = BookTrust.Synced;

    /// <summary>The level at a depth, 0 is the best.</summary>
    public (long Price, long Quantity) Level(Side side, int depth) => (side == Side.Buy ? _bids : _asks).Level(depth);

    /// <summary>Copies the top levels, as far as they are known, and the trust; allocates nothing.</summary>
    public void CopyTo(DepthView view)
    {
        view.PriceScale = PriceScale;
        view.QuantityScale = QuantityScale;
        view.BidCount = _bids.CopyBest(view.BidPrices, view.BidQuantities, _lowestKnown);
        view.AskCount = _asks.CopyBest(view.AskPrices, view.AskQuantities, _highestKnown);
        view.Trust = Trust;
        view.UpdateId = UpdateId;
        view.VenueTime = VenueTime;
    }
}
