using System.Text;
using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>What the public stream keeps of one instrument. Written by the stream's task alone, but for <see cref="Renew"/>.</summary>
internal sealed class BybitFeed : IDisposable
{
    private readonly DepthSlot _slot;
    private readonly MarkPriceThrottle _throttle;
    private readonly byte[] _bookTopic;
    private readonly byte[] _tickerTopic;
    private readonly byte[] _limitTopic;
    private Instrument? _renewed;
    private CrossedWatch _crossed;
    private PriceLimits? _limits;
    private long _heardTicks;

    public BybitFeed(Instrument instrument, DepthSlot slot, MarkPriceThrottle throttle, BookSync sync)
    {
        Instrument = instrument;
        _slot = slot;
        _throttle = throttle;
        Sync = sync;
        Book = new BybitBook(instrument);
        Ticker = new BybitTicker(instrument);
        BookTopic = $"orderbook.{BybitBook.Depth}.{instrument.NativeSymbol}";
        TickerTopic = $"tickers.{instrument.NativeSymbol}";
        LimitTopic = $"priceLimit.{instrument.NativeSymbol}";
        _bookTopic = Encoding.UTF8.GetBytes(BookTopic);
        _tickerTopic = Encoding.UTF8.GetBytes(TickerTopic);
        _limitTopic = Encoding.UTF8.GetBytes(LimitTopic);
    }

    public Instrument Instrument { get; private set; }

    public BybitBook Book { get; private set; }

    public BybitTicker Ticker { get; }

    public string BookTopic { get; }

    public string TickerTopic { get; }

    public string LimitTopic { get; }

    public BookSync Sync { get; }

    /// <summary>When a message of the book came last; real time. Read by other tasks.</summary>
    public TimeSpan HeardElapsed
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _heardTicks));
        private set => Interlocked.Exchange(ref _heardTicks, value.Ticks);
    }

    public bool IsBook(ReadOnlySpan<byte> topic) => topic.SequenceEqual(_bookTopic);

    public bool IsTicker(ReadOnlySpan<byte> topic) => topic.SequenceEqual(_tickerTopic);

    public bool IsLimit(ReadOnlySpan<byte> topic) => topic.SequenceEqual(_limitTopic);

    /// <summary>
    /// The venue changed the instrument's rules; called from another task. A changed scale makes the book anew: it is asked for
    /// again, and what comes until then is of the old one.
    /// </summary>
    public void Renew(Instrument now)
    {
        Instrument before = Interlocked.Exchange(ref _renewed, now) ?? Instrument;
        if (now.PriceScale != before.PriceScale || now.QuantityScale != before.QuantityScale)
        {
            Sync.Broke();
        }
    }

    public BybitBookResult ApplyBook(ReadOnlySpan<byte> message, TimeSpan receivedElapsed)
    {
        TakeRenewal();
        HeardElapsed = receivedElapsed;
        BybitBookResult result = Book.Apply(message);
        if (result is BybitBookResult.Applied or BybitBookResult.Replaced && _crossed.IsTooLong(Book.Book, receivedElapsed))
        {
            Book.Suspect();
            result = BybitBookResult.Crossed;
        }

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
        return Ticker.IsComplete ? _throttle.Next(Instrument.Id, Ticker.MarkPrice, Ticker.Funding, _limits) : null;
    }

    /// <summary>Told with the next mark price.</summary>
    public void ApplyLimit(ReadOnlySpan<byte> message) => _limits = BybitPriceLimit.Read(message);

    public void Lose(TimeSpan elapsed)
    {
        TakeRenewal();
        Sync.Broke();
        Book.Lose();
        _limits = null;
        _slot.Write(Book.Book, elapsed);
    }

    public void Dispose() => Sync.Dispose();

    private void TakeRenewal()
    {
        if (Interlocked.Exchange(ref _renewed, null) is not { } now)
        {
            return;
        }

        bool sameScales = now.PriceScale == Instrument.PriceScale && now.QuantityScale == Instrument.QuantityScale;
        Instrument = now;
        if (!sameScales)
        {
            Book = new BybitBook(now);
            if (Sync.IsSynced)
            {
                Sync.Broke();
            }
        }
    }
}
