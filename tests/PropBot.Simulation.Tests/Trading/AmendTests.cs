using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>Bid 100.0, ask 100.1, about 100 BTC at each.</summary>
public sealed class AmendTests
{
    private readonly TestVenue _test = new();

    public AmendTests() => _test.Move(100.05m);

    [Fact]
    public void NewPrice_KeepsTheNumbers_AndIsToldOnce()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 2m, 99.0m, clientId: "mine");

        SimulatedOrder amended = Amend(order, price: 99.5m).Value!;

        Assert.Equal((order.OrderId, "mine", 99.5m, 2m), (amended.OrderId, amended.ClientOrderId, amended.Price, amended.Quantity));
        Assert.Equal(amended, Assert.Single(_test.Heard.Mutations.OfType<AccountMutation.OrderAmended>()).Order);
        Assert.Equal([amended], _test.Venue.OpenOrders(TestVenue.Me));
    }

    [Fact]
    public void NewPrice_ThatReachesTheBook_Matches()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 2m, 99.0m);

        SimulatedOrder amended = Amend(order, price: 100.1m).Value!;

        Assert.Equal((SimulatedOrderStatus.Filled, 100.1m), (amended.Status, amended.AveragePrice));
    }

    [Fact]
    public void SmallerQuantity_KeepsItsPlace_LargerLosesIt()
    {
        SimulatedOrder first = _test.Accepted(Side.Buy, 4m, 99.95m - 0.05m);
        SimulatedOrder second = _test.Accepted(Side.Buy, 4m, 99.9m, account: TestVenue.Other);
        Amend(first, quantity: 3m);
        _test.Venue.Amend(TestVenue.Other, TestVenue.Btc, OrderKey.Of(second.OrderId), 3m, null, _test.Now);
        long[] Queue() => [.. _test.Venue.ExportState().Books[0].Queue.Select(place => place.OrderId)];
        Assert.Equal([first.OrderId, second.OrderId], Queue());

        Amend(first, quantity: 5m);

        Assert.Equal([second.OrderId, first.OrderId], Queue());
        Assert.Equal(5m, _test.Order(first).RemainingQuantity);
    }

    [Fact]
    public void PartlyFilledOrder_KeepsItsFills()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 150m, 100.1m); // takes the touch, the rest stands
        decimal filled = order.FilledQuantity;
        Assert.InRange(filled, 1m, 149m);

        Assert.Equal(RefusalReason.BelowFilledQuantity, Amend(order, quantity: decimal.Floor(filled)).Refusal?.Reason);
        SimulatedOrder amended = Amend(order, quantity: decimal.Ceiling(filled) + 1m).Value!;

        Assert.Equal((filled, SimulatedOrderStatus.PartiallyFilled), (amended.FilledQuantity, amended.Status));
    }

    [Theory]
    [InlineData(99.05, null, RefusalReason.PriceNotOnTick)]
    [InlineData(null, 2.0005, RefusalReason.QuantityNotOnLot)]
    [InlineData(null, 0.001, RefusalReason.BelowMinQuantity)]
    [InlineData(null, 5_001.0, RefusalReason.AboveMaxQuantity)]
    [InlineData(106.0, null, RefusalReason.PriceOutOfBand)]
    [InlineData(null, 0.01, RefusalReason.BelowMinNotional)]
    [InlineData(99.0, 2.0, RefusalReason.NothingToAmend)]
    [InlineData(null, 5_000.0, null)]
    public void Checks_AreThoseOfAnOrder(double? price, double? quantity, RefusalReason? expected)
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 2m, 99.0m);

        Answer<SimulatedOrder> answer = Amend(order, (decimal?)quantity, (decimal?)price);

        Assert.Equal(expected, answer.Refusal?.Reason);
        Assert.True(_test.Order(order).IsOpen);
    }

    [Fact]
    public void Margin_OfTheOldOrderIsFreeForTheNew()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 100m, 99.0m); // 990 of margin
        _test.Venue.Transfer(TestVenue.Me, -_test.Summary().AvailableBalance + 10m, _test.Now);

        Assert.Equal(RefusalReason.InsufficientMargin, Amend(order, quantity: 102m).Refusal?.Reason); // 1009.8 and the fee
        Assert.True(Amend(order, quantity: 100.2m).IsAccepted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PostOnly_ThatWouldTake_IsRefusedOrEnds(bool ends)
    {
        var test = new TestVenue(options => options with { ImpossibleAmendEndsOrder = ends });
        test.Move(100.05m);
        SimulatedOrder order = test.Accepted(Side.Buy, 2m, 99.0m, TimeInForce.PostOnly);

        Answer<SimulatedOrder> answer = test.Venue.Amend(TestVenue.Me, TestVenue.Btc, OrderKey.Of(order.OrderId), null, 100.1m, test.Now);

        Assert.Equal(ends ? null : RefusalReason.WouldTakeLiquidity, answer.Refusal?.Reason);
        Assert.Equal(ends ? OrderEndReason.PostOnly : OrderEndReason.None, test.Order(order).EndReason);
        Assert.Equal(!ends, test.Order(order).IsOpen);
    }

    [Fact]
    public void ClosedOrUnknownOrder_IsRefused()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 2m);

        Assert.Equal(RefusalReason.OrderAlreadyClosed, Amend(order, quantity: 3m).Refusal?.Reason);
        Assert.Equal(
            RefusalReason.UnknownOrder,
            _test.Venue.Amend(TestVenue.Me, TestVenue.Btc, OrderKey.Of(999), 3m, null, _test.Now).Refusal?.Reason);
    }

    private Answer<SimulatedOrder> Amend(SimulatedOrder order, decimal? quantity = null, decimal? price = null) =>
        _test.Venue.Amend(order.Account, order.Symbol, OrderKey.Of(order.OrderId), quantity, price, _test.Now);
}
