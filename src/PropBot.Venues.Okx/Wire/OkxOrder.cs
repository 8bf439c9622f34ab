namespace PropBot.Venues.Okx.Wire;

/// <summary>
/// An order as <c>GET /api/v5/trade/order</c>, <c>orders-pending</c> and the channel <c>orders</c> tell it. Sizes are contracts. The
/// fields of the latest fill (<c>fillSz</c>, <c>tradeId</c>, <c>fillFee</c>) are whole only on the channel.
/// </summary>
internal sealed record OkxOrder
{
    public string? InstId { get; init; }

    public string? InstType { get; init; }

    public string? OrdId { get; init; }

    public string? ClOrdId { get; init; }

    public string? Side { get; init; }

    public string? PosSide { get; init; }

    public string? OrdType { get; init; }

    public string? Px { get; init; }

    public string? Sz { get; init; }

    /// <summary><c>live</c>, <c>partially_filled</c>, <c>filled</c>, <c>canceled</c>, <c>mmp_canceled</c>.</summary>
    public string? State { get; init; }

    public string? AccFillSz { get; init; }

    public string? AvgPx { get; init; }

    public string? FillSz { get; init; }

    public string? FillPx { get; init; }

    public string? FillTime { get; init; }

    public string? TradeId { get; init; }

    /// <summary>Fee of the latest fill: negative is paid.</summary>
    public string? FillFee { get; init; }

    public string? FillFeeCcy { get; init; }

    /// <summary><c>T</c> taker, <c>M</c> maker.</summary>
    public string? ExecType { get; init; }

    /// <summary><c>normal</c>, <c>full_liquidation</c>, <c>partial_liquidation</c>, <c>adl</c>, ...</summary>
    public string? Category { get; init; }

    /// <summary>Who cancelled it: 31 is a post-only order that would have taken.</summary>
    public string? CancelSource { get; init; }

    public string? CancelSourceReason { get; init; }

    /// <summary>Our id of the amendment that this update answers; empty without one.</summary>
    public string? ReqId { get; init; }

    /// <summary>-1 failed, 0 done, 1 cancelled because it failed; empty without an amendment.</summary>
    public string? AmendResult { get; init; }

    /// <summary>1 by the user, 2 and 4 with a quantity that reduce-only made smaller.</summary>
    public string? AmendSource { get; init; }

    /// <summary>Why an amendment failed; 0 else. On the channel only.</summary>
    public string? Code { get; init; }

    public string? Msg { get; init; }

    /// <summary>Fee of the whole order so far: negative is paid.</summary>
    public string? Fee { get; init; }

    public string? FeeCcy { get; init; }

    public string? CTime { get; init; }

    public string? UTime { get; init; }
}

/// <summary>
/// Entry of <c>GET /api/v5/trade/fills</c> and <c>fills-history</c>. <c>fee</c> negative is paid. What the venue traded by itself has a negative
/// <c>tradeId</c> and a <c>subType</c> of its own.
/// </summary>
internal sealed record OkxFill(
    string? InstId,
    string? OrdId,
    string? ClOrdId,
    string? TradeId,
    string? BillId,
    string? Side,
    string? FillPx,
    string? FillSz,
    string? Fee,
    string? FeeCcy,
    string? ExecType,
    string? FillTime,
    string? Ts)
{
    public string? PosSide { get; init; }

    /// <summary>1 to 6 ordinary trades, 100 to 107 liquidations, 112 and 113 deliveries, 125 to 128 auto-deleveraging.</summary>
    public string? SubType { get; init; }
}
