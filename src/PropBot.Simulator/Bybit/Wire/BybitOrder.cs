namespace PropBot.Simulator.Bybit.Wire;

/// <summary>
/// An order as <c>/v5/order/realtime</c>, <c>/v5/order/history</c> and the <c>order</c> topic give it. Quantities are base
/// units. Source: Bybit API v5 docs, "Get Open &amp; Closed Orders" and "Order" (private stream), read 2026-11-22.
/// </summary>
internal sealed record BybitOrder
{
    /// <summary>The topic alone has it.</summary>
    public string? Category { get; init; }

    public required string Symbol { get; init; }
    public required string OrderId { get; init; }
    public required string OrderLinkId { get; init; }
    public string BlockTradeId { get; init; } = "";
    public required string Side { get; init; }
    public int PositionIdx { get; init; }

    /// <summary>New, PartiallyFilled, Filled, Cancelled, Rejected.</summary>
    public required string OrderStatus { get; init; }

    /// <summary>UNKNOWN unless something other than the market ended the order.</summary>
    public required string CancelType { get; init; }

    public required string RejectReason { get; init; }
    public required string TimeInForce { get; init; }
    public string IsLeverage { get; init; } = "";
    public required string Price { get; init; }
    public required string Qty { get; init; }

    /// <summary>Empty before the first fill.</summary>
    public required string AvgPrice { get; init; }

    public required string LeavesQty { get; init; }
    public required string LeavesValue { get; init; }
    public required string CumExecQty { get; init; }
    public required string CumExecValue { get; init; }

    /// <summary>Positive: paid, negative: rebate.</summary>
    public required string CumExecFee { get; init; }

    /// <summary>The same by currency.</summary>
    public required IReadOnlyDictionary<string, string> CumFeeDetail { get; init; }

    public required string OrderType { get; init; }
    public string StopOrderType { get; init; } = "";
    public string OrderIv { get; init; } = "";
    public string TriggerPrice { get; init; } = "";
    public string TakeProfit { get; init; } = "";
    public string StopLoss { get; init; } = "";
    public string TpslMode { get; init; } = "";
    public string TpLimitPrice { get; init; } = "0.00";
    public string SlLimitPrice { get; init; } = "0.00";
    public string TpTriggerBy { get; init; } = "";
    public string SlTriggerBy { get; init; } = "";
    public int TriggerDirection { get; init; }
    public string TriggerBy { get; init; } = "";
    public required string LastPriceOnCreated { get; init; }
    public required bool ReduceOnly { get; init; }
    public bool CloseOnTrigger { get; init; }
    public string PlaceType { get; init; } = "";
    public required string SmpType { get; init; }
    public int SmpGroup { get; init; }
    public string SmpOrderId { get; init; } = "";

    /// <summary>CreateByUser, CreateByLiq, CreateByAdl_PassThrough.</summary>
    public required string CreateType { get; init; }

    public required string CreatedTime { get; init; }
    public required string UpdatedTime { get; init; }

    /// <summary>The topic alone has it.</summary>
    public string? FeeCurrency { get; init; }
}

internal sealed record BybitOrderAck(string OrderId, string OrderLinkId);

internal sealed record BybitCancelAllResult(IReadOnlyList<BybitOrderAck> List, string Success);

/// <summary>
/// A fill, a funding settlement (<c>execType</c> Funding), a liquidation (BustTrade) or ADL (AdlTrade) as
/// <c>/v5/execution/list</c> and the <c>execution</c> topic give it. Source: Bybit API v5 docs, "Get Trade History", read
/// 2026-11-22.
/// </summary>
internal sealed record BybitExecution
{
    /// <summary>The topic alone has it.</summary>
    public string? Category { get; init; }

    public required string Symbol { get; init; }
    public required string OrderId { get; init; }
    public required string OrderLinkId { get; init; }
    public required string Side { get; init; }
    public required string OrderPrice { get; init; }
    public required string OrderQty { get; init; }
    public required string LeavesQty { get; init; }
    public required string CreateType { get; init; }
    public required string OrderType { get; init; }
    public string StopOrderType { get; init; } = "UNKNOWN";

    /// <summary>Positive: paid. For Funding this is the payment: positive paid, negative received.</summary>
    public required string ExecFee { get; init; }

    public required string ExecId { get; init; }
    public required string ExecPrice { get; init; }
    public required string ExecQty { get; init; }
    public required string ExecType { get; init; }
    public required string ExecValue { get; init; }
    public required string ExecTime { get; init; }
    public string FeeCurrency { get; init; } = "";
    public required bool IsMaker { get; init; }
    public required string FeeRate { get; init; }
    public string TradeIv { get; init; } = "";
    public string MarkIv { get; init; } = "";
    public required string MarkPrice { get; init; }
    public string IndexPrice { get; init; } = "";
    public string UnderlyingPrice { get; init; } = "";
    public string BlockTradeId { get; init; } = "";
    public required string ClosedSize { get; init; }
    public required long Seq { get; init; }
    public required string ExecPnl { get; init; }
}
