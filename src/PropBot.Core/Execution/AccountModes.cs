namespace PropBot.Core.Execution;

/// <summary>Whether an account holds one net position per instrument or a long and a short beside each other.</summary>
public enum PositionMode
{
    OneWay = 1,
    Hedge = 2,
}

/// <summary>Whether positions share the account's balance as margin or have margin of their own.</summary>
public enum MarginMode
{
    Cross = 1,
    Isolated = 2,
}

/// <summary>Which position of an instrument: the one of one-way mode, or one of the two of hedge mode.</summary>
public enum PositionSide
{
    Net = 1,
    Long = 2,
    Short = 3,
}

/// <summary>Who made an order.</summary>
public enum OrderOrigin
{
    /// <summary>Somebody with the account's keys.</summary>
    Client = 1,

    /// <summary>The venue, because the margin no longer sufficed.</summary>
    Liquidation = 2,

    /// <summary>The venue, to the debit of the winning side of somebody else's liquidation.</summary>
    AutoDeleveraging = 3,

    /// <summary>The venue, because the contract ended.</summary>
    Settlement = 4,
}
