namespace PropBot.Venues.Binance.Rest;

/// <summary>Everything that is asked of the venue, over one client and one set of budgets.</summary>
internal sealed class BinanceRequests : IDisposable
{
    public BinanceRequests(VenueOptions options, VenueClock clock, VenueCounters counters)
    {
        Rest = new BinanceRest(options, clock, counters);
        Sent = new BinanceSentOrders(clock, options.ReceiveWindow);
        Orders = new BinanceOrders(options.Venue, Rest, Sent);
        History = new BinanceHistory(options, Rest, Orders);
        Fills = new BinanceFills(Rest, Orders, History, Sent);
        Shapes = new OrderShapes(options);
        Trading = new BinanceTrading(Rest, Sent, Shapes);
        FeeCoin = new BinanceFeeCoin(Rest, clock);
        Modes = new BinanceModes(options, Rest, Shapes);
        Statements = new BinanceStatements(options, Rest, Modes, FeeCoin, Shapes);
        Listing = new BinanceListing(options, Rest);
        Coins = new BinanceCoins(Rest);
    }

    public BinanceRest Rest { get; }

    public BinanceSentOrders Sent { get; }

    public BinanceOrders Orders { get; }

    public BinanceHistory History { get; }

    public BinanceFills Fills { get; }

    /// <summary>As the venue has them.</summary>
    public OrderShapes Shapes { get; }

    public BinanceTrading Trading { get; }

    public BinanceStatements Statements { get; }

    public BinanceFeeCoin FeeCoin { get; }

    public BinanceListing Listing { get; }

    public BinanceModes Modes { get; }

    public BinanceCoins Coins { get; }

    public void Dispose() => Rest.Dispose();
}
