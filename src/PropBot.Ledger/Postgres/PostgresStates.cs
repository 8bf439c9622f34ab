namespace PropBot.Ledger.Postgres;

/// <summary>SQLSTATE codes that we tell apart (https://www.postgresql.org/docs/current/errcodes-appendix.html, read 2026-11-22).</summary>
internal static class PostgresStates
{
    public const string ConnectionClass = "08";
    public const string ConstraintClass = "23";
    public const string AuthorizationClass = "28";
    public const string RollbackClass = "40";
    public const string ResourceClass = "53";
    public const string InterventionClass = "57";
    public const string SystemClass = "58";
    public const string ReadOnlyTransaction = "25006";
    public const string IdleTransactionEnded = "25P03";
    public const string NoSuchDatabase = "3D000";
    public const string NotAllowed = "42501";
    public const string DiskFull = "53100";
    public const string QueryCanceled = "57014";
    public const string DataCorrupted = "XX001";
    public const string IndexCorrupted = "XX002";
}
