using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Common;

public sealed class OrderFitTests
{
    private static readonly Instrument Bitcoin = new()
    {
        Id = new InstrumentId(VenueId.OkxPerp, Symbol.Parse("BTCUSDT")),
        NativeSymbol = "BTC-USDT-SWAP",
        SettleAsset = Asset.Usdt,
        Tick = new TickSize(0.1m),
        Lot = new LotSize(0.001m),
        MinQuantity = new Quantity(0.001m),
        MaxQuantity = new Quantity(2m),
        Fees = new FeeSchedule(Rate.Zero, Rate.Zero),
    };

    private static readonly OrderIntent Buy = new()
    {
        ClientOrderId = new ClientOrderId("pb1"),
        Pair = new PairId(1),
        Leg = LegRole.Long,
        Purpose = OrderPurpose.Open,
        Instrument = Bitcoin.Id,
        Side = Side.Buy,
        Quantity = new Quantity(0.005m),
        Type = OrderType.Limit,
        TimeInForce = TimeInForce.Ioc,
        LimitPrice = new Price(61_800m),
        ReferencePrice = new Price(61_800m),
        DecidedAt = ManualTime.SomeDay,
    };

    [Theory]
    [InlineData("0.005", "61800.1", true)]
    [InlineData("0.0055", "61800.1", false)]
    [InlineData("0", "61800.1", false)]
    [InlineData("0.005", "61800.15", false)]
    [InlineData("2", "61800.1", true)]
    [InlineData("2.001", "61800.1", false)]
    [InlineData("2.001", "", false)]
    [InlineData("0.005", "", true)]
    public void Refuse_QuantityAndPrice_HaveToBeWholeStepsAndOneOrder(string quantity, string price, bool fits)
    {
        OrderIntent intent = Buy with
        {
            Quantity = new Quantity(WireNumber.Parse(quantity)),
            Type = price.Length > 0 ? OrderType.Limit : OrderType.Market,
            LimitPrice = price.Length > 0 ? new Price(WireNumber.Parse(price)) : null,
        };

        AssertFits(fits, OrderFit.Refuse(intent, Bitcoin, PositionMode.OneWay));
        if (intent.LimitPrice is { } limit)
        {
            AssertFits(fits, OrderFit.Refuse(new OrderAmendment(Bitcoin.Id, intent.ClientOrderId, intent.Side, intent.Quantity, limit), Bitcoin));
        }
    }

    /// <summary>No order could keep to it: what the venue says of one is told, and what closes is not stopped here.</summary>
    [Fact]
    public void Refuse_MaximumBelowOneLot_IsNone() =>
        AssertFits(true, OrderFit.Refuse(Buy, Bitcoin with { MaxQuantity = Quantity.Zero }, PositionMode.OneWay));

    [Fact]
    public void Refuse_LimitWithoutPriceOrMarketWithOne_DoesNotFit()
    {
        AssertFits(false, OrderFit.Refuse(Buy with { LimitPrice = null }, Bitcoin, PositionMode.OneWay));
        AssertFits(false, OrderFit.Refuse(Buy with { Type = OrderType.Market }, Bitcoin, PositionMode.OneWay));
    }

    [Theory]
    [InlineData(LegRole.Long, Side.Buy, false)]
    [InlineData(LegRole.Long, Side.Sell, true)]
    [InlineData(LegRole.Short, Side.Buy, true)]
    [InlineData(LegRole.Short, Side.Sell, false)]
    public void Refuse_ReduceOnlyInHedgeMode_HasToMakeItsLegSmaller(LegRole leg, Side side, bool fits)
    {
        OrderIntent reducing = Buy with { Leg = leg, Side = side, ReduceOnly = true };

        AssertFits(fits, OrderFit.Refuse(reducing, Bitcoin, PositionMode.Hedge));
        AssertFits(true, OrderFit.Refuse(reducing, Bitcoin, PositionMode.OneWay));
        AssertFits(true, OrderFit.Refuse(reducing with { ReduceOnly = false }, Bitcoin, PositionMode.Hedge));
    }

    private static void AssertFits(bool fits, VenueOutcome.Refused? refused)
    {
        Assert.Equal(fits, refused is null);
        Assert.True(fits || refused!.Refusal is { Kind: RefusalKind.InvalidRequest, Code: "not_sent" });
    }
}
