using System.Text.Json.Serialization;

namespace PropBot.Venues.Binance.Wire;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BinanceExchangeInfo))]
[JsonSerializable(typeof(IReadOnlyList<BinanceFundingInfo>))]
[JsonSerializable(typeof(BinanceServerTime))]
[JsonSerializable(typeof(BinanceAccount))]
[JsonSerializable(typeof(IReadOnlyList<BinancePosition>))]
[JsonSerializable(typeof(BinanceCommissionRate))]
[JsonSerializable(typeof(BinanceAccountConfig))]
[JsonSerializable(typeof(BinancePositionMode))]
[JsonSerializable(typeof(IReadOnlyList<BinanceSymbolConfig>))]
[JsonSerializable(typeof(BinanceLeverage))]
[JsonSerializable(typeof(BinanceListenKey))]
[JsonSerializable(typeof(BinanceRenewal))]
[JsonSerializable(typeof(IReadOnlyList<BinanceIncome>))]
[JsonSerializable(typeof(BinanceOrder))]
[JsonSerializable(typeof(BinanceCancel))]
[JsonSerializable(typeof(BinanceCancelAll))]
[JsonSerializable(typeof(BinanceAssetsMode))]
[JsonSerializable(typeof(BinanceFeeBurn))]
[JsonSerializable(typeof(BinanceBrackets))]
[JsonSerializable(typeof(IReadOnlyList<BinanceBrackets>))]
[JsonSerializable(typeof(IReadOnlyList<BinanceOrder>))]
[JsonSerializable(typeof(IReadOnlyList<BinanceUserTrade>))]
[JsonSerializable(typeof(BinanceAssetIndex))]
[JsonSerializable(typeof(BinanceError))]
[JsonSerializable(typeof(BinanceUserEvent))]
[JsonSerializable(typeof(BinanceOrderEvent))]
[JsonSerializable(typeof(BinanceMarginCallEvent))]
internal sealed partial class BinanceJson : JsonSerializerContext;
