namespace PropBot.Venues.Bybit.Wire;

/// <summary><c>GET /v5/account/info</c>.</summary>
/// <param name="MarginMode"><c>REGULAR_MARGIN</c> (cross), <c>ISOLATED_MARGIN</c>, <c>PORTFOLIO_MARGIN</c>.</param>
/// <param name="UnifiedMarginStatus">1 is a classic account; 3 to 6 are unified ones. 0 where it is not told.</param>
internal sealed record BybitAccountInfo(string? MarginMode, int UnifiedMarginStatus);

/// <summary>Result of <c>POST /v5/account/set-margin-mode</c>: why not, empty when done.</summary>
internal sealed record BybitMarginModeResult(BybitReason[]? Reasons);

internal sealed record BybitReason(string? ReasonCode, string? ReasonMsg);

/// <summary>Entry of <c>GET /v5/account/fee-rate</c>; positive is a cost.</summary>
internal sealed record BybitFeeRate(string? Symbol, string? MakerFeeRate, string? TakerFeeRate);

/// <summary>Entry of <c>GET /v5/account/wallet-balance</c> and of the topic <c>wallet</c>. Empty texts where a mode has no such figure.</summary>
/// <param name="TotalAvailableBalance">Free for new margin in cross mode, USD, all collateral together.</param>
/// <param name="AccountMMRate">Maintenance margin over margin balance, 1 is liquidation; cross mode only.</param>
internal sealed record BybitWallet(string? AccountType, string? AccountMMRate, string? TotalAvailableBalance, BybitCoin[]? Coin);

/// <param name="BorrowAmount">What is owed of the coin.</param>
internal sealed record BybitCoin(
    string? Coin,
    string? WalletBalance,
    string? Equity,
    string? UnrealisedPnl,
    string? TotalOrderIM,
    string? TotalPositionIM,
    string? TotalPositionMM,
    string? Locked,
    string? Bonus,
    string? BorrowAmount);

/// <summary>
/// Entry of <c>GET /v5/position/list</c> and of the topic <c>position</c>. <c>side</c> is empty and <c>size</c> 0 where there is no position.
/// </summary>
internal sealed record BybitPosition
{
    public string? Category { get; init; }

    public string? Symbol { get; init; }

    /// <summary>0 one-way, 1 and 2 the long and the short side of hedge mode.</summary>
    public int PositionIdx { get; init; }

    public string? Side { get; init; }

    public string? Size { get; init; }

    /// <summary>Entry price; the topic calls it <see cref="EntryPrice"/>.</summary>
    public string? AvgPrice { get; init; }

    public string? EntryPrice { get; init; }

    public string? MarkPrice { get; init; }

    public string? UnrealisedPnl { get; init; }

    public string? Leverage { get; init; }

    /// <summary>Empty where it would lie outside the prices that the contract allows.</summary>
    public string? LiqPrice { get; init; }

    /// <summary>0 without a position, 1 (last) to 5 (next).</summary>
    public int? AdlRankIndicator { get; init; }

    /// <summary>1: the venue takes margin from the balance by itself (isolated mode).</summary>
    public int AutoAddMargin { get; init; }

    /// <summary><c>Normal</c>, <c>Liq</c>, <c>Adl</c>.</summary>
    public string? PositionStatus { get; init; }

    /// <summary>The venue has lowered its risk limit below this position.</summary>
    public bool IsReduceOnly { get; init; }

    public string? UpdatedTime { get; init; }
}

/// <summary>Entry of <c>GET /v5/account/transaction-log</c>; <c>change = cashFlow + funding - fee</c>.</summary>
internal sealed record BybitTransaction
{
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    /// <summary><c>TRADE</c>, <c>SETTLEMENT</c> (funding), <c>TRANSFER_IN</c>, <c>LIQUIDATION</c>, <c>ADL</c>, ...</summary>
    public string? Type { get; init; }

    public string? Currency { get; init; }

    /// <summary>Change of the balance: negative is paid.</summary>
    public string? Change { get; init; }

    /// <summary>Profit of a closed position, or what was transferred.</summary>
    public string? CashFlow { get; init; }

    /// <summary>Negative is paid.</summary>
    public string? Funding { get; init; }

    /// <summary>Positive is paid.</summary>
    public string? Fee { get; init; }

    public string? TradeId { get; init; }

    public string? TransactionTime { get; init; }
}
