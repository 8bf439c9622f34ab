using PropBot.Host.Configuration.Options;
using PropBot.Ledger.Postgres;

namespace PropBot.Host.Configuration;

/// <summary>Where the ledger is, of <c>ledger</c> in the file; the variables win over it.</summary>
public sealed record LedgerConfig
{
    public const string UrlVariable = "LEDGER_URL";
    public const string LeaseVariable = "LEADER_LOCK_TTL_SEC";

    /// <summary>Null: <c>ledger.db</c> in the data directory.</summary>
    public PostgresAddress? Server { get; init; }

    /// <summary>How long a process that stopped without a word keeps the next one waiting, 5 to 600 s, default 15 s.</summary>
    public TimeSpan LeaseTtl { get; init; } = PostgresLedgerStore.DefaultLeaseTtl;

    internal static LedgerConfig Read(ConfigSection section)
    {
        const string Connection = "connection";
        Given given = section.Choose(Connection);
        PostgresAddress? server = null;
        if (given.Text is { } text)
        {
            server = Parse(text, fault => section.Fault(given, fault));
            if (server is { HasPassword: true } && given.Origin == ValueOrigin.File)
            {
                section.Fault(given, $"has a password in it; secrets stand in the environment: {UrlVariable}, or PGPASSWORD beside this address");
            }
        }

        section.Keep(Connection, given, server?.Place ?? "");
        var config = new LedgerConfig { Server = server, LeaseTtl = section.Time("lease_ttl_sec") };
        section.RefuseUnknown();
        return config;
    }

    private static PostgresAddress? Parse(string text, Action<string> fault)
    {
        try
        {
            return PostgresAddress.Parse(text);
        }
        catch (FormatException wrong)
        {
            fault(wrong.Message);
            return null;
        }
    }
}
