using PropBot.Core.Engine;

namespace PropBot.Host.Configuration;

/// <summary>The section <c>control</c>.</summary>
/// <param name="TwoManRule">Null: on wherever two operators exist, and always outside of paper.</param>
public sealed record ControlConfig(bool? TwoManRule, TimeSpan ApprovalValidity, SizeAfterResume Size)
{
    public static readonly ControlConfig Default = new(null, new ControlOptions().ApprovalValidity, SizeAfterResume.Default);
}

/// <summary>How large pairs are after people let the desk go on, until how many of them have gone well.</summary>
public sealed record SizeAfterResume(decimal Fraction, int CleanPairs, TimeSpan CleanAfter)
{
    public static readonly SizeAfterResume Default = new(
        new ControlOptions().SizeAfterResume, new ControlOptions().CleanPairsAfterResume, new ControlOptions().CleanPairAfter);
}
