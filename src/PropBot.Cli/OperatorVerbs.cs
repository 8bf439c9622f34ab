using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
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
    }

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

    private static Command Reject()
    {
        var command = new Command("reject", "Says no to a request, or takes one's own back.") { Id, Urls, DataDirectory, OptionalReason };
        command.SetAction((parsed, stop) => RunAsync(parsed, client => client.PostAsync(
            $"/api/ui/approvals/{Uri.EscapeDataString(parsed.GetValue(Id)!)}/reject", JsonSerializer.Serialize(new { reason = parsed.GetValue(OptionalReason) }), stop)));
        return command;
    }

    /// <summary>The answer goes to the output, a refusal to the error output.</summary>
    private static async Task<int> RunAsync(ParseResult parsed, Func<OperatorClient, Task<JsonElement>> ask)
    {
        try
        {
            using var client = OperatorClient.Of(parsed.GetValue(Urls), parsed.GetValue(DataDirectory), Environment.GetEnvironmentVariable);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(await ask(client), Readable));
            return ExitCodes.Ok;
        }
        catch (OperatorException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return refused.ExitCode;
        }
    }
}
