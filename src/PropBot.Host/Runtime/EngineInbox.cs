using System.Threading.Channels;
using PropBot.Core;
using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Host.Surface;
using PropBot.Venues;

namespace PropBot.Host.Runtime;

/// <summary>
/// What waits for the engine. Events wait in order and are never dropped: a full inbox makes the adapters wait. Operators' commands
/// go before them, and before all others those that stop or reduce: whatever waits, a stop is taken and comes next. Of a book only the latest state waits, at most once per instrument.
/// </summary>
public sealed class EngineInbox : IVenueSink, IDisposable
{
    /// <summary>Events that may wait; beyond it the writers wait.</summary>
    public const int EventBound = 16_384;

    /// <summary>Commands that may wait; people do not give so many.</summary>
    public const int CommandBound = 256;

    /// <summary>Stops that may wait: more than connections that the surface carries, so that none is ever turned away.</summary>
    public const int StopBound = 65_536;

    /// <summary>Instruments that can have a book; each waits at most once, so this bound is never met by waiting books.</summary>
    public const int SlotBound = 1_024;

    private readonly Channel<InboxItem> _events = Channel.CreateBounded<InboxItem>(new BoundedChannelOptions(EventBound)
    {
        FullMode = BoundedChannelFullMode.Wait,
        SingleReader = true,
    });

    private readonly Channel<InboxItem> _commands = Channel.CreateBounded<InboxItem>(new BoundedChannelOptions(CommandBound)
    {
        FullMode = BoundedChannelFullMode.Wait,
        SingleReader = true,
    });

    private readonly Channel<InboxItem> _stops = Channel.CreateBounded<InboxItem>(new BoundedChannelOptions(StopBound)
    {
        FullMode = BoundedChannelFullMode.Wait,
        SingleReader = true,
    });

    private readonly Channel<DepthSlot> _books = Channel.CreateBounded<DepthSlot>(new BoundedChannelOptions(SlotBound)
    {
        FullMode = BoundedChannelFullMode.Wait,
        SingleReader = true,
    });

    private readonly Dictionary<InstrumentId, DepthSlot> _slots = [];
    private readonly Lock _slotsLock = new();
    private readonly AutoResetEvent _news = new(initialState: false);
    private volatile string? _closed;
    private int _waitingStops;
    private long _given;
    private long _lastStop;

    /// <summary>Events that wait; commands go before them and are not counted.</summary>
    public int Waiting => _events.Reader.Count;

    /// <summary>An operator has ordered what stops or reduces, and the engine has not come to it yet.</summary>
    internal bool HasStop => Volatile.Read(ref _waitingStops) > 0;

    public async ValueTask PublishAsync(EngineEvent engineEvent, CancellationToken cancellationToken)
    {
        await _events.Writer.WriteAsync(new InboxItem(engineEvent, null), cancellationToken);
        _news.Set();
    }

    /// <summary>Posts a command; the engine comes to it before any event.</summary>
    /// <exception cref="CommandNotTakenException">The engine does not run any more, or too many wait.</exception>
    internal GivenCommand Give(EngineEvent command)
    {
        var given = new GivenCommand(command, Interlocked.Increment(ref _given));
        Interlocked.Add(ref _waitingStops, given.IsStop ? 1 : 0);
        if (!(given.IsStop ? _stops : _commands).Writer.TryWrite(new InboxItem(command, given)))
        {
            Interlocked.Add(ref _waitingStops, given.IsStop ? -1 : 0);
            throw new CommandNotTakenException(_closed is { } reason ? NotRunning(reason) : $"{(given.IsStop ? StopBound : CommandBound)} commands wait for the engine already");
        }

        _news.Set();
        return given;
    }

    public DepthSlot DepthOf(Instrument instrument)
    {
        lock (_slotsLock)
        {
            if (_slots.TryGetValue(instrument.Id, out DepthSlot? slot) && slot.Instrument == instrument)
            {
                return slot;
            }

            Invariant.Holds(_slots.Count < SlotBound, $"no more than {SlotBound} instruments");
            slot = new DepthSlot(instrument, Wake);
            _slots[instrument.Id] = slot;
            return slot;
        }
    }

    /// <summary>States of books that a newer one replaced before the engine came to them.</summary>
    public long ConflatedBooks
    {
        get
        {
            lock (_slotsLock)
            {
                return _slots.Values.Sum(s => s.Conflated);
            }
        }
    }

    /// <summary>The next stop, command or event; a command that was withdrawn is passed over.</summary>
    internal bool TryReadEvent(out InboxItem item)
    {
        while (_stops.Reader.TryRead(out item))
        {
            Interlocked.Decrement(ref _waitingStops);
            if (item.Command!.TryBegin())
            {
                _lastStop = Math.Max(_lastStop, item.Command.Number);
                return true;
            }
        }

        while (_commands.Reader.TryRead(out item))
        {
            if (item.Command!.TryBegin() && !IsOvertaken(item.Command))
            {
                return true;
            }
        }

        return _events.Reader.TryRead(out item);
    }

    /// <summary>A stop that was given later has gone before it. What lets go then would let go of what nobody had seen: it is given anew or not at all.</summary>
    private bool IsOvertaken(GivenCommand command)
    {
        if (!command.IsRelease || command.Number > _lastStop)
        {
            return false;
        }

        command.Fail("A stop was given after it and goes before it. It was not taken; look why the desk is held and give it again.");
        return true;
    }

    internal bool TryReadBook(out DepthSlot? slot) => _books.Reader.TryRead(out slot);

    /// <summary>Waits for news, at most so long.</summary>
    internal void Wait(TimeSpan longest) => _news.WaitOne(longest);

    /// <summary>No more events are taken; commands that wait fail.</summary>
    internal void Close(string reason)
    {
        _closed = reason;
        _events.Writer.TryComplete(new ChannelClosedException(reason));
        _commands.Writer.TryComplete();
        _stops.Writer.TryComplete();
        while (_stops.Reader.TryRead(out InboxItem item) || _commands.Reader.TryRead(out item))
        {
            item.Command!.Fail(NotRunning(reason));
        }
    }

    public void Dispose() => _news.Dispose();

    private static string NotRunning(string reason) => $"the engine does not run: {reason}";

    private void Wake(DepthSlot slot)
    {
        bool written = _books.Writer.TryWrite(slot);
        Invariant.Holds(written, "each book waits at most once, so there is always room");
        _news.Set();
    }
}

internal readonly record struct InboxItem(EngineEvent Event, GivenCommand? Command);
