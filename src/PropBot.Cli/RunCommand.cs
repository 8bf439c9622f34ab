using System.CommandLine;
using PropBot.Host;

namespace PropBot.Cli;

/// <summary><c>propbot run</c>: the bot with its operator surface.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var profile = new Option<string?>("--profile") { Description = "paper, testnet or live; default paper (or PROFILE)." };
        var urls = new Option<string?>("--urls") { Description = "Address of the operator surface; default http://127.0.0.1:8000 (or PROPBOT_URLS)." };
        var simulator = new Option<string?>("--simulator") { Description = "File that `propbot sim` wrote; trades on that simulator instead of one inside." };
        var market = new MarketOptions();
        var command = new Command("run", "Runs the bot with its operator API and dashboard.") { profile, urls, simulator };
        market.AddTo(command);
        command.SetAction((parsed, stop) => BotHost.RunAsync(
            market.Read(parsed) with
            {
                Profile = parsed.GetValue(profile),
                Urls = parsed.GetValue(urls),
                SimulatorFile = parsed.GetValue(simulator),
                VariableNames = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()],
            },
            Environment.GetEnvironmentVariable, Console.Out, Console.Error, stop));
        return command;
    }
}
