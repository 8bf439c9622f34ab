namespace PropBot.Venues.Binance.Wire;

/// <summary><c>GET /fapi/v3/account</c>, the parts that are used.</summary>
internal sealed record BinanceAccount(IReadOnlyList<BinanceAssetBalance> Assets);

/// <param name="WalletBalance">Without unrealised profit.</param>
/// <param name="MaintMargin">What all positions of this asset need.</param>
/// <param name="CrossWalletBalance">Without what isolated positions have of their own.</param>
internal sealed record BinanceAssetBalance(
    string Asset,
    decimal WalletBalance,
    decimal UnrealizedProfit,
    decimal AvailableBalance,
    decimal? MaintMargin = null,
    decimal? CrossWalletBalance = null,
    decimal? CrossUnPnl = null);

/// <summary>One line of <c>GET /fapi/v3/positionRisk</c>.</summary>
/// <param name="PositionAmt">Base units, negative short.</param>
/// <param name="PositionSide"><c>BOTH</c> in one-way mode.</param>
/// <param name="LiquidationPrice">0 when there is none.</param>
/// <param name="IsolatedMargin">What an isolated position has as margin, unrealised profit included; 0 for cross.</param>
/// <param name="MarginAsset">Absent in the second version.</param>
/// <param name="Adl">0 to 4; updated every 30 s. Absent in the second version.</param>
/// <param name="MarginType"><c>cross</c> or <c>isolated</c>; the second version only.</param>
/// <param name="Leverage">The second version only.</param>
internal sealed record BinancePosition(
    string Symbol,
    string PositionSide,
    decimal PositionAmt,
    decimal EntryPrice,
    decimal MarkPrice,
    decimal UnRealizedProfit,
    decimal? LiquidationPrice = null,
    decimal? IsolatedMargin = null,
    decimal? IsolatedWallet = null,
    decimal? MaintMargin = null,
    string? MarginAsset = null,
    int? Adl = null,
    string? MarginType = null,
    decimal? Leverage = null);

/// <summary><c>GET /fapi/v1/commissionRate</c>; a negative rate is a rebate.</summary>
internal sealed record BinanceCommissionRate(decimal MakerCommissionRate, decimal TakerCommissionRate);

/// <summary><c>GET /fapi/v1/accountConfig</c>, the part that is used.</summary>
internal sealed record BinanceAccountConfig(bool CanTrade);

/// <summary><c>GET /fapi/v1/positionSide/dual</c>: true is hedge mode.</summary>
internal sealed record BinancePositionMode(bool DualSidePosition);

/// <summary><c>GET /fapi/v1/feeBurn</c>: true takes trading fees in BNB, for every symbol.</summary>
internal sealed record BinanceFeeBurn(bool FeeBurn);

/// <summary><c>GET /fapi/v1/multiAssetsMargin</c>: true is multi-assets mode.</summary>
internal sealed record BinanceAssetsMode(bool MultiAssetsMargin);

/// <summary>One line of <c>GET /fapi/v1/symbolConfig</c>.</summary>
/// <param name="MarginType"><c>CROSSED</c> or <c>ISOLATED</c>.</param>
internal sealed record BinanceSymbolConfig(string Symbol, string MarginType, int Leverage);

/// <summary><c>POST /fapi/v1/leverage</c>.</summary>
internal sealed record BinanceLeverage(int Leverage);

/// <summary><c>POST /fapi/v1/listenKey</c>.</summary>
internal sealed record BinanceListenKey(string ListenKey);

/// <summary><c>PUT /fapi/v1/listenKey</c>: nothing that is used.</summary>
internal sealed record BinanceRenewal;

/// <summary>One line of <c>GET /fapi/v1/income</c>.</summary>
/// <param name="Income">Change of the balance: negative is paid.</param>
/// <param name="TranId">Unique per account, income type and symbol.</param>
internal sealed record BinanceIncome(string Symbol, string IncomeType, decimal Income, string Asset, long Time, long TranId);

/// <summary>One symbol of <c>GET /fapi/v1/leverageBracket</c>.</summary>
internal sealed record BinanceBrackets(string Symbol, IReadOnlyList<BinanceBracket> Brackets);

/// <param name="NotionalCap">Largest notional of the step.</param>
/// <param name="Cum">What is taken off rate times notional.</param>
internal sealed record BinanceBracket(int InitialLeverage, decimal NotionalCap, decimal NotionalFloor, decimal MaintMarginRatio, decimal Cum);
