using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Values;

namespace PropBot.Ledger.Text;

/// <summary>The desk's brakes: every cause that holds, and the kill.</summary>
internal static class ControlJson
{
    public static void WriteBrakes(Utf8JsonWriter json, ControlState control)
    {
        json.WriteStartArray("holds");
        foreach (HoldCause cause in control.Holds.Causes)
        {
            json.WriteStartObject();
            json.Member("kind", cause.Kind);
            json.WriteString("reason", cause.Reason);
            json.WriteString("source", cause.Source);
            json.Time("since", cause.Since);
            json.WriteString("correlation_id", cause.CorrelationId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Time("released_at", control.ReleasedAt);
        if (control.Kill is { } kill)
        {
            json.WriteStartObject("kill");
            json.WriteString("by", kill.By);
            json.WriteString("reason", kill.Reason);
            json.Time("since", kill.Since);
            json.WriteString("correlation_id", kill.CorrelationId);
            json.WriteBoolean("flatten", kill.Flatten);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("kill");
        }

        WriteProbation(json, control.Probation);
    }

    public static ControlState ReadBrakes(JsonElement body, ControlState control) => control with
    {
        Holds = new HoldStack([.. body.GetProperty("holds").EnumerateArray().Select(c => new HoldCause(
            c.Member<HoldKind>("kind"), c.Text("reason"), c.Text("source"), c.Time("since"), c.Text("correlation_id")))]),
        ReleasedAt = body.TimeOrNull("released_at"),
        DayStartRealized = body.NumberIfAny("day_start_realized"),
        DayPeakEquity = body.NumberIfAny("day_peak_equity"),
        DrawdownBreachedOn = body.DayIfAny("drawdown_breached_on"),
        Kill = body.GetProperty("kill") is { ValueKind: JsonValueKind.Object } kill
            ? new KillLatch(kill.Text("by"), kill.Text("reason"), kill.Time("since"), kill.Text("correlation_id"), kill.GetProperty("flatten").GetBoolean())
            : null,
        Probation = ReadProbation(body),
    };

    private static void WriteProbation(Utf8JsonWriter json, SizeProbation? probation)
    {
        if (probation is null)
        {
            return;
        }

        json.WriteStartObject("probation");
        json.WriteString("cause", probation.Cause);
        json.Time("since", probation.Since);
        json.WriteStartArray("clean");
        foreach (PairId pair in probation.Clean)
        {
            json.WriteNumberValue(pair.Number);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static SizeProbation? ReadProbation(JsonElement body) => body.TryGetProperty("probation", out JsonElement probation)
        ? new SizeProbation(
            probation.Text("cause"), probation.Time("since"), [.. probation.GetProperty("clean").EnumerateArray().Select(n => new PairId(n.GetInt64()))])
        : null;
}
