using PropBot.Core.Values;

namespace PropBot.Core.Execution.Sweeps;

public enum SweepOrderOutcome
{
    /// <summary>A cancel is on its way, or was refused and is sent again; the venue still shows the order, or has not been read since.</summary>
    Cancelling = 1,

    Cancelled = 2,

    /// <summary>It had come to its end before the cancel: filled, expired or refused.</summary>
    Ended = 3,
}

public static class SweepOrderOutcomes
{
    public static string Code(this SweepOrderOutcome outcome) => outcome switch
    {
        SweepOrderOutcome.Cancelling => "cancelling",
        SweepOrderOutcome.Cancelled => "cancelled",
        SweepOrderOutcome.Ended => "ended",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "no code for this outcome"),
    };
}

/// <summary>An order that a sweep has found open, and what has become of it.</summary>
/// <param name="ClientOrderId">Ours, or the foreign one as far as it could be read.</param>
/// <param name="VenueOrderId">Null only while our own order has not been acknowledged.</param>
/// <param name="IsOurs">Made by this desk and followed by it; a foreign order is cancelled by the venue's id.</param>
/// <param name="Side">Null where the venue's list does not say.</param>
/// <param name="Quantity">Null where the venue's list does not say, or counts contracts of an instrument that this desk does not trade.</param>
/// <param name="Requests">Cancels sent for it.</param>
/// <param name="Trouble">What the venue said to the latest cancel when it was not yes.</param>
public sealed record SweepOrder(
    InstrumentId Instrument,
    ClientOrderId ClientOrderId,
    VenueOrderId? VenueOrderId,
    bool IsOurs,
    Side? Side,
    Quantity? Quantity,
    Price? LimitPrice,
    SweepOrderOutcome Outcome,
    int Requests,
    string? Trouble);
