using Xunit;

namespace PropBot.SystemTests;

/// <summary>Goal: wrong input ends with a clear message and an exit code above zero, and leaves nothing behind.</summary>
public sealed class WrongInputTests
{
    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("run --no-such-flag", "--no-such-flag")]
    [InlineData("run --profile nowhere", "'nowhere' is not one of paper, testnet, live")]
    [InlineData("run --speed fast", "'fast' is not a number from 0.1 to 20000")]
    [InlineData("run --speed 0", "'0' is not a number from 0.1 to 20000")]
    [InlineData("run --seed -1", "'-1' is not a whole number")]
    [InlineData("run --feed tape", "'tape' is not one of model, recorded")]
    [InlineData("run --feed recorded", "needs the path of a recording")]
    [InlineData("run --recording /no/such/recording", "'/no/such/recording' does not exist")]
    [InlineData("run --urls nonsense", "'nonsense' is not one address")]
    [InlineData("run --config /no/such/config.yaml", "/no/such/config.yaml cannot be read")]
    [InlineData("sim --speed much", "'much' is not a number")]
    [InlineData("backtest --data /no/such/folder", "/no/such/folder")]
    [InlineData("backtest", "--data")]
    public async Task Verb_WithWrongInput_SaysWhatAndLeavesNothing(string arguments, string expected)
    {
        using var folder = new TemporaryFolder();
        string data = folder.File("desk");
        string places = arguments.StartsWith("backtest", StringComparison.Ordinal) ? $"--outdir {data}" : $"--data-dir {data}";

        await using PropBotProcess process = PropBotProcess.Start($"{arguments} {places}");
        int code = await process.EndAsync(Limit);

        Assert.True(code > 0, $"exit code {code}");
        Assert.Contains(expected, process.Errors + process.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data), $"{data} was made");
    }

    [Fact]
    public async Task Run_WithManyFaultsInItsConfiguration_ListsEveryOne()
    {
        using var folder = new TemporaryFolder();
        string config = folder.Write("wrong.yaml", """
            profile: paper
            derivatives:
              venues:
                - {id: binance_um, symbols: [BTCUSDT], leverage: 0}
                - {id: mtgox, symbols: []}
              arbitrage: {min_edg_bps: 3, order_notional_usdt: much}
            risk: {max_active_pairs: 2.5}
            colour: blue
            """);

        await using PropBotProcess process = PropBotProcess.Start($"run --config {config} --data-dir {folder.File("desk")}");
        int code = await process.EndAsync(Limit);

        Assert.Equal(2, code);
        foreach (string fault in new[]
        {
            "derivatives.venues.0.leverage: '0' is not a whole number from 1 to 125",
            "derivatives.venues.1.id: 'mtgox' is not a venue",
            "derivatives.venues.1.symbols: names no symbol",
            "derivatives.arbitrage.min_edg_bps: unknown key (line 6)",
            "derivatives.arbitrage.order_notional_usdt: 'much' is not a number",
            "risk.max_active_pairs: '2.5' is not a whole number",
            "colour: unknown key (line 8)",
        })
        {
            Assert.Contains($"[FATAL CONFIG] {fault}", process.Errors, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(folder.File("desk")));
    }

    [Fact]
    public async Task Run_WithBrokenYaml_NamesTheLine()
    {
        using var folder = new TemporaryFolder();
        string config = folder.Write("broken.yaml", "profile: paper\nderivatives: [unclosed\nrisk: {}\n");

        await using PropBotProcess process = PropBotProcess.Start($"run --config {config} --data-dir {folder.File("desk")}");
        int code = await process.EndAsync(Limit);

        Assert.Equal(2, code);
        Assert.Contains("broken YAML at line", process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OnAPortInUse_SaysSoAndMakesNoLedger()
    {
        using var folder = new TemporaryFolder();
        using var taken = new global::System.Net.Sockets.TcpListener(global::System.Net.IPAddress.Loopback, 0);
        taken.Start();
        int port = ((global::System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        await using PropBotProcess process = PropBotProcess.Start($"run --urls http://127.0.0.1:{port} --data-dir {folder.File("desk")}");
        int code = await process.EndAsync(Limit);

        Assert.Equal(3, code);
        Assert.Contains($"http://127.0.0.1:{port}/ cannot be used", process.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("desk")));
    }

    [Fact]
    public async Task Run_WithADataDirectoryThatCannotBe_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a-file", "not a folder");

        await using PropBotProcess process = PropBotProcess.Start($"run --urls http://127.0.0.1:0 --data-dir {file}/desk");
        int code = await process.EndAsync(Limit);

        Assert.Equal(3, code);
        Assert.Contains("cannot be written", process.Errors, StringComparison.Ordinal);
        Assert.Contains("--data-dir", process.Errors, StringComparison.Ordinal);
    }
}
