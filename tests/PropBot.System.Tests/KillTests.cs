using System.Text.Json;
using PropBot.Ledger.Sqlite;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Goal: kill -9 while it trades, then the same command: no order doubled, none forgotten, both legs equal or a rescue running,
/// positions and fees equal to what the venues say. The simulator is a process of its own and lives on.
/// </summary>
public sealed class KillTests
{
    /// <summary>Orders that each run may place before it is killed: few, so that kills fall into openings, closes and rescues.</summary>
    private static readonly int[] OrdersBeforeKill = [1, 2, 3, 5, 4, 7, 2, 1];

    [Fact]
    public async Task Bot_KilledWhileTrading_FindsEverythingAgain()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        await using VenuesUnderTest venues = await VenuesUnderTest.StartAsync(limit.Token);

        foreach (int orders in OrdersBeforeKill)
        {
            await using BotUnderTest bot = await BotUnderTest.StartAsync(venues.Arguments, limit.Token);
            await bot.Client.WaitAsync("/api/ui/status", s => s.GetProperty("counters").GetProperty("orders_placed").GetInt64() >= orders, limit.Token);
            await bot.Process.KillAsync();
        }

        JsonElement status = await SettleAsync(venues.Arguments, limit.Token);
        JsonElement accounts = await venues.Control.AccountsAsync(limit.Token);
        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(venues.LedgerFile, TimeProvider.System);

        DeskAgainstVenues.AssertAgree(status, accounts, ledger);
    }

    /// <summary>One more start, held: it resolves what the kills left, closes or keeps pairs, and reports when all is quiet.</summary>
    private static async Task<JsonElement> SettleAsync(string arguments, CancellationToken limit)
    {
        await using BotUnderTest bot = await BotUnderTest.StartAsync(arguments, limit, ("AUTOPILOT_ENABLE", "false"));
        JsonElement status = await bot.Client.WaitAsync("/api/ui/status", DeskAgainstVenues.IsQuiet, limit);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit));
        return status;
    }
}
