using System.Globalization;
using PropBot.Ledger.Postgres;

namespace PropBot.Host.Configuration;

/// <summary>Where the ledger is, of <c>ledger</c> in the file; the variables win over it.</summary>
public sealed record LedgerConfig
{
    public const string UrlVariable = "LEDGER_URL";
    public const string LeaseVariable = "LEADER_LOCK_TTL_SEC";

    private const int ShortestLeaseSeconds = 5;
    private const int LongestLeaseSeconds = 600;

    /// <summary>Null: <c>ledger.db</c> in the data directory.</summary>
    public PostgresAddress? Server { get; init; }

    /// <summary>How long a process that stopped without a word keeps the next one waiting, 5 to 600 s, default 15 s.</summary>
    public TimeSpan LeaseTtl { get; init; } = PostgresLedgerStore.DefaultLeaseTtl;

    internal static LedgerConfig Read(ConfigSection section)
    {
        var defaults = new LedgerConfig();
        PostgresAddress? server = null;
        if (section.Text("connection") is { } text)
        {
            server = Parse(text, fault => section.Fault("connection", fault));
            if (server is { HasPassword: true })
            {
                section.Fault("connection", $"has a password in it; secrets stand in the environment: {UrlVariable}, or PGPASSWORD beside this address");
            }
        }

        var config = new LedgerConfig
        {
            Server = server,
            LeaseTtl = TimeSpan.FromSeconds(section.Integer("lease_ttl_sec", (int)defaults.LeaseTtl.TotalSeconds, ShortestLeaseSeconds, LongestLeaseSeconds)),
        };
        section.RefuseUnknown();
        return config;
    }

    internal LedgerConfig WithVariables(Func<string, string?> environment, List<ConfigFault> faults)
    {
        PostgresAddress? server = environment(UrlVariable) is { Length: > 0 } url
            ? Parse(url.Trim(), fault => faults.Add(new ConfigFault(UrlVariable, fault)))
            : Server;
        TimeSpan lease = LeaseTtl;
        if (environment(LeaseVariable) is { Length: > 0 } text)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
                && seconds is >= ShortestLeaseSeconds and <= LongestLeaseSeconds)
            {
                lease = TimeSpan.FromSeconds(seconds);
            }
            else
            {
                faults.Add(new ConfigFault(LeaseVariable, $"'{text}' is not a whole number from {ShortestLeaseSeconds} to {LongestLeaseSeconds}"));
            }
        }

        return new LedgerConfig { Server = server, LeaseTtl = lease };
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
