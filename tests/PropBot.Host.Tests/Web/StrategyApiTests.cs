using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace PropBot.Host.Tests.Web;

/// <summary>Every view of the strategy reads one registry.</summary>
public sealed class StrategyApiTests
{
    [Fact]
    public async Task SwitchedByAnyRoute_EveryViewSaysSo()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        JsonElement off = await PostAsync(desk, "/api/ui/set-strategy-enabled", new { strategy = "cross_exchange_arb", enabled = false, reason = "pause" });
        Assert.Equal(("ok", false, false), (off.GetProperty("status").GetString(), off.GetProperty("enabled").GetBoolean(), off.GetProperty("frozen").GetBoolean()));
        Assert.Equal((500m, 3), (off.GetProperty("limits").GetProperty("daily_loss_usdt").GetDecimal(), off.GetProperty("limits").GetProperty("max_consecutive_failures").GetInt32()));
        await AssertEnabledAsync(desk, false);

        await SwitchOnByTwoAsync(desk);
        await AssertEnabledAsync(desk, true);

        using HttpClient client = desk.Client();
        using var form = new FormUrlEncodedContent([new("strategy_name", "cross_exchange_arb"), new("enabled", "false"), new("reason", "form")]);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/api/ui/set-strategy-enabled", form)).StatusCode);
        await AssertEnabledAsync(desk, false);
        Assert.Equal("form", desk.Control().Strategy.ChangeReason);
    }

    /// <summary>Goal: what one person switched off nobody switches on alone; two do.</summary>
    [Theory]
    [InlineData("/api/ui/set-strategy-enabled")]
    [InlineData("/api/ui/strategy/enable")]
    public async Task SwitchedOn_ByOnePerson_Is403_AndStaysOff(string route)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        await PostAsync(desk, "/api/ui/strategy/disable", new { strategy = "cross_exchange_arb", reason = "losses" });
        foreach (string token in (string[])[WebDesk.SecondOperatorToken, WebDesk.OperatorToken])
        {
            using HttpClient client = desk.Client(token);
            using HttpResponseMessage answer = await client.PostAsJsonAsync(route, new { strategy = "cross_exchange_arb", enabled = true, reason = "go on" });
            Assert.Equal((HttpStatusCode.Forbidden, "release_needs_two"), (answer.StatusCode, (await WebDesk.JsonAsync(answer)).GetProperty("code").GetString()));
            Assert.False(desk.Control().Strategy.Enabled);
        }

        await SwitchOnByTwoAsync(desk);
        Assert.True(desk.Control().Strategy.Enabled);
    }

    [Fact]
    public async Task SwitchedOn_WithoutTheTwoManRule_IsOneCall_AndOneButton()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(o => o with { Control = o.Control with { TwoManRule = false } });
        var person = new Operator(desk, WebDesk.OperatorToken);
        await PostAsync(desk, "/api/ui/strategy/disable", new { strategy = "cross_exchange_arb" });
        JsonElement on = await PostAsync(desk, "/api/ui/strategy/enable", new { strategy = "cross_exchange_arb", reason = "go on" });
        Assert.Equal(["cross_exchange_arb"], on.GetProperty("enabled_strategies").EnumerateArray().Select(s => s.GetString()));
        foreach ((string state, bool expected) in ((string, bool)[])[("off", false), ("on", true)])
        {
            Assert.EndsWith("done=strategy_switched", (await person.FromBrowserAsync("/ui/strategy", [("subject", "cross_exchange_arb"), ("state", state)])).Said, StringComparison.Ordinal);
            Assert.Equal(expected, desk.Control().Strategy.Enabled);
        }
    }

    [Fact]
    public async Task Page_OfAStrategyThatIsOff_OffersARequest_AndThenTheRequestInItsPlace()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        await PostAsync(desk, "/api/ui/strategy/disable", new { strategy = "cross_exchange_arb", reason = "losses" });
        Assert.Contains("Request switching on: cross_exchange_arb", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
        await new Operator(desk, WebDesk.OperatorToken).FromBrowserAsync("/ui/strategy", [("subject", "cross_exchange_arb"), ("state", "on"), ("reason", "over")]);
        string page = await desk.TextAsync("/ui/dashboard?lang=en");
        Assert.DoesNotContain("Request switching on: cross_exchange_arb", page, StringComparison.Ordinal);
        Assert.Contains("losses (api)", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"strategy\": \"cross_exchange_arb\"}")]
    [InlineData("{\"enabled\": true}")]
    [InlineData("{\"strategy\": \"nonsense\", \"enabled\": true}")]
    [InlineData("not json")]
    public async Task Switch_OfNothing_Is422(string body)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        using HttpClient client = desk.Client();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.PostAsync("/api/ui/set-strategy-enabled", content)).StatusCode);
        Assert.True(desk.Control().Strategy.Enabled);
    }

    [Fact]
    public async Task Views_HaveTheContractsFields()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(o => o with { StrategyLimits = o.StrategyLimits with { DailyLossBudget = new(100m) } });
        JsonElement risk = (await desk.JsonAsync("/api/ui/risk_status", WebDesk.ViewerToken)).GetProperty("strategies").GetProperty("cross_exchange_arb");
        AssertHas(risk.GetProperty("state"), "realized_pnl_today", "realized_pnl_total", "realized_pnl_7d", "max_drawdown_observed", "consecutive_failures", "frozen", "freeze_reason", "reason", "last_update_ts", "enabled");
        AssertHas(risk, "limits", "breach", "breach_reasons", "frozen", "enabled");
        JsonElement row = (await desk.JsonAsync("/api/ui/strategy_status")).GetProperty("strategies")[0];
        AssertHas(row, "strategy", "enabled", "frozen", "freeze_reason", "last_breach", "breach_reasons", "consecutive_failures", "realized_pnl_today", "realized_pnl_total", "realized_pnl_7d", "max_drawdown_observed", "budget_blocked", "budget", "risk_limits");
        JsonElement budget = (await desk.JsonAsync("/api/ui/strategy_budget")).GetProperty("snapshot").GetProperty("cross_exchange_arb");
        AssertHas(budget, "max_notional_usdt", "max_open_positions", "current_notional_usdt", "current_open_positions", "blocked");
        Assert.Equal((100m, 0m, 100m), (
            budget.GetProperty("loss_budget").GetProperty("limit_usdt").GetDecimal(), budget.GetProperty("loss_budget").GetProperty("used_today_usdt").GetDecimal(),
            budget.GetProperty("loss_budget").GetProperty("remaining_usdt").GetDecimal()));
        Assert.Contains("daily loss budget: 0/100", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
    }

    private static async Task SwitchOnByTwoAsync(WebDesk desk)
    {
        using HttpClient first = desk.Client();
        using HttpResponseMessage asked = await first.PostAsJsonAsync("/api/ui/strategy/enable-request", new { strategy = "cross_exchange_arb", reason = "go on" });
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        JsonElement request = await WebDesk.JsonAsync(asked);
        Assert.Equal(("pending", false), (request.GetProperty("status").GetString(), request.GetProperty("enabled").GetBoolean()));
        using HttpClient second = desk.Client(WebDesk.SecondOperatorToken);
        using HttpResponseMessage confirmed = await second.PostAsJsonAsync("/api/ui/strategy/enable-confirm", new { request_id = request.GetProperty("request_id").GetString() });
        JsonElement on = await WebDesk.JsonAsync(confirmed);
        Assert.Equal(("approved", true), (on.GetProperty("status").GetString(), on.GetProperty("enabled").GetBoolean()));
    }

    private static async Task AssertEnabledAsync(WebDesk desk, bool expected)
    {
        JsonElement risk = (await desk.JsonAsync("/api/ui/risk_status")).GetProperty("strategies").GetProperty("cross_exchange_arb");
        JsonElement row = (await desk.JsonAsync("/api/ui/strategy_status")).GetProperty("snapshot").GetProperty("cross_exchange_arb");
        JsonElement status = (await desk.JsonAsync("/api/ui/status")).GetProperty("strategies")[0];
        int count = (await desk.JsonAsync("/api/ui/strategy/status")).GetProperty("enabled_strategies").GetArrayLength();
        Assert.Equal(
            (expected, expected, expected, expected ? 1 : 0),
            (risk.GetProperty("enabled").GetBoolean(), row.GetProperty("enabled").GetBoolean(), status.GetProperty("enabled").GetBoolean(), count));
        Assert.Equal(expected, !(await desk.JsonAsync("/api/ui/status")).GetProperty("opening_blocks").EnumerateArray().Any(b => b.GetProperty("code").GetString() == "strategy_disabled"));
    }

    private static void AssertHas(JsonElement element, params string[] names) => Assert.All(names, name => Assert.True(element.TryGetProperty(name, out _), name));

    private static async Task<JsonElement> PostAsync(WebDesk desk, string path, object body)
    {
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.PostAsJsonAsync(path, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await WebDesk.JsonAsync(answer);
    }
}
