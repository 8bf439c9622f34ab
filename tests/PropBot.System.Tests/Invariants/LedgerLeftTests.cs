using System.Text.Json;
using Microsoft.Data.Sqlite;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host;
using PropBot.Ledger;
using PropBot.SystemTests.Crash;
using Xunit;

namespace PropBot.SystemTests.Invariants;

/// <summary>Goal: what stands behind every system test notices a broken promise, tells it beside the test's own failure, and operators see the same by a verb.</summary>
public sealed class LedgerLeftTests
{
    [Fact]
    public async Task PromiseBrokenInTheLedgerOfAKilledBot_IsFound_ByTestsAndByTheVerb()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await using VenuesUnderTest venues = await VenuesUnderTest.StartAsync(limit.Token);
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(venues.Arguments, limit.Token))
        {
            await bot.Client.WaitAsync("/api/ui/status", s => s.GetProperty("counters").GetProperty("orders_placed").GetInt64() >= 2, limit.Token);
            string desk = Path.GetDirectoryName(venues.LedgerFile)!;
            Assert.Equal(ExitCodes.Ok, (await VerbAsync(desk, "", limit.Token)).Code);
            await bot.Process.KillAsync();
        }

        Assert.Empty(TestFindings.Take());
        Tamper(venues.LedgerFile, """
            INSERT INTO order_journal (id, uuid, ts, type, payload) SELECT max(id) + 1, 'planted', '2026-11-30T08:00:00.000000Z', 'command.refused', '{"command":"KillRequested","actor":"anna","code":"hold_active"}' FROM order_journal
            """);
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(venues.Arguments, limit.Token))
        {
            await bot.Client.WaitAsync("/api/ui/status", _ => true, limit.Token);
        }

        string found = Assert.Single(TestFindings.Take());
        Assert.Contains("reducing_is_never_refused", found, StringComparison.Ordinal);
        Assert.Contains("KillRequested of anna is refused: hold_active", found, StringComparison.Ordinal);
        (int code, string output) = await VerbAsync(Path.GetDirectoryName(venues.LedgerFile)!, " --json", limit.Token);
        JsonElement told = JsonDocument.Parse(output).RootElement;
        Assert.Equal((ExitCodes.Failed, false), (code, told.GetProperty("ok").GetBoolean()));
        JsonElement broken = told.GetProperty("rules").EnumerateArray().Single(r => r.GetProperty("broken").GetInt64() > 0);
        Assert.Equal("KillRequested of anna is refused: hold_active", broken.GetProperty("violations")[0].GetProperty("words").GetString());
        Assert.Equal(ExitCodes.Unavailable, (await VerbAsync(Path.GetTempPath() + "no-such-desk", "", limit.Token)).Code);
    }

    [Fact]
    public void OrderAtAVenueWithoutItsIntent_IsFound()
    {
        var theirs = new VenueOrder(new InstrumentId(VenueId.OkxPerp, Symbol.Parse("BTCUSDT")), "pbunknown", Side.Buy, OrderType.Market, null, false, 1m, 0m, true, IsClients: true);
        Assert.Contains("has no intent", Assert.Single(VenueOrderChecks.EachHasOneIntent(new Dictionary<ClientOrderId, OrderRecord>(), new VenueBooks([theirs], [], 0))), StringComparison.Ordinal);
        Assert.Contains("had come before", Assert.Single(VenueOrderChecks.EachHasOneIntent(new Dictionary<ClientOrderId, OrderRecord>(), new VenueBooks([], [], 1))), StringComparison.Ordinal);
    }

    [Fact]
    public void RunThatCameToNoLedger_HasNone()
    {
        Assert.Null(LedgerLeft.Of("wrong flags", null));
        LedgerLocation? location = LedgerLeft.Of($"PropBot{Environment.NewLine}Data directory: /tmp/desk one. Ctrl+C ends the run.", null);
        Assert.Equal("/tmp/desk one/ledger.db", location?.File);
    }

    private static async Task<(int Code, string Output)> VerbAsync(string desk, string more, CancellationToken limit)
    {
        await using PropBotProcess check = PropBotProcess.Start($"ledger-check --data-dir {desk}{more}");
        return (await check.EndAsync(limit), check.Output);
    }

    private static void Tamper(string ledger, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={ledger};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
