using PropBot.Core.Instruments;
using PropBot.Core.MarketData;

namespace PropBot.Venues;

/// <summary>
/// Hands a book's top from its stream's task to the engine's loop. Only the latest state is kept: a slow reader sees fewer
/// states, never an old one. Allocates nothing.
/// </summary>
public sealed class DepthSlot(Instrument instrument, Action<DepthSlot> wakeReader)
{
    private readonly Lock _lock = new();
    private readonly DepthView _latest = new(instrument);
    private bool _pending;
    private long _written;
    private long _conflated;

    public Instrument Instrument { get; } = instrument;

    /// <summary>States handed in so far.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>States that a newer one replaced before the reader came.</summary>
    public long Conflated => Interlocked.Read(ref _conflated);

    /// <summary>Called by the stream's task after it applied a message to the book, or distrusted it.</summary>
    /// <param name="receivedElapsed">When the message arrived, on the monotonic clock that the engine uses.</param>
    public void Write(OrderBook book, TimeSpan receivedElapsed)
    {
        bool wake;
        lock (_lock)
        {
            book.CopyTo(_latest);
            _latest.ReceivedElapsed = receivedElapsed;
            wake = !_pending;
            if (_pending)
            {
                _conflated++;
            }

            _pending = true;
            _written++;
        }

        if (wake)
        {
            wakeReader(this);
        }
    }

    /// <summary>Called by the engine's loop.</summary>
    /// <returns>False when nothing new came since the last call.</returns>
    public bool TryRead(DepthView into)
    {
        lock (_lock)
        {
            if (!_pending)
            {
                return false;
            }

            into.CopyFrom(_latest);
            _pending = false;
            return true;
        }
    }
}
