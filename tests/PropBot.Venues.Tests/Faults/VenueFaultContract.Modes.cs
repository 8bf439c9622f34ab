using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulator.Faults;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Faults;

/// <summary>Goal: an account whose modes are wrong, or cannot be asked for, keeps nothing from being closed.</summary>
public abstract partial class VenueFaultContract
{
    /// <summary>Another position mode is configured than the venue has, and what is held says by itself in which shape it is reduced.</summary>
    [Fact]
    public async Task ModesUnanswered_IsUp_ReducesWhatIsHeld_AndReadsThemWhenItCan()
    {
        await OpenAndStopAsync();
        int unanswered = await InjectAsync(FaultKind.ServerErrorBeforeAcceptance, rule => rule with { Match = ModesPath, Duration = TimeSpan.FromHours(1) });

        await using RunningAdapter other = await RunAsync(_options with { PositionMode = PositionMode.Hedge });

        Assert.IsType<SettingsLookup.Failed>(await other.Adapter.QuerySettingsAsync(CancellationToken.None));
        await CloseAsync(other);
        await _venue.Host.TakeBackAsync(unanswered);
        Assert.All((await SettingsAsync(other)).Instruments, i => Assert.Equal(PositionMode.OneWay, i.PositionMode));
    }

    [Fact]
    public async Task OtherCoinsAsMargin_IsUp_Told_AndReduces_UntilItIsSwitchedBack()
    {
        await OpenAndStopAsync();
        int switched = await InjectAsync(FaultKind.OtherCoinsAsMargin);

        await using RunningAdapter other = await RunAsync(_options);

        Assert.All((await SettingsAsync(other)).Instruments, i => Assert.NotNull(i.Obstacle));
        await CloseAsync(other);
        await _venue.Host.TakeBackAsync(switched);
        Assert.All((await SettingsAsync(other)).Instruments, i => Assert.Equal((null, (decimal?)_options.Leverage), (i.Obstacle, i.Leverage)));
    }

    /// <summary>The venue refuses to set the leverage: closing goes on, and it is set when the venue lets it be.</summary>
    [Fact]
    public async Task LeverageThatIsNotTaken_IsUp_Told_AndReduces_AndIsSetLater()
    {
        await OpenAndStopAsync();
        int refused = await InjectAsync(FaultKind.ServerErrorBeforeAcceptance, rule => rule with { Match = LeveragePath, Duration = TimeSpan.FromHours(1) });

        await using RunningAdapter other = await RunAsync(_options with { Leverage = 7, ListingInterval = TimeSpan.FromSeconds(2) });

        Assert.All((await SettingsAsync(other)).Instruments, i => Assert.Equal(_options.Leverage, i.Leverage));
        await CloseAsync(other);
        await _venue.Host.TakeBackAsync(refused);
        await other.Sink.WaitForAsync<AccountSettingsReported>(e => e.Settings.Instruments.All(i => i.Leverage == 7m));
    }

    private async Task OpenAndStopAsync()
    {
        OrderIntent open = Intent(OrderType.Market, TimeInForce.Ioc, null) with { Leg = LegRole.Short, Side = Side.Sell };
        await FillAsync(_running, open);
        await _running.DisposeAsync();
    }

    private async Task<RunningAdapter> RunAsync(VenueOptions options)
    {
        RunningAdapter running = new(_venue.CreateAdapter(options, new VenueClock(_venue.Time, _venue.Time.GetTimestamp())));
        await running.Sink.WaitForAsync<VenueLinkChanged>(link => link.Link == VenueLink.Up);
        return running;
    }

    private async Task CloseAsync(RunningAdapter running)
    {
        await FillAsync(running, Intent(OrderType.Market, TimeInForce.Ioc, null) with { Leg = LegRole.Short, Purpose = OrderPurpose.Close, ReduceOnly = true });
        Assert.Empty(Assert.IsType<AccountLookup.Found>(await running.Adapter.QueryAccountAsync(CancellationToken.None)).Report.Positions);
    }

    private static async Task FillAsync(RunningAdapter running, OrderIntent order)
    {
        Assert.IsType<VenueOutcome.Accepted>(await running.Adapter.PlaceAsync(order, CancellationToken.None));
        await running.Sink.WaitForAsync<OrderReported>(o => o.Report.ClientOrderId == order.ClientOrderId && o.Report.Status == OrderStatus.Filled);
    }

    private static async Task<AccountSettings> SettingsAsync(RunningAdapter running) =>
        Assert.IsType<SettingsLookup.Found>(await running.Adapter.QuerySettingsAsync(CancellationToken.None)).Settings;
}
