using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Sqlite;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Goal: somebody changes the leverage on a venue's site while the desk trades. The start-up checks turn red with what is and what is wanted, nothing
/// opens there, closing goes on; set back, they are green again.
/// </summary>
public sealed class AccountSettingsTests
{
    [Fact]
    public async Task Leverage_ChangedBehindTheDesksBack_StopsOpeningThere_UntilItIsSetBack()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        await using VenuesUnderTest venues = await VenuesUnderTest.StartAsync(limit.Token);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(venues.Arguments, limit.Token);
        await bot.Client.WaitAsync("/api/ui/status", s => s.GetProperty("control").GetProperty("mode").GetString() == "RUN", limit.Token);
        await bot.Client.PostAsync("/api/ui/preflight", """{"reason":"before the drill"}""", limit.Token);
        await bot.Client.WaitAsync("/api/ui/status", s => IsGreen(s, "leverage"), limit.Token);

        await venues.Control.ChangeSettingsAsync("okx_perp", """{"symbol":"BTCUSDT","leverage":9}""", limit.Token);
        await bot.Client.PostAsync("/api/ui/preflight", "{}", limit.Token);
        await bot.Client.WaitAsync("/api/ui/status", s => !IsGreen(s, "leverage"), limit.Token);
        JsonElement red = await bot.Client.PostAsync("/api/ui/preflight", "{}", limit.Token);
        JsonElement leverage = Check(red, "checks", "leverage");
        Assert.False(red.GetProperty("passed").GetBoolean());
        Assert.False(leverage.GetProperty("ok").GetBoolean());
        Assert.Contains("okx-perp:BTCUSDT: 9x", leverage.GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.Contains("okx-perp: 3x", leverage.GetProperty("threshold").GetString(), StringComparison.Ordinal);
        Assert.Contains("set it back at the venue", leverage.GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Contains("верните на бирже", leverage.GetProperty("ru").GetString(), StringComparison.Ordinal);
        JsonElement told = await bot.Client.GetAsync("/api/ui/status", limit.Token);
        Assert.Contains(told.GetProperty("opening_blocks").EnumerateArray(), b => b.GetProperty("code").GetString() == "account_settings");
        JsonElement readiness = await bot.Client.GetAsync("/live-readiness", limit.Token);
        Assert.Contains("account_settings:okx-perp:different", readiness.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));
        await bot.Client.PostAsync("/api/ui/trades/close-all", """{"correlation_id": "other-leverage"}""", limit.Token);
        JsonElement closed = await bot.Client.WaitAsync("/api/ui/sweeps/other-leverage", s => s.GetProperty("run").GetProperty("status").GetString() != "running", limit.Token);
        Assert.Equal("done", closed.GetProperty("run").GetProperty("status").GetString());
        await bot.Client.WaitAsync(
            "/api/ui/status", s => s.GetProperty("counters").GetProperty("refusals").TryGetProperty("account_settings", out JsonElement refused) && refused.GetInt64() > 0, limit.Token);

        await venues.Control.ChangeSettingsAsync("okx_perp", """{"symbol":"BTCUSDT","leverage":3}""", limit.Token);
        await bot.Client.PostAsync("/api/ui/preflight", "{}", limit.Token);
        JsonElement back = await bot.Client.WaitAsync("/api/ui/status", s => IsGreen(s, "leverage"), limit.Token);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));

        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(venues.LedgerFile, TimeProvider.System);
        DateTimeOffset from = told.GetProperty("ts").GetDateTimeOffset();
        DateTimeOffset until = back.GetProperty("ts").GetDateTimeOffset();
        Assert.DoesNotContain(
            ledger.AllPairs(), p => p.OpenedAt > from && p.OpenedAt < until && (p.Long.Instrument.Venue == VenueId.OkxPerp || p.Short.Instrument.Venue == VenueId.OkxPerp));
        Assert.Equal(4, ledger.JournalTail(int.MaxValue).Count(l => l.Type == "preflight.run"));
    }

    /// <summary>
    /// Goal: positions are held in modes that the venues keep while they are held, and the desk starts with others configured. Every link comes up, nothing opens and
    /// the desk says why, and close-all closes everything in the shape that each venue needs, without one
    /// order refused; set by hand afterwards, nothing forbids opening any more.
    /// </summary>
    [Fact]
    public async Task StartedWithOtherModesThanPositionsAreHeldIn_IsUpEverywhere_OpensNothing_AndClosesAll_UntilTheyAreSet()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        await using VenuesUnderTest venues = await VenuesUnderTest.StartAsync(limit.Token);
        await using (BotUnderTest first = await BotUnderTest.StartAsync(venues.Arguments, limit.Token))
        {
            await first.Client.WaitAsync("/api/ui/positions", p => VenuesHolding(p).SetEquals(Venues), limit.Token);
            await first.Process.KillAsync();
        }

        await using BotUnderTest bot = await BotUnderTest.StartAsync(venues.ArgumentsWith("position_mode: hedge, margin_type: isolated, leverage: 5"), limit.Token);
        JsonElement told = await bot.Client.WaitAsync("/api/ui/status", s => VenuesBlocked(s).SetEquals(Venues), limit.Token);
        Assert.All(told.GetProperty("venues").EnumerateArray(), v => Assert.Equal("up", v.GetProperty("link").GetString()));
        Assert.Equal("HOLD", told.GetProperty("control").GetProperty("mode").GetString());
        Assert.Contains("one_way, cross", Check(told, "preflight", "modes").GetProperty("value").GetString(), StringComparison.Ordinal);

        await bot.Client.PostAsync("/api/ui/trades/close-all", """{"correlation_id": "other-modes"}""", limit.Token);
        JsonElement closed = await bot.Client.WaitAsync("/api/ui/sweeps/other-modes", s => s.GetProperty("run").GetProperty("status").GetString() != "running", limit.Token);
        Assert.Equal("done", closed.GetProperty("run").GetProperty("status").GetString());
        JsonElement accounts = await venues.Control.AccountsAsync(limit.Token);
        Assert.All(accounts.EnumerateArray(), a => Assert.Empty(a.GetProperty("positions").EnumerateArray()));
        JsonElement flat = await bot.Client.GetAsync("/api/ui/status", limit.Token);
        Assert.Equal("HOLD", flat.GetProperty("control").GetProperty("mode").GetString());

        foreach (string venue in (string[])["binance_um", "okx_perp", "bybit_linear"])
        {
            await venues.Control.ChangeSettingsAsync(venue, """{"position_mode":"hedge"}""", limit.Token);
            foreach (string symbol in (string[])["BTCUSDT", "ETHUSDT", "SOLUSDT"])
            {
                await venues.Control.ChangeSettingsAsync(venue, $$"""{"symbol":"{{symbol}}","margin_mode":"isolated","leverage":5}""", limit.Token);
            }
        }

        await bot.Client.PostAsync("/api/ui/preflight", "{}", limit.Token);
        await bot.Client.WaitAsync("/api/ui/status", s => IsGreen(s, "modes") && IsGreen(s, "leverage") && VenuesBlocked(s).Count == 0, limit.Token);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));

        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(venues.LedgerFile, TimeProvider.System);
        DateTimeOffset from = told.GetProperty("ts").GetDateTimeOffset();
        DateTimeOffset until = flat.GetProperty("ts").GetDateTimeOffset();
        Assert.DoesNotContain(ledger.AllPairs(), p => p.OpenedAt > from && p.OpenedAt < until);
        OrderRecord[] closing = [.. ledger.AllPairs().SelectMany(p => ledger.OrdersOf(p.Id)).Where(o => o.Intent.DecidedAt > from && o.Intent.DecidedAt < until)];
        Assert.Superset(Venues, closing.Select(o => o.Intent.Instrument.Venue.Name).ToHashSet());
        Assert.DoesNotContain(closing, o => o.Status == OrderStatus.Rejected);
    }

    private static readonly HashSet<string> Venues = ["binance-um", "okx-perp", "bybit-linear"];

    /// <summary>The venues that hold a leg of an open pair.</summary>
    private static HashSet<string> VenuesHolding(JsonElement positions) =>
    [
        .. positions.GetProperty("positions").EnumerateArray()
            .Where(p => p.GetProperty("status").GetString() == "open")
            .SelectMany(p => new[] { p.GetProperty("long_venue").GetString()!, p.GetProperty("short_venue").GetString()! }),
    ];

    /// <summary>The venues at which nothing opens because of how the account is set.</summary>
    private static HashSet<string> VenuesBlocked(JsonElement status) =>
    [
        .. status.GetProperty("opening_blocks").EnumerateArray()
            .Where(b => b.GetProperty("code").GetString() == "account_settings" && b.GetProperty("en").GetString()!.Contains("not set as configured", StringComparison.Ordinal))
            .Select(b => b.GetProperty("en").GetString()!.Split(':')[0]),
    ];

    private static bool IsGreen(JsonElement status, string name) => Check(status, "preflight", name).GetProperty("ok").GetBoolean();

    private static JsonElement Check(JsonElement answer, string list, string name) =>
        answer.GetProperty(list).EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
}
