using System.Text.Json;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>Goal: chaos acts on the running bot as it was switched on, is said everywhere, and never starts by mistake.</summary>
public sealed class ChaosTests
{
    [Fact]
    public async Task Start_InLiveOrWithBadText_IsRefusedAndLeavesNothing()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var folder = new TemporaryFolder();
        await using PropBotProcess process = PropBotProcess.Start(
            $"run --profile live --data-dir {folder.File("desk")}",
            ("FEATURE_CHAOS", "1"), ("CHAOS_PROFILE", "mild"), ("CHAOS_WS_DROP_P", "nan"), ("CHAOS_LIVE_CONFIRM", "yes"));
        Assert.Equal(2, await process.EndAsync(limit.Token));
        Assert.Contains("[FATAL CONFIG] FEATURE_CHAOS: is on in the profile live", process.Errors, StringComparison.Ordinal);
        Assert.Contains("[FATAL CONFIG] CHAOS_WS_DROP_P: 'nan' is not a probability from 0 to 1", process.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("desk")));
    }

    [Fact]
    public async Task Run_UnderChaos_TradesWithLateOrdersAndSaysWhatWasInjected()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using var folder = new TemporaryFolder();
        string config = folder.Write("config.yaml", Configs.Paper("dislocation_interval_sec: 5"));
        await using BotUnderTest bot = await BotUnderTest.StartAsync(
            $"--config {config} --data-dir {folder.File("desk")}", limit.Token,
            ("FEATURE_CHAOS", "1"), ("CHAOS_PROFILE", "none"), ("CHAOS_ORDER_DELAY_MS", "120"), ("CHAOS_REST_TIMEOUT_P", "0.01"), ("CHAOS_SEED", "5"));
        Assert.Contains("Chaos profile: none · ENABLED · market-data loss 0 % · REST time-outs 1 % · order delay 120 ms · seed 5", bot.Process.Output, StringComparison.Ordinal);

        // A pair that was opened and closed with every command 120 ms late, among time-outs.
        await bot.Client.WaitAsync("/api/ui/positions?status=closed", p => p.GetProperty("positions").GetArrayLength() >= 1, limit.Token);
        JsonElement chaos = await bot.Client.WaitAsync("/api/ui/chaos", c => Injected(c, "rest_timeout_unsent") + Injected(c, "rest_timeout_sent") > 0, limit.Token);
        Assert.True(Injected(chaos, "order_delay") >= 4, $"{chaos}");
        Assert.Equal(0, Injected(chaos, "ws_drop"));
        Assert.Contains("propbot_chaos_injected_total{kind=\"order_delay\"", await bot.Client.TextAsync("/metrics", limit.Token), StringComparison.Ordinal);

        await bot.Client.HoldAsync(limit.Token);
        await bot.Client.WaitAsync("/api/ui/positions", p => p.GetProperty("positions").GetArrayLength() == 0, limit.Token);
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));
        Assert.Contains("Ended: every order is resolved", bot.Process.Output, StringComparison.Ordinal);
    }

    private static long Injected(JsonElement chaos, string kind) =>
        chaos.GetProperty("injected").EnumerateObject().Sum(venue => venue.Value.GetProperty(kind).GetInt64());
}
