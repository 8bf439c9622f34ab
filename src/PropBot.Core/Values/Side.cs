namespace PropBot.Core.Values;

/// <summary>Side of an order.</summary>
public enum Side
{
    Buy = 1,
    Sell = 2,
}

public static class Sides
{
    public static Side Opposite(this Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>+1 for a buy, -1 for a sell: what the side does to a signed position.</summary>
    public static int Sign(this Side side) => side == Side.Buy ? 1 : -1;
}
