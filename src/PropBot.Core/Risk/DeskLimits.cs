using PropBot.Core.Strategy;

namespace PropBot.Core.Risk;

/// <summary>Everything that a limit is read from and written to.</summary>
public sealed record DeskLimits(RiskOptions Risk, StrategyLimits Strategy);
