using System.Text.Json.Serialization;

namespace PropBot.Benchmarks;

/// <summary>A venue's book message as a serializer's user writes it down: the fields that a book needs, levels as texts.</summary>
internal sealed record BinanceDepthMessage(string Stream, BinanceDepth Data);

internal sealed record BinanceDepth(
    [property: JsonPropertyName("e")] string Kind,
    [property: JsonPropertyName("s")] string Symbol,
    [property: JsonPropertyName("T")] long Time,
    [property: JsonPropertyName("U")] long First,
    [property: JsonPropertyName("u")] long Final,
    [property: JsonPropertyName("pu")] long Previous,
    [property: JsonPropertyName("b")] string[][] Bids,
    [property: JsonPropertyName("a")] string[][] Asks);

internal sealed record OkxBookMessage(OkxArgument Arg, string Action, OkxBookData[] Data);

internal sealed record OkxArgument(string Channel, string InstId);

internal sealed record OkxBookData(string[][] Asks, string[][] Bids, string Ts, int Checksum);

internal sealed record BybitBookMessage(string Topic, string Type, long Ts, BybitBookData Data, long Cts);

internal sealed record BybitBookData(
    [property: JsonPropertyName("s")] string Symbol,
    [property: JsonPropertyName("b")] string[][] Bids,
    [property: JsonPropertyName("a")] string[][] Asks,
    [property: JsonPropertyName("u")] long UpdateId,
    [property: JsonPropertyName("seq")] long Sequence);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BinanceDepthMessage))]
[JsonSerializable(typeof(OkxBookMessage))]
[JsonSerializable(typeof(BybitBookMessage))]
internal sealed partial class BookJson : JsonSerializerContext;
