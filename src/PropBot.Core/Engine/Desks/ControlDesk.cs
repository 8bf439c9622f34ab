using PropBot.Core.Engine.Desks.Approvals;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>HOLD and RUN, the start, the kill and the autopilot.</summary>
internal sealed class ControlDesk(EngineState state, Brakes brakes, ApprovalDesk approvals, Preflight preflight, AutopilotGuard guard, AutopilotDesk autopilot, SizeDesk size)
{
    /// <summary>The reason of the hold that every start begins with.</summary>
    public const string RestartReason = "restart_safe_mode";

    /// <summary>The reason of the hold after a start that came between a confirmed release and its resume.</summary>
    public const string UnfinishedReason = "restart_before_resume";

    /// <summary>The reason of the hold that a kill engages.</summary>
    public const string KillReason = "kill_switch";

    private const string Bootstrap = "bootstrap";

    /// <summary>Every start is in HOLD. What somebody or something held before holds on, and the autopilot leaves it alone.</summary>
    public void OnStarted(ControlState stored)
    {
        state.Control = stored;
        HoldStack holds = stored.Holds.Without(HoldKind.Start);
        if (stored is { Mode: ControlMode.Hold, IsHeld: false, ReleasedAt: not null })
        {
            // People had released it and not gone on: whether it still shall be is theirs to say, not the autopilot's.
            holds = holds.With(new HoldCause(HoldKind.Guard, UnfinishedReason, Bootstrap, state.At));
        }

        holds = holds.With(new HoldCause(HoldKind.Start, RestartReason, Bootstrap, state.At));
        state.SetControl(stored with { Mode = ControlMode.Hold, Holds = holds });
        brakes.Journal("control.hold", "system", Bootstrap, RestartReason, "");
        approvals.OnStarted();
        autopilot.OnStarted();
    }

    public void Hold(HoldRequested asked)
    {
        brakes.Journal("control.hold", asked.Actor, asked.Channel, asked.Reason, asked.CorrelationId);
        brakes.Engage(new HoldCause(HoldKind.Operator, asked.Reason, asked.Actor, state.At, asked.CorrelationId));
    }

    /// <summary>The approved way to RUN is gone to its end.</summary>
    public void Resume(ResumeRequested asked)
    {
        if (state.Control.Mode == ControlMode.Run)
        {
            return;
        }

        if (ForbidsResume() is { } refusal)
        {
            state.Refuse(asked, refusal);
            return;
        }

        approvals.Use(state.Approvals.Approved(ApprovalAction.Resume)!, asked.Actor);
        brakes.Run(asked.Actor, asked.Channel, asked.Reason, asked.CorrelationId);
        size.Begin(SizeProbation.Resume);
    }

    /// <summary>First the hold, then the latch: in any mode, again and again.</summary>
    public void Kill(KillRequested asked)
    {
        brakes.Journal("control.kill", asked.Actor, asked.Channel, asked.Reason, asked.CorrelationId);
        brakes.Engage(new HoldCause(HoldKind.Operator, KillReason, asked.Actor, state.At, asked.CorrelationId));
        brakes.Latch(new KillLatch(asked.Actor, asked.Reason, state.At, asked.CorrelationId, asked.Flatten));
    }

    /// <summary>The ledger takes writes again: openings may go on, and people are told what happened.</summary>
    public void LedgerRestored(LedgerOutage outage)
    {
        state.LedgerFailure = null;
        state.Effects.Add(new OutageRecorded(outage));
        string seconds = WireNumber.Format(Math.Round((decimal)(outage.Until - outage.Since).TotalSeconds, 1, MidpointRounding.ToZero));
        state.Alert(AlertSeverity.Warning, "ledger_restored",
            $"The ledger takes writes again after {seconds} s; {outage.NeverSent.Count} opening orders were not sent because their prices were old. Nothing was lost. The cause was: {outage.Cause}",
            $"Журнал снова принимает записи, перерыв {seconds} с; не отправлено открывающих заявок с устаревшими ценами: {outage.NeverSent.Count}. Ничего не потеряно. Причина была: {outage.Cause}");
    }

    public void OnClock()
    {
        approvals.OnClock();
        guard.Check();
        autopilot.OnClock();
    }

    private CommandRefusal? ForbidsResume()
    {
        if (state.Control.Kill is { } kill)
        {
            return ApprovalDesk.Killed(kill);
        }

        if (state.Control.IsHeld)
        {
            return new CommandRefusal(CommandRefusal.HoldActive,
                $"HOLD is active: {state.Control.Holds}. Request a resume and have it confirmed first",
                $"HOLD активен: {state.Control.Holds}. Сначала запросите возобновление и получите подтверждение");
        }

        if (state.Approvals.Approved(ApprovalAction.Resume) is null)
        {
            return new CommandRefusal(CommandRefusal.SafeMode,
                "SAFE_MODE is on: it is left by a confirmed resume request, and there is none that still stands",
                "SAFE_MODE включён: он снимается подтверждённым запросом возобновления, действующего запроса нет");
        }

        string red = preflight.BlocksResume();
        return red.Length == 0 ? null : new CommandRefusal(CommandRefusal.PreflightFailed,
            $"HOLD stays, a check of the desk is red: {red}", $"HOLD остаётся, проверка не пройдена: {red}");
    }
}
