using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution.Sweeps;

namespace PropBot.Episodes.Checks;

/// <summary>
/// Whether people hold the desk, from their commands alone. It lets go no later than the desk may: what voids a request it does
/// not know, so only what no reading of the rules allows is a broken promise.
/// </summary>
internal sealed class PeoplesWords
{
    private readonly Dictionary<ApprovalAction, HashSet<string>> _requesters = [];
    private bool _isResumeConfirmed;

    public bool IsHeld { get; private set; }

    public bool IsKilled { get; private set; }

    public void OnCommand(EngineEvent happened)
    {
        switch (happened)
        {
            case HoldRequested or SweepRequested { Kind: SweepKind.CloseAll }:
                IsHeld = true;
                _isResumeConfirmed = false;
                break;
            case KillRequested:
                IsHeld = true;
                IsKilled = true;
                _isResumeConfirmed = false;
                break;
            case ApprovalRequested asked:
                RequestersOf(asked.Action).Add(asked.Actor);
                break;
            case ApprovalConfirmed confirmed when RequestersOf(confirmed.Action).Any(name => name != confirmed.Actor):
                RequestersOf(confirmed.Action).Clear();
                OnConfirmed(confirmed.Action);
                break;
            case ResumeRequested when _isResumeConfirmed && !IsKilled:
                IsHeld = false;
                _isResumeConfirmed = false;
                break;
        }
    }

    private void OnConfirmed(ApprovalAction action)
    {
        if (action == ApprovalAction.Unkill)
        {
            IsKilled = false;
        }
        else
        {
            _isResumeConfirmed = true;
        }
    }

    private HashSet<string> RequestersOf(ApprovalAction action)
    {
        if (!_requesters.TryGetValue(action, out HashSet<string>? names))
        {
            _requesters.Add(action, names = new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        }

        return names;
    }
}
