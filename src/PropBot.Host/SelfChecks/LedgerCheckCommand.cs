using System.Text.Json;
using PropBot.Host.Api;
using PropBot.Host.Configuration;
using PropBot.Ledger;
using PropBot.Ledger.Checks;
using PropBot.Ledger.Postgres;

namespace PropBot.Host.SelfChecks;

/// <summary>
/// <c>propbot ledger-check</c>: whether a ledger keeps what the desk promises, rule by rule. It only reads, beside a running bot too, and asks neither the bot nor
/// a configuration: what it says rests on the ledger alone.
/// </summary>
public static class LedgerCheckCommand
{
    private const string UsualDirectory = "data";

    /// <param name="dataDirectory">The desk's folder; null: <c>DATA_DIR</c>, else <c>data</c>. As with a run, a database of <c>LEDGER_URL</c> is read instead of its file.</param>
    /// <returns><see cref="ExitCodes.Ok"/> when every rule is kept, <see cref="ExitCodes.Failed"/> when one is broken, <see cref="ExitCodes.WrongInput"/> for an
    /// address that is none, <see cref="ExitCodes.Unavailable"/> when there is no ledger to read.</returns>
    public static async Task<int> RunAsync(string? dataDirectory, bool asJson, Func<string, string?> environment, TextWriter output, TextWriter error)
    {
        try
        {
            using LedgerArchive archive = LedgerArchive.Open(Location(dataDirectory, environment));
            LedgerCheckResult result = LedgerCheck.Of(archive.Reads);
            await (asJson ? output.WriteLineAsync(Json(archive.Place, result)) : WriteAsync(output, archive.Place, result));
            return result.IsKept ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (FormatException wrong)
        {
            await error.WriteLineAsync($"{LedgerConfig.UrlVariable}: {wrong.Message}");
            return ExitCodes.WrongInput;
        }
        catch (LedgerUnavailableException unavailable)
        {
            await error.WriteLineAsync(unavailable.Message);
            return ExitCodes.Unavailable;
        }
    }

    private static LedgerLocation Location(string? dataDirectory, Func<string, string?> environment)
    {
        string directory = dataDirectory ?? Given(environment("DATA_DIR")) ?? UsualDirectory;
        PostgresAddress? server = Given(environment(LedgerConfig.UrlVariable)) is { } url ? PostgresAddress.Parse(url) : null;
        return new LedgerLocation(Path.Combine(Path.GetFullPath(directory), DataDirectory.LedgerFile), server, PostgresLedgerStore.DefaultLeaseTtl);
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    private static async Task WriteAsync(TextWriter output, string place, LedgerCheckResult result)
    {
        foreach (RuleResult rule in result.Rules)
        {
            await output.WriteLineAsync($"{(rule.Broken == 0 ? "ok" : "BROKEN"),-8} {rule.Rule,-28} {rule.Checked,8} checked{(rule.Broken == 0 ? "" : $", {rule.Broken} broken")}. {rule.Promise}");
            foreach (RuleViolation violation in rule.Violations)
            {
                await output.WriteLineAsync($"         {violation}");
            }

            if (rule.Broken > rule.Violations.Count)
            {
                await output.WriteLineAsync($"         and {rule.Broken - rule.Violations.Count} more");
            }
        }

        long broken = result.Rules.Sum(rule => rule.Broken);
        await output.WriteLineAsync($"ledger-check: {place}, {result.Lines} lines of the journal, {(broken == 0 ? "every rule is kept" : $"{broken} BROKEN")}");
    }

    private static string Json(string place, LedgerCheckResult result) => JsonSerializer.Serialize(
        new
        {
            ok = result.IsKept,
            ledger = place,
            lines = result.Lines,
            rules = result.Rules.Select(rule => new
            {
                rule.Rule,
                rule.Promise,
                rule.Checked,
                rule.Broken,
                violations = rule.Violations.Select(violation => new { violation.Line, violation.At, violation.Words }),
            }),
        },
        ApiJson.Options);
}
