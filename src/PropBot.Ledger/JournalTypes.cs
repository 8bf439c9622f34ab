namespace PropBot.Ledger;

/// <summary>Types of the journal's lines that have a table beside it.</summary>
public static class JournalTypes
{
    /// <summary>An order was decided; written before it is sent.</summary>
    public const string OrderIntent = "order.intent";

    /// <summary>What became of an order.</summary>
    public const string OrderStatus = "order.status";

    public const string Fill = "fill";

    /// <summary>A fill that the venue made by itself.</summary>
    public const string ForcedFill = "fill.forced";

    /// <summary>The desk trades by these rules of an instrument from here on.</summary>
    public const string Rules = "instrument.rules";

    public const string Entry = "entry";

    public const string Pair = "pair";

    public const string Control = "control";

    /// <summary>What an operator wants gone, as far as it is; written before a request for it is sent.</summary>
    public const string Sweep = "sweep";

    /// <summary>A request that needs a second person, with each state of it.</summary>
    public const string Approval = "approval";
    /// <summary>A reconciliation case was opened, taken, resolved, or its documents changed.</summary>
    public const string Case = "case";

    /// <summary>The booked fills of an instrument are the venue's own list up to here.</summary>
    public const string FillsAgreed = "fills.agreed";

    /// <summary>The ledger took no writes for a while.</summary>
    public const string Outage = "ledger.outage";

    public static IReadOnlyList<string> All { get; } =
        [OrderIntent, OrderStatus, Fill, ForcedFill, Rules, Entry, Pair, Control, Sweep, Approval, Case, FillsAgreed, Outage];
}
