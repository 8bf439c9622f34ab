using System.CommandLine;
using PropBot.Host;
using PropBot.Host.Configuration;
using PropBot.Replay.Backtest;

namespace PropBot.Cli;

/// <summary><c>propbot backtest</c>: the engine over recorded market data, in virtual time.</summary>
internal static class BacktestVerb
{
    private static readonly Option<string> Data = new("--data") { Description = "Folder or file of recorded prices of two or more venues.", Required = true };
    private static readonly Option<string?> Config = new("--config") { Description = "Configuration file of the paper profile; default configs/config.paper.yaml, else built in." };
    private static readonly Option<string> OutDirectory = new("--outdir")
    {
        Description = "Folder of the reports; default data/reports.",
        DefaultValueFactory = _ => Path.Combine("data", "reports"),
    };

    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of latencies and books; default 1.", DefaultValueFactory = _ => 1 };
    private static readonly Option<DateTimeOffset?> From = new("--from") { Description = "Begins at this UTC instant instead of at the recording's beginning." };
    private static readonly Option<DateTimeOffset?> To = new("--to") { Description = "Ends at this UTC instant instead of at the recording's end." };
    private static readonly Option<string?> EventLog = new("--event-log") { Description = "Also writes every event that the engine handled to this file." };

    public static Command Create()
    {
        var command = new Command("backtest", "Runs the engine over recorded market data as fast as it goes, and reports.")
        {
            Data, Config, OutDirectory, Seed, From, To, EventLog,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        try
        {
            BotConfig config = ConfigReader.Parse(RunSettings.ReadFile(parsed.GetValue(Config), "paper"), "paper");
            var arguments = new BacktestArguments
            {
                Data = parsed.GetValue(Data)!,
                OutDir = parsed.GetValue(OutDirectory)!,
                BuildVersion = RunningConfiguration.Build,
                Seed = parsed.GetValue(Seed),
                From = parsed.GetValue(From),
                To = parsed.GetValue(To),
                EventLog = parsed.GetValue(EventLog),
                Strategy = config.Strategy,
                Risk = config.Risk,
                Execution = config.Execution,
                Deposit = config.Paper.StartBalance,
            };
            return await BacktestCommand.RunAsync(arguments, Console.Out, Console.Error, TimeProvider.System, stop);
        }
        catch (ConfigException wrong)
        {
            await BotHost.WriteAsync(Console.Error, wrong);
            return ExitCodes.WrongInput;
        }
    }
}
