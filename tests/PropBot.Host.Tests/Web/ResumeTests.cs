using System.Net;
using System.Text.Json;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: one operator leaves HOLD in the paper profile only, and only while every check is green.</summary>
public sealed class ResumeTests
{
    [Fact]
    public async Task Resume_WithEveryCheckGreen_LeavesHold()
    {
        await using WebDesk desk = await GreenAsync();
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.PostAsync("/api/ui/resume", null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonElement body = await WebDesk.JsonAsync(answer);
        Assert.Equal("RUN", body.GetProperty("mode").GetString());
        Assert.False(body.GetProperty("hold_active").GetBoolean());
        Assert.Equal(["api"], desk.Resumes);
    }

    [Fact]
    public async Task Resume_WithARedCheck_StaysAndSaysWhich()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.PostAsync("/api/ui/resume", null);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("books: okx-perp:ETHUSDT: Stale", (await WebDesk.JsonAsync(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(desk.Resumes);
    }

    [Fact]
    public async Task Resume_OutsideThePaperProfile_IsForbidden()
    {
        await using WebDesk desk = await GreenAsync();
        desk.Feed = desk.Feed with { Profile = "testnet" };
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.PostAsync("/api/ui/resume", null);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(desk.Resumes);
    }

    private static Task<WebDesk> GreenAsync() => WebDesk.StartAsync(SampleDesk.Trading() with { Preflight = [] });
}
