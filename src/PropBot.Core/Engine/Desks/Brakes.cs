using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks;

/// <summary>The one hand on the desk's brakes: whoever holds, kills or lets go does it here, and each change is in the journal.</summary>
internal sealed class Brakes(EngineState state, SizeDesk size)
{
    /// <summary>Holds for a cause. One that holds already changes nothing: not a request that waits either.</summary>
    /// <returns>True when the cause is a new one.</returns>
    public bool Engage(HoldCause cause)
    {
        cause = cause with { Since = state.Approvals.Unshown(ApprovalAction.Resume, state.At) };
        if (state.Control.Holds.Has(cause))
        {
            // A person who says it again while a request waits was not heard by whoever made the request.
            if (cause.Kind == HoldKind.Operator && state.Approvals.Pending(ApprovalAction.Resume) is not null)
            {
                state.SetControl(state.Control with { Holds = state.Control.Holds.Anew(cause) });
            }

            return false;
        }

        // A confirmed release was of other causes: this one needs its own.
        Revoke(ApprovalAction.Resume, ApprovalStatus.Approved, $"held anew: {cause.Reason} ({cause.Source})");
        state.SetControl(state.Control with { Mode = ControlMode.Hold, Holds = state.Control.Holds.With(cause) });
        if (cause.Kind == HoldKind.Guard)
        {
            Journal("control.hold", "system", cause.Source, cause.Reason, cause.CorrelationId);
        }

        state.Alert(AlertSeverity.Warning, "hold",
            $"HOLD by {cause.Source}: {cause.Reason}. Nothing opens; hedges, rescues and closes go on.",
            $"HOLD, инициатор {cause.Source}: {cause.Reason}. Новые пары не открываются; хеджи, спасения и закрытия продолжаются.");
        return true;
    }

    /// <summary>Lets go of every cause that the request showed; later ones hold on. The desk stays in HOLD and SAFE_MODE until the resume is carried out.</summary>
    public void Release(DateTimeOffset requestedAt, string actor, string channel, string reason, string correlationId)
    {
        HoldStack later = state.Control.Holds.After(requestedAt);
        state.SetControl(state.Control with { Holds = later, ReleasedAt = later.IsEmpty ? state.At : state.Control.ReleasedAt });
        Journal("control.release", actor, channel, reason, correlationId);
    }

    public void Run(string actor, string channel, string reason, string correlationId)
    {
        state.SetControl(state.Control with { Mode = ControlMode.Run, Holds = HoldStack.Empty });
        Journal("control.run", actor, channel, reason, correlationId);
        state.Alert(AlertSeverity.Info, "run", $"RUN by {actor}: {reason}.", $"RUN, инициатор {actor}: {reason}.");
    }

    /// <summary>Latches; the hold is engaged before. A kill that is on keeps its first cause.</summary>
    public void Latch(KillLatch kill)
    {
        // Somebody insists: whatever was on its way to let go is void.
        foreach (ApprovalStatus status in (ReadOnlySpan<ApprovalStatus>)[ApprovalStatus.Pending, ApprovalStatus.Approved])
        {
            Revoke(ApprovalAction.Resume, status, $"killed by {kill.By}");
            Revoke(ApprovalAction.Unkill, status, $"killed by {kill.By}");
        }

        if (state.Control.Kill is null)
        {
            state.SetControl(state.Control with { Kill = kill });
        }

        state.Alert(AlertSeverity.Critical, "kill_switch",
            $"KILLED by {kill.By}: {kill.Reason}. Nothing opens until two people lift it; orders are cancelled{(kill.Flatten ? ", pairs are closed" : "")}, hedges and rescues go on.",
            $"KILL, инициатор {kill.By}: {kill.Reason}. Новые пары не открываются, пока двое не снимут KILL; заявки отменяются{(kill.Flatten ? ", пары закрываются" : "")}, хеджи и спасения продолжаются.");
    }

    /// <summary>Lifts the kill; the hold stays, and what opens after it is small.</summary>
    public void Unlatch()
    {
        state.SetControl(state.Control with { Kill = null });
        size.Begin(SizeProbation.Unkill);
    }

    public void Revoke(ApprovalAction action, ApprovalStatus status, string note)
    {
        if (state.Approvals.Live(action) is { } record && record.Status == status)
        {
            state.SetApproval(record with { Status = ApprovalStatus.Revoked, Note = note });
            JournalApproval("approval.revoke", record, note);
            state.Alert(AlertSeverity.Warning, "approval_revoked",
                $"The {record.Action.Code()} request of {record.RequestedBy} is void: {note}. Request it again.",
                $"Запрос {record.Action.Code()} от {record.RequestedBy} больше не действует: {note}. Запросите снова.");
        }
    }

    /// <summary>The desk itself ends a request; the correlation id is that of whoever made it.</summary>
    public void JournalApproval(string type, ApprovalRecord record, string note) => state.Effects.Add(new Journaled(type,
    [
        new("request_id", record.Id.Value), new("action", record.Action.Code()),
        new("actor", "system"), new("source", "approvals"), new("reason", note), new("correlation_id", record.CorrelationId),
    ]));

    public void Journal(string type, string actor, string channel, string reason, string correlationId) => state.Effects.Add(new Journaled(type,
    [
        new("actor", actor), new("source", channel), new("reason", reason), new("correlation_id", correlationId),
    ]));
}
