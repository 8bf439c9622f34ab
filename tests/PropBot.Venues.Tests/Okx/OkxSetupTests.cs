using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Okx;

/// <summary>Account modes: set, read back, and refused with what is, what is needed and what to do.</summary>
public sealed class OkxSetupTests
{
    [Theory]
    [InlineData("""{"acctLv":"1","posMode":"net_mode"}""", "spot mode (acctLv 1): needed futures mode")]
    [InlineData("""{"acctLv":"3","posMode":"net_mode"}""", "multi-currency margin (acctLv 3): needed futures mode")]
    [InlineData("""{"acctLv":"4","posMode":"net_mode"}""", "portfolio margin (acctLv 4): needed futures mode")]
    [InlineData("""{"acctLv":"2","posMode":"net_mode","stgyType":"1"}""", "delta neutral")]
    // The venue says that it has switched and reads back otherwise.
    [InlineData("""{"acctLv":"2","posMode":"long_short_mode"}""", "the position mode is long_short_mode, needed net_mode; close all positions")]
    public async Task Run_AccountThatCannotBeTradedOn_IsDownAndSaysWhatToDo(string config, string expected)
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["GET /api/v5/account/config"] = _ => OkxStub.Data(config);

        await CheckDownAsync(venue, venue.Options, expected);
    }

    [Fact]
    public async Task Run_PositionModeThatTheVenueRefusesToSwitch_SaysWhy()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["POST /api/v5/account/set-position-mode"] =
            _ => """{"code":"59000","msg":"Your settings failed as you have positions or open orders","data":[]}""";

        await CheckDownAsync(
            venue,
            venue.Options with { PositionMode = PositionMode.Hedge },
            "the position mode is net_mode, needed long_short_mode; close all positions and cancel all orders on the venue, then it is set by itself. 59000 Your settings failed");
    }

    [Fact]
    public async Task Run_PositionInTheOtherMarginMode_IsDownAndNamesIt()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["GET /api/v5/account/positions"] = _ => OkxStub.Data("""{"instId":"BTC-USDT-SWAP","mgnMode":"isolated","posSide":"net","pos":"1"}""");

        await CheckDownAsync(venue, venue.Options, "the margin mode of the position in BTC-USDT-SWAP is isolated, needed cross; close the position");
    }

    [Fact]
    public async Task Run_IsolatedMarginMovedByHand_IsDown()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["GET /api/v5/account/config"] = _ => OkxStub.Data("""{"acctLv":"2","posMode":"net_mode","ctIsoMode":"autonomy"}""");

        await CheckDownAsync(venue, venue.Options with { MarginMode = MarginMode.Isolated }, "ctIsoMode autonomy");
    }

    [Fact]
    public async Task Run_LeverageThatReadsBackOtherwise_IsDownWithBothNumbers()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();

        await CheckDownAsync(
            venue, venue.Options with { Leverage = 5 }, "the cross leverage of BTC-USDT-SWAP is net 3, needed 5; cancel open orders, set it on the venue");
        Assert.True(venue.CountHeard("""POST /api/v5/account/set-leverage {"instId":"BTC-USDT-SWAP","lever":"5","mgnMode":"cross"}""") > 0);
    }

    /// <summary>Goal: hedge mode with isolated margin has a leverage for each side, and both are set and read back.</summary>
    [Fact]
    public async Task Run_HedgeAndIsolated_AreSetForBothSidesAndReadBack()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        string mode = "net_mode";
        Dictionary<string, string> leverage = new() { ["long"] = "10", ["short"] = "3" };
        venue.Rest["GET /api/v5/account/config"] = _ => OkxStub.Data($$"""{"acctLv":"2","posMode":"{{mode}}","ctIsoMode":"automatic"}""");
        venue.Rest["POST /api/v5/account/set-position-mode"] = _ => OkxStub.Data($$"""{"posMode":"{{mode = "long_short_mode"}}"}""");
        venue.Rest["GET /api/v5/account/leverage-info?instId=BTC-USDT-SWAP&mgnMode=isolated"] = _ => OkxStub.Data(leverage.Select(
            l => $$"""{"instId":"BTC-USDT-SWAP","mgnMode":"isolated","posSide":"{{l.Key}}","lever":"{{l.Value}}"}"""));
        venue.Rest["POST /api/v5/account/set-leverage"] = asked =>
        {
            leverage[asked.Contains("\"posSide\":\"long\"", StringComparison.Ordinal) ? "long" : "short"] = "5";
            return OkxStub.Data();
        };
        await using RunningAdapter adapter = new(venue.CreateAdapter(
            venue.Options with { PositionMode = PositionMode.Hedge, MarginMode = MarginMode.Isolated, Leverage = 5 }));

        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

        Assert.Equal(["5", "5"], leverage.Values);
    }

    /// <summary>Goal: an account that was switched while the desk runs is told as different, though the venue then refuses what else is asked.</summary>
    [Theory]
    [InlineData(MarginMode.Cross, """{"acctLv":"4","posMode":"net_mode"}""", "portfolio margin (acctLv 4)")]
    [InlineData(MarginMode.Cross, """{"acctLv":"3","posMode":"net_mode"}""", "multi-currency margin (acctLv 3)")]
    [InlineData(MarginMode.Cross, """{"acctLv":"2","posMode":"net_mode","stgyType":"1"}""", "delta neutral strategy (stgyType 1)")]
    [InlineData(MarginMode.Isolated, """{"acctLv":"2","posMode":"net_mode","ctIsoMode":"autonomy"}""", "isolated margin moved to positions by hand (ctIsoMode autonomy)")]
    public async Task Query_AccountSwitchedWhileRunning_IsFoundWithTheObstacle_AndAsksNoLeverage(MarginMode margin, string config, string expected)
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter(venue.Options with { MarginMode = margin }));
        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        venue.Rest["GET /api/v5/account/config"] = _ => OkxStub.Data(config);
        venue.Rest["GET /api/v5/account/leverage-info"] = _ => """{"code":"51010","msg":"You can't complete this request under your current account mode.","data":[]}""";
        int asked = venue.CountHeard("leverage-info");

        AccountSettings told = Assert.IsType<SettingsLookup.Found>(await adapter.Adapter.QuerySettingsAsync(CancellationToken.None)).Settings;

        InstrumentSettings only = Assert.Single(told.Instruments);
        Assert.Equal((expected, null), (only.Obstacle, only.Leverage));
        Assert.Equal(asked, venue.CountHeard("leverage-info"));
    }

    /// <summary>Cross margin is not moved to positions: how isolated margin would be does not matter.</summary>
    [Fact]
    public async Task Query_IsolatedMarginByHand_IsNoObstacleInCrossMode()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["GET /api/v5/account/config"] = _ => OkxStub.Data("""{"acctLv":"2","posMode":"net_mode","ctIsoMode":"autonomy"}""");
        await using RunningAdapter adapter = new(venue.CreateAdapter(venue.Options));
        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

        AccountSettings told = Assert.IsType<SettingsLookup.Found>(await adapter.Adapter.QuerySettingsAsync(CancellationToken.None)).Settings;

        Assert.Equal((null, 3m), (Assert.Single(told.Instruments).Obstacle, told.Instruments[0].Leverage));
    }

    private static async Task CheckDownAsync(OkxVenueStub venue, VenueOptions options, string expected)
    {
        await using RunningAdapter adapter = new(venue.CreateAdapter(options));

        VenueLinkChanged link = await adapter.Sink.WaitForAsync<VenueLinkChanged>();

        Assert.Equal(VenueLink.Down, link.Link);
        Assert.Contains(expected, link.Reason);
    }
}
