using System.Globalization;
using PropBot.Episodes.Schedules;
using PropBot.Ledger;

namespace PropBot.Episodes;

/// <summary><c>propbot simulate</c>: many episodes, or one of a seed, or one of a schedule's file.</summary>
public static class SimulateCommand
{
    /// <summary>After so many nearly every method was called once: 4,000 are compiled by then, 200 more in the next thousand.</summary>
    private const int EpisodesUntilWarm = 50;

    /// <returns>One of <see cref="SimulateExitCodes"/>.</returns>
    public static async Task<int> RunAsync(SimulateArguments arguments, TextWriter output, TextWriter error, CancellationToken cancel = default)
    {
        try
        {
            if (arguments.Replay is { } file)
            {
                return await RunOneAsync(ScheduleText.Read(await File.ReadAllTextAsync(file, cancel)), output);
            }

            if (arguments.Seed is { } seed)
            {
                return await RunOneAsync(Episode.Draw(seed), output);
            }

            return arguments.Seeds < 1
                ? await RefuseAsync(error, $"{arguments.Seeds} episodes cannot be run, ask for 1 or more")
                : await RunManyAsync(arguments, output, cancel);
        }
        catch (Exception unusable) when (unusable is FormatException or IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync(error, unusable.Message);
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("simulate: stopped before its end");
            return SimulateExitCodes.Cancelled;
        }
    }

    private static async Task<int> RefuseAsync(TextWriter error, string reason)
    {
        await error.WriteLineAsync($"simulate: {reason}");
        return SimulateExitCodes.BadArguments;
    }

    private static async Task<int> RunOneAsync(EpisodeSchedule schedule, TextWriter output)
    {
        using var ledger = new InMemoryLedger(Episode.DeskId);
        EpisodeResult result = Episode.Run(schedule, () => ledger);
        foreach (ScheduleItem item in schedule.Items)
        {
            await output.WriteLineAsync(ScheduleText.Line(item));
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"seed {schedule.Seed}: {result.Events} events, {result.Pairs} pairs, {result.Orders} orders, {result.Restarts} restarts"));
        await output.WriteLineAsync($"journal sha256 {JournalHash.Of(ledger)}");
        if (result.Violation is { } violation)
        {
            await output.WriteLineAsync(Words(violation));
        }

        await output.WriteLineAsync(result.Violation is null ? "violations: 0" : "violations: 1");
        return result.Violation is null ? SimulateExitCodes.Ok : SimulateExitCodes.Violations;
    }

    private static async Task<int> RunManyAsync(SimulateArguments arguments, TextWriter output, CancellationToken cancel)
    {
        WarmUp(arguments);
        var tally = new SimulateTally();
        TimeSpan spent = TimeSpan.Zero;
        for (ulong i = 0; i < (ulong)arguments.Seeds; i++)
        {
            cancel.ThrowIfCancellationRequested();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            EpisodeResult result = Episode.Run(Episode.Draw(arguments.FirstSeed + i));
            spent += Environment.CpuUsage.TotalTime - before;
            tally.Add(result);
            if (result.Violation is not null)
            {
                await TellViolationAsync(arguments, result, output);
            }
        }

        await tally.TellAsync(output, spent);
        return tally.Violations == 0 ? SimulateExitCodes.Ok : SimulateExitCodes.Violations;
    }

    /// <summary>So that the episodes are measured and not the compiler; what it took is told beside them.</summary>
    private static void WarmUp(SimulateArguments arguments)
    {
        for (ulong i = 0; i < (ulong)Math.Min(EpisodesUntilWarm, arguments.Seeds); i++)
        {
            Episode.Run(Episode.Draw(arguments.FirstSeed + i));
        }
    }

    /// <summary>Says what was broken, and writes the shortest schedule that breaks it.</summary>
    private static async Task TellViolationAsync(SimulateArguments arguments, EpisodeResult result, TextWriter output)
    {
        Violation violation = result.Violation!;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"seed {result.Schedule.Seed}: {Words(violation)}"));
        EpisodeSchedule shortest = Minimiser.Minimise(result.Schedule, shorter => Episode.Run(shorter).Violation?.Rule == violation.Rule);
        Violation shown = Episode.Run(shortest).Violation!;
        Directory.CreateDirectory(arguments.OutDir);
        string file = Path.Combine(arguments.OutDir, string.Create(CultureInfo.InvariantCulture, $"seed-{result.Schedule.Seed}.schedule"));
        await File.WriteAllTextAsync(file, ScheduleText.Write(shortest, Words(shown), $"propbot simulate --replay {file}"));
        await output.WriteLineAsync($"  {result.Schedule.Items.Count} items, of which {shortest.Items.Count} are needed: propbot simulate --replay {file}");
    }

    private static string Words(Violation violation) => string.Create(
        CultureInfo.InvariantCulture, $"broken after {violation.At.TotalSeconds:0.###} s, found by {violation.FoundBy}: {violation.Detail}");
}
