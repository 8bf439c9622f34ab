using Xunit;

namespace PropBot.Testing.Postgres;

/// <summary>The one server of a test run, started when the first test asks for it.</summary>
/// <remarks>Without PostgreSQL a developer's machine skips what needs it; where <c>CI</c> is set it fails.</remarks>
public sealed class PostgresFixture : IDisposable
{
    private readonly Lazy<PostgresServer> _server = new(PostgresServer.Start);

    public PostgresServer Server
    {
        get
        {
            SkipWithoutPostgres();
            return _server.Value;
        }
    }

    public static void SkipWithoutPostgres()
    {
        bool mustRun = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        Assert.SkipUnless(mustRun || PostgresServer.IsInstalled, "PostgreSQL is not installed: apt-get install postgresql");
    }

    public void Dispose()
    {
        if (_server.IsValueCreated)
        {
            _server.Value.Dispose();
        }
    }
}
