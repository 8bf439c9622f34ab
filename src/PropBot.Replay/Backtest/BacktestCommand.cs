using System.Globalization;
using PropBot.Core;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger;
using PropBot.Replay.EngineEvents;
using PropBot.Replay.Recordings;
using PropBot.Replay.Reports;

namespace PropBot.Replay.Backtest;

/// <summary><c>propbot backtest</c>: reads, runs, writes the report and says what came of it.</summary>
public static class BacktestCommand
{
    private const int MaxStepsPerBar = 1_000;

    /// <param name="arguments">What was asked for.</param>
    /// <param name="output">Notices, progress and the summary.</param>
    /// <param name="error">Why it failed, with what to do.</param>
    /// <param name="time">For the report's name and the pace of the progress lines.</param>
    /// <param name="cancel">Stops it; no report is written then.</param>
    /// <returns>One of <see cref="BacktestExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        BacktestArguments arguments, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancel = default)
    {
        if (Fault(arguments) is { } fault)
        {
            await error.WriteLineAsync($"backtest: {fault}");
            return BacktestExitCodes.BadArguments;
        }

        try
        {
            LoadedRecording loaded = RecordingReader.Read(arguments.Data, cancel);
            ReportFiles.CheckWritable(arguments.OutDir);
            await TellRecordingAsync(loaded, output);
            BacktestRun run = Carry(arguments, loaded, new ProgressLines(output, time), cancel);
            (string json, string csv) = ReportFiles.Write(
                arguments.OutDir, time.GetUtcNow(), BacktestReport.Json(run), BacktestReport.Csv(run));
            await TellResultAsync(run, output);
            await output.WriteLineAsync($"Reports written to {json} and {csv}");
            foreach (string problem in run.Problems)
            {
                await error.WriteLineAsync($"backtest: {problem}");
            }

            return run.IsSound ? BacktestExitCodes.Ok : BacktestExitCodes.FailedRun;
        }
        catch (RecordingException unusable)
        {
            await error.WriteLineAsync($"backtest: {unusable.Message}");
            return BacktestExitCodes.BadInput;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"backtest: the report cannot be written: {unwritable.Message} Give another directory with --outdir.");
            return BacktestExitCodes.BadInput;
        }
        catch (Exception broken) when (broken is InvariantViolation or LedgerConflictException)
        {
            await error.WriteLineAsync($"backtest: the run was halted, no report is written: {broken.Message}");
            return BacktestExitCodes.FailedRun;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("backtest: stopped before its end, no report is written");
            return BacktestExitCodes.Cancelled;
        }
    }

    private static string? Fault(BacktestArguments arguments)
    {
        if (arguments.StepsPerBar is < 1 or > MaxStepsPerBar)
        {
            return string.Create(CultureInfo.InvariantCulture, $"steps per bar {arguments.StepsPerBar} is not within 1 to {MaxStepsPerBar}");
        }

        if (arguments.Deposit <= 0m)
        {
            return $"deposit {WireNumber.Format(arguments.Deposit)} is not above zero";
        }

        return arguments.From is { } from && arguments.To is { } to && from >= to
            ? $"the period's end {to:O} is not after its beginning {from:O}"
            : null;
    }

    private static BacktestRun Carry(BacktestArguments arguments, LoadedRecording loaded, ProgressLines progress, CancellationToken cancel)
    {
        using EngineEventWriter? log = arguments.EventLog is { } path ? new EngineEventWriter(File.Create(path)) : null;
        return BacktestRun.Carry(arguments, loaded, log is null ? [] : [log], progress.Tell, cancel);
    }

    private static async Task TellRecordingAsync(LoadedRecording loaded, TextWriter output)
    {
        string instruments = string.Join(", ", loaded.Recording.Instruments.Select(instrument => instrument.Id));
        await output.WriteLineAsync($"Recording {loaded.Recording.Name}: {instruments}");
        foreach (RecordingNotice notice in loaded.Notices)
        {
            await output.WriteLineAsync($"  note: {notice}");
        }

        if (loaded.SkippedLines > 0)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {loaded.SkippedLines} lines were skipped"));
        }
    }

    private static async Task TellResultAsync(BacktestRun run, TextWriter output)
    {
        BacktestTotals totals = BacktestTotals.Of(run);
        PairPnl pnl = totals.Pnl;
        await output.WriteLineAsync("Backtest summary");
        (string Name, string Value)[] lines =
        [
            ("period", $"{run.Result.Start:yyyy-MM-dd HH:mm} to {run.Result.End:yyyy-MM-dd HH:mm} UTC"),
            ("pairs", string.Create(CultureInfo.InvariantCulture, $"{totals.Pairs} decided, {totals.Closed} closed, {totals.Aborted} aborted, {totals.StillOpen} still open")),
            ("pnl", $"{Money(pnl.Total)} = spread {Money(pnl.Spread)}, slippage {Money(pnl.Slippage)}, fees {Money(pnl.Fees)}, funding {Money(pnl.Funding)}"),
            ("max_drawdown", Money(totals.MaxDrawdown)),
            ("equity", $"{Money(totals.EquityStart)} to {Money(totals.EquityEnd)}; the venues' statements say {Money(totals.StatementEquity)}"),
        ];
        foreach ((string name, string value) in lines)
        {
            await output.WriteLineAsync($"  {name}: {value}");
        }
    }

    /// <summary>To the hundredth, for people; the report has every digit.</summary>
    private static string Money(decimal value) => WireNumber.Format(Math.Round(value, 2, MidpointRounding.AwayFromZero));
}
