using System.Text;
using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>What the public stream keeps of one instrument. Written by the stream's task alone.</summary>
internal sealed class BybitFeed : IDisposable
{
    private readonly DepthSlot _slot;
    private readonly MarkPriceThrottle _throttle;
    private readonly byte[] _bookTopic;
    private readonly byte[] _tickerTopic;

    public BybitFeed(Instrument instrument, DepthSlot slot, MarkPriceThrottle throttle, BookSync sync)
    {
        Instrument = instrument;
        _slot = slot;
        _throttle = throttle;
        Sync = sync;
        Book = new BybitBook(instrument);
        Ticker = new BybitTicker(instrument);
        BookTopic = $"orderbook.200.{instrument.NativeSymbol}";
        TickerTopic = $"tickers.{instrument.NativeSymbol}";
        _bookTopic = Encoding.UTF8.GetBytes(BookTopic);
        _tickerTopic = Encoding.UTF8.GetBytes(TickerTopic);
    }

    public Instrument Instrument { get; }

    public BybitBook Book { get; }

    public BybitTicker Ticker { get; }

    public string BookTopic { get; }

    public string TickerTopic { get; }

    public BookSync Sync { get; }

    public bool IsBook(ReadOnlySpan<byte> topic) => topic.SequenceEqual(_bookTopic);

    public bool IsTicker(ReadOnlySpan<byte> topic) => topic.SequenceEqual(_tickerTopic);

    public BybitBookResult ApplyBook(ReadOnlySpan<byte> message, TimeSpan receivedElapsed)
    {
        BybitBookResult result = Book.Apply(message);
        switch (result)
        {
            case BybitBookResult.Ignored:
                return result;
            case BybitBookResult.Applied:
                break;
            case BybitBookResult.Replaced:
                Sync.Stands();
                break;
            default:
                Sync.Broke();
                break;
        }

        _slot.Write(Book.Book, receivedElapsed);
        return result;
    }

    /// <returns>The event to tell, or null.</returns>
    public MarkPriceChanged? ApplyTicker(ReadOnlySpan<byte> message)
    {
        Ticker.Apply(message);
        return Ticker.IsComplete ? _throttle.Next(Instrument.Id, Ticker.MarkPrice, Ticker.Funding) : null;
    }

    public void Lose(TimeSpan elapsed)
    {
        Sync.Broke();
        Book.Lose();
        _slot.Write(Book.Book, elapsed);
    }

    public void Dispose() => Sync.Dispose();
}
