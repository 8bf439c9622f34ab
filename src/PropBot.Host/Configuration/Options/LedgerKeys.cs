using PropBot.Ledger.Postgres;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>Where the desk's memory is: <c>ledger</c>.</summary>
internal static class LedgerKeys
{
    public const string Connection = "ledger.connection";

    public static OptionGroup Group { get; } = new("ledger",
    [
        Of(OptionKind.Text, Connection, RiskSense.AnyChange,
            "`postgresql://user@host:5432/database?sslmode=verify-full` or `Host=...;Database=...`: a PostgreSQL database; a password stands in the variable or in PGPASSWORD only",
            "`postgresql://user@host:5432/database?sslmode=verify-full` или `Host=...;Database=...`: база PostgreSQL; пароль только в переменной или в PGPASSWORD") with
        {
            Variables = [LedgerConfig.UrlVariable],
            DefaultWords = new("`ledger.db` in the data directory", "`ledger.db` в каталоге данных"),
        },
        Whole("ledger.lease_ttl_sec", (decimal)PostgresLedgerStore.DefaultLeaseTtl.TotalSeconds, 5m, 600m, "s", RiskSense.AnyChange,
            "after a kill the next start waits for so long, so does a rescue", "столько после kill ждёт следующий запуск, а с ним и спасение пар") with
        {
            Variables = [LedgerConfig.LeaseVariable],
        },
    ]);
}
