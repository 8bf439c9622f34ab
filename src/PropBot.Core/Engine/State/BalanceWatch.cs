namespace PropBot.Core.Engine.State;

/// <summary>What the engine knows of one venue's wallet over time.</summary>
internal sealed class BalanceWatch
{
    /// <summary>Where both stood when they last agreed or the difference was explained; null before the first time in this run.</summary>
    public BalanceMark? Agreed { get; set; }

    /// <summary>What the last statement shows beyond our books and what people have explained, quote units.</summary>
    public decimal Difference { get; set; }

    /// <summary>The difference for which the income was last asked.</summary>
    public decimal AskedDifference { get; set; }

    /// <summary>When it was last asked, elapsed time; null while nothing differs.</summary>
    public TimeSpan? AskedElapsed { get; set; }

    /// <summary>Number of the event that asked and has no answer yet; 0 when none is waited for.</summary>
    public long Question { get; set; }

    /// <summary>When the list was last looked through though nothing differed, elapsed time; null before the first time.</summary>
    public TimeSpan? LookedElapsed { get; set; }

    /// <summary>Number of the event that asked for that and has no answer yet; 0 when none is waited for.</summary>
    public long Look { get; set; }

    /// <summary>When it asked.</summary>
    public DateTimeOffset LookedAt { get; set; }

    /// <summary>Up to here the list has been looked through; null before the first time in this run.</summary>
    public DateTimeOffset? LookedThrough { get; set; }

    /// <summary>Both documents about the difference of now; null until the venue's income was read.</summary>
    public (string Ours, string Theirs)? Documents { get; set; }
}

/// <summary>A venue's wallet and what our entries had added up to at an instant, quote units.</summary>
/// <param name="At">Before the venue looked for its statement.</param>
/// <param name="Fees">Taken from this wallet.</param>
/// <param name="ForeignFees">What fees in other coins count, positive; no part of the wallet.</param>
internal sealed record BalanceMark(DateTimeOffset At, decimal Theirs, decimal Ours, decimal Fees, decimal Funding, decimal Capital, decimal Income, decimal ForeignFees);
