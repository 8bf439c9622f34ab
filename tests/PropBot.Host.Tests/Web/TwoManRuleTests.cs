using System.Net;
using System.Text;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Strategy;
using PropBot.Host.Auth;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: whatever one operator calls, in whatever order, the desk that is held or killed stays so; with a second one it leaves.</summary>
public sealed class TwoManRuleTests
{
    private const string Another = WebDesk.SecondOperatorToken;
    private const string Strategy = StrategyNames.CrossExchangeArb;

    [Fact]
    public async Task Resume_ByTwoOperators_GoesThroughThreeSteps()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        JsonElement held = await OkAsync(desk, "/api/ui/hold", new { reason = "maintenance" });
        Assert.True(held.GetProperty("hold_active").GetBoolean());
        Assert.True(held.GetProperty("safety").GetProperty("safe_mode").GetBoolean());

        JsonElement asked = await OkAsync(desk, "/api/ui/resume-request", new { reason = "done", requested_by = "somebody else" });
        JsonElement request = asked.GetProperty("resume_request");
        Assert.Equal(("api", "done", true), (request.GetProperty("requested_by").GetString(), request.GetProperty("reason").GetString(), request.GetProperty("pending").GetBoolean()));
        Assert.Equal("maintenance (api)", request.GetProperty("parameters").GetProperty("reasons").GetString());
        Assert.Equal(JsonValueKind.Null, request.GetProperty("approved_by").ValueKind);
        Assert.Equal(32, request.GetProperty("id").GetString()!.Length);

        await RefusedAsync(desk, "/api/ui/resume-confirm", new { }, HttpStatusCode.Conflict, "same_person");
        await RefusedAsync(desk, "/api/ui/resume", new { }, HttpStatusCode.Locked, "hold_active");

        JsonElement confirmed = await OkAsync(desk, "/api/ui/resume-confirm", new { actor = "api" }, Another);
        Assert.True(confirmed.GetProperty("hold_cleared").GetBoolean());
        Assert.False(confirmed.GetProperty("hold_active").GetBoolean());
        Assert.Equal("HOLD", confirmed.GetProperty("safety").GetProperty("mode").GetString());
        Assert.True(confirmed.GetProperty("safety").GetProperty("safe_mode").GetBoolean());
        Assert.Equal("clara", confirmed.GetProperty("approval").GetProperty("approved_by").GetString());

        JsonElement run = await OkAsync(desk, "/api/ui/resume", new { });
        Assert.Equal(("RUN", false), (run.GetProperty("mode").GetString(), run.GetProperty("hold_active").GetBoolean()));
        Assert.False(run.GetProperty("safety").GetProperty("safe_mode").GetBoolean());
        Assert.Equal(ControlMode.Run, desk.Control().Mode);
    }

    [Theory]
    [InlineData("/api/ui/hold")]
    [InlineData("/api/ui/kill")]
    public async Task OnePerson_OverEveryRouteAndThreeTimes_NeitherResumesNorUnkills(string braking)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        await OkAsync(desk, "/api/ui/strategy/disable", new { strategy = Strategy, reason = "losses" }, Another);
        await OkAsync(desk, braking, new { reason = "news" });
        string[] posts = [.. AccessTable.Routes.Where(r => r.Method == "POST" && r.Pattern is not ("/ui/login" or "/ui/logout")).Select(r => r.Pattern)];
        Assert.True(posts.Length > 15);
        for (int round = 0; round < 3; round++)
        {
            // Backwards too: what comes before what must not matter.
            foreach (string route in round == 1 ? posts.Reverse() : posts)
            {
                string path = route.Replace("{id}", desk.LiveApproval()?.Value ?? "0", StringComparison.Ordinal);
                await PostAsync(desk, path, new { reason = "alone", token = "guess", all = true, strategy = Strategy, enabled = true }, WebDesk.OperatorToken);
                await PostFormAsync(
                    desk, path, WebDesk.OperatorToken, ("reason", "alone"), ("confirm", "yes"), ("token", "guess"), ("strategy", Strategy), ("enabled", "true"), ("subject", Strategy), ("state", "on"));
                Assert.False(desk.Control().Strategy.Enabled, $"{path} switched the strategy on");
                Assert.Equal(ControlMode.Hold, desk.Control().Mode);
                Assert.True(desk.Control().IsHeld, $"{path} let go");
                Assert.Equal(braking == "/api/ui/kill" || desk.Commands.Exists(c => c is Core.Engine.Events.KillRequested), desk.Control().IsKilled);
            }
        }
    }

    [Fact]
    public async Task SinglePersonDesk_WithoutTheRule_StillTakesItsThreeSteps()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(o => o with { Control = o.Control with { TwoManRule = false } });
        await OkAsync(desk, "/api/ui/hold", new { });
        await RefusedAsync(desk, "/api/ui/resume", new { }, HttpStatusCode.Locked, "hold_active");
        await OkAsync(desk, "/api/ui/resume-request", new { reason = "done" });
        await OkAsync(desk, "/api/ui/resume-confirm", new { });
        await OkAsync(desk, "/api/ui/resume", new { });
        Assert.Equal(ControlMode.Run, desk.Control().Mode);
    }

    [Fact]
    public async Task Request_WithoutOrWithABlankReason_OrInRun_IsRefused()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        await RefusedAsync(desk, "/api/ui/resume-request", new { reason = "x" }, HttpStatusCode.Conflict, "hold_not_active");
        await RefusedAsync(desk, "/api/ui/resume-confirm", new { }, HttpStatusCode.Conflict, "hold_not_active");
        await OkAsync(desk, "/api/ui/hold", new { });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(desk, "/api/ui/resume-request", new { })).StatusCode);
        await RefusedAsync(desk, "/api/ui/resume-request", new { reason = "  " }, HttpStatusCode.BadRequest, null, "reason_required");
        await RefusedAsync(desk, "/api/ui/resume-confirm", new { }, HttpStatusCode.Conflict, "request_missing", "resume_request_missing");
        Assert.Empty(desk.Engine!.Ledger.Approvals);
    }

    [Fact]
    public async Task Resume_AfterTheApprovalHasExpired_Is403AndNamesSafeMode()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(o => o with { Control = o.Control with { ApprovalValidity = TimeSpan.FromMinutes(1) } });
        await OkAsync(desk, "/api/ui/hold", new { });
        await OkAsync(desk, "/api/ui/resume-request", new { reason = "done" });
        await OkAsync(desk, "/api/ui/resume-confirm", new { }, Another);
        desk.Pass(61);
        using HttpResponseMessage answer = await PostAsync(desk, "/api/ui/resume", new { });
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("SAFE_MODE", (await WebDesk.JsonAsync(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_WithAnApproveToken_AsksForItToo()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(approveToken: "approve-secret");
        await OkAsync(desk, "/api/ui/hold", new { });
        await RefusedAsync(desk, "/api/ui/resume-confirm", new { token = "wrong" }, HttpStatusCode.Conflict, null, "resume_request_missing", Another);
        await OkAsync(desk, "/api/ui/resume-request", new { reason = "done" });
        await RefusedAsync(desk, "/api/ui/resume-confirm", new { }, HttpStatusCode.Unauthorized, null, "approve_token_missing", Another);
        await RefusedAsync(desk, "/api/ui/resume-confirm", new { token = "approve-secreT" }, HttpStatusCode.Unauthorized, null, "invalid_token", Another);
        await RefusedAsync(desk, "/api/ui/resume-confirm", new { token = "approve-secret" }, HttpStatusCode.Conflict, "same_person");
        Assert.True(desk.Control().IsHeld);
        await OkAsync(desk, "/api/ui/resume-confirm", new { token = "approve-secret" }, Another);
        Assert.False(desk.Control().IsHeld);
    }

    [Fact]
    public async Task Reject_ByTheOtherOperator_EndsIt_AndUnknownOnesAre404()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        await OkAsync(desk, "/api/ui/hold", new { });
        string id = (await OkAsync(desk, "/api/ui/resume-request", new { reason = "done" })).GetProperty("resume_request").GetProperty("id").GetString()!;
        await RefusedAsync(desk, "/api/ui/approvals/0/reject", new { }, HttpStatusCode.NotFound, null, "request_not_found");
        await RefusedAsync(desk, $"/api/ui/approvals/{new string('0', 32)}/reject", new { }, HttpStatusCode.NotFound, "request_not_found");
        JsonElement rejected = (await OkAsync(desk, $"/api/ui/approvals/{id}/reject", new { reason = "not yet" }, Another)).GetProperty("approval");
        Assert.Equal(("rejected", "clara", "not yet"), (rejected.GetProperty("status").GetString(), rejected.GetProperty("rejected_by").GetString(), rejected.GetProperty("note").GetString()));
        await RefusedAsync(desk, $"/api/ui/approvals/{id}/reject", new { }, HttpStatusCode.Conflict, "request_not_pending");
        await RefusedAsync(desk, "/api/ui/resume-confirm", new { }, HttpStatusCode.Conflict, "request_missing", "resume_request_missing", Another);
    }

    [Fact]
    public async Task Approvals_ListedAHundredTimes_ChangeNothing()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        await OkAsync(desk, "/api/ui/hold", new { });
        await OkAsync(desk, "/api/ui/resume-request", new { reason = "done" });
        int lines = desk.Engine!.Ledger.Lines.Count;
        long sequence = desk.Engine.Snapshot.Sequence;
        for (int i = 0; i < 100; i++)
        {
            JsonElement list = await desk.JsonAsync("/api/ui/approvals?status=pending", WebDesk.ViewerToken);
            Assert.Single(list.GetProperty("approvals").EnumerateArray());
        }

        Assert.Equal((lines, sequence), (desk.Engine.Ledger.Lines.Count, desk.Engine.Snapshot.Sequence));
        Assert.Empty((await desk.JsonAsync("/api/ui/approvals?status=rejected")).GetProperty("approvals").EnumerateArray());
        using HttpClient client = desk.Client();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.GetAsync("/api/ui/approvals?status=nonsense")).StatusCode);
    }

    [Theory]
    [InlineData("/api/ui/kill", "", HttpStatusCode.OK)]
    [InlineData("/api/ui/kill", "{\"reason\": ", HttpStatusCode.OK)]
    [InlineData("/api/ui/kill-now", "{\"reason\": 5}", HttpStatusCode.OK)]
    [InlineData("/api/ui/kill-confirm", "{\"request_id\": \"x\", \"token\": \"y\"}", HttpStatusCode.OK)]
    [InlineData("/api/ui/kill-request", "{\"reason\": \"wrong prices\"}", HttpStatusCode.Accepted)]
    public async Task Kill_WithAnyBody_ByOneOperator_KillsAtOnce(string path, string body, HttpStatusCode expected)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        using HttpClient client = desk.Client();
        using var content = new StringContent(body, Encoding.UTF8, "text/plain");
        using HttpResponseMessage answer = await client.PostAsync(path, content);
        Assert.Equal(expected, answer.StatusCode);
        JsonElement said = await WebDesk.JsonAsync(answer);
        Assert.True(said.GetProperty("killed").GetBoolean() && said.GetProperty("hold_active").GetBoolean() && said.GetProperty("safe_mode").GetBoolean());
        Assert.Equal("executed", said.GetProperty("status").GetString());
        Assert.Equal("api", desk.Control().Kill?.By);
        Assert.Equal(said.GetProperty("request_id").GetString(), desk.Control().Kill?.CorrelationId);
    }

    [Fact]
    public async Task Unkill_ByTwo_LeavesTheHold_WhichIsLeftByItsOwnRequest()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        await OkAsync(desk, "/api/ui/kill", new { reason = "wrong prices", correlation_id = "k-1", flatten = true });
        Assert.True(desk.Control().Kill?.Flatten);
        await RefusedAsync(desk, "/api/ui/resume-request", new { reason = "x" }, HttpStatusCode.Locked, "killed");
        await RefusedAsync(desk, "/api/ui/resume", new { }, HttpStatusCode.Locked, "killed");

        using HttpResponseMessage asked = await PostAsync(desk, "/api/ui/unkill-request", new { reason = "prices are right" });
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        await RefusedAsync(desk, "/api/ui/unkill-confirm", new { }, HttpStatusCode.Conflict, "same_person");
        JsonElement lifted = await OkAsync(desk, "/api/ui/unkill-confirm", new { }, Another);
        Assert.Equal((false, true), (lifted.GetProperty("killed").GetBoolean(), lifted.GetProperty("hold_active").GetBoolean()));
        await RefusedAsync(desk, "/api/ui/unkill-confirm", new { }, HttpStatusCode.Conflict, "not_killed");
        await RefusedAsync(desk, "/api/ui/resume", new { }, HttpStatusCode.Locked, "hold_active");
    }

    [Fact]
    public async Task Restart_KeepsWhatWaits_OverTheApi()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        await OkAsync(desk, "/api/ui/kill", new { reason = "x" });
        await PostAsync(desk, "/api/ui/unkill-request", new { reason = "over" });
        desk.Engine!.Restart();
        desk.Board.Publish(desk.Engine.Snapshot);
        JsonElement control = (await desk.JsonAsync("/api/ui/status")).GetProperty("control");
        Assert.True(control.GetProperty("killed").GetBoolean());
        Assert.Equal("api", control.GetProperty("unkill_request").GetProperty("requested_by").GetString());
        Assert.Equal(["kill_switch", "restart_safe_mode"], control.GetProperty("holds").EnumerateArray().Select(h => h.GetProperty("reason").GetString()));
        await OkAsync(desk, "/api/ui/unkill-confirm", new { }, Another);
        Assert.False(desk.Control().IsKilled);
    }

    private static async Task<HttpResponseMessage> PostAsync(WebDesk desk, string path, object body, string token = WebDesk.OperatorToken)
    {
        using HttpClient client = desk.Client(token);
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        return await client.PostAsync(path, content);
    }

    private static async Task PostFormAsync(WebDesk desk, string path, string token, params (string Name, string Value)[] fields)
    {
        using HttpClient client = desk.Client(token);
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using HttpResponseMessage answer = await client.PostAsync(path, form);
    }

    private static async Task<JsonElement> OkAsync(WebDesk desk, string path, object body, string token = WebDesk.OperatorToken)
    {
        using HttpResponseMessage answer = await PostAsync(desk, path, body, token);
        JsonElement said = await WebDesk.JsonAsync(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {said}");
        return said;
    }

    /// <param name="code">The code of the engine's refusal; null when the surface itself refused.</param>
    /// <param name="detail">What the contract calls it; null: not asserted.</param>
    private static async Task RefusedAsync(
        WebDesk desk, string path, object body, HttpStatusCode status, string? code, string? detail = null, string token = WebDesk.OperatorToken)
    {
        using HttpResponseMessage answer = await PostAsync(desk, path, body, token);
        JsonElement said = await WebDesk.JsonAsync(answer);
        Assert.True(answer.StatusCode == status, $"{path}: {answer.StatusCode} {said}");
        Assert.True(said.GetProperty("detail").GetString()!.Length > 0);
        if (code is not null)
        {
            Assert.Equal(code, said.GetProperty("code").GetString());
            Assert.True(said.GetProperty("ru").GetString()!.Length > 0);
        }

        if (detail is not null)
        {
            Assert.Equal(detail, said.GetProperty("detail").GetString());
        }
    }
}
