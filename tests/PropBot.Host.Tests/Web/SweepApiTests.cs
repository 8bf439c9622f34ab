using System.Net;
using System.Text;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: close-all, cancel-all and close-exposure over HTTP do it once per id and tell leg by leg, order by order, what came of it.</summary>
public sealed class SweepApiTests
{
    private const string CloseAll = "/api/ui/trades/close-all";

    [Fact]
    public async Task CloseAll_OfAnOpenPair_AnswersWithItsLegsAndNothingRemains()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        desk.WhenSwept = SweepDesk.Serve;
        JsonElement answer = await OkAsync(desk, CloseAll, """{"correlation_id": "shift-1", "reason": "end of shift"}""");

        Assert.Equal(
            [("binance-um", "BTCUSDT", "sell", 0.08m, "closed", 0.08m, 60_000.0m), ("okx-perp", "BTCUSDT", "buy", 0.08m, "closed", 0.08m, 60_300.1m)],
            answer.GetProperty("closed").EnumerateArray().Select(l => (
                Text(l, "venue"), Text(l, "symbol"), Text(l, "side"), Number(l, "qty"), Text(l, "status"), Number(l, "filled_qty"), Number(l, "average_price"))));
        Assert.Equal(0, answer.GetProperty("failed").GetArrayLength());
        Assert.Equal(0, answer.GetProperty("positions").GetArrayLength());
        JsonElement run = answer.GetProperty("run");
        Assert.Equal(("shift-1", "close_all", "done", "api", "end of shift"), (Text(run, "id"), Text(run, "kind"), Text(run, "status"), Text(run, "actor"), Text(run, "reason")));
        Assert.Equal(Number(run, "estimated_cost_usdt"), Number(run, "cost_usdt"));
        Assert.All(run.GetProperty("venues").EnumerateArray(), v => Assert.Equal(JsonValueKind.String, v.GetProperty("positions_clean_ts").ValueKind));
        Assert.Equal((ControlMode.Hold, "close_all"), (desk.Engine!.Ledger.Control.Mode, desk.Engine.Ledger.Control.HoldReason));
        Assert.True(answer.GetProperty("ts").GetDateTimeOffset() > EngineHarness.Noon);
    }

    [Fact]
    public async Task CloseAll_SameIdTwice_IsTheSameReportAndOneSetOfOrders()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        desk.WhenSwept = SweepDesk.Serve;
        using HttpResponseMessage first = await PostAsync(desk, CloseAll, "", ("Idempotency-Key", "shift-1"));
        int orders = desk.Engine!.Ledger.Orders.Count;
        using HttpResponseMessage second = await PostAsync(desk, CloseAll, """{"correlation_id": "shift-1"}""");

        Assert.False(first.Headers.Contains("Idempotent-Replay"));
        Assert.True(second.Headers.Contains("Idempotent-Replay"));
        Assert.Equal((await WebDesk.JsonAsync(first)).GetProperty("run").GetRawText(), (await WebDesk.JsonAsync(second)).GetProperty("run").GetRawText());
        Assert.Equal(orders, desk.Engine.Ledger.Orders.Count);
        Assert.Single(desk.Engine.Ledger.Lines, l => l.Type == "close_all.duplicate");
    }

    [Fact]
    public async Task CloseAll_TwoAtOnceUnderOneId_AreOneSetOfOrders()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        desk.WhenSwept = SweepDesk.Serve;
        int before = desk.Engine!.Ledger.Orders.Count;
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(desk, CloseAll, """{"correlation_id": "shift-1"}""")));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal(before + 2, desk.Engine.Ledger.Orders.Count);
        Assert.Single(desk.Engine.Ledger.Sweeps);
    }

    [Fact]
    public async Task CloseAll_ThatDoesNotEndInTime_AnswersRunningWithWhatRemains_AndIsFoundLater()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        desk.Engine!.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "connection refused"));
        JsonElement answer = await OkAsync(desk, CloseAll, """{"correlation_id": "shift-1"}""");

        Assert.Equal("running", Text(answer.GetProperty("run"), "status"));
        Assert.Equal(
            [("binance-um", "long", 0.08m), ("okx-perp", "short", -0.08m)],
            answer.GetProperty("positions").EnumerateArray().Select(p => (Text(p, "venue"), Text(p, "side"), Number(p, "qty"))));
        JsonElement okx = answer.GetProperty("run").GetProperty("venues").EnumerateArray().Single(v => Text(v, "venue") == "okx-perp");
        Assert.Equal(("not_connected", "connection refused"), (Text(okx, "wait"), Text(okx, "wait_detail")));

        desk.Engine.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, "connected"));
        SweepDesk.Serve(desk.Engine);
        desk.Publish();
        Assert.Equal("done", Text((await desk.JsonAsync($"{CloseAll}/shift-1")).GetProperty("run"), "status"));
        Assert.Equal("done", Text((await desk.JsonAsync("/api/ui/sweeps/shift-1", WebDesk.ViewerToken)).GetProperty("run"), "status"));
        Assert.Equal(["shift-1"], (await desk.JsonAsync("/api/ui/sweeps")).GetProperty("runs").EnumerateArray().Select(r => Text(r, "id")));
    }

    [Theory]
    [InlineData(CloseAll, """{"dry_run": true}""")]
    [InlineData($"{CloseAll}?dry_run=true", "")]
    public async Task CloseAll_DryRun_IsAPlanWithItsEstimate_AndSendsNothing(string path, string body)
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        for (int i = 0; i < 2; i++)
        {
            JsonElement answer = await OkAsync(desk, path, body);
            Assert.Equal("simulated", Text(answer.GetProperty("run"), "status"));
            Assert.All(answer.GetProperty("closed").EnumerateArray(), l => Assert.Equal("simulated", Text(l, "status")));
            Assert.Equal(2, answer.GetProperty("closed").GetArrayLength());
            Assert.True(Number(answer.GetProperty("run"), "estimated_cost_usdt") > 0m);
        }

        Assert.Empty(desk.Engine!.TakePlaced());
        Assert.Empty(desk.Engine.Ledger.Sweeps);
        Assert.Equal(2, desk.Engine.Ledger.Lines.Count(l => l.Type == "close_all.simulated"));
    }

    [Fact]
    public async Task CancelAll_CountsWhatWasCancelled_AndItsIdStandsForItsVenue()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.Quiet());
        desk.WhenSwept = SweepDesk.Serve;
        desk.Engine!.Venues[VenueId.OkxPerp].RestForeign(SweepDesk.Okx, Side.Sell, 2m, 70_000m);
        foreach (string path in new[] { "/api/ui/cancel_all", "/api/ui/cancel-all" })
        {
            JsonElement answer = await OkAsync(desk, path, """{"venue": "okx", "correlation_id": "u1"}""");
            Assert.Equal((1, 0), (answer.GetProperty("result").GetProperty("cancelled").GetInt32(), answer.GetProperty("result").GetProperty("failed").GetInt32()));
            Assert.Equal(("foreign", "cancelled"), (Text(answer.GetProperty("orders")[0], "origin"), Text(answer.GetProperty("orders")[0], "outcome")));
        }

        using HttpResponseMessage conflict = await PostAsync(desk, "/api/ui/cancel_all", """{"venue": "binance-um", "correlation_id": "u1"}""");
        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        Assert.Contains("'u1' stands for cancel_all of okx-perp", Text(await WebDesk.JsonAsync(conflict), "detail"), StringComparison.Ordinal);
        Assert.Single(desk.Engine.Ledger.Lines, l => l.Type == "cancel_all.executed");
        Assert.Single(desk.Engine.Ledger.Lines, l => l.Type == "cancel_all.duplicate");
    }

    [Fact]
    public async Task CloseExposure_OfOneVenue_TellsThatItIsFlat()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        desk.WhenSwept = SweepDesk.Serve;
        JsonElement answer = await OkAsync(desk, "/api/ui/close_exposure", """{"venue": "okx-perp", "symbol": "btcusdt"}""");
        JsonElement flat = Assert.Single(answer.GetProperty("result").GetProperty("results").EnumerateArray());
        Assert.Equal(("okx-perp", true), (Text(flat, "venue"), flat.GetProperty("flattened").GetBoolean()));
        Assert.Equal(2, answer.GetProperty("closed").GetArrayLength());
    }

    [Theory]
    [InlineData(CloseAll, "[]", HttpStatusCode.UnprocessableEntity, "not a JSON object")]
    [InlineData(CloseAll, """{"force": true}""", HttpStatusCode.UnprocessableEntity, "force")]
    [InlineData(CloseAll, """{"venue": "okx-perp"}""", HttpStatusCode.UnprocessableEntity, "/api/ui/close_exposure")]
    [InlineData($"{CloseAll}?dry_run=maybe", "", HttpStatusCode.UnprocessableEntity, "dry_run=maybe")]
    [InlineData("/api/ui/cancel_all", """{"symbol": "BTCUSDT"}""", HttpStatusCode.UnprocessableEntity, "symbol is not known here")]
    [InlineData("/api/ui/cancel_all", """{"venue": "kraken"}""", HttpStatusCode.NotFound, "no venue 'kraken'; known here: binance-um, okx-perp")]
    [InlineData("/api/ui/close_exposure", """{"symbol": "DOGEUSDT"}""", HttpStatusCode.NotFound, "no symbol 'DOGEUSDT'")]
    public async Task WhatCannotBe_SaysWhyAndOrdersNothing(string path, string body, HttpStatusCode status, string detail)
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        using HttpResponseMessage answer = await PostAsync(desk, path, body);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(detail, Text(await WebDesk.JsonAsync(answer), "detail"), StringComparison.Ordinal);
        Assert.Empty(desk.Sweeps);
    }

    [Fact]
    public async Task EngineGone_Is503_AndAnUnknownRunIs404()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        desk.TakesCommands = false;
        using HttpResponseMessage gone = await PostAsync(desk, CloseAll, "");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, gone.StatusCode);
        using HttpClient client = desk.Client();
        using HttpResponseMessage missing = await client.GetAsync("/api/ui/sweeps/none");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task OldId_ThatOnlyTheLedgerKnows_BeginsNothing()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        desk.Ledger.Sweeps =
        [
            new Sweep
            {
                Id = "old", Kind = SweepKind.CloseAll, Scope = new SweepScope(null, null, TakesOff: true), Actor = "anna", Source = "api",
                Status = SweepStatus.Done, StartedAt = EngineHarness.Noon, EndedAt = EngineHarness.Noon,
            },
        ];
        JsonElement answer = await OkAsync(desk, CloseAll, """{"correlation_id": "old"}""");
        Assert.Equal("done", Text(answer.GetProperty("run"), "status"));
        Assert.Empty(desk.Engine!.TakePlaced());
        Assert.Empty(desk.Engine.Ledger.Sweeps);
        Assert.Single(desk.Engine.Ledger.Lines, l => l.Type == "close_all.duplicate");
    }

    [Fact]
    public async Task OpenTrades_AreLegsWithTenDigits_AndTheHeaderAloneAfterCloseAll()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        desk.WhenSwept = SweepDesk.Serve;
        const string Header = "trade_id,pair,side,size,entry_price,unrealized_pnl,opened_ts\r\n";
        string opened = desk.Engine!.Ledger.Pairs.Values.Single().OpenedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            Header + $"P000001,BTCUSDT,long,0.08,60000.1,-0.004,{opened}\r\n" + $"P000001,BTCUSDT,short,0.08,60300,-0.004,{opened}\r\n",
            await desk.TextAsync("/api/ui/open-trades.csv", WebDesk.ViewerToken));
        await OkAsync(desk, CloseAll, "");
        Assert.Equal(Header, await desk.TextAsync("/api/ui/open-trades.csv"));
    }

    [Fact]
    public async Task Metrics_CountRunsByKindAndHowTheyEnded()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        desk.WhenSwept = SweepDesk.Serve;
        await OkAsync(desk, CloseAll, "");
        desk.WhenSwept = null;
        await OkAsync(desk, "/api/ui/cancel_all", "");
        string metrics = await desk.TextAsync("/metrics", null);
        Assert.Contains("propbot_sweeps_total{kind=\"close_all\",status=\"done\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("propbot_sweeps_running{kind=\"cancel_all\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("propbot_sweep_seconds_total{kind=\"close_all\",status=\"done\"} ", metrics, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> OkAsync(WebDesk desk, string path, string body)
    {
        using HttpResponseMessage answer = await PostAsync(desk, path, body);
        JsonElement json = await WebDesk.JsonAsync(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {json}");
        return json;
    }

    private static async Task<HttpResponseMessage> PostAsync(WebDesk desk, string path, string body, params (string Name, string Value)[] headers)
    {
        using HttpClient client = desk.Client();
        foreach ((string name, string value) in headers)
        {
            client.DefaultRequestHeaders.Add(name, value);
        }

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.PostAsync(path, content);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement json, string name) => json.GetProperty(name).GetDecimal();
}
