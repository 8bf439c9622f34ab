using PropBot.Core.Execution;

namespace PropBot.Core.Engine.State;

/// <summary>A venue has refused to reduce a leg that our books hold: whether it is still there is asked of the venue's statement.</summary>
internal sealed class LegDoubt(PairState pair, TrackedOrder refused, TimeSpan since)
{
    public PairState Pair { get; } = pair;

    /// <summary>The order that was refused; its leg is the one in doubt.</summary>
    public TrackedOrder Refused { get; } = refused;

    /// <summary>When it was refused, elapsed time.</summary>
    public TimeSpan Since { get; } = since;

    public LegRole Role => Refused.Intent.Leg;

    /// <summary>Number of the event that asked last; 0 before the first question.</summary>
    public long Question { get; set; }

    public TimeSpan AskedElapsed { get; set; }

    /// <summary>What statements have shown to be gone since <see cref="GoneSince"/>, signed base units; 0 when none has.</summary>
    public decimal Gone { get; set; }

    public TimeSpan GoneSince { get; set; }
}
