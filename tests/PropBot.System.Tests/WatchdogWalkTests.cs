using System.Text.Json;
using PropBot.Ledger.Sqlite;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Goal: a venue that fails, lies, lags or falls silent walks OK, DEGRADED, AUTO_HOLD and back. At each step badge, readiness, metrics, list of
/// transitions and alerts, the desk's own and those of <c>deploy/</c>, say the same; each hold is in the audit once. The desks walk beside each other.
/// </summary>
public sealed class WatchdogWalkTests
{
    /// <summary>Times short enough for a test; a silence must outlast the adapters' own mending.</summary>
    private const string Watchdog =
        "watchdog: {auto_hold: on, degrade_after_sec: 1, hold_after_sec: 8, recover_after_sec: 2, rest_silence_sec: 6, book_silence_sec: 9, book_broken_sec: 6, max_delay_sec: 4, start_patience_sec: 60}";

    [Fact]
    public Task Venue_ThatFailsLiesLagsOrFallsSilent_WalksToAutoHoldAndBack_AndEveryViewAgrees() => Task.WhenAll(
        WalkAsync("okx-perp", "fails", "connections_refused"),
        WalkAsync("bybit-linear", "lies", "crossed_book"),
        WalkAsync("binance-um", "falls silent", "silent_socket"),
        // Every book comes, eight seconds late: no silence to see.
        WalkAsync("okx-perp", "lags", "stream_latency", "delay ", """
            ,"delay_ms":8000,"match":"books"
            """));

    /// <param name="reason">What the reason of the hold begins with, after the venue.</param>
    private static async Task WalkAsync(string venue, string how, string fault, string reason = "", string terms = "")
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        await using VenuesUnderTest venues = await VenuesUnderTest.StartAsync(limit.Token, Watchdog, dislocationSeconds: 0);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(venues.Arguments, limit.Token);
        var alerts = new AlertReplay();
        await AssertStepAsync(bot.Client, alerts, venue, "OK", "OK", limit.Token);

        int injected = await venues.Control.InjectAsync($$"""{"kind":"{{fault}}","venue":"{{venue}}","duration_s":600{{terms}}}""", limit.Token);
        await AssertStepAsync(bot.Client, alerts, venue, "DEGRADED", "DEGRADED", limit.Token);
        await AssertStepAsync(bot.Client, alerts, venue, "AUTO_HOLD", "AUTO_HOLD", limit.Token);
        JsonElement held = await bot.Client.GetAsync("/api/ui/status", limit.Token);
        Assert.Equal("HOLD", held.GetProperty("control").GetProperty("mode").GetString());
        Assert.StartsWith($"exchange_watchdog:{venue} {reason}", held.GetProperty("control").GetProperty("hold_reason").GetString(), StringComparison.Ordinal);

        await venues.Control.TakeBackAsync(injected, limit.Token);
        await AssertStepAsync(bot.Client, alerts, venue, "OK", "OK", limit.Token);
        using (var folder = new TemporaryFolder())
        {
            await alerts.RunAsync(folder, limit.Token);
        }

        // Well again is no reason to go on: people let go of the hold.
        Assert.Equal("HOLD", (await bot.Client.GetAsync("/api/ui/status", limit.Token)).GetProperty("control").GetProperty("mode").GetString());
        JsonElement transitions = (await bot.Client.GetAsync("/api/ui/watchdog_status", limit.Token)).GetProperty("recent_transitions");
        Assert.Equal(
            ["AUTO_HOLD>OK", "DEGRADED>AUTO_HOLD", "OK>DEGRADED"],
            transitions.EnumerateArray().Where(t => t.GetProperty("exchange").GetString() == venue).Take(3)
                .Select(t => $"{t.GetProperty("previous").GetString()}>{t.GetProperty("current").GetString()}"));
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));

        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(venues.LedgerFile, TimeProvider.System);
        Assert.True(
            1 == ledger.JournalTail(100_000).Count(l => l.Type == "audit" && l.Payload.Contains("AUTO_HOLD_WATCHDOG", StringComparison.Ordinal) && l.Payload.Contains(venue, StringComparison.Ordinal)),
            $"{venue} {how}: one hold, one line of audit");
    }

    /// <summary>Waits for the state, then reads the other views: they are of the same instant or later, so the state must last meanwhile.</summary>
    private static async Task AssertStepAsync(BotClient bot, AlertReplay alerts, string venue, string state, string badge, CancellationToken limit)
    {
        await bot.WaitAsync("/api/ui/watchdog_status", w => StateOf(w, venue) == state && w.GetProperty("badge").GetString() == badge, limit);
        string metrics = await bot.TextAsync("/metrics", limit);
        JsonElement readiness = await bot.GetAsync("/live-readiness", limit);
        JsonElement status = await bot.GetAsync("/api/ui/status", limit);
        Assert.Equal(badge, status.GetProperty("badges").GetProperty("watchdog").GetString());
        Assert.Equal(state, StateOf(status.GetProperty("watchdog"), venue));
        Assert.Contains($"propbot_watchdog_state{{exchange=\"{venue}\",state=\"{state}\"}} 1", metrics, StringComparison.Ordinal);
        Assert.Contains($"propbot_watchdog_ok{{exchange=\"{venue}\"}} {(state == "OK" ? 1 : 0)}", metrics, StringComparison.Ordinal);
        alerts.Show(metrics, venue);
        alerts.Expect(
            "WatchdogDegraded", state == "DEGRADED", $"severity: ticket, exchange: {venue}, state: DEGRADED",
            $"{venue} is degraded; /api/ui/watchdog_status says why.", $"{venue} деградировала; причина в /api/ui/watchdog_status.");
        alerts.Expect(
            "WatchdogAutoHold", state == "AUTO_HOLD", $"severity: page, exchange: {venue}, state: AUTO_HOLD",
            $"The watchdog holds the desk for {venue}.", $"Вотчдог держит деск в HOLD из-за {venue}.");
        IEnumerable<string?> reasons = readiness.GetProperty("reasons").EnumerateArray().Select(r => r.GetString());
        IEnumerable<string?> warnings = readiness.GetProperty("warnings").EnumerateArray().Select(r => r.GetString());
        Assert.Equal(state == "AUTO_HOLD", reasons.Contains("watchdog:auto_hold"));
        Assert.Equal(state == "DEGRADED", warnings.Contains("watchdog:degraded"));
        if (state != "OK")
        {
            Assert.Contains(status.GetProperty("alerts").EnumerateArray(), a =>
                a.GetProperty("code").GetString() == "watchdog_status" && a.GetProperty("en").GetString()!.Contains($"-> {state}", StringComparison.Ordinal));
        }
    }

    /// <summary>Null also while the process has no first state yet and answers 503.</summary>
    private static string? StateOf(JsonElement watchdog, string venue) =>
        watchdog.TryGetProperty("exchanges", out JsonElement exchanges) && exchanges.TryGetProperty(venue, out JsonElement exchange) ? exchange.GetProperty("status").GetString() : null;
}
