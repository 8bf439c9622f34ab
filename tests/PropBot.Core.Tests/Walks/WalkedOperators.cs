using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Walks;

/// <summary>Two operators of a walk: mostly they go the whole way out of a hold, sometimes one step of it, now and then one kills.</summary>
internal sealed class WalkedOperators(EngineHarness desk, SeededRandom random, Action<EngineEvent> feed)
{
    private static readonly string[] Names = ["anna", "boris"];

    public void Act()
    {
        switch (random.NextInt(20))
        {
            case < 14:
                LeaveHold();
                break;
            case 14:
                feed(new KillRequested(Anybody(), "walk", "", Flatten: false));
                break;
            case 15:
                Request(Anything(), Anybody());
                break;
            case 16:
                feed(new ApprovalConfirmed(Anything(), null, Anybody()));
                break;
            case 17 when desk.Ledger.Approvals.Count > 0:
                feed(new ApprovalRejected(desk.Ledger.Approvals[^1].Id, Anybody(), "walk"));
                break;
            default:
                feed(new ResumeRequested(Anybody(), "walk"));
                break;
        }
    }

    private void LeaveHold()
    {
        if (desk.Ledger.Control.IsKilled)
        {
            Both(ApprovalAction.Unkill);
        }

        Both(ApprovalAction.Resume);
        feed(new ResumeRequested("boris", "walk"));
    }

    private void Both(ApprovalAction action)
    {
        Request(action, "anna");
        // One of them may have asked for it before: the other one confirms.
        feed(new ApprovalConfirmed(action, null, "boris"));
        feed(new ApprovalConfirmed(action, null, "anna"));
    }

    private void Request(ApprovalAction action, string actor) =>
        feed(new ApprovalRequested(OperatorSteps.IdOf(desk.Ledger.Approvals.Count + 1), action, actor, "walk"));

    private ApprovalAction Anything() => (ApprovalAction)(1 + random.NextInt(2));

    private string Anybody() => Names[random.NextInt(Names.Length)];
}
