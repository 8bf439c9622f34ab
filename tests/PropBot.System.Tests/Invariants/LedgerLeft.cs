using PropBot.Ledger;
using PropBot.Ledger.Checks;
using PropBot.Ledger.Postgres;

namespace PropBot.SystemTests.Invariants;

/// <summary>The ledger of a run that is over, however it ended, held against the rules of <c>propbot ledger-check</c>. Only read: the next start meets it as it was left.</summary>
internal static class LedgerLeft
{
    private const string Announced = "Data directory: ";
    private const string AnnouncedEnd = ". Ctrl+C ends the run.";

    /// <summary>Where a run that said this has its ledger; null: it came to none.</summary>
    /// <param name="server">Its <c>LEDGER_URL</c>.</param>
    public static LedgerLocation? Of(string output, string? server)
    {
        string? line = output.Split(Environment.NewLine).FirstOrDefault(l => l.StartsWith(Announced, StringComparison.Ordinal));
        return line is null ? null : new LedgerLocation(
            Path.Combine(line[Announced.Length..^AnnouncedEnd.Length], "ledger.db"), server is null ? null : PostgresAddress.Parse(server), PostgresLedgerStore.DefaultLeaseTtl);
    }

    /// <summary>What it breaks. Nothing where the test has taken away the disk or the server under it: the next run on it is asked for its whole journal.</summary>
    public static IReadOnlyList<string> Broken(LedgerLocation location)
    {
        try
        {
            using LedgerArchive ledger = LedgerArchive.Open(location);
            LedgerCheckResult result = LedgerCheck.Of(ledger.Reads);
            return result.Lines == 0 ? [$"{ledger.Place}: a run has left no line in the journal"] : [.. result.Rules.SelectMany(rule => rule.Violations).Select(v => $"{ledger.Place}: {v}")];
        }
        catch (LedgerUnavailableException away) when (away.Fault.MayPass() && away.Fault != LedgerFault.CannotOpen)
        {
            return [];
        }
        catch (LedgerUnavailableException unreadable)
        {
            return [unreadable.Message];
        }
    }
}
