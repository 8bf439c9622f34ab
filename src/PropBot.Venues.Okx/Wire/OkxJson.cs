using System.Text.Json.Serialization;

namespace PropBot.Venues.Okx.Wire;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OkxReply<OkxOrderAck>))]
[JsonSerializable(typeof(OkxReply<OkxTime>))]
[JsonSerializable(typeof(OkxReply<OkxInstrument>))]
[JsonSerializable(typeof(OkxReply<OkxFundingRate>))]
[JsonSerializable(typeof(OkxReply<OkxBill>))]
[JsonSerializable(typeof(OkxReply<OkxAccountConfig>))]
[JsonSerializable(typeof(OkxReply<OkxLeverage>))]
[JsonSerializable(typeof(OkxReply<OkxTradeFee>))]
[JsonSerializable(typeof(OkxReply<OkxBalance>))]
[JsonSerializable(typeof(OkxReply<OkxPosition>))]
[JsonSerializable(typeof(OkxReply<OkxOrder>))]
[JsonSerializable(typeof(OkxReply<OkxFill>))]
[JsonSerializable(typeof(OkxReply<OkxMarkPrice>))]
[JsonSerializable(typeof(OkxReply<OkxTier>))]
[JsonSerializable(typeof(OkxReply<OkxStatus>))]
[JsonSerializable(typeof(OkxMarkPrice[]))]
[JsonSerializable(typeof(OkxPriceLimit[]))]
[JsonSerializable(typeof(OkxInstrument[]))]
[JsonSerializable(typeof(OkxStatus[]))]
[JsonSerializable(typeof(OkxRiskWarning[]))]
[JsonSerializable(typeof(OkxBalanceAndPosition[]))]
[JsonSerializable(typeof(OkxFundingRate[]))]
[JsonSerializable(typeof(OkxOrder[]))]
internal sealed partial class OkxJson : JsonSerializerContext;
