using System.Net;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;
using PropBot.Host.Surface;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/health")]
    public async Task Healthz_AllFine_Is200_ForEverybody(string path)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.Health = desk.Health with { JournalAge = TimeSpan.FromSeconds(1.2345) };
        (HttpStatusCode status, JsonElement body) = await GetAsync(desk, path);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.All((string[])["ok", "journal_ok", "resume_ok", "leader", "config_ok"], key => Assert.True(body.GetProperty(key).GetBoolean(), key));
        Assert.Equal(1.234m, body.GetProperty("journal_age_sec").GetDecimal());
        Assert.Equal(JsonValueKind.Null, body.GetProperty("journal_fault").ValueKind);
    }

    [Theory]
    [InlineData("journal")]
    [InlineData("resume")]
    [InlineData("engine")]
    [InlineData("halted")]
    public async Task Healthz_PartFails_Is503(string part)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.Health = part switch
        {
            "journal" => desk.Health with { JournalOk = false },
            "resume" => desk.Health with { ResumeOk = false },
            "engine" => desk.Health with { EngineAlive = false },
            _ => desk.Health with { HaltedReason = "broken invariant: legs are equal" },
        };
        (HttpStatusCode status, JsonElement body) = await GetAsync(desk, "/healthz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.False(body.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Healthz_LeaderAndConfiguration_Inform()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.Health = desk.Health with { Leader = false, ConfigOk = false };
        (HttpStatusCode status, JsonElement body) = await GetAsync(desk, "/healthz");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False(body.GetProperty("leader").GetBoolean());
        Assert.False(body.GetProperty("config_ok").GetBoolean());
    }

    [Fact]
    public async Task Readiness_Held_IsReadyWithAWarning()
    {
        EngineSnapshot held = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(held with { Control = ControlState.Held(new HoldCause(HoldKind.Operator, "maintenance", "anna", SampleDesk.Now)) });
        (HttpStatusCode status, JsonElement body) = await GetAsync(desk, "/live-readiness");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(body.GetProperty("ok").GetBoolean());
        Assert.True(body.GetProperty("ready").GetBoolean());
        Assert.True(body.GetProperty("hold").GetBoolean());
        Assert.Equal("HOLD", body.GetProperty("mode").GetString());
        Assert.Contains("hold:active", Strings(body, "warnings"));
        Assert.Empty(Strings(body, "reasons"));
    }

    [Fact]
    public async Task Readiness_DailyLossBreached_Is503()
    {
        EngineSnapshot breached = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(
            breached with { Day = breached.Day with { IsLossBreached = true } });
        (HttpStatusCode status, JsonElement body) = await GetAsync(desk, "/live-readiness");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(["daily_loss:breach"], Strings(body, "reasons"));
    }

    [Fact]
    public async Task Readiness_WatchdogHolds_Is503()
    {
        EngineSnapshot held = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(held with
        {
            Watchdog = held.Watchdog with
            {
                Venues = [.. held.Watchdog.Venues.Select(v => v.Venue == VenueId.OkxPerp ? v with { Status = WatchStatus.AutoHold, Reason = "rest: timeout" } : v)],
            },
        });
        (HttpStatusCode status, JsonElement body) = await GetAsync(desk, "/live-readiness");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("watchdog:auto_hold", Strings(body, "reasons"));
    }

    [Fact]
    public async Task Readiness_BeforeTheFirstSnapshot_Is503()
    {
        await using WebDesk desk = await WebDesk.StartAsync(null);
        (HttpStatusCode status, JsonElement body) = await GetAsync(desk, "/live-readiness");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(["engine:no_snapshot"], Strings(body, "reasons"));
    }

    [Fact]
    public async Task Readiness_HealthFails_NamesEveryPart()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.Health = new HealthState
        {
            JournalOk = false,
            ResumeOk = true,
            ConfigOk = false,
            Leader = false,
            EngineAlive = true,
            HaltedReason = "broken invariant",
        };
        (_, JsonElement body) = await GetAsync(desk, "/live-readiness");
        Assert.Equal(
            ["healthz:not_ok", "journal:not_ok", "engine:halted", "config:not_ok", "leader:not_acquired"], Strings(body, "reasons"));
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(WebDesk desk, string path)
    {
        using HttpClient client = desk.Client(null);
        using HttpResponseMessage answer = await client.GetAsync(path);
        return (answer.StatusCode, await WebDesk.JsonAsync(answer));
    }

    private static string[] Strings(JsonElement body, string key) => [.. body.GetProperty(key).EnumerateArray().Select(e => e.GetString()!)];
}
