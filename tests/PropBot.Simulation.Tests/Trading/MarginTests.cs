using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>Leverage 10; maintenance 1 % up to 50,000 USDT, then 2 % less 500; liquidation fee 1 %.</summary>
public sealed class MarginTests
{
    private readonly TestVenue _test = new();

    public MarginTests() => _test.Move(100.05m);

    [Fact]
    public void Summary_OfAPosition_HasMarginAtTheMark()
    {
        _test.Accepted(Side.Buy, 10m); // at 100.1, fee 0.5005
        _test.Move(100.05m, mark: 101m);

        AccountSummary summary = _test.Summary();

        Assert.Equal(9m, summary.UnrealizedPnl); // 10 x 101 - 1001
        Assert.Equal(100_008.4995m, summary.Equity);
        Assert.Equal(101m, summary.PositionInitialMargin); // 1010 / 10
        Assert.Equal(10.1m, summary.MaintenanceMargin);
        Assert.Equal(99_907.4995m, summary.AvailableBalance);
        Assert.Equal(10.1m / 100_008.4995m, summary.MarginRatio);
    }

    [Fact]
    public void OpenOrders_HoldMarginForTheLargerSide()
    {
        _test.Accepted(Side.Buy, 10m);
        _test.Move(100.05m, mark: 100m);
        _test.Accepted(Side.Buy, 5m, 99.0m);
        _test.Accepted(Side.Sell, 25m, 101.0m);

        // Held 1000. All buys: 1495. All sells: |1000 - 2525| = 1525. So orders hold (1525 - 1000) / 10.
        Assert.Equal(52.5m, _test.Summary().OrderInitialMargin);
    }

    [Fact]
    public void Reducing_NeedsNoMargin()
    {
        _test.Accepted(Side.Buy, 100m);
        _test.Venue.Transfer(TestVenue.Me, -_test.Summary().AvailableBalance, _test.Now);

        Assert.Equal(RefusalReason.InsufficientMargin, _test.Place(Side.Buy, 1m).Refusal?.Reason);
        Assert.True(_test.Place(Side.Sell, 100m).IsAccepted);
    }

    [Fact]
    public void Order_CountsFeeAndLossAgainstTheMark()
    {
        // 10 at 101.0 with a mark of 100: margin 101, loss 10, fee 0.505: 111.505.
        _test.Move(100.05m, mark: 100m);
        _test.Venue.Transfer(TestVenue.Me, -(100_000m - 111.5049m), _test.Now);
        Refusal? refusal = _test.Place(Side.Buy, 10m, 101.0m).Refusal;
        Assert.Equal((RefusalReason.InsufficientMargin, 111.505m), (refusal!.Reason, refusal.Actual));

        _test.Venue.Transfer(TestVenue.Me, 0.0001m, _test.Now);
        Assert.True(_test.Place(Side.Buy, 10m, 101.0m).IsAccepted);
    }

    [Fact]
    public void Leverage_IsSetAndReadBack()
    {
        Assert.Equal(10, _test.Venue.SettingsOf(TestVenue.Me, TestVenue.Btc).Leverage);

        Assert.Equal(3, _test.Venue.SetLeverage(TestVenue.Me, TestVenue.Btc, 3, _test.Now).Value!.Leverage);

        Assert.Equal(3, _test.Venue.SettingsOf(TestVenue.Me, TestVenue.Btc).Leverage);
        Assert.Equal(10, _test.Venue.SettingsOf(TestVenue.Me, TestVenue.Eth).Leverage);
        Assert.Equal(RefusalReason.LeverageOutOfRange, _test.Venue.SetLeverage(TestVenue.Me, TestVenue.Btc, 51, _test.Now).Refusal?.Reason);
        Assert.Equal(RefusalReason.LeverageOutOfRange, _test.Venue.SetLeverage(TestVenue.Me, TestVenue.Btc, 0, _test.Now).Refusal?.Reason);
    }

    [Fact]
    public void Leverage_ThatThePositionCannotCarry_IsRefused()
    {
        _test.Accepted(Side.Buy, 50m); // notional 5,002.5 at the mark: margin 500.25
        _test.Venue.Transfer(TestVenue.Me, -_test.Summary().AvailableBalance, _test.Now);

        Assert.Equal(RefusalReason.InsufficientMargin, _test.Venue.SetLeverage(TestVenue.Me, TestVenue.Btc, 9, _test.Now).Refusal?.Reason);
        Assert.True(_test.Venue.SetLeverage(TestVenue.Me, TestVenue.Btc, 11, _test.Now).IsAccepted);
    }

    [Theory]
    [InlineData(40_000, 400)] // 1 %
    [InlineData(50_000, 500)]
    [InlineData(80_000, 1_100)] // 2 % - 500
    public void Maintenance_FollowsItsTiers(int notional, int expected) =>
        Assert.Equal(expected, MarginRules.Maintenance(TestVenue.Setup(TestVenue.Btc), notional));

    [Fact]
    public void LiquidationPrice_IsWhereEquityMeetsMaintenance()
    {
        _test.Accepted(Side.Buy, 80m); // 8,008, fee 4.004
        _test.Venue.Transfer(TestVenue.Me, -99_000m, _test.Now);

        decimal price = _test.Venue.Positions(TestVenue.Me).Single().LiquidationPrice!.Value;

        // wallet 995.996 + 80 p - 8008 = 0.01 x 80 p  =>  p = 7012.004 / 79.2
        Assert.Equal(7_012.004m / 79.2m, price, 8);
        _test.Move(decimal.Ceiling(price * 10m) / 10m + 0.05m);
        Assert.Equal(80m, _test.Position().Quantity);
        _test.Move(decimal.Floor(price * 10m) / 10m - 0.05m);
        Assert.True(_test.Position().IsFlat);
    }

    [Fact]
    public void Equity_BelowMaintenance_IsLiquidatedAtTheMarket()
    {
        _test.Accepted(Side.Buy, 80m);
        SimulatedOrder resting = _test.Accepted(Side.Sell, 1m, 103.0m);
        _test.Venue.Transfer(TestVenue.Me, -99_000m, _test.Now);

        _test.Move(88.05m);

        Assert.Equal(OrderEndReason.Liquidation, _test.Order(resting).EndReason);
        SimulatedFill fill = _test.Heard.Fills.Last();
        Assert.True(fill.IsLiquidation);
        Assert.Equal((Side.Sell, 88.0m, 80m), (fill.Side, fill.Price, fill.Quantity));
        Assert.Single(_test.Heard.Mutations.OfType<AccountMutation.LiquidationStarted>());
        Assert.True(_test.Heard.Trades[^1].IsLiquidation);

        // 995.996 + (7040 - 8008) - 3.52 (taker fee) - 70.4 (clearance) = -45.924, which the insurance fund covers.
        AccountBill cover = _test.Venue.Bills(TestVenue.Me, new HistoryQuery())[^1];
        Assert.Equal((BillType.InsuranceCover, 45.924m, 0m), (cover.Type, cover.Amount, cover.BalanceAfter));
    }

    [Fact]
    public void HealthyAccount_IsLeftAlone()
    {
        _test.Accepted(Side.Sell, 80m, account: TestVenue.Other);
        _test.Accepted(Side.Buy, 80m);
        _test.Venue.Transfer(TestVenue.Me, -99_000m, _test.Now);

        _test.Move(88.05m);

        Assert.Equal(-80m, _test.Position(TestVenue.Other).Quantity);
    }
}
