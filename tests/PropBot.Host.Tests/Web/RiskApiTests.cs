using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>What the risk rules compare is read by programs, by both names, as the engine's snapshot has it.</summary>
public sealed class RiskApiTests
{
    [Fact]
    public async Task Risk_IsTheSnapshotsOwn()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        JsonElement risk = await desk.JsonAsync("/api/ui/risk_snapshot", WebDesk.ViewerToken);
        JsonElement total = risk.GetProperty("limits").EnumerateArray().Single(l => l.GetProperty("limit").GetString() == "total_cap");
        Assert.Equal(("*", 60_000m, "USDT", false), (
            total.GetProperty("scope").GetString(), total.GetProperty("threshold").GetDecimal(), total.GetProperty("unit").GetString(), total.GetProperty("breached").GetBoolean()));
        string[] named = [.. risk.GetProperty("limits").EnumerateArray().Select(l => l.GetProperty("limit").GetString()!).Distinct()];
        string[] wanted = ["strategy_cap", "asset_cap", "net_delta", "venue_cap", "open_orders", "leverage", "runaway_orders_per_min", "runaway_cancels_per_min", "venue_rejects",
            "order_cap", "daily_loss", "drawdown", "strategy_budget", "margin_call"];
        Assert.Empty(wanted.Except(named));
        Assert.Empty(risk.GetProperty("breaches").EnumerateArray());
    }

    [Fact]
    public async Task Page_ShowsEveryLimitWithWhatIsUsedAndLeft_AsTheApiDoes()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(o => o with { Risk = o.Risk with { MaxOrdersPerMinute = 0 } });
        // Past the warm-up of 15 s with the 2 s before, and before silent marks make a pair smaller.
        desk.Pass(14);
        desk.Engine!.Quote(new InstrumentId(VenueId.OkxPerp, TestInstruments.Btc), 60_300m, 60_300.1m);
        desk.Publish();
        string page = await desk.TextAsync("/ui/dashboard?lang=en");
        JsonElement[] limits = [.. (await desk.JsonAsync("/api/ui/risk_snapshot")).GetProperty("limits").EnumerateArray()];
        Assert.All(limits, l => Assert.Equal(
            l.GetProperty("current").GetDecimal(), PageText.Field(page, "risk_current", $"{l.GetProperty("limit").GetString()} {l.GetProperty("scope").GetString()}")));

        // A pair of 0.08 BTC at about 60,000 is on its way, counted at its full size: 4,800 of 60,000.
        JsonElement total = limits.Single(l => l.GetProperty("limit").GetString() == "total_cap");
        Assert.InRange(total.GetProperty("current").GetDecimal(), 4_700m, 4_900m);
        Assert.Equal(60_000m - total.GetProperty("current").GetDecimal(), total.GetProperty("remaining").GetDecimal());
        Assert.InRange(total.GetProperty("used_fraction").GetDecimal(), 0.078m, 0.082m);
        // The score is the fullest of them all.
        JsonElement fullest = limits.Where(l => l.GetProperty("used_fraction").ValueKind == JsonValueKind.Number).MaxBy(l => l.GetProperty("used_fraction").GetDecimal());
        JsonElement risk = await desk.JsonAsync("/api/ui/risk_snapshot");
        Assert.Equal(Math.Truncate(fullest.GetProperty("used_fraction").GetDecimal() * 10_000m) / 100m, risk.GetProperty("risk_score").GetDecimal());
        Assert.Equal(fullest.GetProperty("limit").GetString(), risk.GetProperty("fullest_limit").GetProperty("limit").GetString());
        Assert.True(risk.GetProperty("risk_score").GetDecimal() > 0m);
        // Zero orders a minute is off, not full.
        JsonElement pace = limits.Single(l => l.GetProperty("limit").GetString() == "runaway_orders_per_min");
        Assert.Equal((2m, JsonValueKind.Null, false), (pace.GetProperty("current").GetDecimal(), pace.GetProperty("used_fraction").ValueKind, pace.GetProperty("breached").GetBoolean()));
    }

    [Fact]
    public async Task Accounting_SetsWhatIsOnAndLostAgainstTheLimits_AndNamesTheLatestDenial()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(o => o with
        {
            StrategyLimits = o.StrategyLimits with { DailyLossBudget = new(100m) },
            Risk = o.Risk with { MaxNotionalPerSymbol = new(50m) },
        });
        desk.Pass(40);
        Assert.Equal(JsonValueKind.Null, (await desk.JsonAsync("/api/ui/risk_snapshot")).GetProperty("accounting").GetProperty("last_denial").ValueKind);
        desk.Engine!.Quote(new InstrumentId(VenueId.OkxPerp, TestInstruments.Btc), 60_300m, 60_300.1m);
        desk.Publish();
        JsonElement accounting = (await desk.JsonAsync("/api/ui/risk_snapshot")).GetProperty("accounting");
        JsonElement denial = accounting.GetProperty("last_denial");
        Assert.Equal(("caps_exceeded", "SKIPPED_BY_RISK", "cross_exchange_arb", false), (
            denial.GetProperty("reason").GetString(), denial.GetProperty("state").GetString(), denial.GetProperty("strategy").GetString(), denial.GetProperty("hold_engaged").GetBoolean()));
        Assert.Equal(("symbol_cap", 50m), (denial.GetProperty("details").GetProperty("code").GetString(), denial.GetProperty("details").GetProperty("limit").GetDecimal()));
        JsonElement budget = accounting.GetProperty("per_strategy").GetProperty("cross_exchange_arb").GetProperty("budget");
        Assert.Equal((0m, 100m, 100m, 100m), (
            budget.GetProperty("used").GetDecimal(), budget.GetProperty("limit").GetDecimal(), budget.GetProperty("limit_usdt").GetDecimal(), budget.GetProperty("remaining_usdt").GetDecimal()));
    }

    [Fact]
    public async Task Universe_HasTheConfiguredSymbolsWithEachVenuesPricesAndRules()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        desk.Pass(40);
        desk.Engine!.Quote(new InstrumentId(VenueId.OkxPerp, TestInstruments.Btc), 60_060m, 60_066m);
        desk.Publish();
        JsonElement universe = await desk.JsonAsync("/api/ui/universe?limit=1", WebDesk.ViewerToken);
        JsonElement pair = Assert.Single(universe.GetProperty("pairs").EnumerateArray());
        Assert.Equal(("BTCUSDT", JsonValueKind.Number), (pair.GetProperty("symbol").GetString(), pair.GetProperty("score").ValueKind));
        JsonElement okx = pair.GetProperty("venues").EnumerateObject().Single(v => v.Name.StartsWith("okx", StringComparison.Ordinal)).Value;
        // 6 of 60,060 are 0.999 bps.
        Assert.InRange(okx.GetProperty("spread_bps").GetDecimal(), 0.9990m, 0.9991m);
        Assert.Equal((60_060m, 60_066m, 10m, true), (
            okx.GetProperty("best_bid").GetDecimal(), okx.GetProperty("best_ask").GetDecimal(), okx.GetProperty("depth").GetProperty("bid_qty").GetDecimal(), okx.GetProperty("supported").GetBoolean()));
        Assert.Equal((TestInstruments.OkxBtc.MinQuantity.Value, TestInstruments.OkxBtc.Lot.Value), (
            okx.GetProperty("filters").GetProperty("min_qty").GetDecimal(), okx.GetProperty("filters").GetProperty("step_size").GetDecimal()));
        using HttpClient client = desk.Client();
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, (await client.GetAsync("/api/ui/universe?limit=0")).StatusCode);
    }
}
