using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PropBot.Host.Configuration;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: what counts can be read by everybody who may look, and a text can be asked about without changing anything.</summary>
public sealed class ConfigApiTests
{
    [Fact]
    public async Task Config_ShowsEveryValueWithWhoSaidIt_AndNoSecret()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        string text = await desk.TextAsync("/api/ui/config", WebDesk.ViewerToken);
        Assert.DoesNotContain(WebDesk.OperatorToken, text, StringComparison.Ordinal);
        JsonElement config = JsonDocument.Parse(text).RootElement;
        JsonElement token = Value(config, "API_TOKEN");
        Assert.Equal(("***", "variable", "API_TOKEN"), (token.GetProperty("value").GetString(), token.GetProperty("origin").GetString(), token.GetProperty("source").GetString()));
        JsonElement pairs = Value(config, "risk.max_active_pairs");
        Assert.Equal(("6", "default"), (pairs.GetProperty("value").GetString(), pairs.GetProperty("origin").GetString()));
        Assert.Equal("[BTCUSDT, ETHUSDT, SOLUSDT]", Value(config, "derivatives.venues.okx_perp.symbols").GetProperty("value").GetString());
        Assert.Equal("paper", config.GetProperty("profile").GetString());
    }

    [Fact]
    public async Task Hash_IsTheSameOnEveryView()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        string hash = desk.Configuration.Current.Hash;
        Assert.Equal(12, hash.Length);
        foreach (string path in new[] { "/api/ui/status", "/api/ui/status/overview", "/api/ui/status/components" })
        {
            JsonElement answer = await desk.JsonAsync(path);
            Assert.Equal((hash, "paper"), (answer.GetProperty("config_hash").GetString(), answer.GetProperty("profile").GetString()));
        }

        Assert.Equal(hash, (await desk.JsonAsync("/api/ui/config")).GetProperty("hash").GetString());
        Assert.Contains($"propbot_build_info{{version=\"{RunningConfiguration.Build}\",config_hash=\"{hash}\",profile=\"paper\"}} 1", await desk.TextAsync("/metrics", null), StringComparison.Ordinal);
        Assert.Contains($"<b>{hash}</b> (paper)", await desk.TextAsync("/ui/dashboard"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_AnswersOfATextAndOfTheFile()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client(WebDesk.ViewerToken);
        JsonElement file = await desk.JsonAsync("/api/ui/config/validate", WebDesk.ViewerToken);
        Assert.True(file.GetProperty("ok").GetBoolean());
        Assert.Equal(desk.Configuration.Current.Hash, file.GetProperty("hash").GetString());

        using HttpResponseMessage good = await client.PostAsJsonAsync("/api/ui/config/validate", new { yaml_text = ConfigReader.BuiltIn("paper") + "\nrisk: {max_active_pairs: 2}\n" });
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.NotEqual(desk.Configuration.Current.Hash, (await WebDesk.JsonAsync(good)).GetProperty("hash").GetString());

        using HttpResponseMessage bad = await client.PostAsJsonAsync("/api/ui/config/validate", new { yaml_text = ConfigReader.BuiltIn("paper") + "\nrisk: {max_active_pairs: 0}\ncolour: blue\n" });
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        JsonElement verdict = await WebDesk.JsonAsync(bad);
        Assert.False(verdict.GetProperty("ok").GetBoolean());
        Assert.Equal(["risk.max_active_pairs", "colour"], verdict.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("path").GetString()));

        using HttpResponseMessage broken = await client.PostAsJsonAsync("/api/ui/config/validate", new { yaml_text = "profile: [" });
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        using HttpResponseMessage none = await client.PostAsJsonAsync("/api/ui/config/validate", new { });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
    }

    private static JsonElement Value(JsonElement config, string name) => config.GetProperty("values").EnumerateArray().Single(v => v.GetProperty("name").GetString() == name);
}
