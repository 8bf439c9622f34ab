namespace PropBot.Venues.Chaos;

/// <summary>What was injected.</summary>
public enum ChaosKind
{
    /// <summary>A market-data message that its stream never saw.</summary>
    WsDrop = 0,

    /// <summary>A request that never left and ended as a time-out all the same.</summary>
    RestTimeoutUnsent = 1,

    /// <summary>A request that the venue answered, and whose answer was lost.</summary>
    RestTimeoutSent = 2,

    /// <summary>A command for orders that left late.</summary>
    OrderDelay = 3,
}

/// <summary>The kinds and their names on the page, in the API and in the metrics.</summary>
public static class ChaosKinds
{
    public static readonly IReadOnlyList<ChaosKind> All = Enum.GetValues<ChaosKind>();

    public static string Code(this ChaosKind kind) => kind switch
    {
        ChaosKind.WsDrop => "ws_drop",
        ChaosKind.RestTimeoutUnsent => "rest_timeout_unsent",
        ChaosKind.RestTimeoutSent => "rest_timeout_sent",
        ChaosKind.OrderDelay => "order_delay",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of chaos"),
    };
}
