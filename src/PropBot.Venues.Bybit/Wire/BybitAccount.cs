namespace PropBot.Venues.Bybit.Wire;

/// <summary><c>GET /v5/account/info</c>.</summary>
/// <param name="MarginMode"><c>REGULAR_MARGIN</c> (cross), <c>ISOLATED_MARGIN</c>, <c>PORTFOLIO_MARGIN</c>.</param>
internal sealed record BybitAccountInfo(string? MarginMode);

/// <summary>Entry of <c>GET /v5/account/fee-rate</c>; positive is a cost.</summary>
internal sealed record BybitFeeRate(string? Symbol, string? MakerFeeRate, string? TakerFeeRate);

/// <summary>Entry of <c>GET /v5/account/wallet-balance</c>.</summary>
/// <param name="TotalAvailableBalance">Free for new margin in cross mode, USD.</param>
internal sealed record BybitWallet(string? AccountType, string? TotalAvailableBalance, BybitCoin[]? Coin);

internal sealed record BybitCoin(
    string? Coin, string? WalletBalance, string? Equity, string? UnrealisedPnl, string? TotalOrderIM, string? TotalPositionIM);

/// <summary>Entry of <c>GET /v5/position/list</c>. <c>side</c> is empty and <c>size</c> 0 where there is no position.</summary>
/// <param name="PositionIdx">0 one-way, 1 and 2 the two sides of hedge mode.</param>
internal sealed record BybitPosition(
    string? Symbol,
    int PositionIdx,
    string? Side,
    string? Size,
    string? AvgPrice,
    string? MarkPrice,
    string? UnrealisedPnl,
    string? Leverage,
    string? UpdatedTime);

/// <summary>Entry of <c>GET /v5/account/transaction-log</c>; type <c>SETTLEMENT</c> is funding.</summary>
/// <param name="Change">Change of the balance: negative is paid.</param>
internal sealed record BybitTransaction(
    string? Id, string? Symbol, string? Type, string? Currency, string? Change, string? Funding, string? TransactionTime);
