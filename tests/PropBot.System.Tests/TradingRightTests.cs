using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Sqlite;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Goal: a venue takes the right to trade away while the desk trades. It is read, nothing opens there and the desk says why, hedged pairs stay
/// whole; with the right back, what was to be closed is closed.
/// </summary>
public sealed class TradingRightTests
{
    [Fact]
    public async Task Right_TakenAway_OpensNothingThereAndSaysWhy_AndHedgedPairsWaitUntilItIsBack()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        await using VenuesUnderTest venues = await VenuesUnderTest.StartAsync(limit.Token, "reconciliation: {rights_interval_sec: 2}");
        await using BotUnderTest bot = await BotUnderTest.StartAsync(venues.Arguments, limit.Token);
        await bot.Client.WaitAsync("/api/ui/positions", p => p.GetProperty("positions").EnumerateArray().Any(IsOpenOnOkx), limit.Token);

        await venues.Control.InjectAsync("""{"kind":"trading_right_withdrawn","venue":"okx_perp","duration_s":25}""", limit.Token);

        JsonElement told = await bot.Client.WaitAsync("/api/ui/status", s => RightOf(s) == "withdrawn", limit.Token);
        Assert.Contains(told.GetProperty("opening_blocks").EnumerateArray(), b =>
            b.GetProperty("code").GetString() == "trading_right"
            && b.GetProperty("en").GetString() == "okx-perp: the key may not trade (perm read_only)"
            && b.GetProperty("ru").GetString() == "okx-perp: у ключа нет права торговать (perm read_only)");
        JsonElement readiness = await bot.Client.GetAsync("/live-readiness", limit.Token);
        Assert.Contains("trading_right:okx-perp:withdrawn", readiness.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));
        await bot.Client.PostAsync("/api/ui/trades/close-all", """{"correlation_id": "without-right"}""", limit.Token);
        JsonElement done = await bot.Client.WaitAsync("/api/ui/sweeps/without-right", s => s.GetProperty("run").GetProperty("status").GetString() != "running", limit.Token);
        Assert.Equal("done", done.GetProperty("run").GetProperty("status").GetString());
        JsonElement back = await bot.Client.WaitAsync("/api/ui/status", s => RightOf(s) == "granted" && DeskAgainstVenues.IsQuiet(s), limit.Token);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));

        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(venues.LedgerFile, TimeProvider.System);
        DateTimeOffset from = told.GetProperty("ts").GetDateTimeOffset();
        DateTimeOffset until = back.GetProperty("ts").GetDateTimeOffset();
        Assert.DoesNotContain(ledger.AllPairs(), p => p.OpenedAt > from && p.OpenedAt < until && (p.Long.Instrument.Venue == VenueId.OkxPerp || p.Short.Instrument.Venue == VenueId.OkxPerp));
        OrderRecord[] refused = [.. ledger.AllPairs().SelectMany(p => ledger.OrdersOf(p.Id)).Where(o => o.Intent.Instrument.Venue == VenueId.OkxPerp && o.Status == OrderStatus.Rejected && o.Intent.DecidedAt > from)];
        Assert.All(refused, o => Assert.NotEqual(OrderPurpose.Open, o.Intent.Purpose));

        // Hedged pairs waited for the right as they were: they were not torn apart for the half minute that it was gone.
        PairRecord[] waited = [.. ledger.AllPairs().Where(p => p.CloseReason == "close_all" && (p.Long.Instrument.Venue == VenueId.OkxPerp || p.Short.Instrument.Venue == VenueId.OkxPerp))];
        Assert.NotEmpty(waited);
        Assert.All(waited, p => Assert.True(p.NakedNotionalSeconds < 10m * p.Long.BoughtNotional, $"{p.Id} was naked for {p.NakedNotionalSeconds} USDT s"));
        DeskAgainstVenues.AssertAgree(back, await venues.Control.AccountsAsync(limit.Token), ledger);
    }

    private static bool IsOpenOnOkx(JsonElement pair) =>
        pair.GetProperty("status").GetString() == "open"
        && (pair.GetProperty("long_venue").GetString() == "okx-perp" || pair.GetProperty("short_venue").GetString() == "okx-perp");

    private static string? RightOf(JsonElement status) => status.GetProperty("venues").EnumerateArray()
        .Single(v => v.GetProperty("venue").GetString() == "okx-perp").GetProperty("trading_right").GetProperty("status").GetString();
}
