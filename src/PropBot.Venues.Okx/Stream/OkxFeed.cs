using PropBot.Core.Engine.Events;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Okx.Stream;

/// <summary>What the public stream keeps of one instrument. Written by the stream's task alone.</summary>
internal sealed class OkxFeed(OkxListing listing, DepthSlot slot, MarkPriceThrottle throttle, BookSync sync) : IDisposable
{
    private readonly byte[] _name = System.Text.Encoding.UTF8.GetBytes(listing.Instrument.NativeSymbol);
    private Price _mark;
    private FundingQuote _funding;

    public OkxListing Listing { get; } = listing;

    public OkxBook Book { get; } = new(listing);

    public BookSync Sync { get; } = sync;

    public bool IsNamed(ReadOnlySpan<byte> instrumentId) => instrumentId.SequenceEqual(_name);

    public OkxBookResult ApplyBook(ReadOnlySpan<byte> data, bool isSnapshot, TimeSpan receivedElapsed)
    {
        OkxBookResult result = Book.Apply(data, isSnapshot);
        switch (result)
        {
            case OkxBookResult.Ignored:
                return result;
            case OkxBookResult.Applied:
                break;
            case OkxBookResult.Replaced:
                Sync.Stands();
                break;
            default:
                Sync.Broke();
                break;
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
        return Next();
    }

    /// <returns>The event to tell, or null.</returns>
    public MarkPriceChanged? ApplyFunding(OkxFundingRate wire)
    {
        _funding = OkxAccountReading.ReadFunding(wire, Listing.Instrument.FundingInterval);
        return Next();
    }

    public void Dispose() => Sync.Dispose();

    private MarkPriceChanged? Next() =>
        _mark.IsDefined && _funding.IsKnown ? throttle.Next(Listing.Instrument.Id, _mark, _funding) : null;
}
