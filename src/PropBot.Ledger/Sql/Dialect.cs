using System.Data.Common;

namespace PropBot.Ledger.Sql;

/// <summary>
/// Where the databases differ; everything else about them is written once. Statements take their values as <c>$1, $2, ...</c>,
/// money is exact, times are UTC with microseconds.
/// </summary>
internal abstract class Dialect
{
    /// <summary>The columns of every table of documents.</summary>
    private const string DocumentColumns =
        "id {text} PRIMARY KEY, status {text} NOT NULL, opened_at {time} NOT NULL, closed_at {time}, body {json} NOT NULL";

    /// <summary>What a script's words in braces are here, such as <c>{number}</c> for a column of money.</summary>
    protected abstract IReadOnlyDictionary<string, string> Words { get; }

    /// <summary>Ends the name of a script that is for this database alone: <c>0001_ledger.sqlite.sql</c>.</summary>
    public abstract string Suffix { get; }

    /// <summary>1 when a table of the name <c>$1</c> is there, else 0.</summary>
    public abstract string CountTables { get; }

    /// <summary>A script as this database takes it.</summary>
    /// <exception cref="InvalidOperationException">Words in braces that this database does not have.</exception>
    public string Translate(string script)
    {
        script = script.Replace("{document}", DocumentColumns, StringComparison.Ordinal);
        foreach ((string word, string here) in Words)
        {
            script = script.Replace($"{{{word}}}", here, StringComparison.Ordinal);
        }

        int unknown = script.IndexOf('{', StringComparison.Ordinal);
        return unknown < 0 ? script : throw new InvalidOperationException($"no {Suffix} word for {script[unknown..script.IndexOf('}', unknown)]}}}");
    }

    /// <summary>Adds the next parameter, whose values are all of that kind.</summary>
    public abstract void AddParameter(DbCommand command, ValueKind kind);

    public abstract object Of(decimal number);

    public abstract object Of(DateTimeOffset time);

    public abstract object Of(DateOnly day);

    public abstract object Of(bool flag);

    public abstract decimal Number(DbDataReader reader, int column);

    public abstract DateTimeOffset Time(DbDataReader reader, int column);

    public abstract DateOnly Day(DbDataReader reader, int column);

    public abstract bool Flag(DbDataReader reader, int column);

    /// <summary>Begins a transaction that only reads, in which every question sees the same moment.</summary>
    public abstract DbTransaction BeginReading(DbConnection connection);

    /// <summary>A row breaks a uniqueness or a reference: something is there already with another content.</summary>
    public abstract bool IsConstraint(DbException failure);

    /// <summary>What a failure means for the people who run the desk.</summary>
    /// <param name="place">The file, or the server and the database; never with a password.</param>
    public abstract LedgerUnavailableException Explain(string place, DbException failure);
}

/// <summary>What a value is, whatever each database calls it.</summary>
internal enum ValueKind
{
    Text = 1,
    Whole = 2,
    Number = 3,
    Time = 4,
    Day = 5,
    Flag = 6,
    Json = 7,
}
