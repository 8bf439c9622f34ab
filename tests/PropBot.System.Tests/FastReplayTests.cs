using System.Globalization;
using System.Text.Json;
using PropBot.Testing;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Goal: run live at speed on the recorded crash, over real sockets, the bot acts around the dislocation of 2025-10-10 and nowhere
/// else, and its books agree with the venues' statements when it is over. (The whole recording is judged in virtual time, by
/// SharedBacktestTests: at speed, a machine that stands still for a moment lets one venue's prices lag by minutes of a moving market,
/// so the hours around the dislocation are calm ones.)
/// </summary>
public sealed class FastReplayTests
{
    private const string Set = "crash-2025-10-binance-bybit-5m";
    private const string From = "2025-10-10T20:00:00Z";
    private const string To = "2025-10-10T23:20:00Z";

    private static readonly DateTimeOffset Earliest = new(2025, 10, 10, 20, 50, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2025, 10, 10, 23, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NearTheEnd = new(2025, 10, 10, 23, 15, 0, TimeSpan.Zero);

    [Fact]
    public async Task Run_AtSpeedOnTheCrash_ActsAroundItOnly()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using var folder = new TemporaryFolder();
        string recording = Directory.CreateDirectory(folder.File("crash")).FullName;
        Cut("binance_BTCUSDT_5m.csv", recording);
        Cut("bybit_BTCUSDT_5m.csv", recording);
        await using BotUnderTest bot = await BotUnderTest.StartAsync($"--recording {recording} --speed 200 --data-dir {folder.File("desk")}", limit.Token);

        JsonElement status = await bot.Client.WaitAsync(
            "/api/ui/status", s => s.GetProperty("ts").GetDateTimeOffset() >= NearTheEnd && s.GetProperty("totals").GetProperty("active_pairs").GetInt32() == 0, limit.Token);

        Assert.Equal("recorded", status.GetProperty("feed").GetProperty("kind").GetString());
        Assert.Equal(2, status.GetProperty("venues").GetArrayLength());
        JsonElement pairs = await bot.Client.GetAsync("/api/ui/positions?status=all", limit.Token);
        Assert.NotEqual(0, pairs.GetProperty("positions").GetArrayLength());
        foreach (JsonElement pair in pairs.GetProperty("positions").EnumerateArray())
        {
            Assert.InRange(pair.GetProperty("timestamp").GetDateTimeOffset(), Earliest, Latest);
        }

        foreach (JsonElement venue in status.GetProperty("venues").EnumerateArray())
        {
            Assert.Equal(0, venue.GetProperty("account").GetProperty("reconciliation_cases").GetArrayLength());
        }
    }

    /// <summary>Some hours of the set, into a folder that goes with the test.</summary>
    private static void Cut(string file, string folder)
    {
        DateTimeOffset from = DateTimeOffset.Parse(From, CultureInfo.InvariantCulture);
        DateTimeOffset to = DateTimeOffset.Parse(To, CultureInfo.InvariantCulture);
        IEnumerable<string> kept = SharedData.ReadLines($"{Set}/{file}.gz").Where((line, i) =>
            i == 0 || (DateTimeOffset.Parse(line.AsSpan(0, line.IndexOf(',', StringComparison.Ordinal)), CultureInfo.InvariantCulture) is var at && at >= from && at < to));
        File.WriteAllLines(Path.Combine(folder, file), kept);
    }
}
