using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Bybit;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>Questions for orders: what proves that there is one, or none.</summary>
public sealed class BybitOrderQueryTests
{
    private const string Visits = """{"retCode":10006,"retMsg":"Too many visits!","result":{},"time":1}""";
    private const string Failed = """{"retCode":10016,"retMsg":"Server error","result":{},"time":1}""";

    private static readonly ClientOrderId Id = new("pb7f3k2p1l0");

    [Fact]
    public async Task Query_OpenListEmptyAndClosedListWithTheOrder_IsFound()
    {
        await using BybitStub venue = await BybitStub.StartAsync(asked => asked.Contains("/v5/order/history") ? BybitStub.List(Order("7", "Filled", 1)) : BybitStub.Empty);
        using BybitParts parts = venue.Parts();

        OrderLookup lookup = await parts.Queries.QueryAsync(BybitSamples.Bitcoin, Id, CancellationToken.None);

        Assert.Equal(OrderStatus.Filled, Assert.IsType<OrderLookup.Found>(lookup).Report.Status);
        Assert.Equal(
            [
                "GET /v5/order/realtime?category=linear&symbol=BTCUSDT&orderLinkId=pb7f3k2p1l0",
                "GET /v5/order/history?category=linear&symbol=BTCUSDT&orderLinkId=pb7f3k2p1l0",
            ],
            venue.Asked);
    }

    [Theory]
    [InlineData(BybitStub.Empty, BybitStub.Empty, BybitStub.Empty, typeof(OrderLookup.NotFound))]
    [InlineData(BybitStub.Empty, Visits, BybitStub.Empty, typeof(OrderLookup.Failed))]
    [InlineData(Failed, BybitStub.Empty, BybitStub.Empty, typeof(OrderLookup.Failed))]
    [InlineData(BybitStub.Empty, BybitStub.Empty, Visits, typeof(OrderLookup.Failed))]
    public async Task Query_Answer_OnlyTheSilenceOfAllThreeListsProvesThatThereIsNone(string open, string closed, string fills, Type expected)
    {
        await using BybitStub venue = await BybitStub.StartAsync(
            asked => asked.Contains("realtime") ? open : asked.Contains("history") ? closed : fills);
        using BybitParts parts = venue.Parts();

        OrderLookup lookup = await parts.Queries.QueryAsync(BybitSamples.Bitcoin, Id, CancellationToken.None);

        Assert.IsType(expected, lookup);
        if (lookup is OrderLookup.NotFound none)
        {
            Assert.Contains("/v5/execution/list orderLinkId=pb7f3k2p1l0", none.Proof.Request, StringComparison.Ordinal);
            Assert.Equal(ManualTime.SomeDay, none.Proof.At);
        }
    }

    /// <summary>Goal: an order older than the lists is not taken for one that never was, if it traded.</summary>
    [Theory]
    [InlineData("0.5", OrderStatus.Filled)]
    [InlineData("0.8", OrderStatus.Cancelled)]
    public async Task Query_OnlyExecutionsAreLeft_IsFoundAsEnded(string orderQuantity, OrderStatus expected)
    {
        string executions = $"{Execution("a", "0.2", "100", orderQuantity, 1)},{Execution("b", "0.3", "200", orderQuantity, 2)}";
        await using BybitStub venue = await BybitStub.StartAsync(
            asked => asked.Contains("/v5/execution/list") ? BybitStub.List(executions) : BybitStub.Empty);
        using BybitParts parts = venue.Parts();

        OrderReport report = Assert.IsType<OrderLookup.Found>(await parts.Queries.QueryAsync(BybitSamples.Bitcoin, Id, CancellationToken.None)).Report;

        // 0.2 at 100 and 0.3 at 200 are 80 for 0.5.
        Assert.Equal((expected, 0.5m, 160m), (report.Status, report.CumulativeQuantity.Value, report.AveragePrice));
    }

    /// <summary>Goal: lists that are behind do not end an order that fills on.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(5, false)]
    [InlineData(5.1, true)]
    public async Task Query_OnlyExecutionsAreThere_IsAnEndOnceTheLastIsOlderThanTheReceiveWindow(double age, bool isBelieved)
    {
        ManualTime time = new();
        string executions = $"{Execution("a", "0.2", "100", "0.8", 3_599)},{Execution("b", "0.3", "200", "0.8", 3_600)}";
        await using BybitStub venue = await BybitStub.StartAsync(
            asked => asked.Contains("/v5/execution/list") ? BybitStub.List(executions) : BybitStub.Empty);
        using BybitParts parts = venue.Parts(time: time);
        time.Advance(TimeSpan.FromSeconds(age));

        OrderLookup lookup = await parts.Queries.QueryAsync(BybitSamples.Bitcoin, Id, CancellationToken.None);

        Assert.Equal(isBelieved, lookup is OrderLookup.Found { Report.Status: OrderStatus.Cancelled });
        Assert.Equal(!isBelieved, lookup is OrderLookup.Failed);
    }

    [Fact]
    public async Task QueryOpen_TwoPages_HasForeignOrdersTooAndNoneTwice()
    {
        await using BybitStub venue = await BybitStub.StartAsync(asked => asked.Contains("cursor=p%3A2")
            ? BybitStub.List($"{Order("2", "New", 2)},{Order("3", "PartiallyFilled", 3, link: "of-another-desk_1")}")
            : BybitStub.List($"{Order("1", "New", 1)},{Order("2", "New", 2)}", "p%3A2"));
        using BybitParts parts = venue.Parts();

        IReadOnlyList<OrderReport>? open = await parts.Queries.QueryOpenAsync(parts.Listing.ByName, CancellationToken.None);

        Assert.Equal(["1", "2", "3"], open!.Select(o => o.VenueOrderId.Value));
        Assert.Equal((Id, OwnOrderIds.Foreign), (open![0].ClientOrderId, open[2].ClientOrderId));
        Assert.Equal("GET /v5/order/realtime?category=linear&settleCoin=USDT&limit=50&cursor=p%3A2", venue.Asked[1]);
    }

    [Theory]
    [InlineData("DOGEUSDT")]
    [InlineData("BTCUSDT-25DEC26")]
    public async Task QueryOpen_OnASymbolThatIsNotOurs_IsTold_AndTheNameLeadsBack(string symbol)
    {
        await using BybitStub venue = await BybitStub.StartAsync(_ => BybitStub.List(Order("1", "New", 1).Replace("BTCUSDT", symbol, StringComparison.Ordinal)));
        using BybitParts parts = venue.Parts();

        OrderReport open = Assert.Single((await parts.Queries.QueryOpenAsync(parts.Listing.ByName, CancellationToken.None))!);

        Assert.Equal(("1", symbol), (open.VenueOrderId.Value, BybitListing.NativeOf(open.Instrument.Symbol)));
    }

    [Fact]
    public async Task QueryOpen_OneThatCannotBeNamed_IsNoList()
    {
        await using BybitStub venue = await BybitStub.StartAsync(_ => BybitStub.List(
            $"{Order("1", "New", 1)},{Order("2", "New", 2).Replace("BTCUSDT", "ODDNAME", StringComparison.Ordinal)}"));
        using BybitParts parts = venue.Parts();

        Assert.Null(await parts.Queries.QueryOpenAsync(parts.Listing.ByName, CancellationToken.None));
        Assert.Contains("ODDNAME", Assert.Single(parts.Rest.Malformed.Latest()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueryHistory_OpenRecentAndClosed_AreOnceEachOldestFirstAndOnlyOfTheSpan()
    {
        await using BybitStub venue = await BybitStub.StartAsync(asked =>
            asked.Contains("openOnly=1") ? BybitStub.List($"{Order("3", "Cancelled", 30)},{Order("2", "Filled", 20)}")
            : asked.Contains("realtime") ? BybitStub.List($"{Order("4", "New", 40)},{Order("2", "New", 20)}")
            : BybitStub.List($"{Order("2", "Filled", 20)},{Order("1", "Filled", 10)},{Order("0", "Filled", -1)}"));
        using BybitParts parts = venue.Parts();
        HistorySpan span = new(At(0), At(60));

        IReadOnlyList<OrderReport>? orders = await parts.Queries.QueryHistoryAsync(BybitSamples.Bitcoin, span, CancellationToken.None);

        Assert.Equal(["1 Filled", "2 Filled", "3 Cancelled", "4 Acknowledged"], orders!.Select(o => $"{o.VenueOrderId} {o.Status}"));
    }

    [Fact]
    public async Task QueryHistory_BeyondWhatTheVenueKeeps_HasNoCertainAnswer()
    {
        await using BybitStub venue = await BybitStub.StartAsync(_ => BybitStub.Empty);
        using BybitParts parts = venue.Parts();
        HistorySpan old = new(ManualTime.SomeDay.AddHours(-25), ManualTime.SomeDay);

        Assert.Null(await parts.Queries.QueryHistoryAsync(BybitSamples.Bitcoin, old, CancellationToken.None));
        Assert.Empty(venue.Asked);
    }

    [Theory]
    [InlineData("""{"retCode":0,"result":{"list":[{"orderId":"1"},{"orderId":"2"}],"success":"1"},"time":1}""", "accepted")]
    [InlineData("""{"retCode":0,"result":{"list":[],"success":"1"},"time":1}""", "accepted")]
    [InlineData("""{"retCode":0,"result":{"list":[],"success":"0"},"time":1}""", "unknown")]
    [InlineData("""{"retCode":10016,"retMsg":"Server error","result":{},"time":1}""", "unknown")]
    [InlineData("""{"retCode":10005,"retMsg":"Permission denied","result":{},"time":1}""", "Unauthorized")]
    public async Task CancelAll_Answer_IsWhatItProves(string answer, string expected)
    {
        await using BybitStub venue = await BybitStub.StartAsync(_ => answer);
        using BybitParts parts = venue.Parts();

        VenueOutcome outcome = await parts.Orders.CancelAllAsync(BybitSamples.Bitcoin, CancellationToken.None);

        Assert.Equal("""POST /v5/order/cancel-all {"category":"linear","symbol":"BTCUSDT"}""", Assert.Single(venue.Asked));
        Assert.Equal(expected, Describe(outcome));
    }

    [Theory]
    [InlineData("""{"retCode":0,"result":{"orderId":"7","orderLinkId":"pb7f3k2p1l0"},"time":1}""", "accepted")]
    [InlineData("""{"retCode":110001,"retMsg":"order not exists or too late to replace","result":{},"time":1}""", "OrderNotFound")]
    [InlineData("""{"retCode":40004,"retMsg":"modified while replacing","result":{},"time":1}""", "unknown")]
    [InlineData("""{"retCode":110079,"retMsg":"processing","result":{},"time":1}""", "unknown")]
    public async Task Amend_Answer_IsWhatItProves(string answer, string expected)
    {
        await using BybitStub venue = await BybitStub.StartAsync(_ => answer);
        using BybitParts parts = venue.Parts();
        OrderAmendment amendment = new(BybitSamples.Bitcoin.Id, Id, Side.Buy, new Quantity(0.25m), new Price(61_800.10m));

        VenueOutcome outcome = await parts.Orders.AmendAsync(amendment, BybitSamples.Bitcoin, CancellationToken.None);

        Assert.Equal(
            """POST /v5/order/amend {"category":"linear","symbol":"BTCUSDT","orderLinkId":"pb7f3k2p1l0","qty":"0.25","price":"61800.1"}""",
            Assert.Single(venue.Asked));
        Assert.Equal(expected, Describe(outcome));
    }

    [Theory]
    [InlineData("0.2505", "61800.1")]
    [InlineData("0.25", "61800.15")]
    public async Task Amend_OffTheLotOrTheTick_IsNotSent(string quantity, string price)
    {
        await using BybitStub venue = await BybitStub.StartAsync(_ => BybitStub.Empty);
        using BybitParts parts = venue.Parts();
        OrderAmendment amendment = new(
            BybitSamples.Bitcoin.Id, Id, Side.Buy, new Quantity(WireNumber.Parse(quantity)), new Price(WireNumber.Parse(price)));

        VenueOutcome outcome = await parts.Orders.AmendAsync(amendment, BybitSamples.Bitcoin, CancellationToken.None);

        Assert.Equal("InvalidRequest", Describe(outcome));
        Assert.Empty(venue.Asked);
    }

    private static DateTimeOffset At(int second) => ManualTime.SomeDay.AddHours(-1).AddSeconds(second);

    private static string Order(string id, string status, int second, string link = "pb7f3k2p1l0") =>
        $$"""
        {"symbol":"BTCUSDT","orderId":"{{id}}","orderLinkId":"{{link}}","orderStatus":"{{status}}","side":"Buy","qty":"1","price":"100","cumExecQty":"0",
         "createdTime":"{{At(second).ToUnixTimeMilliseconds()}}","updatedTime":"{{At(second).ToUnixTimeMilliseconds()}}"}
        """;

    private static string Execution(string id, string quantity, string price, string orderQuantity, int second) =>
        $$"""
        {"symbol":"BTCUSDT","orderId":"7","orderLinkId":"pb7f3k2p1l0","execId":"{{id}}","execType":"Trade","side":"Buy","execPrice":"{{price}}",
         "execQty":"{{quantity}}","orderQty":"{{orderQuantity}}","execFee":"0.1","execTime":"{{At(second).ToUnixTimeMilliseconds()}}"}
        """;

    private static string Describe(VenueOutcome outcome) => outcome switch
    {
        VenueOutcome.Accepted => "accepted",
        VenueOutcome.Refused refused => refused.Refusal.Kind.ToString(),
        _ => "unknown",
    };
}
