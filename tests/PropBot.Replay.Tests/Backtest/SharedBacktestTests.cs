using PropBot.Core.Execution;
using PropBot.Replay.Backtest;
using PropBot.Replay.Recordings;
using PropBot.Testing;

namespace PropBot.Replay.Tests.Backtest;

/// <summary>Goal: on recorded markets the bot trades where two venues came apart, and nowhere else.</summary>
public sealed class SharedBacktestTests
{
    [Fact]
    public void Run_Crash_TradesInTheCrashOnly()
    {
        BacktestRun run = Carry("crash-2025-10-binance-bybit-5m");
        BacktestTotals totals = BacktestTotals.Of(run);

        Assert.Empty(run.Problems);
        Assert.NotEmpty(run.Pairs);

        // Closes of the bars that opened from 21:15 to 21:40 are the ones that are apart; the last stands at 21:45.
        Assert.All(run.Pairs, pair => Assert.InRange(pair.OpenedAt, Utc(10, 10, 21, 15), Utc(10, 10, 21, 45)));
        Assert.Equal(run.Pairs.Count, totals.Closed + totals.Aborted);
        Assert.True(totals.Pnl.Total > 0m, $"the crash closed its gaps, yet the run lost {totals.Pnl.Total}");
        Assert.All(run.Pairs, pair => Assert.Equal(0m, pair.Imbalance));
    }

    [Fact]
    public void Run_ThreeVenuesWithoutAnEdge_OpensNothing()
    {
        BacktestRun run = Carry("freqtrade-5m-3venue");

        Assert.Empty(run.Problems);
        Assert.Empty(run.Pairs);
        Assert.Equal(300_000m, BacktestTotals.Of(run).EquityEnd);
    }

    [Theory]
    [InlineData("lean-minute-20221213")]
    [InlineData("aha-8h-3venue")]
    public void Run_NoEdgeOrAMisalignedVenue_OpensNothing(string set)
    {
        BacktestRun run = Carry(set);

        Assert.Empty(run.Problems);
        Assert.Empty(run.Pairs);
    }

    [Fact]
    public void Run_HourlyDoge_TradesOnTheTwoDaysOnWhichVenuesCameApart()
    {
        BacktestRun run = Carry("finm33150-7venue-1h/candles_DOGE.csv.gz", Utc(9, 1, 0, 0), Utc(10, 20, 0, 0));

        Assert.Empty(run.Problems);
        Assert.Equal(
            [new DateOnly(2025, 9, 17), new DateOnly(2025, 10, 10)],
            run.Pairs.Select(pair => DateOnly.FromDateTime(pair.OpenedAt.UtcDateTime)).Distinct());
        Assert.All(run.Pairs, pair => Assert.Equal(PairStatus.Closed, pair.Status));
    }

    private static BacktestRun Carry(string data, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        string path = data.EndsWith(".gz", StringComparison.Ordinal) ? SharedData.PathOf(data) : SharedData.FolderOf(data);
        var arguments = new BacktestArguments { Data = path, From = from, To = to, StepsPerBar = 5 };
        return BacktestRun.Carry(arguments, RecordingReader.Read(path), [], cancel: TestContext.Current.CancellationToken);
    }

    private static DateTimeOffset Utc(int month, int day, int hour, int minute) => new(2025, month, day, hour, minute, 0, TimeSpan.Zero);
}
