using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Values;

namespace PropBot.Ledger.Text;

internal static class ApprovalJson
{
    public static void Write(Utf8JsonWriter json, ApprovalRecord approval)
    {
        json.WriteString("id", approval.Id.Value);
        json.Member("action", approval.Action);
        json.Member("status", approval.Status);
        json.WriteString("reason", approval.Reason);
        json.WriteString("requested_by", approval.RequestedBy);
        json.TextOrNull("requested_via", approval.RequestedVia);
        json.Time("requested_at", approval.RequestedAt);
        json.Time("expires_at", approval.ExpiresAt);
        json.WriteStartArray("parameters");
        foreach ((string name, string value) in approval.Parameters)
        {
            // A list, not an object: people read it in the order in which it was made.
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("correlation_id", approval.CorrelationId);
        json.TextOrNull("decided_by", approval.DecidedBy);
        json.TextOrNull("decided_via", approval.DecidedVia);
        json.Time("decided_at", approval.DecidedAt);
        json.TextOrNull("note", approval.Note);
        json.TextOrNull("used_by", approval.UsedBy);
        json.Time("used_at", approval.UsedAt);
    }

    public static ApprovalRecord Read(JsonElement body) => new()
    {
        Id = new ApprovalId(body.Text("id")),
        Action = body.Member<ApprovalAction>("action"),
        Status = body.Member<ApprovalStatus>("status"),
        Reason = body.Text("reason"),
        RequestedBy = body.Text("requested_by"),
        RequestedVia = body.TextIfAny("requested_via"),
        RequestedAt = body.Time("requested_at"),
        ExpiresAt = body.Time("expires_at"),
        Parameters = [.. body.GetProperty("parameters").EnumerateArray().Select(p => KeyValuePair.Create(p.Text("name"), p.Text("value")))],
        CorrelationId = body.Text("correlation_id"),
        DecidedBy = body.TextOrNull("decided_by"),
        DecidedVia = body.TextIfAny("decided_via"),
        DecidedAt = body.TimeOrNull("decided_at"),
        Note = body.TextOrNull("note"),
        UsedBy = body.TextOrNull("used_by"),
        UsedAt = body.TimeOrNull("used_at"),
    };

    /// <summary>When it could lead to nothing any more; null while it still can.</summary>
    public static DateTimeOffset? ClosedAt(ApprovalRecord approval) =>
        approval.Status.IsLive() ? null : approval.UsedAt ?? approval.DecidedAt ?? approval.RequestedAt;
}
