using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>Bid 100.0, ask 100.1; taker fee 0.05 %; liquidation fee 1 %; the margin call comes at 80 %.</summary>
public sealed class ForcedCloseTests
{
    private readonly TestVenue _test = new();

    public ForcedCloseTests() => _test.Move(100.05m);

    [Fact]
    public void ForcedLiquidation_EndsOrdersAndClosesAtTheMarket()
    {
        _test.Accepted(Side.Buy, 10m);
        SimulatedOrder resting = _test.Accepted(Side.Sell, 1m, 103.0m);

        SimulatedOrder closed = Assert.Single(_test.Venue.ForceLiquidation(TestVenue.Me, TestVenue.Btc, null, _test.Now));

        Assert.Equal((OrderOrigin.Liquidation, Side.Sell, 10m), (closed.Origin, closed.Side, closed.FilledQuantity));
        Assert.Equal(OrderEndReason.Liquidation, _test.Order(resting).EndReason);
        Assert.True(_test.Position().IsFlat);
        Assert.Equal(OrderOrigin.Liquidation, _test.Heard.Fills.Last().Origin);
        Assert.Single(_test.Heard.Mutations.OfType<AccountMutation.LiquidationStarted>());
        Assert.Contains(_test.Venue.Bills(TestVenue.Me, new HistoryQuery()), bill => bill.Type == BillType.LiquidationFee && bill.Amount == -10m);
        Assert.Empty(_test.Venue.ForceLiquidation(TestVenue.Me, TestVenue.Btc, null, _test.Now));
    }

    [Fact]
    public void ForcedLiquidation_OfOneSide_LeavesTheOther()
    {
        _test.Venue.SetPositionMode(TestVenue.Me, PositionMode.Hedge, _test.Now);
        _test.Accepted(Side.Buy, 10m, positionSide: PositionSide.Long);
        _test.Accepted(Side.Sell, 4m, positionSide: PositionSide.Short);

        SimulatedOrder closed = Assert.Single(_test.Venue.ForceLiquidation(TestVenue.Me, TestVenue.Btc, PositionSide.Short, _test.Now));

        Assert.Equal((Side.Buy, PositionSide.Short), (closed.Side, closed.PositionSide));
        Assert.Equal((10m, 0m), (_test.Held(PositionSide.Long).Quantity, _test.Held(PositionSide.Short).Quantity));
    }

    [Theory]
    [InlineData(null, 10.0)]
    [InlineData(3.0005, 3.0)]
    [InlineData(99.0, 10.0)]
    public void AutoDeleveraging_ClosesAtTheMark_PastTheBookAndWithoutAFee(double? asked, double closes)
    {
        _test.Accepted(Side.Buy, 10m);
        _test.Move(100.05m, mark: 104.33m);
        int trades = _test.Heard.Trades.Count;

        SimulatedOrder closed = _test.Venue.ForceAutoDeleverage(TestVenue.Me, TestVenue.Btc, (decimal?)asked, null, _test.Now)!;

        SimulatedFill fill = _test.Heard.Fills.Last();
        Assert.Equal((OrderOrigin.AutoDeleveraging, 104.3m, (decimal)closes, 0m), (fill.Origin, fill.Price, fill.Quantity, fill.Fee));
        Assert.Equal(SimulatedOrderStatus.Filled, closed.Status);
        Assert.Equal(10m - (decimal)closes, _test.Position().Quantity);
        Assert.Equal(trades, _test.Heard.Trades.Count);
    }

    [Fact]
    public void AutoDeleveraging_OfNothing_IsNothing() =>
        Assert.Null(_test.Venue.ForceAutoDeleverage(TestVenue.Me, TestVenue.Btc, null, null, _test.Now));

    [Fact]
    public void MarginCall_ComesOncePerPassage()
    {
        _test.Accepted(Side.Buy, 80m); // 8,008, fee 4.004; maintenance 1 % of the notional
        _test.Venue.Transfer(TestVenue.Me, -99_000m, _test.Now);
        int Calls() => _test.Heard.Mutations.OfType<AccountMutation.MarginCalled>().Count();

        _test.Move(90.05m); // equity 995.996 + 7204 - 8008 = 191.996, maintenance 72.04: 38 %
        Assert.Equal(0, Calls());
        _test.Move(88.75m); // 87.996 against 71: 81 %
        _test.Move(88.65m);
        AccountMutation.MarginCalled called = Assert.Single(_test.Heard.Mutations.OfType<AccountMutation.MarginCalled>());
        Assert.Equal((87.996m, 71m, MarginScope.Cross), (called.Equity, called.MaintenanceMargin, called.Scope));

        var restored = SimulatedVenue.Restore(_test.Options, _test.Venue.ExportState(), [], _test.Heard);
        restored.SetMarket(TestVenue.Btc, TestVenue.State(88.65m), _test.Now);
        Assert.Equal(1, Calls());

        _test.Move(90.05m);
        _test.Move(88.75m);
        Assert.Equal(2, Calls());
        Assert.Single(_test.Heard.Mutations.OfType<AccountMutation.MarginEased>());
    }

    [Theory]
    [InlineData(100.0, 0)]
    [InlineData(102.0, 1)]
    [InlineData(104.0, 2)]
    [InlineData(107.0, 3)]
    [InlineData(115.0, 4)]
    public void AutoDeleverageRank_RisesWithTheProfit(double mark, int rank)
    {
        _test.Accepted(Side.Buy, 10m);
        _test.Move(100.05m, mark: (decimal)mark);

        Assert.Equal(rank, _test.Venue.Positions(TestVenue.Me).Single().AutoDeleverageRank);
    }
}
