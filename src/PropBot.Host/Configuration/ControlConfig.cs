using PropBot.Core.Engine;

namespace PropBot.Host.Configuration;

/// <summary>The section <c>control</c>.</summary>
/// <param name="TwoManRule">Null: on wherever two operators exist, and always outside of paper.</param>
public sealed record ControlConfig(bool? TwoManRule, TimeSpan ApprovalValidity)
{
    public static readonly ControlConfig Default = new(null, new ControlOptions().ApprovalValidity);
}
