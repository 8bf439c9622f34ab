using System.Net;
using System.Text;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: one request for every switch makes the desk safer and never looser; the badge says ON only when orders can be sent.</summary>
public sealed class ControlPatchTests
{
    [Theory]
    [InlineData("{\"safe_mode\": true}", "safe_mode")]
    [InlineData("{\"auto_loop\": false, \"safe_mode\": null}", "auto_loop")]
    public async Task WhatMakesSafer_IsDoneAtOnce_AndAgainChangesNothing(string body, string changed)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        JsonElement answer = await PatchAsync(desk, body, HttpStatusCode.OK);
        Assert.Equal([changed], answer.GetProperty("changes").EnumerateObject().Select(c => c.Name));
        Assert.Equal(("control_patch", "api"), (desk.Control().Holds.Causes.Single().Reason, desk.Control().Holds.Causes.Single().Source));
        Assert.Empty((await PatchAsync(desk, body, HttpStatusCode.OK)).GetProperty("changes").EnumerateObject());
        Assert.Single(desk.Control().Holds.Causes);
    }

    [Theory]
    [InlineData("{\"safe_mode\": false}", HttpStatusCode.Forbidden, "resume-request")]
    [InlineData("{\"auto_loop\": true}", HttpStatusCode.Forbidden, "resume-request")]
    [InlineData("{\"two_man_rule\": false}", HttpStatusCode.Forbidden, "two-man rule")]
    [InlineData("{\"order_notional_usdt\": 900000}", HttpStatusCode.Conflict, "two people confirm")]
    [InlineData("{\"mode\": \"RUN\"}", HttpStatusCode.UnprocessableEntity, "'mode' is no key")]
    [InlineData("{\"safe_mode\": \"no\"}", HttpStatusCode.UnprocessableEntity, "not true or false")]
    [InlineData("nonsense", HttpStatusCode.UnprocessableEntity, "not a JSON object")]
    public async Task WhatLetsMoreHappen_OrIsUnknown_IsRefusedWithTheWay(string body, HttpStatusCode expected, string words)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        desk.Engine!.Feed(new HoldRequested("clara", "news"));
        desk.Publish();
        ControlState before = desk.Control();
        Assert.Contains(words, (await PatchAsync(desk, body, expected)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, desk.Control());
    }

    /// <summary>Goal: whatever stands beside it, what stops is carried out, and the answer says what was done and what was not.</summary>
    [Theory]
    [InlineData("{\"safe_mode\": true, \"order_notional_usdt\": 10}", HttpStatusCode.Conflict, "order_notional_usdt")]
    [InlineData("{\"two_man_rule\": false, \"auto_loop\": false}", HttpStatusCode.Forbidden, "two_man_rule")]
    [InlineData("{\"safe_mode\": true, \"mode\": \"HOLD\"}", HttpStatusCode.UnprocessableEntity, "mode")]
    [InlineData("{\"safe_mode\": true, \"dry_run_only\": true}", HttpStatusCode.Conflict, "dry_run_only")]
    [InlineData("{\"safe_mode\": true, \"auto_loop\": true}", HttpStatusCode.Forbidden, "auto_loop")]
    [InlineData("{\"safe_mode\": false, \"safe_mode\": true}", HttpStatusCode.Forbidden, "safe_mode")]
    public async Task WhatStops_BesideWhatIsRefused_IsDoneFirst_AndTheAnswerSaysBoth(string body, HttpStatusCode expected, string refused)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        JsonElement answer = await PatchAsync(desk, body, expected);
        Assert.True(desk.Control().IsHeld);
        Assert.Equal(["control_patch"], desk.Control().Holds.Causes.Select(c => c.Reason));
        Assert.Single(answer.GetProperty("changes").EnumerateObject());
        Assert.Equal([refused], answer.GetProperty("refused").EnumerateObject().Select(r => r.Name));
        Assert.True(answer.GetProperty("control").GetProperty("hold_active").GetBoolean());
        string detail = answer.GetProperty("detail").GetString()!;
        Assert.StartsWith("done: ", detail, StringComparison.Ordinal);
        Assert.Contains("not done: ", detail, StringComparison.Ordinal);
    }

    /// <summary>RUN in which nothing can be sent is no auto trading: who wants it on is told the way, and who wants it off is heard.</summary>
    [Fact]
    public async Task AutoLoop_InRunWhereNothingCanBeSent_IsNeitherOnNorOffAlready()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        Assert.Empty((await PatchAsync(desk, "{\"auto_loop\": true}", HttpStatusCode.OK)).GetProperty("changes").EnumerateObject());
        desk.Engine!.Feed(new StrategySwitched("cross_exchange_arb", false, "clara", "pause"));
        desk.Publish();
        Assert.Equal("OFF", await BadgeAsync(desk));
        Assert.Contains("resume-request", (await PatchAsync(desk, "{\"auto_loop\": true}", HttpStatusCode.Forbidden)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["auto_loop"], (await PatchAsync(desk, "{\"auto_loop\": false}", HttpStatusCode.OK)).GetProperty("changes").EnumerateObject().Select(c => c.Name));
        Assert.True(desk.Control().IsHeld);
    }

    /// <summary>The hold of a start is left by the autopilot, so it is no answer to a person who wants the desk held.</summary>
    [Theory]
    [InlineData("{\"safe_mode\": true}")]
    [InlineData("{\"auto_loop\": false}")]
    public async Task WhatMakesSafer_WhileOnlyTheStartHolds_IsHeardAllTheSame(string body)
    {
        await using WebDesk desk = await EngineDesks.StartedAsync();
        Assert.True(desk.Control().Holds.IsStartOnly);
        await PatchAsync(desk, body, HttpStatusCode.OK);
        Assert.Contains(desk.Control().Holds.Causes, c => c is { Kind: HoldKind.Operator, Reason: "control_patch" });
    }

    [Fact]
    public async Task AutoTrade_IsOnOnlyWhileOrdersCanBeSent()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        Assert.Equal("ON", await BadgeAsync(desk));
        desk.Engine!.Feed(new FreezeRequested(ControlScope.Of(VenueId.OkxPerp), ScopeState.Frozen, "clara", "news"));
        desk.Publish();
        Assert.Equal("ON", await BadgeAsync(desk));
        desk.Engine.Feed(new FreezeRequested(ControlScope.Desk, ScopeState.ReduceOnly, "clara", "news"));
        desk.Publish();
        Assert.Equal("OFF", await BadgeAsync(desk));

        await using WebDesk other = await EngineDesks.RunningAsync();
        other.Engine!.Feed(new StrategySwitched("cross_exchange_arb", false, "clara", "pause"));
        other.Publish();
        Assert.Equal("OFF", await BadgeAsync(other));
    }

    [Theory]
    [InlineData(true, "ON")]
    [InlineData(false, "OFF")]
    public async Task RiskChecks_SaysWhetherTheRulesRefuse(bool enabled, string expected)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(o => o with { Risk = o.Risk with { ChecksEnabled = enabled } });
        JsonElement badges = await desk.JsonAsync("/api/ui/runtime_badges");
        Assert.Equal(expected, badges.GetProperty("risk_checks").GetString());
        Assert.Equal(["auto_trade", "daily_loss", "partial_hedges", "risk_checks", "watchdog"], badges.EnumerateObject().Select(b => b.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Autopilot_IsInTheStatus_AndEveryCheckHasItsNumbers()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        // A clock that nobody has measured has no time of its measurement.
        foreach (VenueId venue in (VenueId[])[VenueId.BinanceUm, VenueId.OkxPerp])
        {
            desk.Engine!.Feed(new VenueClockMeasured(venue, TimeSpan.Zero, TimeSpan.FromMilliseconds(3), TimeSpan.FromSeconds(5)));
        }

        desk.Publish();
        JsonElement status = await desk.JsonAsync("/api/ui/status");
        JsonElement autopilot = status.GetProperty("autopilot");
        Assert.Equal(("resume", "resumed", true, "RUN"), (
            autopilot.GetProperty("last_action").GetString(), autopilot.GetProperty("last_decision").GetString(), autopilot.GetProperty("armed").GetBoolean(), autopilot.GetProperty("target_mode").GetString()));
        Assert.All(status.GetProperty("preflight").EnumerateArray(), check =>
        {
            Assert.NotEqual("", check.GetProperty("value").GetString());
            Assert.NotEqual("", check.GetProperty("threshold").GetString());
            Assert.InRange(check.GetProperty("at").GetDateTimeOffset(), desk.Engine!.At.AddMinutes(-2), desk.Engine.At);
        });
        JsonElement connectivity = status.GetProperty("preflight").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "connectivity");
        Assert.Equal(("2/2", "2/2"), (connectivity.GetProperty("value").GetString(), connectivity.GetProperty("threshold").GetString()));
    }

    [Fact]
    public async Task LoopSettings_AreRead_AndFollowTheRulesOfTheControlPatch()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        JsonElement loop = await desk.JsonAsync("/api/ui/secret", WebDesk.ViewerToken);
        Assert.Equal((true, "BTCUSDT", 50_000m, "RUN", true), (
            loop.GetProperty("auto_loop").GetBoolean(), loop.GetProperty("pair").GetString(), loop.GetProperty("notional_usdt").GetDecimal(),
            loop.GetProperty("loop").GetProperty("status").GetString(), loop.GetProperty("loop").GetProperty("running").GetBoolean()));
        Assert.Equal(["binance-um", "okx-perp"], loop.GetProperty("venues").EnumerateArray().Select(v => v.GetString()));

        Assert.Contains("two people confirm", await PostAsync(desk, "/api/ui/secret", "{\"notional_usdt\": -5}", HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Contains("'safe_mode' is no key", await PostAsync(desk, "/api/ui/secret", "{\"safe_mode\": true}", HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        await PostAsync(desk, "/api/ui/secret", "{\"auto_loop\": false}", HttpStatusCode.OK);
        Assert.True(desk.Control().IsHeld);
        Assert.Contains("resume-request", await PostAsync(desk, "/api/ui/secret", "{\"auto_loop\": true}", HttpStatusCode.Forbidden), StringComparison.Ordinal);
        loop = await desk.JsonAsync("/api/ui/secret", WebDesk.ViewerToken);
        Assert.Equal((false, "HOLD"), (loop.GetProperty("auto_loop").GetBoolean(), loop.GetProperty("loop").GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("/api/ui/reset", "", "loop_reset")]
    [InlineData("/api/ui/reset", "nonsense", "loop_reset")]
    [InlineData("/api/ui/stop", "", "loop_stop_requested")]
    [InlineData("/api/ui/stop", "nonsense", "loop_stop_requested")]
    [InlineData("/api/ui/stop", "{\"reason\": \"lunch\"}", "lunch")]
    public async Task StopAndReset_HoldWhateverTheBody(string address, string body, string reason)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        await PostAsync(desk, address, body, HttpStatusCode.OK);
        Assert.Equal((reason, "api"), (desk.Control().Holds.Causes.Single().Reason, desk.Control().Holds.Causes.Single().Source));
    }

    private static async Task<string> PostAsync(WebDesk desk, string path, string body, HttpStatusCode expected)
    {
        using HttpClient client = desk.Client();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(path, content);
        string said = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode} {said}");
        return said;
    }

    private static async Task<string?> BadgeAsync(WebDesk desk) => (await desk.JsonAsync("/api/ui/runtime_badges")).GetProperty("auto_trade").GetString();

    private static async Task<JsonElement> PatchAsync(WebDesk desk, string body, HttpStatusCode expected)
    {
        using HttpClient client = desk.Client();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PatchAsync("/api/ui/control", content);
        Assert.Equal(expected, answer.StatusCode);
        return await WebDesk.JsonAsync(answer);
    }
}
