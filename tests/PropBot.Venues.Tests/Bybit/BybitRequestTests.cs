using Microsoft.AspNetCore.Http;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Bybit;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>What goes over the wire, and what an answer of any shape is taken for.</summary>
public sealed class BybitRequestTests
{
    private static readonly ClientOrderId Id = new("pb7f3k2p1l0");

    [Theory]
    [InlineData(OrderType.Market, TimeInForce.Ioc, """ "orderType":"Market","qty":"0.05", """)]
    [InlineData(OrderType.Limit, TimeInForce.Gtc, """ "orderType":"Limit","qty":"0.05","price":"61800.1","timeInForce":"GTC", """)]
    [InlineData(OrderType.Limit, TimeInForce.Ioc, """ "orderType":"Limit","qty":"0.05","price":"61800.1","timeInForce":"IOC", """)]
    [InlineData(OrderType.Limit, TimeInForce.Fok, """ "orderType":"Limit","qty":"0.05","price":"61800.1","timeInForce":"FOK", """)]
    [InlineData(OrderType.Limit, TimeInForce.PostOnly, """ "orderType":"Limit","qty":"0.05","price":"61800.1","timeInForce":"PostOnly", """)]
    public void Place_EveryKind_HasItsTimeInForceAndItsPrice(OrderType type, TimeInForce timeInForce, string expected) => Assert.Equal(
        $$"""{"category":"linear","symbol":"BTCUSDT","side":"Buy",{{expected.Trim()}}"positionIdx":0,"orderLinkId":"pb7f3k2p1l0","smpType":"CancelMaker"}""",
        BybitOrderBody.Place(Intent(type, timeInForce), "BTCUSDT", PositionMode.OneWay));

    /// <summary>Goal: a hedge that is refused for its time is told at once; the clock is measured beside it.</summary>
    [Fact]
    public async Task Place_RefusedForItsTime_IsToldWithoutAQuestionMore()
    {
        await using BybitStub venue = await BybitStub.StartAsync(
            asked => asked.StartsWith("POST", StringComparison.Ordinal) ? """{"retCode":10002,"retMsg":"invalid request, please check your timestamp","result":{},"time":1}""" : BybitStub.Empty);
        using BybitParts parts = venue.Parts();

        VenueOutcome outcome = await parts.Orders.PlaceAsync(Intent(OrderType.Limit, TimeInForce.Ioc), BybitSamples.Bitcoin, CancellationToken.None);

        Assert.Equal("refused ClockSkew 10002", Describe(outcome));
        Assert.StartsWith("POST /v5/order/create", Assert.Single(venue.Asked), StringComparison.Ordinal);
        await parts.Rest.Clock.AssertMeasuresAtOnceAsync(VenueId.BybitLinear, () => venue.Asked.Contains("GET /v5/market/time"));
    }

    [Fact]
    public async Task Place_Request_IsSigned()
    {
        string body = "";
        IHeaderDictionary headers = new HeaderDictionary();
        await using FakeServer server = await FakeServer.StartAsync(async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            body = await reader.ReadToEndAsync();
            headers = new HeaderDictionary(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value));
            await context.Response.WriteAsync("""{"retCode":0,"retMsg":"OK","result":{"orderId":"7","orderLinkId":"pb7f3k2p1l0"},"time":1700000000000}""");
        });
        using BybitRest rest = Rest(server);

        VenueOutcome outcome = await new BybitOrders(rest).PlaceAsync(
            Intent(OrderType.Limit, TimeInForce.Ioc), BybitSamples.Bitcoin, CancellationToken.None);

        Assert.Equal(new VenueOutcome.Accepted(new VenueOrderId("7")), outcome);
        Assert.Equal("1772366400000", headers["X-BAPI-TIMESTAMP"].ToString());
        Assert.Equal("5000", headers["X-BAPI-RECV-WINDOW"].ToString());
        Assert.Equal("key", headers["X-BAPI-API-KEY"].ToString());
        Assert.Equal(new BybitSigning("key", "secret").Sign("1772366400000", "5000", body), headers["X-BAPI-SIGN"].ToString());
    }

    [Theory]
    [InlineData(200, """{"retCode":0,"result":{"orderId":"7"},"time":1}""", "accepted 7")]
    [InlineData(200, """{"retCode":110007,"retMsg":"no margin","result":{},"time":1}""", "refused InsufficientMargin 110007")]
    [InlineData(200, """{"retCode":10006,"retMsg":"Too many visits!","result":{},"time":1}""", "refused RateLimited 10006")]
    [InlineData(200, """{"retCode":10016,"retMsg":"Server error","result":{},"time":1}""", "unknown")]
    [InlineData(200, """{"retCode":10019,"retMsg":"restarting","result":{},"time":1}""", "unknown")]
    [InlineData(200, """{"retCode":0,"result":{},"time":1}""", "unknown")]
    [InlineData(200, "{", "unknown")]
    [InlineData(403, "access too frequent", "refused RateLimited 403")]
    [InlineData(429, "", "refused RateLimited 429")]
    [InlineData(401, """{"retCode":10003,"retMsg":"API key is invalid","result":{},"time":1}""", "refused Unauthorized 10003")]
    // Behind a 5xx anything may have happened, whatever its body says.
    [InlineData(500, """{"retCode":10001,"retMsg":"params error","result":{},"time":1}""", "unknown")]
    [InlineData(502, "<html>bad gateway</html>", "unknown")]
    public async Task Place_Answer_IsWhatItProves(int status, string answer, string expected)
    {
        await using FakeServer server = await FakeServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(answer);
        });
        using BybitRest rest = Rest(server);

        VenueOutcome outcome = await new BybitOrders(rest).PlaceAsync(
            Intent(OrderType.Limit, TimeInForce.Ioc), BybitSamples.Bitcoin, CancellationToken.None);

        Assert.Equal(expected, Describe(outcome));
    }

    /// <summary>Goal: only a certain no is a refusal; a redirect, a gateway's time-out or a code that nobody knows leaves an order open.</summary>
    [Theory]
    [InlineData(302, "")]
    [InlineData(408, "")]
    [InlineData(409, """{"retCode":110007,"retMsg":"no margin","result":{},"time":1}""")]
    [InlineData(499, "")]
    [InlineData(500, "")]
    [InlineData(200, """{"retCode":999999,"retMsg":"new","result":{},"time":1}""")]
    [InlineData(400, """{"retCode":999999,"retMsg":"new","result":{},"time":1}""")]
    public async Task Command_AnswerThatProvesNothing_IsUnknown(int status, string answer)
    {
        await using FakeServer server = await FakeServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(answer);
        });
        using BybitRest rest = Rest(server);

        Assert.Equal(["unknown", "unknown", "unknown"], await CommandAsync(rest));
    }

    [Theory]
    [InlineData(401, "refused Unauthorized 401")]
    [InlineData(405, "refused InvalidRequest 405")]
    [InlineData(413, "refused InvalidRequest 413")]
    [InlineData(418, "refused RateLimited 418")]
    [InlineData(451, "refused InvalidRequest 451")]
    public async Task Command_CertainStatusWithoutABody_IsRefused(int status, string expected)
    {
        await using FakeServer server = await FakeServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        using BybitRest rest = Rest(server);

        Assert.Equal([expected, expected, expected], await CommandAsync(rest));
    }

    [Theory]
    [InlineData(LegRole.Long, Side.Buy, false, """ "positionIdx":1,"orderLinkId":"pb7f3k2p1l0" """)]
    [InlineData(LegRole.Long, Side.Sell, false, """ "positionIdx":1,"orderLinkId":"pb7f3k2p1l0","reduceOnly":true """)]
    [InlineData(LegRole.Short, Side.Sell, false, """ "positionIdx":2,"orderLinkId":"pb7f3k2p1l0" """)]
    [InlineData(LegRole.Short, Side.Buy, true, """ "positionIdx":2,"orderLinkId":"pb7f3k2p1l0","reduceOnly":true """)]
    public void Place_InHedgeMode_BelongsToItsLegAndSaysWhenItMakesItSmaller(LegRole leg, Side side, bool reduceOnly, string expected)
    {
        OrderIntent intent = Intent(OrderType.Market, TimeInForce.Ioc) with { Leg = leg, Side = side, ReduceOnly = reduceOnly };

        string body = BybitOrderBody.Place(intent, "BTCUSDT", PositionMode.Hedge);

        Assert.EndsWith(expected.Trim() + ""","smpType":"CancelMaker"}""", body, StringComparison.Ordinal);
    }

    /// <summary>What placing, amending and cancelling come to.</summary>
    private static async Task<IReadOnlyList<string>> CommandAsync(BybitRest rest)
    {
        BybitOrders orders = new(rest);
        OrderAmendment amendment = new(BybitSamples.Bitcoin.Id, Id, Side.Buy, new Quantity(0.05m), new Price(61_800.1m));
        return
        [
            Describe(await orders.PlaceAsync(Intent(OrderType.Limit, TimeInForce.Ioc), BybitSamples.Bitcoin, CancellationToken.None)),
            Describe(await orders.AmendAsync(amendment, BybitSamples.Bitcoin, CancellationToken.None)),
            Describe(await orders.CancelAsync("BTCUSDT", Id, CancellationToken.None)),
        ];
    }

    private static BybitRest Rest(FakeServer server)
    {
        VenueOptions options = new()
        {
            Venue = VenueId.BybitLinear,
            Symbols = [Symbol.Parse("BTCUSDT")],
            RestAddress = server.Address,
            PublicStreamAddress = server.StreamAddress,
            PrivateStreamAddress = server.StreamAddress,
            Credentials = new VenueCredentials("key", "secret", null),
        };
        return new BybitRest(options, new VenueClock(new ManualTime(), 0), new VenueCounters());
    }

    private static string Describe(VenueOutcome outcome) => outcome switch
    {
        VenueOutcome.Accepted accepted => $"accepted {accepted.VenueOrderId}",
        VenueOutcome.Refused refused => $"refused {refused.Refusal.Kind} {refused.Refusal.Code}",
        _ => "unknown",
    };

    private static OrderIntent Intent(OrderType type, TimeInForce timeInForce) => new()
    {
        ClientOrderId = Id,
        Pair = new PairId(1),
        Leg = LegRole.Long,
        Purpose = OrderPurpose.Open,
        Instrument = BybitSamples.Bitcoin.Id,
        Side = Side.Buy,
        Quantity = new Quantity(0.05m),
        Type = type,
        TimeInForce = timeInForce,
        LimitPrice = type == OrderType.Limit ? new Price(61_800.10m) : null,
        ReferencePrice = new Price(61_800m),
        DecidedAt = ManualTime.SomeDay,
    };
}
