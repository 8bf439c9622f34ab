using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Restricts parts of the desk: one person or the desk itself does it at once, two people take it back.</summary>
internal sealed class FreezeDesk(EngineState state, SizeDesk size)
{
    public void Freeze(FreezeRequested asked)
    {
        if (Unknown(asked.Scope) is { } refusal)
        {
            state.Refuse(asked, refusal);
            return;
        }

        if (asked.State == ScopeState.Active)
        {
            state.Refuse(asked, new CommandRefusal(CommandRefusal.ReleaseNeedsTwo,
                $"{asked.Scope} is released by two people: request an unfreeze and have it confirmed",
                $"{asked.Scope}: снимают двое, запросите разморозку и получите подтверждение"));
            return;
        }

        Journal("control.freeze", asked.Scope, asked.State, asked.Actor, asked.Channel, asked.Reason, asked.CorrelationId);
        Engage(new ScopeCause(asked.Scope, asked.State, asked.Reason, asked.Actor, state.At, asked.CorrelationId));
    }

    /// <summary>The desk restricts a part of itself.</summary>
    /// <returns>False when it was so already.</returns>
    public bool Freeze(ControlScope scope, string reason, string source)
    {
        var cause = new ScopeCause(scope, ScopeState.Frozen, reason, source, state.At);
        if (state.Control.Scopes.Has(cause))
        {
            return false;
        }

        FreezeAnew(scope, reason, source);
        return true;
    }

    /// <summary>The same, although it may be so already: what it says is worse than what a release that waits has shown, and outlives that.</summary>
    public void FreezeAnew(ControlScope scope, string reason, string source)
    {
        Journal("control.freeze", scope, ScopeState.Frozen, "system", source, reason, "");
        Engage(new ScopeCause(scope, ScopeState.Frozen, reason, source, state.At));
    }

    /// <summary>Two people have released what the request showed; what came later restricts on.</summary>
    /// <returns>True when nothing restricts the scope any more.</returns>
    public bool Release(ControlScope scope, ApprovalRecord given, ApprovalConfirmed confirmed)
    {
        state.SetControl(state.Control with { Scopes = state.Control.Scopes.Without(scope, given.RequestedAt) });
        ScopeState left = state.Control.Scopes.StateOf(scope);
        Journal("control.unfreeze", scope, left, confirmed.Actor, confirmed.Channel, given.Reason, confirmed.CorrelationId);
        if (left != ScopeState.Active)
        {
            string words = state.Control.Scopes.Words(scope);
            state.Alert(AlertSeverity.Warning, "unfrozen",
                $"{given.RequestedBy} and {confirmed.Actor} released {scope} as it was when requested ({given.Reason}), but what came after the request stays: {words}. Request its release anew.",
                $"{given.RequestedBy} и {confirmed.Actor} сняли ограничение, {scope}, каким оно было при запросе ({given.Reason}), но появившееся после запроса остаётся: {words}. Запросите снятие снова.");
            return false;
        }

        state.Alert(AlertSeverity.Warning, "unfrozen",
            $"{given.RequestedBy} and {confirmed.Actor} released {scope}: {given.Reason}. New pairs are small at first.",
            $"{given.RequestedBy} и {confirmed.Actor} сняли ограничение, {scope}: {given.Reason}. Новые пары сначала малы.");
        size.Begin(SizeProbation.Unfreeze);
        return true;
    }

    /// <summary>Why there is nothing to release; null when there is.</summary>
    public CommandRefusal? NothingToRelease(ControlScope? scope)
    {
        if (scope is not { } wanted)
        {
            return new CommandRefusal(CommandRefusal.UnknownScope, "the request names no scope", "в запросе нет области");
        }

        return Unknown(wanted) ?? (state.Control.Scopes.StateOf(wanted) != ScopeState.Active ? null : new CommandRefusal(CommandRefusal.NotFrozen,
            $"{wanted} is active, there is nothing to release", $"{wanted} без ограничений, снимать нечего"));
    }

    /// <summary>The restriction that forbids opening between two instruments; the rule says which, the text says where.</summary>
    public static RiskRefusal? Forbids(ScopeCause? cause) => cause is null
        ? null
        : new RiskRefusal(cause.State == ScopeState.Frozen ? RiskRule.Frozen : RiskRule.ReduceOnly, 0m, 0m);

    private void Engage(ScopeCause cause)
    {
        ApprovalAction release = cause.Scope.Kind == ScopeKind.Strategy ? ApprovalAction.UnfreezeStrategy : ApprovalAction.Unfreeze;
        cause = cause with { Since = state.Approvals.Unshown(release, state.At) };
        if (state.Control.Scopes.Has(cause))
        {
            // Said again while a release waits: whoever asked for it had not heard this.
            if (state.Approvals.Pending(release)?.Releases == cause.Scope)
            {
                state.SetControl(state.Control with { Scopes = state.Control.Scopes.Anew(cause) });
            }

            return;
        }

        state.SetControl(state.Control with { Scopes = state.Control.Scopes.With(cause) });
        const string English = "nothing opens there; what is open is closed by its rules, rescues and hedges go on";
        const string Russian = "ничего не открывается; открытое закрывается по правилам, спасения и хеджи продолжаются";
        state.Alert(AlertSeverity.Warning, cause.State.Code(),
            $"{cause.Scope} is {cause.State.Code()} by {cause.Source}: {cause.Reason}; {English}.",
            $"{cause.Scope}: {cause.State.Code()}, инициатор {cause.Source}: {cause.Reason}; {Russian}.");
    }

    public static CommandRefusal NoStrategy(string name) => new(CommandRefusal.UnknownScope,
        $"there is no strategy '{name}'; there is {StrategyNames.CrossExchangeArb}", $"нет стратегии '{name}'; есть {StrategyNames.CrossExchangeArb}");

    private CommandRefusal? Unknown(ControlScope scope)
    {
        bool isKnown = scope.Kind switch
        {
            ScopeKind.Venue => state.Venues.ContainsKey(scope.Venue!.Value),
            ScopeKind.Instrument => state.Venues.ContainsKey(scope.Venue!.Value) && state.Options.Symbols.Contains(scope.Symbol!.Value),
            ScopeKind.Strategy => string.Equals(scope.Strategy, StrategyNames.CrossExchangeArb, StringComparison.Ordinal),
            _ => true,
        };
        string venues = string.Join(", ", state.Venues.Keys);
        return isKnown ? null : new CommandRefusal(CommandRefusal.UnknownScope,
            $"there is no {scope} at this desk; it has the venues {venues}, the symbols {string.Join(", ", state.Options.Symbols)} and the strategy {StrategyNames.CrossExchangeArb}",
            $"здесь нет: {scope}; есть биржи {venues}, символы {string.Join(", ", state.Options.Symbols)} и стратегия {StrategyNames.CrossExchangeArb}");
    }

    private void Journal(string type, ControlScope scope, ScopeState to, string actor, string channel, string reason, string correlationId) =>
        state.Effects.Add(new Journaled(type,
        [
            new("scope", scope.Kind.Code()), new("subject", scope.Subject), new("state", to.Code()),
            new("actor", actor), new("source", channel), new("reason", reason), new("correlation_id", correlationId),
        ]));
}
