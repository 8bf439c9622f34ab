using System.CommandLine;

namespace PropBot.Cli.Acceptance;

/// <summary><c>propbot acceptance</c>: the runbook's check before a release.</summary>
internal static class AcceptanceVerb
{
    public static Command Create()
    {
        var command = new Command(
            "acceptance",
            "Starts the bot twice in the paper profile, without chaos and under the fault profile mild, and checks what the runbook promises. Exit code 0: everything is ok.");
        command.SetAction((_, stop) => AcceptanceRun.RunAsync(Console.Out, stop));
        return command;
    }
}
