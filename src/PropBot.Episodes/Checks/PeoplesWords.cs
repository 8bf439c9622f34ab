using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;

namespace PropBot.Episodes.Checks;

/// <summary>
/// Whether people hold the desk, from their commands alone. It lets go no later than the desk may: what voids a request it does
/// not know, so only what no reading of the rules allows is a broken promise.
/// </summary>
internal sealed class PeoplesWords
{
    private readonly Dictionary<ApprovalAction, HashSet<string>> _requesters = [];
    private readonly Dictionary<ControlScope, ScopeState> _scopes = [];
    private readonly Dictionary<ApprovalAction, HashSet<ControlScope>> _releases = [];
    private bool _isResumeConfirmed;

    public bool IsHeld { get; private set; }

    public bool IsKilled { get; private set; }

    /// <summary>The hardest that people said of anything that covers the instrument.</summary>
    public ScopeState StateOn(InstrumentId instrument) => _scopes.Where(s => s.Key.Covers(instrument)).Select(s => s.Value).Append(ScopeState.Active).Max();

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
            case FreezeRequested frozen:
                _scopes[frozen.Scope] = frozen.State > StateOf(frozen.Scope) ? frozen.State : StateOf(frozen.Scope);
                break;
            case ApprovalRequested asked when asked.Releases is { } scope:
                RequestersOf(asked.Action).Add(asked.Actor);
                ReleasesOf(asked.Action).Add(scope);
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
        switch (action)
        {
            case ApprovalAction.Unkill:
                IsKilled = false;
                break;
            case ApprovalAction.Resume:
                _isResumeConfirmed = true;
                break;
            case ApprovalAction.Unfreeze or ApprovalAction.UnfreezeStrategy:
                foreach (ControlScope scope in ReleasesOf(action))
                {
                    _scopes.Remove(scope);
                }

                ReleasesOf(action).Clear();
                break;
        }
    }

    private ScopeState StateOf(ControlScope scope) => _scopes.GetValueOrDefault(scope, ScopeState.Active);

    private HashSet<ControlScope> ReleasesOf(ApprovalAction action)
    {
        if (!_releases.TryGetValue(action, out HashSet<ControlScope>? scopes))
        {
            _releases.Add(action, scopes = []);
        }

        return scopes;
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
