using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Okx;

/// <summary>
/// Account modes: set, read back, and told with what is, what is needed and what to do. The link comes up whatever they are, and orders have the shape of
/// those that were read.
/// </summary>
public sealed class OkxSetupTests
{
    [Theory]
    [InlineData("""{"acctLv":"1","posMode":"net_mode"}""", "spot mode (acctLv 1): needed futures mode")]
    [InlineData("""{"acctLv":"3","posMode":"net_mode"}""", "multi-currency margin (acctLv 3): needed futures mode")]
    [InlineData("""{"acctLv":"4","posMode":"net_mode"}""", "portfolio margin (acctLv 4): needed futures mode")]
    [InlineData("""{"acctLv":"2","posMode":"net_mode","stgyType":"1"}""", "delta neutral")]
    // The venue says that it has switched and reads back otherwise.
    [InlineData("""{"acctLv":"2","posMode":"long_short_mode"}""", "the position mode is long_short_mode, needed net_mode; close all positions")]
    public async Task Run_AccountThatNothingMayOpenOn_IsUpAndSaysWhatToDo(string config, string expected)
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["GET /api/v5/account/config"] = _ => OkxStub.Data(config);

        await CheckUpAsync(venue, venue.Options, expected);
    }

    [Fact]
    public async Task Run_PositionModeThatTheVenueRefusesToSwitch_SaysWhy()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["POST /api/v5/account/set-position-mode"] =
            _ => """{"code":"59000","msg":"Your settings failed as you have positions or open orders","data":[]}""";

        await CheckUpAsync(
            venue,
            venue.Options with { PositionMode = PositionMode.Hedge },
            "the position mode is net_mode, needed long_short_mode; close all positions and cancel all orders, then it is set by itself. 59000 Your settings failed");
    }

    [Fact]
    public async Task Run_PositionInTheOtherMarginMode_IsUpAndNamesIt()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["GET /api/v5/account/positions"] = _ => OkxStub.Data(Isolated("net"));

        await CheckUpAsync(venue, venue.Options, "the margin mode of the position in BTC-USDT-SWAP is isolated, needed cross; close the position");
    }

    [Fact]
    public async Task Run_IsolatedMarginMovedByHand_IsUpAndSaysSo()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["GET /api/v5/account/config"] = _ => OkxStub.Data("""{"acctLv":"2","posMode":"net_mode","ctIsoMode":"autonomy"}""");

        await CheckUpAsync(venue, venue.Options with { MarginMode = MarginMode.Isolated }, "ctIsoMode autonomy");
    }

    [Fact]
    public async Task Run_LeverageThatReadsBackOtherwise_IsUpAndSaysBothNumbers()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();

        await CheckUpAsync(
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

    /// <summary>Goal: a key that may only read cannot set anything; the link is up all the same, and its rights say why nothing opens.</summary>
    [Fact]
    public async Task Run_KeyThatMayOnlyRead_IsUpAndSaysWhatIsOther()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["POST /api/v5/account/set-leverage"] = _ => """{"code":"50120","msg":"This API key doesn't have permission to use this function","data":[]}""";

        await CheckUpAsync(venue, venue.Options with { Leverage = 5 }, "50120 This API key doesn't have permission");
    }

    /// <summary>Goal: a question that is not answered delays nothing: the link is up, nothing is set without having been read, and it is asked again.</summary>
    [Fact]
    public async Task Run_ModesThatAreNotAnswered_IsUp_AndTheyAreSetOnceTheyAre()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["GET /api/v5/account/config"] = _ => """{"code":"50013","msg":"Systems are busy.","data":[]}""";
        string leverage = "3";
        venue.Rest["GET /api/v5/account/leverage-info"] = _ => OkxStub.Data($$"""{"instId":"BTC-USDT-SWAP","mgnMode":"cross","posSide":"net","lever":"{{leverage}}"}""");
        venue.Rest["POST /api/v5/account/set-leverage"] = _ => OkxStub.Data($$"""{"lever":"{{leverage = "5"}}"}""");
        RecordingLog log = new();
        await using RunningAdapter adapter = new(venue.CreateAdapter(venue.Options with { Leverage = 5, ListingInterval = TimeSpan.FromMilliseconds(200) }, log));

        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        Assert.Contains(log.Warnings, w => w.Contains("nothing may open before the account's modes are read: account config cannot be read: 50013 Systems are busy.", StringComparison.Ordinal));
        Assert.IsType<SettingsLookup.Failed>(await adapter.Adapter.QuerySettingsAsync(CancellationToken.None));
        Assert.Equal("3", leverage);

        venue.Rest["GET /api/v5/account/config"] = _ => OkxStub.Data("""{"acctLv":"2","posMode":"net_mode"}""");
        await venue.HeardAsync("POST /api/v5/account/set-leverage");
        Assert.Equal("5", leverage);
    }

    /// <summary>Goal: what holds the position takes the order that reduces it: posSide and tdMode are those of the venue and not those configured.</summary>
    [Theory]
    [InlineData("net_mode", "net", "-1", """{"instId":"BTC-USDT-SWAP","tdMode":"isolated","clOrdId":"pb1p1l1","side":"buy","ordType":"market","sz":"1","reduceOnly":true,"stpMode":"cancel_maker"}""")]
    [InlineData("long_short_mode", "short", "1", """{"instId":"BTC-USDT-SWAP","tdMode":"isolated","clOrdId":"pb1p1l1","side":"buy","posSide":"short","ordType":"market","sz":"1","stpMode":"cancel_maker"}""")]
    public async Task Reduce_PositionHeldInOtherModes_HasTheirShape(string mode, string side, string contracts, string expected)
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["GET /api/v5/account/config"] = _ => OkxStub.Data($$"""{"acctLv":"2","posMode":"{{mode}}"}""");
        venue.Rest["GET /api/v5/account/positions"] = _ => OkxStub.Data(Isolated(side, contracts));
        venue.Rest["POST /api/v5/trade/order"] = _ => OkxStub.Data("""{"ordId":"7","clOrdId":"pb1p1l1","sCode":"0"}""");
        PositionMode other = mode == "net_mode" ? PositionMode.Hedge : PositionMode.OneWay;
        await using RunningAdapter adapter = new(venue.CreateAdapter(venue.Options with { PositionMode = other }));
        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

        Assert.IsType<VenueOutcome.Accepted>(await adapter.Adapter.PlaceAsync(Close, CancellationToken.None));

        Assert.Equal(1, venue.CountHeard($"POST /api/v5/trade/order {expected}"));
    }

    /// <summary>Goal: where even the account's kind keeps the link from coming up, its reason is told.</summary>
    [Fact]
    public async Task Run_AccountThatCannotBeRead_SaysWhyAndWhatKindItIs()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["GET /api/v5/account/config"] = _ => OkxStub.Data("""{"acctLv":"1","posMode":"net_mode"}""");
        venue.Rest["GET /api/v5/account/balance"] = _ => """{"code":"51010","msg":"You can't complete this request under your current account mode.","data":[]}""";
        await using RunningAdapter adapter = new(venue.CreateAdapter(venue.Options));

        VenueLinkChanged link = await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Reason.Contains("account cannot be read", StringComparison.Ordinal));

        Assert.Contains("51010", link.Reason, StringComparison.Ordinal);
        Assert.Contains("spot mode (acctLv 1)", link.Reason, StringComparison.Ordinal);
    }

    private static OrderIntent Close => new()
    {
        ClientOrderId = new ClientOrderId("pb1p1l1"),
        Pair = new PairId(1),
        Leg = LegRole.Short,
        Purpose = OrderPurpose.Close,
        Instrument = new InstrumentId(VenueId.OkxPerp, Symbol.Parse("BTCUSDT")),
        Side = Side.Buy,
        Quantity = new Quantity(0.01m),
        Type = OrderType.Market,
        TimeInForce = TimeInForce.Ioc,
        ReduceOnly = true,
        ReferencePrice = new Price(61_800m),
        DecidedAt = DateTimeOffset.UnixEpoch,
    };

    private static string Isolated(string side, string contracts = "1") =>
        $$"""{"instId":"BTC-USDT-SWAP","mgnMode":"isolated","posSide":"{{side}}","pos":"{{contracts}}","avgPx":"61800","markPx":"61800","upl":"0","lever":"3"}""";

    private static async Task CheckUpAsync(OkxVenueStub venue, VenueOptions options, string expected)
    {
        RecordingLog log = new();
        await using RunningAdapter adapter = new(venue.CreateAdapter(options, log));

        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

        Assert.DoesNotContain(adapter.Sink.Events, e => e is VenueLinkChanged { Link: VenueLink.Down });
        Assert.Contains(log.Warnings, w => w.StartsWith("nothing may open: ", StringComparison.Ordinal) && w.Contains(expected, StringComparison.Ordinal));
    }
}
