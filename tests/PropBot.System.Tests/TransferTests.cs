using System.Text.Json;
using PropBot.Core.Accounting;
using PropBot.Ledger.Sqlite;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Goal: money that people move at the venues while the desk trades is found in each venue's own list of income and booked as what it
/// is; nothing becomes a case, and the books agree to the last digit.
/// </summary>
public sealed class TransferTests
{
    [Fact]
    public async Task DepositsAndAWithdrawal_WhileTrading_AreBookedAsTransfers()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        await using VenuesUnderTest venues = await VenuesUnderTest.StartAsync(limit.Token);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(venues.Arguments, limit.Token);
        await bot.Client.WaitAsync("/api/ui/positions?status=closed", p => p.GetProperty("positions").GetArrayLength() >= 1, limit.Token);
        decimal capital = Capital(await bot.Client.GetAsync("/api/ui/status", limit.Token));

        await venues.Control.MoveAsync("binance-um", 5_000m, limit.Token);
        await venues.Control.MoveAsync("okx-perp", 2_500m, limit.Token);
        await venues.Control.MoveAsync("bybit-linear", -1_250m, limit.Token);

        await bot.Client.WaitAsync("/api/ui/status", s => Capital(s) == capital + 6_250m, limit.Token);
        await bot.Client.HoldAsync(limit.Token);
        JsonElement quiet = await bot.Client.WaitAsync("/api/ui/status", DeskAgainstVenues.IsQuiet, limit.Token);
        Assert.Equal(0m, quiet.GetProperty("totals").GetProperty("unexplained_usdt").GetDecimal());
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));
        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(venues.LedgerFile, TimeProvider.System);
        Assert.DoesNotContain(ledger.Load().Cases, c => c.Matter.Kind is CaseKind.Wallet or CaseKind.Balance);
        DeskAgainstVenues.AssertAgree(quiet, await venues.Control.AccountsAsync(limit.Token), ledger);
    }

    private static decimal Capital(JsonElement status) => status.GetProperty("totals").GetProperty("capital_usdt").GetDecimal();
}
