using PropBot.Core.Engine.Snapshots;

namespace PropBot.Host.Api;

/// <summary>What the autopilot wants, has done last, and what blocks it.</summary>
/// <param name="Armed">It has led this run to RUN; it does so once.</param>
/// <param name="TargetMode">Where it leads to.</param>
/// <param name="Blockers">In the order in which people have to see to them; empty once it has resumed.</param>
internal sealed record AutopilotResponse(
    bool Enabled, string LastAction, string LastReason, DateTimeOffset? LastAttemptTs, bool Armed, string TargetMode, bool TargetSafeMode,
    string? LastDecision, string? LastDecisionReason, DateTimeOffset? LastDecisionTs, IReadOnlyList<string> Blockers)
{
    public static AutopilotResponse Of(EngineSnapshot snapshot)
    {
        AutopilotState now = snapshot.Autopilot;
        return new AutopilotResponse(
            now.Enabled, now.LastAction, now.LastReason, now.LastAttemptAt, now.Armed, now.Enabled ? "RUN" : "HOLD", !now.Enabled,
            now.LastDecision, now.LastDecisionReason, now.LastDecisionAt, now.Blockers);
    }
}
