using System.Globalization;
using System.Net;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Ledger;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

/// <summary>The shift's report has the runbook's fields, and no number of its own.</summary>
public sealed class OpsReportTests
{
    private const string Header = "timestamp,open_trades_count,max_open_trades_limit,daily_loss_status,watchdog_status,auto_trade,strategy,budget_usdt,used_usdt,remaining_usdt\r\n";

    [Fact]
    public async Task Report_HasTheRunbooksFields()
    {
        await using WebDesk desk = await WebDesk.StartAsync(Desk());
        JsonElement report = await desk.JsonAsync("/api/ui/ops_report", WebDesk.ViewerToken);
        Assert.Equal((2, 5), (report.GetProperty("open_trades_count").GetInt32(), report.GetProperty("max_open_trades_limit").GetInt32()));
        Assert.Equal(("HOLD", "maintenance"), (Text(report, "runtime", "mode"), Text(report, "runtime", "safety", "hold_reason")));
        Assert.Equal("ready", Text(report, "autopilot", "last_decision"));
        JsonElement budget = Assert.Single(report.GetProperty("budgets").EnumerateArray());
        // Of 1,000 the day has lost 250.
        Assert.Equal("""{"strategy":"cross_exchange_arb","budget_usdt":1000,"used_usdt":250,"remaining_usdt":750}""", budget.GetRawText());
        Assert.False(At(report, "watchdog", "overall_ok").GetBoolean());
        Assert.False(At(report, "watchdog", "watchdog_ok").GetBoolean());
        Assert.Equal("book ETHUSDT: no message for 20 s", At(report, "watchdog", "degraded_reasons").EnumerateObject().Single().Value.GetString());
        Assert.Equal((500m, 250m, false), (
            At(report, "daily_loss_cap", "max_daily_loss_usdt").GetDecimal(), At(report, "daily_loss_cap", "losses_usdt").GetDecimal(), At(report, "daily_loss_cap", "breached").GetBoolean()));
        Assert.False(At(report, "strategy_status", "cross_exchange_arb", "budget_blocked").GetBoolean());
        Assert.Equal(["SOLUSDT"], report.GetProperty("unknown_pairs").EnumerateArray().Select(p => p.GetString()));
        Assert.True(report.GetProperty("universe_enforced").GetBoolean());
        string[] rest = ["generated_at", "pnl", "positions_snapshot", "strategy_controls", "per_strategy_pnl", "strategy_pnl", "strategy_budgets", "audit", "last_audit_actions"];
        Assert.All(rest, field => Assert.NotEqual(JsonValueKind.Null, report.GetProperty(field).ValueKind));
        // The days were -100, +60 and today's -250: at the worst 290 below zero, where the sum began.
        JsonElement week = Assert.Single(At(report, "strategy_pnl", "strategies").EnumerateArray());
        Assert.Equal((-250m, -290m, 290m), (week.GetProperty("realized_today").GetDecimal(), week.GetProperty("realized_7d").GetDecimal(), week.GetProperty("max_drawdown_7d").GetDecimal()));
        Assert.Equal(At(report, "strategy_pnl").GetRawText(), (await desk.JsonAsync("/api/ui/strategy_pnl")).GetRawText());
    }

    [Fact]
    public async Task Flags_AreTheSwitchesAsTheyCount()
    {
        await using WebDesk desk = await WebDesk.StartAsync(Desk());
        JsonElement flags = At(await desk.JsonAsync("/api/ui/ops_report"), "runtime", "flags");
        Assert.Equal(("HOLD", "paper", "BTCUSDT,ETHUSDT", "binance-um,okx-perp,bybit-linear"), (Text(flags, "MODE"), Text(flags, "ENV"), Text(flags, "LOOP_PAIR"), Text(flags, "LOOP_VENUES")));
        Assert.Equal((true, false, false), (flags.GetProperty("TWO_MAN_RULE").GetBoolean(), flags.GetProperty("DRY_RUN_MODE").GetBoolean(), flags.GetProperty("AUTO_LOOP").GetBoolean()));
        string edge = desk.Configuration.Current.TextOf("derivatives.arbitrage.min_edge_bps")!;
        Assert.Equal(decimal.Parse(edge, CultureInfo.InvariantCulture), flags.GetProperty("MIN_SPREAD_BPS").GetDecimal());
    }

    [Fact]
    public async Task Csv_HasOneLinePerStrategy_AndLeavesWithItsName()
    {
        await using WebDesk desk = await WebDesk.StartAsync(Desk());
        using HttpClient client = desk.Client(WebDesk.AuditorToken);
        using HttpResponseMessage answer = await client.GetAsync("/api/ui/ops_report.csv");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment; filename=\"ops_report.csv\"", answer.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal(
            Header + "2026-03-04T10:15:30+00:00,2,5,OK,DEGRADED,OFF,cross_exchange_arb,1000.0,250.0,750.0\r\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Csv_WithoutBudget_LeavesItsFieldsEmpty_AndWithoutStrategyTheLastFour()
    {
        EngineSnapshot snapshot = Desk();
        await using WebDesk without = await WebDesk.StartAsync(snapshot with { Strategy = snapshot.Strategy! with { Limits = new StrategyLimits() } });
        Assert.EndsWith(",cross_exchange_arb,,250.0,\r\n", await without.TextAsync("/api/ui/ops_report.csv"), StringComparison.Ordinal);
        await using WebDesk nothing = await WebDesk.StartAsync(SampleDesk.Starting());
        Assert.Equal(Header + "2026-03-04T10:15:30+00:00,0,0,OK,DEGRADED,OFF,,,,\r\n", await nothing.TextAsync("/api/ui/ops_report.csv"));
    }

    /// <summary>One snapshot, every view: the same quantity is the same to the last digit.</summary>
    [Fact]
    public async Task Numbers_AreThoseOfEveryOtherView()
    {
        await using WebDesk desk = await WebDesk.StartAsync(Desk());
        JsonElement report = await desk.JsonAsync("/api/ui/ops_report");
        JsonElement status = await desk.JsonAsync("/api/ui/status");
        IReadOnlyDictionary<string, string> metrics = PrometheusText.Values(await desk.TextAsync("/metrics"));
        string page = await desk.TextAsync("/ui/dashboard");
        Assert.Equal(status.GetProperty("sequence").GetInt64(), report.GetProperty("sequence").GetInt64());

        Same("daily_loss_cap", await desk.JsonAsync("/api/ui/daily_loss_status"), status.GetProperty("daily_loss_cap"));
        Same("badges", await desk.JsonAsync("/api/ui/runtime_badges"), status.GetProperty("badges"), (await desk.JsonAsync("/api/ui/status/overview")).GetProperty("badges"));
        Same("watchdog", await desk.JsonAsync("/api/ui/watchdog_status"), status.GetProperty("watchdog"));
        Same("autopilot", status.GetProperty("autopilot"));
        Same("positions_snapshot", await desk.JsonAsync("/api/ui/positions"));
        Same("strategy_status", (await desk.JsonAsync("/api/ui/strategy_status")).GetProperty("snapshot"));
        Same("strategy_budgets", (await desk.JsonAsync("/api/ui/strategy_budget")).GetProperty("snapshot"));
        Same("build_version", status.GetProperty("build_version"));
        Same("config_hash", status.GetProperty("config_hash"));
        JsonElement accounting = (await desk.JsonAsync("/api/ui/risk_snapshot")).GetProperty("accounting");
        Same("daily_loss_cap", accounting.GetProperty("daily_loss_cap"), accounting.GetProperty("bot_loss_cap"));

        JsonElement pnl = report.GetProperty("pnl");
        Everywhere(pnl.GetProperty("total_exposure_usdt"), "open_notional", "propbot_open_notional_usdt{}", At(status, "totals", "open_notional_usdt"), At(accounting, "totals", "open_notional"));
        Everywhere(At(pnl, "capital_snapshot", "total_capital_usdt"), "equity", "propbot_equity_usdt{}", At(status, "totals", "equity_usdt"));
        Everywhere(pnl.GetProperty("realised_pnl_today_usdt"), "realized_today", "bot_daily_loss_realized_usdt{}", At(status, "daily_loss_cap", "realized_pnl_today_usdt"), At(accounting, "totals", "realized_pnl_today"));
        Everywhere(At(report, "daily_loss_cap", "max_daily_loss_usdt"), "daily_loss_limit", "bot_daily_loss_cap_usdt{}");
        Assert.Equal(report.GetProperty("open_trades_count").GetInt32(), At(accounting, "totals", "open_positions").GetInt32());
        Assert.Equal(report.GetProperty("open_trades_count").GetInt32(), At(status, "totals", "active_pairs").GetInt32());
        decimal legs = At(report, "positions_snapshot", "positions").EnumerateArray().Sum(p => p.GetProperty("unrealized_pnl_usdt").GetDecimal());
        Assert.Equal(legs, pnl.GetProperty("unrealized_pnl_usdt").GetDecimal());
        foreach (JsonProperty badge in report.GetProperty("badges").EnumerateObject())
        {
            Assert.Contains($"data-badge=\"{badge.Name}\" data-code=\"{badge.Value.GetString()}\"", page, StringComparison.Ordinal);
        }

        Assert.Equal("1", metrics["propbot_auto_trade{state=off}"]);
        Assert.Contains("href=\"/api/ui/ops_report.csv\" download", page, StringComparison.Ordinal);

        void Same(string field, params JsonElement[] others) => Assert.All(others, o => Assert.Equal(o.GetRawText(), report.GetProperty(field).GetRawText()));

        void Everywhere(JsonElement reported, string onPage, string metric, params JsonElement[] others)
        {
            decimal value = reported.GetDecimal();
            Assert.Equal(value, PageText.Field(page, onPage));
            Assert.Equal(WireNumber.Format(value), metrics[metric]);
            Assert.All(others, o => Assert.Equal(value, o.GetDecimal()));
        }
    }

    [Fact]
    public async Task Audit_TellsPeopleAndTheDeskApart_AndLivesOnWhileTheLedgerIsAway()
    {
        await using WebDesk desk = await WebDesk.StartAsync(Desk());
        desk.Ledger.Journal =
        [
            new JournalLine(9, "u9", SampleDesk.Now, "control.hold", """{"actor":"clara","source":"ui","reason":"maintenance","correlation_id":"c1"}"""),
            new JournalLine(8, "u8", SampleDesk.Now, "alert", """{"severity":"Info","code":"run","text":"RUN"}"""),
            new JournalLine(7, "u7", SampleDesk.Now, "audit", """{"operator":"system","role":"system","action":"AUTO_TRADE_OFF","reason":"DAILY_LOSS_BREACH"}"""),
            new JournalLine(6, "u6", SampleDesk.Now, JournalTypes.Approval, """{"id":"a","requested_by":"clara","actor":"clara"}"""),
        ];
        JsonElement report = await desk.JsonAsync("/api/ui/ops_report");
        JsonElement byPeople = Assert.Single(At(report, "audit", "operator_actions").EnumerateArray());
        Assert.Equal(("clara", "operator", "control.hold", "maintenance"), (
            Text(byPeople, "operator"), Text(byPeople, "role"), Text(byPeople, "action"), Text(byPeople, "details", "reason")));
        Assert.Equal(["control.hold", "AUTO_TRADE_OFF"], report.GetProperty("last_audit_actions").EnumerateArray().Select(a => Text(a, "action")));
        Assert.Equal(["venue_link", "run"], At(report, "audit", "ops_events").EnumerateArray().Select(a => Text(a, "code")));

        await using WebDesk away = await WebDesk.StartAsync(Desk());
        away.Ledger.IsBroken = true;
        Assert.Empty((await away.JsonAsync("/api/ui/ops_report")).GetProperty("last_audit_actions").EnumerateArray());
    }

    [Fact]
    public async Task BeforeTheFirstEvent_TheAnswerIs503()
    {
        await using WebDesk desk = await WebDesk.StartAsync(null);
        using HttpClient client = desk.Client();
        foreach (string route in (string[])["/api/ui/ops_report", "/api/ui/ops_report.csv", "/api/ui/strategy_pnl"])
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(route)).StatusCode);
        }
    }

    /// <summary>Held by people, two pairs on, 250 of a budget of 1,000 lost.</summary>
    private static EngineSnapshot Desk()
    {
        EngineSnapshot trading = SampleDesk.Trading();
        return trading with
        {
            Control = ControlState.Held(new HoldCause(HoldKind.Operator, "maintenance", "clara", SampleDesk.Now.AddMinutes(-1))),
            Brake = RiskRule.Hold,
            Autopilot = new AutopilotState { Enabled = true, LastDecision = "ready" },
            Day = SampleDesk.Today(realized: -250m, change: -240m),
            Risk = RiskSnapshot.Empty with { UnknownPairs = ["SOLUSDT"] },
            Strategy = new StrategySnapshot
            {
                Name = StrategyNames.CrossExchangeArb,
                Control = StrategyControl.Initial with { EarlierDays = [-100m, 60m] },
                Limits = new StrategyLimits { DailyLossBudget = new Notional(1_000m) },
                State = ScopeState.Active,
                BreachReasons = [],
                RealizedToday = -250m,
                RealizedTotal = -290m,
                RealizedWeek = -290m,
                BudgetUsed = 250m,
                OpenNotional = trading.Totals.OpenNotional,
                MaxNotional = 60_000m,
                OpenPairs = trading.Totals.ActivePairs,
                MaxPairs = 5,
            },
        };
    }

    private static JsonElement At(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            element = element.GetProperty(name);
        }

        return element;
    }

    private static string? Text(JsonElement element, params ReadOnlySpan<string> path) => At(element, path).GetString();
}
