using System.Net;
using System.Text.Json;
using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Metrics;
using PropBot.Testing;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: every part that is listed has a check of its own, which turns when what it checks does, and the whole follows its worst part.</summary>
public sealed class ComponentsTests
{
    [Fact]
    public async Task WellDesk_IsOkInEveryPart()
    {
        await using WebDesk desk = await WebDesk.StartAsync(Well());
        desk.Health = desk.Health with { JournalAge = TimeSpan.FromSeconds(0.42) };
        JsonElement overview = await desk.JsonAsync("/api/ui/status/overview");
        Assert.All(
            overview.GetProperty("components").EnumerateArray().Where(c => !c.GetProperty("id").GetString()!.StartsWith("rate_limit", StringComparison.Ordinal)),
            c => Assert.Equal("OK", c.GetProperty("status").GetString()));
        JsonElement journal = await PartAsync(desk, "journal_outbox");
        Assert.Equal("took a write 0.4 s ago", journal.GetProperty("value").GetString());
        Assert.Equal("последняя запись 0.4 с назад", journal.GetProperty("value_ru").GetString());
        // What rests on a reading is as old as the reading.
        Assert.Equal(SampleDesk.Now.AddSeconds(-0.42), journal.GetProperty("checked_at").GetDateTimeOffset());
        Assert.Equal(overview.GetProperty("ts").GetString(), (await PartAsync(desk, "control")).GetProperty("checked_at").GetString());
    }

    [Theory]
    [InlineData("journal_outbox", "ERROR")]
    [InlineData("engine", "ERROR")]
    [InlineData("leader_fencing", "ERROR")]
    [InlineData("guarded_startup", "WARN")]
    [InlineData("control", "HOLD")]
    [InlineData("recon", "ERROR")]
    [InlineData("daily_loss", "WARN")]
    [InlineData("drawdown", "WARN")]
    [InlineData("slo_watchdog", "ERROR")]
    [InlineData("approvals", "WARN")]
    [InlineData("deriv_okx-perp", "ERROR")]
    [InlineData("watchdog_okx-perp", "ERROR")]
    [InlineData("marks_okx-perp", "WARN")]
    [InlineData("books_okx-perp", "WARN")]
    [InlineData("clock_skew_okx-perp", "ERROR")]
    [InlineData("trading_right_okx-perp", "ERROR")]
    [InlineData("account_settings_okx-perp", "ERROR")]
    [InlineData("margin_okx-perp", "ERROR")]
    public async Task Part_TurnsWithWhatItChecks(string id, string status)
    {
        EngineSnapshot well = Well();
        await using WebDesk desk = await WebDesk.StartAsync(well);
        Assert.Equal("OK", (await PartAsync(desk, id)).GetProperty("status").GetString());
        decimal before = Score(await desk.JsonAsync("/api/ui/status/overview"));

        Break(desk, well, id);

        JsonElement part = await PartAsync(desk, id);
        Assert.Equal(status, part.GetProperty("status").GetString());
        Assert.All((string[])["title", "title_ru", "value", "value_ru", "threshold", "threshold_ru"], field => Assert.NotEmpty(part.GetProperty(field).GetString()!));
        Assert.True(Score(await desk.JsonAsync("/api/ui/status/overview")) < before);
    }

    [Fact]
    public async Task Margin_IsHeldAgainstTheLimitThatRefuses_WithoutAWarningOfTheVenueToo()
    {
        EngineSnapshot well = Well();
        var line = new RiskLine("margin_call", "okx-perp", 0.5m, 0.5m, "fraction", true);
        await using WebDesk desk = await WebDesk.StartAsync(well with
        {
            Risk = well.Risk with { Lines = [line] },
            Venues = [.. well.Venues.Select(v => v with { AccountAt = SampleDesk.Now.AddSeconds(-7) })],
        });
        JsonElement margin = await PartAsync(desk, "margin_okx-perp");
        Assert.Equal(("ERROR", "0.5 of the way to liquidation", "below 0.5, no margin call"), (margin.GetProperty("status").GetString(), margin.GetProperty("value").GetString(), margin.GetProperty("threshold").GetString()));
        Assert.Equal((0.5m, 0.5m), (margin.GetProperty("metrics").GetProperty("fraction").GetDecimal(), margin.GetProperty("metrics").GetProperty("fraction_threshold").GetDecimal()));
        Assert.Equal(SampleDesk.Now.AddSeconds(-7), margin.GetProperty("checked_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task OrderCycle_IsTheServiceLevelsOwnFigureAgainstItsOwnLimit()
    {
        EngineSnapshot well = Well();
        var slow = new SloMeasure(SloMetric.OrderCycle, 631.2m, 200m, 200m, 3.2m, SloLevel.Burning, null);
        await using WebDesk desk = await WebDesk.StartAsync(well with { Slo = well.Slo with { Metrics = [slow] } });
        JsonElement part = await PartAsync(desk, "order_cycle");
        Assert.Equal(("WARN", "631.2 ms", "200 ms"), (part.GetProperty("status").GetString(), part.GetProperty("value").GetString(), part.GetProperty("threshold").GetString()));
        JsonElement overview = await desk.JsonAsync("/api/ui/status/overview");
        Assert.Equal((631.2m, 200m), (overview.GetProperty("slo").GetProperty("order_cycle_ms_p95").GetDecimal(), overview.GetProperty("thresholds").GetProperty("order_cycle_ms_p95").GetDecimal()));
    }

    [Fact]
    public void Commits_AreTheLatest_WhateverTheDayWasLike()
    {
        var latest = new LatestSamples(500);
        Assert.Null(latest.Quantile(0.99));
        for (int i = 0; i < 100_000; i++)
        {
            latest.Observe(1);
        }

        for (int i = 0; i < 10; i++)
        {
            latest.Observe(300);
        }

        // Ten of the latest 500 are more than one in a hundred of them, and nothing of the day's 100,000.
        Assert.Equal((1, 300), (latest.Quantile(0.98), latest.Quantile(0.99)));
    }

    [Fact]
    public async Task Links_LeadToRoutesThatAnswer()
    {
        await using WebDesk desk = await WebDesk.StartAsync(Well());
        using HttpClient client = desk.Client(WebDesk.OperatorToken);
        JsonElement[] parts = [.. (await desk.JsonAsync("/api/ui/status/components")).GetProperty("components").EnumerateArray()];
        string[] routes = [.. parts.SelectMany(p => p.GetProperty("links").EnumerateArray()).Select(l => l.GetProperty("href").GetString()!).Distinct()];
        Assert.True(routes.Length > 5);
        foreach (string route in routes)
        {
            Assert.Equal((route, HttpStatusCode.OK), (route, (await client.GetAsync(route)).StatusCode));
        }
    }

    [Fact]
    public async Task Overall_IsTheWorstPart_AndHoldStandsBetweenWarnAndError()
    {
        EngineSnapshot well = Well();
        await using WebDesk desk = await WebDesk.StartAsync(well with { Approvals = [Waiting()] });
        // The sample's venues have used one of their rate limits up.
        Assert.Equal("ERROR", await OverallAsync(desk));

        desk.RateLimits = [];
        Assert.Equal("WARN", await OverallAsync(desk));
        desk.Board.Publish(well with { Control = Held(well.Control), Approvals = [Waiting()] });
        Assert.Equal("HOLD", await OverallAsync(desk));
        desk.Health = desk.Health with { JournalOk = false };
        Assert.Equal("ERROR", await OverallAsync(desk));
        desk.Health = desk.Health with { JournalOk = true };
        desk.Board.Publish(well);
        Assert.Equal("OK", await OverallAsync(desk));
    }

    [Fact]
    public async Task WithoutALimit_TheDailyLossIsNotListed()
    {
        EngineSnapshot well = Well();
        await using WebDesk desk = await WebDesk.StartAsync(well with { Day = SampleDesk.Today(limit: null) });
        Assert.DoesNotContain("daily_loss", await IdsAsync(desk));
    }

    /// <summary>What the venue says and when, and what it is held against: an unread account is no green one, and a run that sends nothing has none.</summary>
    [Fact]
    public async Task AccountSettings_SayWhatWasRead_WhenAndWhatIsWanted()
    {
        EngineSnapshot well = Well();
        await using WebDesk desk = await WebDesk.StartAsync(well);
        JsonElement part = await PartAsync(desk, "account_settings_okx-perp");
        Assert.Equal(
            ("as_configured", "one_way, cross, 3x, read within 600 s", well.At.AddSeconds(-40)),
            (part.GetProperty("value").GetString(), part.GetProperty("threshold").GetString(), part.GetProperty("checked_at").GetDateTimeOffset()));

        Break(desk, well, "account_settings_okx-perp");
        part = await PartAsync(desk, "account_settings_okx-perp");
        Assert.Equal("different: okx-perp:BTCUSDT: 10x (3x)", part.GetProperty("value_ru").GetString());

        AccountSettingsReading unread = well.Venues[0].SettingsReading! with { ReadAt = null, Failure = "503" };
        desk.Board.Publish(well with { Venues = [.. well.Venues.Select(v => v with { Settings = AccountSettingsStatus.Unread, SettingsReading = unread })] });
        part = await PartAsync(desk, "account_settings_okx-perp");
        Assert.Equal(("ERROR", "unread: 503"), (part.GetProperty("status").GetString(), part.GetProperty("value").GetString()));

        desk.Board.Publish(well with { Venues = [.. well.Venues.Select(v => v with { SettingsReading = null })] });
        Assert.DoesNotContain("account_settings_okx-perp", await IdsAsync(desk));
    }

    [Fact]
    public async Task Badges_AreTheSameInEveryView()
    {
        EngineSnapshot well = Well();
        await using WebDesk desk = await WebDesk.StartAsync(well with { Control = Held(well.Control), Brake = RiskRule.Hold });
        JsonElement badges = await desk.JsonAsync("/api/ui/runtime_badges");
        Assert.Equal("OFF", badges.GetProperty("auto_trade").GetString());
        foreach (string view in (string[])["/api/ui/status", "/api/ui/status/overview", "/api/ui/status/components"])
        {
            Assert.Equal(badges.ToString(), (await desk.JsonAsync(view)).GetProperty("badges").ToString());
        }
    }

    [Theory]
    [InlineData("/api/ui/status/overview")]
    [InlineData("/api/ui/status/components")]
    [InlineData("/api/ui/runtime_badges")]
    public async Task BeforeTheFirstSnapshot_Is503(string path)
    {
        await using WebDesk desk = await WebDesk.StartAsync(null);
        using HttpClient client = desk.Client(WebDesk.OperatorToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(path)).StatusCode);
    }

    /// <summary>The sample desk with everything in order.</summary>
    private static EngineSnapshot Well()
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        return snapshot with
        {
            Cases = [],
            Approvals = [],
            ActivePairs = [],
            Sweeps = [],
            Totals = snapshot.Totals with { PartialPairs = 0 },
            Day = SampleDesk.Today(-1m, limit: 100m),
            Slo = new SloSnapshot(true, [new SloMeasure(SloMetric.RejectRate, 0m, 0m, 0.5m, 0m, SloLevel.Ok, null)]),
            Watchdog = new WatchdogSnapshot
            {
                Enabled = true,
                Venues = [.. snapshot.Venues.Select(v => new VenueWatchSnapshot(v.Venue, WatchStatus.Ok, "", snapshot.At, snapshot.At) { Health = WithMarkOf(0.4m) })],
                Transitions = [],
            },
            Venues =
            [
                .. snapshot.Venues.Select(v => v with
                {
                    Link = VenueLink.Up,
                    Books = [.. v.Books.Select(b => b with { Trust = BookTrust.Synced })],
                    Clock = new VenueClockMeasured(v.Venue, TimeSpan.Zero, TimeSpan.FromMilliseconds(3), TimeSpan.FromSeconds(5)),
                    TradingRight = TradingRightStatus.Granted,
                    Settings = AccountSettingsStatus.AsConfigured,
                    SettingsReading = new AccountSettingsReading(new MarginTerms(MarginMode.Cross, 3m), snapshot.At.AddSeconds(-40), TimeSpan.FromMinutes(10), "", ""),
                    MarginCall = null,
                }),
            ],
        };
    }

    private static void Break(WebDesk desk, EngineSnapshot well, string id)
    {
        switch (id)
        {
            case "journal_outbox":
                desk.Health = desk.Health with { JournalOk = false };
                break;
            case "engine":
                desk.Health = desk.Health with { EngineAlive = false };
                break;
            case "leader_fencing":
                desk.Health = desk.Health with { Leader = false };
                break;
            case "config_pipeline":
                desk.Health = desk.Health with { ConfigOk = false, ConfigFault = "risk.max_leverage: '50' is not a number from 0.1 to 20" };
                break;
            case "guarded_startup":
                desk.Board.Publish(well with { Resume = new ResumeSnapshot(false, "RESUMING", ["an order"]) });
                break;
            case "control":
                desk.Board.Publish(well with { Control = Held(well.Control) });
                break;
            case "recon":
                desk.Board.Publish(well with { Cases = [Case()] });
                break;
            case "daily_loss":
                desk.Board.Publish(well with { Day = SampleDesk.Today(-80m, limit: 100m) });
                break;
            case "drawdown":
                desk.Board.Publish(well with { Day = SampleDesk.Today() with { DrawdownBps = 240m } });
                break;
            case "slo_watchdog":
                desk.Board.Publish(well with { Slo = well.Slo with { Metrics = [well.Slo.Metrics[0] with { Level = SloLevel.Exhausted }] } });
                break;
            case "approvals":
                desk.Board.Publish(well with { Approvals = [Waiting()] });
                break;
            case "watchdog_okx-perp":
                desk.Board.Publish(well with
                {
                    Watchdog = well.Watchdog with { Venues = [.. well.Watchdog.Venues.Select(v => v.Venue == VenueId.OkxPerp ? v with { Status = WatchStatus.AutoHold, Reason = "rest: silent" } : v)] },
                });
                break;
            case "marks_okx-perp":
                desk.Board.Publish(well with
                {
                    Watchdog = well.Watchdog with { Venues = [.. well.Watchdog.Venues.Select(v => v.Venue == VenueId.OkxPerp ? v with { Health = WithMarkOf(31m) } : v)] },
                });
                break;
            default:
                desk.Board.Publish(well with { Venues = [.. well.Venues.Select(v => v.Venue == VenueId.OkxPerp ? Broken(v, id) : v)] });
                break;
        }
    }

    private static VenueSnapshot Broken(VenueSnapshot venue, string id) => id[..id.LastIndexOf("_okx", StringComparison.Ordinal)] switch
    {
        "deriv" => venue with { Link = VenueLink.Down, LinkReason = "reset by peer" },
        "books" => venue with { Books = [.. venue.Books.Select((b, i) => i == 0 ? b with { Trust = BookTrust.Suspect } : b)] },
        "clock_skew" => venue with { Clock = venue.Clock! with { Uncertainty = TimeSpan.FromSeconds(6) } },
        "trading_right" => venue with { TradingRight = TradingRightStatus.Withdrawn },
        "account_settings" => venue with { Settings = AccountSettingsStatus.Different, SettingsReading = venue.SettingsReading! with { Differences = "okx-perp:BTCUSDT: 10x (3x)" } },
        "margin" => venue with { MarginCall = "equity 10, needed 9" },
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "no such part"),
    };

    private static VenueHealth WithMarkOf(decimal seconds) => VenueHealth.Of([new HealthComponent("marks", seconds, 30m, 0.8m)]);

    private static ControlState Held(ControlState control) => control with
    {
        Mode = ControlMode.Hold,
        Holds = control.Holds.With(new HoldCause(HoldKind.Operator, "lunch", "api", SampleDesk.Now)),
    };

    private static ReconciliationCase Case() => new()
    {
        Id = new CaseId(1),
        Matter = CaseMatter.Of(new InstrumentId(VenueId.OkxPerp, SampleDesk.Btc), CaseKind.Position),
        Ours = "0",
        Theirs = "0.5",
        OpenedAt = SampleDesk.Now,
    };

    private static ApprovalRecord Waiting() => new()
    {
        Id = OperatorSteps.IdOf(1),
        Action = ApprovalAction.Resume,
        Status = ApprovalStatus.Pending,
        Reason = "calm again",
        RequestedBy = "anna",
        RequestedAt = SampleDesk.Now,
        ExpiresAt = SampleDesk.Now.AddMinutes(15),
        Parameters = [],
    };

    private static decimal Score(JsonElement overview) => overview.GetProperty("scores").GetProperty("P0").GetDecimal();

    private static async Task<string> OverallAsync(WebDesk desk) => (await desk.JsonAsync("/api/ui/status/overview")).GetProperty("overall").GetString()!;

    private static async Task<string[]> IdsAsync(WebDesk desk) =>
        [.. (await desk.JsonAsync("/api/ui/status/components")).GetProperty("components").EnumerateArray().Select(c => c.GetProperty("id").GetString()!)];

    private static async Task<JsonElement> PartAsync(WebDesk desk, string id) =>
        (await desk.JsonAsync("/api/ui/status/components")).GetProperty("components").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);
}
