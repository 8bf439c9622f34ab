using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using PropBot.Host;

namespace PropBot.Cli;

/// <summary>
/// <c>propbot close-all</c>, <c>cancel-all</c> and <c>close-exposure</c>: orders it of a running bot and waits until every venue has
/// confirmed it.
/// </summary>
internal static class SweepVerbs
{
    private const int MadeIdBytes = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly Option<string?> Urls = new("--urls") { Description = "Address of the bot; default http://127.0.0.1:8000 (or PROPBOT_URLS)." };
    private static readonly Option<string?> DataDirectory = new("--data-dir") { Description = "The bot's folder, for its token when API_TOKEN is not set; default data (or DATA_DIR)." };
    private static readonly Option<string?> Id = new("--id") { Description = "Correlation id: the same one again returns the same report and sends nothing; default a new one." };
    private static readonly Option<string?> Reason = new("--reason") { Description = "For the report." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Shows the plan with its estimate; nothing is sent." };
    private static readonly Option<bool> NoWait = new("--no-wait") { Description = "Ends with the bot's first answer although venues may still have to confirm." };
    private static readonly Option<string?> Venue = new("--venue") { Description = "Only this venue: binance-um, okx-perp, bybit-linear." };
    private static readonly Option<string?> Symbol = new("--symbol") { Description = "Only this symbol: BTCUSDT." };

    public static IEnumerable<Command> Create() =>
    [
        Verb("close-all", "HOLD, cancels every order, closes every pair and whatever else the venues hold.", "/api/ui/trades/close-all"),
        Verb("cancel-all", "Cancels every open order, ours and foreign; positions stay.", "/api/ui/cancel_all", Venue),
        Verb("close-exposure", "Closes the pairs that touch a venue or a symbol, and what else is held there.", "/api/ui/close_exposure", Venue, Symbol),
    ];

    private static Command Verb(string name, string description, string path, params Option[] scope)
    {
        var command = new Command(name, description) { Urls, DataDirectory, Id, Reason, DryRun, NoWait };
        foreach (Option option in scope)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, stop) => RunAsync(parsed, path, BodyOf(parsed, scope), Environment.GetEnvironmentVariable, Console.Out, Console.Error, stop));
        return command;
    }

    private static Dictionary<string, object?> BodyOf(ParseResult parsed, Option[] scope) => new(StringComparer.Ordinal)
    {
        ["correlation_id"] = parsed.GetValue(Id) ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MadeIdBytes)),
        ["reason"] = parsed.GetValue(Reason),
        ["dry_run"] = parsed.GetValue(DryRun),
        ["venue"] = scope.Contains(Venue) ? parsed.GetValue(Venue) : null,
        ["symbol"] = scope.Contains(Symbol) ? parsed.GetValue(Symbol) : null,
    };

    /// <returns>0 when every venue has confirmed it or it was a dry run, 1 when something is left.</returns>
    private static async Task<int> RunAsync(
        ParseResult parsed, string path, Dictionary<string, object?> body, Func<string, string?> environment, TextWriter output, TextWriter error, CancellationToken stop)
    {
        try
        {
            using var client = OperatorClient.Of(parsed.GetValue(Urls), parsed.GetValue(DataDirectory), environment);
            JsonElement answer = await client.PostAsync(path, JsonSerializer.Serialize(body), stop);
            string id = answer.GetProperty("run").GetProperty("id").GetString()!;
            while (SweepReport.IsRunning(answer) && !parsed.GetValue(NoWait))
            {
                await SweepReport.WriteProgressAsync(output, answer);
                await Task.Delay(Pause, stop);
                answer = await client.GetAsync($"/api/ui/sweeps/{Uri.EscapeDataString(id)}", stop);
            }

            await SweepReport.WriteAsync(output, answer);
            return SweepReport.IsConfirmed(answer) ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (OperatorException refused)
        {
            await error.WriteLineAsync(refused.Message);
            return refused.ExitCode;
        }
    }
}
