using System.Text.Json;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Replay.Backtest;

namespace PropBot.Replay.EngineEvents;

/// <summary>Writes every input of the engine, one JSON object a line, so that the run can be done again without market and venues.</summary>
public sealed class EngineEventWriter(Stream stream) : IEngineObserver, IDisposable
{
    private static readonly byte[] EndOfLine = "\n"u8.ToArray();

    private readonly Stream _buffered = new BufferedStream(stream, 1 << 16);

    public void OnInput(in EngineInput input)
    {
        using (var json = new Utf8JsonWriter(_buffered, new JsonWriterOptions { Encoder = EngineJson.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", input.Sequence);
            json.WriteString("at", ExactTime.Format(input.At));
            json.WriteString("elapsed", ExactTime.FormatSpan(input.Elapsed));
            if (input.Event is DepthChanged depth)
            {
                json.WriteStartObject("depth");
                DepthText.Write(json, depth.View);
                json.WriteEndObject();
            }
            else
            {
                json.WritePropertyName("event");
                JsonSerializer.Serialize(json, input.Event, EngineJson.Options);
            }

            json.WriteEndObject();
        }

        _buffered.Write(EndOfLine);
    }

    public void OnEffects(in EngineInput input, IReadOnlyList<Effect> effects)
    {
    }

    public void Dispose() => _buffered.Dispose();
}
