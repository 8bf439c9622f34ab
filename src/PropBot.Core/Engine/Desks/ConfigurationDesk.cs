using System.Globalization;
using PropBot.Core.Engine.Desks.Approvals;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;

namespace PropBot.Core.Engine.Desks;

/// <summary>Which configuration counts: told at the start, and taken while the desk runs.</summary>
internal sealed class ConfigurationDesk(EngineState state, OpeningDesk opening, PairDesk pairs, ApprovalDesk approvals, LimitDesk limits)
{
    /// <summary>A run with another configuration than the one before it says what is different.</summary>
    public void OnStarted()
    {
        if (state.Options.Configuration is { Changes.Length: > 0 } name)
        {
            Journal(name, "system", "start", "the process was started with another configuration", "");
        }
    }

    public void Take(ConfigurationTaken taken)
    {
        if (taken.RaisesRisk)
        {
            approvals.OnConfigApplied(new ConfigApplied(taken.Confirmed ?? default, taken.Actor, taken.CorrelationId) { Channel = taken.Channel });
            if (state.Refusal is not null)
            {
                return;
            }
        }

        // Its limits count with what people have changed over them: the desk of limits puts both in place.
        state.Options = state.Options.Taking(taken.Next) with { Risk = state.Options.Risk, StrategyLimits = state.Options.StrategyLimits };
        limits.Take(new DeskLimits(taken.Next.Risk, taken.Next.StrategyLimits), taken.Actor);
        StrategyOptions strategy = state.Options.Strategy;
        opening.Take(new OpportunityFinder(strategy, state.Options.Execution.OpenSlippageCapBps));
        pairs.Take(new ExitRule(strategy, taken.Next.Risk.BookStaleAfter));
        if (taken.Next.Configuration is { } name)
        {
            Journal(name, taken.Actor, taken.Channel, taken.Reason, taken.CorrelationId);
            if (taken.RaisesRisk)
            {
                return;
            }

            state.Alert(AlertSeverity.Warning, "config_applied",
                $"Configuration {name.Number} ({name.Hash}) counts, by {taken.Actor}: {taken.Reason}. {name.Changes}",
                $"Действует конфигурация {name.Number} ({name.Hash}), {taken.Actor}: {taken.Reason}. {name.Changes}");
        }
    }

    private void Journal(ConfigName name, string actor, string source, string reason, string correlationId) => state.Effects.Add(new Journaled("config.changed",
    [
        new("number", name.Number.ToString(CultureInfo.InvariantCulture)), new("hash", name.Hash), new("build", name.Build), new("profile", name.Profile),
        new("changes", name.Changes), new("actor", actor), new("source", source), new("reason", reason), new("correlation_id", correlationId),
    ]));
}
