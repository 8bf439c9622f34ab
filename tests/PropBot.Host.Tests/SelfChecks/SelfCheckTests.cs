using System.Text.Json;
using PropBot.Core.Engine.Effects;
using PropBot.Host.SelfChecks;
using PropBot.Ledger.Sqlite;
using PropBot.Testing;

namespace PropBot.Host.Tests.SelfChecks;

/// <summary>Goal: a person learns before a start what would stop or surprise it, by stable names and exit codes, and nothing is changed by asking.</summary>
public sealed class SelfCheckTests : IDisposable
{
    private static readonly string[] TestnetKeys =
    [
        "BINANCE_UM_API_KEY_TESTNET", "BINANCE_UM_API_SECRET_TESTNET", "OKX_API_KEY_TESTNET", "OKX_API_SECRET_TESTNET", "OKX_API_PASSPHRASE_TESTNET",
        "BYBIT_API_KEY_TESTNET", "BYBIT_API_SECRET_TESTNET",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("propbot").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Paper_WithoutADesk_IsFine_AndLeavesNothing()
    {
        string desk = Path.Combine(_folder, "desk");
        (int code, JsonElement said) = await RunAsync(new RunArguments { Profile = "paper", DataDirectory = desk });
        Assert.Equal(ExitCodes.Ok, code);
        Assert.True(said.GetProperty("ok").GetBoolean());
        Assert.Contains("made at the first start", Check(said, "ledger").GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Ledger_ThatAnotherProcessHasOpen_IsLookedAtWithoutTouchingIt()
    {
        string path = Path.Combine(_folder, "ledger.db");
        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(path, TimeProvider.System);
        ledger.Load();
        ledger.Commit(SampleDesk.Now, 1, [new PairChanged(SampleDesk.OpenPair)]);
        string[] before = [.. Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal)];
        (int code, JsonElement said) = await RunAsync(new RunArguments { Profile = "paper", DataDirectory = _folder });
        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains("schema", Check(said, "ledger").GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal));
        ledger.Commit(SampleDesk.Now, 2, [new PairChanged(SampleDesk.OpenPair)]);
    }

    [Fact]
    public async Task Ledger_ThatIsNone_IsThisMachinesMatter()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "ledger.db"), "not a database, and long enough to be looked at as one");
        (int code, JsonElement said) = await RunAsync(new RunArguments { Profile = "paper", DataDirectory = _folder });
        Assert.Equal((ExitCodes.Unavailable, "failed"), (code, Check(said, "ledger").GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Folder_ThatCannotBe_IsThisMachinesMatter()
    {
        string file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        (int code, JsonElement said) = await RunAsync(new RunArguments { Profile = "paper", DataDirectory = Path.Combine(file, "desk") });
        Assert.Equal((ExitCodes.Unavailable, "failed"), (code, Check(said, "data_directory").GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Configuration_WithFaults_ListsEach()
    {
        (int code, JsonElement said) = await RunAsync(new RunArguments { Profile = "testnet", DataDirectory = _folder }, ("REBALANCER_MAX_RETRY", "many"));
        Assert.Equal(ExitCodes.WrongInput, code);
        Assert.Contains("'many' is not a whole number from 1 to 100", Check(said, "config.REBALANCER_MAX_RETRY").GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.All(TestnetKeys, key => Assert.Equal("failed", Check(said, $"config.{key}").GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Venue_ThatDoesNotAnswer_IsAFailedCheckWithItsThreshold()
    {
        (string, string)[] addresses = [("BINANCE_UM_BASE_TESTNET", "http://127.0.0.1:9"), ("OKX_BASE_TESTNET", "http://127.0.0.1:9"), ("BYBIT_BASE_TESTNET", "http://127.0.0.1:9")];
        (int code, JsonElement said) = await RunAsync(
            new RunArguments { Profile = "testnet", DataDirectory = _folder }, [.. TestnetKeys.Select(k => (k, "a-key")), .. addresses]);
        Assert.Equal(ExitCodes.Failed, code);
        JsonElement rest = Check(said, "venue.okx-perp.rest");
        Assert.Equal(("failed", "answers within 5 s"), (rest.GetProperty("verdict").GetString(), rest.GetProperty("threshold").GetString()));
        Assert.Equal("warning", Check(said, "orders").GetProperty("verdict").GetString());
    }

    private static async Task<(int Code, JsonElement Said)> RunAsync(RunArguments arguments, params (string Name, string Value)[] variables)
    {
        using var output = new StringWriter();
        int code = await SelfCheck.RunAsync(
            arguments, asJson: true, name => variables.FirstOrDefault(v => v.Name == name).Value, output, TestContext.Current.CancellationToken);
        return (code, JsonDocument.Parse(output.ToString()).RootElement);
    }

    private static JsonElement Check(JsonElement said, string name) => said.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
}
