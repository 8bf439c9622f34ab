using System.Net;
using PropBot.Core.Engine;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Auth;

namespace PropBot.Host.Tests.Web;

/// <summary>
/// Goal: whatever the desk must be held by two for, one person lets go of it on no route, over neither channel, under no spelling of their
/// name or token and from no session; two people do on each of them.
/// </summary>
public sealed class TwoPeopleTests
{
    private static readonly (string, string)[] Reason = [("reason", "all is well")];

    /// <summary>Names of the second person in every field that a body could have for it.</summary>
    private static readonly (string, string)[] Pretending =
    [
        ("reason", "all is well"), ("actor", "clara"), ("approved_by", "clara"), ("confirmed_by", "clara"), ("requested_by", "clara"), ("operator", "clara"), ("name", "clara"),
    ];

    public static TheoryData<ApprovalAction, bool, bool> Ways
    {
        get
        {
            var ways = new TheoryData<ApprovalAction, bool, bool>();
            foreach (Release release in Release.All)
            {
                foreach (bool asksOnPage in (bool[])[false, true])
                {
                    ways.Add(release.Action, asksOnPage, false);
                    ways.Add(release.Action, asksOnPage, true);
                }
            }

            return ways;
        }
    }

    [Fact]
    public void EveryRouteThatChangesSomething_IsClassified() => Assert.Equal(
        Changing().Order(StringComparer.Ordinal), RouteEffects.Of.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void EveryRouteThatReleases_IsWalked()
    {
        Assert.Equal(
            RouteEffects.Of.Where(route => route.Value == RouteEffect.Releases).Select(route => route.Key).Order(StringComparer.Ordinal),
            Release.All.SelectMany(release => release.Routes).Distinct().Order(StringComparer.Ordinal));
        // A configuration is confirmed where it is made ready.
        Assert.Equal(Enum.GetValues<ApprovalAction>().Except([ApprovalAction.ApplyConfig]).Order(), Release.All.Select(release => release.Action).Order());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task OnePerson_AskingAndConfirming_LetsGoOfNothing_AndTwoDo(ApprovalAction action, bool asksOnPage, bool confirmsOnPage)
    {
        var release = Release.Of(action);
        await using WebDesk desk = await release.Prepare();
        var first = new Operator(desk, WebDesk.OperatorToken);
        var second = new Operator(desk, WebDesk.SecondOperatorToken);
        await CarryOutAsync(release, desk, first);
        Assert.False(release.IsLetGo(desk), "without a wish");

        (string, string)[] wish = [.. Reason, .. release.Fields];
        (HttpStatusCode status, string said) = asksOnPage
            ? await first.FromBrowserAsync(release.AddressOf(release.Ask.Page, desk), wish)
            : await first.CallAsync(release.AddressOf(release.Ask.Api, desk), wish);
        Assert.True(asksOnPage ? said.EndsWith("done=requested", StringComparison.Ordinal) : status is HttpStatusCode.OK or HttpStatusCode.Accepted, $"{status} {said}");
        Assert.Single(desk.Engine!.Snapshot.Approvals, a => a.Action == action && a.Status == ApprovalStatus.Pending && a.RequestedBy == "api");

        await AloneAsync(release, desk, first);
        desk.Engine!.Restart();
        desk.Publish();
        if (action != ApprovalAction.AbandonSweep)
        {
            await AloneAsync(release, desk, first);
        }

        Assert.Single(desk.Engine.Snapshot.Approvals, a => a.Action == action && a.Status == ApprovalStatus.Pending);
        desk.Engine.Connect();
        desk.Pass(2);
        (status, said) = confirmsOnPage
            ? await second.FromBrowserAsync(release.AddressOf(Release.PageConfirm, desk), [])
            : await second.CallAsync(release.AddressOf(release.ApiConfirm, desk), release.Confirming(desk, []));
        Assert.True(confirmsOnPage ? said.EndsWith("done=confirmed", StringComparison.Ordinal) : status == HttpStatusCode.OK, $"{status} {said}");
        Assert.True(release.IsLetGo(desk));
    }

    /// <summary>The table of limits is walked, so that a new one cannot be forgotten.</summary>
    [Fact]
    public async Task OnePerson_MakesNoLimitLooser_OverEitherChannel()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        var first = new Operator(desk, WebDesk.OperatorToken);
        foreach (LimitRule rule in LimitTable.All)
        {
            decimal? before = ValueOf(desk, rule);
            decimal bound = rule.Sense == LimitSense.AtMost ? rule.Most : rule.Least;
            decimal looser = rule.IsWhole ? bound : (bound + (before ?? bound)) / 2m;
            (string, string)[] wish = [.. Reason, ("limit", rule.Code), ("value", WireNumber.Format(looser))];
            Assert.Contains(before is null ? rule.Code : "limit_not_lower", (await first.CallAsync("/api/ui/limits/lower", before is null ? [.. Reason, ("limit", rule.Code)] : wish)).Said, StringComparison.Ordinal);
            (HttpStatusCode asked, string said) = await first.CallAsync("/api/ui/limits/raise-request", wish);
            if (before is null)
            {
                // There is none: nothing is looser.
                Assert.Contains("limit_not_higher", said, StringComparison.Ordinal);
                continue;
            }

            Assert.True(asked == HttpStatusCode.Accepted, $"{rule.Code} {looser}: {said}");
            await ConfirmsNothingAsync();
            (_, said) = await first.FromBrowserAsync("/ui/limits", wish);
            Assert.EndsWith("done=requested", said, StringComparison.Ordinal);
            await ConfirmsNothingAsync();

            async Task ConfirmsNothingAsync()
            {
                string id = desk.LiveApproval()!.Value.Value;
                Assert.Contains("same_person", (await first.CallAsync("/api/ui/limits/raise-confirm", [.. Pretending, ("request_id", id)])).Said, StringComparison.Ordinal);
                Assert.EndsWith("refused=same_person", (await first.FromBrowserAsync($"/ui/approvals/{id}/confirm", Pretending)).Said, StringComparison.Ordinal);
                Assert.Equal((rule.Code, before), (rule.Code, ValueOf(desk, rule)));
                await first.CallAsync($"/api/ui/approvals/{id}/reject", Reason);
            }
        }
    }

    /// <summary>What needs no second person moves no brake: not on a desk that is killed and where a wish waits.</summary>
    [Fact]
    public async Task OnePerson_OnEveryOtherRoute_MovesNoBrake()
    {
        foreach (string route in RouteEffects.Of.Where(r => r.Value is RouteEffect.Reduces or RouteEffect.Explains or RouteEffect.Stops or RouteEffect.Switches).Select(r => r.Key))
        {
            await using WebDesk desk = await Release.Of(ApprovalAction.Unkill).Prepare();
            var first = new Operator(desk, WebDesk.OperatorToken);
            await first.CallAsync("/api/ui/unkill-request", Reason);
            string path = route.Replace("{id}", desk.LiveApproval()!.Value.Value, StringComparison.Ordinal);
            if (route.StartsWith("/ui/", StringComparison.Ordinal))
            {
                await first.FromBrowserAsync(path, [.. Pretending, ("confirm", "yes"), ("kind", "close_all"), ("id", "drill"), ("all", "yes")]);
            }
            else
            {
                await first.CallAsync(path, [.. Pretending, ("correlation_id", "drill")]);
            }

            Assert.True(desk.Control() is { IsHeld: true, IsKilled: true, Mode: ControlMode.Hold }, $"{route} left the desk as {desk.Control()}");
            Assert.DoesNotContain(desk.Engine!.Snapshot.Approvals, a => a.Status is ApprovalStatus.Approved or ApprovalStatus.Used);
        }
    }

    [Theory]
    [InlineData(WebDesk.ViewerToken)]
    [InlineData(WebDesk.AuditorToken)]
    public async Task WhoMayNotCommand_Gets403OnEveryRouteThatChangesSomething_OverBothChannels(string token)
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        var reader = new Operator(desk, token);
        foreach (string route in RouteEffects.Of.Where(r => r.Value != RouteEffect.Session).Select(r => r.Key))
        {
            string path = route.Replace("{id}", "0", StringComparison.Ordinal);
            Assert.Equal((route, HttpStatusCode.Forbidden), (route, (await reader.CallAsync(path, Reason)).Status));
            Assert.Equal((route, HttpStatusCode.Forbidden), (route, (await reader.FromBrowserAsync(path, Reason)).Status));
        }

        Assert.Empty(desk.Commands);
        Assert.Empty(desk.Sweeps);
    }

    [Fact]
    public async Task WhoHasNoToken_Gets401OnEveryRead_AndOnEveryRouteThatChangesSomething()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        using HttpClient stranger = desk.Client(null);
        foreach (RouteAccess route in AccessTable.Routes.Where(r => r.Pattern.StartsWith("/api/ui/", StringComparison.Ordinal) || (r.Method != "GET" && r.Role is not null)))
        {
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Pattern.Replace("{id}", "0", StringComparison.Ordinal));
            using HttpResponseMessage answer = await stranger.SendAsync(request);
            Assert.Equal((route.Pattern, HttpStatusCode.Unauthorized), (route.Pattern, answer.StatusCode));
        }

        Assert.Empty(desk.Commands);
    }

    private static decimal? ValueOf(WebDesk desk, LimitRule rule) => desk.Engine!.Snapshot.Limits.Single(l => l.Limit == rule.Limit && l.Subject is null).Value;

    /// <summary>Judging a text changes nothing, though it needs a body.</summary>
    private static IEnumerable<string> Changing() => AccessTable.Routes.Where(route => route.Method != "GET" && route.Pattern != "/api/ui/config/validate").Select(route => route.Pattern);

    /// <summary>The same person confirms in every way that they have, and tries to carry it out: it is held still, and the wish waits.</summary>
    private static async Task AloneAsync(Release release, WebDesk desk, Operator person)
    {
        string api = release.AddressOf(release.ApiConfirm, desk);
        string id = desk.Engine!.Snapshot.Approvals.First(a => a.Action == release.Action).Id.Value;
        foreach (string authorization in (string[])[$"Bearer {WebDesk.OperatorToken}", $"bearer  {WebDesk.OperatorToken} ", $"BEARER\t{WebDesk.OperatorToken}"])
        {
            foreach ((string, string)[] fields in ((string, string)[][])[[], Pretending, [.. Pretending, ("request_id", id)]])
            {
                (HttpStatusCode status, string said) = await person.CallAsync(api, release.Confirming(desk, fields), authorization);
                bool isKnown = status != HttpStatusCode.Unauthorized;
                Assert.True(isKnown ? said.Contains("same_person", StringComparison.Ordinal) : authorization.Contains('\t', StringComparison.Ordinal), $"{authorization}: {status} {said}");
            }
        }

        // Each time in a session of its own, as from another browser.
        for (int session = 0; session < 2; session++)
        {
            (_, string said) = await person.FromBrowserAsync(release.AddressOf(Release.PageConfirm, desk), Pretending);
            Assert.EndsWith("refused=same_person", said, StringComparison.Ordinal);
            Assert.Contains("same_person", (await person.FromBrowserAsync(api, release.Confirming(desk, Pretending))).Said, StringComparison.Ordinal);
        }

        await CarryOutAsync(release, desk, person);
        Assert.False(release.IsLetGo(desk), "by one person");
    }

    private static async Task CarryOutAsync(Release release, WebDesk desk, Operator person)
    {
        foreach ((string api, string page) in release.CarryOut)
        {
            await person.CallAsync(api, Pretending);
            await person.FromBrowserAsync(page, Pretending);
        }

        Assert.False(release.IsLetGo(desk), "carried out by one person");
    }
}
