using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>A running sweep: its record and what only this run of the process needs to know.</summary>
internal sealed class SweepRun
{
    /// <param name="record">As it begins, or as the ledger has it.</param>
    public SweepRun(Sweep record, bool isKept)
    {
        Record = record;
        Kept = isKept ? record : null;
        foreach (SweepVenue venue in record.Venues)
        {
            Venues.Add(venue.Venue, new VenueSweep());
        }
    }

    public Sweep Record { get; set; }

    /// <summary>What the ledger has been told last; null before the first time.</summary>
    public Sweep? Kept { get; set; }

    public SortedDictionary<VenueId, VenueSweep> Venues { get; } = [];
}

/// <summary>What a sweep remembers of its questions to one venue.</summary>
internal sealed class VenueSweep
{
    /// <summary>The last event at which something in the scope was still moving there; only what was asked later proves anything.</summary>
    public long Touched { get; set; }

    /// <summary>A statement that was asked for after everything there had come to rest has been read.</summary>
    public bool IsRead { get; set; }

    /// <remarks>The list of a whole account costs a sixtieth of what Binance allows in a minute.</remarks>
    public SweepQuestion Orders { get; } = new(eager: 10);

    public SweepQuestion Account { get; } = new(eager: int.MaxValue);

    /// <summary>By venue order id, the latest cancel of a foreign order.</summary>
    public Dictionary<string, ForeignCancel> Cancels { get; } = new(StringComparer.Ordinal);

    /// <summary>What the venue has held beyond our books, and since when it has been the same amount, elapsed time.</summary>
    public Dictionary<(InstrumentId Instrument, PositionSide Side), (decimal Quantity, TimeSpan Since)> Residuals { get; } = [];
}

/// <summary>The latest question of one kind to one venue.</summary>
/// <param name="eager">How many questions go at the short pauses: what has not ended by then takes its time.</param>
internal sealed class SweepQuestion(int eager)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);

    private int _asked;

    /// <summary>Number of the event that asked; 0 before the first.</summary>
    public long Number { get; private set; }

    public TimeSpan AskedElapsed { get; private set; }

    /// <summary>Why the last one got no certain answer; null when it got one, or is still waiting.</summary>
    public string? Failure { get; set; }

    /// <summary>
    /// Time to ask again: soon once everything has come to rest and the last answer cannot know it, else at an easy pace.
    /// </summary>
    /// <param name="touched">The last event at which something was moving.</param>
    public bool IsDue(TimeSpan elapsed, long touched, bool isMoving)
    {
        TimeSpan since = elapsed - AskedElapsed;
        bool isEager = _asked < eager;
        return Number == 0 || since >= (isEager ? Pause : LongPause) || (isEager && !isMoving && Number <= touched && since >= ShortestPause);
    }

    public void Asked(long number, TimeSpan elapsed)
    {
        Number = number;
        AskedElapsed = elapsed;
        _asked++;
    }
}

/// <summary>A cancel of an order that is not ours.</summary>
/// <param name="Sent">Number of the event that sent it.</param>
/// <param name="Answer">Null before it.</param>
internal sealed record ForeignCancel(long Sent, TimeSpan SentElapsed, VenueOutcome? Answer);
