namespace PropBot.Host.Tests.Web;

/// <summary>What a route that changes something does to the desk's risk. Closed: a new route needs one of these.</summary>
internal enum RouteEffect
{
    /// <summary>Nothing opens after it, or what was on its way to let go does not; one person.</summary>
    Stops = 1,

    /// <summary>Takes off what is on; one person.</summary>
    Reduces = 2,

    /// <summary>One person says what they have looked at or that they look: a case, changed rules of an instrument. No brake of the desk moves.</summary>
    Explains = 3,

    /// <summary>Who is who; nothing of the desk.</summary>
    Session = 4,

    /// <summary>Off by one person at once; on by one only where the two-man rule is off (<see cref="StrategyApiTests"/>).</summary>
    Switches = 6,

    /// <summary>A part of letting go: the wish, the word of the second person, or carrying out what two have agreed.</summary>
    Releases = 5,

    /// <summary>Puts a configuration in place: at once by one where the desk may risk no more with it, else two agree (<see cref="ConfigApplyTests"/>).</summary>
    Configures = 7,
}

/// <summary>Every route that changes something, by what it does.</summary>
internal static class RouteEffects
{
    public static IReadOnlyDictionary<string, RouteEffect> Of { get; } = new Dictionary<string, RouteEffect>(StringComparer.Ordinal)
    {
        ["/api/ui/hold"] = RouteEffect.Stops,
        ["/ui/hold"] = RouteEffect.Stops,
        ["/api/ui/control"] = RouteEffect.Stops,
        ["/api/ui/stop"] = RouteEffect.Stops,
        ["/api/ui/reset"] = RouteEffect.Stops,
        ["/api/ui/secret"] = RouteEffect.Stops,
        ["/api/ui/kill"] = RouteEffect.Stops,
        ["/api/ui/kill-now"] = RouteEffect.Stops,
        ["/api/ui/kill-request"] = RouteEffect.Stops,
        ["/api/ui/kill-confirm"] = RouteEffect.Stops,
        ["/ui/kill"] = RouteEffect.Stops,
        ["/api/ui/approvals/{id}/reject"] = RouteEffect.Stops,
        ["/ui/approvals/{id}/reject"] = RouteEffect.Stops,

        ["/api/ui/freeze"] = RouteEffect.Stops,
        ["/ui/freeze"] = RouteEffect.Stops,
        ["/api/ui/limits/lower"] = RouteEffect.Stops,

        ["/api/ui/set-strategy-enabled"] = RouteEffect.Switches,
        ["/api/ui/strategy/enable"] = RouteEffect.Switches,
        ["/api/ui/strategy/disable"] = RouteEffect.Stops,

        ["/api/ui/trades/close-all"] = RouteEffect.Reduces,
        ["/api/ui/cancel_all"] = RouteEffect.Reduces,
        ["/api/ui/cancel-all"] = RouteEffect.Reduces,
        ["/api/ui/close_exposure"] = RouteEffect.Reduces,
        ["/ui/sweep"] = RouteEffect.Reduces,

        ["/api/ui/instruments/acknowledge"] = RouteEffect.Explains,
        ["/ui/instruments/acknowledge"] = RouteEffect.Explains,
        ["/api/ui/cases/{id}/take"] = RouteEffect.Explains,
        ["/ui/cases/{id}/take"] = RouteEffect.Explains,
        ["/api/ui/cases/{id}/resolve"] = RouteEffect.Explains,
        ["/ui/cases/{id}/resolve"] = RouteEffect.Explains,

        ["/api/ui/preflight"] = RouteEffect.Explains,

        ["/api/ui/config/apply"] = RouteEffect.Configures,
        ["/api/ui/config/apply-confirm"] = RouteEffect.Configures,
        ["/api/ui/config/rollback"] = RouteEffect.Configures,

        ["/ui/login"] = RouteEffect.Session,
        ["/ui/logout"] = RouteEffect.Session,

        ["/api/ui/resume-request"] = RouteEffect.Releases,
        ["/api/ui/resume-confirm"] = RouteEffect.Releases,
        ["/api/ui/resume"] = RouteEffect.Releases,
        ["/ui/resume-request"] = RouteEffect.Releases,
        ["/ui/resume"] = RouteEffect.Releases,
        ["/api/ui/unkill-request"] = RouteEffect.Releases,
        ["/api/ui/unkill-confirm"] = RouteEffect.Releases,
        ["/ui/unkill-request"] = RouteEffect.Releases,
        ["/api/ui/sweeps/{id}/abandon-request"] = RouteEffect.Releases,
        ["/api/ui/sweeps/{id}/abandon-confirm"] = RouteEffect.Releases,
        ["/ui/sweeps/{id}/abandon-request"] = RouteEffect.Releases,
        ["/api/ui/budget/reset"] = RouteEffect.Releases,
        ["/api/ui/budget/reset/confirm"] = RouteEffect.Releases,
        ["/ui/budget-reset-request"] = RouteEffect.Releases,
        ["/api/ui/unfreeze-request"] = RouteEffect.Releases,
        ["/api/ui/unfreeze-confirm"] = RouteEffect.Releases,
        ["/api/ui/unfreeze-strategy"] = RouteEffect.Releases,
        ["/api/ui/unfreeze-strategy/confirm"] = RouteEffect.Releases,
        ["/ui/unfreeze-request"] = RouteEffect.Releases,
        ["/api/ui/strategy/enable-request"] = RouteEffect.Releases,
        ["/api/ui/strategy/enable-confirm"] = RouteEffect.Releases,
        ["/ui/strategy"] = RouteEffect.Releases,
        ["/api/ui/limits/raise-request"] = RouteEffect.Releases,
        ["/api/ui/limits/raise-confirm"] = RouteEffect.Releases,
        ["/ui/limits"] = RouteEffect.Releases,
        ["/api/ui/exit-dry-run-request"] = RouteEffect.Releases,
        ["/api/ui/exit-dry-run-confirm"] = RouteEffect.Releases,
        ["/ui/exit-dry-run-request"] = RouteEffect.Releases,
        ["/ui/approvals/{id}/confirm"] = RouteEffect.Releases,
    };
}
