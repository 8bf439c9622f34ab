using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Books;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>Orders that meet the book on arrival. Bid 100.0 and ask 100.1, each with about 100 coins at the touch.</summary>
public sealed class TakerOrderTests
{
    private readonly TestVenue _test = new();

    public TakerOrderTests() => _test.Move(100.05m);

    [Fact]
    public void MarketBuy_WithinTheTouch_FillsAtTheAsk()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 5m);

        Assert.Equal(SimulatedOrderStatus.Filled, order.Status);
        Assert.Equal(100.1m, order.AveragePrice);
        SimulatedFill fill = Assert.Single(_test.Heard.Fills);
        Assert.False(fill.IsMaker);
        Assert.Equal(5m, fill.Quantity);
    }

    [Fact]
    public void MarketSell_LargerThanTheTouch_WalksTheShownLevels()
    {
        IReadOnlyList<BookLevel> bids = _test.Venue.Snapshot(TestVenue.Btc, 3).Bids;
        decimal touch = bids[0].Quantity / 1_000m;
        decimal second = bids[1].Quantity / 1_000m;

        SimulatedOrder order = _test.Accepted(Side.Sell, touch + second + 0.5m);

        var fills = _test.Heard.Fills.ToList();
        Assert.Equal([100.0m, 99.9m, 99.8m], fills.Select(fill => fill.Price));
        Assert.Equal([touch, second, 0.5m], fills.Select(fill => fill.Quantity));
        Assert.Equal((touch * 100.0m) + (second * 99.9m) + (0.5m * 99.8m), order.FilledNotional);
    }

    [Fact]
    public void Taker_AfterAFill_FindsTheLiquidityGone()
    {
        long before = _test.BestAsk.Quantity;

        _test.Accepted(Side.Buy, 30m);

        Assert.Equal(before - 30_000, _test.BestAsk.Quantity);
        _test.Accepted(Side.Buy, (before / 1_000m) - 30m);
        Assert.Equal(1_002, _test.BestAsk.Price);
    }

    [Fact]
    public void TakenLiquidity_ReturnsByHalvesEveryThreeSeconds()
    {
        long before = _test.BestAsk.Quantity;
        _test.Accepted(Side.Buy, 40m);

        _test.Move(100.05m, afterSeconds: 3);
        Assert.Equal(before - 20_000, _test.BestAsk.Quantity);

        _test.Move(100.05m, afterSeconds: 3);
        Assert.Equal(before - 10_000, _test.BestAsk.Quantity);

        _test.Move(100.05m, afterSeconds: 120);
        Assert.Equal(before, _test.BestAsk.Quantity);
    }

    [Fact]
    public void TakenLiquidity_StaysGoneWhenTheMarketMovesByATick()
    {
        _test.Accepted(Side.Buy, 40m);

        _test.Move(100.15m);

        // About 100 coins stand at the new touch of 100.2; 40 of them are missing.
        Assert.Equal(1_002, _test.BestAsk.Price);
        Assert.InRange(_test.BestAsk.Quantity, 59_000, 60_500);
    }

    [Fact]
    public void ImmediateOrCancel_BeyondItsLimit_CancelsTheRemainder()
    {
        decimal touch = _test.BestAsk.Quantity / 1_000m;

        SimulatedOrder order = _test.Accepted(Side.Buy, touch + 7m, 100.1m, TimeInForce.Ioc);

        Assert.Equal(SimulatedOrderStatus.Cancelled, order.Status);
        Assert.Equal(OrderEndReason.ImmediateRemainder, order.EndReason);
        Assert.Equal(touch, order.FilledQuantity);
        Assert.Equal(100.1m, order.AveragePrice);
    }

    [Fact]
    public void ImmediateOrCancel_OutOfReach_EndsWithoutAFill()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 1m, 100.0m, TimeInForce.Ioc);

        Assert.Equal(OrderEndReason.ImmediateRemainder, order.EndReason);
        Assert.Equal(0m, order.FilledQuantity);
        Assert.Empty(_test.Heard.Trades);
    }

    [Fact]
    public void FillOrKill_ThatTheBookCannotFillWhole_TouchesNothing()
    {
        long before = _test.BestAsk.Quantity;

        SimulatedOrder order = _test.Accepted(Side.Buy, (before / 1_000m) + 0.001m, 100.1m, TimeInForce.Fok);

        Assert.Equal(OrderEndReason.FillOrKill, order.EndReason);
        Assert.Equal(0m, order.FilledQuantity);
        Assert.Equal(before, _test.BestAsk.Quantity);
    }

    [Fact]
    public void FillOrKill_ThatTheBookCanFill_FillsWhole()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, _test.BestAsk.Quantity / 1_000m, 100.1m, TimeInForce.Fok);

        Assert.Equal(SimulatedOrderStatus.Filled, order.Status);
    }

    [Fact]
    public void Limit_BetterThanTheBook_FillsAtTheBooksPriceAndRestsForTheRest()
    {
        decimal touch = _test.BestAsk.Quantity / 1_000m;

        SimulatedOrder order = _test.Accepted(Side.Buy, touch + 3m, 100.1m);

        Assert.Equal(SimulatedOrderStatus.PartiallyFilled, order.Status);
        Assert.Equal(3m, order.RemainingQuantity);
        Assert.Equal((1_001, 3_000), (_test.BestBid.Price, _test.BestBid.Quantity));
    }

    [Fact]
    public void Taker_PrintsItsOwnPublicTrades()
    {
        _test.Accepted(Side.Sell, 2m);

        PublicTrade trade = Assert.Single(_test.Heard.Trades);
        Assert.Equal((Side.Sell, 100.0m, 2m), (trade.TakerSide, trade.Price, trade.Quantity));
        Assert.Equal(trade.TradeId, _test.Heard.Fills.Single().TradeId);
        Assert.Equal(trade, Assert.Single(_test.Venue.RecentTrades(TestVenue.Btc, 10)));
    }

    [Fact]
    public void Market_LargerThanTheWholeBook_EndsWithWhatThereWas()
    {
        _test.Venue.Transfer(TestVenue.Me, 100_000_000m, _test.Now);
        decimal all = _test.Venue.Snapshot(TestVenue.Btc, 100).Asks.Sum(level => level.Quantity) / 1_000m;

        SimulatedOrder order = _test.Accepted(Side.Buy, all + 1m);

        Assert.Equal(OrderEndReason.ImmediateRemainder, order.EndReason);
        Assert.Equal(all, order.FilledQuantity);
        Assert.Equal(OrderEndReason.NoLiquidity, _test.Accepted(Side.Buy, 1m).EndReason);
    }
}
