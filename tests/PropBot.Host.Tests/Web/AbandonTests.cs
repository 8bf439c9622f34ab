using System.Net;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: over API and page two operators give up a venue that a sweep waits for; what is left stays in sight.</summary>
public sealed class AbandonTests
{
    private const string Request = "/api/ui/sweeps/shift-1/abandon-request";
    private const string Confirm = "/api/ui/sweeps/shift-1/abandon-confirm";

    [Fact]
    public async Task TwoOperators_GiveAVenueUp_AndNothingIsClaimedOfIt()
    {
        await using WebDesk desk = await SweepDesk.WaitingForOkxAsync();
        using HttpClient first = desk.Client();
        using HttpClient second = desk.Client(WebDesk.SecondOperatorToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(first, Request, new { venue = "okx-perp" })).Status);
        (HttpStatusCode Status, JsonElement Body) wrong = await PostAsync(first, Request, new { venue = "nowhere", reason = "gone" });
        Assert.Equal((HttpStatusCode.Conflict, "nothing_to_abandon"), (wrong.Status, wrong.Body.GetProperty("code").GetString()));

        (HttpStatusCode Status, JsonElement Body) asked = await PostAsync(first, Request, new { venue = "okx-perp", reason = "the venue is bankrupt" });
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.Equal("pending", asked.Body.GetProperty("approval").GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(second, Confirm, new { })).Status);
        string? id = asked.Body.GetProperty("approval").GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(first, Confirm, new { request_id = id })).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(second, Confirm, new { request_id = id })).Status);
        SweepDesk.Serve(desk.Engine!);
        desk.Publish();

        JsonElement run = (await desk.JsonAsync("/api/ui/sweeps/shift-1")).GetProperty("run");
        Assert.Equal("abandoned", run.GetProperty("status").GetString());
        JsonElement okx = run.GetProperty("venues").EnumerateArray().Single(v => v.GetProperty("venue").GetString() == "okx-perp");
        Assert.Equal(("abandoned", JsonValueKind.Null), (okx.GetProperty("wait").GetString(), okx.GetProperty("orders_clean_ts").ValueKind));
        Assert.Equal("the venue is bankrupt", okx.GetProperty("abandoned").GetProperty("reason").GetString());
        Assert.Equal(-0.08m, okx.GetProperty("remaining")[0].GetProperty("qty").GetDecimal());
        JsonElement readiness = await desk.JsonAsync("/live-readiness");
        Assert.Contains("sweep:abandoned", readiness.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));
        Assert.Contains("оставлена, не подтверждено", PageText.Visible(await desk.TextAsync("/ui/dashboard?lang=ru")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OffersIt_OnlyWhileASweepWaits_AndShowsTheRequestToTheSecondPerson()
    {
        await using WebDesk desk = await SweepDesk.WaitingForOkxAsync();
        Assert.Contains("action=\"/ui/sweeps/shift-1/abandon-request\"", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
        using HttpClient first = desk.Client();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["venue"] = "okx-perp", ["reason"] = "gone" });
        using HttpResponseMessage answer = await first.PostAsync("/ui/sweeps/shift-1/abandon-request", form);
        Assert.EndsWith("?done=requested", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        string page = await desk.TextAsync("/ui/dashboard?lang=en", WebDesk.SecondOperatorToken);
        Assert.DoesNotContain("abandon-request", page, StringComparison.Ordinal);
        ApprovalRecord pending = Assert.Single(desk.Engine!.Snapshot.Approvals, a => a.Action == ApprovalAction.AbandonSweep);
        Assert.Contains($"/ui/approvals/{pending.Id.Value}/confirm", page, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(HttpClient client, string address, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(address, content);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}
