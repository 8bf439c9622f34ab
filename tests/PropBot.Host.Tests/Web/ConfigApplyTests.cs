using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Host.Configuration;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>
/// Goal: black-box test 16 of the contract. A broken configuration changes nothing; one that lets the desk risk more waits for a second
/// person; whatever is applied keeps positions and approvals; a rollback needs its token.
/// </summary>
public sealed class ConfigApplyTests : IDisposable
{
    private const string Apply = "/api/ui/config/apply";
    private const string Confirm = "/api/ui/config/apply-confirm";
    private const string Rollback = "/api/ui/config/rollback";

    private static readonly string Base = ConfigReader.BuiltIn("paper") + "\nrisk: {max_active_pairs: 6}\n";
    private static readonly string Lower = ConfigReader.BuiltIn("paper") + "\nrisk: {max_active_pairs: 2}\n";
    private static readonly string Higher = ConfigReader.BuiltIn("paper") + "\nrisk: {max_active_pairs: 9}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("propbot").FullName;

    private string ConfigFile => Path.Combine(_folder, "config.yaml");

    private string Written => File.ReadAllText(ConfigFile);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("profile: [")]
    [InlineData("profile: paper\nderivatives: {venues: []}\n")]
    [InlineData("profile: live\n")]
    public async Task Apply_OfATextThatWouldStopAStart_Is400AndChangesNothing(string yaml)
    {
        await using WebDesk desk = await StartAsync();
        string hash = desk.Configuration.Current.Hash;
        (HttpStatusCode status, JsonElement answer) = await PostAsync(desk, Apply, new { yaml_text = yaml, reason = "try" });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.False(answer.GetProperty("ok").GetBoolean());
        Assert.NotEmpty(answer.GetProperty("errors").EnumerateArray());
        Assert.Equal((Base, hash), (Written, desk.Configuration.Current.Hash));
        Assert.Empty(desk.Commands);
        Assert.Null(desk.Configuration.Staged);
    }

    [Fact]
    public async Task Apply_ThatOnlyLowersRisk_IsTakenAtOnce_AndKeepsPositionsAndApprovals()
    {
        await using WebDesk desk = await StartAsync();
        await PostAsync(desk, "/api/ui/hold", new { reason = "look" });
        await PostAsync(desk, "/api/ui/resume-request", new { reason = "all is well" });
        var pairs = desk.Engine!.Snapshot.ActivePairs.Select(p => p.Pair).ToList();
        var approvals = desk.Engine.Snapshot.Approvals.ToList();
        Assert.NotEmpty(pairs);
        Assert.NotEmpty(approvals);

        (HttpStatusCode status, JsonElement answer) = await PostAsync(desk, Apply, new { yaml_text = Lower, reason = "quiet night" });
        Assert.Equal((HttpStatusCode.OK, "applied"), (status, answer.GetProperty("status").GetString()));
        Assert.Equal(2, desk.Engine.Engine.Options.Risk.MaxActivePairs);
        Assert.Equal(Lower, Written);
        Assert.Equal(pairs, desk.Engine.Snapshot.ActivePairs.Select(p => p.Pair));
        Assert.Equal(approvals, desk.Engine.Snapshot.Approvals);
        Assert.Equal(ControlMode.Hold, desk.Control().Mode);
        JsonElement status2 = await desk.JsonAsync("/api/ui/status");
        Assert.Equal(answer.GetProperty("hash").GetString(), status2.GetProperty("config_hash").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Apply_ThatTheEngineDoesNotAnswer_IsInPlaceWhereItStaysGiven_AndGoneWhereNot(bool staysGiven)
    {
        await using WebDesk desk = await StartAsync();
        string hash = desk.Configuration.Current.Hash;
        desk.TakesCommands = false;
        desk.KeepsCommands = staysGiven;
        (HttpStatusCode status, _) = await PostAsync(desk, Apply, new { yaml_text = Lower, reason = "quiet night" });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        // What the engine will come to is what the next start and every view must say, and nothing else is.
        Assert.Equal(staysGiven ? Lower : Base, Written);
        Assert.Equal(staysGiven, hash != desk.Configuration.Current.Hash);
    }

    [Fact]
    public async Task Apply_ThatCannotBeCarriedOutWhenConfirmed_EndsAsFailed_AndStandsInNobodysWay()
    {
        await using WebDesk desk = await StartAsync();
        await PostAsync(desk, Apply, new { yaml_text = Higher, reason = "more room" });
        ApprovalRecord waits = desk.Engine!.Snapshot.Approvals.First(a => a.Action == ApprovalAction.ApplyConfig);
        // Nothing can be written there any more.
        File.Delete(ConfigFile);
        Directory.CreateDirectory(ConfigFile);
        (HttpStatusCode status, _) = await PostAsync(desk, Confirm, new { request_id = waits.Id.Value }, WebDesk.SecondOperatorToken);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal(6, desk.Engine.Engine.Options.Risk.MaxActivePairs);
        JsonElement ended = (await desk.JsonAsync("/api/ui/approvals")).GetProperty("approvals").EnumerateArray().First(a => a.GetProperty("id").GetString() == waits.Id.Value);
        Assert.Equal(
            ("failed", "ui", "ui"),
            (ended.GetProperty("status").GetString(), ended.GetProperty("requested_via").GetString(), ended.GetProperty("approved_via").GetString()));
        Assert.StartsWith("the file cannot be written: ", ended.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Contains(desk.Engine.Snapshot.Alerts, a => a.Code == "approval_failed");
        Assert.DoesNotContain(desk.Engine.Snapshot.Approvals, a => a.Action == ApprovalAction.ApplyConfig && a.Status.IsLive());
    }

    [Fact]
    public async Task Apply_ThatRaisesRisk_WaitsForAnotherPerson()
    {
        await using WebDesk desk = await StartAsync();
        (HttpStatusCode status, JsonElement answer) = await PostAsync(desk, Apply, new { yaml_text = Higher, reason = "more room" });
        Assert.Equal((HttpStatusCode.Accepted, "waiting"), (status, answer.GetProperty("status").GetString()));
        Assert.Equal((Base, 6), (Written, desk.Engine!.Engine.Options.Risk.MaxActivePairs));
        Assert.Contains("data-config=\"staged\"", await desk.TextAsync("/ui/dashboard"), StringComparison.Ordinal);
        Assert.Equal("more room", (await desk.JsonAsync("/api/ui/config", WebDesk.ViewerToken)).GetProperty("staged").GetProperty("reason").GetString());

        (HttpStatusCode alone, _) = await PostAsync(desk, Confirm, new { request_id = desk.Engine!.Snapshot.Approvals.First(a => a.Action == ApprovalAction.ApplyConfig).Id.Value });
        Assert.Equal(HttpStatusCode.Conflict, alone);
        Assert.Equal((Base, 6), (Written, desk.Engine.Engine.Options.Risk.MaxActivePairs));

        (HttpStatusCode two, JsonElement done) = await PostAsync(desk, Confirm, new { request_id = desk.Engine!.Snapshot.Approvals.First(a => a.Action == ApprovalAction.ApplyConfig).Id.Value }, WebDesk.SecondOperatorToken);
        Assert.Equal((HttpStatusCode.OK, "applied"), (two, done.GetProperty("status").GetString()));
        Assert.Equal((Higher, 9), (Written, desk.Engine.Engine.Options.Risk.MaxActivePairs));
        Assert.Equal(ApprovalStatus.Used, desk.Engine.Snapshot.Approvals.First(a => a.Action == ApprovalAction.ApplyConfig).Status);
        Assert.Null(desk.Configuration.Staged);

        // Used once: nobody can confirm it again.
        (HttpStatusCode again, _) = await PostAsync(desk, Confirm, new { request_id = desk.Engine!.Snapshot.Approvals.First(a => a.Action == ApprovalAction.ApplyConfig).Id.Value }, WebDesk.SecondOperatorToken);
        Assert.Equal(HttpStatusCode.Conflict, again);
    }

    [Fact]
    public async Task Rollback_NeedsItsToken_AndTwoPeopleWhereItRaisesRisk()
    {
        await using WebDesk desk = await StartAsync();
        (_, JsonElement applied) = await PostAsync(desk, Apply, new { yaml_text = Lower, reason = "quiet night" });
        string token = applied.GetProperty("rollback_token").GetString()!;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(desk, Rollback, new { reason = "back" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(desk, Rollback, new { rollback_token = "0123456789abcdef", reason = "back" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(desk, Rollback, new { rollback_token = "../config", reason = "back" })).Status);
        Assert.Equal(Lower, Written);

        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(desk, Rollback, new { rollback_token = token, reason = "back" })).Status);
        Assert.Equal(2, desk.Engine!.Engine.Options.Risk.MaxActivePairs);
        (HttpStatusCode two, JsonElement done) = await PostAsync(desk, Confirm, new { request_id = desk.Engine!.Snapshot.Approvals.First(a => a.Action == ApprovalAction.ApplyConfig).Id.Value }, WebDesk.SecondOperatorToken);
        Assert.Equal(HttpStatusCode.OK, two);
        Assert.Equal((Base, 6), (Written, desk.Engine.Engine.Options.Risk.MaxActivePairs));

        // Back to the tighter one: it lowers risk, so one person does it at once.
        string forward = done.GetProperty("rollback_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(desk, Rollback, new { rollback_token = forward, reason = "quiet again" })).Status);
        Assert.Equal((Lower, 2), (Written, desk.Engine.Engine.Options.Risk.MaxActivePairs));
    }

    [Fact]
    public async Task Apply_OfWhatOnlyAStartTakes_SaysSo()
    {
        await using WebDesk desk = await StartAsync();
        string yaml = Base.Replace("id: okx_perp,", "id: okx_perp, leverage: 2,", StringComparison.Ordinal);
        (HttpStatusCode status, JsonElement answer) = await PostAsync(desk, Apply, new { yaml_text = yaml, reason = "less leverage" });
        Assert.Equal(HttpStatusCode.OK, status);
        JsonElement later = Assert.Single(answer.GetProperty("next_start").EnumerateArray());
        Assert.Equal(("derivatives.venues.okx_perp.leverage", "3", "2"), (later.GetProperty("name").GetString(), later.GetProperty("from").GetString(), later.GetProperty("to").GetString()));
        Assert.Contains("derivatives.venues.okx_perp.leverage: 3 -&gt; 2", await desk.TextAsync("/ui/dashboard"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_IsInTheJournal_WithWhoWhyAndWhat()
    {
        await using WebDesk desk = await StartAsync();
        var journal = new List<Journaled>();
        desk.Engine!.Observer = (_, effects) => journal.AddRange(effects.OfType<Journaled>());
        await PostAsync(desk, Apply, new { yaml_text = Lower, reason = "quiet night" });
        Dictionary<string, string> line = Assert.Single(journal, j => j.Type == "config.changed").Payload.ToDictionary(StringComparer.Ordinal);
        Assert.Equal(("api", "ui", "quiet night", "risk.max_active_pairs: 6 -> 2"), (line["actor"], line["source"], line["reason"], line["changes"]));
        Assert.Equal(desk.Configuration.Current.Hash, line["hash"]);
        Assert.NotEmpty(line["correlation_id"]);
    }

    [Fact]
    public async Task Staged_IsThereAfterAStart()
    {
        await using WebDesk desk = await StartAsync();
        await PostAsync(desk, Apply, new { yaml_text = Higher, reason = "more room" });
        desk.Engine!.Restart();
        desk.Publish();
        ConfigurationDesk next = Configured(desk.Engine);
        Assert.Equal(("more room", "api"), (next.Staged!.Text.Reason, next.Staged.Text.By));
        Assert.Contains(desk.Engine.Snapshot.Approvals, a => a is { Action: ApprovalAction.ApplyConfig, Status: ApprovalStatus.Pending });
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(WebDesk desk, string path, object body, string token = WebDesk.OperatorToken)
    {
        using HttpClient client = desk.Client(token);
        using HttpResponseMessage answer = await client.PostAsJsonAsync(path, body);
        return (answer.StatusCode, await WebDesk.JsonAsync(answer));
    }

    private async Task<WebDesk> StartAsync()
    {
        await File.WriteAllTextAsync(ConfigFile, Base);
        WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        desk.Configuration = Configured(desk.Engine!);
        return desk;
    }

    private ConfigurationDesk Configured(EngineHarness engine)
    {
        var arguments = new RunArguments { Profile = "paper", ConfigPath = ConfigFile };
        string? None(string name) => null;
        return new ConfigurationDesk(
            RunningConfiguration.Of(RunSettings.Read(arguments, None)), yaml => ConfigVerdict.Of(arguments, None, yaml),
            new ConfigFiles(ConfigFile, Path.Combine(_folder, "config")), settings => engine.Engine.Options with { Risk = settings.Config.Risk, Strategy = settings.Config.Strategy },
            TimeProvider.System);
    }
}
