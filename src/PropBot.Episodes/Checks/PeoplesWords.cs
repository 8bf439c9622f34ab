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
    private readonly List<Restriction> _scopes = [];
    private readonly Dictionary<ApprovalAction, Dictionary<ControlScope, int>> _releases = [];
    private int _words;
    private bool _isResumeConfirmed;

    public bool IsHeld { get; private set; }

    public bool IsKilled { get; private set; }

    /// <summary>The present process was begun as a dry run and no two people have ended that.</summary>
    public bool IsDryRun { get; private set; }

    /// <summary>A person switched the strategy off, and no two people have switched it on since.</summary>
    public bool IsStrategyOff { get; private set; }

    /// <summary>The hardest that people said of anything that covers the instrument.</summary>
    public ScopeState StateOn(InstrumentId instrument) => _scopes.Where(s => s.Scope.Covers(instrument)).Select(s => s.State).Append(ScopeState.Active).Max();

    /// <summary>The switches are read anew, whatever people said to the process before.</summary>
    public void OnStart(bool isDryRun) => IsDryRun = isDryRun;

    public void OnCommand(EngineEvent happened)
    {
        switch (happened)
        {
            case HoldRequested or SweepRequested { Kind: SweepKind.CloseAll }:
                Hold();
                break;
            case KillRequested:
                Hold();
                IsKilled = true;
                break;
            case StrategySwitched { Enabled: false }:
                IsStrategyOff = true;
                RequestersOf(ApprovalAction.EnableStrategy).Clear();
                break;
            case FreezeRequested frozen:
                _scopes.Add(new Restriction(frozen.Scope, frozen.State, ++_words));
                break;
            case ApprovalRequested asked when asked.Releases is { } scope:
                RequestersOf(asked.Action).Add(asked.Actor);
                // One that waits already is older than this one: it releases less, never more.
                ReleasesOf(asked.Action)[scope] = _words;
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
            case ApprovalAction.ExitDryRun:
                IsDryRun = false;
                break;
            case ApprovalAction.EnableStrategy:
                IsStrategyOff = false;
                break;
            case ApprovalAction.Resume:
                _isResumeConfirmed = true;
                break;
            case ApprovalAction.Unfreeze or ApprovalAction.UnfreezeStrategy:
                foreach ((ControlScope scope, int latest) in ReleasesOf(action))
                {
                    _scopes.RemoveAll(s => s.Scope == scope && s.Word <= latest);
                }

                ReleasesOf(action).Clear();
                break;
        }
    }

    /// <summary>What was requested before this word was said does not release it.</summary>
    private void Hold()
    {
        IsHeld = true;
        _isResumeConfirmed = false;
        RequestersOf(ApprovalAction.Resume).Clear();
    }

    private Dictionary<ControlScope, int> ReleasesOf(ApprovalAction action)
    {
        if (!_releases.TryGetValue(action, out Dictionary<ControlScope, int>? scopes))
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

    /// <param name="Word">Its number among the words of people.</param>
    private sealed record Restriction(ControlScope Scope, ScopeState State, int Word);
}
