using Microsoft.AspNetCore.Http;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Bybit;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>What goes over the wire, and what an answer of any shape is taken for.</summary>
public sealed class BybitRequestTests
{
    private const string Nothing = """{"retCode":0,"retMsg":"OK","result":{"list":[]},"time":1700000000000}""";

    private static readonly ClientOrderId Id = new("pb7f3k2p1l0");

    [Theory]
    [InlineData(OrderType.Market, TimeInForce.Ioc, """ "orderType":"Market","qty":"0.05", """)]
    [InlineData(OrderType.Limit, TimeInForce.Gtc, """ "orderType":"Limit","qty":"0.05","price":"61800.1","timeInForce":"GTC", """)]
    [InlineData(OrderType.Limit, TimeInForce.Ioc, """ "orderType":"Limit","qty":"0.05","price":"61800.1","timeInForce":"IOC", """)]
    [InlineData(OrderType.Limit, TimeInForce.Fok, """ "orderType":"Limit","qty":"0.05","price":"61800.1","timeInForce":"FOK", """)]
    [InlineData(OrderType.Limit, TimeInForce.PostOnly, """ "orderType":"Limit","qty":"0.05","price":"61800.1","timeInForce":"PostOnly", """)]
    public void Place_EveryKind_HasItsTimeInForceAndItsPrice(OrderType type, TimeInForce timeInForce, string expected) => Assert.Equal(
        $$"""{"category":"linear","symbol":"BTCUSDT","side":"Buy",{{expected.Trim()}}"positionIdx":0,"orderLinkId":"pb7f3k2p1l0"}""",
        BybitOrderBody.Place(Intent(type, timeInForce), "BTCUSDT"));

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

    [Fact]
    public async Task Query_OpenListEmptyAndClosedListWithTheOrder_IsFound()
    {
        List<string> asked = [];
        await using FakeServer server = await FakeServer.StartAsync(context =>
        {
            asked.Add(context.Request.Path + context.Request.QueryString.Value);
            return context.Response.WriteAsync(asked.Count == 1
                ? Nothing
                : """{"retCode":0,"result":{"list":[{"orderId":"7","orderLinkId":"pb7f3k2p1l0","orderStatus":"Filled","cumExecQty":"0.05","updatedTime":"1700000000000"}]},"time":1}""");
        });
        using BybitRest rest = Rest(server);

        OrderLookup lookup = await new BybitOrders(rest).QueryAsync(BybitSamples.Bitcoin, Id, CancellationToken.None);

        Assert.Equal(OrderStatus.Filled, Assert.IsType<OrderLookup.Found>(lookup).Report.Status);
        Assert.Equal(
            [
                "/v5/order/realtime?category=linear&symbol=BTCUSDT&orderLinkId=pb7f3k2p1l0",
                "/v5/order/history?category=linear&symbol=BTCUSDT&orderLinkId=pb7f3k2p1l0",
            ],
            asked);
    }

    [Theory]
    [InlineData(Nothing, Nothing, typeof(OrderLookup.NotFound))]
    [InlineData(Nothing, """{"retCode":10006,"retMsg":"Too many visits!","result":{},"time":1}""", typeof(OrderLookup.Failed))]
    [InlineData("""{"retCode":10016,"retMsg":"Server error","result":{},"time":1}""", Nothing, typeof(OrderLookup.Failed))]
    public async Task Query_Answer_OnlyBothListsEmptyProveThatThereIsNone(string open, string closed, Type expected)
    {
        await using FakeServer server = await FakeServer.StartAsync(context =>
            context.Response.WriteAsync(context.Request.Path == "/v5/order/realtime" ? open : closed));
        using BybitRest rest = Rest(server);

        Assert.IsType(expected, await new BybitOrders(rest).QueryAsync(BybitSamples.Bitcoin, Id, CancellationToken.None));
    }

    [Fact]
    public async Task ReadExecutions_MoreThanAPage_FollowsTheCursorAsItCame()
    {
        List<string> asked = [];
        await using FakeServer server = await FakeServer.StartAsync(context =>
        {
            asked.Add(context.Request.QueryString.Value ?? "");
            string cursor = asked.Count == 1 ? "132766%3A2%2C132766%3A2" : "";
            return context.Response.WriteAsync(
                $$"""{"retCode":0,"result":{"list":[{"execId":"{{asked.Count}}"}],"nextPageCursor":"{{cursor}}"},"time":1}""");
        });
        using BybitRest rest = Rest(server);

        IReadOnlyList<BybitExecution>? all = await new BybitOrders(rest).ReadExecutionsSinceAsync(ManualTime.SomeDay, CancellationToken.None);

        Assert.Equal(["1", "2"], all!.Select(e => e.ExecId));
        Assert.Equal("?category=linear&startTime=1772366400000&limit=100&cursor=132766%3A2%2C132766%3A2", asked[1]);
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
