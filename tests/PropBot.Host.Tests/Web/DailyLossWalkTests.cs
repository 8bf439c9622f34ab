using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>
/// Goal: a day's loss that reaches its limit stops the desk on every view, stays through a restart, and is over with the UTC day; what a position of yesterday
/// loses counts on the day it is closed. Over the real surface, with the engine's own clock.
/// </summary>
public sealed class DailyLossWalkTests
{
    private static readonly InstrumentId Binance = TestInstruments.BinanceBtc.Id;
    private static readonly InstrumentId Okx = TestInstruments.OkxBtc.Id;

    [Fact]
    public async Task Breach_ByALoss_StandsOnEveryView_ThroughARestart_AndIsOverAtMidnight()
    {
        await using WebDesk desk = await WithPairAsync(limit: 15m);
        await AssertViewsAsync(desk, isBreached: false);

        // The short leg of 0.08 loses 0.08 x 240 = 19.2 at this mark.
        Mark(desk, 60_540m);
        desk.Pass(0.5);
        await AssertViewsAsync(desk, isBreached: true);
        Assert.Equal(("DAILY_LOSS_BREACH", "autopilot_guard"), (desk.Control().HoldReason, desk.Control().HoldSource));

        desk.Engine!.Restart();
        desk.Engine.Connect();
        Quote(desk, 60_300m);
        Mark(desk, 60_300m);
        desk.Pass(3);
        // The loss is back, and the day's limit was reached all the same.
        await AssertViewsAsync(desk, isBreached: true);
        Assert.Equal(ControlMode.Hold, desk.Control().Mode);
        Assert.Equal(HttpStatusCode.Conflict, await LeaveHoldAsync(desk));

        ToTomorrow(desk);
        await AssertViewsAsync(desk, isBreached: false);
        // The day is over; the hold is people's to release.
        Assert.Equal(ControlMode.Hold, desk.Control().Mode);
        Assert.Equal(HttpStatusCode.OK, await LeaveHoldAsync(desk));
        Assert.Equal(ControlMode.Run, desk.Control().Mode);
    }

    [Fact]
    public async Task Loss_OnYesterdaysPosition_CountsWholeOnTheDayItIsClosed()
    {
        await using WebDesk desk = await WithPairAsync(limit: 15m);
        // 0.08 x 100 = 8 are lost on paper yesterday (with fees of 4.8, below 15), and 0.08 x 80 = 6.4 more today.
        Mark(desk, 60_400m);
        Quote(desk, 60_400m);
        desk.Pass(0.5);
        await AssertViewsAsync(desk, isBreached: false);
        ToTomorrow(desk);
        Mark(desk, 60_480m);
        Quote(desk, 60_480m);
        desk.Pass(0.5);
        await AssertViewsAsync(desk, isBreached: false);
        JsonElement before = await desk.JsonAsync("/api/ui/daily_loss_status");
        Assert.InRange(before.GetProperty("equity_change_today_usdt").GetDecimal(), -7m, -6m);
        Assert.Equal(0m, before.GetProperty("realized_pnl_today_usdt").GetDecimal());

        desk.WhenSwept = SweepDesk.Serve;
        using HttpClient client = desk.Client();
        (await client.PostAsJsonAsync("/api/ui/trades/close-all", new { reason = "end of it", correlation_id = "close-1" })).EnsureSuccessStatusCode();
        desk.Pass(0.5);
        JsonElement after = await desk.JsonAsync("/api/ui/daily_loss_status");
        Assert.True(after.GetProperty("realized_pnl_today_usdt").GetDecimal() <= -15m, after.ToString());
        await AssertViewsAsync(desk, isBreached: true);
    }

    /// <summary>Long Binance, short OKX of 0.08 BTC each, bought at 60,000.1 and sold at 60,300.</summary>
    private static async Task<WebDesk> WithPairAsync(decimal limit)
    {
        WebDesk desk = await EngineDesks.RunningAsync(o => o with
        {
            Risk = o.Risk with { MaxDailyLoss = new Notional(limit) },
            Strategy = o.Strategy with { MaxHolding = TimeSpan.FromDays(1) },
            Watchdog = o.Watchdog with { MarkSilence = TimeSpan.FromDays(2) },
        });
        EngineHarness engine = desk.Engine!;
        engine.Pass(engine.Options.Strategy.WarmUp + TimeSpan.FromSeconds(1));
        engine.Quote(Okx, 60_300m, 60_300.1m);
        foreach (OrderIntent order in engine.TakePlaced())
        {
            engine.Complete(order);
        }

        Mark(desk, 60_300m);
        desk.Pass(0.5);
        Assert.Single(engine.Snapshot.ActivePairs);
        return desk;
    }

    private static void Quote(WebDesk desk, decimal okx)
    {
        desk.Engine!.Quote(Binance, 60_000m, 60_000.1m);
        desk.Engine.Quote(Okx, okx, okx + 0.1m);
    }

    private static void Mark(WebDesk desk, decimal okx)
    {
        desk.Engine!.Feed(new MarkPriceChanged(Binance, new Price(60_000m), default));
        desk.Engine.Feed(new MarkPriceChanged(Okx, new Price(okx), default));
    }

    private static void ToTomorrow(WebDesk desk)
    {
        EngineHarness engine = desk.Engine!;
        DateTimeOffset midnight = new(engine.At.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        engine.Skip(midnight - engine.At - TimeSpan.FromSeconds(1));
        desk.Pass(3);
    }

    private static async Task<HttpStatusCode> LeaveHoldAsync(WebDesk desk)
    {
        using HttpClient first = desk.Client();
        using HttpClient second = desk.Client(WebDesk.SecondOperatorToken);
        (await first.PostAsJsonAsync("/api/ui/resume-request", new { reason = "a new day" })).EnsureSuccessStatusCode();
        (await second.PostAsJsonAsync("/api/ui/resume-confirm", new { })).EnsureSuccessStatusCode();
        return (await first.PostAsJsonAsync("/api/ui/resume", new { reason = "a new day" })).StatusCode;
    }

    /// <summary>Every view says the same at the same instant.</summary>
    private static async Task AssertViewsAsync(WebDesk desk, bool isBreached)
    {
        desk.Publish();
        string badge = isBreached ? "BREACH" : "OK";
        JsonElement day = await desk.JsonAsync("/api/ui/daily_loss_status");
        Assert.Equal((isBreached, true, true), (day.GetProperty("breached").GetBoolean(), day.GetProperty("enabled").GetBoolean(), day.GetProperty("blocking").GetBoolean()));
        Assert.Equal(badge, (await desk.JsonAsync("/api/ui/runtime_badges")).GetProperty("daily_loss").GetString());
        Assert.Equal(badge, (await desk.JsonAsync("/api/ui/ops_report")).GetProperty("badges").GetProperty("daily_loss").GetString());
        Assert.Contains($"propbot_daily_loss_breached {(isBreached ? 1 : 0)}", await desk.TextAsync("/metrics", null), StringComparison.Ordinal);
        using HttpClient anybody = desk.Client(null);
        using HttpResponseMessage ready = await anybody.GetAsync("/live-readiness");
        JsonElement readiness = await WebDesk.JsonAsync(ready);
        string[] reasons = [.. readiness.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()!)];
        Assert.Equal(isBreached, reasons.Contains("daily_loss:breach"));
        Assert.Equal(reasons.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(isBreached ? ["daily_loss:breach"] : [], reasons);
    }
}
