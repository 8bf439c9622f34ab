using PropBot.Core.Engine.Desks.Sweeping;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>Gives up a venue that a sweep waits for and that does not come back.</summary>
internal sealed class AbandonSweepAction(EngineState state, SweepDesk sweeps) : TwoPersonAction(ApprovalAction.AbandonSweep)
{
    public override CommandRefusal? Forbids(ApprovalSubject subject) =>
        subject.Abandons is { } wanted && state.Sweeps.Waiting(wanted) is not null ? null : new CommandRefusal(CommandRefusal.NothingToAbandon,
            $"no running sweep {subject.Abandons?.Sweep} waits for {subject.Abandons?.Venue}", $"выполняемая команда {subject.Abandons?.Sweep} не ждёт {subject.Abandons?.Venue}");

    public override IReadOnlyList<KeyValuePair<string, string>> Shows(ApprovalSubject subject)
    {
        SweepVenueRef abandons = subject.Abandons!.Value;
        SweepVenue venue = state.Sweeps.Waiting(abandons)!;
        return
        [
            new("sweep", abandons.Sweep),
            new("venue", abandons.Venue.Name),
            new("wait", $"{venue.Wait.Code()} {venue.Detail}".TrimEnd()),
            new("held_by_books", string.Join(", ", state.HeldOn(abandons.Venue).Select(h => $"{h.Instrument.Symbol} {WireNumber.Format(h.Quantity)}"))),
            DeskAtRequest.TwoManRule(state),
        ];
    }

    public override void OnConfirmed(ApprovalRecord approved, ApprovalConfirmed confirmed)
    {
        ApprovalRecord used = approved.Used(confirmed.Actor, state.At);
        state.SetApproval(used);
        sweeps.Abandon(used);
    }
}
