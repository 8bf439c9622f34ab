using PropBot.Core.Risk;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>A limit as it counts, and where that comes from.</summary>
/// <param name="Value">Null: there is none.</param>
/// <param name="Change">Who changed it while the desk ran; null: nobody.</param>
public sealed record LimitSnapshot(LimitName Limit, decimal? Value, decimal? Configured, LimitOverride? Change)
{
    /// <summary>Of which symbol, coin or venue; null: of all that have none of their own.</summary>
    public string? Subject { get; init; }

    /// <summary><c>configuration</c>, <c>raised</c> (looser than it) or <c>lowered</c> (stricter).</summary>
    public string Origin => Limit.Rule() is var rule && rule.IsStricter(Value, Configured) ? "lowered" : rule.IsStricter(Configured, Value) ? "raised" : "configuration";
}
