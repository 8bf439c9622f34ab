using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Tests.Okx;

public sealed class OkxOrderReadingTests
{
    private static readonly ClientOrderId Id = new("pb7f3k2p1l0");

    /// <summary>The recorded orders are of the spot pair, whose sizes are coins: one contract is one coin here.</summary>
    private static readonly OkxListing Coins = OkxSamples.Listing("BTCUSDT", ctVal: "1", lotSz: "0.00000001", tickSz: "0.1");

    [Fact]
    public void ReadReport_RecordedLifeOfAMarketOrder_HasEveryState()
    {
        OrderReport[] reports = [.. RecordedOrders().Select(o => OkxOrderReading.ReadReport(o, Coins, Id))];

        Assert.Equal(
            [OrderStatus.Filled, OrderStatus.Acknowledged, OrderStatus.PartiallyFilled, OrderStatus.Filled],
            reports.Select(r => r.Status));
        Assert.Equal([0.001m, 0m, 0.00038128m, 0.00038128m], reports.Select(r => r.CumulativeQuantity.Value));
        Assert.Equal([31_527.1m, 0m, 26_228.1m, 26_228.1m], reports.Select(r => r.AveragePrice));
        Assert.Equal("620258920632008725", reports[3].VenueOrderId.Value);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_694_153_250_535), reports[3].VenueTime);
        Assert.All(reports, r => Assert.Null(r.Refusal));
    }

    [Fact]
    public void ReadFill_RecordedLifeOfAMarketOrder_IsOneFillHoweverOftenTheOrderIsTold()
    {
        FillReport?[] fills = [.. RecordedOrders().Select(o => OkxOrderReading.ReadFill(o, Coins, Id))];

        Assert.Null(fills[1]);
        Assert.Null(fills[3]);
        FillReport fill = fills[2]!;
        Assert.Equal("435550732", fill.TradeId.Value);
        Assert.Equal(Side.Sell, fill.Side);
        Assert.Equal(26_228.1m, fill.Price.Value);
        Assert.Equal(0.00038128m, fill.Quantity.Value);
        Assert.False(fill.IsMaker);
        // The venue writes a paid fee as a negative number, as Core does.
        Assert.Equal(new Money(-0.010000249968m, Asset.Usdt), fill.Fee);
        Assert.True(fills[0]!.IsMaker);
    }

    [Fact]
    public void ReadReport_LiquidationInContracts_IsInBaseUnits()
    {
        OkxOrder order = OkxSamples.Orders(OkxSamples.Push("nautilus/okx/ws_orders_liquidation.json"))[0];

        OrderReport report = OkxOrderReading.ReadReport(order, OkxSamples.Bitcoin, OwnOrderIds.ForeignIdOf(order.ClOrdId));

        // 0.5 contracts of 0.01 BTC.
        Assert.Equal(0.005m, report.CumulativeQuantity.Value);
        Assert.Equal(OwnOrderIds.Foreign, report.ClientOrderId);
        Assert.Equal("full_liquidation", order.Category);
    }

    [Fact]
    public void ReadFill_FillWithoutItsFee_IsNotAFill()
    {
        OkxOrder order = OkxSamples.Orders(OkxSamples.Push("nautilus/okx/ws_orders_adl.json"))[0];

        Assert.Throws<FormatException>(() => OkxOrderReading.ReadFill(order, OkxSamples.Bitcoin, Id));
    }

    [Fact]
    public void ReadFill_RecordedFillEndpoint_IsExact()
    {
        string reply = OkxSamples.EndpointReply("jkorf/OKX.Net/Endpoints/UnifiedApi/Trading/GetUserTrades.txt");
        OkxFill wire = JsonSerializer.Deserialize(reply, OkxJson.Default.OkxReplyOkxFill)!.Data![0];

        FillReport fill = OkxOrderReading.ReadFill(wire, Coins, Id);

        Assert.Equal("744876980", fill.TradeId.Value);
        Assert.Equal(51_858m, fill.Price.Value);
        Assert.Equal(0.00192834m, fill.Quantity.Value);
        Assert.Equal(new Money(-0.00000192834m, new Asset("BTC")), fill.Fee);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_708_587_373_361), fill.VenueTime);
    }

    [Fact]
    public void ReadReport_PostOnlyThatWouldTake_SaysSo()
    {
        OkxOrder order = RecordedOrders()[1] with { State = "canceled", CancelSource = "31", CancelSourceReason = "post only" };

        OrderReport report = OkxOrderReading.ReadReport(order, Coins, Id);

        Assert.Equal(OrderStatus.Cancelled, report.Status);
        Assert.Equal(RefusalKind.WouldTakeLiquidity, report.Refusal!.Kind);
    }

    [Theory]
    [InlineData("live", OrderStatus.Acknowledged)]
    [InlineData("partially_filled", OrderStatus.PartiallyFilled)]
    [InlineData("filled", OrderStatus.Filled)]
    [InlineData("canceled", OrderStatus.Cancelled)]
    [InlineData("mmp_canceled", OrderStatus.Cancelled)]
    public void ReadReport_EveryStateOfTheVenue_IsKnown(string state, OrderStatus expected) =>
        Assert.Equal(expected, OkxOrderReading.ReadReport(RecordedOrders()[1] with { State = state }, Coins, Id).Status);

    [Fact]
    public void ReadReport_StateThatNobodyKnows_IsMalformed() =>
        Assert.Throws<FormatException>(() => OkxOrderReading.ReadReport(RecordedOrders()[1] with { State = "melted" }, Coins, Id));

    private static OkxOrder[] RecordedOrders() =>
        [.. SharedData.ReadLines("gocryptotrader/okx_wsOrders.jsonl").SelectMany(line => OkxSamples.Orders(OkxSamples.Utf8(line)))];
}
