using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Binance;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Binance;

/// <summary>
/// Rules M1 to M5: read, set where it differs, read back. What does not let itself be set or read is told with what to do, and the link stays up for what
/// reduces risk: orders have the shape of the position mode that was read.
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
    public async Task Hedge_ReadsBackOtherwise_IsUpAndSaysWhatIsWhatIsWantedAndWhatToDo(string answer, int status)
    {
        _stub.Answer($"POST {PositionModePath}", answer, status);
        RecordingLog log = new();

        await using RunningAdapter running = await _stub.UpAsync(_stub.Options with { PositionMode = PositionMode.Hedge }, log);

        string reason = Assert.Single(log.Warnings, w => w.Contains("position mode", StringComparison.Ordinal));
        Assert.Contains("nothing may open: position mode is one-way, wanted hedge; close all positions and orders", reason, StringComparison.Ordinal);
        Assert.Equal(PositionMode.OneWay, (await SettingsAsync(running)).PositionMode);
    }

    /// <summary>Goal: a question that is not answered keeps nobody from closing: the link is up, nothing was set, and what is asked again is told.</summary>
    [Theory]
    [InlineData(PositionModePath)]
    [InlineData("/fapi/v1/multiAssetsMargin")]
    [InlineData("/fapi/v1/symbolConfig")]
    public async Task Unanswered_IsUp_AndIsAskedAgain(string path)
    {
        _stub.Answer($"GET {path}", """{"code":-1001,"msg":"Internal error; unable to process your request. Please try again."}""", 503);
        RecordingLog log = new();

        await using RunningAdapter running = await _stub.UpAsync(_stub.Options with { Leverage = 5, ListingInterval = TimeSpan.FromMilliseconds(200) }, log);

        Assert.Contains(log.Warnings, w => w.StartsWith("nothing may open before the account's modes are read: ", StringComparison.Ordinal));
        Assert.DoesNotContain(running.Sink.Events, e => e is VenueLinkChanged { Link: VenueLink.Down });
        Assert.Empty(_stub.Received("POST /fapi/v1/leverage"));
        Assert.IsType<SettingsLookup.Failed>(await running.Adapter.QuerySettingsAsync(CancellationToken.None));

        string answer = path == PositionModePath ? """{"dualSidePosition":false}"""
            : path == "/fapi/v1/multiAssetsMargin" ? """{"multiAssetsMargin":false}""" : """[{"symbol":"BTCUSDT","marginType":"CROSSED","leverage":5}]""";
        _stub.Answer($"GET {path}", answer);
        await running.Sink.WaitForAsync<AccountSettingsReported>();
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
            await FillAsync(opening, Order("pb1p1l0", Side.Sell, OrderPurpose.Open));
        }

        await using RunningAdapter isolated = RunAt(venue, venue.Options with { MarginMode = MarginMode.Isolated, Leverage = 2 });
        await isolated.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

        Assert.DoesNotContain(isolated.Sink.Events, e => e is VenueLinkChanged { Link: VenueLink.Down });
        AccountSettings told = Assert.IsType<SettingsLookup.Found>(await isolated.Adapter.QuerySettingsAsync(CancellationToken.None)).Settings;
        Assert.Equal(MarginMode.Cross, told.Instruments.Single(i => i.Instrument.Symbol == venue.Options.Symbols[0]).MarginMode);
        Assert.Equal(MarginMode.Isolated, told.Instruments.Single(i => i.Instrument.Symbol == venue.Options.Symbols[1]).MarginMode);
        await FillAsync(isolated, Order("pb1p1l1", Side.Buy, OrderPurpose.Close) with { ReduceOnly = true });
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

    /// <summary>Goal: an order of the other shape would be refused; ours follow what was read.</summary>
    [Fact]
    public async Task PositionModeChangedWhileRunning_ThatCannotBeSetBack_IsTold_AndOrdersHaveItsShape()
    {
        _stub.Answer("POST /fapi/v1/order", """{"orderId":7,"symbol":"BTCUSDT","status":"FILLED","clientOrderId":"pb1p1l1","executedQty":"0.02","origQty":"0.02","side":"BUY","type":"MARKET"}""");
        (RunningAdapter running, int before) = await ChangedAsync(LeverageChanged, () =>
        {
            _stub.Answer($"GET {PositionModePath}", """{"dualSidePosition":true}""");
            _stub.Answer($"POST {PositionModePath}", """{"code":-4068,"msg":"Position side cannot be changed if there exists position."}""", 400);
        });
        await using (running)
        {
            AccountSettingsReported told = await running.Sink.WaitForAsync<AccountSettingsReported>(_ => true, before);
            Assert.Equal(PositionMode.Hedge, Assert.Single(told.Settings.Instruments).PositionMode);

            await running.Adapter.PlaceAsync(Order("pb1p1l1", Side.Buy, OrderPurpose.Close) with { ReduceOnly = true }, CancellationToken.None);

            Assert.DoesNotContain(running.Sink.Events.Skip(before), e => e is VenueLinkChanged);
            string order = Assert.Single(_stub.Received("POST /fapi/v1/order"));
            Assert.Contains("&positionSide=SHORT&", order, StringComparison.Ordinal);
            Assert.DoesNotContain("reduceOnly", order, StringComparison.Ordinal);
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

    private static OrderIntent Order(string id, Side side, OrderPurpose purpose) => new()
    {
        ClientOrderId = new ClientOrderId(id),
        Pair = new PairId(1),
        Leg = LegRole.Short,
        Purpose = purpose,
        Instrument = new InstrumentId(VenueId.BinanceUm, Symbol.Parse("BTCUSDT")),
        Side = side,
        Quantity = new Quantity(0.02m),
        Type = OrderType.Market,
        TimeInForce = TimeInForce.Ioc,
        ReferencePrice = new Price(1m),
        DecidedAt = DateTimeOffset.UnixEpoch,
    };
}
