namespace PropBot.Simulator.Okx.Wire;

/// <summary>
/// <c>/account/balance</c> and the <c>account</c> channel; amounts in USD at the top, in the currency below. Source: OKX API v5
/// guide, "Get balance", read 2026-11-22.
/// </summary>
internal sealed record OkxBalance
{
    public required string AdjEq { get; init; }
    public required string AvailEq { get; init; }
    public string BorrowFroz { get; init; } = "0";
    public required IReadOnlyList<OkxBalanceDetail> Details { get; init; }
    public required string Imr { get; init; }
    public string IsoEq { get; init; } = "0";
    public required string MgnRatio { get; init; }
    public required string Mmr { get; init; }
    public required string NotionalUsd { get; init; }
    public string NotionalUsdForBorrow { get; init; } = "0";
    public required string NotionalUsdForSwap { get; init; }
    public required string OrdFroz { get; init; }
    public required string TotalEq { get; init; }
    public required string UTime { get; init; }
    public required string Upl { get; init; }
}

internal sealed record OkxBalanceDetail
{
    public required string AvailBal { get; init; }
    public required string AvailEq { get; init; }
    public string BorrowFroz { get; init; } = "0";
    public required string CashBal { get; init; }
    public required string Ccy { get; init; }
    public string CoinUsdPrice { get; init; } = "1";
    public string CrossLiab { get; init; } = "0";
    public required string DisEq { get; init; }
    public required string Eq { get; init; }
    public required string EqUsd { get; init; }
    public string FixedBal { get; init; } = "0";
    public required string FrozenBal { get; init; }
    public required string Imr { get; init; }
    public string Interest { get; init; } = "0";
    public string IsoEq { get; init; } = "0";
    public string IsoLiab { get; init; } = "0";
    public string IsoUpl { get; init; } = "0";
    public string Liab { get; init; } = "0";
    public string MaxLoan { get; init; } = "0";
    public required string MgnRatio { get; init; }
    public required string Mmr { get; init; }
    public required string NotionalLever { get; init; }
    public required string OrdFrozen { get; init; }
    public string RewardBal { get; init; } = "0";
    public string SpotInUseAmt { get; init; } = "";
    public string SpotIsoBal { get; init; } = "0";
    public string StgyEq { get; init; } = "0";
    public string Twap { get; init; } = "0";
    public required string UTime { get; init; }
    public required string Upl { get; init; }
    public string UplLiab { get; init; } = "0";
}

/// <summary>
/// <c>/account/positions</c> and the <c>positions</c> channel. <see cref="Pos"/> is contracts: signed in net mode, positive with
/// a <see cref="PosSide"/> in long-short mode. Source: OKX API v5 guide, "Get positions", read 2026-11-22.
/// </summary>
internal sealed record OkxPosition
{
    /// <summary>Place in the ADL queue, 0 (last) to 5 (first).</summary>
    public string Adl { get; init; } = "1";

    public required string AvailPos { get; init; }
    public required string AvgPx { get; init; }
    public string BaseBal { get; init; } = "";
    public string BaseBorrowed { get; init; } = "";
    public string BaseInterest { get; init; } = "";
    public required string BePx { get; init; }
    public string BizRefId { get; init; } = "";
    public string BizRefType { get; init; } = "";
    public required string CTime { get; init; }
    public required string Ccy { get; init; }
    public IReadOnlyList<string> CloseOrderAlgo { get; init; } = [];
    public string DeltaBS { get; init; } = "";
    public string DeltaPA { get; init; } = "";

    /// <summary>Fees of the position so far; negative: paid.</summary>
    public required string Fee { get; init; }

    /// <summary>Funding of the position so far; negative: paid.</summary>
    public required string FundingFee { get; init; }

    public string GammaBS { get; init; } = "";
    public string GammaPA { get; init; } = "";
    public required string IdxPx { get; init; }
    public required string Imr { get; init; }
    public required string InstId { get; init; }
    public string InstType { get; init; } = "SWAP";
    public string Interest { get; init; } = "";
    public required string Last { get; init; }
    public required string Lever { get; init; }
    public string Liab { get; init; } = "";
    public string LiabCcy { get; init; } = "";
    public required string LiqPenalty { get; init; }
    public required string LiqPx { get; init; }
    public required string Margin { get; init; }
    public required string MarkPx { get; init; }
    public required string MgnMode { get; init; }
    public required string MgnRatio { get; init; }
    public required string Mmr { get; init; }
    public required string NotionalUsd { get; init; }
    public string OptVal { get; init; } = "";

    /// <summary>When it was told.</summary>
    public required string PTime { get; init; }

    public string PendingCloseOrdLiabVal { get; init; } = "";

    /// <summary>Realised by closing, without fees and funding.</summary>
    public required string Pnl { get; init; }

    public required string Pos { get; init; }
    public string PosCcy { get; init; } = "";
    public required string PosId { get; init; }
    public required string PosSide { get; init; }
    public string QuoteBal { get; init; } = "";
    public string QuoteBorrowed { get; init; } = "";
    public string QuoteInterest { get; init; } = "";

    /// <summary><see cref="Pnl"/>, <see cref="Fee"/>, <see cref="FundingFee"/> and <see cref="LiqPenalty"/> added up.</summary>
    public required string RealizedPnl { get; init; }

    public string SpotInUseAmt { get; init; } = "";
    public string SpotInUseCcy { get; init; } = "";
    public string ThetaBS { get; init; } = "";
    public string ThetaPA { get; init; } = "";
    public required string TradeId { get; init; }
    public required string UTime { get; init; }
    public required string Upl { get; init; }
    public required string UplLastPx { get; init; }
    public required string UplRatio { get; init; }
    public required string UplRatioLastPx { get; init; }
    public string UsdPx { get; init; } = "";
    public string VegaBS { get; init; } = "";
    public string VegaPA { get; init; } = "";
}

/// <summary>
/// A line of <c>/account/bills</c>: type 2 trade, 8 funding (subType 173 paid, 174 received), 5 liquidation, 9 ADL, 1 transfer.
/// Source: OKX API v5 guide, "Get bills details", read 2026-11-22.
/// </summary>
internal sealed record OkxBill
{
    /// <summary>Balance of the currency after this line.</summary>
    public required string Bal { get; init; }

    public required string BalChg { get; init; }
    public required string BillId { get; init; }
    public required string Ccy { get; init; }
    public required string ClOrdId { get; init; }
    public required string ExecType { get; init; }
    public required string Fee { get; init; }
    public string FillFwdPx { get; init; } = "";
    public required string FillIdxPx { get; init; }
    public required string FillMarkPx { get; init; }
    public string FillMarkVol { get; init; } = "";
    public string FillPxUsd { get; init; } = "";
    public string FillPxVol { get; init; } = "";
    public required string FillTime { get; init; }
    public string From { get; init; } = "";
    public required string InstId { get; init; }
    public required string InstType { get; init; }
    public string Interest { get; init; } = "0";
    public required string MgnMode { get; init; }
    public string Notes { get; init; } = "";
    public required string OrdId { get; init; }
    public required string Pnl { get; init; }
    public required string PosBal { get; init; }
    public required string PosBalChg { get; init; }
    public required string Px { get; init; }
    public required string SubType { get; init; }
    public required string Sz { get; init; }
    public string Tag { get; init; } = "";
    public string To { get; init; } = "";
    public required string TradeId { get; init; }
    public required string Ts { get; init; }
    public required string Type { get; init; }
}

internal sealed record OkxAccountConfig
{
    /// <summary>1 spot, 2 futures (single currency), 3 multi-currency, 4 portfolio margin.</summary>
    public required string AcctLv { get; init; }

    public string AcctStpMode { get; init; } = "cancel_maker";
    public bool AutoLoan { get; init; }
    public string CtIsoMode { get; init; } = "automatic";
    public bool EnableSpotBorrow { get; init; }
    public string GreeksType { get; init; } = "PA";
    public string Ip { get; init; } = "";
    public string KycLv { get; init; } = "3";
    public string Label { get; init; } = "simulator";
    public required string Level { get; init; }
    public string LevelTmp { get; init; } = "";
    public string LiquidationGear { get; init; } = "-1";
    public required string MainUid { get; init; }
    public string MgnIsoMode { get; init; } = "automatic";
    public string OpAuth { get; init; } = "0";
    public required string Perm { get; init; }
    public required string PosMode { get; init; }
    public string RoleType { get; init; } = "0";
    public bool SpotBorrowAutoRepay { get; init; }
    public string SpotOffsetType { get; init; } = "";
    public string SpotRoleType { get; init; } = "0";
    public IReadOnlyList<string> SpotTraderInsts { get; init; } = [];
    public IReadOnlyList<string> TraderInsts { get; init; } = [];
    public string Type { get; init; } = "0";
    public required string Uid { get; init; }
}

/// <summary>Fee rates carry the venue's sign: negative is what the account pays, positive a rebate.</summary>
internal sealed record OkxTradeFee
{
    public string Category { get; init; } = "1";
    public string Delivery { get; init; } = "";
    public string Exercise { get; init; } = "";
    public IReadOnlyList<string> Fiat { get; init; } = [];
    public string InstType { get; init; } = "SWAP";
    public required string Level { get; init; }

    /// <summary>Coin-margined contracts.</summary>
    public required string Maker { get; init; }

    /// <summary>USDT-margined contracts: these two.</summary>
    public required string MakerU { get; init; }

    public required string MakerUSDC { get; init; }
    public string RuleType { get; init; } = "normal";
    public required string Taker { get; init; }
    public required string TakerU { get; init; }
    public required string TakerUSDC { get; init; }
    public required string Ts { get; init; }
}

internal sealed record OkxLeverage(string InstId, string MgnMode, string PosSide, string Lever)
{
    public string Ccy { get; init; } = "";
}

/// <summary>A coin on a chain, as <c>/api/v5/asset/currencies</c> has it.</summary>
internal sealed record OkxCurrency
{
    public bool CanDep { get; init; }
    public bool CanInternal { get; init; }
    public bool CanWd { get; init; }
    public required string Ccy { get; init; }
    public required string Chain { get; init; }
    public string LogoLink { get; init; } = "";
    public bool MainNet { get; init; } = true;
    public string MaxFee { get; init; } = "0";
    public string MaxWd { get; init; } = "0";
    public string MinDep { get; init; } = "0";
    public string MinFee { get; init; } = "0";
    public string MinWd { get; init; } = "0";
    public required string Name { get; init; }
    public bool NeedTag { get; init; }
    public string WdTickSz { get; init; } = "8";
}
