using PropBot.Core.Engine;

namespace PropBot.Ledger.Checks;

/// <summary>
/// Who moved a brake, by which way and in which request stands with the move. The brakes themselves name people: a line that names somebody else does not do.
/// </summary>
internal sealed class ToldRule(ControlState known) : LedgerRule("changes_are_told", "Every change of the brakes has a line with who made it, by which way and in which request.")
{
    private ControlState _control = known;

    public override void Read(IReadOnlyList<ReadLine> moment)
    {
        ReadLine? change = moment.LastOrDefault(line => line.Control is not null);
        if (change is null)
        {
            return;
        }

        ControlState now = change.Control!;
        ControlState was = _control;
        _control = now;
        if (Of(was) == Of(now))
        {
            return;
        }

        Count();
        if (Untold(was, now, [.. moment.Select(Teller.Of).OfType<Teller>()]) is { } what)
        {
            Break(change.Line, what);
        }
    }

    /// <summary>What people and guards restrict the desk with; counters of the day and of pairs are no such thing.</summary>
    private static (ControlMode, HoldStack, KillLatch?, ScopeStack, LimitOverrides, bool) Of(ControlState control) =>
        (control.Mode, control.Holds, control.Kill, control.Scopes, control.Limits, control.Strategy.Enabled);

    /// <returns>Null when all of it is told.</returns>
    private static string? Untold(ControlState was, ControlState now, IReadOnlyList<Teller> tellers)
    {
        foreach (HoldCause cause in now.Holds.Causes.Where(c => c.Kind == HoldKind.Operator && !was.Holds.Causes.Contains(c)))
        {
            if (!tellers.Any(t => t.Is(cause.Source, cause.CorrelationId)))
            {
                return $"{cause.Source} held the desk for '{cause.Reason}', request '{cause.CorrelationId}', and no line says so";
            }
        }

        if (now.Kill is { } kill && was.Kill != kill && !tellers.Any(t => t.Is(kill.By, kill.CorrelationId)))
        {
            return $"{kill.By} killed the desk for '{kill.Reason}', request '{kill.CorrelationId}', and no line says so";
        }

        return tellers.Count > 0 ? null : $"the brakes went to {now.Mode}, held by [{now.Holds}], and no line says who did it, by which way and in which request";
    }

    /// <summary>A line that says who did something.</summary>
    private sealed record Teller(string Who, string Request)
    {
        /// <summary>Lines of type <c>audit</c> call the actor <c>operator</c>.</summary>
        public static Teller? Of(ReadLine line) =>
            (line.Text("actor") ?? line.Text("operator")) is { Length: > 0 } who && line.Text("source") is { Length: > 0 } && line.Text("correlation_id") is { } request
                ? new Teller(who, request)
                : null;

        public bool Is(string who, string request) => Who == who && Request == request;
    }
}
