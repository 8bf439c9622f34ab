namespace PropBot.Simulator.Faults;

/// <summary>
/// What shall go wrong, drawn from a seed: the same seed strikes the same requests and messages when they come in the same order.
/// </summary>
public sealed record FaultPlan
{
    public static readonly FaultPlan None = new();

    public ulong Seed { get; init; } = 1;

    public IReadOnlyList<FaultRule> Rules { get; init; } = [];

    /// <summary>What is wrong, one sentence each with the number of its rule; empty when all is well.</summary>
    public IEnumerable<string> Validate() => Rules.SelectMany((rule, i) => rule.Validate().Select(problem => $"fault {i + 1}: {problem}"));
}
