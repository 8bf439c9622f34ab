using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PropBot.Ledger.Sqlite;
using Xunit;

namespace PropBot.SystemTests.Tracing;

/// <summary>Goal: a collector gets one trace from tick to fill of the running bot, and trading needs no collector.</summary>
public sealed class TracingTests
{
    [Fact]
    public async Task Pair_OpenedAndClosed_IsOneTraceEach_FromTickToFill()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var folder = new TemporaryFolder();
        await using OtlpReceiver collector = await OtlpReceiver.StartAsync(limit.Token);
        string config = folder.Write("config.yaml", Configs.Paper("dislocation_interval_sec: 3", "seed: 11") + "\nexecution: {entry: together}\ntracing: {endpoint: 'http://127.0.0.1:1'}\n");
        await using BotUnderTest bot = await BotUnderTest.StartAsync(
            $"--config {config} --data-dir {folder.File("desk")}", limit.Token, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_HEADERS", "x-desk=desk1"));

        IReadOnlyList<OtlpSpan> opened = await collector.WaitAsync(spans => Trace(spans, s => s.Name == "pair.open" && s["status"] == "Open" && s["rescue_attempts"] == "0"), limit.Token);
        OtlpSpan open = AssertOpened(opened);
        Assert.Equal(("propbot", "paper", "desk1"), (collector.Resource["service.name"], collector.Resource["deployment.environment.name"], collector.DeskHeader));

        await bot.Client.PostAsync("/api/ui/trades/close-all", """{"correlation_id": "shift-1"}""", limit.Token);
        IReadOnlyList<OtlpSpan> closed = await collector.WaitAsync(spans => Trace(spans, s => s.Name == "pair.close" && s["pair.id"] == open["pair.id"] && s["status"] == "Closed"), limit.Token);
        AssertClosed(closed, open);

        string metrics = await bot.Client.TextAsync("/metrics", limit.Token);
        Assert.Contains("propbot_tracing_enabled 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("propbot_trace_spans_total{outcome=\"failed\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("propbot_trace_dropped_total 0\n", metrics, StringComparison.Ordinal);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));

        // The ids are those of the journal: whoever sees a slow order in a trace finds it there.
        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(folder.File("desk/ledger.db"), TimeProvider.System);
        string[] journal = [.. ledger.JournalTail(100_000).Select(l => l.Payload)];
        Assert.All(
            opened.Concat(closed).Where(s => s.Name == "order"),
            order => Assert.Contains(journal, line => line.Contains(order["client_order_id"], StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Tracing_WithoutACollectorThere_CostsTheSpansAndNoPair()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var folder = new TemporaryFolder();
        string config = folder.Write("config.yaml", Configs.Paper("dislocation_interval_sec: 3", "seed: 11"));
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Bound and not listening: nobody else can take the port, and every connection is refused.
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using BotUnderTest bot = await BotUnderTest.StartAsync(
            $"--config {config} --data-dir {folder.File("desk")}", limit.Token, ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{nobody.LocalEndPoint}"));
        await bot.Client.WaitAsync("/api/ui/positions", p => p.GetProperty("positions").EnumerateArray().Any(one => one.GetProperty("status").GetString() == "open"), limit.Token);
        string metrics;
        string at = "";
        do
        {
            string last = at;
            at = (await bot.Client.WaitAsync("/api/ui/status", s => s.GetProperty("ts").GetString() != last, limit.Token)).GetProperty("ts").GetString()!;
            metrics = await bot.Client.TextAsync("/metrics", limit.Token);
        }
        while (metrics.Contains("propbot_trace_spans_total{outcome=\"failed\"} 0\n", StringComparison.Ordinal));
        Assert.Contains("propbot_trace_spans_total{outcome=\"exported\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("propbot_scanner_ok 1\n", metrics, StringComparison.Ordinal);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));
    }

    [Fact]
    public async Task Tracing_NotConfigured_SendsNothing()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var folder = new TemporaryFolder();
        await using OtlpReceiver collector = await OtlpReceiver.StartAsync(limit.Token);
        string config = folder.Write("config.yaml", Configs.Paper("dislocation_interval_sec: 3", "seed: 11"));
        // Where the specification would look if nobody said where.
        await using BotUnderTest bot = await BotUnderTest.StartAsync(
            $"--config {config} --data-dir {folder.File("desk")}", limit.Token, ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{collector.Address}/v1/traces"));
        await bot.Client.WaitAsync("/api/ui/positions", p => p.GetProperty("positions").EnumerateArray().Any(one => one.GetProperty("status").GetString() == "open"), limit.Token);
        string metrics = await bot.Client.TextAsync("/metrics", limit.Token);
        Assert.Contains("propbot_tracing_enabled 0\n", metrics, StringComparison.Ordinal);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));
        Assert.Equal(0, collector.Requests);
    }

    private static OtlpSpan AssertOpened(IReadOnlyList<OtlpSpan> trace)
    {
        OtlpSpan root = trace.Single(s => s.Parent.Length == 0);
        OtlpSpan tick = Under(trace, root, "market_data");
        OtlpSpan decide = Under(trace, root, "decide");
        OtlpSpan writeAhead = Under(trace, root, "write_ahead");
        OtlpSpan[] hedged = [.. trace.Where(s => s.Parent == root.Id && s.Name == "hedged").OrderBy(s => s.Start)];
        OtlpSpan[] orders = [.. trace.Where(s => s.Name == "order")];

        Assert.Equal(("DepthChanged", "approved", "2"), (decide["trigger"], decide["risk"], decide["orders"]));
        Assert.Contains(tick["venue"], new[] { root["long.venue"], root["short.venue"] });
        Assert.Equal([(root["long.venue"], "Long", "Buy"), (root["short.venue"], "Short", "Sell")], orders.Select(o => (o["venue"], o["leg"], o["side"])).OrderBy(o => o.Item2, StringComparer.Ordinal));
        Assert.Equal(2, orders.Select(o => o["client_order_id"]).Distinct().Count());
        AssertInOrder(root.Start, tick.Start, tick.End, decide.Start, decide.End, writeAhead.Start, writeAhead.End);
        Assert.True(tick.End == decide.Start && writeAhead.End > writeAhead.Start, "the steps follow one another, and a commit takes time");
        ulong lastFill = 0;
        foreach (OtlpSpan order in orders)
        {
            Assert.Equal((root.Id, "Open", "Filled", root["symbol"], root["pair.id"]), (order.Parent, order["purpose"], order["status"], order["symbol"], order["pair.id"]));
            OtlpSpan request = Under(trace, order, "request");
            Assert.Equal((3, "Accepted"), (request.Kind, request["outcome"]));
            Assert.NotEmpty(request["venue_order_id"]);
            AssertInOrder(writeAhead.End, order.Start, request.Start, request.End, order.End, root.End);
            OtlpSpan[] fills = [.. trace.Where(s => s.Name == "fill" && s.Parent == order.Id)];
            Assert.Equal(Quantity(order), fills.Sum(Quantity));
            Assert.All(fills, fill => AssertInOrder(request.Start, fill.Start, fill.End, order.End));
            lastFill = Math.Max(lastFill, fills.Max(f => f.End));
        }

        ulong firstFill = trace.Where(s => s.Name == "fill").Min(f => f.Start);
        Assert.Equal((firstFill, lastFill), (hedged[0].Start, hedged[^1].End));
        Assert.Equal(trace.Count, trace.Select(s => s.Id).Distinct().Count());
        return root;
    }

    private static void AssertClosed(IReadOnlyList<OtlpSpan> trace, OtlpSpan open)
    {
        OtlpSpan root = trace.Single(s => s.Parent.Length == 0);
        Assert.NotEqual(open.Trace, root.Trace);
        Assert.Equal([open.Trace], root.Links);
        Assert.Equal("close_all", root["close_reason"]);
        Assert.DoesNotContain(trace, s => s.Name == "market_data");
        OtlpSpan[] orders = [.. trace.Where(s => s.Name == "order" && s.Parent == root.Id)];
        Assert.Equal([(open["long.venue"], "Sell"), (open["short.venue"], "Buy")], orders.OrderBy(o => o["leg"], StringComparer.Ordinal).Select(o => (o["venue"], o["side"])));
        Assert.All(orders, order =>
        {
            Assert.Equal(("Close", "true"), (order["purpose"], order["reduce_only"]));
            AssertInOrder(Under(trace, root, "write_ahead").End, order.Start, Under(trace, order, "request").Start, order.End, root.End);
        });
    }

    /// <summary>The whole trace of a root that fits; null while it is not there.</summary>
    private static IReadOnlyList<OtlpSpan>? Trace(IReadOnlyList<OtlpSpan> spans, Func<OtlpSpan, bool> root) =>
        spans.FirstOrDefault(s => s.Parent.Length == 0 && root(s)) is { } found ? [.. spans.Where(s => s.Trace == found.Trace)] : null;

    private static OtlpSpan Under(IReadOnlyList<OtlpSpan> trace, OtlpSpan parent, string name) => trace.Single(s => s.Parent == parent.Id && s.Name == name);

    private static decimal Quantity(OtlpSpan span) => decimal.Parse(span["quantity"], CultureInfo.InvariantCulture);

    private static void AssertInOrder(params ulong[] instants) => Assert.Equal(instants.Order(), instants);
}
