using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using PropBot.Testing;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>Goal: a real Prometheus, with the configuration and the alerts that we ship, reads a running bot.</summary>
public sealed partial class PrometheusTests
{
    [Fact]
    public async Task RealPrometheus_ScrapesTheBot_AndKnowsTheAlerts()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var folder = new TemporaryFolder();
        await using BotUnderTest bot = await BotUnderTest.StartAsync($"--data-dir {folder.File("desk")}", limit.Token);
        using Process prometheus = Start(bot, folder);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(await AddressAsync(prometheus, limit.Token)) };
            JsonElement up = await WaitForSampleAsync(bot, client, "propbot_venue_up == 1", 3, limit.Token);
            Assert.Equal("desk1", up[0].GetProperty("metric").GetProperty("desk").GetString());

            JsonElement target = (await AskAsync(client, "/api/v1/targets", limit.Token)).GetProperty("activeTargets")[0];
            Assert.Equal(("up", ""), (target.GetProperty("health").GetString(), target.GetProperty("lastError").GetString()));

            JsonElement rules = (await AskAsync(client, "/api/v1/rules", limit.Token)).GetProperty("groups")[0].GetProperty("rules");
            Assert.All(rules.EnumerateArray(), rule => Assert.NotEqual("err", rule.GetProperty("health").GetString()));
            string[] names = [.. rules.EnumerateArray().Select(rule => rule.GetProperty("name").GetString()!)];
            Assert.Contains("NakedPair", names);
            Assert.Contains("PropBotDown", names);

            // What the alerts and the dashboard look at is on the page of the running bot, not of a sample only.
            HashSet<string> published = [.. MetricName().Matches(await bot.Client.TextAsync("/metrics", limit.Token)).Select(m => m.Value)];
            foreach (string file in (string[])["prometheus/propbot.rules.yml", "grafana/propbot-desk.json"])
            {
                string text = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "deploy", file), limit.Token);
                Assert.Empty(MetricName().Matches(text).Select(m => m.Value).Distinct().Except(published));
            }
        }
        finally
        {
            prometheus.Kill();
            await prometheus.WaitForExitAsync(CancellationToken.None);
        }
    }

    [GeneratedRegex(@"\b(propbot|process|dotnet|bot|risk_skips)_[a-z_]+\b(?=[{\[ )""=]|$)", RegexOptions.Multiline)]
    private static partial Regex MetricName();

    /// <summary>Our own configuration, with this bot's address and a shorter interval.</summary>
    private static Process Start(BotUnderTest bot, TemporaryFolder folder)
    {
        string shipped = Path.Combine(RepositoryRoot.Path, "deploy", "prometheus");
        File.Copy(Path.Combine(shipped, "propbot.rules.yml"), folder.File("propbot.rules.yml"));
        string config = File.ReadAllText(Path.Combine(shipped, "prometheus.yml"));
        Assert.Contains("127.0.0.1:8000", config, StringComparison.Ordinal);
        string own = folder.Write(
            "prometheus.yml",
            config.Replace("127.0.0.1:8000", new Uri(bot.Client.Address).Authority, StringComparison.Ordinal).Replace("interval: 5s", "interval: 1s", StringComparison.Ordinal));
        var start = new ProcessStartInfo(
            "prometheus", [$"--config.file={own}", $"--storage.tsdb.path={folder.File("series")}", "--web.listen-address=127.0.0.1:0"])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }

    private static async Task<string> AddressAsync(Process prometheus, CancellationToken limit)
    {
        const string Marker = "msg=\"Listening on\" address=";
        while (await prometheus.StandardError.ReadLineAsync(limit) is { } line)
        {
            int at = line.IndexOf(Marker, StringComparison.Ordinal);
            if (at >= 0)
            {
                // It goes on writing; nobody else reads.
                _ = prometheus.StandardError.ReadToEndAsync(CancellationToken.None);
                return $"http://{line[(at + Marker.Length)..]}";
            }
        }

        throw new InvalidOperationException("prometheus ended before it listened");
    }

    private static async Task<JsonElement> WaitForSampleAsync(BotUnderTest bot, HttpClient client, string query, int count, CancellationToken limit)
    {
        string at = "";
        while (true)
        {
            // It listens before it answers.
            using HttpResponseMessage ready = await client.GetAsync("/-/ready", limit);
            if (ready.IsSuccessStatusCode)
            {
                JsonElement result = (await AskAsync(client, $"/api/v1/query?query={Uri.EscapeDataString(query)}", limit)).GetProperty("result");
                if (result.GetArrayLength() >= count)
                {
                    return result;
                }
            }

            // The bot's next state is when to look again.
            string last = at;
            at = (await bot.Client.WaitAsync("/api/ui/status", s => s.GetProperty("ts").GetString() != last, limit)).GetProperty("ts").GetString()!;
        }
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, string path, CancellationToken limit)
    {
        JsonElement answer = JsonDocument.Parse(await client.GetStringAsync(path, limit)).RootElement;
        Assert.Equal("success", answer.GetProperty("status").GetString());
        return answer.GetProperty("data");
    }
}
