using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>Lets go of what holds the desk. RUN comes with the command that carries it out.</summary>
internal sealed class ResumeAction(EngineState state, Brakes brakes, DeskAtRequest desk) : TwoPersonAction(ApprovalAction.Resume)
{
    public override CommandRefusal? Forbids() =>
        state.Control.Mode == ControlMode.Run ? new CommandRefusal(CommandRefusal.HoldNotActive, "the desk is in RUN, there is nothing to resume", "уже RUN, возобновлять нечего")
        : state.Control.Kill is { } kill ? ApprovalDesk.Killed(kill)
        : null;

    public override IReadOnlyList<KeyValuePair<string, string>> Shows(ApprovalSubject subject) => desk.Words();

    /// <summary>What came after the request was shown to nobody: it holds on, and leaving it needs a request of its own.</summary>
    public override void OnConfirmed(ApprovalRecord approved, ApprovalConfirmed confirmed)
    {
        brakes.Release(approved.RequestedAt, confirmed.Actor, confirmed.Channel, approved.Reason, confirmed.CorrelationId);
        if (state.Control.IsHeld)
        {
            state.SetApproval(approved.Used(confirmed.Actor, state.At));
            state.Alert(AlertSeverity.Warning, "resume_confirmed",
                $"{confirmed.Actor} confirmed the resume that {approved.RequestedBy} requested, but HOLD goes on by what came after the request: {state.Control.Holds}. Request a resume anew.",
                $"{confirmed.Actor} подтвердил возобновление, которое запросил {approved.RequestedBy}, но HOLD остаётся из-за того, что появилось после запроса: {state.Control.Holds}. Запросите возобновление снова.");
        }
        else
        {
            state.SetApproval(approved);
            state.Alert(AlertSeverity.Info, "resume_confirmed",
                $"{confirmed.Actor} confirmed the resume that {approved.RequestedBy} requested. HOLD and SAFE_MODE stay until it is carried out.",
                $"{confirmed.Actor} подтвердил возобновление, которое запросил {approved.RequestedBy}. HOLD и SAFE_MODE остаются до его выполнения.");
        }
    }
}
