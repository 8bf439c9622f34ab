using System.Data.Common;
using Microsoft.Data.Sqlite;
using PropBot.Core.Values;
using PropBot.Ledger.Sql;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite;

/// <summary>
/// Money, prices and quantities are exact decimal text, summed and compared in the program and never in SQL; times are UTC text of
/// fixed width, <c>yyyy-MM-ddTHH:mm:ss.ffffffZ</c>, and sort as text.
/// </summary>
internal sealed class SqliteDialect : Dialect
{
    public static readonly SqliteDialect Instance = new();

    private SqliteDialect()
    {
    }

    public override string Suffix => "sqlite";

    public override string CountTables => "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1";

    protected override IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["text"] = "TEXT",
        ["whole"] = "INTEGER",
        ["number"] = "TEXT",
        ["time"] = "TEXT",
        ["day"] = "TEXT",
        ["flag"] = "INTEGER",
        ["json"] = "TEXT",
        ["counted"] = "INTEGER PRIMARY KEY",
        ["zero"] = "'0'",
        ["strict"] = "STRICT",
        ["strict_by_key"] = "STRICT, WITHOUT ROWID",
    };

    public override void AddParameter(DbCommand command, ValueKind kind) =>
        command.Parameters.Add(new SqliteParameter { ParameterName = $"${command.Parameters.Count + 1}" });

    public override object Of(decimal number) => WireNumber.Format(number);

    public override object Of(DateTimeOffset time) => LedgerTime.Format(time);

    public override object Of(DateOnly day) => LedgerTime.FormatDay(day);

    public override object Of(bool flag) => flag;

    public override decimal Number(DbDataReader reader, int column) => WireNumber.Parse(reader.GetString(column));

    public override DateTimeOffset Time(DbDataReader reader, int column) => LedgerTime.Parse(reader.GetString(column));

    public override DateOnly Day(DbDataReader reader, int column) => LedgerTime.ParseDay(reader.GetString(column));

    public override bool Flag(DbDataReader reader, int column) => reader.GetInt64(column) != 0;

    public override DbTransaction BeginReading(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override bool IsConstraint(DbException failure) => failure is SqliteException { SqliteErrorCode: SqliteCodes.Constraint };

    public override LedgerUnavailableException Explain(string place, DbException failure) => LedgerFailures.Explain(place, (SqliteException)failure);
}
