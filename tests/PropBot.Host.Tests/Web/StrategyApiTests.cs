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

        JsonElement on = await PostAsync(desk, "/api/ui/strategy/enable", new { strategy = "cross_exchange_arb", reason = "go on" });
        Assert.Equal(["cross_exchange_arb"], on.GetProperty("enabled_strategies").EnumerateArray().Select(s => s.GetString()));
        await AssertEnabledAsync(desk, true);

        using HttpClient client = desk.Client();
        using var form = new FormUrlEncodedContent([new("strategy_name", "cross_exchange_arb"), new("enabled", "false"), new("reason", "form")]);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/api/ui/set-strategy-enabled", form)).StatusCode);
        await AssertEnabledAsync(desk, false);
        Assert.Equal("form", desk.Control().Strategy.ChangeReason);
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
