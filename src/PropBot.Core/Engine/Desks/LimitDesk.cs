using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Engine.State;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Limits that people change while the desk runs: one makes them stricter, two looser. Every rule reads what counts from the options.
/// One for all that becomes stricter is written down for each single one that allowed more too, so none of them comes back without its own raise.
/// </summary>
internal sealed class LimitDesk(EngineState state, Brakes brakes)
{
    private DeskLimits _configured = new(state.Options.Risk, state.Options.StrategyLimits);

    private DeskLimits Counting => new(state.Options.Risk, state.Options.StrategyLimits);

    /// <summary>The configuration says this from now on; what people have changed stands over it as after a start.</summary>
    /// <param name="by">Who put it in place.</param>
    public void Take(DeskLimits configured, string by)
    {
        (DeskLimits counted, DeskLimits said) = (Counting, _configured);
        _configured = configured;
        Stand();
        RevokeRaise(counted, Counting, by);
        RevokeRaise(said, configured, by);
    }

    /// <summary>What was changed before counts again; a raise that waits is void where the configuration has become stricter meanwhile.</summary>
    public void OnStarted()
    {
        Stand();
        if (state.Approvals.Live(ApprovalAction.RaiseLimit) is { Raises: { } raise, RaisesFrom: { } shown } waiting)
        {
            decimal? was = WireNumber.TryParse(shown, out decimal known) ? known : null;
            decimal? now = Now(raise);
            if (raise.Limit.Rule().IsStricter(now, was))
            {
                brakes.Revoke(ApprovalAction.RaiseLimit, waiting.Status, $"{raise.Name} was made stricter, {Text(now)}, by the configuration of this start");
            }
        }
    }

    /// <summary>What people changed stands over the configuration, unless that has been changed since: then it is the newer word for a raise.</summary>
    private void Stand()
    {
        LimitOverrides kept = WriteOut(state.Control.Limits);
        foreach (LimitOverride change in kept.All)
        {
            LimitRule rule = change.Limit.Rule();
            decimal? configured = rule.Of(_configured, change.Subject);
            if (change.Configured != configured && (change.IsRaise || !rule.IsStricter(change.Value, configured)))
            {
                kept = new LimitOverrides([.. kept.All.Where(o => o != change)]);
                Journal(change.Limit, change.Subject, configured, "system", "configuration", $"{Text(change.Value)} of {change.By} no longer counts", "");
                state.Alert(AlertSeverity.Warning, "limit_dropped",
                    $"{change.Name} {Text(change.Value)} of {change.By} no longer counts: the configuration now says {Text(configured)}.",
                    $"{change.Name} {Text(change.Value)} ({change.By}) больше не действует: в конфигурации теперь {Text(configured)}.");
            }
        }

        Keep(WriteOut(kept));
    }

    public void Lower(LimitLowered asked)
    {
        LimitChange change = asked.Change;
        decimal? now = Now(change);
        if (ForbidsValue(change) is { } refusal)
        {
            state.Refuse(asked, refusal);
            return;
        }

        if (!change.Limit.Rule().IsStricter(change.Value, now))
        {
            state.Refuse(asked, new CommandRefusal(CommandRefusal.LimitNotLower,
                $"{change.Name} is {Text(now)}, {Text(change.Value)} is not {Stricter(change).English}; making it looser takes two people",
                $"{change.Name} равен {Text(now)}, {Text(change.Value)} не {Stricter(change).Russian}; ослабляют двое"));
            return;
        }

        DeskLimits before = Counting;
        foreach (LimitChange stricter in (IReadOnlyList<LimitChange>)[change, .. LooserOwners(change)])
        {
            Set(stricter, asked.Actor, asked.Reason);
            Journal(stricter.Limit, stricter.Subject, stricter.Value, asked.Actor, asked.Channel, asked.Reason, asked.CorrelationId);
        }

        RevokeRaise(before, Counting, asked.Actor);
    }

    /// <summary>Two people have made it looser: this number and no other one.</summary>
    public void Raise(LimitChange change, ApprovalRecord given, ApprovalConfirmed confirmed)
    {
        Set(change, $"{given.RequestedBy}, {given.DecidedBy}", given.Reason);
        Journal(change.Limit, change.Subject, change.Value, confirmed.Actor, confirmed.Channel, given.Reason, confirmed.CorrelationId);
    }

    /// <summary>Why this makes nothing looser; null when it does.</summary>
    public CommandRefusal? ForbidsRaise(LimitChange? wanted)
    {
        if (wanted is not { } change)
        {
            string names = string.Join(", ", LimitTable.All.Select(r => r.Code));
            return new CommandRefusal(CommandRefusal.UnknownLimit, $"no such limit; there are {names}", $"нет такого лимита; есть {names}");
        }

        decimal? now = Now(change);
        return ForbidsValue(change) ?? (change.Limit.Rule().IsStricter(now, change.Value) ? null : new CommandRefusal(CommandRefusal.LimitNotHigher,
            $"{change.Name} is {Text(now)}, {Text(change.Value)} is not {Looser(change).English}; one person makes it stricter at once",
            $"{change.Name} равен {Text(now)}, {Text(change.Value)} не {Looser(change).Russian}; ужесточает один человек сразу"));
    }

    /// <summary>What counts for it; null: there is no limit.</summary>
    public decimal? Now(LimitChange change) => change.Limit.Rule().Of(Counting, change.Subject);

    /// <summary>Every limit for all, and below it each symbol, coin or venue that has a number of its own.</summary>
    public IReadOnlyList<LimitSnapshot> Snapshot()
    {
        DeskLimits counting = Counting;
        var lines = new List<LimitSnapshot>();
        foreach (LimitRule rule in LimitTable.All)
        {
            lines.Add(Line(rule, null));
            lines.AddRange(rule.Owners(counting).Select(subject => Line(rule, subject)));
        }

        return lines;

        LimitSnapshot Line(LimitRule rule, string? subject) =>
            new(rule.Limit, rule.Of(counting, subject), rule.Of(_configured, subject), state.Control.Limits.Of(rule.Limit, subject)) { Subject = subject };
    }

    private CommandRefusal? ForbidsValue(LimitChange change)
    {
        LimitRule rule = change.Limit.Rule();
        if (change.Subject is { } subject && !Subjects(rule.Scope).Contains(subject, StringComparer.Ordinal))
        {
            string there = string.Join(", ", Subjects(rule.Scope));
            return rule.Scope == LimitScope.Desk
                ? new CommandRefusal(CommandRefusal.UnknownScope,
                    $"{rule.Code} is one number for all, {subject} has none of its own; leave the subject out", $"{rule.Code} — одно число для всех, у {subject} своего нет; не указывайте subject")
                : new CommandRefusal(CommandRefusal.UnknownScope,
                    $"{rule.Code} is per {rule.Scope.Code()}, there is no {subject} at this desk; it has {there}", $"{rule.Code} задаётся по {rule.Scope.Code()}, здесь нет {subject}; есть {there}");
        }

        return rule.Takes(change.Value) ? null : new CommandRefusal(CommandRefusal.LimitOutOfRange,
            $"{change} is not {rule.Demand}", $"{change}: нужно {rule.DemandRussian}");
    }

    private IEnumerable<string> Subjects(LimitScope scope) => scope switch
    {
        LimitScope.Symbol => state.Options.Symbols.Select(s => s.Name),
        LimitScope.Asset => state.Options.Symbols.Select(s => s.Base.Code).Distinct(),
        LimitScope.Venue => state.Venues.Keys.Select(v => v.Name),
        _ => [],
    };

    /// <summary>Whoever tightens one for all means those with a number of their own too.</summary>
    private IEnumerable<LimitChange> LooserOwners(LimitChange change) =>
        change.Subject is null ? change.Limit.Rule().LooserOwners(Counting, change.Value).Select(owner => change with { Subject = owner }) : [];

    /// <summary>
    /// Whoever asked to loosen a limit did so before it became stricter, by hand or by another configuration, and the other one would confirm a step that
    /// nobody showed. One for all concerns each single one too, and the other way round.
    /// </summary>
    private void RevokeRaise(DeskLimits before, DeskLimits now, string by)
    {
        if (state.Approvals.Live(ApprovalAction.RaiseLimit) is not { Raises: { } raise } waiting)
        {
            return;
        }

        LimitRule rule = raise.Limit.Rule();
        IEnumerable<string?> concerned = rule.Owners(before).Concat(rule.Owners(now)).Where(owner => raise.Subject is null || owner == raise.Subject);
        foreach (string? subject in concerned.Prepend(raise.Subject).Prepend(null))
        {
            if (rule.IsStricter(rule.Of(now, subject), rule.Of(before, subject)))
            {
                string name = (raise with { Subject = subject }).Name;
                brakes.Revoke(ApprovalAction.RaiseLimit, waiting.Status, $"{name} was made stricter, {Text(rule.Of(now, subject))}, by {by}");
                return;
            }
        }
    }

    private void Set(LimitChange change, string by, string reason)
    {
        decimal? was = Now(change);
        bool isLooser = change.Limit.Rule().IsStricter(was, change.Value);
        var changed = new LimitOverride(change.Limit, change.Value, change.Limit.Rule().Of(_configured, change.Subject), by, reason, state.At) { Subject = change.Subject };
        Keep(isLooser && change.Subject is null ? state.Control.Limits.Beneath(changed) : state.Control.Limits.With(changed));
        state.Alert(AlertSeverity.Warning, isLooser ? "risk_limit_approved" : "risk_limit_lowered",
            $"{change.Name} is {Text(change.Value)} now, it was {Text(was)}, by {by}: {reason}.",
            $"{change.Name} теперь {Text(change.Value)}, было {Text(was)}, {by}: {reason}.");
    }

    private LimitOverrides WriteOut(LimitOverrides kept)
    {
        LimitOverrides written = kept.WrittenOut(_configured);
        foreach (LimitOverride change in written.All.Except(kept.All))
        {
            Journal(change.Limit, change.Subject, change.Value, "system", "configuration", $"as {change.By} made it for all: {change.Reason}", "");
        }

        return written;
    }

    private void Keep(LimitOverrides changes)
    {
        state.SetControl(state.Control with { Limits = changes });
        DeskLimits counting = changes.Over(_configured);
        state.Options = state.Options with { Risk = counting.Risk, StrategyLimits = counting.Strategy };
    }

    private void Journal(LimitName limit, string? subject, decimal? value, string actor, string channel, string reason, string correlationId) => state.Effects.Add(new Journaled("control.limit",
    [
        new("limit", limit.Code()), new("subject", subject ?? ""), new("value", value is { } known ? WireNumber.Format(known) : ""),
        new("actor", actor), new("source", channel), new("reason", reason), new("correlation_id", correlationId),
    ]));

    private static (string English, string Russian) Stricter(LimitChange change) =>
        change.Limit.Rule().Sense == LimitSense.AtMost ? ("lower", "ниже") : ("higher, which is stricter here", "выше, а здесь это строже");

    private static (string English, string Russian) Looser(LimitChange change) =>
        change.Limit.Rule().Sense == LimitSense.AtMost ? ("higher", "выше") : ("lower, which is looser here", "ниже, а здесь это слабее");

    private static string Text(decimal? value) => value is { } known ? WireNumber.Format(known) : "none";
}
