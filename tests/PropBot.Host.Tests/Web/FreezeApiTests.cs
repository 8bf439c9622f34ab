using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Strategy;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: over HTTP one operator restricts and lowers at once, and whatever that operator calls, only two release and raise.</summary>
public sealed class FreezeApiTests
{
    private const string Another = WebDesk.SecondOperatorToken;

    private static readonly ControlScope Strategy = ControlScope.OfStrategy(StrategyNames.CrossExchangeArb);

    [Fact]
    public async Task Strategy_StaysFrozenOverARestart_AndAMatchingApprovalOfTwoReleasesIt()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync(approveToken: "approve-secret");
        JsonElement frozen = await SaysAsync(desk, "/api/ui/freeze", new { scope = "strategy", subject = "cross_exchange_arb", state = "frozen", reason = "news" }, HttpStatusCode.OK);
        Assert.Equal(("strategy", "frozen", "news"), (
            frozen.GetProperty("scopes")[0].GetProperty("scope").GetString(), frozen.GetProperty("scopes")[0].GetProperty("state").GetString(),
            frozen.GetProperty("scopes")[0].GetProperty("causes")[0].GetProperty("reason").GetString()));

        desk.Engine!.Restart();
        desk.Engine.Connect();
        desk.Pass(20);
        Assert.Equal(ScopeState.Frozen, desk.Control().Scopes.StateOf(Strategy));
        Assert.Equal("frozen", (await desk.JsonAsync("/api/ui/status")).GetProperty("scopes")[0].GetProperty("state").GetString());

        await DetailAsync(desk, "/api/ui/unfreeze-strategy", new { reason = "over" }, HttpStatusCode.UnprocessableEntity, "missing_parameters");
        await DetailAsync(desk, "/api/ui/unfreeze-strategy", new { strategy = "nonsense", reason = "over" }, HttpStatusCode.UnprocessableEntity, "invalid_strategy");
        JsonElement asked = await SaysAsync(desk, "/api/ui/unfreeze-strategy", new { strategy = "cross_exchange_arb", reason = "over" }, HttpStatusCode.Accepted);
        Assert.Equal(("pending", "cross_exchange_arb", "over"), (asked.GetProperty("status").GetString(), asked.GetProperty("strategy").GetString(), asked.GetProperty("reason").GetString()));
        string id = asked.GetProperty("request_id").GetString()!;

        const string Confirm = "/api/ui/unfreeze-strategy/confirm";
        await DetailAsync(desk, Confirm, new { token = "approve-secret" }, HttpStatusCode.UnprocessableEntity, "missing_parameters", Another);
        await DetailAsync(desk, Confirm, new { request_id = id }, HttpStatusCode.Unauthorized, "approve_token_missing", Another);
        await DetailAsync(desk, Confirm, new { request_id = id, token = "guess" }, HttpStatusCode.Unauthorized, "invalid_token", Another);
        await DetailAsync(desk, Confirm, new { request_id = new string('0', 32), token = "approve-secret" }, HttpStatusCode.NotFound, "request_not_found", Another);
        using (HttpResponseMessage own = await PostAsync(desk, Confirm, new { request_id = id, token = "approve-secret", actor = "clara" }))
        {
            Assert.Equal((HttpStatusCode.Conflict, "same_person"), (own.StatusCode, (await WebDesk.JsonAsync(own)).GetProperty("code").GetString()));
        }

        JsonElement done = await SaysAsync(desk, Confirm, new { request_id = id, token = "approve-secret" }, HttpStatusCode.OK, Another);
        Assert.Equal(("approved", false, id), (done.GetProperty("status").GetString(), done.GetProperty("frozen").GetBoolean(), done.GetProperty("request_id").GetString()));
        Assert.Equal("active", done.GetProperty("snapshot").GetProperty("state").GetString());
        Assert.True(desk.Control().Scopes.IsEmpty);
        await DetailAsync(desk, Confirm, new { request_id = id, token = "approve-secret" }, HttpStatusCode.Conflict, "request_not_pending", Another);
    }

    [Fact]
    public async Task IdOfAResumeRequest_ReleasesNoStrategy_AndTheResumeGoesOn()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        await SaysAsync(desk, "/api/ui/hold", new { }, HttpStatusCode.OK);
        JsonElement resume = await SaysAsync(desk, "/api/ui/resume-request", new { reason = "done" }, HttpStatusCode.OK);
        string id = resume.GetProperty("resume_request").GetProperty("id").GetString()!;
        await SaysAsync(desk, "/api/ui/freeze", new { scope = "strategy", subject = "cross_exchange_arb" }, HttpStatusCode.OK);
        await SaysAsync(desk, "/api/ui/unfreeze-strategy", new { strategy_name = "cross_exchange_arb", reason = "over" }, HttpStatusCode.Accepted);

        await DetailAsync(desk, "/api/ui/unfreeze-strategy/confirm", new { request_id = id }, HttpStatusCode.Conflict, "request_action_mismatch", Another);
        await DetailAsync(desk, "/api/ui/unkill-confirm", new { request_id = id }, HttpStatusCode.Conflict, "request_action_mismatch", Another);
        Assert.Equal(ScopeState.Frozen, desk.Control().Scopes.StateOf(Strategy));
        await SaysAsync(desk, "/api/ui/resume-confirm", new { request_id = id }, HttpStatusCode.OK, Another);
        await SaysAsync(desk, "/api/ui/resume", new { }, HttpStatusCode.OK);
        Assert.Equal(ControlMode.Run, desk.Control().Mode);
    }

    [Fact]
    public async Task Limits_AreShownWithTheirOrigin_AndRaisedByTwo()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        JsonElement before = Limit(await desk.JsonAsync("/api/ui/limits", WebDesk.ViewerToken), "max_daily_loss_usdt");
        Assert.Equal((500m, "configuration"), (before.GetProperty("value").GetDecimal(), before.GetProperty("origin").GetString()));
        await DetailAsync(desk, "/api/ui/limits/raise-request", new { limit = "max_daily_loss_usdt", value = 400, reason = "x" }, HttpStatusCode.UnprocessableEntity, "limit_not_higher");
        await SaysAsync(desk, "/api/ui/limits/raise-request", new { limit = "max_daily_loss_usdt", value = 800, reason = "big day" }, HttpStatusCode.Accepted);
        await DetailAsync(desk, "/api/ui/limits/raise-confirm", new { }, HttpStatusCode.UnprocessableEntity, "request_id is missing: name the request that you have read, as /api/ui/approvals lists it", Another);
        string id = desk.Engine!.Snapshot.Approvals.Single().Id.Value;
        await SaysAsync(desk, "/api/ui/limits/raise-confirm", new { request_id = id }, HttpStatusCode.OK, Another);
        JsonElement after = Limit(await desk.JsonAsync("/api/ui/limits"), "max_daily_loss_usdt");
        Assert.Equal(
            (800m, 500m, "raised", "api, clara", "big day"),
            (after.GetProperty("value").GetDecimal(), after.GetProperty("configured").GetDecimal(), after.GetProperty("origin").GetString(), after.GetProperty("by").GetString(), after.GetProperty("reason").GetString()));
        Assert.Equal(800m, (await desk.JsonAsync("/api/ui/status")).GetProperty("daily_loss_cap").GetProperty("max_daily_loss_usdt").GetDecimal());
        Assert.Contains("raised: api, clara, big day", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_OfOneVenue_AreTightenedByOne_AndSayUnitDirectionAndRange()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        JsonElement all = await SaysAsync(desk, "/api/ui/limits/lower", new { limit = "max_leverage", subject = "okx", value = 2, reason = "thin" }, HttpStatusCode.OK);
        JsonElement[] leverage = [.. all.GetProperty("limits").EnumerateArray().Where(l => l.GetProperty("limit").GetString() == "max_leverage")];
        string page = await desk.TextAsync("/ui/dashboard?lang=en");
        Assert.Contains("max_leverage of okx-perp", page, StringComparison.Ordinal);
        Assert.Contains("name=\"subject\"", page, StringComparison.Ordinal);
        Assert.Equal([(null, 5m, "configuration"), ("okx-perp", 2m, "lowered")], leverage.Select(l => (
            l.GetProperty("subject").GetString(), l.GetProperty("value").GetDecimal(), l.GetProperty("origin").GetString()!)));
        Assert.Equal(("times", "lower_is_stricter", "venue", 0.1m, 20m, "risk.max_leverage", "api", "thin"), (
            leverage[1].GetProperty("unit").GetString(), leverage[1].GetProperty("direction").GetString(), leverage[1].GetProperty("per").GetString(),
            leverage[1].GetProperty("least").GetDecimal(), leverage[1].GetProperty("most").GetDecimal(), leverage[1].GetProperty("option").GetString(),
            leverage[1].GetProperty("by").GetString(), leverage[1].GetProperty("reason").GetString()));
        Assert.Equal("все ноги на бирже к её капиталу", leverage[1].GetProperty("meaning").GetProperty("ru").GetString());
        Assert.Equal("higher_is_stricter", Limit(all, "min_liquidation_distance").GetProperty("direction").GetString());
        await DetailAsync(desk, "/api/ui/limits/lower", new { limit = "max_leverage", value = 0, reason = "x" }, HttpStatusCode.UnprocessableEntity, "limit_out_of_range");
        await DetailAsync(desk, "/api/ui/limits/lower", new { limit = "max_leverage", value = 1, subject = "kraken", reason = "x" }, HttpStatusCode.UnprocessableEntity, "unknown_scope");
    }

    [Fact]
    public async Task Page_RestrictsAtOnce_AndShowsWhatWaits()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        using HttpClient client = desk.Client();
        using (var form = new FormUrlEncodedContent([new("scope", "instrument okx-perp:BTCUSDT"), new("state", "reduce_only"), new("reason", "delisting")]))
        {
            await client.PostAsync("/ui/freeze", form);
        }

        Assert.Equal("delisting", desk.Control().Scopes.Causes.Single().Reason);
        string page = await desk.TextAsync("/ui/dashboard?lang=en");
        Assert.Contains("data-scope=\"instrument okx-perp:BTCUSDT\"", page, StringComparison.Ordinal);
        using (var form = new FormUrlEncodedContent([new("scope", "instrument okx-perp:BTCUSDT"), new("reason", "over")]))
        {
            await client.PostAsync("/ui/unfreeze-request", form);
        }

        Assert.Contains("release a restriction", await desk.TextAsync("/ui/dashboard?lang=en"), StringComparison.Ordinal);
        Assert.Contains("снятие ограничения", await desk.TextAsync("/ui/dashboard?lang=ru"), StringComparison.Ordinal);
    }

    private static JsonElement Limit(JsonElement answer, string code) => answer.GetProperty("limits").EnumerateArray().Single(l => l.GetProperty("limit").GetString() == code);

    private static async Task<HttpResponseMessage> PostAsync(WebDesk desk, string path, object body, string token = WebDesk.OperatorToken)
    {
        using HttpClient client = desk.Client(token);
        return await client.PostAsJsonAsync(path, body);
    }

    private static async Task<JsonElement> SaysAsync(WebDesk desk, string path, object body, HttpStatusCode expected, string token = WebDesk.OperatorToken)
    {
        using HttpResponseMessage answer = await PostAsync(desk, path, body, token);
        Assert.Equal(expected, answer.StatusCode);
        return await WebDesk.JsonAsync(answer);
    }

    private static async Task DetailAsync(WebDesk desk, string path, object body, HttpStatusCode expected, string detail, string token = WebDesk.OperatorToken) =>
        Assert.Equal(detail, (await SaysAsync(desk, path, body, expected, token)).GetProperty("detail").GetString());
}
