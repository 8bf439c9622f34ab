using System.Text.Json;
using PropBot.Ledger.Sqlite;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Goal: the settle coin slips while the desk trades. All three venues tell it, nothing opens and the desk says why with both numbers, what is
/// open is closed; the coin comes back and pairs are opened again.
/// </summary>
public sealed class SettleCoinTests
{
    [Fact]
    public async Task Coin_SlipsAndComesBack_OpensNothingMeanwhileAndClosesWhatIsOpen()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        await using VenuesUnderTest venues = await VenuesUnderTest.StartAsync(limit.Token);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(venues.Arguments, limit.Token);
        await bot.Client.WaitAsync("/api/ui/positions", HasOpen, limit.Token);

        await venues.Control.MoveCoinAsync("USDT", 0.97m, limit.Token);

        JsonElement told = await bot.Client.WaitAsync("/api/ui/risk_snapshot", r => Usdt(r).GetProperty("sources").EnumerateArray().All(IsSlipped), limit.Token);
        JsonElement usdt = Usdt(told);
        Assert.True(usdt.GetProperty("off_peg").GetBoolean());
        Assert.False(usdt.GetProperty("may_open").GetBoolean());
        Assert.Equal(
            ["binance-um", "bybit-linear", "okx-perp"],
            usdt.GetProperty("sources").EnumerateArray().Select(s => s.GetProperty("venue").GetString()).Order(StringComparer.Ordinal));
        JsonElement refused = await bot.Client.WaitAsync("/api/ui/risk_snapshot", r => Denial(r) is not null, limit.Token);
        JsonElement denial = Denial(refused)!.Value;
        Assert.Equal(("100", "bps"), (denial.GetProperty("limit").ToString(), denial.GetProperty("unit").GetString()));
        Assert.InRange(denial.GetProperty("actual").GetDecimal(), 290m, 310m);
        JsonElement readiness = await bot.Client.GetAsync("/live-readiness", limit.Token);
        Assert.Contains("settle_coin:USDT:off_peg", readiness.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));
        Assert.Contains("propbot_settle_coin_blocked{coin=\"USDT\"} 1", await bot.Client.TextAsync("/metrics", limit.Token), StringComparison.Ordinal);
        Assert.Contains("data-coin=\"USDT\"", await bot.Client.TextAsync("/ui/dashboard", limit.Token), StringComparison.Ordinal);

        await bot.Client.WaitAsync("/api/ui/positions", p => !HasOpen(p), limit.Token);
        DateTimeOffset from = TimeOf(told);
        DateTimeOffset until = TimeOf(await bot.Client.GetAsync("/api/ui/risk_snapshot", limit.Token));

        await venues.Control.MoveCoinAsync("USDT", 0.9995m, limit.Token);

        await bot.Client.WaitAsync("/api/ui/risk_snapshot", r => Usdt(r).GetProperty("may_open").GetBoolean(), limit.Token);
        await bot.Client.WaitAsync("/api/ui/positions", HasOpen, limit.Token);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));

        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(venues.LedgerFile, TimeProvider.System);
        Assert.DoesNotContain(ledger.AllPairs(), p => p.OpenedAt > from && p.OpenedAt < until);
        Assert.Contains(ledger.AllPairs(), p => p.ClosedAt > from && p.ClosedAt <= until);
        Assert.Contains(ledger.AllPairs(), p => p.OpenedAt >= until);
    }

    private static DateTimeOffset TimeOf(JsonElement risk) => risk.GetProperty("generated_at").GetDateTimeOffset();

    private static JsonElement Usdt(JsonElement risk) =>
        risk.GetProperty("settle_coins").EnumerateArray().Single(c => c.GetProperty("coin").GetString() == "USDT");

    private static bool IsSlipped(JsonElement source) => source.GetProperty("price_usd").GetDecimal() is > 0.96m and < 0.98m;

    private static JsonElement? Denial(JsonElement risk) => risk.GetProperty("denials").EnumerateArray()
        .Where(d => d.GetProperty("code").GetString() == "settle_depeg").Select(d => (JsonElement?)d).FirstOrDefault();

    private static bool HasOpen(JsonElement positions) =>
        positions.GetProperty("positions").EnumerateArray().Any(p => p.GetProperty("status").GetString() == "open");
}
