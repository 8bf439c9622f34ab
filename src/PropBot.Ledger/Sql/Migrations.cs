using System.Data.Common;
using System.Globalization;

namespace PropBot.Ledger.Sql;

/// <summary>
/// Numbered scripts, forward only, each in a transaction with the note that it ran. One script serves both databases: what they
/// call differently stands in braces (<see cref="Dialect.Translate"/>). What only one of them has is in a second file of the same
/// number that ends in its name, <c>0001_ledger.sqlite.sql</c>, and runs after the first.
/// </summary>
internal static class Migrations
{
    private const string Folder = ".Sql.Migrations.";

    /// <summary>The schema that this program writes.</summary>
    public static int Newest { get; } = Names().Select(NumberOf).Max();

    /// <summary>The schema of the store; 0 for a new one.</summary>
    public static int VersionOf(Session session)
    {
        bool isNew = session.Ask(session.Dialect.CountTables).Text("schema_version").List((ref Row row) => row.Whole())[0] == 0;
        return isNew
            ? 0
            : checked((int)session.Ask("SELECT coalesce(max(version), 0) FROM schema_version").List((ref Row row) => row.Whole())[0]);
    }

    /// <summary>Brings the store from its version to <see cref="Newest"/>.</summary>
    public static void Run(Session session, int from, DateTimeOffset now)
    {
        for (int version = from + 1; version <= Newest; version++)
        {
            using DbTransaction transaction = session.Connection.BeginTransaction();
            session.Run(ScriptOf(version, session.Dialect), transaction);
            using Statement done = session.Prepare("INSERT INTO schema_version (version, applied_at) VALUES ($1, $2)");
            done.Whole(version).Time(now).Run();
            transaction.Commit();
        }
    }

    /// <summary>Why a store that a later program wrote is left alone.</summary>
    public static LedgerUnavailableException TooNew(string place, int version) => new(
        LedgerFault.CannotOpen,
        place,
        $"it has schema {version}, this program knows schemas up to {Newest}",
        "Run the newer program that wrote it, or restore a ledger of this version");

    /// <summary>What brings a store to that version, in the words of its database.</summary>
    public static string ScriptOf(int version, Dialect dialect)
    {
        string[] parts = [.. Names().Where(name => NumberOf(name) == version && IsFor(name, dialect)).OrderBy(name => name.Length)];
        return parts.Length == 0
            ? throw new InvalidOperationException($"there is no migration {version}, yet there is {Newest}")
            : dialect.Translate(
                "CREATE TABLE IF NOT EXISTS schema_version (version {whole} PRIMARY KEY, applied_at {time} NOT NULL) {strict};"
                + string.Concat(parts.Select(Read)));
    }

    private static IEnumerable<string> Names() =>
        typeof(Migrations).Assembly.GetManifestResourceNames().Where(name => name.Contains(Folder, StringComparison.Ordinal));

    private static string FileOf(string name) => name[(name.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..];

    private static int NumberOf(string name) => int.Parse(FileOf(name).AsSpan(0, 4), CultureInfo.InvariantCulture);

    private static bool IsFor(string name, Dialect dialect)
    {
        string[] parts = FileOf(name).Split('.');
        return parts.Length == 2 || parts[1] == dialect.Suffix;
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Migrations).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
