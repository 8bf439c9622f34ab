using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Host.Auth;
using PropBot.Host.Metrics;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

public sealed class MetricsTests
{
    private static readonly string[] NamesOfTheRunbook =
    [
        "propbot_order_cycle_ms_count", "propbot_ws_gap_ms_count", "propbot_skipped_by_reason_total", "propbot_watchdog_ok", "propbot_watchdog_state", "propbot_size_scale", "propbot_venue_health_score",
        "propbot_daily_loss_breached", "propbot_daily_loss_breach", "propbot_trades_executed_total", "propbot_auto_trade",
        "propbot_risk_breaches_total", "risk_skips_total", "bot_daily_loss_cap_usdt", "bot_daily_loss_realized_usdt", "propbot_ui_latency_ms_count", "propbot_core_operation_latency_ms_count",
        "propbot_error_total", "propbot_scanner_ok", "propbot_hedge_daemon_ok",
    ];

    [Fact]
    public async Task Metrics_Trading_AreWellFormedAndNamedAsAgreed()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        await desk.JsonAsync("/api/ui/status");
        string text = await desk.TextAsync("/metrics", token: null);
        IReadOnlyList<PrometheusSample> samples = PrometheusText.Read(text);
        Assert.All(NamesOfTheRunbook, name => Assert.Contains(samples, s => s.Name == name));

        IReadOnlyDictionary<string, string> values = PrometheusText.Values(text);
        Assert.Equal("1", values["propbot_auto_trade{state=on}"]);
        Assert.Equal("0", values["propbot_auto_trade{state=off}"]);
        Assert.Equal("14", values["propbot_trades_executed_total{}"]);
        Assert.Equal("1", values["propbot_book_trust{state=stale,symbol=ETHUSDT,venue=okx-perp}"]);
        Assert.Equal("0", values["propbot_book_trust{state=synced,symbol=ETHUSDT,venue=okx-perp}"]);
        Assert.Equal("2.7", values["propbot_book_age_seconds{symbol=ETHUSDT,venue=okx-perp}"]);
        Assert.Equal("1", values["propbot_watchdog_state{exchange=okx-perp,state=DEGRADED}"]);
        Assert.Equal("-0.0014", values["propbot_venue_clock_offset_seconds{venue=bybit-linear}"]);
        Assert.Equal("1", values["propbot_ui_latency_ms_count{endpoint=/api/ui/status}"]);
        Assert.Equal("0.04", values["propbot_venue_rate_limit_used_ratio{limit=orders,venue=okx-perp}"]);
        Assert.Equal("0.925", values["propbot_venue_rate_limit_used_ratio{limit=request weight,venue=okx-perp}"]);
        Assert.Equal("1", values["propbot_venue_rate_limit_closed{limit=request weight,venue=okx-perp}"]);
    }

    [Fact]
    public async Task Protections_CountTheirBreaches_AndTheRiskGateItsReasons()
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(snapshot with
        {
            Counters = snapshot.Counters with
            {
                DailyLossBreaches = 1,
                WatchdogHolds = 2,
                Refusals = new Dictionary<string, long> { ["daily_loss"] = 5, ["total_cap"] = 3, ["margin"] = 4, ["instrument_not_trading"] = 2, ["warm_up"] = 7 },
            },
        });
        IReadOnlyDictionary<string, string> values = PrometheusText.Values(await desk.TextAsync("/metrics"));
        Assert.Equal("1", values["propbot_risk_breaches_total{type=daily_loss}"]);
        Assert.Equal("2", values["propbot_risk_breaches_total{type=watchdog}"]);
        Assert.Equal("7", values["risk_skips_total{reason=caps_exceeded,strategy=cross_exchange_arb}"]);
        Assert.Equal("5", values["risk_skips_total{reason=daily_loss_cap,strategy=cross_exchange_arb}"]);
        Assert.Equal("2", values["risk_skips_total{reason=universe,strategy=cross_exchange_arb}"]);
        Assert.Equal("7", values["risk_skips_total{reason=other_risk,strategy=cross_exchange_arb}"]);
    }

    [Fact]
    public async Task ScannerAndHedging_AreFineOnlyWhileTheyAre()
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(snapshot);
        Assert.Equal(("1", "1"), await ScannerAndHedgingAsync(desk));

        desk.Board.Publish(snapshot with
        {
            Venues = [.. snapshot.Venues.Select(v => v with { Books = [.. v.Books.Select(b => b with { Age = TimeSpan.FromSeconds(9) })] })],
        });
        Assert.Equal(("0", "1"), await ScannerAndHedgingAsync(desk));

        desk.Health = desk.Health with { JournalOk = false };
        Assert.Equal(("0", "0"), await ScannerAndHedgingAsync(desk));
    }

    private static async Task<(string Scanner, string Hedging)> ScannerAndHedgingAsync(WebDesk desk)
    {
        IReadOnlyDictionary<string, string> values = PrometheusText.Values(await desk.TextAsync("/metrics"));
        return (values["propbot_scanner_ok{}"], values["propbot_hedge_daemon_ok{}"]);
    }

    [Fact]
    public async Task SkipReasons_WatchdogCountsItsHolds_AndWhatIsNoneOfTheFiveStandsUnderItsRule()
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(snapshot with
        {
            Counters = snapshot.Counters with
            {
                Refusals = new Dictionary<string, long>
                {
                    ["hold"] = 5,
                    ["killed"] = 1,
                    ["book_stale"] = 4,
                    ["venue_down"] = 6,
                    ["reconciliation"] = 7,
                    ["ledger_failed"] = 8,
                    ["total_cap"] = 9,
                    ["strategy_budget"] = 10,
                    ["drawdown"] = 11,
                    ["universe"] = 12,
                    ["symbol_busy"] = 13,
                },
                WatchdogSkips = 2,
            },
        });
        IReadOnlyDictionary<string, string> values = PrometheusText.Values(await desk.TextAsync("/metrics"));
        Check("watchdog", 2);
        Check("hold", 3);
        Check("killed", 1);
        Check("book_stale", 4);
        Check("venue_down", 6);
        Check("reconciliation", 7);
        Check("ledger_failed", 8);
        Check("risk_gate", 19);
        Check("daily_loss_cap", 11);
        Check("universe", 12);
        Check("symbol_busy", 13);
        Assert.Equal(86, values.Where(v => v.Key.StartsWith("propbot_skipped_by_reason_total{", StringComparison.Ordinal)).Sum(v => long.Parse(v.Value, CultureInfo.InvariantCulture)));

        void Check(string reason, long count) => Assert.Equal(count.ToString(CultureInfo.InvariantCulture), values[$"propbot_skipped_by_reason_total{{reason={reason}}}"]);
    }

    /// <summary>A rate is of the series' first value on: one that begins with its first refusal hides it.</summary>
    [Fact]
    public async Task Counters_WithAClosedListOfLabels_AreThereBeforeTheyCount()
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(snapshot with { Counters = snapshot.Counters with { Refusals = new Dictionary<string, long>(), Sweeps = [] } });
        IReadOnlyDictionary<string, string> values = PrometheusText.Values(await desk.TextAsync("/metrics"));
        Assert.All(Enum.GetValues<RiskRule>(), rule => Assert.Equal("0", values[$"propbot_refusals_total{{rule={rule.Code()}}}"]));
        Assert.All(
            (string[])["risk_gate", "daily_loss_cap", "universe", "watchdog", "hold", "killed", "book_stale"],
            reason => Assert.Equal("0", values[$"propbot_skipped_by_reason_total{{reason={reason}}}"]));
        Assert.Equal("0", values["propbot_sweeps_total{kind=close_all,status=done}"]);
        Assert.Equal("0", values["propbot_sweep_seconds_total{kind=kill,status=incomplete}"]);
    }

    [Theory]
    [InlineData("propbot_order_cycle_ms", "1 2 5 10 25 50 100 250 500 1000 2500 5000 10000")]
    [InlineData("propbot_ws_gap_ms", "10 25 50 100 250 500 1000 2500 5000 10000 30000")]
    [InlineData("propbot_ui_latency_ms", "5 10 25 50 75 100 200 400 800 1600")]
    [InlineData("propbot_core_operation_latency_ms", "10 25 50 100 250 500 1000 2000 5000")]
    public async Task Histograms_OfTheRunbook_HaveBucketsOfTheirUnit(string name, string bounds)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        await desk.JsonAsync("/api/ui/status");
        IEnumerable<IGrouping<string, PrometheusSample>> series = PrometheusText.Read(await desk.TextAsync("/metrics"))
            .Where(s => s.Name == $"{name}_bucket").GroupBy(s => string.Join(',', s.Labels.Where(l => l.Key != "le")));
        Assert.NotEmpty(series);
        Assert.All(series, buckets => Assert.Equal($"{bounds} +Inf", string.Join(' ', buckets.Select(s => s.Labels["le"]))));
    }

    [Fact]
    public async Task OrderCycle_HasTheAgreedBuckets()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        LatencyMeters meters = desk.App.Services.GetRequiredService<LatencyMeters>();
        meters.OrderCycleMs.Observe(10);
        meters.OrderCycleMs.Observe(10.5);
        meters.OrderCycleMs.Observe(99_999);
        meters.EventMicroseconds.Observe(20);
        IReadOnlyList<PrometheusSample> samples = PrometheusText.Read(await desk.TextAsync("/metrics"));
        Assert.Equal(
            ["1", "2", "5", "10", "25", "50", "100", "250", "500", "1000", "2500", "5000", "10000", "+Inf"],
            samples.Where(s => s.Name == "propbot_order_cycle_ms_bucket").Select(s => s.Labels["le"]));
        Assert.Equal(
            ["0", "0", "0", "1", "2", "2", "2", "2", "2", "2", "2", "2", "2", "3"],
            samples.Where(s => s.Name == "propbot_order_cycle_ms_bucket").Select(s => s.Value));
        Assert.Equal("0.00002", samples.Single(s => s.Name == "propbot_engine_event_seconds_sum").Value);
    }

    /// <summary>Whatever is asked for, by whatever path, id or query: a series is a route of ours, so their number is bounded.</summary>
    [Fact]
    public async Task Requests_WithInventedPathsAndIds_MakeNoSeriesOfTheirOwn()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client();
        for (int i = 0; i < 20; i++)
        {
            foreach (string path in (string[])[$"/nothing/{i}", $"/api/ui/nothing{i}", $"/api/ui/cases/{i}", $"/api/ui/status?of={i}"])
            {
                using HttpResponseMessage answer = await client.GetAsync(path);
            }
        }

        HashSet<string> routes = [.. desk.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(AccessTable.PatternOf)];
        string[] labels = [.. PrometheusText.Read(await desk.TextAsync("/metrics")).Where(s => s.Name == "propbot_ui_latency_ms_count").Select(s => s.Labels["endpoint"])];
        Assert.Contains("/api/ui/status", labels);
        Assert.Empty(labels.Except(routes));
    }

    /// <summary>No label has an order, a pair, a person or a text in it: each has a closed list, or what the configuration and the routes name.</summary>
    [Fact]
    public async Task Labels_AreTheBoundedOnes()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        await desk.JsonAsync("/api/ui/status");
        string[] bounded =
        [
            "config_hash", "context", "endpoint", "exchange", "generation", "kind", "le", "limit", "long_venue", "metric", "operation", "outcome", "pairs", "part", "profile", "reason", "rule", "secret",
            "short_venue", "source", "state", "status", "strategy", "symbol", "type", "venue", "version",
        ];
        Assert.Empty(PrometheusText.Read(await desk.TextAsync("/metrics")).SelectMany(s => s.Labels.Keys).Distinct().Except(bounded));
    }

    [Fact]
    public async Task Metrics_FollowTheDesk()
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(snapshot);
        desk.Board.Publish(snapshot with
        {
            Control = snapshot.Control with { Mode = ControlMode.Hold },
            Brake = RiskRule.Hold,
            Day = snapshot.Day with { IsLossBreached = true },
        });
        IReadOnlyDictionary<string, string> values = PrometheusText.Values(await desk.TextAsync("/metrics"));
        Assert.Equal("0", values["propbot_auto_trade{state=on}"]);
        Assert.Equal("1", values["propbot_hold{}"]);
        Assert.Equal("1", values["propbot_daily_loss_breached{}"]);
        Assert.Equal("1", values["propbot_daily_loss_breach{}"]);
    }

    [Fact]
    public async Task Metrics_BeforeTheFirstSnapshot_TellOfTheProcessOnly()
    {
        await using WebDesk desk = await WebDesk.StartAsync(null);
        IReadOnlyList<PrometheusSample> samples = PrometheusText.Read(await desk.TextAsync("/metrics"));
        Assert.Contains(samples, s => s.Name == "process_resident_memory_bytes");
        Assert.DoesNotContain(samples, s => s.Name == "propbot_equity_usdt");
    }

    /// <summary>
    /// Runs where Prometheus' own checker is installed. It finds fault with four names and with nothing else: the contract (7.5) fixes them, and desks have
    /// dashboards over them.
    /// </summary>
    [Fact]
    public async Task Metrics_PromtoolAccepts()
    {
        string? promtool = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, "promtool")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(promtool is null, "promtool is not installed");
        await using WebDesk desk = await WebDesk.TradingAsync();
        await desk.JsonAsync("/api/ui/status");
        string text = await desk.TextAsync("/metrics");

        var start = new ProcessStartInfo(promtool!, ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
        string said = await process.StandardError.ReadToEndAsync() + await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        string[] agreed = ["propbot_core_operation_latency_ms", "propbot_order_cycle_ms", "propbot_ui_latency_ms", "propbot_ws_gap_ms"];
        Assert.Equal(
            agreed.Select(name => $"{name} metric names should not contain abbreviated units"),
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Equal(3, process.ExitCode);
    }

    [Fact]
    public void Text_HostileLabel_IsEscaped()
    {
        var text = new MetricsText();
        text.Gauge("propbot_sample", "One\nline.");
        text.Sample(1.50m, ("reason", "a\"b\\c\nd"));
        Assert.Equal("# HELP propbot_sample One\\nline.\n# TYPE propbot_sample gauge\npropbot_sample{reason=\"a\\\"b\\\\c\\nd\"} 1.5\n", text.ToString());
    }

    [Fact]
    public void Histogram_Quantile_IsTheBoundItLiesBelow()
    {
        var histogram = new Histogram(1, 2, 5);
        Assert.Null(histogram.Read().Quantile(0.5));
        foreach (double value in (double[])[0.5, 1, 1.5, 3])
        {
            histogram.Observe(value);
        }

        HistogramReading reading = histogram.Read();
        Assert.Equal([2, 3, 4, 4], reading.Cumulative);
        Assert.Equal(6, reading.Sum);
        Assert.Equal(1, reading.Quantile(0.5));
        Assert.Equal(5, reading.Quantile(0.99));
        histogram.Observe(6);
        Assert.Equal(double.PositiveInfinity, histogram.Read().Quantile(1));
    }
}
