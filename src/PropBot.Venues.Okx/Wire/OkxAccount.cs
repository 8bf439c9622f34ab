namespace PropBot.Venues.Okx.Wire;

/// <summary><c>GET /api/v5/account/config</c>.</summary>
/// <param name="AcctLv">1 spot, 2 futures, 3 multi-currency margin, 4 portfolio margin.</param>
/// <param name="PosMode"><c>net_mode</c> or <c>long_short_mode</c>.</param>
internal sealed record OkxAccountConfig(string? AcctLv, string? PosMode);

/// <summary>Entry of <c>GET /api/v5/account/leverage-info</c>.</summary>
internal sealed record OkxLeverage(string? InstId, string? MgnMode, string? PosSide, string? Lever);

/// <summary><c>GET /api/v5/account/trade-fee</c>. Negative is a cost, positive a rebate.</summary>
/// <param name="Maker">Of coin-margined contracts.</param>
/// <param name="MakerU">Of USDT-margined contracts; empty where the venue answers with groups only.</param>
internal sealed record OkxTradeFee(string? Maker, string? Taker, string? MakerU, string? TakerU, OkxFeeGroup[]? FeeGroup);

internal sealed record OkxFeeGroup(string? GroupId, string? Maker, string? Taker);

/// <summary><c>GET /api/v5/account/balance</c>.</summary>
internal sealed record OkxBalance(string? UTime, OkxBalanceDetail[]? Details);

/// <param name="CashBal">Balance without unrealised profit.</param>
/// <param name="AvailEq">Free for new margin; empty in some account modes, then <paramref name="AvailBal"/> says it.</param>
internal sealed record OkxBalanceDetail(string? Ccy, string? CashBal, string? Eq, string? Upl, string? AvailEq, string? AvailBal, string? UTime);

/// <summary>Entry of <c>GET /api/v5/account/positions</c>. In net mode <c>pos</c> is signed; contracts.</summary>
internal sealed record OkxPosition(
    string? InstId, string? PosSide, string? MgnMode, string? Pos, string? AvgPx, string? MarkPx, string? Upl, string? Lever, string? UTime);
