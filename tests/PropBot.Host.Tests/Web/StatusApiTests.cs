using System.Net;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Api;
using PropBot.Host.Auth;
using PropBot.Host.Surface;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

public sealed class StatusApiTests
{
    [Fact]
    public async Task Status_Trading_TellsTheWholeDesk()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        JsonElement body = await desk.JsonAsync("/api/ui/status");

        Assert.Equal("2026-03-04T10:15:30.000000Z", body.GetProperty("ts").GetString());
        Assert.Equal(184_223, body.GetProperty("sequence").GetInt64());
        Assert.Equal("RUN", body.GetProperty("control").GetProperty("mode").GetString());
        Assert.False(body.GetProperty("control").GetProperty("hold_active").GetBoolean());
        Assert.Equal("model", body.GetProperty("feed").GetProperty("kind").GetString());
        Assert.Equal("book_untrusted", body.GetProperty("opening_blocks")[0].GetProperty("code").GetString());

        JsonElement badges = body.GetProperty("badges");
        Assert.Equal("ON", badges.GetProperty("auto_trade").GetString());
        Assert.Equal("OK", badges.GetProperty("daily_loss").GetString());
        Assert.Equal("DEGRADED", badges.GetProperty("watchdog").GetString());
        Assert.Equal("PARTIAL", badges.GetProperty("partial_hedges").GetString());

        JsonElement venue = body.GetProperty("venues")[1];
        Assert.Equal("okx-perp", venue.GetProperty("venue").GetString());
        Assert.Equal("up", venue.GetProperty("link").GetString());
        Assert.False(venue.GetProperty("ok").GetBoolean());
        JsonElement book = venue.GetProperty("books")[1];
        Assert.Equal("ETH-USDT-SWAP", book.GetProperty("native_symbol").GetString());
        Assert.Equal("stale", book.GetProperty("trust").GetString());
        Assert.Equal(2.7, book.GetProperty("age_seconds").GetDouble());
        Assert.Equal(-0.00003m, book.GetProperty("funding_rate").GetDecimal());
        Assert.Equal(0m, venue.GetProperty("account").GetProperty("difference_usdt").GetDecimal());
        Assert.Equal(61_408, venue.GetProperty("statistics").GetProperty("messages").GetInt64());

        Assert.Equal(0m, body.GetProperty("totals").GetProperty("unexplained_usdt").GetDecimal());
        Assert.Equal(14, body.GetProperty("counters").GetProperty("fills_booked").GetInt64());
        Assert.Equal("venue_link", body.GetProperty("alerts")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Status_Decimals_AreExactNumbersWithoutTrailingZeros()
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(snapshot with { Totals = snapshot.Totals with { Capital = 30_000.1000m, OtherIncome = 0.000000001m } });
        string body = await desk.TextAsync("/api/ui/status");
        Assert.Contains("\"capital_usdt\":30000.1,", body);
        Assert.Contains("\"other_income_usdt\":0.000000001,", body);
        Assert.Contains("стакан", body);
    }

    [Theory]
    [InlineData("hold", "OFF")]
    [InlineData("dead", "OFF")]
    [InlineData("halted", "OFF")]
    [InlineData("journal", "OFF")]
    [InlineData("shutdown", "OFF")]
    [InlineData("killed", "OFF")]
    [InlineData("dry", "OFF")]
    [InlineData("run", "ON")]
    public void AutoTrade_IsOnOnlyWhenOrdersCanBeSent(string state, string expected)
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        var health = new HealthState { JournalOk = true, ResumeOk = true, ConfigOk = true, Leader = true, EngineAlive = true };
        (snapshot, health) = state switch
        {
            "hold" => (snapshot with { Control = snapshot.Control with { Mode = ControlMode.Hold } }, health),
            "killed" => (snapshot with { Control = snapshot.Control with { Kill = new KillLatch("anna", "x", SampleDesk.Now, "", false) } }, health),
            "dry" => (snapshot with { IsDryRun = true }, health),
            "dead" => (snapshot, health with { EngineAlive = false }),
            "halted" => (snapshot, health with { HaltedReason = "broken invariant" }),
            "journal" => (snapshot, health with { JournalOk = false }),
            "shutdown" => (snapshot with { ShutdownComplete = true }, health),
            _ => (snapshot, health),
        };
        Assert.Equal(expected, Badges.Of(snapshot, health).AutoTrade);
    }

    [Fact]
    public async Task DailyLossStatus_HasTheContractsFields()
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(snapshot with { Day = SampleDesk.Today(-80m, -95m, 200m) with { IsLossBreached = true } });
        JsonElement body = await desk.JsonAsync("/api/ui/daily_loss_status");
        Assert.Equal("2026-03-04", body.GetProperty("utc_day").GetString());
        foreach ((string field, decimal expected) in ((string, decimal)[])
            [("realized_pnl_today_usdt", -80m), ("realized_today_usdt", -80m), ("losses_usdt", 80m), ("max_daily_loss_usdt", 200m), ("cap_usdt", 200m),
            ("percentage_used", 40m), ("remaining_usdt", 120m), ("equity_change_today_usdt", -95m), ("equity_losses_usdt", 95m)])
        {
            Assert.Equal(expected, body.GetProperty(field).GetDecimal());
        }

        foreach (string flag in (string[])["breached", "enabled", "blocking"])
        {
            Assert.True(body.GetProperty(flag).GetBoolean());
        }
    }

    [Theory]
    [InlineData("/api/ui/status")]
    [InlineData("/api/ui/positions")]
    [InlineData("/api/ui/edges")]
    [InlineData("/api/ui/equity")]
    public async Task Reads_BeforeTheFirstSnapshot_SayTryAgain(string path)
    {
        await using WebDesk desk = await WebDesk.StartAsync(null);
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("starting", (await WebDesk.JsonAsync(answer)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Edges_AreToldPartByPart()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        JsonElement edge = (await desk.JsonAsync("/api/ui/edges")).GetProperty("edges")[0];
        Assert.Equal("BTCUSDT", edge.GetProperty("symbol").GetString());
        Assert.Equal("symbol_busy", edge.GetProperty("verdict").GetString());
        decimal net = edge.GetProperty("gross_bps").GetDecimal()
            - ((string[])["entry_fees_bps", "exit_fees_bps", "entry_slippage_bps", "exit_slippage_bps", "funding_bps", "residual_basis_bps"])
                .Sum(part => edge.GetProperty(part).GetDecimal());
        Assert.Equal(edge.GetProperty("net_bps").GetDecimal(), net);
    }

    [Fact]
    public async Task Equity_TellsCurveAndNow()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        JsonElement body = await desk.JsonAsync("/api/ui/equity?from=2026-03-04T10:00:00Z&to=2026-03-04T12:00:00%2B02:00&max_points=2");
        Assert.Equal(2, (await desk.JsonAsync("/api/ui/equity?max_points=2")).GetProperty("points").GetArrayLength());
        // 12:00+02:00 is 10:00 UTC: no point lies between the two.
        Assert.Equal(0, body.GetProperty("points").GetArrayLength());
        Assert.Equal(SampleDesk.Trading().Totals.Equity, body.GetProperty("equity_usdt").GetDecimal());
    }

    [Theory]
    [InlineData("/api/ui/equity?from=yesterday", "from=yesterday")]
    [InlineData("/api/ui/equity?max_points=1", "from 2 to 5000")]
    [InlineData("/api/ui/equity?max_points=many", "max_points=many")]
    [InlineData("/api/ui/equity?from=2026-03-05T00:00:00Z&to=2026-03-04T00:00:00Z", "is after")]
    [InlineData("/api/ui/positions?status=lost", "open, closed, all")]
    [InlineData("/api/ui/positions?status=", "open, closed, all")]
    [InlineData("/api/ui/positions?limit=0", "from 1 to 5000")]
    [InlineData("/api/ui/positions/abc", "not a pair id")]
    [InlineData("/api/ui/positions/P-5", "not a pair id")]
    [InlineData("/ui/dashboard?lang=fr", "en, ru")]
    [InlineData("/ui/dashboard?range=week", "1h, 24h, all")]
    [InlineData("/ui/events?range=week", "1h, 24h, all")]
    public async Task UnknownValue_Is422AndSaysWhatIsKnown(string path, string said)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(said, (await WebDesk.JsonAsync(answer)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Ledger_CannotBeRead_SaysWhatToDo()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.Ledger.IsBroken = true;
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.GetAsync("/api/ui/positions?status=all");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Check the disk", (await WebDesk.JsonAsync(answer)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task OpenApi_DescribesEveryRouteOfTheApi()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        JsonElement document = await desk.JsonAsync("/openapi/v1.json");
        string[] paths = [.. document.GetProperty("paths").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)];
        // The page's own routes, and the description itself, are not for programs.
        Assert.Equal(
            AccessTable.Routes.Select(r => r.Pattern).Where(p => p is not ("/" or ApiDescription.Route) && !p.StartsWith("/ui/", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
            paths);
        JsonElement position = document.GetProperty("components").GetProperty("schemas").GetProperty("PositionResponse").GetProperty("properties");
        Assert.Equal("number", position.GetProperty("pnl_usdt").GetProperty("type").GetString());
        Assert.Equal("date-time", position.GetProperty("timestamp").GetProperty("format").GetString());
    }
}
