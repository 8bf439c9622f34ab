namespace PropBot.Core.Engine;

/// <summary>An operator's command that was not carried out: a closed code, and for people what stands in the way and what to do.</summary>
public sealed record CommandRefusal(string Code, string English, string Russian)
{
    public const string HoldActive = "hold_active";
    public const string HoldNotActive = "hold_not_active";
    public const string SafeMode = "safe_mode";
    public const string Killed = "killed";
    public const string NotKilled = "not_killed";
    public const string RequestMissing = "request_missing";
    public const string RequestNotFound = "request_not_found";
    public const string RequestNotPending = "request_not_pending";
    public const string SamePerson = "same_person";
    public const string SharedOperator = "shared_operator";
    public const string CaseNotFound = "case_not_found";
    public const string CaseResolved = "case_resolved";
    public const string NothingToAbandon = "nothing_to_abandon";
    public const string RequestPending = "request_pending";
    public const string WrongAction = "request_action_mismatch";
    public const string UnknownScope = "unknown_scope";
    public const string NotFrozen = "not_frozen";
    public const string StrategyIsOn = "strategy_is_on";
    public const string ReleaseNeedsTwo = "release_needs_two";
    public const string UnknownLimit = "unknown_limit";
    public const string LimitNotHigher = "limit_not_higher";
    public const string LimitNotLower = "limit_not_lower";
    public const string LimitOutOfRange = "limit_out_of_range";
    public const string NotDryRun = "not_dry_run";
    public const string OrdersAreOff = "orders_are_off";
    public const string NothingToApply = "nothing_to_apply";
    public const string ConfigMismatch = "config_mismatch";
    public const string PreflightFailed = "preflight_failed";
}
