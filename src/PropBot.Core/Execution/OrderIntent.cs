using PropBot.Core.Values;

namespace PropBot.Core.Execution;

public enum OrderType
{
    Limit = 1,
    Market = 2,
}

public enum TimeInForce
{
    /// <summary>Good till cancelled.</summary>
    Gtc = 1,

    /// <summary>Immediate or cancel: what does not fill at once is cancelled.</summary>
    Ioc = 2,

    /// <summary>Fill or kill: all at once or nothing.</summary>
    Fok = 3,

    /// <summary>Maker or rejected.</summary>
    PostOnly = 4,
}

public enum LegRole
{
    Long = 1,
    Short = 2,

    /// <summary>On a third venue: holds against what one of the pair's own legs holds too much while neither of their venues takes an order.</summary>
    Third = 3,
}

/// <summary>What an order is for; decides its lane and whether a brake may stop it.</summary>
public enum OrderPurpose
{
    /// <summary>Increases risk: the only purpose that HOLD, caps and untrusted books refuse.</summary>
    Open = 1,

    /// <summary>Takes a pair off.</summary>
    Close = 2,

    /// <summary>Completes a leg that fell behind, so that the pair is equal again.</summary>
    Hedge = 3,

    /// <summary>Takes off what is too much on one leg.</summary>
    Unwind = 4,
}

/// <summary>One logical order, decided and not to be changed. It is on disk before a byte of it goes to a venue.</summary>
public sealed record OrderIntent
{
    public required ClientOrderId ClientOrderId { get; init; }

    public required PairId Pair { get; init; }

    public required LegRole Leg { get; init; }

    public required OrderPurpose Purpose { get; init; }

    public required InstrumentId Instrument { get; init; }

    public required Side Side { get; init; }

    public required Quantity Quantity { get; init; }

    public required OrderType Type { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    /// <summary>
    /// Which of an instrument's two positions the order is for where a venue keeps both. A third leg stands in either direction: what
    /// buys without reducing, or sells to reduce, is about its long one.
    /// </summary>
    public PositionSide Position => Leg switch
    {
        LegRole.Long => PositionSide.Long,
        LegRole.Short => PositionSide.Short,
        _ => (Side == Side.Buy) != ReduceOnly ? PositionSide.Long : PositionSide.Short,
    };

    /// <summary>Worst acceptable price, on the tick; null for a market order.</summary>
    public Price? LimitPrice { get; init; }

    public bool ReduceOnly { get; init; }

    /// <summary>The touch at the decision: what the fill is compared with to tell slippage from spread.</summary>
    public required Price ReferencePrice { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }
}
