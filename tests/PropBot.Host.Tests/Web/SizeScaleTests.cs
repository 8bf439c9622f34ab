using System.Text.Json;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>Why new pairs are smaller stands in the API, on the page and in the metrics, with one number.</summary>
public sealed class SizeScaleTests
{
    [Fact]
    public async Task AfterAResume_AndWhereAVenueIsNotWell_EveryViewSaysWhy()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        IReadOnlyDictionary<string, string> before = PrometheusText.Values(await desk.TextAsync("/metrics"));
        Assert.Equal(("1", "1"), (before["propbot_size_scale{reason=after_resume}"], before["propbot_size_scale{reason=venue_health}"]));
        Assert.DoesNotContain("New pairs are smaller", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);

        desk.Engine!.Feed(new HoldRequested("anna", "news"));
        desk.Engine.LeaveHold();
        desk.Engine.Feed(new VenueClockMeasured(VenueId.OkxPerp, TimeSpan.Zero, TimeSpan.FromSeconds(3.75), TimeSpan.FromSeconds(5)));
        desk.Pass(2);

        JsonElement scale = (await desk.JsonAsync("/api/ui/status")).GetProperty("size_scale");
        Assert.Equal(0.25m, scale.GetProperty("fraction").GetDecimal());
        Assert.Equal(
            [("after_resume", 0.25m, null), ("venue_health", 0.6m, "okx-perp")],
            scale.GetProperty("factors").EnumerateArray().Select(f => (f.GetProperty("reason").GetString(), f.GetProperty("fraction").GetDecimal(), f.GetProperty("venue").GetString())));

        JsonElement health = (await desk.JsonAsync("/api/ui/watchdog_status")).GetProperty("exchanges").GetProperty("okx-perp").GetProperty("health");
        Assert.Equal(0.6m, health.GetProperty("score").GetDecimal());
        JsonElement clock = health.GetProperty("components").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "clock");
        Assert.Equal(
            (3.75m, 5m, 0.8m, 0.5m),
            (clock.GetProperty("value").GetDecimal(), clock.GetProperty("threshold").GetDecimal(), clock.GetProperty("weight").GetDecimal(), clock.GetProperty("score").GetDecimal()));

        IReadOnlyDictionary<string, string> after = PrometheusText.Values(await desk.TextAsync("/metrics"));
        Assert.Equal(("0.25", "0.6"), (after["propbot_size_scale{reason=after_resume}"], after["propbot_size_scale{reason=venue_health}"]));
        Assert.Equal("0.6", after["propbot_venue_health_score{exchange=okx-perp}"]);
        Assert.Contains("0.25 of the size after resume: 0 of 3 clean pairs so far", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
        Assert.Contains("чистых пар 0 из 3", await desk.TextAsync("/ui/dashboard?lang=ru"), StringComparison.Ordinal);
    }
}
