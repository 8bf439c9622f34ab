using System.Text.Json;

namespace PropBot.Host.Tests.Web;

/// <summary>What the risk rules compare is read by programs, by both names, as the engine's snapshot has it.</summary>
public sealed class RiskApiTests
{
    [Theory]
    [InlineData("/api/risk/state")]
    [InlineData("/api/ui/risk_snapshot")]
    public async Task Risk_IsTheSnapshotsOwn(string route)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        JsonElement risk = await desk.JsonAsync(route, WebDesk.ViewerToken);
        JsonElement total = risk.GetProperty("limits").EnumerateArray().Single(l => l.GetProperty("limit").GetString() == "total_cap");
        Assert.Equal(("*", 60_000m, "USDT", false), (
            total.GetProperty("scope").GetString(), total.GetProperty("threshold").GetDecimal(), total.GetProperty("unit").GetString(), total.GetProperty("breached").GetBoolean()));
        string[] named = [.. risk.GetProperty("limits").EnumerateArray().Select(l => l.GetProperty("limit").GetString()!).Distinct()];
        string[] wanted = ["strategy_cap", "asset_cap", "net_delta", "venue_cap", "open_orders", "leverage", "runaway_orders_per_min", "runaway_cancels_per_min", "venue_rejects"];
        Assert.Empty(wanted.Except(named));
        Assert.Empty(risk.GetProperty("breaches").EnumerateArray());
    }
}
