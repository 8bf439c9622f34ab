using System.Text.Json;
using PropBot.Ledger.Sqlite;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Goal: close-all of a desk in full trade leaves the venues' own accounts flat, also when the process is killed in the middle; once per
/// id. The simulator is a process of its own and lives on.
/// </summary>
public sealed class CloseAllTests
{
    private const string Header = "trade_id,pair,side,size,entry_price,unrealized_pnl,opened_ts\r\n";

    [Fact]
    public async Task CloseAll_FromTheShell_LeavesTheVenuesFlat_AndTheSameIdSendsNothing()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        using var folder = new TemporaryFolder();
        (PropBotProcess simulator, SimulatorControl control, string arguments) = await SimulatorAsync(folder, limit.Token);
        await using PropBotProcess venues = simulator;
        using SimulatorControl sim = control;
        await using BotUnderTest bot = await BotUnderTest.StartAsync(arguments, limit.Token);
        await WaitForPairAsync(bot, _ => true, limit.Token);
        Assert.StartsWith(Header + "P", await bot.Client.TextAsync("/api/ui/open-trades.csv", limit.Token), StringComparison.Ordinal);

        JsonElement plan = await bot.Client.PostAsync("/api/ui/trades/close-all?dry_run=true", "", limit.Token);
        Assert.Equal("simulated", plan.GetProperty("run").GetProperty("status").GetString());
        string first = await ShellAsync(bot, "close-all --id shift-1 --reason \"end of the test\"", limit.Token);
        Assert.Contains("close_all shift-1: done", first, StringComparison.Ordinal);

        AssertFlat(await sim.AccountsAsync(limit.Token));
        Assert.Equal(Header, await bot.Client.TextAsync("/api/ui/open-trades.csv", limit.Token));
        JsonElement quiet = await bot.Client.WaitAsync("/api/ui/status", DeskAgainstVenues.IsQuiet, limit.Token);
        long orders = quiet.GetProperty("counters").GetProperty("orders_placed").GetInt64();
        string second = await ShellAsync(bot, "close-all --id shift-1", limit.Token);
        Assert.EndsWith(second, first, StringComparison.Ordinal);
        Assert.Equal(orders, (await bot.Client.GetAsync("/api/ui/status", limit.Token)).GetProperty("counters").GetProperty("orders_placed").GetInt64());
        Assert.Contains("cancel_all u-1: done; orders cancelled 0", await ShellAsync(bot, "cancel-all --id u-1", limit.Token), StringComparison.Ordinal);

        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));
        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(folder.File("desk/ledger.db"), TimeProvider.System);
        DeskAgainstVenues.AssertAgree(quiet, await sim.AccountsAsync(limit.Token), ledger);
    }

    [Fact]
    public async Task CloseAll_KilledWhileAVenueIsDown_IsFinishedByTheNextStart()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        using var folder = new TemporaryFolder();
        (PropBotProcess simulator, SimulatorControl control, string arguments) = await SimulatorAsync(folder, limit.Token);
        await using PropBotProcess venues = simulator;
        using SimulatorControl sim = control;
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(arguments, limit.Token))
        {
            await WaitForPairAsync(bot, p => p.GetProperty("long_venue").GetString() == "okx-perp" || p.GetProperty("short_venue").GetString() == "okx-perp", limit.Token);
            await sim.InjectAsync("""{"kind":"connections_refused","venue":"okx-perp","duration_s":25}""", limit.Token);
            await bot.Client.WaitAsync(
                "/api/ui/status", s => s.GetProperty("venues").EnumerateArray().Any(v => v.GetProperty("venue").GetString() == "okx-perp" && !v.GetProperty("ok").GetBoolean()), limit.Token);
            JsonElement answer = await bot.Client.PostAsync("/api/ui/trades/close-all", """{"correlation_id": "shift-1"}""", limit.Token);
            Assert.Equal("running", answer.GetProperty("run").GetProperty("status").GetString());
            Assert.NotEqual(0, answer.GetProperty("positions").GetArrayLength());
            await bot.Process.KillAsync();
        }

        await using BotUnderTest again = await BotUnderTest.StartAsync(arguments, limit.Token, ("AUTOPILOT_ENABLE", "false"));
        JsonElement done = await again.Client.WaitAsync("/api/ui/sweeps/shift-1", s => s.GetProperty("run").GetProperty("status").GetString() != "running", limit.Token);
        Assert.Equal("done", done.GetProperty("run").GetProperty("status").GetString());
        AssertFlat(await sim.AccountsAsync(limit.Token));
        Assert.Equal(Header, await again.Client.TextAsync("/api/ui/open-trades.csv", limit.Token));
        JsonElement quiet = await again.Client.WaitAsync("/api/ui/status", DeskAgainstVenues.IsQuiet, limit.Token);
        Assert.Equal(0, await again.Process.InterruptAsync(limit.Token));
        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(folder.File("desk/ledger.db"), TimeProvider.System);
        DeskAgainstVenues.AssertAgree(quiet, await sim.AccountsAsync(limit.Token), ledger);
    }

    private static async Task<(PropBotProcess Simulator, SimulatorControl Control, string Arguments)> SimulatorAsync(TemporaryFolder folder, CancellationToken limit)
    {
        string config = folder.Write("config.yaml", Configs.Paper("dislocation_interval_sec: 3", "seed: 11"));
        PropBotProcess simulator = PropBotProcess.Start($"sim --config {config} --data-dir {folder.File("venues")}");
        SimulatorControl control = await SimulatorControl.OfAsync(simulator, limit);
        return (simulator, control, $"--config {config} --simulator {folder.File("venues")}/simulator.json --data-dir {folder.File("desk")}");
    }

    private static Task<JsonElement> WaitForPairAsync(BotUnderTest bot, Func<JsonElement, bool> wanted, CancellationToken limit) => bot.Client.WaitAsync(
        "/api/ui/positions",
        p => p.GetProperty("positions").EnumerateArray().Any(one => one.GetProperty("status").GetString() == "open" && wanted(one)),
        limit);

    private static async Task<string> ShellAsync(BotUnderTest bot, string command, CancellationToken limit)
    {
        await using PropBotProcess shell = PropBotProcess.Start($"{command} --urls {bot.Client.Address}", ("API_TOKEN", BotUnderTest.Token));
        int code = await shell.EndAsync(limit);
        Assert.True(code == 0, $"{command} ended with {code}: {shell.Output} {shell.Errors}");
        return shell.Output;
    }

    private static void AssertFlat(JsonElement accounts) => Assert.All(accounts.EnumerateArray(), account =>
    {
        Assert.Empty(account.GetProperty("positions").EnumerateArray());
        Assert.Empty(account.GetProperty("open_orders").EnumerateArray());
    });
}
