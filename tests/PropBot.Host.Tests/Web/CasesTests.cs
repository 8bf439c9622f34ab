using System.Net;
using System.Text;
using System.Text.Json;
using PropBot.Core.Accounting;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: operators see every case with both documents, take it, and resolve it in their name; what is done already says so.</summary>
public sealed class CasesTests
{
    [Theory]
    [InlineData("", new[] { "C000002" })]
    [InlineData("?status=resolved", new[] { "C000001" })]
    [InlineData("?status=all", new[] { "C000002", "C000001" })]
    [InlineData("?status=all&limit=1", new[] { "C000002" })]
    public async Task List_ByStatus(string query, string[] ids)
    {
        await using WebDesk desk = await WithCasesAsync();
        JsonElement answer = await desk.JsonAsync($"/api/ui/cases{query}", WebDesk.ViewerToken);
        Assert.Equal(ids, answer.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("id").GetString()));
        Assert.Equal(1, answer.GetProperty("open").GetInt32());
    }

    [Fact]
    public async Task List_HasBothDocuments()
    {
        await using WebDesk desk = await WithCasesAsync();
        JsonElement found = (await desk.JsonAsync("/api/ui/cases")).GetProperty("cases")[0];
        Assert.Equal(
            ("okx-perp", "BTCUSDT", "position", "-0.08", "0.42", 0.5m, "system", "open"),
            (Text("venue"), Text("symbol"), Text("kind"), Text("ours"), Text("theirs"), found.GetProperty("difference").GetDecimal(), Text("owner"), Text("status")));

        string? Text(string name) => found.GetProperty(name).GetString();
    }

    [Fact]
    public async Task List_AnUnknownStatus_Is422()
    {
        await using WebDesk desk = await WithCasesAsync();
        using HttpResponseMessage answer = await desk.Client().GetAsync("/api/ui/cases?status=closed");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task Take_IsTheCallers()
    {
        await using WebDesk desk = await WithCasesAsync();
        using HttpResponseMessage answer = await PostAsync(desk, "C000002/take", "");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("api", (await WebDesk.JsonAsync(answer)).GetProperty("case").GetProperty("owner").GetString());
        Assert.Equal("api", desk.Engine!.Snapshot.Cases[0].Owner);
    }

    [Theory]
    [InlineData("{\"note\": \" the treasury's hedge \"}")]
    [InlineData("{\"reason\": \"the treasury's hedge\"}")]
    public async Task Resolve_KeepsTheNote_AndASecondTimeIs409(string body)
    {
        await using WebDesk desk = await WithCasesAsync();
        using HttpResponseMessage answer = await PostAsync(desk, "2/resolve", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonElement after = (await WebDesk.JsonAsync(answer)).GetProperty("case");
        Assert.Equal(
            ("resolved", "api", "the treasury's hedge", true),
            (after.GetProperty("status").GetString(), after.GetProperty("resolved_by").GetString(), after.GetProperty("resolution").GetString(), after.GetProperty("explained").GetBoolean()));

        using HttpResponseMessage again = await PostAsync(desk, "2/resolve", "{\"note\": \"again\"}");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        JsonElement refused = await WebDesk.JsonAsync(again);
        Assert.Equal("case_resolved", refused.GetProperty("detail").GetString());
        Assert.Contains("is resolved already by api at", refused.GetProperty("en").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C000002/resolve", "", HttpStatusCode.UnprocessableEntity, "note is missing")]
    [InlineData("C000002/resolve", "{\"note\": \"  \"}", HttpStatusCode.UnprocessableEntity, "note is missing")]
    [InlineData("C000002/resolve", "[", HttpStatusCode.UnprocessableEntity, "not a JSON object")]
    [InlineData("C000008/resolve", "{\"note\": \"x\"}", HttpStatusCode.NotFound, "case_not_found")]
    [InlineData("seven/take", "", HttpStatusCode.NotFound, "case_not_found")]
    [InlineData("C000001/take", "", HttpStatusCode.Conflict, "case_resolved")]
    public async Task WhatCannotBe_SaysWhy(string path, string body, HttpStatusCode status, string detail)
    {
        await using WebDesk desk = await WithCasesAsync();
        using HttpResponseMessage answer = await PostAsync(desk, path, body);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(detail, (await WebDesk.JsonAsync(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(("system", true), (desk.Engine!.Snapshot.Cases[0].Owner, desk.Engine.Snapshot.Cases[0].IsOpen));
    }

    [Fact]
    public async Task EngineGone_Is503()
    {
        await using WebDesk desk = await WithCasesAsync();
        desk.TakesCommands = false;
        using HttpResponseMessage answer = await PostAsync(desk, "C000002/take", "");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Theory]
    [InlineData("ru", "позиция")]
    [InlineData("en", "position")]
    public async Task Page_ShowsTheCase_AndFormsForOperatorsOnly(string language, string kind)
    {
        await using WebDesk desk = await WithCasesAsync();
        string page = await desk.TextAsync($"/ui/dashboard?lang={language}");
        Assert.Contains("data-row=\"C000002\"", page, StringComparison.Ordinal);
        Assert.Contains(kind, page, StringComparison.Ordinal);
        Assert.Contains("action=\"/ui/cases/C000002/resolve\"", page, StringComparison.Ordinal);
        Assert.Contains("withdrawn by the treasury", page, StringComparison.Ordinal);
        string viewers = await desk.TextAsync($"/ui/dashboard?lang={language}", WebDesk.ViewerToken);
        Assert.Contains("data-row=\"C000002\"", viewers, StringComparison.Ordinal);
        Assert.DoesNotContain("/ui/cases/", viewers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_FormResolves_AndShowsThePageAgain()
    {
        await using WebDesk desk = await WithCasesAsync();
        using HttpClient client = desk.Client();
        using var empty = new FormUrlEncodedContent(new Dictionary<string, string> { ["reason"] = " " });
        using HttpResponseMessage without = await client.PostAsync("/ui/cases/C000002/resolve", empty);
        Assert.EndsWith("?refused=reason_required", without.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["reason"] = "ours by hand" });
        using HttpResponseMessage answer = await client.PostAsync("/ui/cases/C000002/resolve", form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.EndsWith("?done=case_resolved", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("ours by hand", desk.Engine!.Snapshot.ResolvedCases[0].Resolution);
        using HttpResponseMessage gone = await client.PostAsync("/ui/cases/C000002/take", form);
        Assert.EndsWith("?refused=case_resolved", gone.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_CountOpenCasesByKind()
    {
        await using WebDesk desk = await WithCasesAsync();
        string metrics = await desk.TextAsync("/metrics", null);
        Assert.Contains("propbot_reconciliation_cases{kind=\"position\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("propbot_reconciliation_cases{kind=\"wallet\"} 0", metrics, StringComparison.Ordinal);
        Assert.Contains("propbot_reconciliation_cases{kind=\"foreign_order\"} 0", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readiness_WarnsOfAnOpenCase()
    {
        await using WebDesk desk = await WithCasesAsync();
        JsonElement answer = await desk.JsonAsync("/live-readiness");
        Assert.Contains("reconciliation:open_case", answer.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));
    }

    /// <summary>Case 1 about Binance's wallet, resolved by a person; case 2 about a position of 0.5 BTC at OKX, open.</summary>
    private static async Task<WebDesk> WithCasesAsync()
    {
        EngineHarness engine = SweepDesk.WithOpenPair();
        engine.Venues[VenueId.BinanceUm].Deposit(-25m);
        engine.Pass(21);
        engine.Feed(new CaseResolved(new CaseId(1), "anna", "withdrawn by the treasury"));
        engine.Venues[VenueId.OkxPerp].Interfere(TestInstruments.OkxBtc.Id, 0.5m, 60_000m);
        engine.Pass(21);
        WebDesk desk = await WebDesk.OverAsync(engine);
        desk.Publish();
        return desk;
    }

    private static async Task<HttpResponseMessage> PostAsync(WebDesk desk, string path, string body)
    {
        using HttpClient client = desk.Client();
        client.DefaultRequestHeaders.Add("X-Correlation-Id", "r-1");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.PostAsync($"/api/ui/cases/{path}", content);
    }
}
