namespace PropBot.Core.Engine.Snapshots;

/// <summary>Every risk limit with what it is compared with, and the latest refusal by each rule.</summary>
/// <param name="UnknownPairs">Symbols that the universe has refused, by name.</param>
public sealed record RiskSnapshot(IReadOnlyList<RiskLine> Lines, IReadOnlyList<RiskDenial> Denials, IReadOnlyList<string> UnknownPairs)
{
    public static readonly RiskSnapshot Empty = new([], [], []);
}

/// <summary>A limit and what it is compared with.</summary>
/// <param name="Limit">The code of the rule that refuses by it.</param>
/// <param name="Scope">A venue, a symbol, a coin or an instrument; <c>*</c> is the desk.</param>
/// <param name="IsBreached">What is held or in flight is beyond it; a limit that is full is not.</param>
/// <param name="Detail">What made it so, for people; empty where the numbers say all.</param>
public sealed record RiskLine(string Limit, string Scope, decimal Threshold, decimal Current, string Unit, bool IsBreached, string Detail = "");

/// <summary>The latest refusal by a rule.</summary>
/// <param name="At">UTC.</param>
/// <param name="Count">How often the rule has refused since the start.</param>
public sealed record RiskDenial(
    string Code, DateTimeOffset At, decimal Limit, decimal Actual, string Unit, string Venue, string Symbol, long Count, string English, string Russian);
