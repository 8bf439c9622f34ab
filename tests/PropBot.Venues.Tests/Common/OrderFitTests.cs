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
        Fees = new FeeSchedule(Rate.Zero, Rate.Zero),
    };

    [Theory]
    [InlineData("0.005", "61800.1", true)]
    [InlineData("0.0055", "61800.1", false)]
    [InlineData("0", "61800.1", false)]
    [InlineData("0.005", "61800.15", false)]
    [InlineData("0.005", "", true)]
    public void Check_QuantityAndPrice_HaveToBeWholeSteps(string quantity, string price, bool fits)
    {
        OrderIntent intent = new()
        {
            ClientOrderId = new ClientOrderId("pb1"),
            Pair = new PairId(1),
            Leg = LegRole.Long,
            Purpose = OrderPurpose.Open,
            Instrument = Bitcoin.Id,
            Side = Side.Buy,
            Quantity = new Quantity(WireNumber.Parse(quantity)),
            Type = price.Length > 0 ? OrderType.Limit : OrderType.Market,
            TimeInForce = TimeInForce.Ioc,
            LimitPrice = price.Length > 0 ? new Price(WireNumber.Parse(price)) : null,
            ReferencePrice = new Price(61_800m),
            DecidedAt = ManualTime.SomeDay,
        };

        VenueRefusal? refusal = OrderFit.Check(intent, Bitcoin);

        Assert.Equal(fits, refusal is null);
        Assert.True(fits || refusal!.Kind == RefusalKind.InvalidRequest);
    }
}
