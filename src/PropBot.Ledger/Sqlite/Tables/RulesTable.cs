using Microsoft.Data.Sqlite;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Ledger.Sqlite.Tables;

/// <summary>The accepted rules of every instrument, a line each.</summary>
internal sealed class RulesTable(SqliteConnection connection) : IDisposable
{
    private const string Select = "SELECT venue, symbol, quote_asset, name, value FROM accepted_rules ORDER BY venue, symbol, line";

    private readonly Statement _delete = new(
        connection, "DELETE FROM accepted_rules WHERE venue = $venue AND symbol = $symbol", "venue", "symbol");

    private readonly Statement _insert = Statement.Insert(
        connection, "accepted_rules", "venue", "symbol", "quote_asset", "line", "name", "value");

    public void Write(AcceptedRules accepted)
    {
        InstrumentId id = accepted.Instrument;
        _delete.Run(id.Venue.Name, id.Symbol.Name);
        for (int line = 0; line < accepted.Rules.Count; line++)
        {
            _insert.Run(id.Venue.Name, id.Symbol.Name, id.Symbol.Quote.Code, line, accepted.Rules[line].Key, accepted.Rules[line].Value);
        }
    }

    public static List<AcceptedRules> ReadAll(SqliteConnection connection) =>
    [
        .. Query.List(connection, Select, Read)
            .GroupBy(line => line.Instrument, line => line.Rule)
            .Select(rules => new AcceptedRules(rules.Key, [.. rules])),
    ];

    public void Dispose()
    {
        _delete.Dispose();
        _insert.Dispose();
    }

    private static (InstrumentId Instrument, KeyValuePair<string, string> Rule) Read(SqliteDataReader reader)
    {
        var row = new Row(reader);
        var instrument = new InstrumentId(new VenueId(row.Text()), row.Symbol());
        string name = row.Text();
        return (instrument, new KeyValuePair<string, string>(name, row.Text()));
    }
}
