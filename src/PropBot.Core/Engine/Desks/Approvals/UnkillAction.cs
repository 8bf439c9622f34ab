using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>Lifts the kill. The hold stays.</summary>
internal sealed class UnkillAction(EngineState state, Brakes brakes, DeskAtRequest desk) : TwoPersonAction(ApprovalAction.Unkill)
{
    public override CommandRefusal? Forbids() => state.Control.Kill is not null
        ? null
        : new CommandRefusal(CommandRefusal.NotKilled, "the desk is not killed, there is nothing to lift", "KILL не включён, снимать нечего");

    public override IReadOnlyList<KeyValuePair<string, string>> Shows(ApprovalSubject subject) => desk.Words();

    public override void OnConfirmed(ApprovalRecord approved, ApprovalConfirmed confirmed)
    {
        state.SetApproval(approved.Used(confirmed.Actor, state.At));
        brakes.Unlatch();
        brakes.Journal("control.unkill", confirmed.Actor, confirmed.Channel, approved.Reason, confirmed.CorrelationId);
        state.Alert(AlertSeverity.Warning, "kill_lifted",
            $"{approved.RequestedBy} and {confirmed.Actor} lifted the kill: {approved.Reason}. The desk holds; leaving HOLD needs its own request.",
            $"{approved.RequestedBy} и {confirmed.Actor} сняли KILL: {approved.Reason}. Действует HOLD; выход из него запрашивается отдельно.");
    }
}
