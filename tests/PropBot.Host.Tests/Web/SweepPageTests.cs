using System.Net;
using System.Text.RegularExpressions;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: with a browser and no script an operator sees the plan, confirms it once, and watches it being carried out.</summary>
public sealed class SweepPageTests
{
    [Theory]
    [InlineData("en", "Close all", "The plan as of now", "Estimated cost", "Do it")]
    [InlineData("ru", "Закрыть всё", "План на этот момент", "Оценка стоимости", "Выполнить")]
    public async Task Buttons_LeadToThePlan_WhichSendsNothing(string language, string button, params string[] words)
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        string page = await desk.TextAsync($"/ui/dashboard?lang={language}");
        Assert.Contains(button, PageText.Visible(page), StringComparison.Ordinal);
        Assert.Contains("<form class=\"controls\" method=\"get\" action=\"/ui/sweep\"", page, StringComparison.Ordinal);

        string plan = await desk.TextAsync($"/ui/sweep?kind=close_all&lang={language}");
        Assert.All(words, word => Assert.Contains(word, PageText.Visible(plan), StringComparison.Ordinal));
        Assert.Contains("data-row=\"P000001:binance-um:BTCUSDT\"", plan, StringComparison.Ordinal);
        Assert.Contains("data-row=\"P000001:okx-perp:BTCUSDT\"", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", plan, StringComparison.Ordinal);
        Assert.Empty(desk.Sweeps);
        Assert.Empty(desk.Engine!.TakePlaced());
    }

    [Fact]
    public async Task Form_SentTwice_IsOneSweep_AndThePageShowsHowItEnded()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        desk.WhenSwept = SweepDesk.Serve;
        Browser browser = await LoggedInAsync(desk);
        string plan = await browser.PageAsync("/ui/sweep?kind=close_all");
        Dictionary<string, string> form = FormOf(plan);
        form["reason"] = "конец смены";
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage answer = await browser.PostAsync("/ui/sweep", Fields(form));
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Equal("/ui/dashboard?done=sweep", answer.Headers.Location!.ToString());
        }

        Sweep done = Assert.Single(desk.Engine!.Ledger.Sweeps.Values);
        Assert.Equal((form["correlation_id"], "page", "конец смены", SweepStatus.Done), (done.Id, done.Source, done.Reason, done.Status));
        string page = await browser.PageAsync("/ui/dashboard?done=sweep&lang=en");
        Assert.Contains($"data-row=\"{done.Id}\"", page, StringComparison.Ordinal);
        Assert.Contains("2 of 2", PageText.Visible(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Without the tick pairs stay hedged", "KILL the desk")]
    [InlineData("ru", "Без галочки пары остаются захеджированными", "Остановить всё: KILL")]
    public async Task Kill_ShowsItsPlanBesideTheButtonThatKills(string language, params string[] words)
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        Browser browser = await LoggedInAsync(desk);
        Assert.Contains("name=\"kind\" value=\"kill\"", await browser.PageAsync($"/ui/dashboard?lang={language}"), StringComparison.Ordinal);

        string plan = await browser.PageAsync($"/ui/sweep?kind=kill&lang={language}");
        Assert.All(words, word => Assert.Contains(word, PageText.Visible(plan), StringComparison.Ordinal));
        Assert.Contains("data-row=\"P000001:binance-um:BTCUSDT\"", plan, StringComparison.Ordinal);
        Assert.Contains("id=\"plan-cost\"", plan, StringComparison.Ordinal);
        Assert.False(desk.Engine!.Snapshot.Control.IsKilled);

        using HttpResponseMessage answer = await browser.PostAsync("/ui/kill", Fields(FormOf(plan, "/ui/kill")));
        Assert.EndsWith("?done=killed", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.True(desk.Engine.Snapshot.Control.IsKilled);
        Sweep run = Assert.Single(desk.Engine.Ledger.Sweeps.Values);
        Assert.Equal((FormOf(plan, "/ui/kill")["correlation_id"], false), (run.Id, run.Scope.TakesOff));
    }

    [Fact]
    public async Task RunningSweep_IsShownWithWhatItWaitsFor()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        desk.Engine!.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "connection refused"));
        desk.WhenSwept = SweepDesk.Serve;
        Browser browser = await LoggedInAsync(desk);
        using HttpResponseMessage answer = await browser.PostAsync("/ui/sweep", Fields(FormOf(await browser.PageAsync("/ui/sweep?kind=close_all"))));
        string page = await browser.PageAsync("/ui/dashboard?lang=ru");
        Assert.Contains("data-venue=\"okx-perp\" data-code=\"not_connected\"", page, StringComparison.Ordinal);
        string visible = PageText.Visible(page);
        Assert.Contains("нет связи, connection refused", visible, StringComparison.Ordinal);
        Assert.Contains("0 из 2", visible, StringComparison.Ordinal);
        Assert.Contains("BTCUSDT 0.08 (в работе)", visible, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewers_SeeNeitherButtonsNorPlan()
    {
        await using WebDesk desk = await WebDesk.OverAsync(SweepDesk.WithOpenPair());
        Assert.DoesNotContain("/ui/sweep", await desk.TextAsync("/ui/dashboard", WebDesk.ViewerToken), StringComparison.Ordinal);
        using HttpClient client = desk.Client(WebDesk.ViewerToken);
        using HttpResponseMessage plan = await client.GetAsync("/ui/sweep?kind=close_all");
        Assert.Equal(HttpStatusCode.Forbidden, plan.StatusCode);
    }

    private static async Task<Browser> LoggedInAsync(WebDesk desk)
    {
        var browser = new Browser(desk);
        using HttpResponseMessage answer = await browser.LogInAsync(WebDesk.OperatorToken);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return browser;
    }

    private static (string Name, string Value)[] Fields(Dictionary<string, string> form) => [.. form.Select(f => (f.Key, f.Value))];

    private static Dictionary<string, string> FormOf(string page, string action = "/ui/sweep") => Regex
        .Matches(page[page.IndexOf($"action=\"{action}\"", StringComparison.Ordinal)..], "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")
        .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
}
