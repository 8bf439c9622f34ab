using System.Globalization;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Ledger.Sqlite;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Goal: one command, and the bot trades. Three venues are synced, pairs are opened and closed, and page, API and metrics tell
/// the same numbers; Ctrl+C ends it with no order left unknown.
/// </summary>
public sealed class FirstRunTests
{
    [Fact]
    public async Task Run_OnTheDefaultMarket_TradesAndTellsOneNumberEverywhere()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using var folder = new TemporaryFolder();
        // A dislocation every five seconds instead of every forty-five: the same path, sooner.
        string config = folder.Write("config.yaml", Configs.Paper("dislocation_interval_sec: 5"));
        await using BotUnderTest bot = await BotUnderTest.StartAsync($"--config {config} --data-dir {folder.File("desk")}", limit.Token);

        await bot.Client.WaitAsync("/api/ui/status", EveryBookIsSynced, limit.Token);
        JsonElement closed = await bot.Client.WaitAsync("/api/ui/positions?status=closed", p => p.GetProperty("positions").GetArrayLength() >= 2, limit.Token);
        foreach (JsonElement pair in closed.GetProperty("positions").EnumerateArray())
        {
            PnlPartsSumUp(pair);
        }

        // HOLD: from here on nothing opens, so the numbers stand still once what is open has been closed.
        JsonElement hold = await bot.Client.HoldAsync(limit.Token);
        Assert.True(hold.GetProperty("hold_active").GetBoolean());
        await bot.Client.WaitAsync("/api/ui/positions", p => p.GetProperty("positions").GetArrayLength() == 0, limit.Token);

        JsonElement all = await bot.Client.GetAsync("/api/ui/positions?status=closed", limit.Token);
        decimal byApi = all.GetProperty("positions").EnumerateArray().Sum(p => p.GetProperty("pnl").GetProperty("total").GetDecimal());
        decimal byMetrics = Metric(await bot.Client.TextAsync("/metrics", limit.Token), "propbot_pnl_usdt{pairs=\"closed\"");
        decimal byStatus = (await bot.Client.GetAsync("/api/ui/status", limit.Token)).GetProperty("totals").GetProperty("closed_pnl").GetProperty("total").GetDecimal();
        string page = await bot.Client.TextAsync("/ui/dashboard?lang=en", limit.Token);
        Assert.Equal(byApi, byMetrics);
        Assert.Equal(byApi, byStatus);
        Assert.Contains($"{byApi:0.00}".Replace("-", "\u2212", StringComparison.Ordinal), page.Replace("\u00a0", "", StringComparison.Ordinal).Replace("\u202f", "", StringComparison.Ordinal), StringComparison.Ordinal);

        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));
        Assert.Contains("Ended: every order is resolved", bot.Process.Output, StringComparison.Ordinal);
        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(folder.File("desk/ledger.db"), TimeProvider.System);
        Assert.Equal(byApi, ledger.AllPairs().Where(p => p.Status == PairStatus.Closed).Sum(p => p.RealizedPnl().Total));
        Assert.True(ledger.VerifyBalances().IsSound, string.Join("; ", ledger.VerifyBalances().Problems));
    }

    private static bool EveryBookIsSynced(JsonElement status)
    {
        JsonElement[] books = [.. status.GetProperty("venues").EnumerateArray().SelectMany(v => v.GetProperty("books").EnumerateArray())];
        return books.Length == 9 && books.All(b => b.GetProperty("trust").GetString() == "synced");
    }

    private static void PnlPartsSumUp(JsonElement pair)
    {
        JsonElement pnl = pair.GetProperty("pnl");
        decimal parts = pnl.GetProperty("spread").GetDecimal() + pnl.GetProperty("slippage").GetDecimal()
            + pnl.GetProperty("fees").GetDecimal() + pnl.GetProperty("funding").GetDecimal();
        Assert.Equal(pnl.GetProperty("total").GetDecimal(), parts);
    }

    private static decimal Metric(string metrics, string name)
    {
        decimal sum = 0m;
        foreach (string line in metrics.Split('\n').Where(l => l.StartsWith(name, StringComparison.Ordinal)))
        {
            sum += decimal.Parse(line[(line.LastIndexOf(' ') + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        return sum;
    }
}
