using System.Text.Json;
using PropBot.Core.Risk;
using PropBot.Core.Values;
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
            Slo = new SloOptions { Enabled = true, LongWindowFrom = TimeSpan.Zero, Limits = new Dictionary<SloMetric, decimal> { [SloMetric.StreamGap] = 800m, [SloMetric.NakedRisk] = 1_000m } },
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

    /// <summary>The rows of the contract, by the engine's own counts: one pair has been opened, of two orders.</summary>
    [Theory]
    [InlineData("/api/ui/status/slo")]
    [InlineData("/api/ui/status/overview")]
    [InlineData("/api/ui/status/components")]
    public async Task Rows_OfTheContract_TellWhatOpensPairs(string route)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        JsonElement before = (await desk.JsonAsync(route)).GetProperty("auto_hedge");
        Assert.Equal((true, JsonValueKind.Null), (before.GetProperty("auto_enabled").GetBoolean(), before.GetProperty("last_execution_ts").ValueKind));

        // Warmed up; then the two prices part.
        desk.Pass(40);
        desk.Engine!.Quote(new InstrumentId(VenueId.OkxPerp, TestInstruments.Btc), 60_300m, 60_300.1m);
        desk.Publish();
        JsonElement answer = await desk.JsonAsync(route);
        JsonElement guard = answer.GetProperty("runaway_guard");
        Assert.Equal((300, 600, 2, 0), (
            guard.GetProperty("limits").GetProperty("max_orders_per_min").GetInt32(), guard.GetProperty("limits").GetProperty("max_cancels_per_min").GetInt32(),
            guard.GetProperty("counters").GetProperty("orders_placed_last_min").GetInt32(), guard.GetProperty("counters").GetProperty("cancels_last_min").GetInt32()));
        JsonElement hedge = answer.GetProperty("auto_hedge");
        Assert.Equal(("opening", 0, false), (
            hedge.GetProperty("last_execution_result").GetString(), hedge.GetProperty("consecutive_failures").GetInt32(), hedge.GetProperty("on_hold").GetBoolean()));
        Assert.Equal(answer.GetProperty("ts").GetDateTimeOffset(), hedge.GetProperty("last_execution_ts").GetDateTimeOffset());
        Assert.Equal(answer.GetProperty("ts").GetDateTimeOffset(), hedge.GetProperty("last_opportunity_checked_ts").GetDateTimeOffset());
        Assert.Equal("resumed", answer.GetProperty("autopilot").GetProperty("last_decision").GetString());
        Assert.Equal("OK", answer.GetProperty("partial_rebalance").GetProperty("label").GetString());
    }
}
