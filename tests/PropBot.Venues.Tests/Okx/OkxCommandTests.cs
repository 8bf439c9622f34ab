using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Okx;

/// <summary>Amend, cancel all and the proof that an order is not there.</summary>
public sealed class OkxCommandTests
{
    private static readonly ClientOrderId Id = new("pb7f3k2p1l0");

    private static readonly OrderAmendment Amendment = new(
        OkxSamples.Bitcoin.Instrument.Id, Id, Side.Buy, new Quantity(0.0501m), new Price(61_800.10m));

    [Fact]
    public async Task Amend_Request_HasTheWholeSizeInContractsAndItsOwnId()
    {
        await using OkxStub stub = await OkxStub.StartAsync(_ => OkxStub.Data("""{"ordId":"7","clOrdId":"pb7f3k2p1l0","reqId":"a1","sCode":"0","sMsg":""}"""));

        VenueOutcome first = await stub.Orders.AmendAsync(Amendment, OkxSamples.Bitcoin, CancellationToken.None);
        await stub.Orders.AmendAsync(Amendment, OkxSamples.Bitcoin, CancellationToken.None);

        Assert.Equal(new VenueOutcome.Accepted(new VenueOrderId("7")), first);
        // 0.0501 BTC are 5.01 contracts of 0.01 BTC.
        Assert.Equal(
            """POST /api/v5/trade/amend-order {"instId":"BTC-USDT-SWAP","cxlOnFail":false,"clOrdId":"pb7f3k2p1l0","reqId":"a1772366400n1","newSz":"5.01","newPx":"61800.1"}""",
            stub.Asked[0]);
        Assert.Contains("n2", stub.Asked[1]);
    }

    [Theory]
    [InlineData("51503", RefusalKind.OrderNotFound)]
    [InlineData("51511", RefusalKind.WouldTakeLiquidity)]
    [InlineData("51006", RefusalKind.PriceOutOfBand)]
    public async Task Amend_Refused_SaysWhy(string code, RefusalKind expected)
    {
        await using OkxStub stub = await OkxStub.StartAsync(_ => $$"""{"code":"1","data":[{"ordId":"7","sCode":"{{code}}","sMsg":"no"}],"msg":""}""");

        var refused = Assert.IsType<VenueOutcome.Refused>(await stub.Orders.AmendAsync(Amendment, OkxSamples.Bitcoin, CancellationToken.None));

        Assert.Equal(expected, refused.Refusal.Kind);
    }

    [Fact]
    public async Task Amend_OffTheLotOrTick_IsNotSent()
    {
        await using OkxStub stub = await OkxStub.StartAsync(_ => null);

        foreach (OrderAmendment bad in new[] { Amendment with { Quantity = new Quantity(0.05015m) }, Amendment with { LimitPrice = new Price(61_800.05m) } })
        {
            var refused = Assert.IsType<VenueOutcome.Refused>(await stub.Orders.AmendAsync(bad, OkxSamples.Bitcoin, CancellationToken.None));
            Assert.Equal((RefusalKind.InvalidRequest, "not_sent"), (refused.Refusal.Kind, refused.Refusal.Code));
        }

        Assert.Empty(stub.Asked);
    }

    [Theory]
    [InlineData(PositionMode.OneWay, MarginMode.Cross, LegRole.Short, ""","side":"buy","ordType":"market","sz":"1","reduceOnly":true}""")]
    [InlineData(PositionMode.OneWay, MarginMode.Isolated, LegRole.Short, ""","side":"buy","ordType":"market","sz":"1","reduceOnly":true}""")]
    // In long-short mode a buy of the short side can only close it; the venue has no reduce-only there (defect D66).
    [InlineData(PositionMode.Hedge, MarginMode.Cross, LegRole.Short, ""","side":"buy","posSide":"short","ordType":"market","sz":"1"}""")]
    [InlineData(PositionMode.Hedge, MarginMode.Isolated, LegRole.Long, ""","side":"buy","posSide":"long","ordType":"market","sz":"1"}""")]
    public void Place_EveryMode_NamesMarginAndSide(PositionMode positions, MarginMode margin, LegRole leg, string expected)
    {
        OrderIntent intent = new()
        {
            ClientOrderId = Id,
            Pair = new PairId(1),
            Leg = leg,
            Purpose = OrderPurpose.Close,
            Instrument = OkxSamples.Bitcoin.Instrument.Id,
            Side = Side.Buy,
            Quantity = new Quantity(0.01m),
            Type = OrderType.Market,
            TimeInForce = TimeInForce.Ioc,
            ReduceOnly = true,
            ReferencePrice = new Price(61_800m),
            DecidedAt = ManualTime.SomeDay,
        };

        string body = OkxOrderBody.Place(intent, "BTC-USDT-SWAP", 1m, new OkxModes(positions, margin));

        Assert.Contains($"\"tdMode\":\"{margin.ToString().ToLowerInvariant()}\"", body);
        Assert.EndsWith(expected[..^1] + ""","stpMode":"cancel_maker"}""", body);
    }

    [Fact]
    public async Task CancelAll_MoreThanABatch_GoesInTwentiesByTheVenuesIds()
    {
        string[] open = [.. Enumerable.Range(1, 23).Select(i => $$"""{"instId":"BTC-USDT-SWAP","ordId":"{{i}}"}""")];
        await using OkxStub stub = await OkxStub.StartAsync(asked => asked.StartsWith("GET", StringComparison.Ordinal)
            ? OkxStub.Data(open)
            // One of the first batch has filled meanwhile, the second batch is cancelled whole.
            : asked.Contains("\"1\"", StringComparison.Ordinal)
                ? $$"""{"code":"2","msg":"","data":[{"ordId":"1","sCode":"51400","sMsg":"filled"},{{string.Join(',', Enumerable.Range(2, 19).Select(Cancelled))}}]}"""
                : OkxStub.Data(Enumerable.Range(21, 3).Select(Cancelled)));

        VenueOutcome outcome = await new OkxCancelAll(stub.Rest, stub.History).RunAsync(OkxSamples.Bitcoin, CancellationToken.None);

        Assert.IsType<VenueOutcome.Accepted>(outcome);
        Assert.Equal("GET /api/v5/trade/orders-pending?instType=SWAP&instId=BTC-USDT-SWAP&limit=100", stub.Asked[0]);
        Assert.StartsWith("""POST /api/v5/trade/cancel-batch-orders [{"instId":"BTC-USDT-SWAP","ordId":"1"},""", stub.Asked[1]);
        Assert.Equal(20, stub.Asked[1].Split("ordId").Length - 1);
        Assert.Equal(3, stub.Asked[2].Split("ordId").Length - 1);
        Assert.Equal(3, stub.Asked.Count);

        static string Cancelled(int id) => $$"""{"ordId":"{{id}}","sCode":"0","sMsg":""}""";
    }

    [Theory]
    [InlineData("""{"code":"2","msg":"","data":[{"ordId":"1","sCode":"0"},{"ordId":"2","sCode":"50004","sMsg":"timeout"}]}""", typeof(VenueOutcome.Unknown))]
    [InlineData("""{"code":"0","msg":"","data":[{"ordId":"1","sCode":"0"}]}""", typeof(VenueOutcome.Unknown))]
    [InlineData("""{"code":"1","msg":"","data":[{"ordId":"1","sCode":"51403","sMsg":"no"},{"ordId":"2","sCode":"0"}]}""", typeof(VenueOutcome.Refused))]
    [InlineData("""{"code":"50011","msg":"too many","data":[]}""", typeof(VenueOutcome.Refused))]
    [InlineData("{", typeof(VenueOutcome.Unknown))]
    [InlineData("""{"code":"1","msg":"","data":[{"ordId":"1","sCode":"51410"},{"ordId":"2","sCode":"51402"}]}""", typeof(VenueOutcome.Accepted))]
    public async Task CancelAll_AnswerOfABatch_IsItsWorst(string answer, Type expected)
    {
        await using OkxStub stub = await OkxStub.StartAsync(asked => asked.StartsWith("GET", StringComparison.Ordinal)
            ? OkxStub.Data("""{"ordId":"1"}""", """{"ordId":"2"}""")
            : answer);

        Assert.IsType(expected, await new OkxCancelAll(stub.Rest, stub.History).RunAsync(OkxSamples.Bitcoin, CancellationToken.None));
    }

    /// <summary>Goal: an order that only the index by our id does not have yet is not declared absent.</summary>
    [Theory]
    [InlineData("orders-pending", "live", OrderStatus.Acknowledged)]
    [InlineData("orders-history", "filled", OrderStatus.Filled)]
    public async Task Query_IndexThatLags_FindsTheOrderElsewhere(string where, string state, OrderStatus expected)
    {
        await using OkxStub stub = await OkxStub.StartAsync(asked =>
            asked.Contains("/trade/order?", StringComparison.Ordinal) ? """{"code":"51603","data":[],"msg":"Order does not exist"}"""
            : asked.Contains(where, StringComparison.Ordinal)
                ? OkxStub.Data($$"""{"instId":"BTC-USDT-SWAP","ordId":"9","clOrdId":"{{Id}}","state":"{{state}}","side":"buy","sz":"1","uTime":"1700000000000"}""")
                : OkxStub.Data());

        var found = Assert.IsType<OrderLookup.Found>(await stub.Orders.QueryAsync(OkxSamples.Bitcoin, Id, CancellationToken.None));

        Assert.Equal((expected, new VenueOrderId("9")), (found.Report.Status, found.Report.VenueOrderId));
    }

    [Fact]
    public async Task Query_AbsentEverywhere_IsProved()
    {
        await using OkxStub stub = await OkxStub.StartAsync(asked =>
            asked.Contains("/trade/order?", StringComparison.Ordinal) ? """{"code":"51603","data":[],"msg":"Order does not exist"}""" : OkxStub.Data());

        var absent = Assert.IsType<OrderLookup.NotFound>(await stub.Orders.QueryAsync(OkxSamples.Bitcoin, Id, CancellationToken.None));

        Assert.Contains(Id.Value, absent.Proof.Request);
        Assert.Contains("51603 Order does not exist", absent.Proof.Answer);
        Assert.Equal(3, stub.Asked.Count);
    }

    [Fact]
    public async Task Query_ListsThatCannotBeRead_ProveNothing()
    {
        await using OkxStub stub = await OkxStub.StartAsync(asked =>
            asked.Contains("/trade/order?", StringComparison.Ordinal) ? """{"code":"51603","data":[],"msg":"Order does not exist"}""" : null);

        Assert.IsType<OrderLookup.Failed>(await stub.Orders.QueryAsync(OkxSamples.Bitcoin, Id, CancellationToken.None));
    }
}
