using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Binance;

/// <summary>Rules M1 to M4: read, set where it differs, read back; what is not as wanted keeps the link down and says what to do.</summary>
public sealed class BinanceModesTests : IAsyncLifetime
{
    private const string PositionModePath = "/fapi/v1/positionSide/dual";

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

    [Fact]
    public async Task Isolated_ThatIsNotTaken_IsDownWithBoth()
    {
        _stub.Answer("POST /fapi/v1/marginType", """{"code":-4048,"msg":"Margin type cannot be changed if there exists position."}""", 400);

        string reason = await DownAsync(_stub.Options with { MarginMode = MarginMode.Isolated });

        Assert.Contains("has margin CROSSED and leverage 3, wanted ISOLATED and 3", reason, StringComparison.Ordinal);
        Assert.Contains("-4048", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MultiAssets_IsRefusedAndNotChanged()
    {
        _stub.Answer("GET /fapi/v1/multiAssetsMargin", """{"multiAssetsMargin":true}""");

        string reason = await DownAsync(_stub.Options);

        Assert.Contains("multi-assets mode, wanted single-asset", reason, StringComparison.Ordinal);
        Assert.Empty(_stub.Received("POST /fapi/v1/multiAssetsMargin"));
    }

    /// <summary>Goal: somebody changes a setting at the venue while we run; it is set back, or the link stays down.</summary>
    [Theory]
    [InlineData("""{"e":"ACCOUNT_CONFIG_UPDATE","E":1,"T":1,"ac":{"s":"BTCUSDT","l":20}}""")]
    [InlineData("""{"e":"ACCOUNT_UPDATE","E":1,"T":1,"a":{"m":"MARGIN_TYPE_CHANGE"}}""")]
    public async Task ChangedWhileRunning_IsSetBack(string push)
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
        var change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stub.UserScript = async (socket, ended) =>
        {
            await change.Task;
            await FakeServer.SendAsync(socket, push);
            await BinanceStub.WaitAsync(socket, ended);
        };
        await using RunningAdapter running = await _stub.UpAsync();
        int before = running.Sink.Events.Count;

        isChanged = true;
        change.SetResult();

        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Reason.Contains("leverage 20", StringComparison.Ordinal), before);
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);
        Assert.Single(_stub.Received("POST /fapi/v1/leverage"));
    }

    [Fact]
    public async Task MultiAssetsSwitchedOnWhileRunning_IsDown()
    {
        var change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stub.UserScript = async (socket, ended) =>
        {
            await change.Task;
            _stub.Answer("GET /fapi/v1/multiAssetsMargin", """{"multiAssetsMargin":true}""");
            await FakeServer.SendAsync(socket, System.Text.Encoding.UTF8.GetString(BinanceSamples.Push("MultiAssetMode")));
            await BinanceStub.WaitAsync(socket, ended);
        };
        await using RunningAdapter running = await _stub.UpAsync();

        change.SetResult();

        VenueLinkChanged down = await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Down);
        Assert.Contains("multi-assets", down.Reason, StringComparison.Ordinal);
    }

    private async Task<string> DownAsync(VenueOptions options)
    {
        await using RunningAdapter running = _stub.Run(options);
        VenueLinkChanged link = await running.Sink.WaitForAsync<VenueLinkChanged>();
        Assert.Equal(VenueLink.Down, link.Link);
        Assert.DoesNotContain(running.Sink.Events, e => e is InstrumentsLoaded);
        return link.Reason;
    }
}
