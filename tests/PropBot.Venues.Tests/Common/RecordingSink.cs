using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Common;

/// <summary>Keeps every event and lets a test wait for one.</summary>
internal sealed class RecordingSink : IVenueSink
{
    /// <summary>Real time after which a test gives up waiting.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly List<EngineEvent> _events = [];
    private readonly Dictionary<InstrumentId, (DepthSlot Slot, DepthView View)> _slots = [];
    private TaskCompletionSource _changed = NewSignal();

    public IReadOnlyList<EngineEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public ValueTask PublishAsync(EngineEvent engineEvent, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _events.Add(engineEvent);
            Signal_NeedsLock();
        }

        return default;
    }

    public DepthSlot DepthOf(Instrument instrument)
    {
        lock (_lock)
        {
            if (!_slots.TryGetValue(instrument.Id, out (DepthSlot Slot, DepthView View) known))
            {
                known = (new DepthSlot(instrument, OnDepth), new DepthView(instrument));
                _slots.Add(instrument.Id, known);
            }

            return known.Slot;
        }
    }

    /// <summary>The first event of the type that fits, past or future.</summary>
    public Task<T> WaitForAsync<T>(Func<T, bool>? fits = null, int after = 0)
        where T : EngineEvent =>
        WaitAsync($"no {typeof(T).Name} that fits", () => _events.Skip(after).OfType<T>().FirstOrDefault(e => fits?.Invoke(e) ?? true));

    /// <summary>The instrument's book as soon as it fits.</summary>
    public Task<DepthView> WaitForBookAsync(InstrumentId instrument, Func<DepthView, bool> fits) =>
        WaitAsync($"no book of {instrument} that fits", () =>
        {
            if (!_slots.TryGetValue(instrument, out (DepthSlot Slot, DepthView View) known))
            {
                return null;
            }

            known.Slot.TryRead(known.View);
            return fits(known.View) ? known.View : null;
        });

    private async Task<T> WaitAsync<T>(string otherwise, Func<T?> look)
        where T : class
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (look() is { } found)
                {
                    return found;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"{otherwise} within {Patience.TotalSeconds} s; seen: {string.Join(", ", Events.TakeLast(12))}", e);
            }
        }
    }

    private void OnDepth(DepthSlot slot)
    {
        lock (_lock)
        {
            Signal_NeedsLock();
        }
    }

    private void Signal_NeedsLock()
    {
        TaskCompletionSource changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
