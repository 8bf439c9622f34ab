using System.Text.Json;
using PropBot.Testing;

namespace PropBot.Simulator.Tests.Conformance;

/// <summary>
/// The fields that a venue's own answers have, from recorded transcripts: three lines (method, path, whether it is signed) and
/// the answer, or for a stream what was sent (<c>&gt;</c>), answered (<c>&lt;</c>) and pushed (<c>=</c>).
/// </summary>
internal static class RecordedAnswer
{
    public static JsonElement Rest(string file) => Parse(string.Join('\n', SharedData.ReadLines(file).Skip(3)));

    public static JsonElement Push(string file)
    {
        string text = SharedData.ReadText(file);
        return Parse(text[(text.IndexOf("\n=", StringComparison.Ordinal) + 2)..]);
    }

    /// <summary>Every field of the recorded object is in ours, but for those the simulation leaves out on purpose.</summary>
    public static void AssertCovered(string what, JsonElement recorded, JsonElement ours, params string[] leftOut)
    {
        string[] missing =
        [
            .. recorded.EnumerateObject()
                .Select(field => field.Name)
                .Where(name => !ours.TryGetProperty(name, out _) && !leftOut.Contains(name)),
        ];
        Assert.True(missing.Length == 0, $"{what}: {string.Join(", ", missing)} missing");
        foreach (JsonProperty field in recorded.EnumerateObject())
        {
            if (ours.TryGetProperty(field.Name, out JsonElement value))
            {
                Assert.True(KindOf(field.Value) == KindOf(value), $"{what}: {field.Name} is {value.ValueKind}, recorded as {field.Value.ValueKind}");
            }
        }
    }

    private static JsonValueKind KindOf(JsonElement value) => value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;

    private static JsonElement Parse(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
