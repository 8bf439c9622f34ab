using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Accounting;

/// <summary>Our booked fills of an instrument are the venue's own list up to an instant.</summary>
/// <param name="Until">The venue's time, exclusive.</param>
public sealed record FillAgreement(InstrumentId Instrument, DateTimeOffset Until)
{
    /// <summary>Pairs that ended so long before an agreement are known to the engine still: their fills may be told late.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Since when pairs that have ended must be known, so that every fill which is not compared yet finds its order; null when none
    /// must be.
    /// </summary>
    /// <param name="active">Pairs that are not terminal: an instrument that was never compared begins with the oldest of them.</param>
    public static DateTimeOffset? NeededSince(IReadOnlyList<FillAgreement> agreements, IReadOnlyList<PairRecord> active)
    {
        DateTimeOffset[] starts = [.. agreements.Select(a => a.Until), .. active.Select(p => p.OpenedAt)];
        return starts.Length == 0 ? null : starts.Min() - Margin;
    }
}
