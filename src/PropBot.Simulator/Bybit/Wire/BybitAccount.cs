namespace PropBot.Simulator.Bybit.Wire;

/// <summary>
/// <c>/v5/position/list</c> and the <c>position</c> topic. <see cref="Size"/> is base units and positive; <see cref="Side"/> is
/// Buy, Sell, or empty for none. Source: Bybit API v5 docs, "Get Position Info" and "Position" (private stream), read 2026-11-22.
/// </summary>
internal sealed record BybitPosition
{
    /// <summary>The topic alone has it.</summary>
    public string? Category { get; init; }

    public int PositionIdx { get; init; }
    public int RiskId { get; init; } = 1;
    public required string RiskLimitValue { get; init; }
    public required string Symbol { get; init; }
    public required string Side { get; init; }
    public required string Size { get; init; }

    /// <summary>The name in the list; the topic says <see cref="EntryPrice"/>.</summary>
    public string? AvgPrice { get; init; }

    public string? EntryPrice { get; init; }
    public required string PositionValue { get; init; }

    /// <summary>0 cross, 1 isolated.</summary>
    public int TradeMode { get; init; }

    public string PositionStatus { get; init; } = "Normal";
    public int AutoAddMargin { get; init; }
    public int AdlRankIndicator { get; init; }
    public required string Leverage { get; init; }
    public required string PositionBalance { get; init; }
    public required string MarkPrice { get; init; }

    /// <summary>Empty when no price would liquidate it.</summary>
    public required string LiqPrice { get; init; }

    public string BustPrice { get; init; } = "";
    public required string PositionMM { get; init; }
    public required string PositionIM { get; init; }
    public string TpslMode { get; init; } = "Full";
    public string TakeProfit { get; init; } = "";
    public string StopLoss { get; init; } = "";
    public string TrailingStop { get; init; } = "0";
    public required string UnrealisedPnl { get; init; }

    /// <summary>Of the position held now: closing, fees and funding.</summary>
    public required string CurRealisedPnl { get; init; }

    public required string CumRealisedPnl { get; init; }
    public string SessionAvgPrice { get; init; } = "";
    public required long Seq { get; init; }
    public bool IsReduceOnly { get; init; }
    public string MmrSysUpdatedTime { get; init; } = "";
    public string LeverageSysUpdatedTime { get; init; } = "";
    public required string CreatedTime { get; init; }
    public required string UpdatedTime { get; init; }
}

/// <summary><c>/v5/account/wallet-balance</c> and the <c>wallet</c> topic; totals in USD.</summary>
internal sealed record BybitWallet
{
    public string AccountType { get; init; } = "UNIFIED";
    public string AccountLTV { get; init; } = "";
    public required string AccountIMRate { get; init; }
    public required string AccountMMRate { get; init; }
    public required string TotalEquity { get; init; }
    public required string TotalWalletBalance { get; init; }
    public required string TotalMarginBalance { get; init; }
    public required string TotalAvailableBalance { get; init; }
    public required string TotalPerpUPL { get; init; }
    public required string TotalInitialMargin { get; init; }
    public required string TotalMaintenanceMargin { get; init; }
    public required IReadOnlyList<BybitCoin> Coin { get; init; }
}

internal sealed record BybitCoin
{
    public required string Coin { get; init; }
    public required string Equity { get; init; }
    public required string UsdValue { get; init; }
    public required string WalletBalance { get; init; }
    public string AvailableToWithdraw { get; init; } = "";
    public string AvailableToBorrow { get; init; } = "";
    public string BorrowAmount { get; init; } = "0";
    public string AccruedInterest { get; init; } = "0";
    public required string TotalOrderIM { get; init; }
    public required string TotalPositionIM { get; init; }
    public required string TotalPositionMM { get; init; }
    public required string UnrealisedPnl { get; init; }
    public required string CumRealisedPnl { get; init; }
    public string Bonus { get; init; } = "0";
    public bool CollateralSwitch { get; init; } = true;
    public bool MarginCollateral { get; init; } = true;
    public string Locked { get; init; } = "0";
    public string SpotHedgingQty { get; init; } = "0";
}

/// <summary>
/// A line of <c>/v5/account/transaction-log</c>. <see cref="Change"/> = <see cref="CashFlow"/> + <see cref="Funding"/> -
/// <see cref="Fee"/>. Source: Bybit API v5 docs, "Get Transaction Log", read 2026-11-22.
/// </summary>
internal sealed record BybitTransaction
{
    public required string Id { get; init; }
    public required string Symbol { get; init; }
    public string Category { get; init; } = "linear";
    public required string Side { get; init; }
    public required string TransactionTime { get; init; }

    /// <summary>TRADE, SETTLEMENT (funding), LIQUIDATION, ADL, TRANSFER_IN.</summary>
    public required string Type { get; init; }

    public string TransSubType { get; init; } = "";
    public required string Qty { get; init; }

    /// <summary>Position after the line, signed.</summary>
    public required string Size { get; init; }

    public string Currency { get; init; } = "USDT";
    public required string TradePrice { get; init; }

    /// <summary>Positive: received, negative: paid; empty for anything but funding.</summary>
    public required string Funding { get; init; }

    /// <summary>Positive: paid.</summary>
    public required string Fee { get; init; }

    /// <summary>Realised by closing.</summary>
    public required string CashFlow { get; init; }

    public required string Change { get; init; }
    public required string CashBalance { get; init; }
    public required string FeeRate { get; init; }
    public string BonusChange { get; init; } = "";
    public required string TradeId { get; init; }
    public required string OrderId { get; init; }
    public required string OrderLinkId { get; init; }
}

internal sealed record BybitFeeRate(string Symbol, string TakerFeeRate, string MakerFeeRate)
{
    public string BaseCoin { get; init; } = "";
}

internal sealed record BybitAccountInfo
{
    /// <summary>REGULAR_MARGIN is cross, ISOLATED_MARGIN isolated.</summary>
    public required string MarginMode { get; init; }

    public required string UpdatedTime { get; init; }
    public int UnifiedMarginStatus { get; init; } = 5;
    public string DcpStatus { get; init; } = "OFF";
    public int TimeWindow { get; init; } = 10;
    public int SmpGroup { get; init; }
    public bool IsMasterTrader { get; init; }
    public string SpotHedgingStatus { get; init; } = "OFF";
}
