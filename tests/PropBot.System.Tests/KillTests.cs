using System.Globalization;
using System.Text.Json;
using PropBot.Core.Accounting;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger;
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
        using var folder = new TemporaryFolder();
        string config = folder.Write("config.yaml", Configs.Paper("dislocation_interval_sec: 3", "seed: 11"));
        await using PropBotProcess simulator = PropBotProcess.Start($"sim --config {config} --data-dir {folder.File("venues")}");
        string control = (await simulator.LineAsync("Control: ", limit.Token)).Split(' ')[1];
        await simulator.LineAsync("Trade on it with", limit.Token);
        string arguments = $"--config {config} --simulator {folder.File("venues")}/simulator.json --data-dir {folder.File("desk")}";

        foreach (int orders in OrdersBeforeKill)
        {
            await using BotUnderTest bot = await BotUnderTest.StartAsync(arguments, limit.Token);
            await bot.Client.WaitAsync("/api/ui/status", s => s.GetProperty("counters").GetProperty("orders_placed").GetInt64() >= orders, limit.Token);
            await bot.Process.KillAsync();
        }

        JsonElement status = await SettleAsync(arguments, limit.Token);
        JsonElement accounts = await AccountsAsync(control, limit.Token);
        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(folder.File("desk/ledger.db"), TimeProvider.System);

        AssertSamePositions(status, accounts);
        AssertEveryFillIsBookedOnce(ledger, accounts);
        AssertNoOrderIsDoubled(ledger);
        Assert.True(ledger.VerifyBalances().IsSound, "postings sum to zero and balances are their sums");
    }

    /// <summary>One more start, held: it resolves what the kills left, closes or keeps pairs, and reports when all is quiet.</summary>
    private static async Task<JsonElement> SettleAsync(string arguments, CancellationToken limit)
    {
        await using BotUnderTest bot = await BotUnderTest.StartAsync(arguments, limit, ("AUTOPILOT_ENABLE", "false"));
        JsonElement status = await bot.Client.WaitAsync("/api/ui/status", IsQuiet, limit);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit));
        return status;
    }

    private static bool IsQuiet(JsonElement status) =>
        status.GetProperty("preflight").EnumerateArray().All(c => c.GetProperty("ok").GetBoolean())
        && status.GetProperty("totals").GetProperty("active_pairs").GetInt32() == 0;

    private static async Task<JsonElement> AccountsAsync(string control, CancellationToken limit)
    {
        using var http = new HttpClient();
        return JsonDocument.Parse(await http.GetStringAsync(new Uri(new Uri(control), "/sim/accounts"), limit)).RootElement;
    }

    private static void AssertSamePositions(JsonElement status, JsonElement accounts)
    {
        foreach (JsonElement venue in status.GetProperty("venues").EnumerateArray())
        {
            string name = venue.GetProperty("venue").GetString()!;
            JsonElement account = accounts.EnumerateArray().Single(a => a.GetProperty("venue").GetString() == name);
            foreach (JsonElement ours in venue.GetProperty("positions").EnumerateArray())
            {
                string symbol = ours.GetProperty("symbol").GetString()!;
                decimal theirs = account.GetProperty("positions").EnumerateArray()
                    .Where(p => p.GetProperty("symbol").GetString() == symbol)
                    .Sum(p => Number(p.GetProperty("quantity")));
                Assert.Equal(theirs, ours.GetProperty("quantity").GetDecimal());
            }

            string[] known = [.. venue.GetProperty("positions").EnumerateArray().Select(p => p.GetProperty("symbol").GetString()!)];
            Assert.All(account.GetProperty("positions").EnumerateArray(), p => Assert.Contains(p.GetProperty("symbol").GetString(), known));
            Assert.Empty(account.GetProperty("open_orders").EnumerateArray());
        }
    }

    /// <summary>The venue's own sum of fees equals ours to the last digit only if each fill is booked, and once.</summary>
    private static void AssertEveryFillIsBookedOnce(ILedgerReads ledger, JsonElement accounts)
    {
        foreach (JsonElement account in accounts.EnumerateArray())
        {
            var venue = new VenueId(account.GetProperty("venue").GetString()!);
            decimal ours = ledger.Balances().Where(b => b.Account == LedgerAccount.Fees(venue)).Sum(b => b.Amount);
            decimal theirs = account.GetProperty("bill_totals").EnumerateObject()
                .Where(b => b.Name.Contains("Fee", StringComparison.Ordinal)).Sum(b => Number(b.Value));
            Assert.Equal(-theirs, ours);
            decimal cash = ledger.Balances().Where(b => b.Account == LedgerAccount.Cash(venue)).Sum(b => b.Amount);
            Assert.Equal(Number(account.GetProperty("wallet_balance")), cash);
        }
    }

    private static void AssertNoOrderIsDoubled(ILedgerReads ledger)
    {
        foreach (PairRecord pair in ledger.AllPairs())
        {
            IReadOnlyList<OrderRecord> orders = ledger.OrdersOf(pair.Id);
            Assert.Equal(orders.Count, orders.Select(o => o.Intent.ClientOrderId).Distinct().Count());
            Assert.All(orders, o => Assert.True(o.Status.IsTerminal(), $"{o.Intent.ClientOrderId} is {o.Status}"));
            foreach (LegRole leg in Enum.GetValues<LegRole>())
            {
                decimal opened = orders.Where(o => o.Intent.Leg == leg && o.Intent.Purpose is OrderPurpose.Open or OrderPurpose.Hedge).Sum(o => o.FilledQuantity.Value);
                Assert.True(opened <= pair.TargetQuantity.Value, $"{pair.Id} {leg} opened {opened} of {pair.TargetQuantity}");
            }

            Assert.Equal(0m, pair.Imbalance);
        }
    }

    private static decimal Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? decimal.Parse(element.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
        : element.GetDecimal();
}
