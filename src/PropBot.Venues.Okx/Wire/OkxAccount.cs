namespace PropBot.Venues.Okx.Wire;

/// <summary><c>GET /api/v5/account/config</c>.</summary>
/// <param name="AcctLv">1 spot, 2 futures, 3 multi-currency margin, 4 portfolio margin.</param>
/// <param name="PosMode"><c>net_mode</c> or <c>long_short_mode</c>.</param>
/// <param name="CtIsoMode">How isolated margin gets to a position: <c>automatic</c> or <c>autonomy</c> (by hand).</param>
/// <param name="Perm">What the key may do, joined by commas: <c>read_only,trade</c>.</param>
/// <param name="LiquidationGear">0: no warnings before a liquidation.</param>
/// <param name="StgyType">0 general, 1 delta neutral.</param>
internal sealed record OkxAccountConfig(
    string? AcctLv, string? PosMode, string? CtIsoMode = null, string? Perm = null, string? LiquidationGear = null, string? StgyType = null);

/// <summary>Entry of <c>GET /api/v5/account/leverage-info</c>.</summary>
internal sealed record OkxLeverage(string? InstId, string? MgnMode, string? PosSide, string? Lever);

/// <summary><c>GET /api/v5/account/trade-fee</c>. Negative is a cost, positive a rebate.</summary>
/// <param name="Maker">Of coin-margined contracts.</param>
/// <param name="MakerU">Of USDT-margined contracts; empty where the venue answers with groups only.</param>
internal sealed record OkxTradeFee(string? Maker, string? Taker, string? MakerU, string? TakerU, OkxFeeGroup[]? FeeGroup);

internal sealed record OkxFeeGroup(string? GroupId, string? Maker, string? Taker);

/// <summary><c>GET /api/v5/account/balance</c>.</summary>
internal sealed record OkxBalance(string? UTime, OkxBalanceDetail[]? Details);

/// <param name="CashBal">Balance without unrealised profit and without what isolated positions hold as margin.</param>
/// <param name="Upl">Unrealised profit of all positions, isolated ones too.</param>
/// <param name="AvailEq">Free for new margin; empty in some account modes, then <paramref name="AvailBal"/> says it.</param>
internal sealed record OkxBalanceDetail(string? Ccy, string? CashBal, string? Eq, string? Upl, string? AvailEq, string? AvailBal, string? UTime)
{
    /// <summary>Margin and unrealised profit of the isolated positions.</summary>
    public string? IsoEq { get; init; }

    /// <summary>Unrealised profit of the isolated positions.</summary>
    public string? IsoUpl { get; init; }

    /// <summary>Equity over maintenance margin of the cross positions, a plain ratio; empty without one.</summary>
    public string? MgnRatio { get; init; }

    /// <summary>Maintenance margin of the cross positions.</summary>
    public string? Mmr { get; init; }
}

/// <summary>Entry of <c>GET /api/v5/account/positions</c>. In net mode <c>pos</c> is signed; contracts.</summary>
internal sealed record OkxPosition(
    string? InstId, string? PosSide, string? MgnMode, string? Pos, string? AvgPx, string? MarkPx, string? Upl, string? Lever, string? UTime)
{
    public string? LiqPx { get; init; }

    /// <summary>0 (last in the queue for auto-deleveraging) to 5 (next).</summary>
    public string? Adl { get; init; }

    /// <summary>Equity over maintenance margin; of an isolated position its own, of a cross one the account's.</summary>
    public string? MgnRatio { get; init; }

    public string? Mmr { get; init; }
}

/// <summary>Entry of the channel <c>liquidation-warning</c>.</summary>
internal sealed record OkxRiskWarning(
    string? InstId, string? PosSide, string? MgnMode, string? Pos, string? MarkPx, string? MgnRatio, string? Lever, string? Ccy);

/// <summary>Entry of the channel <c>balance_and_position</c>: why something changed.</summary>
/// <param name="EventType"><c>snapshot</c>, <c>filled</c>, <c>liquidation</c>, <c>adl</c>, <c>funding_fee</c>, <c>set_leverage</c>, ...</param>
internal sealed record OkxBalanceAndPosition(string? EventType);
