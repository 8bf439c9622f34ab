using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Tests.Bybit;

public sealed class BybitOrderReadingTests
{
    private static readonly ClientOrderId Id = new("pb7f3k2p1l0");

    [Fact]
    public void ReadReport_RecordedFilledOrder_IsExact()
    {
        OrderReport report = Report(Order(SharedData.ReadText("nautilus/bybit/ws_account_order_filled.json")));

        Assert.Equal(OrderStatus.Filled, report.Status);
        Assert.Equal(0.1m, report.CumulativeQuantity.Value);
        Assert.Equal(30_000.50m, report.AveragePrice);
        Assert.Equal("5cf98598-39a7-459e-97bf-76ca765ee020", report.VenueOrderId.Value);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_672_364_262_457), report.VenueTime);
        Assert.Null(report.Refusal);
    }

    [Fact]
    public void ReadReport_RecordedRejectAfterAPartialFill_KeepsTheFilledQuantity()
    {
        OrderReport report = Report(Order(SharedData.ReadText("nautilus/bybit/ws_account_order_partially_filled_rejected.json")));

        Assert.Equal(OrderStatus.Rejected, report.Status);
        Assert.Equal(50m, report.CumulativeQuantity.Value);
        Assert.Equal(new VenueRefusal(RefusalKind.Unmapped, "UNKNOWN", ""), report.Refusal);
    }

    [Fact]
    public void ReadReport_RecordedPostOnlyThatWouldTake_SaysSo()
    {
        string reply = BybitSamples.EndpointReply("jkorf/Bybit.Net/Endpoints/V5Api/Trading/GetOrderHistory.txt");

        OrderReport report = Report(BybitSamples.First(reply, BybitJson.Default.BybitReplyBybitPageBybitOrder));

        Assert.Equal(OrderStatus.Cancelled, report.Status);
        Assert.Equal(new VenueRefusal(RefusalKind.WouldTakeLiquidity, "EC_PostOnlyWillTakeLiquidity", ""), report.Refusal);
    }

    [Fact]
    public void ReadReport_RecordedOpenOrders_AreAcknowledged()
    {
        BybitOrder[] orders = JsonSerializer.Deserialize(
            SharedData.ReadText("nautilus/bybit/http_get_orders_realtime.json"), BybitJson.Default.BybitReplyBybitPageBybitOrder)!.Result!.List!;

        Assert.All(orders.Where(o => o.OrderStatus == "New"), o => Assert.Equal(OrderStatus.Acknowledged, Report(o).Status));
        Assert.NotEmpty(orders);
    }

    [Fact]
    public void ReadReport_RecordedCancelWithoutAnAveragePrice_IsCancelled()
    {
        string reply = SharedData.ReadText("nautilus/bybit/http_get_orders_history.json");

        OrderReport report = Report(BybitSamples.First(reply, BybitJson.Default.BybitReplyBybitPageBybitOrder));

        Assert.Equal(OrderStatus.Cancelled, report.Status);
        Assert.Equal(0m, report.AveragePrice);
        Assert.Null(report.Refusal);
    }

    [Theory]
    [InlineData("New", "0", OrderStatus.Acknowledged)]
    [InlineData("New", "0.5", OrderStatus.PartiallyFilled)]
    [InlineData("PartiallyFilled", "0.5", OrderStatus.PartiallyFilled)]
    [InlineData("Filled", "1", OrderStatus.Filled)]
    [InlineData("Cancelled", "0.5", OrderStatus.Cancelled)]
    [InlineData("PartiallyFilledCanceled", "0.5", OrderStatus.Cancelled)]
    [InlineData("Deactivated", "0", OrderStatus.Cancelled)]
    [InlineData("Rejected", "0", OrderStatus.Rejected)]
    public void ReadReport_EveryStatusOfTheVenue_IsKnown(string status, string filled, OrderStatus expected) => Assert.Equal(
        expected,
        Report(new BybitOrder { OrderId = "7", OrderStatus = status, CumExecQty = filled, UpdatedTime = "1672364262457" }).Status);

    [Fact]
    public void ReadFill_RecordedExecutions_TurnTheVenuesSignAround()
    {
        BybitExecution[] executions = JsonSerializer.Deserialize(
            SharedData.ReadText("nautilus/bybit/http_get_executions.json"), BybitJson.Default.BybitReplyBybitPageBybitExecution)!.Result!.List!;

        FillReport maker = BybitOrderReading.ReadFill(executions[0], BybitSamples.Bitcoin, Id)!;
        FillReport taker = BybitOrderReading.ReadFill(executions[1], BybitSamples.Bitcoin, Id)!;

        Assert.Equal("e0cbe81d-0f18-5866-9415-cf319b5dab3b", maker.TradeId.Value);
        Assert.Equal(50_000m, maker.Price.Value);
        Assert.Equal(0.1m, maker.Quantity.Value);
        Assert.True(maker.IsMaker);
        // The venue writes a paid fee as a positive number.
        Assert.Equal(new Money(-0.0150m, Asset.Usdt), maker.Fee);
        Assert.Equal(Side.Sell, taker.Side);
        Assert.Equal(new Money(-0.9m, Asset.Usdt), taker.Fee);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_672_282_822_529), taker.VenueTime);
    }

    [Fact]
    public void ReadFill_RecordedPush_IsExact()
    {
        string line = SharedData.ReadLines("gocryptotrader/bybit_wsAuth.jsonl").Single(l => l.Contains("\"topic\": \"execution\""));

        FillReport fill = BybitOrderReading.ReadFill(
            JsonSerializer.Deserialize(line, BybitJson.Default.BybitTopicBybitExecution)!.Data![0], BybitSamples.Listed("XRPUSDT", "0.0001", "1"), Id)!;

        Assert.Equal(0.3374m, fill.Price.Value);
        Assert.Equal(25m, fill.Quantity.Value);
        Assert.Equal(new Money(-0.005061m, Asset.Usdt), fill.Fee);
        Assert.False(fill.IsMaker);
    }

    [Fact]
    public void ReadForced_RecordedAutoDeleveraging_IsTheVenuesOwnTrade()
    {
        BybitExecution adl = JsonSerializer.Deserialize(
            SharedData.ReadText("nautilus/bybit/ws_account_execution_adl.json"), BybitJson.Default.BybitTopicBybitExecution)!.Data![0];

        ForcedFill net = BybitOrderReading.ReadForced(adl, BybitSamples.Bitcoin, PositionMode.OneWay);
        ForcedFill hedged = BybitOrderReading.ReadForced(adl, BybitSamples.Bitcoin, PositionMode.Hedge);

        Assert.Equal((OrderOrigin.AutoDeleveraging, Side.Sell, PositionSide.Net), (net.Origin, net.Side, net.Position));
        Assert.Equal((95_850m, 0.5m, new Money(0m, Asset.Usdt)), (net.Price.Value, net.Quantity.Value, net.Fee));
        Assert.Equal(PositionSide.Long, hedged.Position);
    }

    [Theory]
    [InlineData("Trade", "CreateByUser", OrderOrigin.Client)]
    [InlineData("Trade", null, OrderOrigin.Client)]
    [InlineData("Trade", "CreateByLiq", OrderOrigin.Liquidation)]
    [InlineData("Trade", "CreateByMmRateClose", OrderOrigin.Client)]
    [InlineData("BustTrade", null, OrderOrigin.Liquidation)]
    [InlineData("BustTrade", "CreateByTakeOver_PassThrough", OrderOrigin.Liquidation)]
    [InlineData("AdlTrade", "CreateByAdl_PassThrough", OrderOrigin.AutoDeleveraging)]
    [InlineData("Delivery", "CreateBySettle", OrderOrigin.Settlement)]
    [InlineData("Settle", null, OrderOrigin.Settlement)]
    public void Origin_OfAnExecution_IsWhoMadeIt(string execType, string? createType, OrderOrigin expected) =>
        Assert.Equal(expected, BybitOrigin.Of(new BybitExecution { ExecType = execType, CreateType = createType }));

    [Fact]
    public void ReadFill_Funding_IsNoTrade() => Assert.Null(BybitOrderReading.ReadFill(new BybitExecution { ExecType = "Funding" }, BybitSamples.Bitcoin, Id));

    [Fact]
    public void ReadReport_OfALiquidation_SaysWhoMadeItWhatAndHowMuch()
    {
        OrderReport report = Report(new BybitOrder
        {
            OrderId = "7",
            OrderStatus = "Filled",
            CreateType = "CreateByLiq",
            Side = "Sell",
            OrderType = "Limit",
            Qty = "0.5",
            Price = "61000.10",
            CumExecQty = "0.5",
            UpdatedTime = "1672364262457",
        });

        Assert.Equal(
            (OrderOrigin.Liquidation, Side.Sell, 0.5m, 61_000.1m), (report.Origin, report.Side!.Value, report.Quantity!.Value.Value, report.LimitPrice!.Value.Value));
    }

    private static BybitOrder Order(string push) => JsonSerializer.Deserialize(push, BybitJson.Default.BybitTopicBybitOrder)!.Data![0];

    private static OrderReport Report(BybitOrder order) => BybitOrderReading.ReadReport(order, BybitSamples.Bitcoin, Id);
}
