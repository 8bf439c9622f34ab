using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Host.Chaos;
using PropBot.Testing;
using PropBot.Venues.Chaos;

namespace PropBot.Host.Tests.Web;

public sealed class ChaosTests
{
    private static readonly ChaosSettings Mild = new()
    {
        Enabled = true,
        Profile = "mild",
        SelectedProfile = "mild",
        WsDropP = 0.05m,
        RestTimeoutP = 0.02m,
        OrderDelayMs = 150,
        Seed = 9,
    };

    [Fact]
    public async Task Chaos_Off_IsNeutralEverywhere()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.Chaos = new DeskChaos(ChaosSettings.Off with { SelectedProfile = "storm" }, SampleDesk.Venues);

        string body = await desk.TextAsync("/api/ui/chaos", WebDesk.ViewerToken);
        Assert.Equal(
            """{"enabled":false,"profile":"none","selected_profile":"storm","ws_drop_p":0,"rest_timeout_p":0,"order_delay_ms":0,"seed":1,"injected":{}}""",
            body);
        Assert.Contains("Chaos profile: none · DISABLED", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
        IReadOnlyDictionary<string, string> metrics = PrometheusText.Values(await desk.TextAsync("/metrics"));
        Assert.Equal("0", metrics["propbot_chaos_enabled{}"]);
        Assert.DoesNotContain(metrics.Keys, name => name.StartsWith("propbot_chaos_injected_total", StringComparison.Ordinal));
        Assert.All(SampleDesk.Venues, venue => Assert.Null(desk.Chaos.Of(venue)));
    }

    [Fact]
    public async Task Chaos_On_IsShownWithWhatWasInjected()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.Chaos = new DeskChaos(Mild, SampleDesk.Venues);
        VenueChaos okx = desk.Chaos.Of(VenueId.OkxPerp)!;
        Assert.Equal(new ChaosOptions { DropProbability = 0.05m, TimeoutProbability = 0.02m, OrderDelay = TimeSpan.FromMilliseconds(150), Seed = 9 }, okx.Options);
        okx.Count(ChaosKind.WsDrop);
        okx.Count(ChaosKind.WsDrop);
        okx.Count(ChaosKind.RestTimeoutSent);
        desk.Chaos.Of(VenueId.BybitLinear)!.Count(ChaosKind.OrderDelay);

        JsonElement body = await desk.JsonAsync("/api/ui/chaos", WebDesk.ViewerToken);
        Assert.True(body.GetProperty("enabled").GetBoolean());
        Assert.Equal(("mild", "mild"), (body.GetProperty("profile").GetString(), body.GetProperty("selected_profile").GetString()));
        Assert.Equal((0.05m, 0.02m, 150), (body.GetProperty("ws_drop_p").GetDecimal(), body.GetProperty("rest_timeout_p").GetDecimal(), body.GetProperty("order_delay_ms").GetInt32()));
        Assert.Equal(9, body.GetProperty("seed").GetInt32());
        JsonElement injected = body.GetProperty("injected");
        Assert.Equal("""{"ws_drop":2,"rest_timeout_unsent":0,"rest_timeout_sent":1,"order_delay":0}""", injected.GetProperty("okx-perp").GetRawText());
        Assert.Equal(1, injected.GetProperty("bybit-linear").GetProperty("order_delay").GetInt64());

        IReadOnlyDictionary<string, string> metrics = PrometheusText.Values(await desk.TextAsync("/metrics"));
        Assert.Equal("1", metrics["propbot_chaos_enabled{}"]);
        Assert.Equal("2", metrics["propbot_chaos_injected_total{kind=ws_drop,venue=okx-perp}"]);
        Assert.Equal("0", metrics["propbot_chaos_injected_total{kind=order_delay,venue=binance-um}"]);
    }

    [Theory]
    [InlineData("en", "Chaos profile: mild · ENABLED · market-data loss 5 % · REST time-outs 2 % · order delay 150 ms · seed 9 · injected 1")]
    [InlineData("ru", "Chaos profile: mild · ENABLED · потеря рыночных данных 5 % · тайм-ауты REST 2 % · задержка заявок 150 мс · зерно 9 · внедрено 1")]
    public async Task Dashboard_HasTheRunbooksLine(string language, string expected)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.Chaos = new DeskChaos(Mild, SampleDesk.Venues);
        desk.Chaos.Of(VenueId.OkxPerp)!.Count(ChaosKind.WsDrop);

        string page = await desk.TextAsync($"/ui/dashboard?lang={language}", WebDesk.ViewerToken);

        Assert.Contains(expected, PageText.Visible(page), StringComparison.Ordinal);
    }
}
