using Microsoft.AspNetCore.WebUtilities;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Binance;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Binance;

/// <summary>Amends, mass cancels, orders in hedge mode, open orders: what goes over the wire and what is made of the answers.</summary>
public sealed class BinanceCommandTests : IAsyncLifetime
{
    private const string Place = "POST /fapi/v1/order";
    private const string Amend = "PUT /fapi/v1/order";
    private const string CancelAll = "DELETE /fapi/v1/allOpenOrders";
    private const string Query = "GET /fapi/v1/order";

    private static readonly InstrumentId Btc = BinanceSamples.Bitcoin.Id;
    private static readonly ClientOrderId Ours = new("pb7f3k2p1l0");

    private BinanceStub _stub = null!;

    public async ValueTask InitializeAsync() => _stub = await BinanceStub.StartAsync();

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    [Fact]
    public async Task Amend_SendsIdSideQuantityAndPrice()
    {
        await using RunningAdapter running = await _stub.UpAsync();
        _stub.Answer(Amend, BinanceSamples.Reply("Trading/EditOrder"));

        VenueOutcome outcome = await running.Adapter.AmendAsync(Amendment(), CancellationToken.None);

        Assert.Equal(new VenueOutcome.Accepted(new VenueOrderId("20072994037")), outcome);
        Assert.StartsWith(
            "symbol=BTCUSDT&origClientOrderId=pb7f3k2p1l0&side=SELL&quantity=0.5&price=101.2&recvWindow=5000&timestamp=",
            Assert.Single(_stub.Received(Amend)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, -2013, RefusalKind.OrderNotFound)]
    [InlineData(400, -5027, RefusalKind.InvalidRequest)]
    [InlineData(400, -5026, RefusalKind.InvalidRequest)]
    [InlineData(400, -5024, RefusalKind.InvalidRequest)]
    public async Task Amend_VenuesNo_IsRefused(int status, int code, RefusalKind kind)
    {
        await using RunningAdapter running = await _stub.UpAsync();
        _stub.Answer(Amend, $$"""{"code":{{code}},"msg":"no"}""", status);

        var refused = Assert.IsType<VenueOutcome.Refused>(await running.Adapter.AmendAsync(Amendment(), CancellationToken.None));

        Assert.Equal(kind, refused.Refusal.Kind);
    }

    [Fact]
    public async Task Amend_NoWordFromTheVenue_IsUnknownAndWasSentOnce()
    {
        await using RunningAdapter running = await _stub.UpAsync();
        _stub.Handle(Amend, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.IsType<VenueOutcome.Unknown>(await running.Adapter.AmendAsync(Amendment(), CancellationToken.None));
        Assert.Single(_stub.Received(Amend));
    }

    [Fact]
    public async Task CancelAll_Done_IsAccepted_AndAnythingElseIsUnknown()
    {
        await using RunningAdapter running = await _stub.UpAsync();
        _stub.Answer(CancelAll, BinanceSamples.Reply("Trading/CancelAllOrders"));
        Assert.IsType<VenueOutcome.Accepted>(await running.Adapter.CancelAllAsync(Btc, CancellationToken.None));
        Assert.StartsWith("symbol=BTCUSDT&recvWindow=", _stub.Received(CancelAll)[0], StringComparison.Ordinal);

        _stub.Answer(CancelAll, """{"code":201,"msg":"some of it"}""");
        Assert.IsType<VenueOutcome.Unknown>(await running.Adapter.CancelAllAsync(Btc, CancellationToken.None));

        // "Batch cancel failure" does not say how much of it.
        _stub.Answer(CancelAll, """{"code":-2012,"msg":"Batch cancel failure."}""", 400);
        Assert.IsType<VenueOutcome.Unknown>(await running.Adapter.CancelAllAsync(Btc, CancellationToken.None));
    }

    /// <summary>D66: in hedge mode the leg names the position side, and reduceOnly is never sent.</summary>
    [Theory]
    [InlineData(LegRole.Long, Side.Buy, false, "LONG")]
    [InlineData(LegRole.Long, Side.Sell, true, "LONG")]
    [InlineData(LegRole.Short, Side.Sell, false, "SHORT")]
    [InlineData(LegRole.Short, Side.Buy, true, "SHORT")]
    public async Task Place_InHedgeMode_NamesThePositionSideAndNeverReduceOnly(LegRole leg, Side side, bool reduceOnly, string positionSide)
    {
        await using RunningAdapter running = await HedgedAsync();

        await running.Adapter.PlaceAsync(BinanceSamples.Limit() with { Leg = leg, Side = side, ReduceOnly = reduceOnly }, CancellationToken.None);

        var sent = QueryHelpers.ParseQuery(Assert.Single(_stub.Received(Place)));
        Assert.Equal(positionSide, sent["positionSide"]);
        Assert.False(sent.ContainsKey("reduceOnly"));
    }

    [Theory]
    [InlineData(LegRole.Long, Side.Buy)]
    [InlineData(LegRole.Short, Side.Sell)]
    public async Task Place_InHedgeModeReduceOnlyOnTheWrongSide_IsNeverSent(LegRole leg, Side side)
    {
        await using RunningAdapter running = await HedgedAsync();

        VenueOutcome outcome = await running.Adapter.PlaceAsync(
            BinanceSamples.Limit() with { Leg = leg, Side = side, ReduceOnly = true }, CancellationToken.None);

        Assert.Equal((RefusalKind.InvalidRequest, "not_sent"), Kind(outcome));
        Assert.Empty(_stub.Received(Place));
    }

    [Fact]
    public async Task OpenOrders_OfEveryInstrument_HaveSideQuantityAndOrigin()
    {
        await using RunningAdapter running = await _stub.UpAsync();
        _stub.Answer("GET /fapi/v1/openOrders", $"[{BinanceSamples.Reply("Trading/GetOrder")},{Forced}]");

        IReadOnlyList<OrderReport> open = (await running.Adapter.QueryOpenOrdersAsync(CancellationToken.None))!;

        Assert.Equal(
            [(new ClientOrderId("abc"), Side.Buy, 0.4m, OrderOrigin.Client), (OwnOrderIds.Foreign, Side.Sell, 2m, OrderOrigin.Liquidation)],
            open.Select(o => (o.ClientOrderId, o.Side!.Value, o.Quantity!.Value.Value, o.Origin)).OrderBy(o => o.Origin));

        _stub.Answer("GET /fapi/v1/openOrders", "", 500);
        Assert.Null(await running.Adapter.QueryOpenOrdersAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("DOGEUSDT")]
    [InlineData("BTCUSDT_261225")]
    public async Task OpenOrders_OnASymbolThatIsNotOurs_AreToldAndCancelledByThatSymbol(string symbol)
    {
        await using RunningAdapter running = await _stub.UpAsync();
        _stub.Answer("GET /fapi/v1/openOrders", $"[{BinanceSamples.Reply("Trading/GetOrder").Replace("BTCUSDT", symbol, StringComparison.Ordinal)}]");
        _stub.Answer("DELETE /fapi/v1/order", """{"orderId":1}""");

        OrderReport open = Assert.Single((await running.Adapter.QueryOpenOrdersAsync(CancellationToken.None))!);
        Assert.IsType<VenueOutcome.Accepted>(await running.Adapter.CancelAsync(open.Instrument, open.VenueOrderId, CancellationToken.None));

        Assert.DoesNotContain("symbol=", _stub.Received("GET /fapi/v1/openOrders")[^1], StringComparison.Ordinal);
        Assert.StartsWith($"symbol={symbol}&orderId={open.VenueOrderId}&", Assert.Single(_stub.Received("DELETE /fapi/v1/order")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenOrders_OneThatCannotBeNamed_IsNoList()
    {
        await using RunningAdapter running = await _stub.UpAsync();
        string order = BinanceSamples.Reply("Trading/GetOrder");
        _stub.Answer("GET /fapi/v1/openOrders", $"[{order},{order.Replace("BTCUSDT", "ODDNAME", StringComparison.Ordinal)}]");

        Assert.Null(await running.Adapter.QueryOpenOrdersAsync(CancellationToken.None));
        Assert.Contains(((BinanceAdapter)running.Adapter).MalformedMessages, m => m.Reason.Contains("ODDNAME", StringComparison.Ordinal));
    }

    /// <summary>Goal: "does not exist" straight after a place proves nothing, since the venue's queries may lag; later it does.</summary>
    [Fact]
    public async Task Query_NotThereStraightAfterAnUnknownPlace_IsNotYetProved()
    {
        await using RunningAdapter running = await _stub.UpAsync(_stub.Options with { ReceiveWindow = TimeSpan.FromMinutes(1) });
        _stub.Answer(Place, "", 502);
        _stub.Answer(Query, """{"code":-2013,"msg":"Order does not exist."}""", 400);
        Assert.IsType<VenueOutcome.Unknown>(await running.Adapter.PlaceAsync(BinanceSamples.Limit(), CancellationToken.None));

        Assert.IsType<OrderLookup.Failed>(await running.Adapter.QueryOrderAsync(Btc, Ours, CancellationToken.None));
        Assert.Null(await running.Adapter.QueryFillsAsync(Btc, Ours, CancellationToken.None));

        var other = Assert.IsType<OrderLookup.NotFound>(await running.Adapter.QueryOrderAsync(Btc, new ClientOrderId("pbneversent"), CancellationToken.None));
        Assert.Equal("GET /fapi/v1/order symbol=BTCUSDT origClientOrderId=pbneversent", other.Proof.Request);
        Assert.Contains("-2013", other.Proof.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_NotThereAfterAPlaceThatWasRefused_IsProvedAtOnce()
    {
        await using RunningAdapter running = await _stub.UpAsync();
        _stub.Answer(Place, """{"code":-2019,"msg":"Margin is insufficient."}""", 400);
        _stub.Answer(Query, """{"code":-2013,"msg":"Order does not exist."}""", 400);
        await running.Adapter.PlaceAsync(BinanceSamples.Limit(), CancellationToken.None);

        Assert.IsType<OrderLookup.NotFound>(await running.Adapter.QueryOrderAsync(Btc, Ours, CancellationToken.None));
    }

    private const string Forced =
        """{"symbol":"BTCUSDT","orderId":9,"clientOrderId":"autoclose-77","status":"NEW","executedQty":"0","avgPrice":"0","updateTime":1,"side":"SELL","origQty":"2","price":"90"}""";

    private async Task<RunningAdapter> HedgedAsync()
    {
        _stub.Answer("GET /fapi/v1/positionSide/dual", """{"dualSidePosition":true}""");
        return await _stub.UpAsync(_stub.Options with { PositionMode = PositionMode.Hedge });
    }

    private static OrderAmendment Amendment() => new(Btc, Ours, Side.Sell, new Quantity(0.5m), new Price(101.2m));

    private static (RefusalKind Kind, string Code) Kind(VenueOutcome outcome)
    {
        VenueRefusal refusal = Assert.IsType<VenueOutcome.Refused>(outcome).Refusal;
        return (refusal.Kind, refusal.Code);
    }
}
