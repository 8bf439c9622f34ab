namespace PropBot.Simulator.Okx.Wire;

/// <summary>
/// An order as <c>/trade/order</c>, <c>/trade/orders-*</c> and the <c>orders</c> channel give it. Sizes are contracts. Source:
/// OKX API v5 guide, "Order details" and "Order channel", read 2026-11-22.
/// </summary>
internal sealed record OkxOrder
{
    public required string AccFillSz { get; init; }
    public string AlgoClOrdId { get; init; } = "";
    public string AlgoId { get; init; } = "";
    public string AttachAlgoClOrdId { get; init; } = "";
    public IReadOnlyList<string> AttachAlgoOrds { get; init; } = [];
    public required string AvgPx { get; init; }
    public required string CTime { get; init; }
    public required string CancelSource { get; init; }
    public string CancelSourceReason { get; init; } = "";
    public string Category { get; init; } = "normal";
    public string Ccy { get; init; } = "";
    public required string ClOrdId { get; init; }

    /// <summary>All fees so far; negative: paid, positive: rebate.</summary>
    public required string Fee { get; init; }

    public required string FeeCcy { get; init; }
    public required string FillPx { get; init; }
    public required string FillSz { get; init; }
    public required string FillTime { get; init; }
    public required string InstId { get; init; }
    public string InstType { get; init; } = "SWAP";
    public string IsTpLimit { get; init; } = "false";
    public required string Lever { get; init; }
    public required string OrdId { get; init; }
    public required string OrdType { get; init; }
    public required string Pnl { get; init; }
    public required string PosSide { get; init; }

    /// <summary>Empty for a market order.</summary>
    public required string Px { get; init; }

    public string PxType { get; init; } = "";
    public string PxUsd { get; init; } = "";
    public string PxVol { get; init; } = "";
    public string QuickMgnType { get; init; } = "";
    public string Rebate { get; init; } = "0";
    public required string RebateCcy { get; init; }

    /// <summary>Text, not a boolean.</summary>
    public required string ReduceOnly { get; init; }

    public required string Side { get; init; }
    public string SlOrdPx { get; init; } = "";
    public string SlTriggerPx { get; init; } = "";
    public string SlTriggerPxType { get; init; } = "";
    public string Source { get; init; } = "";

    /// <summary>live, partially_filled, filled, canceled.</summary>
    public required string State { get; init; }

    public string StpId { get; init; } = "";
    public required string StpMode { get; init; }
    public required string Sz { get; init; }
    public required string Tag { get; init; }
    public required string TdMode { get; init; }
    public string TgtCcy { get; init; } = "";
    public string TpOrdPx { get; init; } = "";
    public string TpTriggerPx { get; init; } = "";
    public string TpTriggerPxType { get; init; } = "";
    public required string TradeId { get; init; }
    public required string UTime { get; init; }

    // The channel alone has these; a REST answer leaves them out.
    public string? AmendResult { get; init; }
    public string? Code { get; init; }

    /// <summary>T taker, M maker; empty without a fill.</summary>
    public string? ExecType { get; init; }

    /// <summary>Fee of this fill; negative: paid.</summary>
    public string? FillFee { get; init; }

    public string? FillFeeCcy { get; init; }
    public string? FillNotionalUsd { get; init; }
    public string? FillPnl { get; init; }
    public string? LastPx { get; init; }
    public string? Msg { get; init; }
    public string? NotionalUsd { get; init; }
    public string? ReqId { get; init; }
}

/// <summary>The answer to one order or cancel in a request; <see cref="SCode"/> is 0 or the code of its refusal.</summary>
internal sealed record OkxOrderAck
{
    public required string ClOrdId { get; init; }
    public required string OrdId { get; init; }
    public required string SCode { get; init; }
    public required string SMsg { get; init; }
    public string? Tag { get; init; }

    /// <summary>Answers to amendments alone have it.</summary>
    public string? ReqId { get; init; }

    public required string Ts { get; init; }
}

/// <summary>A fill as <c>/trade/fills</c> and <c>/trade/fills-history</c> give it. Sizes are contracts.</summary>
internal sealed record OkxFill
{
    public required string BillId { get; init; }
    public required string ClOrdId { get; init; }

    /// <summary>T taker, M maker.</summary>
    public required string ExecType { get; init; }

    /// <summary>Negative: paid, positive: rebate.</summary>
    public required string Fee { get; init; }

    public required string FeeCcy { get; init; }

    /// <summary>Same sign as <see cref="Fee"/>.</summary>
    public required string FeeRate { get; init; }

    public string FillFwdPx { get; init; } = "";
    public required string FillIdxPx { get; init; }
    public required string FillMarkPx { get; init; }
    public string FillMarkVol { get; init; } = "";
    public required string FillPnl { get; init; }
    public required string FillPx { get; init; }
    public string FillPxUsd { get; init; } = "";
    public string FillPxVol { get; init; } = "";
    public required string FillSz { get; init; }
    public required string FillTime { get; init; }
    public required string InstId { get; init; }
    public string InstType { get; init; } = "SWAP";
    public required string OrdId { get; init; }
    public required string PosSide { get; init; }
    public required string Side { get; init; }

    /// <summary>1 buy, 2 sell; in long-short mode 3 open long, 4 open short, 5 close long, 6 close short.</summary>
    public required string SubType { get; init; }

    public string Tag { get; init; } = "";
    public required string TradeId { get; init; }
    public required string Ts { get; init; }
}
