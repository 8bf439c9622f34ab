namespace PropBot.Simulation.Trading;

/// <summary>Why the venue said no. The protocol layer maps each reason to its venue's code.</summary>
public enum RefusalReason
{
    UnknownAccount = 1,
    UnknownInstrument = 2,
    InstrumentNotTrading = 3,

    /// <summary>No book yet, so nothing can be valued or matched.</summary>
    NoMarket = 4,
    DuplicateClientOrderId = 5,
    InvalidQuantity = 6,
    InvalidPrice = 7,
    PriceNotOnTick = 8,
    QuantityNotOnLot = 9,
    BelowMinQuantity = 10,
    AboveMaxQuantity = 11,
    BelowMinNotional = 12,

    /// <summary>A buy too far above or a sell too far below the mark price.</summary>
    PriceOutOfBand = 13,
    InsufficientMargin = 14,

    /// <summary>Reduce-only without a position to reduce.</summary>
    ReduceOnlyWouldIncrease = 15,

    /// <summary>A post-only order that would have matched at once.</summary>
    WouldTakeLiquidity = 16,
    TooManyOpenOrders = 17,
    UnknownOrder = 18,

    /// <summary>The order is filled, cancelled or expired already.</summary>
    OrderAlreadyClosed = 19,
    LeverageOutOfRange = 20,
    UnsupportedMode = 21,
    ModeLockedByPosition = 22,

    /// <summary>A mode cannot be changed while orders are open.</summary>
    ModeLockedByOrder = 23,

    /// <summary>Long or short in one-way mode, or neither in hedge mode.</summary>
    PositionSideMismatch = 24,

    /// <summary>In hedge mode an order would close more than its side holds.</summary>
    ClosesMoreThanHeld = 25,

    /// <summary>Leverage cannot be lowered while an isolated position is open.</summary>
    LeverageLockedByIsolatedPosition = 26,

    /// <summary>Margin can be moved into and out of an open isolated position only.</summary>
    NotIsolated = 27,

    /// <summary>There is no such position, or it is flat.</summary>
    NoPosition = 28,

    /// <summary>An amendment names no new value, or the values the order has.</summary>
    NothingToAmend = 29,

    /// <summary>An amendment's quantity is not above what is filled.</summary>
    BelowFilledQuantity = 30,

    /// <summary>The contract is about to end: positions may be reduced only.</summary>
    ReduceOnlyInstrument = 31,

    /// <summary>New terms of an instrument that cannot be.</summary>
    InvalidTerms = 32,

    /// <summary>A market order whose first price would be beyond the band, at a venue that refuses it then.</summary>
    MarketBeyondBand = 33,
}

/// <summary>A no of the venue with the numbers behind it.</summary>
/// <param name="Limit">What would have been allowed; null where no number applies.</param>
/// <param name="Actual">What was asked for; null where no number applies.</param>
public sealed record Refusal(RefusalReason Reason, string Message, decimal? Limit = null, decimal? Actual = null);

/// <summary>The answer to a request: the value, or the refusal. Exactly one of the two is set.</summary>
public readonly record struct Answer<T>
    where T : class
{
    private Answer(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    public T? Value { get; }

    public Refusal? Refusal { get; }

    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAccepted => Value is not null;

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Refusal refusal) => new(null, refusal);
}
