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

    /// <summary>Since when its legs have been unequal; null while they are equal.</summary>
    public TimeSpan? UnequalSinceElapsed { get; set; }

    public bool OverdueAlerted { get; set; }

    /// <summary>A person has been called because every rung of the ladder came to nothing.</summary>
    public bool PersonCalled { get; set; }

    /// <summary>How often the close of the pair ended in a hedge elsewhere, because one of its venues took nothing.</summary>
    public int BrokenCloses { get; set; }

    /// <summary>An equal pair is not closed before this elapsed time. Fills do not shorten it.</summary>
    public TimeSpan NextCloseElapsed { get; set; }

    /// <summary>It went badly and has started the count of clean pairs anew.</summary>
    public bool CountedUnclean { get; set; }

    /// <summary>It has been told that its rescue waits for a venue's first connection.</summary>
    public bool WaitTold { get; set; }

    /// <summary>It was unequal when this run took it over: its fast rescue was the last run's.</summary>
    public bool WasTakenOverUnequal { get; init; }

    /// <summary>The rebalancer's order whose end it has not counted yet; null when there is none.</summary>
    public TrackedOrder? Batch { get; set; }

    /// <summary>When the rebalancer sent its last order; null before the first of this run.</summary>
    public TimeSpan? BatchSentElapsed { get; set; }

    /// <summary>The rebalancer does not look at it before this elapsed time.</summary>
    public TimeSpan NextBatchLookElapsed { get; set; }

    /// <summary>Up to when naked notional has been added up.</summary>
    public TimeSpan NakedCountedElapsed { get; set; }

    /// <summary>The imbalance that stood since then, base units.</summary>
    public decimal CountedImbalance { get; set; } = record.Imbalance;

    /// <summary>What it brought when it was last retired; a late fill takes that back.</summary>
    public PairPnl ClosedPnl { get; set; }

    /// <summary>What a venue said of its latest order that it refused; null when none was.</summary>
    public string? LastRefusal
    {
        get
        {
            for (int i = Orders.Count - 1; i >= 0; i--)
            {
                if (Orders[i].Record.Detail is { } detail)
                {
                    return detail;
                }
            }

            return null;
        }
    }

    /// <summary>The leg's order that has no end yet; null when there is none.</summary>
    public TrackedOrder? UnsettledOf(LegRole role)
    {
        foreach (TrackedOrder order in Orders)
        {
            if (!order.IsSettled && order.Intent.Leg == role)
            {
                return order;
            }
        }

        return null;
    }

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
