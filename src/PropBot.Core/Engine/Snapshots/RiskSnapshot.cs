namespace PropBot.Core.Engine.Snapshots;

/// <summary>Every risk limit with what it is compared with, and the latest refusal by each rule.</summary>
/// <param name="UnknownPairs">Symbols that the universe has refused, by name.</param>
public sealed record RiskSnapshot(IReadOnlyList<RiskLine> Lines, IReadOnlyList<RiskDenial> Denials, IReadOnlyList<string> UnknownPairs)
{
    /// <summary>The coins that our contracts settle in; empty while nobody asks what they are worth.</summary>
    public IReadOnlyList<SettleCoinSnapshot> SettleCoins { get; init; } = [];

    public static readonly RiskSnapshot Empty = new([], [], []);

    /// <summary>Where each instrument's maintenance margin comes from.</summary>
    public IReadOnlyList<MarginTierReading> MarginTiers { get; init; } = [];
}

/// <summary>A limit and what it is compared with.</summary>
/// <param name="Limit">The code of the rule that refuses by it.</param>
/// <param name="Scope">A venue, a symbol, a coin or an instrument; <c>*</c> is the desk.</param>
/// <param name="IsBreached">What is held or in flight is beyond it; a limit that is full is not.</param>
/// <param name="Detail">What made it so, for people; empty where the numbers say all.</param>
public sealed record RiskLine(string Limit, string Scope, decimal Threshold, decimal Current, string Unit, bool IsBreached, string Detail = "")
{
    /// <summary>What it is compared with must stay above it; else below.</summary>
    public bool IsFloor { get; init; }

    /// <summary>Its threshold is zero, and that switches it off.</summary>
    public bool IsOff { get; init; }

    /// <summary>Until the limit, in its unit; negative beyond it, null when it is off.</summary>
    public decimal? Left => IsOff ? null : IsFloor ? Current - Threshold : Threshold - Current;

    /// <summary>Part of the limit that is used, 1 is all of it and more is beyond; null when it is off.</summary>
    public decimal? Used => IsOff ? null : IsFloor ? Part(Threshold, Current) : Part(Current, Threshold);

    /// <summary>Of nothing anything is all.</summary>
    private static decimal Part(decimal value, decimal whole) => whole > 0m ? value / whole : value > 0m ? 1m : 0m;
}

/// <summary>The latest refusal by a rule.</summary>
/// <param name="At">UTC.</param>
/// <param name="Count">How often the rule has refused since the start.</param>
public sealed record RiskDenial(
    string Code, DateTimeOffset At, decimal Limit, decimal Actual, string Unit, string Venue, string Symbol, long Count, string English, string Russian);
