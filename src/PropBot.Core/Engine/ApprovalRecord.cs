using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine;

/// <summary>What an approval is for; one for one thing is none for another.</summary>
public enum ApprovalAction
{
    /// <summary>Leaving HOLD and SAFE_MODE.</summary>
    Resume = 1,

    /// <summary>Lifting a kill. The hold stays.</summary>
    Unkill = 2,

    /// <summary>Giving up a venue that a sweep waits for and that does not come back.</summary>
    AbandonSweep = 3,

    /// <summary>Releasing a restricted venue, instrument or the desk itself.</summary>
    Unfreeze = 4,

    /// <summary>Releasing the strategy.</summary>
    UnfreezeStrategy = 5,

    RaiseLimit = 6,

    /// <summary>Opening for real in a run that was begun as a dry run.</summary>
    ExitDryRun = 7,

    /// <summary>Another configuration is to count. It is carried out by whoever made it ready.</summary>
    ApplyConfig = 8,

    /// <summary>The strategy may lose its daily budget once more.</summary>
    ResetBudget = 9,

    /// <summary>The strategy that a person switched off is on again.</summary>
    EnableStrategy = 10,
}

public enum ApprovalStatus
{
    /// <summary>Waits for somebody else.</summary>
    Pending = 1,

    /// <summary>Confirmed and not carried out yet.</summary>
    Approved = 2,

    /// <summary>Carried out; it cannot be used again.</summary>
    Used = 3,

    /// <summary>Somebody said no, or the requester took it back.</summary>
    Rejected = 4,

    /// <summary>Nobody acted in time.</summary>
    Expired = 5,

    /// <summary>What it was about is no longer so: the desk was held anew or killed.</summary>
    Revoked = 6,

    /// <summary>Confirmed, and carrying it out failed; what is to be done is requested anew.</summary>
    Failed = 7,
}

public static class ApprovalCodes
{
    /// <summary>The action as it stands in the API, the ledger and the journal.</summary>
    public static string Code(this ApprovalAction action) => action switch
    {
        ApprovalAction.Resume => "resume",
        ApprovalAction.Unkill => "unkill",
        ApprovalAction.AbandonSweep => "abandon_sweep",
        ApprovalAction.Unfreeze => "unfreeze",
        ApprovalAction.UnfreezeStrategy => "unfreeze_strategy",
        ApprovalAction.RaiseLimit => "raise_limit",
        ApprovalAction.ExitDryRun => "exit_dry_run",
        ApprovalAction.ApplyConfig => "apply_config",
        ApprovalAction.ResetBudget => "reset_budget",
        ApprovalAction.EnableStrategy => "enable_strategy",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "no code for this action"),
    };

    /// <summary>True while it can still lead to something.</summary>
    public static bool IsLive(this ApprovalStatus status) => status is ApprovalStatus.Pending or ApprovalStatus.Approved;
}

/// <summary>A request of one operator that another one decides on. Every state of it is in the journal.</summary>
public sealed record ApprovalRecord
{
    public required ApprovalId Id { get; init; }

    public required ApprovalAction Action { get; init; }

    public required ApprovalStatus Status { get; init; }

    /// <summary>The requester's words.</summary>
    public required string Reason { get; init; }

    /// <summary>Name of the authenticated operator.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The way the request came: <c>ui</c> (page, API and shell) or <c>telegram</c>; null in records of before it was kept.</summary>
    public string? RequestedVia { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>
    /// Market time until which it stands as far as a restart goes. Within a run it stands for the option's elapsed time, which is
    /// the same where the market's time runs as ours.
    /// </summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What it would release as the desk was when it was requested, for whoever decides: names and values in a fixed order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; }

    /// <summary>Which venue of which sweep it gives up; null when it is about something else.</summary>
    public SweepVenueRef? Abandons => ParameterOf("sweep") is { Length: > 0 } sweep && ParameterOf("venue") is { Length: > 0 } venue
        ? new SweepVenueRef(sweep, new VenueId(venue))
        : null;

    /// <summary>Which restricted part of the desk it is about; null when it is about something else.</summary>
    public ControlScope? Releases => ParameterOf("scope") is { } kind && ScopeCodes.Kind(kind) is { } known
        ? ControlScope.Parse(known, ParameterOf("subject") ?? "")
        : null;

    /// <summary>Which limit it raises, and to what; null when it is about something else.</summary>
    public LimitChange? Raises => ParameterOf("limit") is { } code && LimitTable.Find(code) is { } rule && WireNumber.TryParse(ParameterOf("value") ?? "", out decimal value)
        ? new LimitChange(rule.Limit, value, ParameterOf("limit_subject"))
        : null;

    /// <summary>What that limit was when the request was made, as it is written; empty where there was none, null when it is about something else.</summary>
    public string? RaisesFrom => ParameterOf("value_now");

    /// <summary>Which configuration is to count; null when it is about something else.</summary>
    public ConfigVersion? Applies => ParameterOf("config_version") is { } version ? new ConfigVersion(version, ParameterOf("config_hash") ?? "") : null;

    /// <summary>How the strategy stood that it lets go on; null when it is about something else.</summary>
    public StrategyStanding? Forgives => StrategyStanding.Parse(ParameterOf);

    public ApprovalSubject Subject => new(Abandons, Releases, Raises, Applies);

    /// <summary>What it is about, in a few words for people.</summary>
    public string About => Subject.ToString() is { Length: > 0 } words ? words : Action.Code();

    public string CorrelationId { get; init; } = "";

    /// <summary>Who confirmed or rejected; null while pending, and when nobody did.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>The way that word came; null while there is none.</summary>
    public string? DecidedVia { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it was rejected or failed, or what made it void; null otherwise.</summary>
    public string? Note { get; init; }

    /// <summary>Who carried it out.</summary>
    public string? UsedBy { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Carried out; it cannot be used again.</summary>
    public ApprovalRecord Used(string by, DateTimeOffset at) => this with { Status = ApprovalStatus.Used, UsedBy = by, UsedAt = at };

    private string? ParameterOf(string name) => Parameters.Where(p => p.Key == name).Select(p => p.Value).FirstOrDefault();
}

/// <summary>A venue in the scope of a sweep.</summary>
/// <param name="Sweep">The sweep's id.</param>
public readonly record struct SweepVenueRef(string Sweep, VenueId Venue);
