using System.Globalization;
using System.Text.Json;

namespace PropBot.Simulator.Bybit;

/// <summary>What a client says on a stream: an operation with arguments.</summary>
internal sealed record BybitCommand(string Op, string RequestId, IReadOnlyList<JsonElement> Arguments)
{
    public static readonly BybitCommand Unreadable = new("", "", []);

    public IReadOnlyList<string> Topics { get; } =
        [.. Arguments.Where(argument => argument.ValueKind == JsonValueKind.String).Select(argument => argument.GetString()!).Distinct()];

    /// <returns>Null when it is no JSON object.</returns>
    public static BybitCommand? Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            JsonElement root = JsonElement.Parse(message.Span);
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            IReadOnlyList<JsonElement> arguments =
                root.TryGetProperty("args", out JsonElement args) && args.ValueKind == JsonValueKind.Array ? [.. args.EnumerateArray()] : [];
            return new BybitCommand(Text(root, "op"), Text(root, "req_id"), arguments);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Unix milliseconds, as a number or in quotes.</summary>
    public static long? ReadMillis(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetInt64(out long number) => number,
        JsonValueKind.String when long.TryParse(element.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) => number,
        _ => null,
    };

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
