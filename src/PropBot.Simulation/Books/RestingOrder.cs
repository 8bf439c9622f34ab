namespace PropBot.Simulation.Books;

/// <summary>An order of an account that stands in the book.</summary>
internal sealed class RestingOrder(long orderId, string account, bool isBid, long price, long remaining, bool reduceOnly)
{
    public long OrderId { get; } = orderId;

    public string Account { get; } = account;

    public bool IsBid { get; } = isBid;

    /// <summary>At the price scale.</summary>
    public long Price { get; } = price;

    public bool ReduceOnly { get; } = reduceOnly;

    /// <summary>What can still fill, at the quantity scale; for a reduce-only order no more than the position.</summary>
    public long Remaining { get; set; } = remaining;

    /// <summary>Quantity of others at this price that is served first, at the quantity scale.</summary>
    public long Ahead { get; set; }
}

/// <summary>One meeting in the book, in scaled integers.</summary>
/// <param name="Maker">The account's order that stood; null when it was the market's liquidity.</param>
/// <param name="IsSelfTrade">Taker and maker are one account: nothing is traded, both are where they were.</param>
internal readonly record struct BookMatch(long Price, long Quantity, RestingOrder? Maker, bool IsSelfTrade);
