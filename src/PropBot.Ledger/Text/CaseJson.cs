using System.Text.Json;
using PropBot.Core.Accounting;
using PropBot.Core.Values;

namespace PropBot.Ledger.Text;

internal static class CaseJson
{
    public static void Write(Utf8JsonWriter json, ReconciliationCase known)
    {
        json.WriteString("id", known.Id.ToString());
        json.WriteString("venue", known.Matter.Venue.Name);
        json.TextOrNull("symbol", known.Matter.Instrument is { } instrument ? JsonFields.SymbolText(instrument.Symbol) : null);
        json.WriteString("kind", known.Matter.Kind.Code());
        json.WriteString("subject", known.Matter.Subject);
        json.WriteString("ours", known.Ours);
        json.WriteString("theirs", known.Theirs);
        json.Number("difference", known.Difference);
        json.Number("cash", known.Cash);
        json.Time("opened_at", known.OpenedAt);
        json.WriteString("owner", known.Owner);
        json.Member("status", known.Status);
        json.TextOrNull("resolved_by", known.ResolvedBy);
        json.TextOrNull("resolution", known.Resolution);
        json.Time("resolved_at", known.ResolvedAt);
        json.WriteBoolean("explained", known.IsExplained);
    }

    public static ReconciliationCase Read(JsonElement body)
    {
        var venue = new VenueId(body.Text("venue"));
        InstrumentId? instrument = body.TextOrNull("symbol") is { } symbol ? new InstrumentId(venue, Symbol.Parse(symbol)) : null;
        return new ReconciliationCase
        {
            Id = CaseId.TryParse(body.Text("id"), out CaseId id) ? id : throw new FormatException($"'{body.Text("id")}' is not the id of a case"),
            Matter = new CaseMatter(venue, instrument, CaseKinds.Parse(body.Text("kind")), body.Text("subject")),
            Ours = body.Text("ours"),
            Theirs = body.Text("theirs"),
            Difference = body.NumberOrNull("difference"),
            Cash = body.Number("cash"),
            OpenedAt = body.Time("opened_at"),
            Owner = body.Text("owner"),
            Status = body.Member<CaseStatus>("status"),
            ResolvedBy = body.TextOrNull("resolved_by"),
            Resolution = body.TextOrNull("resolution"),
            ResolvedAt = body.TimeOrNull("resolved_at"),
            IsExplained = body.GetProperty("explained").GetBoolean(),
        };
    }
}
