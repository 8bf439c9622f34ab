using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Control;

/// <summary>The JSON object of a request, read strictly.</summary>
internal sealed class ControlBody
{
    private readonly List<string> _problems = [];
    private readonly StrictMapping _mapping;

    private ControlBody(string text) => _mapping = new StrictMapping(FaultPlanFile.Load(text), "", _problems);

    public static async Task<ControlBody> ReadAsync(HttpRequest request) => new(await TextAsync(request));

    /// <exception cref="ControlException">The body is not one JSON object.</exception>
    public static async Task<string> TextAsync(HttpRequest request)
    {
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new ControlException(StatusCodes.Status415UnsupportedMediaType, "give a body with Content-Type: application/json");
        }

        string text = (await RequestText.ReadAsync(request)).Body;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? text
                : throw new ControlException(StatusCodes.Status400BadRequest, "the body is not a JSON object");
        }
        catch (JsonException broken)
        {
            throw new ControlException(StatusCodes.Status400BadRequest, $"the body is not JSON: {broken.Message}");
        }
    }

    public decimal? Number(string key) => _mapping.Number(key);

    public string? Text(string key) => _mapping.Text(key);

    public DateTimeOffset? Instant(string key) => _mapping.Instant(key);

    /// <summary>To be called when everything was asked for.</summary>
    /// <exception cref="ControlException">Something was wrong; all of it is in the message.</exception>
    public void Check()
    {
        _mapping.RefuseUnknown();
        if (_problems.Count > 0)
        {
            throw new ControlException(StatusCodes.Status422UnprocessableEntity, string.Join("; ", _problems));
        }
    }
}
