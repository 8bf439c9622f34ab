using System.Text.Json.Serialization;
using PropBot.Core.Instruments;

namespace PropBot.Venues.Binance.Wire;

/// <summary>
/// A message of the user data stream. Which parts it has depends on its type. Source: developers.binance.com, USD-M futures,
/// User Data Streams, read 2026-11-22.
/// </summary>
internal sealed record BinanceUserEvent
{
    /// <summary><c>ORDER_TRADE_UPDATE</c>, <c>ACCOUNT_UPDATE</c>, <c>listenKeyExpired</c>, ...</summary>
    [JsonPropertyName("e")]
    public string? Type { get; init; }

    /// <summary>When the message was made, Unix milliseconds.</summary>
    [JsonPropertyName("E")]
    public long EventTime { get; init; }

    /// <summary>When it happened, Unix milliseconds.</summary>
    [JsonPropertyName("T")]
    public long TransactionTime { get; init; }

    /// <summary>Of an <c>ORDER_TRADE_UPDATE</c>; other types have an <c>o</c> of another shape, which is not read.</summary>
    [JsonIgnore]
    public BinanceOrderUpdate? Order { get; init; }

    [JsonPropertyName("a")]
    public BinanceAccountUpdate? Account { get; init; }

    /// <summary>Of an <c>ACCOUNT_CONFIG_UPDATE</c>: a symbol's leverage.</summary>
    [JsonPropertyName("ac")]
    public BinanceLeverageUpdate? LeverageChange { get; init; }

    /// <summary>Of an <c>ACCOUNT_CONFIG_UPDATE</c>: the asset mode.</summary>
    [JsonPropertyName("ai")]
    public BinanceAssetsUpdate? AssetsChange { get; init; }

    /// <summary>Of a <c>MARGIN_CALL</c> about cross positions.</summary>
    [JsonPropertyName("cw")]
    public decimal? CrossWalletBalance { get; init; }

    /// <summary>Of a <c>MARGIN_CALL</c>; other types have a <c>p</c> of another shape, which is not read.</summary>
    [JsonIgnore]
    public IReadOnlyList<BinanceMarginCallPosition>? MarginCallPositions { get; init; }

    /// <summary>Does it tell of a setting that is not as this desk has set it?</summary>
    public bool ChangesModes(VenueOptions options, IReadOnlyList<Instrument> instruments) =>
        AssetsChange is { IsMultiAssets: true }
        || (LeverageChange is { } changed && changed.Leverage != options.Leverage && instruments.Any(i => i.NativeSymbol == changed.Symbol));
}

internal sealed record BinanceLeverageUpdate(
    [property: JsonPropertyName("s")] string Symbol, [property: JsonPropertyName("l")] int Leverage);

internal sealed record BinanceAssetsUpdate([property: JsonPropertyName("j")] bool IsMultiAssets);

/// <summary>What a <c>MARGIN_CALL</c> has besides.</summary>
internal sealed record BinanceMarginCallEvent([property: JsonPropertyName("p")] IReadOnlyList<BinanceMarginCallPosition>? Positions = null);

/// <summary>A position near liquidation.</summary>
internal sealed record BinanceMarginCallPosition
{
    [JsonPropertyName("s")]
    public string? Symbol { get; init; }

    [JsonPropertyName("ps")]
    public string? PositionSide { get; init; }

    [JsonPropertyName("pa")]
    public decimal Amount { get; init; }

    [JsonPropertyName("mt")]
    public string? MarginType { get; init; }

    [JsonPropertyName("mp")]
    public decimal MarkPrice { get; init; }

    [JsonPropertyName("up")]
    public decimal UnrealizedPnl { get; init; }

    [JsonPropertyName("mm")]
    public decimal MaintenanceMargin { get; init; }
}

/// <summary>What an <c>ORDER_TRADE_UPDATE</c> has besides.</summary>
internal sealed record BinanceOrderEvent([property: JsonPropertyName("o")] BinanceOrderUpdate Order);

/// <summary>The <c>o</c> part of <c>ORDER_TRADE_UPDATE</c>.</summary>
internal sealed record BinanceOrderUpdate
{
    [JsonPropertyName("s")]
    public required string Symbol { get; init; }

    [JsonPropertyName("c")]
    public required string ClientOrderId { get; init; }

    [JsonPropertyName("S")]
    public required string Side { get; init; }

    /// <summary><c>NEW</c>, <c>TRADE</c>, <c>CANCELED</c>, <c>EXPIRED</c>, <c>CALCULATED</c> (liquidation, ADL), <c>AMENDMENT</c>.</summary>
    [JsonPropertyName("x")]
    public required string ExecutionType { get; init; }

    [JsonPropertyName("X")]
    public required string Status { get; init; }

    [JsonPropertyName("i")]
    public required long OrderId { get; init; }

    /// <summary>The order's whole quantity.</summary>
    [JsonPropertyName("q")]
    public decimal Quantity { get; init; }

    /// <summary>0 for market orders.</summary>
    [JsonPropertyName("p")]
    public decimal LimitPrice { get; init; }

    /// <summary><c>BOTH</c> in one-way mode.</summary>
    [JsonPropertyName("ps")]
    public string? PositionSide { get; init; }

    [JsonPropertyName("l")]
    public required decimal LastQuantity { get; init; }

    [JsonPropertyName("z")]
    public required decimal CumulativeQuantity { get; init; }

    [JsonPropertyName("L")]
    public required decimal LastPrice { get; init; }

    [JsonPropertyName("ap")]
    public required decimal AveragePrice { get; init; }

    /// <summary>Positive is paid, negative is a rebate; absent when nothing was traded.</summary>
    [JsonPropertyName("n")]
    public decimal? Commission { get; init; }

    [JsonPropertyName("N")]
    public string? CommissionAsset { get; init; }

    [JsonPropertyName("T")]
    public required long TradeTime { get; init; }

    [JsonPropertyName("t")]
    public required long TradeId { get; init; }

    [JsonPropertyName("m")]
    public required bool IsMaker { get; init; }
}

/// <summary>The <c>a</c> part of <c>ACCOUNT_UPDATE</c>: only why it came; balances are read over REST.</summary>
internal sealed record BinanceAccountUpdate
{
    [JsonPropertyName("m")]
    public string? Reason { get; init; }
}
