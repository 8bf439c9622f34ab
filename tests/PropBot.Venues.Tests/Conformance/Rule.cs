using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PropBot.Venues.Tests.Conformance;

/// <summary>What is done with the messages of some kinds: read as production reads them, or left for a reason.</summary>
/// <param name="Kinds">Separated by <c>|</c>; a star at the end stands for any rest. The first rule that fits counts.</param>
/// <param name="Why">Why we need not read them; null when they are read.</param>
/// <param name="Read">Reads one and says what it thinks of it by failing.</param>
internal sealed record Rule(string Kinds, string? Why, Action<CapturedMessage, UnreadFields>? Read)
{
    private readonly string[] _kinds = Kinds.Split('|', StringSplitOptions.TrimEntries);

    public static Rule Leave(string kinds, string why) => new(kinds, why, null);

    public static Rule As(string kinds, Action<CapturedMessage, UnreadFields> read) => new(kinds, null, read);

    /// <summary>By a wire type: each field as the document has it, then whatever Core makes of it.</summary>
    public static Rule As<T>(string kinds, JsonTypeInfo<T> type, Action<T>? then = null) => As(kinds, (message, unread) =>
    {
        T value = Wire(message.Body, type, message, unread);
        then?.Invoke(value);
    });

    public bool Fits(string kind) => _kinds.Any(k => k.EndsWith('*') ? kind.StartsWith(k[..^1], StringComparison.Ordinal) : kind == k);

    public static T Wire<T>(byte[] body, JsonTypeInfo<T> type, CapturedMessage message, UnreadFields unread)
    {
        T value = JsonSerializer.Deserialize(body, type) ?? throw new JsonException("null");
        using JsonDocument document = JsonDocument.Parse(body);
        WireValues.AssertSame(document.RootElement, value, type, (wireType, field) => unread.Add(wireType, field, message.Source));
        return value;
    }

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
