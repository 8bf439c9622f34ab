using System.CommandLine;
using PropBot.Host;

namespace PropBot.Cli;

/// <summary><c>propbot sim</c>: the venue simulator alone.</summary>
internal static class SimCommand
{
    public static Command Create()
    {
        var market = new MarketOptions();
        var output = new Option<string?>("--out") { Description = "File for addresses and keys that `propbot run --simulator` reads; default <data-dir>/simulator.json." };
        var command = new Command("sim", "Runs the venue simulator alone, for development and drills.") { output };
        market.AddTo(command);
        command.SetAction((parsed, stop) => SimulatorProcess.RunAsync(
            market.Read(parsed), parsed.GetValue(output), Environment.GetEnvironmentVariable, Console.Out, Console.Error, stop));
        return command;
    }
}
