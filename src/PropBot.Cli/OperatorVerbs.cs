using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using PropBot.Core.Strategy;
using PropBot.Host;

namespace PropBot.Cli;

/// <summary>The operator API from a shell: <c>propbot status</c>, <c>hold</c>, <c>resume-request</c> and the others, one request each.</summary>
internal static class OperatorVerbs
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Option<string?> Urls = new("--urls") { Description = "Address of the bot; default http://127.0.0.1:8000 (or PROPBOT_URLS)." };
    private static readonly Option<string?> DataDirectory = new("--data-dir") { Description = "The bot's folder, for its token when API_TOKEN is not set; default data (or DATA_DIR)." };
    private static readonly Option<string?> OptionalReason = new("--reason") { Description = "Why, for the journal." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for the journal and for whoever confirms.", Required = true };
    private static readonly Option<string?> RequestId = new("--request-id") { Description = "Which request is meant; default the one that waits." };
    private static readonly Option<bool> Flatten = new("--flatten") { Description = "Take off what is open too." };
    private static readonly Option<string> WhichRequest = new("--request-id") { Description = "Which request is meant: the one that was read.", Required = true };
    private static readonly Option<string> Scope = new("--scope") { Description = "desk, venue, instrument or strategy.", Required = true };
    private static readonly Option<string?> Subject = new("--subject") { Description = "Which one of that kind: okx-perp, okx-perp:BTCUSDT, cross_exchange_arb." };
    private static readonly Option<string> State = new("--state") { Description = "frozen or reduce_only.", DefaultValueFactory = _ => "frozen" };
    private static readonly Option<string> Strategy = new("--strategy") { Description = "Which strategy.", DefaultValueFactory = _ => StrategyNames.CrossExchangeArb };
    private static readonly Option<string> Limit = new("--limit") { Description = "Which limit; propbot limits names them.", Required = true };
    private static readonly Option<string?> WhoseLimit = new("--subject") { Description = "Of which symbol, coin or venue; default all that have none of their own." };
    private static readonly Option<decimal> Value = new("--value") { Description = "What it shall be.", Required = true };
    private static readonly Option<bool> AsCsv = new("--csv") { Description = "As a table, one line per strategy." };
    private static readonly Argument<string> Id = new("id") { Description = "The request's id." };

    public static IEnumerable<Command> Create()
    {
        yield return Get("status", "Shows the desk at this instant.", "/api/ui/status");
        yield return Get("approvals", "Shows the latest requests that need a second person.", "/api/ui/approvals");
        yield return Get("watchdog", "Shows what the watchdog says of each venue.", "/api/ui/watchdog_status");
        yield return Post("hold", "Stops opening; what reduces risk goes on.", "/api/ui/hold", [OptionalReason], p => new { reason = p.GetValue(OptionalReason) });
        yield return Post("resume-request", "Asks for leaving HOLD; another operator confirms.", "/api/ui/resume-request", [Reason], p => new { reason = p.GetValue(Reason) });
        yield return Confirm("resume-confirm", "Confirms the resume that another operator requested (APPROVE_TOKEN from the environment).", "/api/ui/resume-confirm");
        yield return Post("resume", "Carries the confirmed resume out.", "/api/ui/resume", [], _ => new { });
        yield return Post(
            "kill", "Kills the desk at once; two people lift it.", "/api/ui/kill", [OptionalReason, Flatten],
            p => new { reason = p.GetValue(OptionalReason), flatten = p.GetValue(Flatten) });
        yield return Post("unkill-request", "Asks for lifting the kill; another operator confirms.", "/api/ui/unkill-request", [Reason], p => new { reason = p.GetValue(Reason) });
        yield return Confirm("unkill-confirm", "Confirms that the kill is lifted (APPROVE_TOKEN from the environment).", "/api/ui/unkill-confirm");
        yield return Reject();
        yield return Report();
        yield return Get("risk", "Shows every risk limit with what it is compared with, and the latest refusals.", "/api/ui/risk_snapshot");
        yield return Get("slo", "Shows the service levels and whose budget burns.", "/api/ui/status/slo");
        yield return Post(
            "freeze", "Restricts a part of the desk: nothing opens there, what reduces risk goes on.", "/api/ui/freeze", [Scope, Subject, State, OptionalReason],
            p => new { scope = p.GetValue(Scope), subject = p.GetValue(Subject), state = p.GetValue(State), reason = p.GetValue(OptionalReason) });
        yield return Post(
            "unfreeze-request", "Asks for releasing a part of the desk; another operator confirms.", "/api/ui/unfreeze-request", [Scope, Subject, Reason],
            p => new { scope = p.GetValue(Scope), subject = p.GetValue(Subject), reason = p.GetValue(Reason) });
        yield return Confirm("unfreeze-confirm", "Confirms the release that another operator requested (APPROVE_TOKEN from the environment).", "/api/ui/unfreeze-confirm", WhichRequest);
        yield return Post("strategy-disable", "Switches the strategy off at once: it opens nothing.", "/api/ui/strategy/disable", [Strategy, OptionalReason], Switched);
        yield return Post("strategy-enable", "Switches the strategy on where the two-man rule is off.", "/api/ui/strategy/enable", [Strategy, OptionalReason], Switched);
        yield return Post("strategy-enable-request", "Asks for switching the strategy on again; another operator confirms.", "/api/ui/strategy/enable-request", [Strategy, Reason], Switched);
        yield return Confirm("strategy-enable-confirm", "Confirms that the strategy is switched on again (APPROVE_TOKEN from the environment).", "/api/ui/strategy/enable-confirm", WhichRequest);
        yield return Get("limits", "Shows the limits that people may change, and where each comes from.", "/api/ui/limits");
        yield return Post("limits-lower", "Makes a limit stricter at once.", "/api/ui/limits/lower", [Limit, Value, WhoseLimit, OptionalReason], Changed);
        yield return Post("limits-raise-request", "Asks for making a limit looser; another operator confirms.", "/api/ui/limits/raise-request", [Limit, Value, WhoseLimit, Reason], Changed);
        yield return Confirm("limits-raise-confirm", "Confirms the looser limit that another operator requested (APPROVE_TOKEN from the environment).", "/api/ui/limits/raise-confirm", WhichRequest);
    }

    private static object Changed(ParseResult p) =>
        new { limit = p.GetValue(Limit), value = p.GetValue(Value), subject = p.GetValue(WhoseLimit), reason = p.GetValue(OptionalReason) ?? p.GetValue(Reason) };

    private static object Switched(ParseResult p) => new { strategy = p.GetValue(Strategy), reason = p.GetValue(OptionalReason) ?? p.GetValue(Reason) };

    private static Command Get(string name, string description, string path)
    {
        var command = new Command(name, description) { Urls, DataDirectory };
        command.SetAction((parsed, stop) => RunAsync(parsed, client => client.GetAsync(path, stop)));
        return command;
    }

    private static Command Post(string name, string description, string path, Option[] options, Func<ParseResult, object> body)
    {
        var command = new Command(name, description) { Urls, DataDirectory };
        foreach (Option option in options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, stop) => RunAsync(parsed, client => client.PostAsync(path, JsonSerializer.Serialize(body(parsed)), stop)));
        return command;
    }

    private static Command Confirm(string name, string description, string path) => Post(
        name, description, path, [RequestId],
        p => new { token = Environment.GetEnvironmentVariable("APPROVE_TOKEN"), request_id = p.GetValue(RequestId) });

    private static Command Confirm(string name, string description, string path, Option<string> request) => Post(
        name, description, path, [request],
        p => new { token = Environment.GetEnvironmentVariable("APPROVE_TOKEN"), request_id = p.GetValue(request) });

    private static Command Report()
    {
        var command = new Command("report", "Shows the shift's report.") { Urls, DataDirectory, AsCsv };
        command.SetAction((parsed, stop) => parsed.GetValue(AsCsv)
            ? RunAsync(parsed, client => client.GetTextAsync("/api/ui/ops_report.csv", stop), text => text.ReplaceLineEndings().TrimEnd())
            : RunAsync(parsed, client => client.GetAsync("/api/ui/ops_report", stop)));
        return command;
    }

    private static Command Reject()
    {
        var command = new Command("reject", "Says no to a request, or takes one's own back.") { Id, Urls, DataDirectory, OptionalReason };
        command.SetAction((parsed, stop) => RunAsync(parsed, client => client.PostAsync(
            $"/api/ui/approvals/{Uri.EscapeDataString(parsed.GetValue(Id)!)}/reject", JsonSerializer.Serialize(new { reason = parsed.GetValue(OptionalReason) }), stop)));
        return command;
    }

    /// <summary>The answer goes to the output, a refusal to the error output.</summary>
    private static Task<int> RunAsync(ParseResult parsed, Func<OperatorClient, Task<JsonElement>> ask) =>
        RunAsync(parsed, ask, answer => JsonSerializer.Serialize(answer, Readable));

    private static async Task<int> RunAsync<T>(ParseResult parsed, Func<OperatorClient, Task<T>> ask, Func<T, string> write)
    {
        try
        {
            using var client = OperatorClient.Of(parsed.GetValue(Urls), parsed.GetValue(DataDirectory), Environment.GetEnvironmentVariable);
            await Console.Out.WriteLineAsync(write(await ask(client)));
            return ExitCodes.Ok;
        }
        catch (OperatorException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return refused.ExitCode;
        }
    }
}
