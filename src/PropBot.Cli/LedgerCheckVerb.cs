using System.CommandLine;
using PropBot.Host.SelfChecks;

namespace PropBot.Cli;

/// <summary><c>propbot ledger-check</c>: whether a ledger keeps what the desk promises.</summary>
internal static class LedgerCheckVerb
{
    public static Command Create()
    {
        var directory = new Option<string?>("--data-dir") { Description = "The desk's folder; default data (or DATA_DIR). Where LEDGER_URL is set, its database is read." };
        var json = new Option<bool>("--json") { Description = "One JSON object instead of lines." };
        var command = new Command(
            "ledger-check",
            "Holds a ledger against what the desk promises, beside a running bot too: what was opened, refused, told, intended, left unequal, booked. Exit codes: 0 every rule is kept, 1 one is broken, 2 LEDGER_URL is no address, 3 there is no ledger to read.")
        {
            directory, json,
        };
        command.SetAction((parsed, _) => LedgerCheckCommand.RunAsync(parsed.GetValue(directory), parsed.GetValue(json), Environment.GetEnvironmentVariable, Console.Out, Console.Error));
        return command;
    }
}
