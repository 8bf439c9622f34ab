using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Common;

/// <summary>What decides the shape of an order is what the venue has, and what is configured before it has said.</summary>
public sealed class OrderShapesTests
{
    private static readonly InstrumentId Bitcoin = new(VenueId.OkxPerp, Symbol.Parse("BTCUSDT"));
    private static readonly InstrumentId Ether = new(VenueId.OkxPerp, Symbol.Parse("ETHUSDT"));

    private readonly OrderShapes _shapes = new(SomeVenue.At(new Uri("http://127.0.0.1")) with { PositionMode = PositionMode.Hedge, MarginMode = MarginMode.Cross });

    [Fact]
    public void NothingRead_IsAsConfigured()
    {
        Assert.Equal(PositionMode.Hedge, _shapes.ModeOf(Bitcoin));
        Assert.Equal(MarginMode.Cross, _shapes.MarginOf(Order(Side.Sell, OrderPurpose.Close, reduceOnly: true)));
    }

    [Fact]
    public void PositionMode_WasRead_IsAsRead_AndTheWholeAccountsReplacesThatOfOneInstrument()
    {
        _shapes.Told(Bitcoin, PositionMode.OneWay);
        Assert.Equal((PositionMode.OneWay, PositionMode.Hedge), (_shapes.ModeOf(Bitcoin), _shapes.ModeOf(Ether)));

        _shapes.Told(PositionMode.OneWay);
        Assert.Equal(PositionMode.OneWay, _shapes.ModeOf(Ether));

        _shapes.Told(PositionMode.Hedge);
        Assert.Equal(PositionMode.Hedge, _shapes.ModeOf(Bitcoin));
    }

    [Fact]
    public void PositionMode_WasNotRead_IsThatOfWhatIsHeld()
    {
        _shapes.Told(Account(Held(1m, PositionSide.Net, MarginMode.Cross)));

        Assert.Equal(PositionMode.OneWay, _shapes.ModeOf(Bitcoin));
    }

    [Theory]
    [InlineData(OrderPurpose.Close, Side.Sell, true, MarginMode.Isolated)]
    // It adds to what is held.
    [InlineData(OrderPurpose.Hedge, Side.Buy, false, MarginMode.Isolated)]
    // Nothing of this side is held that it could make smaller.
    [InlineData(OrderPurpose.Unwind, Side.Buy, true, MarginMode.Cross)]
    [InlineData(OrderPurpose.Open, Side.Buy, false, MarginMode.Cross)]
    public void Margin_OfAnythingButAnOpeningOrder_IsThatOfThePositionItIsAbout(OrderPurpose purpose, Side side, bool reduceOnly, MarginMode expected)
    {
        _shapes.Told(Account(Held(1m, PositionSide.Net, MarginMode.Isolated)));

        Assert.Equal(expected, _shapes.MarginOf(Order(side, purpose, reduceOnly)));
    }

    [Fact]
    public void Margin_HeldInBoth_IsThatOfTheLarger()
    {
        _shapes.Told(Account(Held(1m, PositionSide.Long, MarginMode.Cross), Held(2m, PositionSide.Long, MarginMode.Isolated), Held(-9m, PositionSide.Short, MarginMode.Cross)));

        Assert.Equal(MarginMode.Isolated, _shapes.MarginOf(Order(Side.Sell, OrderPurpose.Close, reduceOnly: true)));
    }

    [Fact]
    public void Margin_NothingIsHeldAnyMore_IsAsConfigured()
    {
        _shapes.Told(Account(Held(1m, PositionSide.Net, MarginMode.Isolated)));
        _shapes.Told(Account());

        Assert.Equal(MarginMode.Cross, _shapes.MarginOf(Order(Side.Buy, OrderPurpose.Hedge, reduceOnly: false)));
    }

    private static AccountReport Account(params IReadOnlyList<PositionReport> positions) =>
        new(VenueId.OkxPerp, Asset.Usdt, 1_000m, 0m, 1_000m, positions, DateTimeOffset.UnixEpoch);

    private static PositionReport Held(decimal quantity, PositionSide side, MarginMode margin) =>
        new(Bitcoin, quantity, 100m, 100m, 0m) { Side = side, MarginMode = margin };

    private static OrderIntent Order(Side side, OrderPurpose purpose, bool reduceOnly) => new()
    {
        ClientOrderId = new ClientOrderId("pb1p1l0"),
        Pair = new PairId(1),
        Leg = LegRole.Long,
        Purpose = purpose,
        Instrument = Bitcoin,
        Side = side,
        Quantity = new Quantity(1m),
        Type = OrderType.Market,
        TimeInForce = TimeInForce.Ioc,
        ReduceOnly = reduceOnly,
        ReferencePrice = new Price(100m),
        DecidedAt = DateTimeOffset.UnixEpoch,
    };
}
