using System.CommandLine;
using PropBot.Host;
using PropBot.Host.SelfChecks;

namespace PropBot.Cli;

/// <summary><c>propbot self-check</c>: what a start needs, without starting.</summary>
internal static class SelfCheckVerb
{
    public static Command Create()
    {
        var profile = new Option<string?>("--profile") { Description = "paper, testnet or live; default paper (or PROFILE)." };
        var simulator = new Option<string?>("--simulator") { Description = "File that `propbot sim` wrote: its venues are looked at." };
        var json = new Option<bool>("--json") { Description = "One JSON object instead of lines." };
        var market = new MarketOptions();
        var command = new Command("self-check", "Looks at everything that a start needs and starts nothing. Exit codes: 0 no check failed, 1 a venue, 2 the configuration, 3 this machine.")
        {
            profile, simulator, json,
        };
        market.AddTo(command);
        command.SetAction((parsed, stop) => SelfCheck.RunAsync(
            market.Read(parsed) with
            {
                Profile = parsed.GetValue(profile),
                SimulatorFile = parsed.GetValue(simulator),
                VariableNames = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()],
            },
            parsed.GetValue(json), Environment.GetEnvironmentVariable, Console.Out, stop));
        return command;
    }
}
