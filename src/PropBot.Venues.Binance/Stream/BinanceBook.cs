using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Venues.Binance.Parsing;

namespace PropBot.Venues.Binance.Stream;

internal enum BinanceBookResult
{
    /// <summary>The book moved.</summary>
    Applied = 1,

    /// <summary>Kept until the snapshot is there (rule B2).</summary>
    Buffered = 2,

    /// <summary>Older than the snapshot (rule B4).</summary>
    Dropped = 3,

    /// <summary>The chain is broken (rules B5, B6): untrusted until a new snapshot.</summary>
    Gap = 4,

    /// <summary>A level could not be read: as a gap.</summary>
    Malformed = 5,
}

/// <summary>
/// One instrument's book by the venue's rules, numbered as in docs/venues/binance-um.md. Messages come from the stream's task,
/// snapshots from the task that asked for them; the lock between the two is free but for the moment of a snapshot.
/// </summary>
internal sealed class BinanceBook
{
    /// <summary>Two minutes of messages.</summary>
    private const int MostBuffered = 1_200;

    private readonly Lock _lock = new();
    private readonly Queue<byte[]> _buffered = new();
    private readonly OrderBook _book;
    private readonly DepthSlot _slot;
    private bool _hasSnapshot;
    private bool _awaitsFirst;
    private long _lastUpdateId;

    public BinanceBook(Instrument instrument, DepthSlot slot)
    {
        Instrument = instrument;
        WireSymbol = System.Text.Encoding.UTF8.GetBytes(instrument.NativeSymbol);
        _slot = slot;

        // The slot's scales, not the listing's: its reader knows no others. A tick that became finer is refused level by level.
        _book = new OrderBook(slot.Instrument.PriceScale, slot.Instrument.QuantityScale);
    }

    public Instrument Instrument { get; }

    public byte[] WireSymbol { get; }

    public int PriceScale => _book.PriceScale;

    public int QuantityScale => _book.QuantityScale;

    public BinanceBookResult Apply(scoped in BinanceDepthFrame frame, ReadOnlySpan<byte> message, TimeSpan received)
    {
        lock (_lock)
        {
            if (!_hasSnapshot)
            {
                Buffer_NeedsLock(message);
                return BinanceBookResult.Buffered;
            }

            BinanceBookResult result = Follow_NeedsLock(frame);
            if (result == BinanceBookResult.Gap)
            {
                // The message that shows the gap is the first after it.
                Buffer_NeedsLock(message);
            }

            if (result != BinanceBookResult.Dropped)
            {
                _slot.Write(_book, received);
            }

            return result;
        }
    }

    /// <summary>Rule B3: the snapshot, then what was kept since.</summary>
    public BinanceBookResult TakeSnapshot(BinanceSnapshot snapshot, TimeSpan received)
    {
        lock (_lock)
        {
            snapshot.ApplyTo(_book);
            _hasSnapshot = true;
            _awaitsFirst = true;
            _lastUpdateId = snapshot.LastUpdateId;
            BinanceBookResult result = BinanceBookResult.Applied;
            while (_hasSnapshot && _buffered.TryPeek(out byte[]? message))
            {
                result = Follow_NeedsLock(BinanceDepthFrame.Read(message));
                if (result != BinanceBookResult.Gap)
                {
                    _buffered.Dequeue();
                }
            }

            _slot.Write(_book, received);
            return _hasSnapshot ? BinanceBookResult.Applied : result;
        }
    }

    /// <summary>The connection is gone.</summary>
    public void Lose(TimeSpan now)
    {
        lock (_lock)
        {
            Distrust_NeedsLock();
            _buffered.Clear();
            _slot.Write(_book, now);
        }
    }

    /// <summary>Another message of the same connection came: an unchanged book is not an old one.</summary>
    public void Refresh(TimeSpan received)
    {
        lock (_lock)
        {
            if (_hasSnapshot)
            {
                _slot.Write(_book, received);
            }
        }
    }

    private BinanceBookResult Follow_NeedsLock(scoped in BinanceDepthFrame frame)
    {
        if (_awaitsFirst)
        {
            if (IsOlderThanSnapshot(frame, _lastUpdateId))
            {
                return BinanceBookResult.Dropped;
            }

            if (!SpansSnapshot(frame, _lastUpdateId) && !Continues(frame, _lastUpdateId))
            {
                Distrust_NeedsLock();
                return BinanceBookResult.Gap;
            }
        }
        else if (!Continues(frame, _lastUpdateId))
        {
            Distrust_NeedsLock();
            return BinanceBookResult.Gap;
        }

        try
        {
            frame.ApplyLevels(_book);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            Distrust_NeedsLock();
            return BinanceBookResult.Malformed;
        }

        _awaitsFirst = false;
        _lastUpdateId = frame.FinalUpdateId;
        _book.EndUpdate(frame.FinalUpdateId, BinanceReports.ToTime(frame.TransactionTime));
        return BinanceBookResult.Applied;
    }

    /// <summary>Rule B4: u &lt; lastUpdateId.</summary>
    private static bool IsOlderThanSnapshot(scoped in BinanceDepthFrame frame, long lastUpdateId) => frame.FinalUpdateId < lastUpdateId;

    /// <summary>Rule B5: U &lt;= lastUpdateId &lt;= u.</summary>
    private static bool SpansSnapshot(scoped in BinanceDepthFrame frame, long lastUpdateId) =>
        frame.FirstUpdateId <= lastUpdateId && lastUpdateId <= frame.FinalUpdateId;

    /// <summary>Rule B6: pu is the u before; for the first message the snapshot's id stands for it.</summary>
    private static bool Continues(scoped in BinanceDepthFrame frame, long lastUpdateId) => frame.PreviousFinalUpdateId == lastUpdateId;

    private void Buffer_NeedsLock(ReadOnlySpan<byte> message)
    {
        if (_buffered.Count == MostBuffered)
        {
            _buffered.Dequeue();
        }

        _buffered.Enqueue(message.ToArray());
    }

    private void Distrust_NeedsLock()
    {
        _hasSnapshot = false;
        _book.Distrust(BookTrust.Unsynced);
    }
}
