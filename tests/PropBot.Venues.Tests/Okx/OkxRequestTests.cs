using System.Text;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Okx.Stream;
using PropBot.Venues.Rest;
using PropBot.Venues.Streams;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Okx;

/// <summary>What goes over the wire, and what an answer of any shape is taken for.</summary>
public sealed class OkxRequestTests
{
    private static readonly ClientOrderId Id = new("pb7f3k2p1l0");

    private static readonly OkxModes OneWayCross = new(PositionMode.OneWay, MarginMode.Cross);

    [Theory]
    [InlineData(OrderType.Market, TimeInForce.Ioc, "market", false)]
    [InlineData(OrderType.Limit, TimeInForce.Gtc, "limit", true)]
    [InlineData(OrderType.Limit, TimeInForce.Ioc, "ioc", true)]
    [InlineData(OrderType.Limit, TimeInForce.Fok, "fok", true)]
    [InlineData(OrderType.Limit, TimeInForce.PostOnly, "post_only", true)]
    public void Place_EveryKind_HasItsOrderTypeAndItsPrice(OrderType type, TimeInForce timeInForce, string expected, bool hasPrice)
    {
        string body = OkxOrderBody.Place(Intent(type, timeInForce), "BTC-USDT-SWAP", 5.01m, OneWayCross);

        string price = hasPrice ? ""","px":"61800.1" """.TrimEnd() : "";
        Assert.Equal(
            $$"""{"instId":"BTC-USDT-SWAP","tdMode":"cross","clOrdId":"pb7f3k2p1l0","side":"buy","ordType":"{{expected}}","sz":"5.01"{{price}},"stpMode":"cancel_maker"}""",
            body);
    }

    [Fact]
    public void Place_ReduceOnly_IsABoolean() => Assert.EndsWith(
        ""","reduceOnly":true,"stpMode":"cancel_maker"}""",
        OkxOrderBody.Place(Intent(OrderType.Market, TimeInForce.Ioc) with { ReduceOnly = true }, "BTC-USDT-SWAP", 1m, OneWayCross));

    [Fact]
    public async Task Place_Request_IsSignedExpiresAndCarriesTheDemoHeader()
    {
        string body = "";
        IHeaderDictionary headers = new HeaderDictionary();
        await using FakeServer server = await FakeServer.StartAsync(async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            body = await reader.ReadToEndAsync();
            headers = new HeaderDictionary(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value));
            await context.Response.WriteAsync("""{"code":"0","data":[{"ordId":"7","clOrdId":"pb7f3k2p1l0","sCode":"0","sMsg":""}],"msg":""}""");
        });
        using OkxRest rest = Rest(server);

        VenueOutcome outcome = await new OkxOrders(rest, new OkxHistory(rest)).PlaceAsync(
            Intent(OrderType.Limit, TimeInForce.Ioc), OkxSamples.Bitcoin, CancellationToken.None);

        Assert.Equal(new VenueOutcome.Accepted(new VenueOrderId("7")), outcome);
        string timestamp = headers["OK-ACCESS-TIMESTAMP"].ToString();
        Assert.Equal("2026-03-01T12:00:00.000Z", timestamp);
        Assert.Equal(new OkxSigning("secret").Sign(timestamp, "POST", "/api/v5/trade/order", body), headers["OK-ACCESS-SIGN"].ToString());
        Assert.Equal("key", headers["OK-ACCESS-KEY"].ToString());
        Assert.Equal("phrase", headers["OK-ACCESS-PASSPHRASE"].ToString());
        Assert.Equal("1", headers["x-simulated-trading"].ToString());
        // Five seconds, the receive window, after the timestamp.
        Assert.Equal("1772366405000", headers["expTime"].ToString());
        Assert.Equal("application/json; charset=utf-8", headers.ContentType.ToString());
    }

    [Theory]
    // Both codes count: an order refused inside an envelope of success is refused (defect D67).
    [InlineData(200, """{"code":"0","data":[{"ordId":"7","sCode":"0"}]}""", "accepted 7")]
    [InlineData(200, """{"code":"0","data":[{"ordId":"","sCode":"51008","sMsg":"no margin"}]}""", "refused InsufficientMargin 51008")]
    [InlineData(200, """{"code":"1","data":[{"ordId":"","sCode":"51016","sMsg":"twice"}],"msg":"failed"}""", "refused DuplicateClientOrderId 51016")]
    [InlineData(200, """{"code":"1","data":[],"msg":"failed"}""", "unknown")]
    // A code that nobody knows proves nothing.
    [InlineData(200, """{"code":"1","data":[{"ordId":"","sCode":"58888","sMsg":"new"}],"msg":"failed"}""", "unknown")]
    [InlineData(200, """{"code":"58888","data":[],"msg":"new"}""", "unknown")]
    [InlineData(200, """{"code":"50042","data":[],"msg":"Repeated request"}""", "unknown")]
    [InlineData(200, """{"code":"1","data":[{"ordId":"","sCode":"51008_1001","sMsg":"no margin"}]}""", "refused InsufficientMargin 51008_1001")]
    [InlineData(200, """{"code":"1","data":[{"ordId":"","sCode":"51149","sMsg":"timed out"}],"msg":""}""", "unknown")]
    [InlineData(429, """{"code":"50011","msg":"Too Many Requests","data":[]}""", "refused RateLimited 50011")]
    [InlineData(429, "slow down", "refused RateLimited 50011")]
    [InlineData(401, """{"code":"50113","msg":"Invalid Sign","data":[]}""", "refused Unauthorized 50113")]
    [InlineData(403, "<html>forbidden</html>", "refused Unauthorized http403")]
    [InlineData(200, """{"code":"50004","msg":"timeout","data":[]}""", "unknown")]
    // Behind a 5xx anything may have happened, whatever its body says.
    [InlineData(503, """{"code":"50001","msg":"unavailable","data":[]}""", "unknown")]
    [InlineData(502, "<html>bad gateway</html>", "unknown")]
    [InlineData(200, "{", "unknown")]
    [InlineData(200, """{"code":"0","data":[]}""", "unknown")]
    public async Task Place_Answer_IsWhatItProves(int status, string answer, string expected)
    {
        await using FakeServer server = await FakeServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(answer);
        });
        using OkxRest rest = Rest(server);

        VenueOutcome outcome = await new OkxOrders(rest, new OkxHistory(rest)).PlaceAsync(
            Intent(OrderType.Limit, TimeInForce.Ioc), OkxSamples.Bitcoin, CancellationToken.None);

        Assert.Equal(expected, Describe(outcome));
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(40, 20)]
    [InlineData(120, 20)]
    public async Task Streams_Ping_ComesBeforeTheLimitAndBeforeTheVenueCloses(int limit, int expected)
    {
        await using OkxStub stub = await OkxStub.StartAsync(_ => null);

        StreamOptions stream = OkxMessages.StreamOptionsFor("private", stub.Options with { SilenceLimit = TimeSpan.FromSeconds(limit) });

        Assert.Equal((TimeSpan.FromSeconds(limit), TimeSpan.FromSeconds(expected)), (stream.SilenceLimit!.Value, stream.HeartbeatInterval));
        // The venue may count our words only: pushes of its own do not keep a stream alive.
        Assert.False(stream.HeartbeatOnSilenceOnly);
    }

    /// <summary>Goal: an order that may be at the venue is never taken for refused.</summary>
    [Theory]
    [InlineData(302, "")]
    [InlineData(408, "")]
    [InlineData(409, "<html>conflict</html>")]
    [InlineData(499, "")]
    [InlineData(500, "")]
    [InlineData(408, """{"code":"51000","data":[],"msg":"parameter error"}""")]
    [InlineData(409, """{"code":"0","data":[{"ordId":"7","sCode":"0"}]}""")]
    [InlineData(400, """{"code":"0","data":[{"ordId":"7","sCode":"0"}]}""")]
    [InlineData(200, """{"code":"1","data":[{"ordId":"","sCode":"58888","sMsg":"new"}],"msg":""}""")]
    [InlineData(400, """{"code":"58888","data":[],"msg":"new"}""")]
    public async Task Command_AnswerThatIsNoCertainRefusal_IsUnknown(int status, string answer)
    {
        await using FakeServer server = await FakeServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(answer);
        });
        using OkxRest rest = Rest(server);
        OkxOrders orders = new(rest, new OkxHistory(rest));

        Assert.IsType<VenueOutcome.Unknown>(await orders.PlaceAsync(Intent(OrderType.Limit, TimeInForce.Ioc), OkxSamples.Bitcoin, CancellationToken.None));
        Assert.IsType<VenueOutcome.Unknown>(await orders.AmendAsync(
            new OrderAmendment(OkxSamples.Bitcoin.Instrument.Id, Id, Side.Buy, new Quantity(0.05m), new Price(61_800m)), OkxSamples.Bitcoin, CancellationToken.None));
        Assert.IsType<VenueOutcome.Unknown>(await orders.CancelAsync("BTC-USDT-SWAP", Id, CancellationToken.None));
    }

    [Theory]
    [InlineData("""{"code":"1","data":[{"ordId":"7","sCode":"51410","sMsg":"cancelling"}]}""", "accepted 7")]
    [InlineData("""{"code":"1","data":[{"ordId":"7","sCode":"51402","sMsg":"done"}]}""", "refused OrderNotFound 51402")]
    public async Task Cancel_Answer_IsWhatItProves(string answer, string expected)
    {
        await using FakeServer server = await FakeServer.StartAsync(context => context.Response.WriteAsync(answer));
        using OkxRest rest = Rest(server);

        Assert.Equal(expected, Describe(await new OkxOrders(rest, new OkxHistory(rest)).CancelAsync("BTC-USDT-SWAP", Id, CancellationToken.None)));
    }

    [Fact]
    public async Task Place_ConnectionRefused_NeverReachedTheVenue()
    {
        FakeServer server = await FakeServer.StartAsync(_ => Task.CompletedTask);
        using OkxRest rest = Rest(server);
        await server.DisposeAsync();

        VenueOutcome outcome = await new OkxOrders(rest, new OkxHistory(rest)).PlaceAsync(
            Intent(OrderType.Limit, TimeInForce.Ioc), OkxSamples.Bitcoin, CancellationToken.None);

        Assert.Equal("refused VenueUnavailable ", Describe(outcome));
    }

    [Theory]
    [InlineData("""{"code":"51603","data":[],"msg":"Order does not exist"}""", typeof(OrderLookup.NotFound))]
    [InlineData("""{"code":"50011","data":[],"msg":"Too Many Requests"}""", typeof(OrderLookup.Failed))]
    [InlineData("""{"code":"0","data":[],"msg":""}""", typeof(OrderLookup.Failed))]
    [InlineData("""{"code":"0","data":[{"ordId":"7","state":"melted","uTime":"1700000000000"}],"msg":""}""", typeof(OrderLookup.Failed))]
    [InlineData("""{"code":"0","data":[{"ordId":"7","state":"live","uTime":"1700000000000"}],"msg":""}""", typeof(OrderLookup.Found))]
    public async Task Query_Answer_OnlyTheVenuesOwnWordProvesThatThereIsNone(string answer, Type expected)
    {
        string asked = "";
        await using FakeServer server = await FakeServer.StartAsync(context =>
        {
            if (context.Request.Path != "/api/v5/trade/order")
            {
                return context.Response.WriteAsync("""{"code":"0","data":[],"msg":""}""");
            }

            asked = context.Request.Path + context.Request.QueryString.Value;
            return context.Response.WriteAsync(answer);
        });
        using OkxRest rest = Rest(server);

        OrderLookup lookup = await new OkxOrders(rest, new OkxHistory(rest)).QueryAsync(OkxSamples.Bitcoin, Id, CancellationToken.None);

        Assert.IsType(expected, lookup);
        Assert.Equal("/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId=pb7f3k2p1l0", asked);
    }

    [Fact]
    public async Task ReadFills_MoreThanAPage_GoesBackByBillId()
    {
        List<string> asked = [];
        await using FakeServer server = await FakeServer.StartAsync(context =>
        {
            asked.Add(context.Request.QueryString.Value ?? "");
            int first = asked.Count == 1 ? 250 : 150;
            int count = asked.Count == 1 ? 100 : 3;
            IEnumerable<string> fills = Enumerable.Range(0, count).Select(i => $$"""{"billId":"{{first - i}}","tradeId":"{{first - i}}"}""");
            return context.Response.WriteAsync($$"""{"code":"0","data":[{{string.Join(',', fills)}}]}""", Encoding.UTF8);
        });
        using OkxRest rest = Rest(server);

        var fills = await new OkxHistory(rest).ReadFillsSinceAsync(ManualTime.SomeDay, CancellationToken.None);

        Assert.Equal(103, fills!.Count);
        Assert.Equal(["?instType=SWAP&begin=1772366400000&limit=100", "?instType=SWAP&begin=1772366400000&limit=100&after=151"], asked);
    }

    [Fact]
    public async Task ReadFunding_EntryThatCannotBeRead_DoesNotHideTheOthers()
    {
        await using FakeServer server = await FakeServer.StartAsync(context => context.Response.WriteAsync(
            """
            {"code":"0","data":[
              {"billId":"2","instId":"BTC-USDT-SWAP","type":"8","ccy":"USDT","balChg":"x","ts":"1695033476167"},
              {"billId":"1","instId":"BTC-USDT-SWAP","type":"8","ccy":"USDT","balChg":"0.5","ts":"1695033476167"}]}
            """));
        using OkxRest rest = Rest(server);
        Dictionary<string, OkxListing> listings = new() { ["BTC-USDT-SWAP"] = OkxSamples.Bitcoin };

        var payments = await new OkxIncome(rest).ReadFundingSinceAsync(ManualTime.SomeDay, RequestLane.Data, listings, CancellationToken.None);

        Assert.Equal("1", Assert.Single(payments!).PaymentId);
        Assert.Equal(1, rest.Malformed.Count);
    }

    /// <summary>Goal: a hedge that is refused for its time is told at once; the clock is measured beside it.</summary>
    [Fact]
    public async Task Place_RefusedForItsTime_IsToldWithoutAQuestionMore()
    {
        await using OkxStub stub = await OkxStub.StartAsync(asked => asked.StartsWith("POST", StringComparison.Ordinal)
            ? """{"code":"50102","data":[],"msg":"Timestamp request expired"}"""
            : OkxStub.Data("""{"ts":"1780000000000"}"""));

        VenueOutcome outcome = await stub.Orders.PlaceAsync(Intent(OrderType.Limit, TimeInForce.Ioc), OkxSamples.Bitcoin, CancellationToken.None);

        Assert.Equal("refused ClockSkew 50102", Describe(outcome));
        Assert.StartsWith("POST /api/v5/trade/order", Assert.Single(stub.Asked), StringComparison.Ordinal);
        await stub.Rest.Clock.AssertMeasuresAtOnceAsync(VenueId.OkxPerp, () => stub.Asked.Contains("GET /api/v5/public/time"));
    }

    [Fact]
    public async Task Place_CodeThatNobodyKnows_IsUnknownAndKeptWhole()
    {
        await using FakeServer server = await FakeServer.StartAsync(context => context.Response.WriteAsync(
            """{"code":"1","data":[{"ordId":"","sCode":"59999","sMsg":"new in this world"}],"msg":""}"""));
        using OkxRest rest = Rest(server);

        VenueOutcome outcome = await new OkxOrders(rest, new OkxHistory(rest)).PlaceAsync(
            Intent(OrderType.Limit, TimeInForce.Ioc), OkxSamples.Bitcoin, CancellationToken.None);

        Assert.Equal("unknown", Describe(outcome));
        Assert.Contains("new in this world", Assert.Single(rest.Malformed.Latest()).Beginning);
    }

    private static OkxRest Rest(FakeServer server)
    {
        VenueOptions options = new()
        {
            Venue = VenueId.OkxPerp,
            Symbols = [Symbol.Parse("BTCUSDT")],
            RestAddress = server.Address,
            PublicStreamAddress = server.StreamAddress,
            PrivateStreamAddress = server.StreamAddress,
            Credentials = new VenueCredentials("key", "secret", "phrase"),
            Demo = true,
        };
        return new OkxRest(options, new VenueClock(new ManualTime(), 0), new VenueCounters());
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
        Instrument = OkxSamples.Bitcoin.Instrument.Id,
        Side = Side.Buy,
        Quantity = new Quantity(0.0501m),
        Type = type,
        TimeInForce = timeInForce,
        LimitPrice = type == OrderType.Limit ? new Price(61_800.10m) : null,
        ReferencePrice = new Price(61_800m),
        DecidedAt = ManualTime.SomeDay,
    };
}
