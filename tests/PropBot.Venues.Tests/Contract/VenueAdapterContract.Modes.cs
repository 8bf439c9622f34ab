using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Contract;

/// <summary>Position and margin modes: set, read back, traded in.</summary>
public abstract partial class VenueAdapterContract
{
    [Theory]
    [InlineData(PositionMode.Hedge, MarginMode.Cross)]
    [InlineData(PositionMode.OneWay, MarginMode.Isolated)]
    [InlineData(PositionMode.Hedge, MarginMode.Isolated)]
    public async Task Modes_OtherThanTheUsual_AreSetAndTradedIn(PositionMode positions, MarginMode margin)
    {
        await RestartAsync(_options with { PositionMode = positions, MarginMode = margin, Leverage = 5 });
        OrderIntent open = await MarketableAsync(Side.Sell) with { Leg = LegRole.Short };
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(open, CancellationToken.None));
        await CheckFilledAsync(open);

        PositionReport position = Assert.Single((await AccountAsync()).Positions);
        Assert.Equal(
            (-open.Quantity.Value, positions == PositionMode.Hedge ? PositionSide.Short : PositionSide.Net, margin, (decimal?)5m),
            (position.SignedQuantity, position.Side, position.MarginMode, position.Leverage));
        if (margin == MarginMode.Isolated)
        {
            // A fifth of the notional is its margin: liquidation is about that far away.
            Assert.InRange(position.LiquidationPrice!.Value, position.MarkPrice * 1.10m, position.MarkPrice * 1.25m);
        }

        OrderIntent close = (await MarketableAsync(Side.Buy)) with { Leg = LegRole.Short, ReduceOnly = true, Purpose = OrderPurpose.Close };
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(close, CancellationToken.None));
        await CheckFilledAsync(close);
        Assert.Empty((await AccountAsync()).Positions);
    }

    [Fact]
    public async Task Modes_Hedge_HoldsALongAndAShortBesideEachOther()
    {
        await RestartAsync(_options with { PositionMode = PositionMode.Hedge });
        OrderIntent longLeg = await MarketableAsync(Side.Buy);
        OrderIntent shortLeg = (await MarketableAsync(Side.Sell)) with { Leg = LegRole.Short };
        foreach (OrderIntent leg in new[] { longLeg, shortLeg })
        {
            Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(leg, CancellationToken.None));
            await CheckFilledAsync(leg);
        }

        AccountReport account = await AccountAsync();

        Assert.Equal(
            [(PositionSide.Long, longLeg.Quantity.Value), (PositionSide.Short, -shortLeg.Quantity.Value)],
            account.Positions.OrderBy(p => p.Side).Select(p => (p.Side, p.SignedQuantity)));
    }

    /// <summary>
    /// Goal: the venue keeps its modes while a position is held. A desk that is configured otherwise is up all the same, is told so, and its orders reduce
    /// what is held, in the shape that the venue needs; once it is flat the modes are set without anybody's help.
    /// </summary>
    [Theory]
    [InlineData(PositionMode.OneWay, MarginMode.Cross, PositionMode.Hedge, MarginMode.Cross)]
    [InlineData(PositionMode.OneWay, MarginMode.Cross, PositionMode.Hedge, MarginMode.Isolated)]
    [InlineData(PositionMode.Hedge, MarginMode.Isolated, PositionMode.OneWay, MarginMode.Cross)]
    public async Task Modes_OtherWantedWhileAPositionIsHeld_AreToldAndItIsClosedInItsOwn(
        PositionMode positions, MarginMode margin, PositionMode wantedPositions, MarginMode wantedMargin)
    {
        await RestartAsync(_options with { PositionMode = positions, MarginMode = margin });
        OrderIntent open = await MarketableAsync(Side.Sell) with { Leg = LegRole.Short };
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(open, CancellationToken.None));
        await CheckFilledAsync(open);

        await RestartAsync(_options with { PositionMode = wantedPositions, MarginMode = wantedMargin, ListingInterval = TimeSpan.FromSeconds(2) });

        InstrumentSettings told = (await SettingsAsync(_running)).Instruments.Single(i => i.Instrument == _instrument.Id);
        Assert.Equal((positions, margin), (told.PositionMode, told.MarginMode));
        OrderIntent close = (await MarketableAsync(Side.Buy)) with { Leg = LegRole.Short, ReduceOnly = true, Purpose = OrderPurpose.Close };
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(close, CancellationToken.None));
        await CheckFilledAsync(close);
        Assert.Empty((await AccountAsync()).Positions);

        await _running.Sink.WaitForAsync<AccountSettingsReported>(
            e => e.Settings.Instruments.All(i => (i.PositionMode, i.MarginMode) == (wantedPositions, wantedMargin)));
    }

    [Fact]
    public async Task Modes_OfARunThatOnlyReads_AreLeftAsTheyAre()
    {
        await using RunningAdapter reading = Run(_options with { ReadOnly = true, Leverage = 7, PositionMode = PositionMode.Hedge });
        await reading.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

        OrderIntent open = await MarketableAsync(Side.Buy);
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(open, CancellationToken.None));
        await CheckFilledAsync(open);
        PositionReport position = Assert.Single((await AccountAsync()).Positions);
        Assert.Equal((PositionSide.Net, (decimal?)_options.Leverage), (position.Side, position.Leverage));
    }

    [Fact]
    public async Task Run_FromTheStart_TellsTheClockWithinItsWindow()
    {
        VenueClockMeasured clock = await _running.Sink.WaitForAsync<VenueClockMeasured>();

        Assert.Equal((_options.Venue, _options.ReceiveWindow), (clock.Venue, clock.Window));
        Assert.InRange(clock.Offset, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
        Assert.False(clock.MayOnlyReduce);
    }

    private async Task RestartAsync(VenueOptions options)
    {
        await _running.DisposeAsync();
        _options = options;
        _running = Run(options);
        await UpAsync(_running);
        await SyncedAsync(_running);
    }
}
