namespace PropBot.Core.Execution;

/// <summary>Where an order is. Cumulative quantity never shrinks and a terminal state is never left.</summary>
public enum OrderStatus
{
    /// <summary>The intent is on disk; nothing is known to have reached the venue.</summary>
    Intended = 1,

    /// <summary>The venue has it.</summary>
    Acknowledged = 2,

    PartiallyFilled = 3,

    /// <summary>It may or may not be at the venue. Resolved by asking for the client order id, never by sending again.</summary>
    Unknown = 4,

    Filled = 10,
    Cancelled = 11,
    Rejected = 12,
    Expired = 13,

    /// <summary>The venue never had it: it has proved so, or the order was never sent.</summary>
    NeverReached = 14,
}

public static class OrderStatuses
{
    public static bool IsTerminal(this OrderStatus status) => status >= OrderStatus.Filled;
}
