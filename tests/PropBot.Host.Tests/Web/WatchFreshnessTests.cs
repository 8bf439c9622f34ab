using System.Text.Json;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: while nobody looks at the venues no view calls them well: an engine that waits for its ledger is alive and looks at nothing.</summary>
public sealed class WatchFreshnessTests
{
    [Theory]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public async Task Watchdog_ThatHasNotLookedForTooLong_IsDegraded_OnBadgeApiAndMetrics(int silence, bool isFresh)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        desk.Pass(3);
        // It waits for the ledger: alive, and without a look since.
        desk.Health = desk.Health with { EngineSilence = TimeSpan.FromSeconds(silence) };
        JsonElement status = await desk.JsonAsync("/api/ui/watchdog_status", WebDesk.ViewerToken);
        string expected = isFresh ? "OK" : "DEGRADED";
        JsonElement okx = status.GetProperty("exchanges").GetProperty("okx-perp");
        Assert.Equal((isFresh, expected, isFresh ? "" : "no_fresh_sample"), (status.GetProperty("overall_ok").GetBoolean(), status.GetProperty("badge").GetString(), status.GetProperty("badge_reason").GetString()));
        Assert.Equal((isFresh, expected), (okx.GetProperty("ok").GetBoolean(), okx.GetProperty("status").GetString()));
        Assert.Equal(expected, (await desk.JsonAsync("/api/ui/status")).GetProperty("badges").GetProperty("watchdog").GetString());
        string metrics = await desk.TextAsync("/metrics", null);
        Assert.Contains($"propbot_watchdog_ok{{exchange=\"okx-perp\"}} {(isFresh ? 1 : 0)}", metrics, StringComparison.Ordinal);
        Assert.Contains($"propbot_watchdog_state{{exchange=\"okx-perp\",state=\"{expected}\"}} 1", metrics, StringComparison.Ordinal);
    }
}
