using PropBot.Core.Accounting;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Recovery;

/// <summary>What the ledger knows at the start: enough to go on where it stopped.</summary>
public sealed record RecoveredState
{
    /// <summary>Five lower-case letters and digits made once per ledger; part of every client order id.</summary>
    public required string DeskId { get; init; }

    /// <summary>The number of this start, 1 or more and above that of every start before it, whichever process made it.</summary>
    public long Epoch { get; init; } = 1;

    public required long NextPairNumber { get; init; }

    public required ControlState Control { get; init; }

    /// <summary>Pairs that are not terminal.</summary>
    public required IReadOnlyList<PairRecord> Pairs { get; init; }

    /// <summary>The orders of those pairs, terminal ones too, and every other order that is not terminal.</summary>
    public required IReadOnlyList<OrderRecord> Orders { get; init; }

    /// <summary>The fills of those orders.</summary>
    public required IReadOnlyList<FillRecord> Fills { get; init; }

    /// <summary>Balance per account and asset over all entries.</summary>
    public required IReadOnlyList<Posting> Balances { get; init; }

    /// <summary>The last sample of equity, quote units; null when there is none.</summary>
    public decimal? LastEquity { get; init; }

    /// <summary>Ids of the latest booked settlements, transfers and other income, so that what is told again is not booked again.</summary>
    public required IReadOnlyList<string> IncomeEntryIds { get; init; }

    /// <summary>The latest forced fills, oldest first, and every one that is not wholly assigned.</summary>
    public required IReadOnlyList<ForcedFillRecord> ForcedFills { get; init; }

    /// <summary>By instrument, what the desk trades by.</summary>
    public required IReadOnlyList<AcceptedRules> AcceptedRules { get; init; }

    /// <summary>Every running sweep and the latest that have ended, oldest first.</summary>
    public IReadOnlyList<Sweep> Sweeps { get; init; } = [];

    /// <summary>The latest approvals, oldest first, and every one that is live.</summary>
    public IReadOnlyList<ApprovalRecord> Approvals { get; init; } = [];

    /// <summary>Every open reconciliation case, every one that people have explained and that still stands, and the latest others.</summary>
    public IReadOnlyList<ReconciliationCase> Cases { get; init; } = [];

    /// <summary>Up to when the booked fills of each instrument were compared with the venue's list.</summary>
    public IReadOnlyList<FillAgreement> FillAgreements { get; init; } = [];

    /// <summary>
    /// Pairs that ended since the oldest of those instants, or lately, oldest first; their orders and fills are among the others.
    /// A fill of theirs that nobody has told yet is still booked.
    /// </summary>
    public IReadOnlyList<PairRecord> DonePairs { get; init; } = [];

    /// <summary>What people were told lately, newest first.</summary>
    public IReadOnlyList<AlertSnapshot> Alerts { get; init; } = [];

    /// <summary>How the venues came and went lately, newest first.</summary>
    public IReadOnlyList<WatchTransition> WatchTransitions { get; init; } = [];

    /// <summary>Profit by part over all closed pairs, and how many there were.</summary>
    public required PairPnl ClosedPnl { get; init; }

    public required int ClosedPairs { get; init; }

    /// <summary>Naked notional times seconds over all pairs that are done, aborted ones too.</summary>
    public required decimal ClosedNakedNotionalSeconds { get; init; }

    public static RecoveredState Fresh(string deskId) => new()
    {
        DeskId = deskId,
        NextPairNumber = 1,
        Control = ControlState.Initial,
        Pairs = [],
        Orders = [],
        Fills = [],
        Balances = [],
        IncomeEntryIds = [],
        ForcedFills = [],
        AcceptedRules = [],
        ClosedPnl = default,
        ClosedPairs = 0,
        ClosedNakedNotionalSeconds = 0m,
    };
}
