using System.Net;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Host.Api;
using PropBot.Host.Auth;
using PropBot.Host.Surface;
using PropBot.Testing;
using PropBot.Testing.Engine;

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
    [InlineData("braked", "OFF")]
    [InlineData("dead", "OFF")]
    [InlineData("halted", "OFF")]
    [InlineData("journal", "OFF")]
    [InlineData("ended", "OFF")]
    [InlineData("run", "ON")]
    public void AutoTrade_IsOnOnlyWhileNoBrakeIsEngagedAndTheProcessIsWell(string state, string expected)
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        var health = new HealthState { JournalOk = true, ResumeOk = true, ConfigOk = true, Leader = true, EngineAlive = true };
        (snapshot, health) = state switch
        {
            "braked" => (snapshot with { Brake = RiskRule.NakedPair }, health),
            "dead" => (snapshot, health with { EngineAlive = false }),
            "halted" => (snapshot, health with { HaltedReason = "broken invariant" }),
            "journal" => (snapshot, health with { JournalOk = false }),
            "ended" => (snapshot with { ShutdownComplete = true }, health),
            _ => (snapshot, health),
        };
        Assert.Equal(expected, Badges.Of(snapshot, health).AutoTrade);
    }

    /// <summary>Whoever reads ON may take it for true: right then a pair that pays is opened, and with OFF none is.</summary>
    [Theory]
    [InlineData("nothing")]
    [InlineData("hold")]
    [InlineData("frozen")]
    [InlineData("reduce_only")]
    [InlineData("strategy_off")]
    [InlineData("ledger")]
    [InlineData("shutting_down")]
    [InlineData("dry_run")]
    public async Task AutoTrade_IsWhatTheEngineDoesWithAPairThatPays(string brake)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(o => brake == "dry_run" ? o with { Control = o.Control with { DryRun = true } } : o);
        desk.Pass(14);
        if (Engage(brake) is { } engaged)
        {
            desk.Engine!.Feed(engaged);
        }

        desk.Publish();
        foreach (string view in (string[])["/api/ui/runtime_badges", "/api/ui/status/overview", "/api/ui/status/components"])
        {
            JsonElement told = await desk.JsonAsync(view);
            JsonElement badges = told.TryGetProperty("badges", out JsonElement inside) ? inside : told;
            Assert.Equal(brake == "nothing" ? "ON" : "OFF", badges.GetProperty("auto_trade").GetString());
            if (told.TryGetProperty("auto_hedge", out JsonElement work))
            {
                Assert.Equal(brake == "nothing", work.GetProperty("auto_enabled").GetBoolean());
            }
        }

        desk.Engine!.Quote(new InstrumentId(VenueId.OkxPerp, TestInstruments.Btc), 60_300m, 60_300.1m);
        Assert.Equal(brake == "nothing", desk.Engine.TakePlaced().Count > 0);
    }

    private static EngineEvent? Engage(string brake) => brake switch
    {
        "hold" => new HoldRequested("anna", "news"),
        "frozen" => new FreezeRequested(ControlScope.Desk, ScopeState.Frozen, "anna", "news"),
        "reduce_only" => new FreezeRequested(ControlScope.Desk, ScopeState.ReduceOnly, "anna", "news"),
        "strategy_off" => new StrategySwitched(StrategyNames.CrossExchangeArb, false, "anna", "news"),
        "ledger" => new LedgerFailed("disk full"),
        "shutting_down" => new ShutdownRequested(),
        _ => null,
    };

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
