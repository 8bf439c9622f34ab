using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Okx.Stream;

/// <summary>What the public stream keeps of one instrument. Written by the stream's task alone.</summary>
internal sealed class OkxFeed(OkxListing listing, DepthSlot slot, MarkPriceThrottle throttle, BookSync sync) : IDisposable
{
    /// <summary>
    /// Without a change the venue sends an empty update about every minute: a book silent for longer is no longer told. Real time.
    /// </summary>
    public static readonly TimeSpan LongestBookSilence = TimeSpan.FromSeconds(75);

    private readonly byte[] _name = System.Text.Encoding.UTF8.GetBytes(listing.Instrument.NativeSymbol);
    private CrossedWatch _crossed;
    private Price _mark;
    private TimeSpan _markSaid;
    private FundingQuote _funding;
    private PriceLimits? _limits;
    private long _lastBookTicks;

    public OkxListing Listing { get; } = listing;

    public OkxBook Book { get; } = new(listing);

    public BookSync Sync { get; } = sync;

    /// <summary>When the last message of the book arrived; may be read by any task.</summary>
    public TimeSpan LastBook => TimeSpan.FromTicks(Interlocked.Read(ref _lastBookTicks));

    /// <summary>The announced settlements are further apart or closer than the instrument's interval.</summary>
    public bool HasOtherInterval => _funding.IsKnown && _funding.Interval != Listing.Instrument.FundingInterval;

    public bool IsNamed(ReadOnlySpan<byte> instrumentId) => instrumentId.SequenceEqual(_name);

    /// <param name="isCrossed">It has shown crossed prices for too long and was given up.</param>
    public OkxBookResult ApplyBook(ReadOnlySpan<byte> data, bool isSnapshot, TimeSpan receivedElapsed, out bool isCrossed)
    {
        Interlocked.Exchange(ref _lastBookTicks, receivedElapsed.Ticks);
        OkxBookResult result = Book.Apply(data, isSnapshot);
        isCrossed = false;
        switch (result)
        {
            case OkxBookResult.Ignored:
                return result;
            case OkxBookResult.Applied:
                isCrossed = _crossed.IsTooLong(Book.Book, receivedElapsed);
                break;
            case OkxBookResult.Replaced:
                Sync.Stands();
                break;
            default:
                Sync.Broke();
                break;
        }

        if (isCrossed)
        {
            Book.Lose(BookTrust.Suspect);
            Sync.Broke();
        }

        slot.Write(Book.Book, receivedElapsed);
        return result;
    }

    public void Lose(TimeSpan elapsed)
    {
        Sync.Broke();
        Book.Lose();
        slot.Write(Book.Book, elapsed);
    }

    /// <returns>The event to tell, or null.</returns>
    public MarkPriceChanged? ApplyMark(OkxMarkPrice wire)
    {
        decimal mark = WireText.Required(wire.MarkPx, "markPx");
        _mark = mark > 0m ? new Price(mark) : throw new FormatException("markPx is not above zero");
        _markSaid = throttle.Elapsed;
        return Next();
    }

    /// <returns>The event to tell, or null.</returns>
    public MarkPriceChanged? ApplyFunding(OkxFundingRate wire)
    {
        _funding = OkxAccountReading.ReadFunding(wire, Listing.Instrument.FundingInterval);
        return Next();
    }

    /// <returns>The event to tell, or null.</returns>
    public MarkPriceChanged? ApplyLimits(OkxPriceLimit wire)
    {
        _limits = OkxAccountReading.ReadLimits(wire);
        return Next();
    }

    public void Dispose() => Sync.Dispose();

    private MarkPriceChanged? Next() =>
        _mark.IsDefined && _funding.IsKnown ? throttle.Next(Listing.Instrument.Id, _mark, _funding, _limits, _markSaid) : null;
}
