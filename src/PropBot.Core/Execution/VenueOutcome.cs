using PropBot.Core.Values;

namespace PropBot.Core.Execution;

/// <summary>What came of a place or a cancel request.</summary>
public abstract record VenueOutcome
{
    private VenueOutcome()
    {
    }

    /// <summary>The venue took it. Says nothing about fills: those come from the private stream or a query.</summary>
    public sealed record Accepted(VenueOrderId VenueOrderId) : VenueOutcome;

    /// <summary>The venue said no, for certain.</summary>
    public sealed record Refused(VenueRefusal Refusal) : VenueOutcome;

    /// <summary>A time-out, a lost connection, an answer that does not say: ask for the client order id, never resend.</summary>
    public sealed record Unknown(string Reason) : VenueOutcome;
}

/// <summary>A venue's no: its code as it writes it, what it means for us, and its text for people (never decided upon).</summary>
public sealed record VenueRefusal(RefusalKind Kind, string Code, string Message);

public enum RefusalKind
{
    /// <summary>A code that the venue's table does not have; logged whole.</summary>
    Unmapped = 0,
    InvalidRequest = 1,
    InsufficientMargin = 2,
    RateLimited = 3,
    ReduceOnlyRejected = 4,
    WouldTakeLiquidity = 5,
    PriceOutOfBand = 6,
    InstrumentNotTrading = 7,
    Unauthorized = 8,
    ClockSkew = 9,
    DuplicateClientOrderId = 10,
    OrderNotFound = 11,
    VenueUnavailable = 12,
}
