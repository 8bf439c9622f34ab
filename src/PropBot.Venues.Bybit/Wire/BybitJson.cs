using System.Text.Json.Serialization;

namespace PropBot.Venues.Bybit.Wire;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BybitReply<BybitNothing>))]
[JsonSerializable(typeof(BybitReply<BybitOrderAck>))]
[JsonSerializable(typeof(BybitReply<BybitAccountInfo>))]
[JsonSerializable(typeof(BybitReply<BybitKeyInfo>))]
[JsonSerializable(typeof(BybitReply<BybitPage<BybitInstrument>>))]
[JsonSerializable(typeof(BybitReply<BybitPage<BybitFeeRate>>))]
[JsonSerializable(typeof(BybitReply<BybitPage<BybitWallet>>))]
[JsonSerializable(typeof(BybitReply<BybitPage<BybitPosition>>))]
[JsonSerializable(typeof(BybitReply<BybitPage<BybitTransaction>>))]
[JsonSerializable(typeof(BybitReply<BybitPage<BybitOrder>>))]
[JsonSerializable(typeof(BybitReply<BybitPage<BybitExecution>>))]
[JsonSerializable(typeof(BybitReply<BybitPage<BybitSpotTicker>>))]
[JsonSerializable(typeof(BybitReply<BybitPage<BybitTier>>))]
[JsonSerializable(typeof(BybitReply<BybitCancelledAll>))]
[JsonSerializable(typeof(BybitReply<BybitMarginModeResult>))]
[JsonSerializable(typeof(BybitTopic<BybitOrder>))]
[JsonSerializable(typeof(BybitTopic<BybitExecution>))]
[JsonSerializable(typeof(BybitTopic<BybitPosition>))]
[JsonSerializable(typeof(BybitTopic<BybitWallet>))]
internal sealed partial class BybitJson : JsonSerializerContext;
