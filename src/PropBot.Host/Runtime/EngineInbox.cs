using System.Threading.Channels;
using PropBot.Core;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues;

namespace PropBot.Host.Runtime;

/// <summary>
/// What waits for the engine. Events wait in order and are never dropped: a full inbox makes the adapters wait. Of a book only
/// the latest state waits, at most once per instrument.
/// </summary>
public sealed class EngineInbox : IVenueSink, IDisposable
{
    /// <summary>Events that may wait; beyond it the writers wait.</summary>
    public const int EventBound = 16_384;

    /// <summary>Instruments that can have a book; each waits at most once, so this bound is never met by waiting books.</summary>
    public const int SlotBound = 1_024;

    private readonly Channel<InboxItem> _events = Channel.CreateBounded<InboxItem>(new BoundedChannelOptions(EventBound)
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

    public int Waiting => _events.Reader.Count;

    public async ValueTask PublishAsync(EngineEvent engineEvent, CancellationToken cancellationToken)
    {
        await _events.Writer.WriteAsync(new InboxItem(engineEvent, null), cancellationToken);
        _news.Set();
    }

    /// <summary>Posts a command and waits until the engine has handled it and the ledger has kept what came of it.</summary>
    /// <exception cref="ChannelClosedException">The engine does not run any more.</exception>
    public async Task<HandledEvent> CommandAsync(EngineEvent command, CancellationToken cancellationToken)
    {
        var handled = new TaskCompletionSource<HandledEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _events.Writer.WriteAsync(new InboxItem(command, handled), cancellationToken);
        _news.Set();
        return await handled.Task.WaitAsync(cancellationToken);
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

    internal bool TryReadEvent(out InboxItem item) => _events.Reader.TryRead(out item);

    internal bool TryReadBook(out DepthSlot? slot) => _books.Reader.TryRead(out slot);

    /// <summary>Waits for news, at most so long.</summary>
    internal void Wait(TimeSpan longest) => _news.WaitOne(longest);

    /// <summary>No more events are taken; commands that wait fail.</summary>
    internal void Close(string reason)
    {
        _events.Writer.TryComplete(new ChannelClosedException(reason));
        while (_events.Reader.TryRead(out InboxItem item))
        {
            item.Handled?.TrySetException(new ChannelClosedException(reason));
        }
    }

    public void Dispose() => _news.Dispose();

    private void Wake(DepthSlot slot)
    {
        bool written = _books.Writer.TryWrite(slot);
        Invariant.Holds(written, "each book waits at most once, so there is always room");
        _news.Set();
    }
}

internal readonly record struct InboxItem(EngineEvent Event, TaskCompletionSource<HandledEvent>? Handled);

/// <summary>A command was handled: the desk after it, and why it was not carried out, if it was not.</summary>
public sealed record HandledEvent(EngineSnapshot Snapshot, CommandRefusal? Refusal);
