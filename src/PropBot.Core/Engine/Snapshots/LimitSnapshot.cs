using PropBot.Core.Risk;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>A limit as it counts, and where that comes from.</summary>
/// <param name="Value">Null: there is none.</param>
/// <param name="Change">Who changed it while the desk ran; null: nobody.</param>
public sealed record LimitSnapshot(LimitName Limit, decimal? Value, decimal? Configured, LimitOverride? Change)
{
    /// <summary><c>configuration</c>, <c>raised</c> or <c>lowered</c>.</summary>
    public string Origin => Change is null ? "configuration" : Change.IsRaise ? "raised" : "lowered";
}
