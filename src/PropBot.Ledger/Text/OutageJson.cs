using System.Text.Json;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Values;

namespace PropBot.Ledger.Text;

internal static class OutageJson
{
    public static void Write(Utf8JsonWriter json, LedgerOutage outage)
    {
        json.WriteString("id", outage.Id);
        json.WriteString("cause", outage.Cause);
        json.Time("since", outage.Since);
        json.Time("until", outage.Until);
        json.WriteNumber("attempts", outage.Attempts);
        json.WriteStartArray("never_sent");
        foreach (ClientOrderId order in outage.NeverSent)
        {
            json.WriteStringValue(order.Value);
        }

        json.WriteEndArray();
    }

    public static LedgerOutage Read(JsonElement body) => new(
        body.Text("id"),
        body.Text("cause"),
        body.Time("since"),
        body.Time("until"),
        body.GetProperty("attempts").GetInt32(),
        [.. body.GetProperty("never_sent").EnumerateArray().Select(order => new ClientOrderId(order.GetString()!))]);
}
