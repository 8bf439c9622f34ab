using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>Opens for real in a run that was begun as a dry run.</summary>
internal sealed class ExitDryRunAction(EngineState state, Brakes brakes, DeskAtRequest desk) : TwoPersonAction(ApprovalAction.ExitDryRun)
{
    public override CommandRefusal? Forbids() =>
        state.Options.ReadOnly ? new CommandRefusal(CommandRefusal.OrdersAreOff,
            "no order leaves this run whatever people confirm: its switch for orders is off (ADR 0011); start it with the switch on",
            "ни одна заявка не отправляется, что бы ни подтвердили: переключатель заявок этого запуска выключен (ADR 0011); запустите с включённым")
        : !state.Options.Control.DryRun ? new CommandRefusal(CommandRefusal.NotDryRun,
            "this is no dry run, there is nothing to leave", "это не пробный режим, выходить не из чего")
        : null;

    public override IReadOnlyList<KeyValuePair<string, string>> Shows(ApprovalSubject subject) => desk.Words();

    /// <summary>For this run: the next start reads the switches anew.</summary>
    public override void OnConfirmed(ApprovalRecord approved, ApprovalConfirmed confirmed)
    {
        state.SetApproval(approved.Used(confirmed.Actor, state.At));
        state.Options = state.Options with { Control = state.Options.Control with { DryRun = false } };
        brakes.Journal("control.exit_dry_run", confirmed.Actor, confirmed.Channel, approved.Reason, confirmed.CorrelationId);
        state.Alert(AlertSeverity.Warning, "exit_dry_run_approved",
            $"{approved.RequestedBy} and {confirmed.Actor} ended the dry run: {approved.Reason}. Pairs are opened from now on; the next start reads the switches anew.",
            $"{approved.RequestedBy} и {confirmed.Actor} завершили пробный режим: {approved.Reason}. Теперь пары открываются; следующий запуск читает переключатели заново.");
    }
}
