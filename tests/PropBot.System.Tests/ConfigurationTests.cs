using System.Net;
using System.Text.Json;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>Goal: the configuration of a real process is changed while it runs, outlives a kill, comes back by its token; and a start can be looked at before it is made.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public async Task Apply_HoldsOverAKill_AndComesBackByItsToken()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var folder = new TemporaryFolder();
        string wide = Configs.Paper("dislocation_interval_sec: 5") + "\nrisk: {max_active_pairs: 6}\n";
        string tight = wide.Replace("max_active_pairs: 6", "max_active_pairs: 2", StringComparison.Ordinal);
        string config = folder.Write("config.yaml", wide);
        string arguments = $"--config {config} --data-dir {folder.File("desk")}";
        string hash;
        string token;
        await using (BotUnderTest bot = await BotUnderTest.StartAsync(arguments, limit.Token))
        {
            await bot.Client.WaitAsync("/api/ui/status", s => s.GetProperty("control").GetProperty("mode").GetString() == "RUN", limit.Token);
            (HttpStatusCode broken, _) = await bot.Client.TryAsync("/api/ui/config/apply", """{"yaml_text":"profile: [","reason":"try"}""", limit.Token);
            Assert.Equal((HttpStatusCode.BadRequest, wide), (broken, await File.ReadAllTextAsync(config, limit.Token)));
            JsonElement applied = await bot.Client.PostAsync("/api/ui/config/apply", JsonSerializer.Serialize(new { yaml_text = tight, reason = "quiet night" }), limit.Token);
            Assert.Equal("applied", applied.GetProperty("status").GetString());
            hash = applied.GetProperty("hash").GetString()!;
            token = applied.GetProperty("rollback_token").GetString()!;
            JsonElement status = await bot.Client.GetAsync("/api/ui/status", limit.Token);
            Assert.Equal((hash, "RUN"), (status.GetProperty("config_hash").GetString(), status.GetProperty("control").GetProperty("mode").GetString()));
            await bot.Process.KillAsync();
        }

        await using BotUnderTest next = await BotUnderTest.StartAsync(arguments, limit.Token);
        Assert.Equal(tight, await File.ReadAllTextAsync(config, limit.Token));
        JsonElement running = await next.Client.GetAsync("/api/ui/config", limit.Token);
        Assert.Equal(hash, running.GetProperty("hash").GetString());
        Assert.Equal("2", Value(running, "risk.max_active_pairs"));

        // One operator, two-man rule off: the same person asks and confirms what raises risk.
        (HttpStatusCode none, _) = await next.Client.TryAsync("/api/ui/config/rollback", """{"rollback_token":"0123456789","reason":"back"}""", limit.Token);
        Assert.Equal(HttpStatusCode.NotFound, none);
        JsonElement waits = await next.Client.PostAsync("/api/ui/config/rollback", JsonSerializer.Serialize(new { rollback_token = token, reason = "back" }), limit.Token);
        Assert.Equal("waiting", waits.GetProperty("status").GetString());
        JsonElement back = await next.Client.PostAsync("/api/ui/config/apply-confirm", JsonSerializer.Serialize(new { request_id = waits.GetProperty("request_id").GetString() }), limit.Token);
        Assert.Equal("applied", back.GetProperty("status").GetString());
        Assert.Equal(wide, await File.ReadAllTextAsync(config, limit.Token));
        Assert.Equal("6", Value(await next.Client.GetAsync("/api/ui/config", limit.Token), "risk.max_active_pairs"));
    }

    [Fact]
    public async Task SelfCheck_BesideARunningBot_SeesEveryVenueAndDisturbsNothing()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var folder = new TemporaryFolder();
        string config = folder.Write("config.yaml", Configs.Paper("dislocation_interval_sec: 5"));
        await using PropBotProcess simulator = PropBotProcess.Start($"sim --config {config} --data-dir {folder.File("market")} --out {folder.File("simulator.json")}");
        await simulator.LineAsync("Addresses and keys:", limit.Token);
        string arguments = $"--config {config} --data-dir {folder.File("desk")} --simulator {folder.File("simulator.json")}";
        await using BotUnderTest bot = await BotUnderTest.StartAsync(arguments, limit.Token);
        await bot.Client.WaitAsync("/api/ui/status", s => s.GetProperty("control").GetProperty("mode").GetString() == "RUN", limit.Token);

        await using PropBotProcess check = PropBotProcess.Start($"self-check --profile paper --json {arguments}");
        int code = await check.EndAsync(limit.Token);
        JsonElement said = JsonDocument.Parse(check.Output[check.Output.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
        Assert.True(code == 0, $"exit code {code}: {said}");
        foreach (string venue in new[] { "binance-um", "okx-perp", "bybit-linear" })
        {
            foreach (string part in new[] { "rest", "clock", "streams", "rights", "account_settings" })
            {
                Assert.Equal("ok", Verdict(said, $"venue.{venue}.{part}"));
            }
        }

        Assert.Equal("ok", Verdict(said, "ledger"));
        JsonElement status = await bot.Client.GetAsync("/api/ui/status", limit.Token);
        Assert.Equal("RUN", status.GetProperty("control").GetProperty("mode").GetString());
        Assert.All(status.GetProperty("venues").EnumerateArray(), v => Assert.Equal("up", v.GetProperty("link").GetString()));
    }

    private static string? Value(JsonElement config, string name) =>
        config.GetProperty("values").EnumerateArray().Single(v => v.GetProperty("name").GetString() == name).GetProperty("value").GetString();

    private static string? Verdict(JsonElement said, string name) =>
        said.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name).GetProperty("verdict").GetString();
}
