using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Engine.State;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Limits that people change while the desk runs: one lowers, two raise. Every rule reads what counts from the options.</summary>
internal sealed class LimitDesk(EngineState state)
{
    private RiskOptions _configured = state.Options.Risk;

    /// <summary>The configuration says this from now on; what people have changed stands over it as after a start.</summary>
    public void Take(RiskOptions configured)
    {
        _configured = configured;
        OnStarted();
    }

    /// <summary>What was changed before counts again, unless the configuration has been changed since: then that is the newer word for a raise.</summary>
    public void OnStarted()
    {
        LimitOverrides kept = state.Control.Limits;
        foreach (LimitOverride change in kept.All)
        {
            if (change.Configured != _configured.Of(change.Limit) && (change.IsRaise || !(change.Value < _configured.Of(change.Limit))))
            {
                kept = new LimitOverrides([.. kept.All.Where(o => o != change)]);
                state.Alert(AlertSeverity.Warning, "limit_dropped",
                    $"{change.Limit.Code()} {Text(change.Value)} of {change.By} no longer counts: the configuration now says {Text(_configured.Of(change.Limit))}.",
                    $"{change.Limit.Code()} {Text(change.Value)} ({change.By}) больше не действует: в конфигурации теперь {Text(_configured.Of(change.Limit))}.");
            }
        }

        Keep(kept);
    }

    public void Lower(LimitLowered asked)
    {
        if (ForbidsValue(asked.Change) is { } refusal)
        {
            state.Refuse(asked, refusal);
            return;
        }

        if (!(asked.Change.Value < Now(asked.Change.Limit)) && Now(asked.Change.Limit) is not null)
        {
            state.Refuse(asked, new CommandRefusal(CommandRefusal.LimitNotLower,
                $"{asked.Change.Limit.Code()} is {Text(Now(asked.Change.Limit))}, {Text(asked.Change.Value)} is not lower; raising it takes two people",
                $"{asked.Change.Limit.Code()} равен {Text(Now(asked.Change.Limit))}, {Text(asked.Change.Value)} не ниже; повышают двое"));
            return;
        }

        Set(asked.Change, asked.Actor, asked.Reason);
        Journal("control.limit", asked.Change, asked.Actor, asked.Channel, asked.Reason, asked.CorrelationId);
    }

    /// <summary>Two people have raised it.</summary>
    public void Raise(LimitChange change, ApprovalRecord given, ApprovalConfirmed confirmed)
    {
        Set(change, $"{given.RequestedBy}, {given.DecidedBy}", given.Reason);
        Journal("control.limit", change, confirmed.Actor, confirmed.Channel, given.Reason, confirmed.CorrelationId);
    }

    /// <summary>Why this is no raise; null when it is.</summary>
    public CommandRefusal? ForbidsRaise(LimitChange? wanted)
    {
        if (wanted is not { } change)
        {
            return new CommandRefusal(CommandRefusal.UnknownLimit,
                $"no such limit; there are {string.Join(", ", LimitNames.All.Select(l => l.Code()))}", $"нет такого лимита; есть {string.Join(", ", LimitNames.All.Select(l => l.Code()))}");
        }

        if (ForbidsValue(change) is { } refusal)
        {
            return refusal;
        }

        return change.Value > Now(change.Limit)
            ? null
            : new CommandRefusal(CommandRefusal.LimitNotHigher,
                $"{change.Limit.Code()} is {Text(Now(change.Limit))}, {Text(change.Value)} is not higher; one person lowers it at once",
                $"{change.Limit.Code()} равен {Text(Now(change.Limit))}, {Text(change.Value)} не выше; понижает один человек сразу");
    }

    public decimal? Now(LimitName limit) => state.Options.Risk.Of(limit);

    public IReadOnlyList<LimitSnapshot> Snapshot() =>
        [.. LimitNames.All.Select(l => new LimitSnapshot(l, Now(l), _configured.Of(l), state.Control.Limits.Of(l)))];

    private static CommandRefusal? ForbidsValue(LimitChange change) =>
        change.Value <= 0m || (change.Limit.IsCount() && (change.Value != decimal.Truncate(change.Value) || change.Value > 1_000m))
            ? new CommandRefusal(CommandRefusal.LimitOutOfRange,
                $"{change.Limit.Code()} {Text(change.Value)} is not {(change.Limit.IsCount() ? "a whole number from 1 to 1000" : "above 0")}",
                $"{change.Limit.Code()} {Text(change.Value)}: нужно {(change.Limit.IsCount() ? "целое число от 1 до 1000" : "число больше 0")}")
            : null;

    private void Set(LimitChange change, string by, string reason)
    {
        decimal? was = Now(change.Limit);
        Keep(state.Control.Limits.With(new LimitOverride(change.Limit, change.Value, _configured.Of(change.Limit), by, reason, state.At)));
        state.Alert(AlertSeverity.Warning, change.Value > was ? "risk_limit_approved" : "risk_limit_lowered",
            $"{change.Limit.Code()} is {Text(change.Value)} now, it was {Text(was)}, by {by}: {reason}.",
            $"{change.Limit.Code()} теперь {Text(change.Value)}, было {Text(was)}, {by}: {reason}.");
    }

    private void Keep(LimitOverrides changes)
    {
        state.SetControl(state.Control with { Limits = changes });
        state.Options = state.Options with { Risk = changes.Over(_configured) };
    }

    private void Journal(string type, LimitChange change, string actor, string channel, string reason, string correlationId) => state.Effects.Add(new Journaled(type,
    [
        new("limit", change.Limit.Code()), new("value", WireNumber.Format(change.Value)),
        new("actor", actor), new("source", channel), new("reason", reason), new("correlation_id", correlationId),
    ]));

    private static string Text(decimal? value) => value is { } known ? WireNumber.Format(known) : "none";
}
