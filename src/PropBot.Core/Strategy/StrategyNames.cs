namespace PropBot.Core.Strategy;

/// <summary>The strategies that there are.</summary>
public static class StrategyNames
{
    /// <summary>Long where it is cheap, short where it is dear, closed when the prices meet.</summary>
    public const string CrossExchangeArb = "cross_exchange_arb";

    public static IReadOnlyList<string> All { get; } = [CrossExchangeArb];
}
