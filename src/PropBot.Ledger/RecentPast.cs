using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;

namespace PropBot.Ledger;

/// <summary>What people were told before the start, so that whoever looks after a crash sees what led to it.</summary>
internal static class RecentPast
{
    private const string Alert = "alert";
    private const string Watchdog = "control.watchdog";

    /// <summary>Whether a line of this type is worth reading.</summary>
    public static bool IsTold(string type) => type is Alert or Watchdog;

    /// <param name="newestFirst">The latest lines; those of other types are passed over.</param>
    public static RecoveredState WithRecentPast(this RecoveredState state, IEnumerable<JournalLine> newestFirst)
    {
        var alerts = new List<AlertSnapshot>();
        var transitions = new List<WatchTransition>();
        foreach (JournalLine line in newestFirst)
        {
            if (IsTold(line.Type))
            {
                using var payload = JsonDocument.Parse(line.Payload);
                Add(line, payload.RootElement, alerts, transitions);
            }
        }

        return state with { Alerts = alerts, WatchTransitions = transitions };
    }

    private static void Add(JournalLine line, JsonElement told, List<AlertSnapshot> alerts, List<WatchTransition> transitions)
    {
        if (line.Type == Alert)
        {
            string english = Text(told, "text");
            // Earlier versions kept the English words alone.
            string russian = told.TryGetProperty("text_ru", out JsonElement words) ? words.GetString() ?? english : english;
            alerts.Add(new AlertSnapshot(line.At, Text(told, "severity"), Text(told, "code"), english, russian));
        }
        else if (WatchStatuses.Find(Text(told, "before")) is { } before && WatchStatuses.Find(Text(told, "now")) is { } now)
        {
            transitions.Add(new WatchTransition(new VenueId(Text(told, "exchange")), before, now, Text(told, "reason"), line.At));
        }
    }

    private static string Text(JsonElement told, string field) => told.TryGetProperty(field, out JsonElement value) ? value.GetString() ?? "" : "";
}
