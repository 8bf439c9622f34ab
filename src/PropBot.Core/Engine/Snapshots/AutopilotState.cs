namespace PropBot.Core.Engine.Snapshots;

/// <summary>What the autopilot wants, has done last, and what blocks it.</summary>
public sealed record AutopilotState
{
    public bool Enabled { get; init; }

    /// <summary><c>disabled</c>, <c>waiting</c>, <c>refused</c>, <c>resume</c>.</summary>
    public string LastAction { get; init; } = "disabled";

    public string LastReason { get; init; } = "";

    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>It has led this run to RUN; it does so once.</summary>
    public bool Armed { get; init; }

    /// <summary><c>disabled</c>, <c>refused</c>, <c>blocked_by_risk</c>, <c>resumed</c>; null before the first.</summary>
    public string? LastDecision { get; init; }

    public string? LastDecisionReason { get; init; }

    public DateTimeOffset? LastDecisionAt { get; init; }

    /// <summary>What blocks it now, in order; empty once it has resumed.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];
}
