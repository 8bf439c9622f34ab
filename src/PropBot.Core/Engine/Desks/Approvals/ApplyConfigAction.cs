using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>Lets another configuration count. It is carried out by whoever made it ready, who uses the approval up then.</summary>
internal sealed class ApplyConfigAction(EngineState state, DeskAtRequest desk) : TwoPersonAction(ApprovalAction.ApplyConfig)
{
    public override CommandRefusal? Forbids(ApprovalSubject subject) => subject.Applies is not null ? null : new CommandRefusal(CommandRefusal.NothingToApply,
        "the request names no version of the configuration", "в запросе нет версии конфигурации");

    public override IReadOnlyList<KeyValuePair<string, string>> Shows(ApprovalSubject subject)
    {
        ConfigVersion config = subject.Applies!.Value;
        return [new("config_version", config.Version), new("config_hash", config.Hash), .. desk.Words()];
    }

    public override void OnConfirmed(ApprovalRecord approved, ApprovalConfirmed confirmed) => state.SetApproval(approved);
}
