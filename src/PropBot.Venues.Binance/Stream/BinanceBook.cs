using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Streams;

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

    /// <summary>A level could not be read: suspect until a new snapshot.</summary>
    Malformed = 5,

    /// <summary>The snapshot is older than what the stream has told: not believed (rule B10).</summary>
    StaleSnapshot = 6,

    /// <summary>Crossed for too long, or moved out of what the snapshot knew (rules B9, B11): suspect until a new snapshot.</summary>
    Suspect = 7,
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
    /// <summary>Levels a side: the snapshot's and those that came since, so that none within its range is dropped.</summary>
    private const int Capacity = 2 * BinanceDepthStream.SnapshotLevels;

    /// <summary>Stale snapshots in a row after which the venue has begun to count anew.</summary>
    private const int MostStale = 3;

    private readonly Queue<byte[]> _buffered = new();
    private readonly OrderBook _book;
    private readonly DepthSlot _slot;
    private CrossedWatch _crossed;
    private bool _hasSnapshot;
    private bool _awaitsFirst;
    private bool _awaitsWord;
    private long _lastUpdateId;
    private long _newestSeen;
    private int _staleInARow;

    public BinanceBook(Instrument instrument, DepthSlot slot)
    {
        Instrument = instrument;
        WireSymbol = System.Text.Encoding.UTF8.GetBytes(instrument.NativeSymbol);
        _slot = slot;
        _book = new OrderBook(instrument.PriceScale, instrument.QuantityScale, Capacity);
    }

    public Instrument Instrument { get; }

    public byte[] WireSymbol { get; }

    public int PriceScale => _book.PriceScale;

    public int QuantityScale => _book.QuantityScale;

    public BinanceBookResult Apply(scoped in BinanceDepthFrame frame, ReadOnlySpan<byte> message, TimeSpan received)
    {
        lock (_lock)
        {
            _newestSeen = Math.Max(_newestSeen, frame.FinalUpdateId);
            if (!_hasSnapshot)
            {
                Buffer_NeedsLock(message);
                return BinanceBookResult.Buffered;
            }

            BinanceBookResult result = Follow_NeedsLock(frame);
            if (result == BinanceBookResult.Applied && IsImplausible_NeedsLock(received))
            {
                result = BinanceBookResult.Suspect;
            }

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
            if (_hasSnapshot && snapshot.LastUpdateId < _lastUpdateId)
            {
                return BinanceBookResult.StaleSnapshot;
            }

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

            if (_hasSnapshot && _awaitsFirst)
            {
                // It was asked for over another connection: whether the stream lives, only the stream can say.
                _awaitsWord = true;
                _book.Distrust(BookTrust.Unsynced);
            }

            if (_hasSnapshot)
            {
                result = IsStale_NeedsLock() ? BinanceBookResult.StaleSnapshot : BinanceBookResult.Applied;
            }

            _slot.Write(_book, received);
            return result;
        }
    }

    /// <summary>The connection is gone.</summary>
    public void Lose(TimeSpan now)
    {
        lock (_lock)
        {
            Distrust_NeedsLock(BookTrust.Unsynced);
            _buffered.Clear();
            _slot.Write(_book, now);
        }
    }

    /// <summary>Another message of the same connection came: an unchanged book is not an old one, but one that stays crossed is wrong.</summary>
    public BinanceBookResult Refresh(TimeSpan received)
    {
        lock (_lock)
        {
            if (!_hasSnapshot)
            {
                return BinanceBookResult.Dropped;
            }

            Confirm_NeedsLock();
            BinanceBookResult result = IsImplausible_NeedsLock(received) ? BinanceBookResult.Suspect : BinanceBookResult.Applied;
            _slot.Write(_book, received);
            return result;
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
                Distrust_NeedsLock(BookTrust.Unsynced);
                return BinanceBookResult.Gap;
            }
        }
        else if (!Continues(frame, _lastUpdateId))
        {
            Distrust_NeedsLock(BookTrust.Unsynced);
            return BinanceBookResult.Gap;
        }

        try
        {
            frame.ApplyLevels(_book);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            Distrust_NeedsLock(BookTrust.Suspect);
            return BinanceBookResult.Malformed;
        }

        _awaitsFirst = false;
        Confirm_NeedsLock();
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

    /// <summary>
    /// A synced chain whose content cannot be: crossed for longer than <see cref="CrossedWatch.Longest"/>, a side empty, or the market
    /// outside of the snapshot's range. Distrusts it.
    /// </summary>
    private bool IsImplausible_NeedsLock(TimeSpan received)
    {
        if (!_crossed.IsTooLong(_book, received) && _book.Trust != BookTrust.Suspect)
        {
            return false;
        }

        Distrust_NeedsLock(BookTrust.Suspect);
        return true;
    }

    /// <summary>Is the book, all that was kept applied, behind what the stream has told? Then the snapshot came from a server that lags.</summary>
    private bool IsStale_NeedsLock()
    {
        if (_lastUpdateId >= _newestSeen || ++_staleInARow > MostStale)
        {
            _staleInARow = 0;
            _newestSeen = _lastUpdateId;
            return false;
        }

        Distrust_NeedsLock(BookTrust.Unsynced);
        return true;
    }

    /// <summary>The stream has spoken since the snapshot: an update that follows, or any other word, which shows that none is missing.</summary>
    private void Confirm_NeedsLock()
    {
        if (_awaitsWord)
        {
            _awaitsWord = false;
            _book.Confirm();
        }
    }

    private void Distrust_NeedsLock(BookTrust trust)
    {
        _hasSnapshot = false;
        _awaitsWord = false;
        _book.Distrust(trust);
    }
}
