using System.Text.Json;
using PropBot.Replay.Backtest;

namespace PropBot.Replay.Tests.Backtest;

public sealed class BacktestCommandTests : IDisposable
{
    private static readonly FixedTime Time = new(new DateTimeOffset(2026, 11, 22, 10, 5, 59, TimeSpan.Zero));

    private readonly ScratchDirectory _scratch = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task Run_WritesSortedReportsUnderTheMinutesName()
    {
        Markets.WriteDislocatedDay(_scratch);
        Assert.Equal(BacktestExitCodes.Ok, await RunAsync());
        Assert.Equal(BacktestExitCodes.Ok, await RunAsync());

        Assert.Equal("", _error.ToString());
        Assert.Equal(
            ["backtest_20261122_1005.csv", "backtest_20261122_1005.json", "backtest_20261122_1005_01.csv", "backtest_20261122_1005_01.json"],
            Directory.GetFiles(OutDir).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        byte[] json = await ReadAsync("backtest_20261122_1005.json");
        Assert.Equal(json, await ReadAsync("backtest_20261122_1005_01.json"));
        Assert.Contains("Reports written to ", _output.ToString(), StringComparison.Ordinal);

        using JsonDocument report = JsonDocument.Parse(json);
        AssertSorted(report.RootElement);
        JsonElement trade = report.RootElement.GetProperty("trades")[0];
        Assert.Equal("bybit-linear", trade.GetProperty("long_venue").GetString());
        Assert.Equal("binance-um", trade.GetProperty("short_venue").GetString());
        JsonElement pnl = trade.GetProperty("pnl");
        Assert.Equal(
            pnl.GetProperty("total").GetDecimal(),
            pnl.GetProperty("spread").GetDecimal() + pnl.GetProperty("slippage").GetDecimal() + pnl.GetProperty("fees").GetDecimal() + pnl.GetProperty("funding").GetDecimal());
        JsonElement totals = report.RootElement.GetProperty("totals");
        Assert.Equal(1, totals.GetProperty("closed").GetInt32());
        Assert.Equal(0m, totals.GetProperty("equity_difference").GetDecimal());
        Assert.Equal(totals.GetProperty("equity_end").GetDecimal() - 200_000m, totals.GetProperty("pnl").GetProperty("total").GetDecimal());

        string[] csv = await File.ReadAllLinesAsync(Path.Combine(OutDir, "backtest_20261122_1005.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(2, csv.Length);
        Assert.StartsWith("pair,symbol,status,long_venue,short_venue,opened_ts,closed_ts,quantity,", csv[0], StringComparison.Ordinal);
        Assert.StartsWith("P000001,BTCUSDT,closed,bybit-linear,binance-um,2025-01-01T12:", csv[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MissingRecording_SaysSoAndWritesNothing()
    {
        Assert.Equal(BacktestExitCodes.BadInput, await RunAsync());
        Assert.Contains("does not exist", _error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(OutDir));
    }

    [Fact]
    public async Task Run_MalformedLine_IsNamedAndTheRunGoesOn()
    {
        Markets.WriteDislocatedDay(_scratch);
        string path = Path.Combine(_scratch.Path, "day", "binance_BTCUSDT_5m.csv");
        string[] lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        lines[19] = "garbage";
        await File.WriteAllLinesAsync(path, lines, TestContext.Current.CancellationToken);

        Assert.Equal(BacktestExitCodes.Ok, await RunAsync());
        Assert.Contains("note: binance_BTCUSDT_5m.csv:20: 1 columns instead of 6; the line is skipped", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 lines were skipped", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutDirIsAFile_FailsBeforeTheRun()
    {
        Markets.WriteDislocatedDay(_scratch);
        await File.WriteAllTextAsync(OutDir, "", TestContext.Current.CancellationToken);

        Assert.Equal(BacktestExitCodes.BadInput, await RunAsync());
        Assert.Contains("the report cannot be written", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task Run_PeriodOutsideOfTheRecording_SaysSo()
    {
        Markets.WriteDislocatedDay(_scratch);
        BacktestArguments late = Arguments with { From = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) };

        Assert.Equal(BacktestExitCodes.BadInput, await RunAsync(late));
        Assert.Contains("give a period that lies in it", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 100_000, "steps per bar 0 is not within 1 to 1000")]
    [InlineData(10, 0, "deposit 0 is not above zero")]
    public async Task Run_ArgumentOutOfRange_IsRefused(int steps, int deposit, string message)
    {
        Assert.Equal(BacktestExitCodes.BadArguments, await RunAsync(Arguments with { StepsPerBar = steps, Deposit = deposit }));
        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Cancelled_WritesNoReport()
    {
        Markets.WriteDislocatedDay(_scratch);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.Equal(BacktestExitCodes.Cancelled, await BacktestCommand.RunAsync(Arguments, _output, _error, Time, cancelled.Token));
        Assert.False(Directory.Exists(OutDir));
    }

    public void Dispose() => _scratch.Dispose();

    private string OutDir => Path.Combine(_scratch.Path, "reports");

    private BacktestArguments Arguments => new() { Data = Path.Combine(_scratch.Path, "day"), OutDir = OutDir };

    private Task<int> RunAsync(BacktestArguments? arguments = null) =>
        BacktestCommand.RunAsync(arguments ?? Arguments, _output, _error, Time, TestContext.Current.CancellationToken);

    private Task<byte[]> ReadAsync(string name) => File.ReadAllBytesAsync(Path.Combine(OutDir, name), TestContext.Current.CancellationToken);

    private static void AssertSorted(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            string[] names = [.. element.EnumerateObject().Select(property => property.Name)];
            Assert.Equal(names.Order(StringComparer.Ordinal), names);
            Assert.All(element.EnumerateObject(), property => AssertSorted(property.Value));
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            Assert.All(element.EnumerateArray(), AssertSorted);
        }
    }
}
