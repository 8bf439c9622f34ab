using PropBot.Core.Values;

namespace PropBot.Core.Execution.Sweeps;

/// <summary>Why a venue has not been left clean yet.</summary>
public enum SweepWait
{
    /// <summary>Nothing stands in the way.</summary>
    None = 0,

    NotConnected = 1,

    /// <summary>It has been asked and has not answered, or not for certain.</summary>
    NotRead = 2,

    /// <summary>An order of ours there has no certain end.</summary>
    OrdersUnsettled = 3,

    /// <summary>It still shows open orders in the scope.</summary>
    OrdersOpen = 4,

    /// <summary>It still holds something in the scope, or a pair of the scope does.</summary>
    PositionsHeld = 5,

    /// <summary>Nothing is waited for: people have given the venue up.</summary>
    Abandoned = 6,
}

public static class SweepWaits
{
    public static string Code(this SweepWait wait) => wait switch
    {
        SweepWait.None => "none",
        SweepWait.NotConnected => "not_connected",
        SweepWait.NotRead => "not_read",
        SweepWait.OrdersUnsettled => "orders_unsettled",
        SweepWait.OrdersOpen => "orders_open",
        SweepWait.PositionsHeld => "positions_held",
        SweepWait.Abandoned => "abandoned",
        _ => throw new ArgumentOutOfRangeException(nameof(wait), wait, "no code for this wait"),
    };
}

/// <summary>Why what a venue holds is not being taken off.</summary>
public enum RemainderReason
{
    /// <summary>It is: orders are under way, or it is being looked at once more.</summary>
    UnderWay = 1,

    /// <summary>The instrument is not one of this desk's: there is no book and there are no rules for it here.</summary>
    NotOfThisDesk = 2,

    /// <summary>Less than the venue takes as one order.</summary>
    BelowMinimum = 3,

    /// <summary>Our books hold it and the venue does not, or less of it: reconciliation has to find out why.</summary>
    BooksDiffer = 4,

    /// <summary>It is of a pair that stands on a venue which people have given up: one leg alone is not taken off.</summary>
    Abandoned = 5,
}

public static class RemainderReasons
{
    public static string Code(this RemainderReason reason) => reason switch
    {
        RemainderReason.UnderWay => "under_way",
        RemainderReason.NotOfThisDesk => "not_of_this_desk",
        RemainderReason.BelowMinimum => "below_minimum",
        RemainderReason.BooksDiffer => "books_differ",
        RemainderReason.Abandoned => "abandoned",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no code for this reason"),
    };

    /// <summary>Nothing that this desk could send would take it off.</summary>
    public static bool IsForPeople(this RemainderReason reason) => reason is RemainderReason.NotOfThisDesk or RemainderReason.BelowMinimum or RemainderReason.Abandoned;
}

/// <summary>What a venue's last statement holds in the scope of a sweep.</summary>
/// <param name="SignedQuantity">Base units: positive long, negative short.</param>
public sealed record SweepRemainder(InstrumentId Instrument, decimal SignedQuantity, RemainderReason Reason);

/// <summary>Two people gave a venue up.</summary>
public sealed record SweepAbandonment(string RequestedBy, string ConfirmedBy, string Reason, DateTimeOffset At);

/// <summary>How far a sweep is with one venue.</summary>
/// <param name="OrdersCleanAt">When its list of open orders, asked for after the last order in the scope had ended, showed none; null before.</param>
/// <param name="PositionsCleanAt">The same for its statement of positions; null before, and where positions are not in the scope.</param>
/// <param name="Detail">What was said or shown last, for people.</param>
public sealed record SweepVenue(
    VenueId Venue, DateTimeOffset? OrdersCleanAt, DateTimeOffset? PositionsCleanAt, SweepWait Wait, string? Detail, IReadOnlyList<SweepRemainder> Remaining)
{
    /// <summary>Why nothing is waited for any more; null while it is, and when the venue has confirmed.</summary>
    public SweepAbandonment? Abandoned { get; init; }

    /// <summary>Of the list the content counts.</summary>
    public bool Equals(SweepVenue? other) =>
        other is not null && Venue == other.Venue && OrdersCleanAt == other.OrdersCleanAt && PositionsCleanAt == other.PositionsCleanAt
        && Wait == other.Wait && Detail == other.Detail && Abandoned == other.Abandoned && Remaining.SequenceEqual(other.Remaining);

    public override int GetHashCode() => HashCode.Combine(Venue, OrdersCleanAt, PositionsCleanAt, Wait, Detail, Remaining.Count);
}
