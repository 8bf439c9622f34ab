using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>In which coin a venue takes its fees: the settle coin, another one, or nobody knows.</summary>
/// <param name="Coin">The other coin; null where none is known of.</param>
/// <param name="IsUnknown">The venue has such a setting and does not tell it.</param>
/// <param name="NeedsRelease">A fee has come so: two people say when it is over.</param>
internal readonly record struct FeeCoinStatus(Asset? Coin, bool IsUnknown, bool NeedsRelease)
{
    /// <summary>Nothing opens there otherwise.</summary>
    public bool IsSettleCoin => Coin is null && !IsUnknown;

    /// <summary>For journal and preflight: the other coin, or what stands for it.</summary>
    /// <param name="settled">What stands for the settle coin.</param>
    public string Code(string settled) => Coin?.Code ?? (IsUnknown ? "unknown" : settled);
}
