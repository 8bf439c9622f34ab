using PropBot.Core.Instruments;

namespace PropBot.Core.Engine.State;

/// <summary>What the engine knows of one instrument's table of leverage and maintenance margin.</summary>
internal sealed class TierWatch
{
    /// <summary>Smallest step first; null until the venue has told them: then a rate is assumed.</summary>
    public IReadOnlyList<PositionTier>? Tiers { get; private set; }

    /// <summary>When the venue told them last, UTC.</summary>
    public DateTimeOffset ReadAt { get; private set; }

    /// <summary>The same, elapsed time.</summary>
    public TimeSpan ReadElapsed { get; private set; }

    /// <summary>When they are asked for next, elapsed time.</summary>
    public TimeSpan AskElapsed { get; set; }

    public OpenQuestion Question { get; } = new();

    /// <summary>Why the last question got no certain answer; empty when it got one.</summary>
    public string Failure { get; set; } = "";

    /// <summary>People were told that the rate is assumed, or that the table is old.</summary>
    public bool IsTold { get; set; }

    public void Read(IReadOnlyList<PositionTier> tiers, DateTimeOffset at, TimeSpan elapsed)
    {
        Tiers = tiers;
        ReadAt = at;
        ReadElapsed = elapsed;
        Failure = "";
    }
}
