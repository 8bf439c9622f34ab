using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Binance;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Binance;

/// <summary>
/// Rules M1 to M4: read, set where it differs, read back. A wrong position mode keeps the link down and says what to do; whatever else does not let itself be
/// set is told, and the link stays up for what reduces risk.
/// </summary>
public sealed class BinanceModesTests : IAsyncLifetime
{
    private const string PositionModePath = "/fapi/v1/positionSide/dual";
    private const string LeverageChanged = """{"e":"ACCOUNT_CONFIG_UPDATE","E":1,"T":1,"ac":{"s":"BTCUSDT","l":20}}""";

    private BinanceStub _stub = null!;

    public async ValueTask InitializeAsync() => _stub = await BinanceStub.StartAsync();

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    [Fact]
    public async Task Hedge_IsSetAndReadBack()
    {
        bool isSet = false;
        _stub.Answer($"GET {PositionModePath}", () => isSet ? """{"dualSidePosition":true}""" : """{"dualSidePosition":false}""");
        _stub.Answer($"POST {PositionModePath}", () =>
        {
            isSet = true;
            return """{"code":200,"msg":"success"}""";
        });

        await using RunningAdapter running = await _stub.UpAsync(_stub.Options with { PositionMode = PositionMode.Hedge });

        Assert.StartsWith("dualSidePosition=true&", Assert.Single(_stub.Received($"POST {PositionModePath}")), StringComparison.Ordinal);
    }

    /// <summary>Goal: "success" is not believed; what is read back decides.</summary>
    [Theory]
    [InlineData("""{"code":200,"msg":"success"}""", 200)]
    [InlineData("""{"code":-4059,"msg":"No need to change position side."}""", 400)]
    [InlineData("""{"code":-4067,"msg":"Position side cannot be changed if there exists open orders."}""", 400)]
    public async Task Hedge_ReadsBackOtherwise_IsDownWithWhatIsWhatIsWantedAndWhatToDo(string answer, int status)
    {
        _stub.Answer($"POST {PositionModePath}", answer, status);

        string reason = await DownAsync(_stub.Options with { PositionMode = PositionMode.Hedge });

        Assert.Contains("position mode is one-way, wanted hedge", reason, StringComparison.Ordinal);
        Assert.Contains("close all positions and orders", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Isolated_IsSetWithItsLeverage()
    {
        bool isSet = false;
        _stub.Answer("GET /fapi/v1/symbolConfig", () => isSet
            ? """[{"symbol":"BTCUSDT","marginType":"ISOLATED","leverage":3}]"""
            : """[{"symbol":"BTCUSDT","marginType":"CROSSED","leverage":3}]""");
        _stub.Answer("POST /fapi/v1/marginType", () =>
        {
            isSet = true;
            return """{"code":200,"msg":"success"}""";
        });

        await using RunningAdapter running = await _stub.UpAsync(_stub.Options with { MarginMode = MarginMode.Isolated });

        Assert.StartsWith("symbol=BTCUSDT&marginType=ISOLATED&", Assert.Single(_stub.Received("POST /fapi/v1/marginType")), StringComparison.Ordinal);
        Assert.Empty(_stub.Received("POST /fapi/v1/leverage"));
    }

    /// <summary>Goal: the venue locks margin type and leverage while a position is held; that position can be closed all the same.</summary>
    [Fact]
    public async Task Isolated_ThatIsNotTakenWhileAPositionIsHeld_IsUpAndToldAndCloses()
    {
        await using VenueUnderTest venue = await SimulatedVenue.StartAsync(
            VenueId.BinanceUm, (options, clock) => new BinanceAdapter(options, clock, SilentVenueLog.Instance));
        await using (RunningAdapter opening = RunAt(venue, venue.Options))
        {
            await FillAsync(opening, Order(venue, "pb1p1l0", Side.Sell, OrderPurpose.Open));
        }

        await using RunningAdapter isolated = RunAt(venue, venue.Options with { MarginMode = MarginMode.Isolated, Leverage = 2 });
        await isolated.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

        Assert.DoesNotContain(isolated.Sink.Events, e => e is VenueLinkChanged { Link: VenueLink.Down });
        AccountSettings told = Assert.IsType<SettingsLookup.Found>(await isolated.Adapter.QuerySettingsAsync(CancellationToken.None)).Settings;
        Assert.Equal(MarginMode.Cross, told.Instruments.Single(i => i.Instrument.Symbol == venue.Options.Symbols[0]).MarginMode);
        Assert.Equal(MarginMode.Isolated, told.Instruments.Single(i => i.Instrument.Symbol == venue.Options.Symbols[1]).MarginMode);
        await FillAsync(isolated, Order(venue, "pb1p1l1", Side.Buy, OrderPurpose.Close) with { ReduceOnly = true });
        Assert.Empty(Assert.IsType<AccountLookup.Found>(await isolated.Adapter.QueryAccountAsync(CancellationToken.None)).Report.Positions);
    }

    /// <summary>Goal: a leverage that the venue keeps is told as it is, never as it was wanted.</summary>
    [Fact]
    public async Task Leverage_ThatIsNotTaken_IsUp_AndThePositionHasTheVenuesOne()
    {
        _stub.Answer("GET /fapi/v1/symbolConfig", """[{"symbol":"BTCUSDT","marginType":"CROSSED","leverage":20}]""");
        _stub.Answer("POST /fapi/v1/leverage", """{"code":-4161,"msg":"Leverage reduction is not supported in Isolated Margin Mode with open positions."}""", 400);
        _stub.Answer("GET /fapi/v3/positionRisk", """[{"symbol":"BTCUSDT","positionSide":"BOTH","positionAmt":"0.5","entryPrice":"100","markPrice":"100","unRealizedProfit":"0","liquidationPrice":"0","maintMargin":"1","adl":1}]""");

        await using RunningAdapter running = await _stub.UpAsync();

        Assert.Single(_stub.Received("POST /fapi/v1/leverage"));
        Assert.Equal(20m, (await SettingsAsync(running)).Leverage);
        Assert.Equal(20m, Assert.Single(Assert.IsType<AccountLookup.Found>(await running.Adapter.QueryAccountAsync(CancellationToken.None)).Report.Positions).Leverage);
    }

    [Fact]
    public async Task MultiAssets_IsToldAndNotChanged_AndTheLinkComesUp()
    {
        _stub.Answer("GET /fapi/v1/multiAssetsMargin", """{"multiAssetsMargin":true}""");

        await using RunningAdapter running = await _stub.UpAsync();

        Assert.Equal("multi-assets mode", (await SettingsAsync(running)).Obstacle);
        Assert.Empty(_stub.Received("POST /fapi/v1/multiAssetsMargin"));
    }

    /// <summary>Goal: somebody changes a setting at the venue while we run; it is set back over the same connection, and what is so is told.</summary>
    [Theory]
    [InlineData(LeverageChanged)]
    [InlineData("""{"e":"ACCOUNT_UPDATE","E":1,"T":1,"a":{"m":"MARGIN_TYPE_CHANGE"}}""")]
    public async Task ChangedWhileRunning_IsSetBackAndTold_AndTheLinkStaysUp(string push)
    {
        bool isChanged = false;
        _stub.Answer("GET /fapi/v1/symbolConfig", () => isChanged
            ? """[{"symbol":"BTCUSDT","marginType":"CROSSED","leverage":20}]"""
            : """[{"symbol":"BTCUSDT","marginType":"CROSSED","leverage":3}]""");
        _stub.Answer("POST /fapi/v1/leverage", () =>
        {
            isChanged = false;
            return """{"symbol":"BTCUSDT","leverage":3}""";
        });
        (RunningAdapter running, int before) = await ChangedAsync(push, () => isChanged = true);
        await using (running)
        {
            AccountSettingsReported told = await running.Sink.WaitForAsync<AccountSettingsReported>(_ => true, before);
            Assert.Equal(3m, Assert.Single(told.Settings.Instruments).Leverage);
            Assert.Single(_stub.Received("POST /fapi/v1/leverage"));
            Assert.DoesNotContain(running.Sink.Events.Skip(before), e => e is VenueLinkChanged);
        }
    }

    [Fact]
    public async Task ChangedWhileRunning_ThatCannotBeSetBack_IsTold_AndTheLinkStaysUp()
    {
        _stub.Answer("POST /fapi/v1/leverage", """{"code":-4161,"msg":"Leverage reduction is not supported in Isolated Margin Mode with open positions."}""", 400);
        (RunningAdapter running, int before) = await ChangedAsync(LeverageChanged, () =>
        {
            _stub.Answer("GET /fapi/v1/symbolConfig", """[{"symbol":"BTCUSDT","marginType":"ISOLATED","leverage":20}]""");
            _stub.Answer("POST /fapi/v1/marginType", """{"code":-4048,"msg":"Margin type cannot be changed if there exists position."}""", 400);
        });
        await using (running)
        {
            AccountSettingsReported told = await running.Sink.WaitForAsync<AccountSettingsReported>(_ => true, before);
            InstrumentSettings settings = Assert.Single(told.Settings.Instruments);
            Assert.Equal((MarginMode.Isolated, 20m), (settings.MarginMode, settings.Leverage));
            Assert.DoesNotContain(running.Sink.Events.Skip(before), e => e is VenueLinkChanged);
        }
    }

    [Fact]
    public async Task MultiAssetsSwitchedOnWhileRunning_IsTold_AndTheLinkStaysUp()
    {
        (RunningAdapter running, int before) = await ChangedAsync(
            System.Text.Encoding.UTF8.GetString(BinanceSamples.Push("MultiAssetMode")),
            () => _stub.Answer("GET /fapi/v1/multiAssetsMargin", """{"multiAssetsMargin":true}"""));
        await using (running)
        {
            AccountSettingsReported told = await running.Sink.WaitForAsync<AccountSettingsReported>(_ => true, before);
            Assert.Equal("multi-assets mode", Assert.Single(told.Settings.Instruments).Obstacle);
            Assert.DoesNotContain(running.Sink.Events.Skip(before), e => e is VenueLinkChanged);
        }
    }

    /// <summary>Goal: every order of ours would be refused in the other position mode, so being up would be a lie.</summary>
    [Fact]
    public async Task PositionModeChangedWhileRunning_ThatCannotBeSetBack_IsDown()
    {
        (RunningAdapter running, int before) = await ChangedAsync(LeverageChanged, () =>
        {
            _stub.Answer($"GET {PositionModePath}", """{"dualSidePosition":true}""");
            _stub.Answer($"POST {PositionModePath}", """{"code":-4068,"msg":"Position side cannot be changed if there exists position."}""", 400);
        });
        await using (running)
        {
            VenueLinkChanged down = await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Down, before);
            Assert.Contains("position mode is hedge, wanted one-way", down.Reason, StringComparison.Ordinal);
        }
    }

    /// <summary>An adapter that is up, at whose venue something was changed and pushed.</summary>
    private async Task<(RunningAdapter Running, int Before)> ChangedAsync(string push, Action change)
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stub.UserScript = async (socket, ended) =>
        {
            await changed.Task;
            await FakeServer.SendAsync(socket, push);
            await BinanceStub.WaitAsync(socket, ended);
        };
        RunningAdapter running = await _stub.UpAsync();
        int before = running.Sink.Events.Count;
        change();
        changed.SetResult();
        return (running, before);
    }

    private static async Task<InstrumentSettings> SettingsAsync(RunningAdapter running) =>
        Assert.Single(Assert.IsType<SettingsLookup.Found>(await running.Adapter.QuerySettingsAsync(CancellationToken.None)).Settings.Instruments);

    private static RunningAdapter RunAt(VenueUnderTest venue, VenueOptions options) =>
        new(venue.CreateAdapter(options, new VenueClock(venue.Time, venue.Time.GetTimestamp())));

    private static async Task FillAsync(RunningAdapter running, OrderIntent order)
    {
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        Assert.IsType<VenueOutcome.Accepted>(await running.Adapter.PlaceAsync(order, CancellationToken.None));
        await running.Sink.WaitForAsync<OrderReported>(r => r.Report.ClientOrderId == order.ClientOrderId && r.Report.Status == OrderStatus.Filled);
    }

    private static OrderIntent Order(VenueUnderTest venue, string id, Side side, OrderPurpose purpose) => new()
    {
        ClientOrderId = new ClientOrderId(id),
        Pair = new PairId(1),
        Leg = LegRole.Short,
        Purpose = purpose,
        Instrument = new InstrumentId(VenueId.BinanceUm, venue.Options.Symbols[0]),
        Side = side,
        Quantity = new Quantity(0.02m),
        Type = OrderType.Market,
        TimeInForce = TimeInForce.Ioc,
        ReferencePrice = new Price(1m),
        DecidedAt = venue.Time.GetUtcNow(),
    };

    private async Task<string> DownAsync(VenueOptions options)
    {
        await using RunningAdapter running = _stub.Run(options);
        VenueLinkChanged link = await running.Sink.WaitForAsync<VenueLinkChanged>();
        Assert.Equal(VenueLink.Down, link.Link);
        Assert.DoesNotContain(running.Sink.Events, e => e is InstrumentsLoaded);
        return link.Reason;
    }
}
