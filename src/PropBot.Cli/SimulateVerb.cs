using System.CommandLine;
using PropBot.Episodes;

namespace PropBot.Cli;

/// <summary><c>propbot simulate</c>: the whole bot and three venues in virtual time, with everything that can go wrong.</summary>
internal static class SimulateVerb
{
    private static readonly SimulateArguments Usual = new();

    private static readonly Option<int> Seeds = new("--seeds") { Description = "How many episodes; default 200.", DefaultValueFactory = _ => Usual.Seeds };
    private static readonly Option<ulong> FirstSeed = new("--first-seed") { Description = "Seed of the first; default 1.", DefaultValueFactory = _ => Usual.FirstSeed };
    private static readonly Option<ulong?> Seed = new("--seed") { Description = "This one episode, with its schedule and the hash of its journal." };
    private static readonly Option<string?> Replay = new("--replay") { Description = "Runs the schedule of this file." };
    private static readonly Option<string> OutDirectory = new("--outdir")
    {
        Description = "Folder for the shortest schedules that break a promise; default data/simulate.",
        DefaultValueFactory = _ => Usual.OutDir,
    };

    public static Command Create()
    {
        var command = new Command("simulate", "Runs episodes of the whole bot in virtual time with faults from a seed, and checks every promise.")
        {
            Seeds, FirstSeed, Seed, Replay, OutDirectory,
        };
        command.SetAction((parsed, stop) => Read(parsed) is var arguments && arguments.AreMany && !CompiledAtOnce.IsChosen
            ? CompiledAtOnce.RunAsync([.. parsed.Tokens.Select(token => token.Value)], stop)
            : SimulateCommand.RunAsync(arguments, Console.Out, Console.Error, stop));
        return command;
    }

    private static SimulateArguments Read(ParseResult parsed) => new()
    {
        Seeds = parsed.GetValue(Seeds),
        FirstSeed = parsed.GetValue(FirstSeed),
        Seed = parsed.GetValue(Seed),
        Replay = parsed.GetValue(Replay),
        OutDir = parsed.GetValue(OutDirectory)!,
    };
}
