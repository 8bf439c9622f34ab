using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Ledger.Sql.Tables;

/// <summary>The accepted rules of every instrument, a line each.</summary>
internal sealed class RulesTable(Session session) : IDisposable
{
    private const string Select = "SELECT venue, symbol, quote_asset, name, value FROM accepted_rules ORDER BY venue, symbol, line";

    private readonly Statement _delete = session.Prepare("DELETE FROM accepted_rules WHERE venue = $1 AND symbol = $2");

    private readonly Statement _insert = session.Insert(
        "accepted_rules", "venue", "symbol", "quote_asset", "line", "name", "value");

    public void Write(AcceptedRules accepted)
    {
        InstrumentId id = accepted.Instrument;
        _delete.Text(id.Venue.Name).Text(id.Symbol.Name).Run();
        for (int line = 0; line < accepted.Rules.Count; line++)
        {
            _insert.Text(id.Venue.Name).Symbol(id.Symbol).Whole(line).Text(accepted.Rules[line].Key).Text(accepted.Rules[line].Value).Run();
        }
    }

    public static List<AcceptedRules> ReadAll(Session session) =>
    [
        .. session.Ask(Select).List(Read)
            .GroupBy(line => line.Instrument, line => line.Rule)
            .Select(rules => new AcceptedRules(rules.Key, [.. rules])),
    ];

    public void Dispose()
    {
        _delete.Dispose();
        _insert.Dispose();
    }

    private static (InstrumentId Instrument, KeyValuePair<string, string> Rule) Read(ref Row row)
    {
        InstrumentId instrument = row.Instrument();
        string name = row.Text();
        return (instrument, new KeyValuePair<string, string>(name, row.Text()));
    }
}
