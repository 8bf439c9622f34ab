using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>Bid 100.0, ask 100.1; leverage 10; taker fee 0.05 %.</summary>
public sealed class HedgeModeTests
{
    private readonly TestVenue _test = new();

    public HedgeModeTests()
    {
        _test.Move(100.05m);
        Assert.Null(_test.Venue.SetPositionMode(TestVenue.Me, PositionMode.Hedge, _test.Now));
    }

    [Fact]
    public void Mode_WithAPositionOrAnOrder_IsLocked()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 1m, 99.0m, positionSide: PositionSide.Long);
        Assert.Equal(RefusalReason.ModeLockedByOrder, _test.Venue.SetPositionMode(TestVenue.Me, PositionMode.OneWay, _test.Now)?.Reason);

        _test.Venue.Cancel(TestVenue.Me, TestVenue.Btc, OrderKey.Of(order.OrderId), _test.Now);
        _test.Accepted(Side.Buy, 1m, positionSide: PositionSide.Long);
        Assert.Equal(RefusalReason.ModeLockedByPosition, _test.Venue.SetPositionMode(TestVenue.Me, PositionMode.OneWay, _test.Now)?.Reason);

        _test.Accepted(Side.Sell, 1m, positionSide: PositionSide.Long);
        Assert.Null(_test.Venue.SetPositionMode(TestVenue.Me, PositionMode.OneWay, _test.Now));
        Assert.Equal(PositionMode.OneWay, _test.Venue.PositionModeOf(TestVenue.Me));
    }

    [Theory]
    [InlineData(TestVenue.Me, PositionSide.Net)]
    [InlineData(TestVenue.Other, PositionSide.Long)]
    [InlineData(TestVenue.Other, PositionSide.Short)]
    public void Order_WithASideThatTheModeHasNot_IsRefused(string account, PositionSide side) => Assert.Equal(
        RefusalReason.PositionSideMismatch, _test.Place(Side.Buy, 1m, account: account, positionSide: side).Refusal?.Reason);

    [Fact]
    public void LongAndShort_StandBesideEachOther()
    {
        _test.Accepted(Side.Buy, 10m, positionSide: PositionSide.Long); // at 100.1
        _test.Accepted(Side.Sell, 4m, positionSide: PositionSide.Short); // at 100.0
        _test.Move(100.05m, mark: 101m);

        Assert.Equal((10m, 100.1m), (_test.Held(PositionSide.Long).Quantity, _test.Held(PositionSide.Long).EntryPrice));
        Assert.Equal((-4m, 100.0m), (_test.Held(PositionSide.Short).Quantity, _test.Held(PositionSide.Short).EntryPrice));
        AccountSummary summary = _test.Summary();
        Assert.Equal(9m - 4m, summary.UnrealizedPnl);
        Assert.Equal(101m + 40.4m, summary.PositionInitialMargin);
        Assert.Equal(10.1m + 4.04m, summary.MaintenanceMargin);
    }

    [Fact]
    public void Close_OfASide_IsAgainstThatSideAlone()
    {
        _test.Accepted(Side.Buy, 10m, positionSide: PositionSide.Long);
        _test.Accepted(Side.Sell, 4m, positionSide: PositionSide.Short);

        _test.Accepted(Side.Buy, 4m, positionSide: PositionSide.Short); // 100.0 to 100.1

        Assert.True(_test.Held(PositionSide.Short).IsFlat);
        Assert.Equal(10m, _test.Held(PositionSide.Long).Quantity);
        AccountBill pnl = _test.Venue.Bills(TestVenue.Me, new HistoryQuery()).Single(bill => bill.Type == BillType.RealizedPnl);
        Assert.Equal((-0.4m, PositionSide.Short), (pnl.Amount, pnl.PositionSide));
    }

    [Fact]
    public void Close_OfMoreThanTheSideHolds_IsRefused_AndReduceOnlyIsCut()
    {
        _test.Accepted(Side.Buy, 1m, positionSide: PositionSide.Long);

        Refusal? refusal = _test.Place(Side.Sell, 2m, positionSide: PositionSide.Long).Refusal;
        Assert.Equal((RefusalReason.ClosesMoreThanHeld, 1m, 2m), (refusal!.Reason, refusal.Limit, refusal.Actual));
        Assert.Equal(
            RefusalReason.ReduceOnlyWouldIncrease, _test.Place(Side.Buy, 2m, positionSide: PositionSide.Short).Refusal?.Reason);

        Assert.Equal(1m, _test.Accepted(Side.Sell, 2m, reduceOnly: true, positionSide: PositionSide.Long).FilledQuantity);
    }

    [Fact]
    public void RestingClose_ShrinksWithItsSide()
    {
        _test.Accepted(Side.Buy, 3m, positionSide: PositionSide.Long);
        _test.Accepted(Side.Sell, 5m, positionSide: PositionSide.Short);
        SimulatedOrder close = _test.Accepted(Side.Sell, 3m, 101.0m, positionSide: PositionSide.Long);

        _test.Accepted(Side.Sell, 2m, positionSide: PositionSide.Long);
        _test.Move(101.55m);

        Assert.Equal((1m, OrderEndReason.ReduceOnly), (_test.Order(close).FilledQuantity, _test.Order(close).EndReason));
        Assert.Equal(-5m, _test.Held(PositionSide.Short).Quantity);
    }

    [Fact]
    public void Funding_IsPaidPerSide()
    {
        _test.Accepted(Side.Buy, 10m, positionSide: PositionSide.Long);
        _test.Accepted(Side.Sell, 4m, positionSide: PositionSide.Short);
        _test.Move(100.05m, mark: 100m);

        _test.Venue.SettleFunding(TestVenue.Btc, new Rate(0.001m), _test.Now);

        IEnumerable<(PositionSide, decimal)> paid = _test.Venue.Bills(TestVenue.Me, new HistoryQuery())
            .Where(bill => bill.Type == BillType.Funding).Select(bill => (bill.PositionSide, bill.Amount));
        Assert.Equal([(PositionSide.Long, -1m), (PositionSide.Short, 0.4m)], paid);
    }

    [Fact]
    public void OpeningOrders_HoldMarginEach_ClosingOnesNone()
    {
        _test.Accepted(Side.Buy, 10m, positionSide: PositionSide.Long);
        _test.Accepted(Side.Buy, 10m, 99.0m, positionSide: PositionSide.Long);
        _test.Accepted(Side.Sell, 10m, 102.0m, positionSide: PositionSide.Short);
        _test.Accepted(Side.Sell, 10m, 103.0m, positionSide: PositionSide.Long);

        Assert.Equal(99m + 102m, _test.Summary().OrderInitialMargin);
    }

    [Fact]
    public void LiquidationPrice_CountsBothSides()
    {
        _test.Accepted(Side.Buy, 80m, positionSide: PositionSide.Long); // 8,008, fee 4.004
        _test.Accepted(Side.Sell, 20m, positionSide: PositionSide.Short); // 2,000, fee 1
        _test.Venue.Transfer(TestVenue.Me, -99_000m, _test.Now);

        decimal price = _test.Venue.Positions(TestVenue.Me)[0].LiquidationPrice!.Value;

        // 994.996 + 80 p - 8008 - 20 p + 2000 = 0.01 x 100 p  =>  p = 5013.004 / 59
        Assert.Equal(5_013.004m / 59m, price, 8);
        Assert.Equal(price, _test.Venue.Positions(TestVenue.Me)[1].LiquidationPrice!.Value);
    }

    [Fact]
    public void Restored_PositionsKeepTheirSides()
    {
        _test.Accepted(Side.Buy, 10m, positionSide: PositionSide.Long);
        _test.Accepted(Side.Sell, 4m, positionSide: PositionSide.Short);
        _test.Accepted(Side.Sell, 4m, 102.0m, positionSide: PositionSide.Long);

        var restored = SimulatedVenue.Restore(_test.Options, VenueState.Empty(_test.Venue.Id), _test.Heard.Mutations);

        Assert.Equal(
            _test.Venue.Positions(TestVenue.Me).Select(one => one.Position), restored.Positions(TestVenue.Me).Select(one => one.Position));
        Assert.Equal(_test.Venue.OpenOrders(TestVenue.Me), restored.OpenOrders(TestVenue.Me));
        Assert.Equal(PositionMode.Hedge, restored.PositionModeOf(TestVenue.Me));
    }
}
