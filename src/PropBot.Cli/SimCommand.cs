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
        var faults = new Option<string?>("--faults") { Description = "File (YAML or JSON) of what shall go wrong; see docs/simulator.md." };
        var controlPort = new Option<string?>("--control-port") { Description = "Port of the control endpoint on the loopback interface; default any free one." };
        var virtualTime = new Option<bool>("--virtual-time") { Description = "The market stands still and moves only by POST /sim/time." };
        var command = new Command("sim", "Runs the venue simulator alone, for development and drills.") { output, faults, controlPort, virtualTime };
        market.AddTo(command);
        command.SetAction((parsed, stop) => SimulatorProcess.RunAsync(
            market.Read(parsed),
            new SimulatorArguments
            {
                OutputPath = parsed.GetValue(output),
                FaultsPath = parsed.GetValue(faults),
                ControlPort = parsed.GetValue(controlPort),
                VirtualTime = parsed.GetValue(virtualTime),
            },
            Environment.GetEnvironmentVariable, Console.Out, Console.Error, stop));
        return command;
    }
}
