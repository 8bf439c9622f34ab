using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Engine.State;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Leaves the start's own hold once nothing blocks, and says in the journal what it decided and why.</summary>
internal sealed class AutopilotDesk(EngineState state, Brakes brakes, Preflight preflight, SizeDesk size)
{
    private const string Actor = "autopilot";

    /// <summary>Books and accounts come one after another: what blocks then is no news, and later not with every heartbeat.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private TimeSpan? _toldElapsed;

    private AutopilotState Now
    {
        get => state.Autopilot;
        set => state.Autopilot = value;
    }

    public void OnStarted()
    {
        Now = state.Options.Autopilot
            ? new AutopilotState { Enabled = true, LastAction = "waiting", LastReason = "the start is not complete" }
            : new AutopilotState { Enabled = false, LastAction = "disabled", LastReason = "AUTOPILOT_ENABLE is off", LastDecision = "disabled", LastDecisionReason = "AUTOPILOT_ENABLE is off", LastDecisionAt = state.At };
    }

    public void OnClock()
    {
        if (!state.Options.Autopilot || state.Control.Mode == ControlMode.Run || state.ShuttingDown || Now.Armed)
        {
            return;
        }

        List<string> blockers = Blockers();
        Now = Now with { LastAttemptAt = state.At, Blockers = blockers };
        if (blockers.Count == 0)
        {
            Resume();
        }
        else
        {
            Refuse(string.Join("; ", blockers));
        }
    }

    private void Resume()
    {
        const string Reason = "every start-up check is green";
        size.OnAutopilot();
        brakes.Run(Actor, Actor, Reason, "");
        Decide("resume", "resumed", Reason);
        Now = Now with { Armed = true };
        state.Effects.Add(new Journaled("autopilot_resume", [new("actor", Actor), new("source", Actor), new("reason", Reason), new("correlation_id", "")]));
    }

    private void Refuse(string reason)
    {
        bool isNews = Now.LastDecision is not ("refused" or "blocked_by_risk") || Now.LastDecisionReason != reason;
        if (!isNews || state.Elapsed - (_toldElapsed ?? state.StartedElapsed) < Patience)
        {
            return;
        }

        _toldElapsed = state.Elapsed;
        bool isRisk = reason.Contains("strategy_", StringComparison.Ordinal) || reason.Contains("risk", StringComparison.Ordinal) || reason.Contains("budget", StringComparison.Ordinal);
        Decide("refused", isRisk ? "blocked_by_risk" : "refused", reason);
        state.Effects.Add(new Journaled("autopilot_resume_refused", [new("actor", Actor), new("source", Actor), new("reason", reason), new("correlation_id", "")]));
        state.Alert(AlertSeverity.Warning, "autopilot_refused", $"The autopilot stays in HOLD: {reason}.", $"Автопилот остаётся в HOLD: {reason}.");
    }

    private void Decide(string action, string decision, string reason) => Now = Now with
    {
        LastAction = action,
        LastReason = reason,
        LastDecision = decision,
        LastDecisionReason = reason,
        LastDecisionAt = state.At,
    };

    /// <summary>In the order in which people have to see to them.</summary>
    private List<string> Blockers()
    {
        var blockers = new List<string>();
        if (state.Control.Kill is { } kill)
        {
            blockers.Add($"killed={kill.Reason}");
        }

        if (!state.Control.IsHeld)
        {
            blockers.Add("hold_not_active");
        }

        foreach (HoldCause cause in state.Control.Holds.Causes)
        {
            if (cause.Kind != HoldKind.Start)
            {
                blockers.Add($"hold_reason={cause.Reason}");
            }
        }

        if (blockers.Count > 0)
        {
            // Whatever the checks say, it would not go: they are asked for with every heartbeat otherwise.
            return blockers;
        }

        foreach (VenueState venue in state.Venues.Values)
        {
            if (venue.Link != Events.VenueLink.Up)
            {
                blockers.Add($"exchange_unreachable:{venue.Venue}");
            }
        }

        foreach (PreflightCheck check in preflight.Checks())
        {
            if (!check.Ok && check.Name != "connectivity")
            {
                blockers.Add(check.Name == Preflight.StrategyCheck ? $"{check.Value}:{Strategy.StrategyNames.CrossExchangeArb}" : $"preflight_not_passed:{check.Name}");
            }
        }

        return blockers;
    }
}
