using System.Net;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: two people run the brakes from the page alone, without scripts, and each sees what they may do.</summary>
public sealed class ControlPageTests
{
    [Fact]
    public async Task TwoBrowsers_WalkTheWholeWay()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        Browser first = await LogInAsync(desk, WebDesk.OperatorToken);
        Browser second = await LogInAsync(desk, WebDesk.SecondOperatorToken);

        string page = await PressAsync(first, "/ui/hold", ("reason", "maintenance"));
        Assert.Contains("HOLD engaged", page, StringComparison.Ordinal);
        Assert.Contains("maintenance, by api, since", page, StringComparison.Ordinal);
        Assert.Contains("SAFE_MODE", page, StringComparison.Ordinal);
        Assert.Contains("action=\"/ui/resume-request\"", page, StringComparison.Ordinal);

        page = await PressAsync(first, "/ui/resume-request", ("reason", "done"));
        string id = desk.LiveApproval()!.Value.Value;
        Assert.Contains("leave HOLD: api requested it at", page, StringComparison.Ordinal);
        Assert.Contains("It stands until", page, StringComparison.Ordinal);
        Assert.Contains("Another operator has to confirm it.", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"/ui/approvals/{id}/confirm", page, StringComparison.Ordinal);
        Assert.Contains("Take back", page, StringComparison.Ordinal);

        // A form made by hand does not help the requester either.
        page = await PressAsync(first, $"/ui/approvals/{id}/confirm");
        Assert.Contains("you made this request", page, StringComparison.Ordinal);
        Assert.True(desk.Control().IsHeld);

        page = await second.PageAsync("/ui/dashboard?lang=en");
        Assert.Contains($"/ui/approvals/{id}/confirm", page, StringComparison.Ordinal);
        Assert.Contains($"/ui/approvals/{id}/reject", page, StringComparison.Ordinal);
        Assert.Contains("open notional, USDT", page, StringComparison.Ordinal);
        page = await PressAsync(second, $"/ui/approvals/{id}/confirm");
        Assert.Contains("The causes are released", page, StringComparison.Ordinal);
        Assert.Contains("action=\"/ui/resume\"", page, StringComparison.Ordinal);

        page = await PressAsync(second, "/ui/resume");
        Assert.Contains("nobody and nothing holds the desk", page, StringComparison.Ordinal);
        Assert.Contains("api → clara · carried out", page, StringComparison.Ordinal);
        Assert.Equal(ControlMode.Run, desk.Control().Mode);
    }

    /// <summary>What came after the request holds on: the page must not read as if the way were free.</summary>
    [Fact]
    public async Task Confirmation_ThatReleasesAPartOnly_SaysWhatHoldsOnAndWhy()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        Browser first = await LogInAsync(desk, WebDesk.OperatorToken);
        Browser second = await LogInAsync(desk, WebDesk.SecondOperatorToken);
        await PressAsync(first, "/ui/hold", ("reason", "maintenance"));
        await PressAsync(first, "/ui/resume-request", ("reason", "done"));
        desk.Pass(2);
        await PressAsync(second, "/ui/hold", ("reason", "the venue answers strangely"));
        string page = await PressAsync(second, $"/ui/approvals/{desk.LiveApproval()!.Value.Value}/confirm");
        Assert.Contains("The request is confirmed, and HOLD goes on: the venue answers strangely (clara, 12:00:", PageText.Visible(page), StringComparison.Ordinal);
        Assert.DoesNotContain("The request is confirmed. ", PageText.Visible(page), StringComparison.Ordinal);
        Assert.True(desk.Control().IsHeld);
        Assert.Contains("HOLD продолжается: the venue answers strangely", PageText.Visible(await second.PageAsync("/ui/dashboard?lang=ru&done=confirmed_held")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirmation_ThatReleasesAPartOfAFreeze_SaysWhatStays()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        Browser first = await LogInAsync(desk, WebDesk.OperatorToken);
        Browser second = await LogInAsync(desk, WebDesk.SecondOperatorToken);
        await PressAsync(first, "/ui/freeze", ("scope", "venue okx-perp"), ("state", "frozen"), ("reason", "news"));
        await PressAsync(first, "/ui/unfreeze-request", ("scope", "venue okx-perp"), ("reason", "over"));
        desk.Pass(2);
        await PressAsync(second, "/ui/freeze", ("scope", "venue okx-perp"), ("state", "frozen"), ("reason", "again"));
        string page = await PressAsync(second, $"/ui/approvals/{desk.LiveApproval()!.Value.Value}/confirm");
        Assert.Contains("these stay restricted: venue okx-perp: again (clara,", PageText.Visible(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_NeedsItsTick_AndItsLiftingTwoPeople()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        Browser first = await LogInAsync(desk, WebDesk.OperatorToken);
        Browser second = await LogInAsync(desk, WebDesk.SecondOperatorToken);
        Assert.Contains("tick the box", await PressAsync(first, "/ui/kill", ("reason", "x")), StringComparison.Ordinal);
        Assert.False(desk.Control().IsKilled);

        string page = await PressAsync(first, "/ui/kill", ("confirm", "yes"), ("reason", "wrong prices"));
        Assert.Contains("KILLED by api: wrong prices", page, StringComparison.Ordinal);
        Assert.Contains("data-code=\"killed\"", page, StringComparison.Ordinal);
        Assert.Contains("action=\"/ui/unkill-request\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("action=\"/ui/resume-request\"", page, StringComparison.Ordinal);

        await PressAsync(first, "/ui/unkill-request", ("reason", "right again"));
        string id = desk.LiveApproval()!.Value.Value;
        page = await PressAsync(second, $"/ui/approvals/{id}/confirm");
        Assert.False(desk.Control().IsKilled);
        Assert.True(desk.Control().IsHeld);
        Assert.Contains("action=\"/ui/resume-request\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_WithAnApproveToken_HasAFieldForIt_AndIsRefusedWithoutIt()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(approveToken: "approve-secret");
        desk.Engine!.Feed(new HoldRequested("api", "x"));
        desk.Engine.RequestResume("api");
        desk.Board.Publish(desk.Engine.Snapshot);
        Browser second = await LogInAsync(desk, WebDesk.SecondOperatorToken);
        Assert.Contains("type=\"password\" name=\"token\"", await second.PageAsync("/ui/dashboard"), StringComparison.Ordinal);
        string address = $"/ui/approvals/{desk.LiveApproval()!.Value.Value}/confirm";
        Assert.Contains("the approve token is missing or wrong", await PressAsync(second, address, ("token", "guess")), StringComparison.Ordinal);
        Assert.True(desk.Control().IsHeld);
        await PressAsync(second, address, ("token", "approve-secret"));
        Assert.False(desk.Control().IsHeld);
    }

    [Fact]
    public async Task Forms_WithoutTheSessionsToken_AreRefused()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        Browser first = await LogInAsync(desk, WebDesk.OperatorToken);
        foreach (string address in (string[])["/ui/kill", "/ui/resume", "/ui/resume-request", "/ui/unkill-request", "/ui/approvals/0/confirm", "/ui/approvals/0/reject"])
        {
            using HttpResponseMessage answer = await first.PostAsync(address, ("confirm", "yes"), ("reason", "forged"));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Empty(desk.Commands);
    }

    [Fact]
    public async Task Viewer_SeesEveryCause_AndNoForm()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        desk.Engine!.Feed(new HoldRequested("api", "news"));
        desk.Engine.Feed(new HoldRequested("clara", "<b>lunch</b>"));
        desk.Engine.RequestResume("api");
        desk.Board.Publish(desk.Engine.Snapshot);
        Browser viewer = await LogInAsync(desk, WebDesk.ViewerToken);
        string page = await viewer.PageAsync("/ui/dashboard?lang=ru");
        Assert.Contains("news, инициатор api", page, StringComparison.Ordinal);
        Assert.Contains("и ещё 1", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;lunch&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("выход из HOLD: запросил api", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form class=\"controls\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("KILL the desk", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watchdog_ShowsEachVenue_OnPageApiBadgeReadinessAndMetrics()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(o => o with { Watchdog = o.Watchdog with { AutoHold = true } });
        desk.Engine!.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "cable"));
        desk.Pass(25);
        System.Text.Json.JsonElement status = await desk.JsonAsync("/api/ui/watchdog_status", WebDesk.ViewerToken);
        Assert.False(status.GetProperty("overall_ok").GetBoolean());
        System.Text.Json.JsonElement okx = status.GetProperty("exchanges").GetProperty("okx-perp");
        Assert.Equal((false, "AUTO_HOLD", true), (okx.GetProperty("ok").GetBoolean(), okx.GetProperty("status").GetString(), okx.GetProperty("auto_hold").GetBoolean()));
        Assert.StartsWith("link: cable", okx.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.InRange((desk.Engine.At.ToUnixTimeMilliseconds() / 1000m) - okx.GetProperty("last_check_ts").GetDecimal(), 0m, 1m);
        Assert.Equal("OK", status.GetProperty("exchanges").GetProperty("binance-um").GetProperty("status").GetString());
        System.Text.Json.JsonElement newest = status.GetProperty("recent_transitions")[0];
        Assert.Equal(("okx-perp", "DEGRADED", "AUTO_HOLD", true), (
            newest.GetProperty("exchange").GetString(), newest.GetProperty("previous").GetString(), newest.GetProperty("current").GetString(), newest.GetProperty("auto_hold").GetBoolean()));

        Assert.Equal("AUTO_HOLD", (await desk.JsonAsync("/api/ui/status")).GetProperty("badges").GetProperty("watchdog").GetString());
        using HttpClient anybody = desk.Client(null);
        using HttpResponseMessage ready = await anybody.GetAsync("/live-readiness");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("watchdog:auto_hold", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        string metrics = await desk.TextAsync("/metrics", null);
        Assert.Contains("propbot_watchdog_ok{exchange=\"okx-perp\"} 0", metrics, StringComparison.Ordinal);
        Assert.Contains("propbot_watchdog_state{exchange=\"okx-perp\",state=\"AUTO_HOLD\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("exchange_watchdog:okx-perp link: cable", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
        Assert.Contains("data-row=\"okx-perp\" class=\"alarm\"", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WatchdogBadge_WhenTheEngineDoesNotAnswer_IsDegraded()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        Assert.Equal("OK", await BadgeAsync(desk));
        desk.Health = desk.Health with { EngineAlive = false };
        Assert.Equal("DEGRADED", await BadgeAsync(desk));

        static async Task<string?> BadgeAsync(WebDesk desk) =>
            (await desk.JsonAsync("/api/ui/status")).GetProperty("badges").GetProperty("watchdog").GetString();
    }

    [Fact]
    public async Task Watchdog_SwitchedOff_IsNotSaidToBeWell_AnywhereThatShowsIt()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(o => o with { Watchdog = o.Watchdog with { Enabled = false } });
        System.Text.Json.JsonElement watchdog = await desk.JsonAsync("/api/ui/watchdog_status", WebDesk.ViewerToken);
        Assert.Equal(
            (false, false, "DEGRADED", "watchdog_off"),
            (watchdog.GetProperty("enabled").GetBoolean(), watchdog.GetProperty("overall_ok").GetBoolean(), watchdog.GetProperty("badge").GetString(), watchdog.GetProperty("badge_reason").GetString()));
        Assert.Equal("DEGRADED", (await desk.JsonAsync("/api/ui/runtime_badges")).GetProperty("watchdog").GetString());
        System.Text.Json.JsonElement ready = await desk.JsonAsync("/live-readiness");
        Assert.True(ready.GetProperty("ok").GetBoolean());
        string?[] warnings = [.. ready.GetProperty("warnings").EnumerateArray().Select(w => w.GetString())];
        Assert.Contains("watchdog:degraded", warnings);
        Assert.Contains("watchdog:off", warnings);
        System.Text.Json.JsonElement part = (await desk.JsonAsync("/api/ui/status/components")).GetProperty("components").EnumerateArray().Single(c => c.GetProperty("id").GetString() == "watchdog");
        Assert.Equal(("WARN", "watchdog_off"), (part.GetProperty("status").GetString(), part.GetProperty("value").GetString()));
        Assert.Contains("data-badge=\"watchdog\" data-code=\"DEGRADED\"", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
    }

    private static async Task<Browser> LogInAsync(WebDesk desk, string token)
    {
        var browser = new Browser(desk);
        await browser.LogInAsync(token);
        await browser.PageAsync("/ui/dashboard?lang=en");
        return browser;
    }

    /// <summary>A form of the page, and the page that it leads to.</summary>
    private static async Task<string> PressAsync(Browser browser, string address, params (string Name, string Value)[] fields)
    {
        string csrf = Browser.CsrfOf(await browser.PageAsync("/ui/dashboard?lang=en"));
        using HttpResponseMessage answer = await browser.PostAsync(address, [.. fields, ("csrf", csrf)]);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return await browser.PageAsync(answer.Headers.Location!.OriginalString);
    }
}
