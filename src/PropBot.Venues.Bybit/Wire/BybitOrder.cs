namespace PropBot.Venues.Bybit.Wire;

/// <summary>An order as <c>order/realtime</c>, <c>order/history</c> and the topic <c>order</c> tell it.</summary>
internal sealed record BybitOrder
{
    public string? Category { get; init; }

    public string? Symbol { get; init; }

    public string? OrderId { get; init; }

    public string? OrderLinkId { get; init; }

    public string? Side { get; init; }

    public string? OrderType { get; init; }

    public string? TimeInForce { get; init; }

    public string? Price { get; init; }

    public string? Qty { get; init; }

    /// <summary><c>New</c>, <c>PartiallyFilled</c>, <c>Filled</c>, <c>Cancelled</c>, <c>Rejected</c>, ...</summary>
    public string? OrderStatus { get; init; }

    public string? RejectReason { get; init; }

    /// <summary><c>CreateByUser</c>; <c>CreateByLiq</c>, <c>CreateByAdl_PassThrough</c> and others are the venue's own.</summary>
    public string? CreateType { get; init; }

    /// <summary><c>CancelByUser</c>; <c>CancelAllBeforeLiq</c> and others are the venue's doing.</summary>
    public string? CancelType { get; init; }

    public string? CumExecQty { get; init; }

    public string? AvgPrice { get; init; }

    public string? CreatedTime { get; init; }

    public string? UpdatedTime { get; init; }
}

/// <summary>A fill as <c>execution/list</c> and the topic <c>execution</c> tell it.</summary>
internal sealed record BybitExecution
{
    public string? Category { get; init; }

    public string? Symbol { get; init; }

    public string? OrderId { get; init; }

    public string? OrderLinkId { get; init; }

    public string? ExecId { get; init; }

    /// <summary><c>Trade</c>; <c>AdlTrade</c>, <c>BustTrade</c>, <c>Delivery</c>, <c>Settle</c> are forced upon us; <c>Funding</c> is no trade.</summary>
    public string? ExecType { get; init; }

    /// <summary>As <see cref="BybitOrder.CreateType"/>; not in every message.</summary>
    public string? CreateType { get; init; }

    /// <summary>The order's whole quantity.</summary>
    public string? OrderQty { get; init; }

    public string? Side { get; init; }

    public string? ExecPrice { get; init; }

    public string? ExecQty { get; init; }

    /// <summary>Positive is paid, negative a rebate.</summary>
    public string? ExecFee { get; init; }

    public string? FeeCurrency { get; init; }

    public bool IsMaker { get; init; }

    public string? ExecTime { get; init; }
}

/// <summary>A push of the private stream.</summary>
internal sealed record BybitTopic<T>(T[]? Data);
