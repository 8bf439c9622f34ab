namespace PropBot.SystemTests.Crash;

/// <summary>
/// What a kind needs that the plan of faults brings too seldom to be waited for: refusals in a row lead to the lower rungs of the rescue
/// ladder, answers that are lost in a row to hedges and closes of which nobody knows.
/// </summary>
internal static class CrashStorm
{
    /// <summary>Longer than a run, market seconds: it is taken back when the run has ended.</summary>
    private const int LongerThanARun = 120;

    private static readonly string[] AfterRefusals = ["Refused", "Rejected", "Hedge", "Unwind", "Partial", "Aborted", "rescue"];
    private static readonly string[] AfterLostAnswers = ["Unknown", "NeverReached", "never_reached"];

    /// <summary>Rules for the control port of the simulator; none for a kind that comes by itself.</summary>
    public static IEnumerable<string> For(string kind)
    {
        if (IsOneOf(AfterRefusals, kind))
        {
            yield return Rule("order_refused", 0.4);
        }

        if (IsOneOf(AfterLostAnswers, kind))
        {
            foreach (string path in CrashMarket.Placing)
            {
                yield return Rule("ack_lost", 0.3, path);
                yield return Rule("timeout_before_acceptance", 0.15, path);
            }
        }
    }

    private static bool IsOneOf(string[] parts, string kind) => parts.Any(part => kind.Contains(part, StringComparison.Ordinal));

    private static string Rule(string fault, double probability, string? match = null) => FormattableString.Invariant(
        $$"""{"kind":"{{fault}}","probability":{{probability}},"duration_s":{{LongerThanARun}}{{(match is null ? "" : $",\"match\":\"{match}\"")}}}""");
}
