using System.Globalization;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Testing.Engine;

/// <summary>What operators do at a desk, in the steps that the rules ask of them.</summary>
public static class OperatorSteps
{
    /// <summary>The whole way out of a hold: one requests, another confirms and carries it out. The effects of the last step.</summary>
    public static IReadOnlyList<Effect> LeaveHold(this EngineHarness desk, string requester = "anna", string approver = "boris")
    {
        desk.RequestResume(requester);
        desk.ConfirmResume(approver);
        return desk.Feed(new ResumeRequested(approver, "shift begins"));
    }

    public static ApprovalId RequestResume(this EngineHarness desk, string actor, string reason = "shift begins") =>
        desk.Request(ApprovalAction.Resume, actor, reason);

    public static ApprovalId Request(this EngineHarness desk, ApprovalAction action, string actor, string reason)
    {
        ApprovalId id = IdOf(desk.Ledger.Approvals.Count + 1);
        desk.Feed(new ApprovalRequested(id, action, actor, reason));
        return id;
    }

    public static IReadOnlyList<Effect> ConfirmResume(this EngineHarness desk, string actor) =>
        desk.Feed(new ApprovalConfirmed(ApprovalAction.Resume, null, actor));

    /// <summary>The n-th id of a test.</summary>
    public static ApprovalId IdOf(int number) => new(number.ToString("x32", CultureInfo.InvariantCulture));
}
