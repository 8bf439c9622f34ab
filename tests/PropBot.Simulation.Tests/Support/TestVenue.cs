using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Support;

/// <summary>
/// A venue with round numbers: tick 0.1, lot 0.001, fees 0.02 % and 0.05 %, 10,000 USDT at the touch and 1,000 USDT more per basis point,
/// no variation of the book. An account "me" with 100,000 USDT.
/// </summary>
internal sealed class TestVenue
{
    public const string Me = "me";
    public const string Other = "other";
    public static readonly Symbol Btc = Symbol.Parse("BTCUSDT");
    public static readonly Symbol Eth = Symbol.Parse("ETHUSDT");
    public static readonly DateTimeOffset T0 = new(2026, 1, 1, 0, 30, 0, TimeSpan.Zero);

    private int _ids;

    public TestVenue(Func<SimulatedVenueOptions, SimulatedVenueOptions>? change = null)
    {
        Options = change is null ? DefaultOptions : change(DefaultOptions);
        Venue = new SimulatedVenue(Options, Heard);
        Venue.OpenAccount(Me, 100_000m, T0);
        Venue.OpenAccount(Other, 100_000m, T0);
    }

    public static SimulatedVenueOptions DefaultOptions { get; } = new()
    {
        Venue = VenueId.BinanceUm,
        Instruments = [Setup(Btc), Setup(Eth)],
        FeeTiers = [new FeeTier(0m, new FeeSchedule(new Rate(0.0002m), new Rate(0.0005m)))],
        BookVariation = 0.0,
        LiquidationFeeRate = 0.01m,
    };

    public SimulatedVenueOptions Options { get; }

    public Recorder Heard { get; } = new();

    public SimulatedVenue Venue { get; }

    public DateTimeOffset Now { get; private set; } = T0;

    public BookLevel BestBid => Venue.Snapshot(Btc, 1).Bids[0];

    public BookLevel BestAsk => Venue.Snapshot(Btc, 1).Asks[0];

    public static InstrumentSetup Setup(Symbol symbol) => new()
    {
        Instrument = new Instrument
        {
            Id = new InstrumentId(VenueId.BinanceUm, symbol),
            NativeSymbol = symbol.Name,
            SettleAsset = Asset.Usdt,
            Tick = new TickSize(0.1m),
            Lot = new LotSize(0.001m),
            MinQuantity = new Quantity(0.002m),
            MaxQuantity = new Quantity(5_000m),
            MinNotional = new Notional(5m),
            Fees = new FeeSchedule(new Rate(0.0002m), new Rate(0.0005m)),
        },
        Depth = new DepthProfile
        {
            HalfSpreadBps = 0.0,
            TradedNotionalPerSecond = 0.0,
            Points = [new DepthPoint(0.0, 10_000.0), new DepthPoint(1_000.0, 1_010_000.0)],
        },
        MarginTiers = [new MarginTier(50_000m, 0.01m, 0m), new MarginTier(null, 0.02m, 500m)],
        MaxLeverage = 50,
        PriceBand = 0.05m,
    };

    public static MarketState State(decimal mid, decimal traded = 0m, double buyShare = 0.0, decimal? mark = null) => new()
    {
        Mid = mid,
        HalfSpread = 0.05m,
        DepthScale = 1.0,
        MarkPrice = mark ?? mid,
        IndexPrice = mark ?? mid,
        Funding = new FundingQuote(new Rate(0.0001m), new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(8)),
        TradedQuantity = traded,
        BuyShare = buyShare,
    };

    /// <summary>A later state of BTC: bid 0.05 below and ask 0.05 above the mid.</summary>
    public void Move(decimal mid, decimal traded = 0m, double buyShare = 0.0, double afterSeconds = 0.0, decimal? mark = null)
    {
        Wait(afterSeconds);
        MarketState state = State(mid, traded, buyShare, mark);
        Venue.SetMarket(Btc, in state, Now);
    }

    public void Wait(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    public Answer<SimulatedOrder> Place(
        Side side,
        decimal quantity,
        decimal? price = null,
        TimeInForce timeInForce = TimeInForce.Gtc,
        bool reduceOnly = false,
        string account = Me,
        string? clientId = null,
        Symbol? symbol = null,
        PositionSide positionSide = PositionSide.Net) => Venue.Place(
        account,
        new OrderRequest
        {
            Symbol = symbol ?? Btc,
            ClientOrderId = clientId ?? $"c{++_ids}",
            Side = side,
            PositionSide = positionSide,
            Type = price is null ? OrderType.Market : OrderType.Limit,
            TimeInForce = timeInForce,
            Quantity = quantity,
            Price = price,
            ReduceOnly = reduceOnly,
        },
        Now);

    public SimulatedOrder Accepted(
        Side side,
        decimal quantity,
        decimal? price = null,
        TimeInForce timeInForce = TimeInForce.Gtc,
        bool reduceOnly = false,
        string account = Me,
        string? clientId = null,
        PositionSide positionSide = PositionSide.Net)
    {
        Answer<SimulatedOrder> answer = Place(side, quantity, price, timeInForce, reduceOnly, account, clientId, positionSide: positionSide);
        Assert.True(answer.IsAccepted, answer.Refusal?.Message);
        return answer.Value;
    }

    public SimulatedOrder Order(SimulatedOrder order) => Venue.FindOrder(order.Account, OrderKey.Of(order.OrderId))!;

    public SimulatedPosition Position(string account = Me) =>
        Venue.Positions(account, includeFlat: true).Single(statement => statement.Position.Symbol == Btc).Position;

    public SimulatedPosition Held(PositionSide side, string account = Me) => Venue.Positions(account, includeFlat: true)
        .Single(statement => statement.Position.Key == new PositionKey(Btc, side)).Position;

    public AccountSummary Summary(string account = Me) => Venue.Summary(account);
}
