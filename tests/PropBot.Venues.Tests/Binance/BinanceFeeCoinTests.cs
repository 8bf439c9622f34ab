using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Binance;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Binance;

/// <summary>Rule I10 over real sockets: the account's setting is told with its statements, and keeps nothing from running.</summary>
public sealed class BinanceFeeCoinTests
{
    [Fact]
    public async Task Account_ThatPaysItsFeesInBnb_SaysSo_UntilThatIsSwitchedOff()
    {
        await using VenueUnderTest venue = await SimulatedVenue.StartAsync(
            VenueId.BinanceUm, (options, clock) => new BinanceAdapter(options, clock, SilentVenueLog.Instance));

        Assert.Null(await FeeCoinAsync(venue));
        await SwitchAsync(venue, "true");
        Assert.Equal(new Asset("BNB"), await FeeCoinAsync(venue));
        await SwitchAsync(venue, "false");
        Assert.Null(await FeeCoinAsync(venue));
    }

    /// <summary>As an adapter that starts now tells it; its link comes up all the same.</summary>
    private static async Task<Asset?> FeeCoinAsync(VenueUnderTest venue)
    {
        await using var running = new RunningAdapter(venue.CreateAdapter(venue.Options, ClockOf(venue)));
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        AccountLookup lookup = await running.Adapter.QueryAccountAsync(CancellationToken.None);
        return Assert.IsType<AccountLookup.Found>(lookup).Report.FeeCoin;
    }

    /// <summary>What the account's owner does on the venue's site.</summary>
    private static async Task SwitchAsync(VenueUnderTest venue, string feeBurn)
    {
        using var rest = new BinanceRest(venue.Options, ClockOf(venue), new VenueCounters());
        Assert.True(await rest.Clock.MeasureAsync(CancellationToken.None));
        BinanceReply<BinanceError> reply = await rest.SendSignedAsync(
            HttpMethod.Post, "/fapi/v1/feeBurn", new BinanceParameters().Add("feeBurn", feeBurn), RequestLane.Reconcile, rest.Budgets.Weight(1),
            BinanceJson.Default.BinanceError, CancellationToken.None);
        Assert.IsType<BinanceReply<BinanceError>.Ok>(reply);
    }

    private static VenueClock ClockOf(VenueUnderTest venue) => new(venue.Time, venue.Time.GetTimestamp());
}
