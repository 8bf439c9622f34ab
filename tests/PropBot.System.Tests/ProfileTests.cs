using System.Globalization;
using System.Text.Json;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Goal: testnet and live start by configuration alone. The simulator stands for the venues: its addresses are given in the
/// configuration and its keys in the environment, as those of the venues would be.
/// </summary>
public sealed class ProfileTests
{
    [Fact]
    public async Task Testnet_WithAddressesKeysAndSwitch_Trades()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var folder = new TemporaryFolder();
        await using PropBotProcess simulator = await SimulateAsync(folder, limit.Token);
        JsonElement venues = Venues(folder);
        string config = folder.Write("testnet.yaml", Config("testnet", venues));
        await using BotUnderTest bot = await BotUnderTest.StartProfileAsync(
            "testnet", $"--config {config} --data-dir {folder.File("desk")}", limit.Token,
            [("ENABLE_PLACE_TEST_ORDERS", "true"), ("AUTOPILOT_ENABLE", "true"), .. Keys(venues, "testnet")]);

        JsonElement closed = await bot.Client.WaitAsync("/api/ui/positions?status=closed", p => p.GetProperty("positions").GetArrayLength() >= 1, limit.Token);
        Assert.True(closed.GetProperty("totals").GetProperty("closed_pairs").GetInt32() >= 1);
        JsonElement status = await bot.Client.GetAsync("/api/ui/status", limit.Token);
        Assert.Equal("testnet", status.GetProperty("feed").GetProperty("profile").GetString());
        Assert.False(status.GetProperty("read_only").GetBoolean());
        Assert.Equal("testnet", await File.ReadAllTextAsync(folder.File("desk/world"), limit.Token));
    }

    [Fact]
    public async Task Live_WithoutItsSwitch_SeesEverythingAndSendsNothing()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var folder = new TemporaryFolder();
        await using PropBotProcess simulator = await SimulateAsync(folder, limit.Token);
        JsonElement venues = Venues(folder);
        string config = folder.Write("live.yaml", Config("live", venues));
        await using BotUnderTest bot = await BotUnderTest.StartProfileAsync(
            "live", $"--config {config} --data-dir {folder.File("desk")}", limit.Token, [.. Keys(venues, "live")]);

        JsonElement status = await bot.Client.WaitAsync("/api/ui/status", EverythingIsSeen, limit.Token);
        // Long enough for a dislocation to be worth it, and to be refused.
        status = await bot.Client.WaitAsync("/api/ui/status", s => s.GetProperty("counters").GetProperty("refusals").TryGetProperty("read_only", out _), limit.Token);
        Assert.True(status.GetProperty("read_only").GetBoolean());
        Assert.Equal(0, status.GetProperty("counters").GetProperty("orders_placed").GetInt64());
        Assert.Equal("OFF", status.GetProperty("badges").GetProperty("auto_trade").GetString());
        Assert.Contains("read_only", status.GetProperty("opening_blocks").EnumerateArray().Select(b => b.GetProperty("code").GetString()));
        string page = await bot.Client.TextAsync("/ui/dashboard?lang=ru", limit.Token);
        Assert.Contains("ТОЛЬКО ЧТЕНИЕ: LIVE_CONFIRM не равен I_KNOW_WHAT_I_AM_DOING", page, StringComparison.Ordinal);
        Assert.Contains("режим только чтения", page, StringComparison.Ordinal);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));
    }

    [Fact]
    public async Task Testnet_WithoutKeysAndWithALiveAddress_ListsEveryFault()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var folder = new TemporaryFolder();
        string config = folder.Write("testnet.yaml", """
            profile: testnet
            derivatives:
              venues:
                - {id: binance_um, symbols: [BTCUSDT], routing: {rest: "https://fapi.binance.com"}, position_mode: both}
                - {id: okx_perp, symbols: [BTCUSDT], margin_type: isolated}
                - {id: bybit_linear, symbols: [BTCUSDT], routing: {ws: "ws://example.org"}}
            """);
        await using PropBotProcess process = PropBotProcess.Start(
            $"run --profile testnet --config {config} --data-dir {folder.File("desk")} --speed 2",
            ("OKX_API_KEY_TESTNET", "change-me-please"), ("OKX_MARGIN_TYPE", "portfolio"), ("ENABLE_PLACE_TEST_ORDERS", "perhaps"));
        Assert.Equal(2, await process.EndAsync(limit.Token));
        foreach (string fault in new[]
        {
            "derivatives.venues.0.position_mode: 'both' is not one of one_way, hedge",
        })
        {
            Assert.Contains($"[FATAL CONFIG] {fault}", process.Errors, StringComparison.Ordinal);
        }

        config = folder.Write("testnet.yaml", (await File.ReadAllTextAsync(config, limit.Token)).Replace(", position_mode: both", "", StringComparison.Ordinal));
        await using PropBotProcess again = PropBotProcess.Start(
            $"run --profile testnet --config {config} --data-dir {folder.File("desk")} --speed 2",
            ("OKX_API_KEY_TESTNET", "change-me-please"), ("OKX_MARGIN_TYPE", "portfolio"), ("ENABLE_PLACE_TEST_ORDERS", "perhaps"));
        Assert.Equal(2, await again.EndAsync(limit.Token));
        foreach (string fault in new[]
        {
            "--speed: goes with --profile paper, not with testnet",
            "ENABLE_PLACE_TEST_ORDERS: 'perhaps' is not one of",
            "BINANCE_UM_API_KEY_TESTNET: is missing: binance-um needs it in the profile testnet",
            "BINANCE_UM_API_SECRET_TESTNET: is missing",
            "binance-um rest: https://fapi.binance.com/ is an address of the venue's live market, this run is of testnet",
            "OKX_API_KEY_TESTNET: is still the placeholder 'change-me'",
            "OKX_API_PASSPHRASE_TESTNET: is missing",
            "OKX_MARGIN_TYPE: 'portfolio' is not one of cross, isolated",
            "bybit-linear ws: ws://example.org/ is not encrypted",
        })
        {
            Assert.Contains($"[FATAL CONFIG] {fault}", again.Errors, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(folder.File("desk")));
    }

    [Fact]
    public async Task Live_WithAWrongPhraseOrTheAutopilot_IsRefused()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var folder = new TemporaryFolder();
        await using PropBotProcess process = PropBotProcess.Start(
            $"run --profile live --data-dir {folder.File("desk")}", ("LIVE_CONFIRM", "yes"), ("AUTOPILOT_ENABLE", "1"));
        Assert.Equal(2, await process.EndAsync(limit.Token));
        Assert.Contains("[FATAL CONFIG] LIVE_CONFIRM: 'yes' is not I_KNOW_WHAT_I_AM_DOING", process.Errors, StringComparison.Ordinal);
        Assert.Contains("[FATAL CONFIG] AUTOPILOT_ENABLE: is on", process.Errors, StringComparison.Ordinal);
        Assert.Contains("[FATAL CONFIG] BINANCE_LV_API_KEY: is missing", process.Errors, StringComparison.Ordinal);
    }

    private static bool EverythingIsSeen(JsonElement status) => status.GetProperty("venues").EnumerateArray().All(v =>
        v.GetProperty("link").GetString() == "up"
        && v.GetProperty("account").GetProperty("wallet_usdt").ValueKind == JsonValueKind.Number
        && v.GetProperty("books").EnumerateArray().All(b => b.GetProperty("trust").GetString() == "synced"));

    private static async Task<PropBotProcess> SimulateAsync(TemporaryFolder folder, CancellationToken limit)
    {
        string config = folder.Write("sim.yaml", Configs.Paper("dislocation_interval_sec: 5"));
        PropBotProcess simulator = PropBotProcess.Start($"sim --config {config} --data-dir {folder.File("market")} --out {folder.File("simulator.json")}");
        await simulator.LineAsync("Addresses and keys:", limit);
        return simulator;
    }

    private static JsonElement Venues(TemporaryFolder folder) =>
        JsonDocument.Parse(File.ReadAllText(folder.File("simulator.json"))).RootElement.GetProperty("venues");

    private static string Config(string profile, JsonElement venues) => string.Create(CultureInfo.InvariantCulture, $$"""
        profile: {{profile}}
        derivatives:
          venues:
        {{string.Join('\n', venues.EnumerateArray().Select(v =>
            $"    - {{id: {v.GetProperty("venue").GetString()}, symbols: [BTCUSDT, ETHUSDT], routing: {{rest: \"{v.GetProperty("rest").GetString()}\", ws: \"{v.GetProperty("public_stream").GetString()}\", ws_private: \"{v.GetProperty("private_stream").GetString()}\"}}}}"))}}
          arbitrage: {warm_up_sec: 2, max_holding_min: 1}
        watchdog: {auto_hold: true}
        """);

    private static IEnumerable<(string, string)> Keys(JsonElement venues, string profile)
    {
        foreach (JsonElement venue in venues.EnumerateArray())
        {
            (string key, string secret, string? passphrase) = (venue.GetProperty("venue").GetString(), profile) switch
            {
                ("binance-um", "testnet") => ("BINANCE_UM_API_KEY_TESTNET", "BINANCE_UM_API_SECRET_TESTNET", null),
                ("binance-um", _) => ("BINANCE_LV_API_KEY", "BINANCE_LV_API_SECRET", null),
                ("okx-perp", "testnet") => ("OKX_API_KEY_TESTNET", "OKX_API_SECRET_TESTNET", "OKX_API_PASSPHRASE_TESTNET"),
                ("okx-perp", _) => ("OKX_API_KEY", "OKX_API_SECRET", "OKX_API_PASSPHRASE"),
                (_, "testnet") => ("BYBIT_API_KEY_TESTNET", "BYBIT_API_SECRET_TESTNET", (string?)null),
                _ => ("BYBIT_API_KEY", "BYBIT_API_SECRET", null),
            };
            yield return (key, venue.GetProperty("key").GetString()!);
            yield return (secret, venue.GetProperty("secret").GetString()!);
            if (passphrase is not null)
            {
                yield return (passphrase, venue.GetProperty("passphrase").GetString()!);
            }
        }
    }
}
