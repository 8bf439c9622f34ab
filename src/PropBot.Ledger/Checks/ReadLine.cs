using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Checks;

/// <summary>A line of the journal with its payload read.</summary>
/// <param name="Control">The state of the brakes that a line of that type sets; null for the others.</param>
internal sealed record ReadLine(JournalLine Line, JsonElement Body, ControlState? Control)
{
    public string Type => Line.Type;

    /// <exception cref="Exception">Any kind: it is not what such a line is.</exception>
    public static ReadLine Of(JournalLine line)
    {
        JsonElement body = JsonElement.Parse(line.Payload);
        return new ReadLine(line, body, line.Type == JournalTypes.Control ? ControlJson.Read(body) : null);
    }

    /// <summary>Null: there is no such text.</summary>
    public string? Text(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
