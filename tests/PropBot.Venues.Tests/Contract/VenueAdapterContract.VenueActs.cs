using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Contract;

/// <summary>What a venue does by itself: it liquidates, deleverages, warns, changes terms, takes an instrument off, shuts us out.</summary>
public abstract partial class VenueAdapterContract
{
    [Theory]
    [InlineData("forced_liquidation", OrderOrigin.Liquidation)]
    [InlineData("auto_deleverage", OrderOrigin.AutoDeleveraging)]
    public async Task Venue_ClosesThePosition_ItsFillsAreToldOnceWithTheirOrigin(string act, OrderOrigin origin)
    {
        OrderIntent intent = await OpenAsync();

        await _venue.ActAsync(act, _instrument.Id.Symbol, act == "auto_deleverage" ? 1m : null);

        await CheckForcedAsync(_running, intent, origin);
        Assert.Empty((await AccountAsync()).Positions);
        Assert.DoesNotContain(_running.Sink.Events, e => e is FillReported f && f.Fill.ClientOrderId != intent.ClientOrderId);
    }

    /// <summary>Goal: a liquidation while the line is down is not lost, and is the venue's doing also when it is told late.</summary>
    [Fact]
    public async Task Venue_ClosesThePositionWhileTheLineIsDown_ItIsToldWhenTheLineIsBack()
    {
        OrderIntent intent = await OpenAsync();
        LoopbackProxy[] cables = [new(_options.RestAddress), new(_options.PublicStreamAddress), new(_options.PrivateStreamAddress)];
        _cables.AddRange(cables);
        await using RunningAdapter distant = Run(_options with
        {
            RestAddress = cables[0].Address,
            PublicStreamAddress = cables[1].Address,
            PrivateStreamAddress = cables[2].Address,
        });
        await UpAsync(distant);
        int before = distant.Sink.Events.Count;
        Array.ForEach(cables, cable => cable.Pull());
        await distant.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link != VenueLink.Up, before);

        await _venue.ActAsync("forced_liquidation");
        await CheckForcedAsync(_running, intent, OrderOrigin.Liquidation);
        Array.ForEach(cables, cable => cable.PlugIn());

        await distant.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);
        await CheckForcedAsync(distant, intent, OrderOrigin.Liquidation);
    }

    [Fact]
    public async Task Venue_WarnsOfTheMargin_TheWarningIsTold()
    {
        await OpenAsync();
        Assert.True(_running.Adapter.Capabilities.MarginCalls);

        await _venue.LetMarginRunOutAsync(_running.Adapter);

        MarginCallReceived call = await _running.Sink.WaitForAsync<MarginCallReceived>();
        Assert.Equal(_options.Venue, call.Venue);
        Assert.NotEmpty(call.Detail);
    }

    [Fact]
    public async Task Venue_ChangesTheTick_TheNewOneIsToldAndTheBookIsReadInIt()
    {
        await RestartAsync(_options with { ListingInterval = TimeSpan.FromMilliseconds(300) });
        decimal tick = _instrument.Tick.Value;

        await _venue.ActAsync("tick_size_changed", _instrument.Id.Symbol, 10m);

        InstrumentsLoaded changed = await _running.Sink.WaitForAsync<InstrumentsLoaded>(l => TickOf(l) == tick * 10m);
        Assert.Equal(_instrument.Id, changed.Instruments[0].Id);
        DepthView book = await _running.Sink.WaitForBookAsync(_instrument.Id, view =>
            view is { Trust: BookTrust.Synced, HasBothSides: true } && IsOnTick(view, tick * 10m));
        Assert.InRange(book.BestBid.Value, book.BestAsk.Value * 0.99m, book.BestAsk.Value);
        OrderIntent intent = Intent(Side.Buy, OrderType.Market, TimeInForce.Ioc, null);
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        await CheckFilledAsync(intent);
    }

    [Fact]
    public async Task Venue_ChangesTheFundingInterval_TheNewOneIsTold()
    {
        await RestartAsync(_options with { ListingInterval = TimeSpan.FromMilliseconds(300) });

        await _venue.ActAsync("funding_interval_changed", _instrument.Id.Symbol, 4m);

        await _running.Sink.WaitForAsync<InstrumentsLoaded>(l =>
            l.Instruments.Single(i => i.Id == _instrument.Id).FundingInterval == TimeSpan.FromHours(4));
    }

    [Fact]
    public async Task Venue_TakesTheInstrumentOff_ItIsToldAsNotTrading()
    {
        await RestartAsync(_options with { ListingInterval = TimeSpan.FromMilliseconds(300) });

        await _venue.ActAsync("delisting", _instrument.Id.Symbol);

        await _running.Sink.WaitForAsync<InstrumentsLoaded>(l =>
            l.Instruments.Single(i => i.Id == _instrument.Id).Status != InstrumentStatus.Trading);
        VenueOutcome outcome = await _running.Adapter.PlaceAsync(await FarAsync(TimeInForce.Gtc), CancellationToken.None);
        Assert.Equal(RefusalKind.InstrumentNotTrading, Assert.IsType<VenueOutcome.Refused>(outcome).Refusal.Kind);
    }

    [Theory]
    [InlineData("banned", VenueAccess.Banned)]
    [InlineData("rate_limited", VenueAccess.Limited)]
    public async Task Venue_ShutsUsOut_ItIsAStateOfTheVenue(string act, VenueAccess access)
    {
        OrderIntent intent = await FarAsync(TimeInForce.Gtc);
        await _venue.ActAsync(act);

        VenueOutcome outcome = await _running.Adapter.PlaceAsync(intent, CancellationToken.None);

        Assert.True(outcome is VenueOutcome.Refused { Refusal.Kind: RefusalKind.RateLimited } or VenueOutcome.Accepted, $"{outcome}");
        VenueAccessChanged changed = await _running.Sink.WaitForAsync<VenueAccessChanged>();
        Assert.Equal((_options.Venue, access), (changed.Venue, changed.Access));
        Assert.True(changed.For > TimeSpan.Zero);
        Assert.NotEmpty(changed.Reason);
    }

    [Fact]
    public async Task Venue_TakesTheRightToTradeAway_TheKeySaysSo_AndOrdersAreRefused()
    {
        TradingRights usual = await RightsAsync();
        Assert.Equal((_options.Venue, true), (usual.Venue, usual.MayTrade));
        OrderIntent intent = await FarAsync(TimeInForce.Gtc);

        await _venue.ActAsync("trading_right_withdrawn");

        TradingRights told = await RightsAsync();
        Assert.Equal((_options.Venue, false), (told.Venue, told.MayTrade));
        Assert.NotEqual(usual.Detail, told.Detail);
        VenueOutcome outcome = await _running.Adapter.PlaceAsync(intent, CancellationToken.None);
        Assert.Equal(RefusalKind.Unauthorized, Assert.IsType<VenueOutcome.Refused>(outcome).Refusal.Kind);
        Assert.IsType<AccountLookup.Found>(await _running.Adapter.QueryAccountAsync(CancellationToken.None));
    }

    /// <summary>What is read back is what the venue has, not what was set: other modes and another leverage show up as they are, whoever set them.</summary>
    [Fact]
    public async Task Settings_AreReadBackAsTheVenueHasThem()
    {
        // The desk's own adapter may set them back: another one, that never sets any, asks.
        await using RunningAdapter reader = Run(_options with { ReadOnly = true });
        await UpAsync(reader);
        AccountSettings usual = await SettingsAsync(reader);
        Assert.Equal(_options.Venue, usual.Venue);
        Assert.Equal(_options.Symbols.Order(), usual.Instruments.Select(i => i.Instrument.Symbol).Order());
        Assert.All(usual.Instruments, i => Assert.Equal(
            (_options.PositionMode, _options.MarginMode, (decimal)_options.Leverage, null), (i.PositionMode, i.MarginMode, i.Leverage, i.Obstacle)));
        await _running.DisposeAsync();

        await _venue.ChangeSettingsAsync(_instrument.Id.Symbol, 7, null, null);
        AccountSettings changed = await SettingsAsync(reader);
        Assert.Equal(7m, changed.Instruments.Single(i => i.Instrument == _instrument.Id).Leverage);
        Assert.All(changed.Instruments, i => Assert.Equal(_options.PositionMode, i.PositionMode));

        await _venue.ChangeSettingsAsync(null, null, null, PositionMode.Hedge);
        Assert.All((await SettingsAsync(reader)).Instruments, i => Assert.Equal(PositionMode.Hedge, i.PositionMode));
    }

    private static async Task<AccountSettings> SettingsAsync(RunningAdapter adapter) =>
        Assert.IsType<SettingsLookup.Found>(await adapter.Adapter.QuerySettingsAsync(CancellationToken.None)).Settings;

    [Fact]
    public async Task Key_ThatTheVenueDoesNotKnow_MayNotTrade_AndADeadLineSaysNothing()
    {
        IVenueAdapter stranger = _venue.CreateAdapter(
            _options with { Credentials = _options.Credentials! with { Key = "somebody-elses-key-0123456789" } }, new VenueClock(_venue.Time, _venue.Time.GetTimestamp()));
        await using (stranger)
        {
            Assert.False(Assert.IsType<RightsLookup.Found>(await stranger.QueryRightsAsync(CancellationToken.None)).Rights.MayTrade);
        }

        var cable = new LoopbackProxy(_options.RestAddress);
        _cables.Add(cable);
        cable.Pull();
        IVenueAdapter distant = _venue.CreateAdapter(_options with { RestAddress = cable.Address, RequestTimeout = TimeSpan.FromSeconds(1) }, new VenueClock(_venue.Time, _venue.Time.GetTimestamp()));
        await using (distant)
        {
            Assert.IsType<RightsLookup.Failed>(await distant.QueryRightsAsync(CancellationToken.None));
        }
    }

    private async Task<TradingRights> RightsAsync() =>
        Assert.IsType<RightsLookup.Found>(await _running.Adapter.QueryRightsAsync(CancellationToken.None)).Rights;

    /// <summary>A long position of ours.</summary>
    private async Task<OrderIntent> OpenAsync()
    {
        OrderIntent intent = await MarketableAsync(Side.Buy);
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        await CheckFilledAsync(intent);
        return intent;
    }

    private async Task CheckForcedAsync(RunningAdapter adapter, OrderIntent intent, OrderOrigin origin)
    {
        await adapter.Sink.WaitForAsync<ForcedFillSeen>(_ => Forced(adapter).Sum(f => f.Quantity.Value) >= intent.Quantity.Value);
        IReadOnlyList<ForcedFill> forced = Forced(adapter);
        Assert.Equal(intent.Quantity.Value, forced.Sum(f => f.Quantity.Value));
        Assert.All(forced, f => Assert.Equal(
            (_instrument.Id, origin, Side.Sell, PositionSide.Net), (f.Instrument, f.Origin, f.Side, f.Position)));
        Assert.All(forced, f => Assert.True(f.Price.Value > 0m && f.Fee.Amount <= 0m, $"{f}"));
    }

    private static IReadOnlyList<ForcedFill> Forced(RunningAdapter adapter) =>
        [.. adapter.Sink.Events.OfType<ForcedFillSeen>().Select(f => f.Fill).DistinctBy(f => f.TradeId)];

    private decimal TickOf(InstrumentsLoaded loaded) => loaded.Instruments.Single(i => i.Id == _instrument.Id).Tick.Value;

    private static bool IsOnTick(DepthView view, decimal tick) =>
        view.BestBid.Value % tick == 0m && view.BestAsk.Value % tick == 0m;
}
