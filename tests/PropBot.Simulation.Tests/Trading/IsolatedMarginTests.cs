using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>Bid 100.0, ask 100.1; leverage 10; maintenance 1 %; taker fee 0.05 %; liquidation fee 1 %.</summary>
public sealed class IsolatedMarginTests
{
    private readonly TestVenue _test = new();

    public IsolatedMarginTests()
    {
        _test.Move(100.05m);
        Assert.True(_test.Venue.SetMarginMode(TestVenue.Me, TestVenue.Btc, MarginMode.Isolated, _test.Now).IsAccepted);
    }

    [Fact]
    public void Mode_WithAPositionOrAnOrder_IsLocked()
    {
        SimulatedOrder order = _test.Accepted(Side.Buy, 1m, 99.0m);
        Assert.Equal(RefusalReason.ModeLockedByOrder, Set(MarginMode.Cross).Refusal?.Reason);

        _test.Venue.Cancel(TestVenue.Me, TestVenue.Btc, OrderKey.Of(order.OrderId), _test.Now);
        _test.Accepted(Side.Buy, 1m);
        Assert.Equal(RefusalReason.ModeLockedByPosition, Set(MarginMode.Cross).Refusal?.Reason);
        Assert.Equal(RefusalReason.LeverageLockedByIsolatedPosition, _test.Venue.SetLeverage(TestVenue.Me, TestVenue.Btc, 9, _test.Now).Refusal?.Reason);

        _test.Accepted(Side.Sell, 1m);
        Assert.Equal(MarginMode.Cross, Set(MarginMode.Cross).Value?.MarginMode);
    }

    [Fact]
    public void Position_TakesItsMarginFromTheWallet_AndGivesItBack()
    {
        _test.Accepted(Side.Buy, 10m); // 1001, margin 100.1, fee 0.5005
        AccountSummary held = _test.Summary();
        Assert.Equal((100.1m, 99_999.4995m - 100.1m), (held.IsolatedMargin, held.CrossWalletBalance));
        Assert.Equal(held.CrossWalletBalance, held.AvailableBalance);

        _test.Accepted(Side.Sell, 4m); // at 100.0
        Assert.Equal(60.06m, _test.Position().IsolatedMargin);

        _test.Accepted(Side.Sell, 16m); // turned over: 10 short at 100.0
        Assert.Equal((-10m, 100m), (_test.Position().Quantity, _test.Position().IsolatedMargin));

        _test.Accepted(Side.Buy, 10m);
        Assert.Equal((0m, 0m), (_test.Position().IsolatedMargin, _test.Summary().IsolatedMargin));
        Assert.Equal(_test.Summary().WalletBalance, _test.Summary().CrossWalletBalance);
    }

    [Fact]
    public void Margin_MovesInAndOut_WithinWhatIsFree()
    {
        _test.Accepted(Side.Buy, 10m);
        _test.Move(100.05m, mark: 100.1m); // initial margin 100.1, no profit

        Assert.Equal(150.1m, Move(50m).Value!.IsolatedMargin);
        Assert.Equal(RefusalReason.InsufficientMargin, Move(-50.01m).Refusal?.Reason);
        Assert.Equal(100.1m, Move(-50m).Value!.IsolatedMargin);
        Assert.Equal(RefusalReason.InsufficientMargin, Move(100_000m).Refusal?.Reason);
        Assert.Equal(2, _test.Heard.Mutations.OfType<AccountMutation.IsolatedMarginMoved>().Count());
    }

    [Fact]
    public void Margin_OfNothing_CannotBeMoved()
    {
        Assert.Equal(RefusalReason.NoPosition, Move(1m).Refusal?.Reason);
        Assert.Equal(
            RefusalReason.NotIsolated,
            _test.Venue.MoveIsolatedMargin(TestVenue.Me, TestVenue.Eth, PositionSide.Net, 1m, _test.Now).Refusal?.Reason);
    }

    [Fact]
    public void Liquidation_CostsThePositionsMarginAlone()
    {
        _test.Accepted(Side.Buy, 10m);
        decimal cross = _test.Summary().CrossWalletBalance;
        decimal price = _test.Venue.Positions(TestVenue.Me).Single().LiquidationPrice!.Value;

        // 100.1 + 10 p - 1001 = 0.01 x 10 p  =>  p = 900.9 / 9.9
        Assert.Equal(91m, price, 8);
        _test.Move(91.05m, mark: 91.1m);
        Assert.Equal(10m, _test.Position().Quantity);
        _test.Move(85.05m);

        Assert.True(_test.Position().IsFlat);
        Assert.Equal(cross, _test.Summary().WalletBalance);
        AccountMutation.LiquidationStarted started = Assert.Single(_test.Heard.Mutations.OfType<AccountMutation.LiquidationStarted>());
        Assert.Equal(new PositionKey(TestVenue.Btc, PositionSide.Net), started.Scope.Position);

        // 100.1 + 10 x (85.0 - 100.1) - 0.425 (fee) - 8.5 (clearance) = -59.825 beyond the margin.
        AccountBill cover = _test.Venue.Bills(TestVenue.Me, new HistoryQuery())[^1];
        Assert.Equal((BillType.InsuranceCover, 59.825m), (cover.Type, cover.Amount));
    }

    [Fact]
    public void Funding_IsPaidFromThePositionsMargin()
    {
        _test.Accepted(Side.Buy, 10m);
        _test.Move(100.05m, mark: 100m);
        decimal cross = _test.Summary().CrossWalletBalance;

        _test.Venue.SettleFunding(TestVenue.Btc, new Rate(0.001m), _test.Now);

        Assert.Equal(99.1m, _test.Position().IsolatedMargin);
        Assert.Equal(cross, _test.Summary().CrossWalletBalance);
    }

    [Fact]
    public void Restored_MarginIsTheSame()
    {
        _test.Accepted(Side.Buy, 10m);
        Move(7m);

        var restored = SimulatedVenue.Restore(_test.Options, VenueState.Empty(_test.Venue.Id), _test.Heard.Mutations);
        var fromState = SimulatedVenue.Restore(_test.Options, _test.Venue.ExportState(), []);

        Assert.Equal(107.1m, restored.Positions(TestVenue.Me).Single().Position.IsolatedMargin);
        Assert.Equal(107.1m, fromState.Positions(TestVenue.Me).Single().Position.IsolatedMargin);
    }

    private Answer<SymbolSettings> Set(MarginMode mode) => _test.Venue.SetMarginMode(TestVenue.Me, TestVenue.Btc, mode, _test.Now);

    private Answer<SimulatedPosition> Move(decimal amount) =>
        _test.Venue.MoveIsolatedMargin(TestVenue.Me, TestVenue.Btc, PositionSide.Net, amount, _test.Now);
}
