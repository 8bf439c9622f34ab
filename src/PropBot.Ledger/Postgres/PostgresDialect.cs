using System.Data;
using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using PropBot.Ledger.Sql;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Postgres;

/// <summary>Money is <c>numeric</c>, times are <c>timestamptz</c>, text sorts by its bytes whatever the database's own order is.</summary>
internal sealed class PostgresDialect : Dialect
{
    public static readonly PostgresDialect Instance = new();

    private PostgresDialect()
    {
    }

    public override string Suffix => "postgres";

    public override string CountTables => "SELECT count(*) FROM (SELECT to_regclass($1) AS found) AS wanted WHERE found IS NOT NULL";

    protected override IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["text"] = "text COLLATE \"C\"",
        ["whole"] = "bigint",
        ["number"] = "numeric",
        ["time"] = "timestamptz",
        ["day"] = "date",
        ["flag"] = "boolean",
        // json and not jsonb: the text stays as it was written, to the byte.
        ["json"] = "json",
        ["counted"] = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        ["zero"] = "0",
        ["strict"] = "",
        ["strict_by_key"] = "",
    };

    public override void AddParameter(DbCommand command, ValueKind kind) => command.Parameters.Add(new NpgsqlParameter
    {
        NpgsqlDbType = kind switch
        {
            ValueKind.Text => NpgsqlDbType.Text,
            ValueKind.Whole => NpgsqlDbType.Bigint,
            ValueKind.Number => NpgsqlDbType.Numeric,
            ValueKind.Time => NpgsqlDbType.TimestampTz,
            ValueKind.Day => NpgsqlDbType.Date,
            ValueKind.Flag => NpgsqlDbType.Boolean,
            ValueKind.Json => NpgsqlDbType.Json,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind of value"),
        },
    });

    public override object Of(decimal number) => number;

    public override object Of(DateTimeOffset time) => LedgerTime.Cut(time);

    public override object Of(DateOnly day) => day;

    public override object Of(bool flag) => flag;

    public override decimal Number(DbDataReader reader, int column) => reader.GetDecimal(column);

    public override DateTimeOffset Time(DbDataReader reader, int column) => reader.GetFieldValue<DateTimeOffset>(column);

    public override DateOnly Day(DbDataReader reader, int column) => reader.GetFieldValue<DateOnly>(column);

    public override bool Flag(DbDataReader reader, int column) => reader.GetBoolean(column);

    public override DbTransaction BeginReading(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override bool IsConstraint(DbException failure) =>
        failure is PostgresException { SqlState: { } state } && state.StartsWith(PostgresStates.ConstraintClass, StringComparison.Ordinal);

    public override LedgerUnavailableException Explain(string place, DbException failure) => PostgresFailures.Explain(place, failure);
}
