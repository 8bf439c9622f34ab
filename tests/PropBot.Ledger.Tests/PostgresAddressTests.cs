using Npgsql;
using PropBot.Ledger.Postgres;

namespace PropBot.Ledger.Tests;

public sealed class PostgresAddressTests
{
    [Fact]
    public void Parse_Url_HasEveryPart()
    {
        PostgresAddress address = PostgresAddress.Parse("postgresql://desk:s%40crt@db.example:6432/ledger?sslmode=verify-full&application_name=desk1");
        var read = new NpgsqlConnectionStringBuilder(address.ConnectionString);

        Assert.Equal(("desk", "s@crt", "db.example", 6432, "ledger"), (read.Username, read.Password, read.Host, read.Port, read.Database));
        Assert.Equal((SslMode.VerifyFull, "desk1"), (read.SslMode, read.ApplicationName));
        Assert.Equal((5, 5), (read.Timeout, read.CommandTimeout));
        Assert.Equal("postgresql://db.example:6432/ledger", address.Place);
    }

    [Fact]
    public void Parse_UrlOfASocket_HasItsFolderAsHost()
    {
        var read = new NpgsqlConnectionStringBuilder(PostgresAddress.Parse("postgres:///ledger?host=%2Fvar%2Frun%2Fpostgresql&user=desk").ConnectionString);
        Assert.Equal(("/var/run/postgresql", "desk", "ledger"), (read.Host, read.Username, read.Database));
    }

    [Fact]
    public void Parse_DriversForm_KeepsWhatItSays()
    {
        PostgresAddress address = PostgresAddress.Parse("Host=db;Database=ledger;Username=desk;Password=secret;Command Timeout=9");
        Assert.Equal(9, new NpgsqlConnectionStringBuilder(address.ConnectionString).CommandTimeout);
        Assert.Equal("postgresql://db:5432/ledger", address.ToString());
    }

    [Theory]
    [InlineData("mysql://desk:secret@db/ledger", "such as")]
    [InlineData("postgresql://desk:secret@db", "no host or no database")]
    [InlineData("postgresql://desk:secret@db/ledger?pool=7", "'pool'")]
    [InlineData("Host=db;Username=desk;Password=secret", "no host or no database")]
    [InlineData("Host=db;Database=ledger;Password=secret;Colour=red", "such as")]
    [InlineData("data/ledger.db", "such as")]
    public void Parse_NoAddress_SaysWhyWithoutThePassword(string text, string expected)
    {
        FormatException wrong = Assert.Throws<FormatException>(() => PostgresAddress.Parse(text));
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong.ToString(), StringComparison.Ordinal);
    }
}
