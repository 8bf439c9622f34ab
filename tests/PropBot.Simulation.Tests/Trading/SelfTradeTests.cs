using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>Two orders of one account meet: the rule of the one that arrives says what becomes of both.</summary>
public sealed class SelfTradeTests
{
    private readonly TestVenue _test = new();

    public SelfTradeTests() =>
        // Bid 99.7, ask 100.4: what rests at 99.9 and 100.0 is met before the market.
        _test.Venue.SetMarket(TestVenue.Btc, TestVenue.State(100.05m) with { HalfSpread = 0.35m }, _test.Now);

    [Theory]
    [InlineData(SelfTradeRule.CancelMaker, OrderEndReason.SelfTrade, OrderEndReason.None, 1)]
    [InlineData(SelfTradeRule.CancelTaker, OrderEndReason.None, OrderEndReason.SelfTrade, 0)]
    [InlineData(SelfTradeRule.CancelBoth, OrderEndReason.SelfTrade, OrderEndReason.SelfTrade, 0)]
    public void Taker_MeetsItsOwnOrder_WhoEndsIsItsRule(SelfTradeRule rule, OrderEndReason maker, OrderEndReason taker, int filled)
    {
        SimulatedOrder bid = _test.Accepted(Side.Buy, 2m, 99.9m);

        SimulatedOrder sell = Sell(1m, rule);

        Assert.Equal((maker, 0m), (_test.Order(bid).EndReason, _test.Order(bid).FilledQuantity));
        Assert.Equal((taker, (decimal)filled), (sell.EndReason, sell.FilledQuantity));
        Assert.Equal(maker == OrderEndReason.SelfTrade ? sell.OrderId : null, _test.Order(bid).SelfTradeOrderId);
        Assert.Equal(taker == OrderEndReason.SelfTrade ? bid.OrderId : null, sell.SelfTradeOrderId);
        Assert.Equal(-filled, _test.Position().Quantity);
    }

    [Fact]
    public void Taker_ThatGivesWay_KeepsWhatItHasTakenOfOthersBefore()
    {
        _test.Accepted(Side.Buy, 2m, 100.0m, account: TestVenue.Other);
        _test.Accepted(Side.Buy, 5m, 99.9m);

        SimulatedOrder sell = Sell(4m, SelfTradeRule.CancelTaker);

        Assert.Equal((SimulatedOrderStatus.Cancelled, OrderEndReason.SelfTrade, 2m), (sell.Status, sell.EndReason, sell.FilledQuantity));
        Assert.Equal(-2m, _test.Position().Quantity);
    }

    [Fact]
    public void Maker_ThatGivesWay_KeepsWhatOthersHadTakenOfIt()
    {
        SimulatedOrder bid = _test.Accepted(Side.Buy, 3m, 99.9m);
        _test.Accepted(Side.Sell, 1m, account: TestVenue.Other);

        SimulatedOrder sell = Sell(1m, SelfTradeRule.CancelMaker);

        Assert.Equal((OrderEndReason.SelfTrade, 1m), (_test.Order(bid).EndReason, _test.Order(bid).FilledQuantity));
        Assert.Equal(99.7m, sell.AveragePrice);
        Assert.True(_test.Position().IsFlat);
    }

    [Fact]
    public void Orders_WithoutPrevention_TradeWithEachOtherAndPayBothFees()
    {
        SimulatedOrder bid = _test.Accepted(Side.Buy, 2m, 99.9m);

        SimulatedOrder sell = Sell(1m, SelfTradeRule.Trade);

        Assert.Equal((SimulatedOrderStatus.Filled, 99.9m), (sell.Status, sell.AveragePrice));
        Assert.Equal((SimulatedOrderStatus.PartiallyFilled, 1m), (_test.Order(bid).Status, _test.Order(bid).FilledQuantity));
        Assert.True(_test.Position().IsFlat);
        Assert.True(sell.Fees < 0m && _test.Order(bid).Fees < 0m);
    }

    [Theory]
    [InlineData(SelfTradeRule.CancelTaker)]
    [InlineData(SelfTradeRule.CancelBoth)]
    public void FillOrKill_ThatWouldEndAtItsOwnOrder_TakesNothing(SelfTradeRule rule)
    {
        _test.Accepted(Side.Buy, 2m, 100.0m, account: TestVenue.Other);
        SimulatedOrder bid = _test.Accepted(Side.Buy, 5m, 99.9m);

        SimulatedOrder whole = Sell(2m, rule, TimeInForce.Fok, 99.8m);
        SimulatedOrder more = Sell(3m, rule, TimeInForce.Fok, 99.8m);

        Assert.Equal(SimulatedOrderStatus.Filled, whole.Status);
        Assert.Equal((OrderEndReason.FillOrKill, 0m), (more.EndReason, more.FilledQuantity));
        Assert.True(_test.Order(bid).IsOpen);
    }

    private SimulatedOrder Sell(decimal quantity, SelfTradeRule rule, TimeInForce timeInForce = TimeInForce.Ioc, decimal limit = 99.5m)
    {
        Answer<SimulatedOrder> answer = _test.Venue.Place(
            TestVenue.Me,
            new OrderRequest
            {
                Symbol = TestVenue.Btc,
                Side = Side.Sell,
                Type = OrderType.Limit,
                TimeInForce = timeInForce,
                Quantity = quantity,
                Price = limit,
                SelfTrade = rule,
            },
            _test.Now);
        Assert.True(answer.IsAccepted, answer.Refusal?.Message);
        return answer.Value;
    }
}
