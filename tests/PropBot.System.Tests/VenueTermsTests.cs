using System.Text.Json;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>Goal: what a venue says of margin counts in the running program, and nothing is assumed where it has spoken.</summary>
public sealed class VenueTermsTests
{
    [Fact]
    public async Task MarginTiers_OfEveryInstrument_AreTheVenuesOwn()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        using var folder = new TemporaryFolder();
        string config = folder.Write("config.yaml", Configs.Paper("seed: 11"));
        await using BotUnderTest bot = await BotUnderTest.StartAsync($"--config {config} --data-dir {folder.File("desk")}", limit.Token);

        JsonElement risk = await bot.Client.WaitAsync(
            "/api/risk/state",
            r => r.GetProperty("margin_tiers") is var told && told.GetArrayLength() == 9 && told.EnumerateArray().All(t => t.GetProperty("source").GetString() == "venue"),
            limit.Token);

        // The recorded tables that the simulated venues have: 50,000 USDT at 0.4 % and 125 on Binance and OKX, 100,000 at 0.4 % and 100 on Bybit.
        Check(risk, "binance-um", steps: 8, rate: 0.004m, leverage: 125m, upTo: 50_000m);
        Check(risk, "okx-perp", steps: 8, rate: 0.004m, leverage: 125m, upTo: 50_000m);
        Check(risk, "bybit-linear", steps: 9, rate: 0.004m, leverage: 100m, upTo: 100_000m);
        JsonElement status = await bot.Client.GetAsync("/api/ui/status", limit.Token);
        JsonElement check = status.GetProperty("preflight").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "margin_tiers");
        Assert.Equal((true, "9/9", "9/9"), (check.GetProperty("ok").GetBoolean(), check.GetProperty("value").GetString(), check.GetProperty("threshold").GetString()));
        Assert.Equal(0, await bot.Process.InterruptAsync(limit.Token));
    }

    private static void Check(JsonElement risk, string venue, int steps, decimal rate, decimal leverage, decimal upTo)
    {
        JsonElement tiers = risk.GetProperty("margin_tiers").EnumerateArray().Single(t =>
            t.GetProperty("venue").GetString() == venue && t.GetProperty("symbol").GetString() == "BTCUSDT");
        Assert.Equal((steps, rate, leverage), (tiers.GetProperty("steps").GetInt32(), tiers.GetProperty("maintenance_rate").GetDecimal(), tiers.GetProperty("max_leverage").GetDecimal()));

        // OKX counts in contracts: whole ones of 0.01 BTC, at the mark of now.
        Assert.InRange(tiers.GetProperty("up_to").GetDecimal(), upTo * 0.9m, upTo * 1.1m);
    }
}
