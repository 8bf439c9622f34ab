using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>An active pair: its record and what only this run needs to know.</summary>
internal sealed class PairState(PairRecord record)
{
    public PairRecord Record { get; set; } = record;

    public List<TrackedOrder> Orders { get; } = [];

    /// <summary>When it was opened, or taken over at the start.</summary>
    public TimeSpan OpenedElapsed { get; init; }

    /// <summary>No new order for this pair before this elapsed time.</summary>
    public TimeSpan NextActionElapsed { get; set; }

    /// <summary>Attempts at the present imbalance; widen the band.</summary>
    public int Attempts { get; set; }

    /// <summary>Attempts since the last fill; lengthen the pause.</summary>
    public int FruitlessAttempts { get; set; }

    /// <summary>When it must be equal again; null while it is equal.</summary>
    public TimeSpan? RescueDeadline { get; set; }

    public bool OverdueAlerted { get; set; }

    /// <summary>Up to when naked notional has been added up.</summary>
    public TimeSpan NakedCountedElapsed { get; set; }

    /// <summary>The imbalance that stood since then, base units.</summary>
    public decimal CountedImbalance { get; set; } = record.Imbalance;

    /// <summary>What it brought when it was last retired; a late fill takes that back.</summary>
    public PairPnl ClosedPnl { get; set; }

    public bool WantsFlat => Record.CloseReason is not null;

    public bool AllSettled
    {
        get
        {
            foreach (TrackedOrder order in Orders)
            {
                if (!order.IsSettled)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
