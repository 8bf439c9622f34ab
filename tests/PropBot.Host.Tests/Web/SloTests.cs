using System.Text.Json;
using PropBot.Core.Risk;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>The service levels in API, metrics and page are those of the engine, and what has no data says so.</summary>
public sealed class SloTests
{
    [Fact]
    public async Task BurningBudget_IsTheSameInEveryView()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(o => o with
        {
            Slo = new SloOptions { Enabled = true, Limits = new Dictionary<SloMetric, decimal> { [SloMetric.StreamGap] = 800m, [SloMetric.NakedRisk] = 1_000m } },
        });
        desk.Pass(6);

        JsonElement answer = await desk.JsonAsync("/api/ui/status/slo");
        decimal gap = answer.GetProperty("slo").GetProperty("ws_gap_ms_p95").GetDecimal();
        Assert.InRange(gap, 950m, 1_000m);
        Assert.Equal(800m, answer.GetProperty("thresholds").GetProperty("ws_gap_ms_p95").GetDecimal());
        Assert.Equal(1_000m, answer.GetProperty("slo").GetProperty("budget_remaining").GetDecimal());
        Assert.Contains("order_cycle_ms_p95", answer.GetProperty("no_data").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("slo").GetProperty("reject_rate").ValueKind);
        JsonElement alert = Assert.Single(answer.GetProperty("alerts").EnumerateArray());
        Assert.Equal(("error", "ws_gap_ms_p95"), (alert.GetProperty("severity").GetString(), alert.GetProperty("title").GetString()));
        Assert.Equal(0.5m, answer.GetProperty("size_scale").GetProperty("fraction").GetDecimal());

        IReadOnlyDictionary<string, string> metrics = PrometheusText.Values(await desk.TextAsync("/metrics"));
        Assert.Equal(gap, decimal.Parse(metrics["propbot_slo_value{metric=ws_gap_ms_p95}"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(("1", "0"), (metrics["propbot_slo_level{metric=ws_gap_ms_p95}"], metrics["propbot_slo_level{metric=naked_notional_seconds}"]));
        Assert.False(metrics.ContainsKey("propbot_slo_value{metric=reject_rate}"));
        Assert.Contains("BURNING: smaller pairs", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
        Assert.Contains("РАСХОД: пары меньше", await desk.TextAsync("/ui/dashboard?lang=ru"), StringComparison.Ordinal);
    }
}
