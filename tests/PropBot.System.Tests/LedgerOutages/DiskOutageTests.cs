using System.Net;
using System.Text.Json;
using PropBot.Host;
using PropBot.Ledger.Sqlite;
using PropBot.Testing.Disks;
using Xunit;

namespace PropBot.SystemTests.LedgerOutages;

/// <summary>Goal: the disk under a trading bot fills up or takes no writes any more: opening stops at once and nothing is lost.</summary>
public sealed class DiskOutageTests
{
    private const int DiskMegabytes = 24;

    [Fact]
    public async Task Disk_FullWhileTrading_NothingOpens_AndItGoesOnByItself()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using SmallDisk disk = SmallDisk.Mount(DiskMegabytes);
        await using OutageMarket market = await OutageMarket.StartAsync(limit.Token);
        OutageMarket.Ending ending;
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(market.Arguments(disk.File("desk")), limit.Token))
        {
            await OutageMarket.TradesAsync(bot, limit.Token);
            disk.Fill();
            await market.AssertStandsStillAsync(bot, "disk_full", ("the disk is full. Free some space.", "диск заполнен. Освободите место."), limit.Token);
            disk.Free();
            await OutageMarket.AssertGoesOnAsync(bot, limit.Token);
            ending = await market.EndAsync(bot, limit.Token);
        }

        AssertNothingIsLost(ending, disk.File("desk"), outages: 1);
    }

    [Fact]
    public async Task Hold_WhileTheDiskIsFull_IsAnsweredSoon_AndNothingOpensAfterIt()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using SmallDisk disk = SmallDisk.Mount(DiskMegabytes);
        await using OutageMarket market = await OutageMarket.StartAsync(limit.Token);
        OutageMarket.Ending ending;
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(market.Arguments(disk.File("desk")), limit.Token))
        {
            await OutageMarket.TradesAsync(bot, limit.Token);
            disk.Fill();
            await bot.Client.WaitAsync("/healthz", h => h.GetProperty("journal_fault").GetString() == "disk_full", limit.Token);
            (HttpStatusCode code, string answer) = await bot.Client.TryAsync("/api/ui/hold", """{"reason":"disk"}""", limit.Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
            Assert.Contains("nothing opens before", JsonDocument.Parse(answer).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);

            disk.Free();
            JsonElement held = await bot.Client.WaitAsync("/api/ui/status", s => s.GetProperty("control").GetProperty("mode").GetString() == "HOLD", limit.Token);
            Assert.Equal("disk", held.GetProperty("control").GetProperty("hold_reason").GetString());
            ending = await market.EndAsync(bot, limit.Token);
        }

        DateTimeOffset mended = LastOutageIn(disk.File("desk"));
        AssertNothingIsLost(ending, disk.File("desk"), outages: 1);
        using SqliteLedgerStore ledger = Open(disk.File("desk"));
        Assert.DoesNotContain(ledger.AllPairs(), pair => pair.OpenedAt > mended);
    }

    [Fact]
    public async Task Bot_KilledOnAFullDisk_IsRefusedUntilThereIsSpace_AndThenFindsEverything()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using SmallDisk disk = SmallDisk.Mount(DiskMegabytes);
        await using OutageMarket market = await OutageMarket.StartAsync(limit.Token);
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(market.Arguments(disk.File("desk")), limit.Token))
        {
            await OutageMarket.TradesAsync(bot, limit.Token);
            disk.Fill();
            await bot.Client.WaitAsync("/healthz", h => h.GetProperty("journal_fault").GetString() == "disk_full", limit.Token);
            await bot.Process.KillAsync();
        }

        disk.Fill();
        await using (PropBotProcess refused = market.Start(disk.File("desk")))
        {
            Assert.Equal(ExitCodes.Unavailable, await refused.EndAsync(limit.Token));
            Assert.Contains("the disk is full", refused.Errors, StringComparison.Ordinal);
        }

        disk.Free();
        OutageMarket.Ending ending;
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(market.Arguments(disk.File("desk")), limit.Token))
        {
            ending = await market.EndAsync(bot, limit.Token);
        }

        AssertNothingIsLost(ending, disk.File("desk"), outages: 0);
    }

    [Fact]
    public async Task File_ThatBecameReadOnlyWhileTrading_NothingOpens_AndItGoesOnByItself()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await using OutageMarket market = await OutageMarket.StartAsync(limit.Token);
        string desk = market.File("desk");
        OutageMarket.Ending ending;
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(market.Arguments(desk), limit.Token))
        {
            await OutageMarket.TradesAsync(bot, limit.Token);
            using ReadOnlyFile log = ReadOnlyFile.Freeze(Path.Combine(desk, "ledger.db-wal"));
            await market.AssertStandsStillAsync(bot, "read_only", ("it can only be read", "он открыт только на чтение"), limit.Token);
            log.Thaw();
            await OutageMarket.AssertGoesOnAsync(bot, limit.Token);
            ending = await market.EndAsync(bot, limit.Token);
        }

        AssertNothingIsLost(ending, desk, outages: 1);
    }

    private static DateTimeOffset LastOutageIn(string desk)
    {
        using SqliteLedgerStore ledger = Open(desk);
        return ledger.Documents<Core.Engine.Effects.OutageRecorded>(new Ledger.Documents.DocumentQuery())[0].Outage.Until;
    }

    private static void AssertNothingIsLost(OutageMarket.Ending ending, string desk, int outages)
    {
        using SqliteLedgerStore ledger = Open(desk);
        ending.AssertNothingIsLost(ledger, outages);
    }

    private static SqliteLedgerStore Open(string desk) => SqliteLedgerStore.Open(Path.Combine(desk, "ledger.db"), TimeProvider.System);
}
