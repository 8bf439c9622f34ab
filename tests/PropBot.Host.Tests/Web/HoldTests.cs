using System.Net;
using System.Text;
using System.Text.Json;

namespace PropBot.Host.Tests.Web;

public sealed class HoldTests
{
    [Theory]
    [InlineData("", "manual_hold")]
    [InlineData("{}", "manual_hold")]
    [InlineData("{\"reason\": null}", "manual_hold")]
    [InlineData("{\"reason\": \"  \"}", "manual_hold")]
    [InlineData("{\"reason\": \" maintenance \", \"requested_by\": \"somebody else\"}", "maintenance")]
    public async Task Hold_Operator_IsOrderedInTheirName(string body, string reason)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpResponseMessage answer = await PostAsync(desk, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([("api", reason)], desk.Holds);

        JsonElement said = await WebDesk.JsonAsync(answer);
        Assert.Equal("HOLD", said.GetProperty("mode").GetString());
        Assert.True(said.GetProperty("hold_active").GetBoolean());
        Assert.Equal(reason, said.GetProperty("safety").GetProperty("hold_reason").GetString());
        Assert.Equal("2026-03-04T10:15:30.000000Z", said.GetProperty("ts").GetString());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"maintenance\"")]
    [InlineData("{\"reason\": 5}")]
    public async Task Hold_BrokenBody_HoldsAllTheSame(string body)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpResponseMessage answer = await PostAsync(desk, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([("api", "manual_hold")], desk.Holds);
    }

    [Fact]
    public async Task Hold_EndlessReasonAndCorrelationId_AreCut()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpResponseMessage answer = await PostAsync(desk, JsonSerializer.Serialize(new { reason = new string('x', 501), correlation_id = new string('y', 101) }));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([("api", new string('x', 500))], desk.Holds);
    }

    [Fact]
    public async Task Hold_BodyAboveTheSizeLimit_HoldsAllTheSame()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpResponseMessage answer = await PostAsync(desk, JsonSerializer.Serialize(new { reason = new string('x', 70_000) }));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(desk.Holds);
    }

    [Fact]
    public async Task Hold_OnThePage_IsNeverRefusedForItsWords()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client();
        client.DefaultRequestHeaders.Add("X-Correlation-Id", new string('y', 101));
        using var form = new FormUrlEncodedContent([new("reason", new string('x', 501))]);
        await client.PostAsync("/ui/hold", form);
        using var other = new StringContent("now", Encoding.UTF8, "text/plain");
        await client.PostAsync("/ui/hold", other);
        Assert.Equal([("api", new string('x', 500)), ("api", "manual_hold")], desk.Holds);
    }

    [Fact]
    public async Task Hold_EngineGone_Is503()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.TakesCommands = false;
        using HttpResponseMessage answer = await PostAsync(desk, "");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task Hold_BeforeTheFirstSnapshot_Works()
    {
        await using WebDesk desk = await WebDesk.StartAsync(null);
        using HttpResponseMessage answer = await PostAsync(desk, "");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    public async Task Hold_OtherContentType_IsTakenAllTheSame(string type)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client();
        using var content = new StringContent("{\"reason\": \"maintenance\"}", Encoding.UTF8, type);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/api/ui/hold", content)).StatusCode);
        Assert.Equal([("api", "maintenance")], desk.Holds);
    }

    private static async Task<HttpResponseMessage> PostAsync(WebDesk desk, string body)
    {
        using HttpClient client = desk.Client();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.PostAsync("/api/ui/hold", content);
    }
}
