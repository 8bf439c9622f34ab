using System.Text.Json;
using PropBot.Host;
using PropBot.SystemTests.Crash;
using Xunit;

namespace PropBot.SystemTests.LedgerOutages;

/// <summary>
/// Goal: a disk that loses what it had said was written, or gives back other bytes, never lets the desk trade on wrong books. What the ledger
/// does not know is found by asking the venues and becomes a case; what cannot be read is refused.
/// </summary>
public sealed class LostWritesTests
{
    private static readonly string[] Files = ["ledger.db", "ledger.db-wal", "ledger.db-shm"];

    [Fact]
    public async Task Orders_WhoseIntentsTheDiskLost_AreFoundAtTheVenues_AndBecomeCases()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await using OutageMarket market = await OutageMarket.StartAsync(limit.Token);
        string desk = market.File("desk");
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(market.Arguments(desk), limit.Token, ("AUTOPILOT_ENABLE", "false")))
        {
            await bot.Client.WaitAsync("/healthz", h => h.GetProperty("ok").GetBoolean(), limit.Token);
            Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));
        }

        Keep(desk, market.File("kept"));
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(market.Arguments(desk), limit.Token))
        {
            await bot.Client.WaitAsync("/api/ui/positions?status=open", p => p.GetProperty("positions").GetArrayLength() >= 1, limit.Token);
            await bot.Process.KillAsync();
        }

        // The files as a start that sent no order left them: every write since then is gone.
        Restore(market.File("kept"), desk);
        int before = (await market.BooksAsync(limit.Token)).Orders.Count;
        Assert.Contains(await PositionsAsync(market, limit.Token), quantity => quantity != 0m);
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(market.Arguments(desk), limit.Token))
        {
            JsonElement cases = await bot.Client.WaitAsync("/api/ui/cases", c => c.GetProperty("cases").GetArrayLength() >= 1, limit.Token);
            string[] matters = [.. cases.GetProperty("cases").EnumerateArray().Select(c => $"{c.GetProperty("venue")} {c.GetProperty("kind")}")];
            Assert.NotEmpty(matters);
            JsonElement status = await bot.Client.GetAsync("/api/ui/status", limit.Token);
            Assert.Contains("reconciliation", status.GetProperty("opening_blocks").ToString() + status.GetProperty("preflight").ToString(), StringComparison.Ordinal);
            Assert.Equal(before, (await market.BooksAsync(limit.Token)).Orders.Count);

            await bot.Client.PostAsync("/api/ui/trades/close-all", """{"correlation_id":"end","reason":"unknown positions"}""", limit.Token);
            await bot.Client.WaitAsync("/api/ui/sweeps/end", s => s.GetProperty("run").GetProperty("status").GetString() == "done", limit.Token);
            Assert.All(await PositionsAsync(market, limit.Token), quantity => Assert.Equal(0m, quantity));
            Assert.Equal(0, (await market.BooksAsync(limit.Token)).RepeatedClientOrderIds);
        }
    }

    [Fact]
    public async Task File_ThatIsGarbled_IsRefused_ByItsNameAndWithWhatToDo()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await using OutageMarket market = await OutageMarket.StartAsync(limit.Token);
        string desk = market.File("desk");
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(market.Arguments(desk), limit.Token))
        {
            await OutageMarket.TradesAsync(bot, limit.Token);
            await market.EndAsync(bot, limit.Token);
        }

        string file = Path.Combine(desk, "ledger.db");
        byte[] content = await File.ReadAllBytesAsync(file, limit.Token);
        content.AsSpan(content.Length / 4, content.Length / 2).Fill(0xFF);
        await File.WriteAllBytesAsync(file, content, limit.Token);
        await using PropBotProcess refused = market.Start(desk);
        Assert.Equal(ExitCodes.Unavailable, await refused.EndAsync(limit.Token));
        Assert.Contains($"ledger {file}: it is damaged or no ledger", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("restore the latest backup", refused.Errors, StringComparison.Ordinal);
    }

    private static void Keep(string desk, string kept)
    {
        Directory.CreateDirectory(kept);
        foreach (string name in Files.Where(name => File.Exists(Path.Combine(desk, name))))
        {
            File.Copy(Path.Combine(desk, name), Path.Combine(kept, name));
        }
    }

    private static void Restore(string kept, string desk)
    {
        foreach (string name in Files)
        {
            File.Delete(Path.Combine(desk, name));
            if (File.Exists(Path.Combine(kept, name)))
            {
                File.Copy(Path.Combine(kept, name), Path.Combine(desk, name));
            }
        }
    }

    private static async Task<decimal[]> PositionsAsync(OutageMarket market, CancellationToken limit) =>
    [
        .. (await market.AccountsAsync(limit)).EnumerateArray().SelectMany(a => a.GetProperty("positions").EnumerateArray())
            .Select(p => decimal.Parse(p.GetProperty("quantity").ToString(), global::System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
