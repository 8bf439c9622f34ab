using System.Net;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: a request can be said no to by every way that leads to the desk; who did it and by which way is shown and kept, and nothing comes of the request any more.</summary>
public sealed class RejectionTests
{
    private const string Api = "api";
    private const string Page = "page";
    private const string Telegram = "telegram";

    private static readonly (string Name, string Value)[] Reason = [("reason", "not yet")];

    [Theory]
    [InlineData(Api, "ui", Page)]
    [InlineData(Page, "ui", Telegram)]
    [InlineData(Telegram, "telegram", Api)]
    public async Task Request_RejectedByOneWay_IsOverForEveryOther(string way, string via, string other)
    {
        await using WebDesk desk = await HeldAsync();
        ApprovalId id = await RequestAsync(desk);
        Assert.True(await RejectAsync(desk, id, way));

        JsonElement shown = (await desk.JsonAsync("/api/ui/approvals?status=rejected", WebDesk.ViewerToken)).GetProperty("approvals")[0];
        Assert.Equal(
            (id.Value, "clara", via, "not yet", false),
            (Text(shown, "id"), Text(shown, "rejected_by"), Text(shown, "rejected_via"), Text(shown, "note"), shown.GetProperty("pending").GetBoolean()));
        Assert.Equal(("api", "ui"), (Text(shown, "requested_by"), Text(shown, "requested_via")));
        Assert.Equal(desk.Engine!.At, shown.GetProperty("rejected_at").GetDateTimeOffset());
        Assert.All(["approved_by", "approved_via", "approved_at", "used_by"], name => Assert.Equal(JsonValueKind.Null, shown.GetProperty(name).ValueKind));
        IReadOnlyList<KeyValuePair<string, string>> line = Assert.Single(desk.Engine.Ledger.Lines, l => l.Type == "approval.reject").Payload;
        Assert.Contains(new("actor", "clara"), line);
        Assert.Contains(new("source", via), line);

        Assert.False(await RejectAsync(desk, id, other));
        Assert.Contains("request_missing", (await new Operator(desk, WebDesk.SecondOperatorToken).CallAsync("/api/ui/resume-confirm", [])).Said, StringComparison.Ordinal);
        Assert.True(desk.Control().IsHeld);
    }

    [Theory]
    [InlineData(Api)]
    [InlineData(Page)]
    [InlineData(Telegram)]
    public async Task ConfirmedRequest_RejectedBeforeItIsCarriedOut_LetsGoOfNothing(string way)
    {
        await using WebDesk desk = await HeldAsync();
        ApprovalId id = await RequestAsync(desk);
        var second = new Operator(desk, WebDesk.SecondOperatorToken);
        Assert.Equal(HttpStatusCode.OK, (await second.CallAsync("/api/ui/resume-confirm", [])).Status);
        Assert.True(await RejectAsync(desk, id, way));

        Assert.NotEqual(HttpStatusCode.OK, (await second.CallAsync("/api/ui/resume", [])).Status);
        Assert.Equal(ControlMode.Hold, desk.Control().Mode);
    }

    [Fact]
    public async Task Requester_TakesTheirOwnBack()
    {
        await using WebDesk desk = await HeldAsync();
        ApprovalId id = await RequestAsync(desk);
        (HttpStatusCode status, string said) = await new Operator(desk, WebDesk.OperatorToken).FromBrowserAsync($"/ui/approvals/{id}/reject", Reason);
        Assert.True(said.Contains("done=", StringComparison.Ordinal), $"{status} {said}");
        Assert.Equal("api", Text((await desk.JsonAsync("/api/ui/approvals?status=rejected")).GetProperty("approvals")[0], "rejected_by"));
    }

    private static async Task<WebDesk> HeldAsync()
    {
        WebDesk desk = await EngineDesks.RunningAsync();
        await desk.GiveAsync(new HoldRequested("clara", "maintenance", "c-hold"), CancellationToken.None);
        return desk;
    }

    private static async Task<ApprovalId> RequestAsync(WebDesk desk)
    {
        Assert.Equal(HttpStatusCode.OK, (await new Operator(desk, WebDesk.OperatorToken).CallAsync("/api/ui/resume-request", [("reason", "done")])).Status);
        return desk.Engine!.Snapshot.Approvals.Single(a => a.Status == ApprovalStatus.Pending).Id;
    }

    /// <summary>By the second operator.</summary>
    /// <returns>Whether it was taken.</returns>
    private static async Task<bool> RejectAsync(WebDesk desk, ApprovalId id, string way)
    {
        var second = new Operator(desk, WebDesk.SecondOperatorToken);
        switch (way)
        {
            case Api:
                (HttpStatusCode status, string said) = await second.CallAsync($"/api/ui/approvals/{id}/reject", Reason);
                Assert.True(status == HttpStatusCode.OK || said.Contains("request_not_pending", StringComparison.Ordinal), said);
                return status == HttpStatusCode.OK;
            case Page:
                return (await second.FromBrowserAsync($"/ui/approvals/{id}/reject", Reason)).Said.Contains("done=", StringComparison.Ordinal);
            default:
                return (await desk.GiveAsync(new ApprovalRejected(id, "clara", "not yet", "c-t") { Channel = Telegram }, CancellationToken.None)).Refusal is null;
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
