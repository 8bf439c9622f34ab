namespace PropBot.Venues.Binance.Wire;

/// <summary><c>GET /fapi/v3/account</c>, the parts that are used.</summary>
internal sealed record BinanceAccount(IReadOnlyList<BinanceAssetBalance> Assets);

/// <param name="WalletBalance">Without unrealised profit.</param>
internal sealed record BinanceAssetBalance(
    string Asset, decimal WalletBalance, decimal UnrealizedProfit, decimal AvailableBalance);

/// <summary>One line of <c>GET /fapi/v3/positionRisk</c>.</summary>
/// <param name="PositionAmt">Base units, negative short.</param>
/// <param name="PositionSide"><c>BOTH</c> in one-way mode.</param>
internal sealed record BinancePosition(
    string Symbol, string PositionSide, decimal PositionAmt, decimal EntryPrice, decimal MarkPrice, decimal UnRealizedProfit);

/// <summary><c>GET /fapi/v1/commissionRate</c>; a negative rate is a rebate.</summary>
internal sealed record BinanceCommissionRate(decimal MakerCommissionRate, decimal TakerCommissionRate);

/// <summary><c>GET /fapi/v1/positionSide/dual</c>: true is hedge mode.</summary>
internal sealed record BinancePositionMode(bool DualSidePosition);

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
/// <param name="TranId">Unique per account and income type.</param>
internal sealed record BinanceIncome(string Symbol, string IncomeType, decimal Income, string Asset, long Time, long TranId);
