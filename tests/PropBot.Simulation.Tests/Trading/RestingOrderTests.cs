using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>Orders that stand in the book. Bid 100.0 and ask 100.1, each with about 100 coins at the touch.</summary>
public sealed class RestingOrderTests
{
    private readonly TestVenue _test = new();

    public RestingOrderTests() => _test.Move(100.05m);

    private decimal TouchBid => _test.BestBid.Quantity / 1_000m;

    [Fact]
    public void RestingBid_BehindTheQueue_FillsOnlyAfterItIsServed()
    {
        decimal ahead = TouchBid;
        SimulatedOrder order = _test.Accepted(Side.Buy, 5m, 100.0m);

        _test.Move(100.05m, traded: ahead - 1m);
        Assert.Equal(0m, _test.Order(order).FilledQuantity);

        _test.Move(100.05m, traded: 3m);
        Assert.Equal(2m, _test.Order(order).FilledQuantity);
        Assert.Equal(SimulatedOrderStatus.PartiallyFilled, _test.Order(order).Status);

        _test.Move(100.05m, traded: 30m);
        SimulatedOrder filled = _test.Order(order);
        Assert.Equal((SimulatedOrderStatus.Filled, 100.0m), (filled.Status, filled.AveragePrice));
        Assert.All(_test.Heard.Fills, fill => Assert.True(fill.IsMaker));
    }

    [Fact]
    public void RestingBid_WhenOthersBuy_StaysWhereItIs()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 5m, 100.0m);

        _test.Move(100.05m, traded: 10_000m, buyShare: 1.0);

        Assert.Equal(0m, _test.Order(order).FilledQuantity);
    }

    [Fact]
    public void RestingBid_WhenItsQueueIsCancelledAway_MovesUp()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 5m, 100.0m);

        // The bid of the market falls to 99.9 while its ask stays: nobody stands before us at 100.0 any more.
        _test.Venue.SetMarket(TestVenue.Btc, TestVenue.State(100.0m, traded: 1m) with { HalfSpread = 0.1m }, _test.Now);

        Assert.Equal(1m, _test.Order(order).FilledQuantity);
    }

    [Fact]
    public void RestingBid_ThatTheMarketTradesThrough_FillsAtItsOwnPrice()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 5m, 100.0m);

        _test.Move(99.55m);

        SimulatedOrder filled = _test.Order(order);
        Assert.Equal((SimulatedOrderStatus.Filled, 100.0m), (filled.Status, filled.AveragePrice));
    }

    [Fact]
    public void RestingBid_LargerThanWhatCrossesIt_FillsByThatMuchAndTheBookIsNotCrossed()
    {
        _test.Venue.Transfer(TestVenue.Me, 100_000_000m, _test.Now);
        SimulatedOrder order = _test.Accepted(Side.Buy, 1_000m, 100.0m);

        _test.Move(99.95m);

        // About 100 coins were offered at 100.0; the next offer stands at 100.1.
        Assert.InRange(_test.Order(order).FilledQuantity, 99m, 101m);
        Assert.Equal(1_000, _test.BestBid.Price);
        Assert.Equal(1_001, _test.BestAsk.Price);
    }

    [Fact]
    public void RestingOrder_IsShownInTheBook()
    {
        long before = _test.BestAsk.Quantity;

        _test.Accepted(Side.Sell, 4m, 100.1m);

        Assert.Equal(before + 4_000, _test.BestAsk.Quantity);
    }

    [Fact]
    public void Cancel_TakesTheOrderOutOfTheBook()
    {
        long before = _test.BestAsk.Quantity;
        SimulatedOrder order = _test.Accepted(Side.Sell, 4m, 100.1m, clientId: "mine");

        Answer<SimulatedOrder> cancelled = _test.Venue.Cancel(TestVenue.Me, TestVenue.Btc, OrderKey.Of("mine"), _test.Now);

        Assert.Equal(OrderEndReason.CancelledByClient, cancelled.Value!.EndReason);
        Assert.Equal(before, _test.BestAsk.Quantity);
        Assert.Empty(_test.Venue.OpenOrders(TestVenue.Me));
        Assert.Equal(
            RefusalReason.OrderAlreadyClosed,
            _test.Venue.Cancel(TestVenue.Me, TestVenue.Btc, OrderKey.Of(order.OrderId), _test.Now).Refusal!.Reason);
        Assert.Equal(
            RefusalReason.UnknownOrder,
            _test.Venue.Cancel(TestVenue.Other, TestVenue.Btc, OrderKey.Of(order.OrderId), _test.Now).Refusal!.Reason);
    }

    [Fact]
    public void CancelAll_EndsEveryOpenOrderOfTheAccountOnly()
    {
        _test.Accepted(Side.Buy, 1m, 99.0m);
        _test.Accepted(Side.Sell, 1m, 101.0m);
        _test.Accepted(Side.Buy, 1m, 99.0m, account: TestVenue.Other);

        Assert.Equal(2, _test.Venue.CancelAll(TestVenue.Me, symbol: null, _test.Now).Count);
        Assert.Single(_test.Venue.OpenOrders(TestVenue.Other));
    }

    [Fact]
    public void PostOnly_ThatWouldMatch_IsAcceptedAndCancelledWhereTheVenueDoesSo()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 1m, 100.1m, TimeInForce.PostOnly);

        Assert.Equal(OrderEndReason.PostOnly, order.EndReason);
        Assert.Equal(0m, order.FilledQuantity);
    }

    [Fact]
    public void PostOnly_ThatWouldMatch_IsRefusedWhereTheVenueDoesSo()
    {
        var strict = new TestVenue(options => options with { RefusesTakingPostOnly = true });
        strict.Move(100.05m);

        Assert.Equal(RefusalReason.WouldTakeLiquidity, strict.Place(Side.Buy, 1m, 100.1m, TimeInForce.PostOnly).Refusal!.Reason);
        Assert.True(strict.Place(Side.Buy, 1m, 100.0m, TimeInForce.PostOnly).IsAccepted);
    }

    [Fact]
    public void RestingOrderBeforeTheMarket_IsTakenFirstByAnotherAccount()
    {
        _test.Venue.SetMarket(TestVenue.Btc, TestVenue.State(100.05m) with { HalfSpread = 0.35m }, _test.Now);
        SimulatedOrder bid = _test.Accepted(Side.Buy, 2m, 99.9m);

        SimulatedOrder sell = _test.Accepted(Side.Sell, 3m, account: TestVenue.Other);

        // 2 at our 99.9, then 1 at the market's 99.7.
        Assert.Equal((2m * 99.9m) + 99.7m, sell.FilledNotional);
        Assert.Equal(SimulatedOrderStatus.Filled, _test.Order(bid).Status);
        SimulatedFill maker = _test.Heard.Fills.First(fill => fill.Account == TestVenue.Me);
        SimulatedFill taker = _test.Heard.Fills.First(fill => fill.Account == TestVenue.Other);
        Assert.Equal(maker.TradeId, taker.TradeId);
        Assert.True(maker.IsMaker);
        Assert.Single(_test.Heard.Trades, trade => trade.TradeId == maker.TradeId);
    }

    [Fact]
    public void OwnRestingOrder_InTheWayOfOnesTaker_GivesWay()
    {
        _test.Venue.SetMarket(TestVenue.Btc, TestVenue.State(100.05m) with { HalfSpread = 0.35m }, _test.Now);
        SimulatedOrder bid = _test.Accepted(Side.Buy, 2m, 99.9m);

        SimulatedOrder sell = _test.Accepted(Side.Sell, 1m);

        Assert.Equal(OrderEndReason.SelfTrade, _test.Order(bid).EndReason);
        Assert.Equal(99.7m, sell.AveragePrice);
    }

    [Fact]
    public void ReduceOnly_WithoutAPosition_IsRefused()
    {
        Assert.Equal(RefusalReason.ReduceOnlyWouldIncrease, _test.Place(Side.Sell, 1m, reduceOnly: true).Refusal!.Reason);
        _test.Accepted(Side.Buy, 1m);
        Assert.Equal(RefusalReason.ReduceOnlyWouldIncrease, _test.Place(Side.Buy, 1m, reduceOnly: true).Refusal!.Reason);
    }

    [Fact]
    public void ReduceOnly_LargerThanThePosition_ClosesItAndEnds()
    {
        _test.Accepted(Side.Buy, 3m);

        SimulatedOrder order = _test.Accepted(Side.Sell, 5m, reduceOnly: true);

        Assert.Equal((3m, OrderEndReason.ReduceOnly), (order.FilledQuantity, order.EndReason));
        Assert.True(_test.Position().IsFlat);
    }

    [Fact]
    public void RestingReduceOnly_ShrinksWithThePositionAndEndsWithIt()
    {
        _test.Accepted(Side.Buy, 3m);
        SimulatedOrder order = _test.Accepted(Side.Sell, 3m, 100.4m, reduceOnly: true);

        _test.Accepted(Side.Sell, 2m);
        Assert.True(_test.Order(order).IsOpen);

        _test.Move(100.75m);
        SimulatedOrder ended = _test.Order(order);
        Assert.Equal((1m, OrderEndReason.ReduceOnly), (ended.FilledQuantity, ended.EndReason));
        Assert.True(_test.Position().IsFlat);
    }
}
