using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>Makes a limit looser.</summary>
internal sealed class RaiseLimitAction(EngineState state, LimitDesk limits, DeskAtRequest desk) : TwoPersonAction(ApprovalAction.RaiseLimit)
{
    public override CommandRefusal? Forbids(ApprovalSubject subject) => limits.ForbidsRaise(subject.Raises);

    public override IReadOnlyList<KeyValuePair<string, string>> Shows(ApprovalSubject subject)
    {
        LimitChange raise = subject.Raises!.Value;
        return
        [
            new("limit", raise.Limit.Code()), .. Of(raise), new("value", WireNumber.Format(raise.Value)), new("value_now", limits.Now(raise) is { } now ? WireNumber.Format(now) : ""),
            .. desk.Words(),
        ];
    }

    public override void OnConfirmed(ApprovalRecord approved, ApprovalConfirmed confirmed)
    {
        ApprovalRecord used = approved.Used(confirmed.Actor, state.At);
        state.SetApproval(used);
        limits.Raise(used.Raises!.Value, used, confirmed);
    }

    private static KeyValuePair<string, string>[] Of(LimitChange raise) => raise.Subject is { } subject ? [new("limit_subject", subject)] : [];
}
