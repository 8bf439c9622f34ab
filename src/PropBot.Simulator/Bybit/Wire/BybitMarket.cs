using System.Text.Json.Serialization;

namespace PropBot.Simulator.Bybit.Wire;

/// <summary>Every REST answer. <see cref="Time"/> is the venue's, Unix milliseconds.</summary>
internal sealed record BybitEnvelope(int RetCode, string RetMsg, object Result, object RetExtInfo, long Time);

/// <summary>An answer that is a list with a cursor.</summary>
internal sealed record BybitPage<T>(IReadOnlyList<T> List, string NextPageCursor, string? Category = "linear");

/// <summary>An answer that is a plain list.</summary>
internal sealed record BybitList<T>(IReadOnlyList<T> List, string? Category = null);

/// <summary><c>/v5/market/instruments-info</c>. Source: Bybit API v5 docs, "Get Instruments Info", read 2026-11-22.</summary>
internal sealed record BybitInstrument
{
    public required string Symbol { get; init; }
    public string ContractType { get; init; } = "LinearPerpetual";

    /// <summary>Trading, PreLaunch, Closed.</summary>
    public required string Status { get; init; }

    public required string BaseCoin { get; init; }
    public required string QuoteCoin { get; init; }
    public required string LaunchTime { get; init; }
    public string DeliveryTime { get; init; } = "0";
    public string DeliveryFeeRate { get; init; } = "";
    public required string PriceScale { get; init; }
    public required BybitLeverageFilter LeverageFilter { get; init; }
    public required BybitPriceFilter PriceFilter { get; init; }
    public required BybitLotSizeFilter LotSizeFilter { get; init; }
    public bool UnifiedMarginTrade { get; init; } = true;

    /// <summary>Minutes.</summary>
    public required int FundingInterval { get; init; }

    public required string SettleCoin { get; init; }
    public string CopyTrading { get; init; } = "both";
    public string UpperFundingRate { get; init; } = "0.005";
    public string LowerFundingRate { get; init; } = "-0.005";
    public bool IsPreListing { get; init; }
    public object? PreListingInfo { get; init; }
    public BybitRiskParameters RiskParameters { get; init; } = new("0.01", "0.02");
    public string DisplayName { get; init; } = "";
    public string SymbolType { get; init; } = "";
}

internal sealed record BybitLeverageFilter(string MinLeverage, string MaxLeverage, string LeverageStep);

internal sealed record BybitPriceFilter(string MinPrice, string MaxPrice, string TickSize);

internal sealed record BybitLotSizeFilter(
    string MaxOrderQty, string MinOrderQty, string QtyStep, string PostOnlyMaxOrderQty, string MaxMktOrderQty, string MinNotionalValue);

internal sealed record BybitRiskParameters(string PriceLimitRatioX, string PriceLimitRatioY);

/// <summary>
/// <c>/v5/market/tickers</c> and the <c>tickers</c> topic. In a delta of the topic the fields that did not change are missing.
/// </summary>
internal sealed record BybitTicker
{
    public required string Symbol { get; init; }
    public string? TickDirection { get; init; }
    public string? LastPrice { get; init; }
    public string? IndexPrice { get; init; }
    public string? MarkPrice { get; init; }
    public string? PrevPrice24h { get; init; }
    public string? Price24hPcnt { get; init; }
    public string? HighPrice24h { get; init; }
    public string? LowPrice24h { get; init; }
    public string? PrevPrice1h { get; init; }
    public string? OpenInterest { get; init; }
    public string? OpenInterestValue { get; init; }
    public string? Turnover24h { get; init; }
    public string? Volume24h { get; init; }
    public string? FundingRate { get; init; }
    public string? NextFundingTime { get; init; }
    public string? FundingIntervalHour { get; init; }
    public string? FundingCap { get; init; }
    public string? Bid1Price { get; init; }
    public string? Bid1Size { get; init; }
    public string? Ask1Price { get; init; }
    public string? Ask1Size { get; init; }
    public string? PredictedDeliveryPrice { get; init; }
    public string? BasisRate { get; init; }
    public string? DeliveryFeeRate { get; init; }
    public string? DeliveryTime { get; init; }
}

internal sealed record BybitFundingRecord(string Symbol, string FundingRate, string FundingRateTimestamp);

/// <summary><c>/v5/market/recent-trade</c>; the taker's side.</summary>
internal sealed record BybitPublicTrade
{
    public required string ExecId { get; init; }
    public required string Symbol { get; init; }
    public required string Price { get; init; }
    public required string Size { get; init; }
    public required string Side { get; init; }
    public required string Time { get; init; }
    public bool IsBlockTrade { get; init; }
    public bool IsRPITrade { get; init; }
    public required string Seq { get; init; }
}

/// <summary>A public trade of the <c>publicTrade</c> topic, which spells its fields with one letter each.</summary>
internal sealed record BybitTradePush(
    [property: JsonPropertyName("T")] long Time,
    [property: JsonPropertyName("s")] string Symbol,
    [property: JsonPropertyName("S")] string Side,
    [property: JsonPropertyName("v")] string Size,
    [property: JsonPropertyName("p")] string Price,
    [property: JsonPropertyName("L")] string Direction,
    [property: JsonPropertyName("i")] string Id,
    [property: JsonPropertyName("seq")] long Sequence)
{
    [JsonPropertyName("BT")]
    public bool IsBlockTrade { get; init; }

    [JsonPropertyName("RPI")]
    public bool IsRetail { get; init; }
}

/// <summary><c>/v5/market/risk-limit</c>: a step of leverage and maintenance margin; limits are notional.</summary>
internal sealed record BybitRiskLimit(
    int Id,
    string Symbol,
    string RiskLimitValue,
    string MaintenanceMargin,
    string InitialMargin,
    int IsLowestRisk,
    string MaxLeverage,
    string MmDeduction);

/// <summary><c>/v5/market/price-limit</c>: highest buy and lowest sell of the moment.</summary>
internal sealed record BybitPriceLimit(string Symbol, string BuyLmt, string SellLmt, string Ts);
