using System.Net;
using PropBot.Host.Auth;

namespace PropBot.Host.Tests.Web;

public sealed class SessionTests
{
    [Fact]
    public async Task Stranger_IsLedToTheLoginAndBack()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        var browser = new Browser(desk);
        HttpResponseMessage answer = await browser.GetAsync("/ui/dashboard?range=1h");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/ui/login?next=%2Fui%2Fdashboard%3Frange%3D1h", answer.Headers.Location?.OriginalString);

        answer = await browser.LogInAsync(WebDesk.OperatorToken, "/ui/dashboard?range=1h");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/ui/dashboard?range=1h", answer.Headers.Location?.OriginalString);
        Assert.Contains("httponly", browser.LastSetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", browser.LastSetCookie, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/ui/dashboard?range=1h")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/ui/status")).StatusCode);
    }

    [Theory]
    [InlineData("https://elsewhere.example/ui/")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/ui/login")]
    [InlineData("/api/ui/status")]
    public async Task Login_WithAnAddressFromOutside_LeadsHome(string next)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        HttpResponseMessage answer = await new Browser(desk).LogInAsync(WebDesk.ViewerToken, next);
        Assert.Equal("/ui/dashboard", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Login_WrongToken_IsRefusedWithThePage()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        var browser = new Browser(desk);
        HttpResponseMessage answer = await browser.LogInAsync("not-a-token-of-ours");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Nobody has this token", page);
        Assert.DoesNotContain("not-a-token-of-ours", page);
        Assert.DoesNotContain(Sessions.CookieName, browser.Cookies.Keys);
    }

    [Fact]
    public async Task Login_FormOfAnotherSite_IsRefused()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        var browser = new Browser(desk);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/ui/login", ("token", WebDesk.OperatorToken))).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await browser.PostAsync("/ui/login", ("token", WebDesk.OperatorToken), ("csrf", "0"))).StatusCode);
        Assert.DoesNotContain(Sessions.CookieName, browser.Cookies.Keys);
    }

    [Fact]
    public async Task Login_TooManyFailures_MustWait()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        var browser = new Browser(desk);
        for (int i = 0; i < LoginThrottle.MaxFailures; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.LogInAsync("wrong-token")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.LogInAsync(WebDesk.OperatorToken)).StatusCode);
        // A program with its token is not behind the throttle.
        using HttpClient client = desk.Client();
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/api/ui/hold", null)).StatusCode);
    }

    [Fact]
    public async Task Hold_FormOfThePage_WorksAndForeignFormDoesNot()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        var browser = new Browser(desk);
        await browser.LogInAsync(WebDesk.OperatorToken);
        string csrf = Browser.CsrfOf(await browser.PageAsync("/ui/dashboard"));

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/ui/hold", ("reason", "forged"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/ui/hold", ("reason", "forged"), ("csrf", new string('0', csrf.Length)))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/api/ui/hold")).StatusCode);
        Assert.Empty(desk.Holds);

        HttpResponseMessage answer = await browser.PostAsync("/ui/hold", ("reason", "maintenance"), ("csrf", csrf));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal([("api", "maintenance")], desk.Holds);
        Assert.Contains("HOLD engaged", await browser.PageAsync(answer.Headers.Location!.OriginalString));
    }

    /// <summary>Its token stands somewhere in what is not read: that it is forged is not what is wrong with it.</summary>
    [Fact]
    public async Task Form_LargerThanWhatIsRead_IsToldSo_WithBothNumbers()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        var browser = new Browser(desk);
        await browser.LogInAsync(WebDesk.OperatorToken);
        string csrf = Browser.CsrfOf(await browser.PageAsync("/ui/dashboard"));
        HttpResponseMessage answer = await browser.PostAsync("/ui/resume-request", ("reason", new string('a', 70_000)), ("csrf", csrf));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        string detail = (await WebDesk.JsonAsync(answer)).GetProperty("detail").GetString()!;
        // "reason=", the text, "&csrf=" and the token.
        Assert.Contains($"the form has {7 + 70_000 + 6 + csrf.Length} bytes, at most 65536 are read", detail, StringComparison.Ordinal);
        Assert.Empty(desk.Commands);
    }

    [Fact]
    public async Task Hold_ScriptOfThePage_SendsTheTokenInAHeader()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        var browser = new Browser(desk);
        await browser.LogInAsync(WebDesk.OperatorToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/ui/hold");
        request.Headers.Add("X-CSRF-Token", Browser.CsrfOf(await browser.PageAsync("/ui/dashboard")));
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Logout_EndsTheSessionForGood()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        var browser = new Browser(desk);
        await browser.LogInAsync(WebDesk.ViewerToken);
        string cookie = browser.Cookies[Sessions.CookieName];
        string csrf = Browser.CsrfOf(await browser.PageAsync("/ui/dashboard"));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/ui/logout")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/ui/logout", ("csrf", csrf))).StatusCode);
        Assert.DoesNotContain(Sessions.CookieName, browser.Cookies.Keys);

        using HttpClient client = desk.Client(null);
        client.DefaultRequestHeaders.Add("Cookie", $"{Sessions.CookieName}={cookie}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/ui/status")).StatusCode);
    }

    [Fact]
    public void Session_AfterAShift_IsOver()
    {
        var time = new ManualTime();
        var sessions = new Sessions(time);
        string cookie = sessions.Open(new OperatorIdentity("anna", OperatorRole.Viewer));
        Assert.Equal("anna", sessions.Find(cookie)?.Who.Name);
        time.Advance(Sessions.Lifetime);
        Assert.Null(sessions.Find(cookie));
        Assert.Null(sessions.Find("guess"));
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _timestamp;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _timestamp;

        public void Advance(TimeSpan by) => _timestamp += by.Ticks;
    }
}
