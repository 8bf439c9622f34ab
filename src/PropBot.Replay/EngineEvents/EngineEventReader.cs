using System.Globalization;
using System.Text.Json;
using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Replay.EngineEvents;

/// <summary>
/// Reads the inputs of an engine back. Each instrument has one depth view, refilled for each of its changes as in the live loop,
/// so an input is to be handled before the next one is read.
/// </summary>
public sealed class EngineEventReader
{
    private readonly Dictionary<InstrumentId, DepthChanged> _depth = [];

    /// <exception cref="InvalidDataException">A line is not an input; the message has its number.</exception>
    public IEnumerable<EngineInput> Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        long line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            EngineInput input;
            try
            {
                input = Parse(text);
            }
            catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
            {
                throw new InvalidDataException(
                    string.Create(CultureInfo.InvariantCulture, $"line {line} of the event log is not an input of the engine: {wrong.Message}"), wrong);
            }

            yield return input;
        }
    }

    private EngineInput Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        JsonElement json = document.RootElement;
        EngineEvent happened = json.TryGetProperty("depth", out JsonElement depth)
            ? Refilled(depth)
            : json.GetProperty("event").Deserialize<EngineEvent>(EngineJson.Options)!;
        if (happened is InstrumentsLoaded loaded)
        {
            Learn(loaded.Instruments);
        }

        return new EngineInput(
            json.GetProperty("sequence").GetInt64(),
            ExactTime.Parse(json.GetProperty("at").GetString()!),
            ExactTime.ParseSpan(json.GetProperty("elapsed").GetString()!),
            happened);
    }

    private DepthChanged Refilled(JsonElement depth)
    {
        InstrumentId id = DepthText.InstrumentOf(depth);
        if (!_depth.TryGetValue(id, out DepthChanged? changed))
        {
            throw new JsonException($"the book of {id} changes before the instrument is known");
        }

        DepthText.Read(depth, changed.View);
        return changed;
    }

    private void Learn(IReadOnlyList<Instrument> instruments)
    {
        foreach (Instrument instrument in instruments)
        {
            if (!_depth.TryGetValue(instrument.Id, out DepthChanged? known) || known.View.Instrument != instrument)
            {
                _depth[instrument.Id] = new DepthChanged(new DepthView(instrument));
            }
        }
    }
}
