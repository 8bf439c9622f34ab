using Npgsql;

namespace PropBot.Ledger.Postgres;

/// <summary>
/// Which server, database and user: <c>postgresql://user:password@host:5432/database?sslmode=verify-full</c> as the server's own tools
/// take it, or <c>Host=...;Database=...</c> as the driver does. A folder as the host is that of a Unix socket.
/// </summary>
public sealed record PostgresAddress
{
    private const string Wanted = "postgresql://user@host:5432/database or Host=...;Database=...";

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["user"] = "Username",
        ["password"] = "Password",
        ["dbname"] = "Database",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["options"] = "Options",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    private PostgresAddress(NpgsqlConnectionStringBuilder given)
    {
        // A desk does not wait long for its ledger: what takes longer is an outage, and is tried again.
        SetUnlessGiven(given, "Timeout", () => given.Timeout = 5);
        SetUnlessGiven(given, "Command Timeout", () => given.CommandTimeout = 5);
        SetUnlessGiven(given, "Cancellation Timeout", () => given.CancellationTimeout = 1_000);
        SetUnlessGiven(given, "Application Name", () => given.ApplicationName = "propbot");
        HasPassword = !string.IsNullOrEmpty(given.Password);
        ConnectionString = given.ToString();
        Place = given.Host!.Contains(',', StringComparison.Ordinal) || given.Host.StartsWith('/')
            ? $"postgresql {given.Host} {given.Database}"
            : $"postgresql://{given.Host}:{given.Port}/{given.Database}";
    }

    /// <summary>As the driver takes it, with the password.</summary>
    public string ConnectionString { get; }

    public bool HasPassword { get; }

    /// <summary>For people, without the password.</summary>
    public string Place { get; }

    /// <exception cref="FormatException">The text is no such address; the message does not repeat it, since it may hold a password.</exception>
    public static PostgresAddress Parse(string text)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = IsUrl(text) ? OfUrl(text) : new NpgsqlConnectionStringBuilder(text);
        }
        catch (ArgumentException wrong)
        {
            throw new FormatException($"is no address of a PostgreSQL ledger such as {Wanted}: {wrong.ParamName ?? "it cannot be read"}", wrong);
        }

        if (string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database))
        {
            throw new FormatException($"names no host or no database; wanted is {Wanted}");
        }

        return new PostgresAddress(builder);
    }

    public override string ToString() => Place;

    private static bool IsUrl(string text) => text.Contains("://", StringComparison.Ordinal);

    private static NpgsqlConnectionStringBuilder OfUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("postgresql" or "postgres"))
        {
            throw new FormatException($"is no address of a PostgreSQL ledger such as {Wanted}");
        }

        var builder = new NpgsqlConnectionStringBuilder();
        string[] user = url.UserInfo.Split(':', 2);
        Set(builder, "user", Uri.UnescapeDataString(user[0]));
        Set(builder, "password", user.Length == 2 ? Uri.UnescapeDataString(user[1]) : "");
        Set(builder, "host", Uri.UnescapeDataString(url.Host));
        Set(builder, "port", url.Port > 0 ? url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture) : "");
        Set(builder, "dbname", Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')));
        foreach (string pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            Set(builder, Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        return builder;
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        if (value.Length == 0)
        {
            return;
        }

        builder[Keywords.TryGetValue(name, out string? keyword) ? keyword : throw new FormatException($"has a parameter '{name}' that is not known here")] =
            name is "sslmode" or "target_session_attrs" ? value.Replace("-", "", StringComparison.Ordinal) : value;
    }

    private static void SetUnlessGiven(NpgsqlConnectionStringBuilder builder, string keyword, Action set)
    {
        if (!builder.ShouldSerialize(keyword))
        {
            set();
        }
    }
}
