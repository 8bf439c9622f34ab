using System.Diagnostics;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Host.Tracing;

/// <summary>One trace: a pair from the message that led to its orders until it is equal and nothing of it is on its way.</summary>
/// <param name="root">Null: not sampled.</param>
internal sealed class PairCourse(PairId id, Activity? root, Timeline timeline, bool takesOff)
{
    private long? _nakedSince;

    public PairId Id => id;

    public Activity? Root => root;

    public Timeline Timeline => timeline;

    public List<OrderCourse> Orders { get; } = [];

    public PairRecord? Pair { get; private set; }

    /// <summary>The last that was heard of it, a <c>Stopwatch</c> timestamp.</summary>
    public long Last { get; private set; }

    /// <summary>It is where it was to come to.</summary>
    public bool IsOver => Orders.TrueForAll(o => o.IsOver)
        && Pair?.Status is { } status && (status is PairStatus.Closed or PairStatus.Aborted || (status == PairStatus.Open && !takesOff));

    public void Heard(long at) => Last = Math.Max(Last, at);

    /// <returns>Since when the legs had been unequal, where this makes them equal; null almost always.</returns>
    public long? Changed(PairRecord record, long taken)
    {
        Pair = record;
        if (record.Imbalance != 0m)
        {
            _nakedSince ??= taken;
            return null;
        }

        long? since = _nakedSince;
        _nakedSince = null;
        return since;
    }
}
