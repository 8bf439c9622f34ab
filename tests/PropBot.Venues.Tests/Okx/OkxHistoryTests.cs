using System.Globalization;
using System.Text.RegularExpressions;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Okx;

/// <summary>Lists in pages: nothing lost, nothing twice, oldest first, and never a part for the whole.</summary>
public sealed partial class OkxHistoryTests
{
    private static readonly DateTimeOffset Now = ManualTime.SomeDay;

    private static readonly HistorySpan LastHour = new(Now.AddHours(-1), Now);

    private static readonly Dictionary<string, OkxListing> Listings = new() { ["BTC-USDT-SWAP"] = OkxSamples.Bitcoin };

    [Theory]
    [InlineData(0, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 2)]
    [InlineData(250, 3)]
    public async Task Fills_OfOneMillisecondOverManyPages_AreAllThereOnce(int count, int pages)
    {
        await using OkxStub stub = await OkxStub.StartAsync(asked => Page(asked, count, id => Fill(id, Now.AddMinutes(-30))));

        IReadOnlyList<FillReport> fills = (await stub.History.ReadFillsAsync(OkxSamples.Bitcoin, LastHour, CancellationToken.None))!;

        Assert.Equal(Enumerable.Range(1001, count).Select(i => i.ToString(CultureInfo.InvariantCulture)), fills.Select(f => f.TradeId.Value));
        Assert.Equal(pages, stub.Asked.Count);
        Assert.All(stub.Asked, a => Assert.StartsWith("GET /api/v5/trade/fills?instType=SWAP&instId=BTC-USDT-SWAP&begin=", a));
    }

    [Fact]
    public async Task Fills_OutsideTheSpan_AreCutOff()
    {
        await using OkxStub stub = await OkxStub.StartAsync(_ => OkxStub.Data(
            Fill(4, LastHour.To), Fill(3, LastHour.To.AddMilliseconds(-1)), Fill(2, LastHour.From), Fill(1, LastHour.From.AddMilliseconds(-1))));

        IReadOnlyList<FillReport> fills = (await stub.History.ReadFillsAsync(OkxSamples.Bitcoin, LastHour, CancellationToken.None))!;

        Assert.Equal(["2", "3"], fills.Select(f => f.TradeId.Value));
    }

    [Fact]
    public async Task Fills_OlderThanThreeDays_ComeFromTheArchive()
    {
        await using OkxStub stub = await OkxStub.StartAsync(_ => OkxStub.Data());

        await stub.History.ReadFillsAsync(OkxSamples.Bitcoin, new HistorySpan(Now.AddDays(-4), Now), CancellationToken.None);
        Assert.Null(await stub.History.ReadFillsAsync(OkxSamples.Bitcoin, new HistorySpan(Now.AddDays(-91), Now), CancellationToken.None));

        Assert.StartsWith("GET /api/v5/trade/fills-history?", Assert.Single(stub.Asked));
    }

    [Fact]
    public async Task Fills_PageThatRepeatsItself_IsNoCertainAnswer()
    {
        string page = OkxStub.Data(Enumerable.Range(1, 100).Reverse().Select(i => Fill(i, Now.AddMinutes(-30))));
        await using OkxStub stub = await OkxStub.StartAsync(_ => page);

        Assert.Null(await stub.History.ReadFillsAsync(OkxSamples.Bitcoin, LastHour, CancellationToken.None));
        Assert.Equal(2, stub.Asked.Count);
    }

    [Fact]
    public async Task Fills_SecondPageMissing_IsNoCertainAnswer()
    {
        await using OkxStub stub = await OkxStub.StartAsync(asked => asked.Contains("after=", StringComparison.Ordinal)
            ? """{"code":"50011","msg":"Too Many Requests","data":[]}"""
            : Page(asked, 150, id => Fill(id, Now.AddMinutes(-30))));

        Assert.Null(await stub.History.ReadFillsAsync(OkxSamples.Bitcoin, LastHour, CancellationToken.None));
    }

    [Fact]
    public async Task Fills_OneThatCannotBeRead_IsAHoleAndNoAnswer()
    {
        await using OkxStub stub = await OkxStub.StartAsync(_ => OkxStub.Data(Fill(2, Now), """{"billId":"1","tradeId":"1","fillPx":"x"}"""));

        Assert.Null(await stub.History.ReadFillsAsync(OkxSamples.Bitcoin, LastHour, CancellationToken.None));
        Assert.Equal(1, stub.Rest.Malformed.Count);
    }

    [Fact]
    public async Task Orders_OpenAndEnded_AreOneListOldestFirst()
    {
        await using OkxStub stub = await OkxStub.StartAsync(asked => asked.Contains("orders-pending", StringComparison.Ordinal)
            // Order 8 ended between the two questions and is in both lists.
            ? OkxStub.Data(Order(9, "live", Now.AddMinutes(-1)), Order(8, "live", Now.AddMinutes(-2)))
            : OkxStub.Data(Order(8, "canceled", Now.AddMinutes(-2)), Order(10, "filled", Now.AddMinutes(-2)), Order(1, "filled", Now.AddHours(-1.5))));

        IReadOnlyList<OrderReport> orders = (await stub.History.ReadOrdersAsync(OkxSamples.Bitcoin, LastHour, CancellationToken.None))!;

        Assert.Equal(
            [("8", OrderStatus.Cancelled), ("10", OrderStatus.Filled), ("9", OrderStatus.Acknowledged)],
            orders.Select(o => (o.VenueOrderId.Value, o.Status)));
        Assert.Contains("orders-pending", stub.Asked[0]);
    }

    [Fact]
    public async Task Orders_BeforeTheVenueForgot_AreNotAnsweredInPart()
    {
        await using OkxStub stub = await OkxStub.StartAsync(_ => OkxStub.Data());

        Assert.Null(await stub.History.ReadOrdersAsync(OkxSamples.Bitcoin, new HistorySpan(Now.AddHours(-3), Now), CancellationToken.None));
        Assert.Empty(stub.Asked);
    }

    [Fact]
    public async Task OpenOrders_ForeignOnesToo_TellSideQuantityAndLimit()
    {
        await using OkxStub stub = await OkxStub.StartAsync(_ => OkxStub.Data(
            Order(2, "live", Now), Order(1, "partially_filled", Now).Replace("pb1", "some-body", StringComparison.Ordinal)));

        IReadOnlyList<OrderReport> open = (await stub.History.ReadOpenAsync(Listings, CancellationToken.None))!;

        Assert.Equal([OwnOrderIds.Foreign, new ClientOrderId("pb2")], open.Select(o => o.ClientOrderId));
        // 5 contracts of 0.01 BTC.
        Assert.All(open, o => Assert.Equal(
            (Side.Sell, new Quantity(0.05m), new Price(61_800m), OrderOrigin.Client),
            (o.Side!.Value, o.Quantity!.Value, o.LimitPrice!.Value, o.Origin)));
    }

    [Theory]
    [InlineData("DOGE-USDT-SWAP")]
    [InlineData("BTC-USD_UM-SWAP")]
    [InlineData("BTC-USD-SWAP")]
    public async Task OpenOrders_OnAnInstrumentThatIsNotOurs_AreToldInContracts_AndTheNameLeadsBack(string instrument)
    {
        await using OkxStub stub = await OkxStub.StartAsync(_ => OkxStub.Data(Order(3, "live", Now).Replace("BTC-USDT-SWAP", instrument, StringComparison.Ordinal)));

        OrderReport open = Assert.Single((await stub.History.ReadOpenAsync(Listings, CancellationToken.None))!);

        Assert.Equal((instrument, "3", true), (OkxListing.NativeSymbolOf(open.Instrument.Symbol), open.VenueOrderId.Value, open.IsInContracts));
        Assert.Equal((new Quantity(5m), null), (open.Quantity!.Value, open.QuantityInBase()));
    }

    [Theory]
    [InlineData("BTC-USDT-261225")]
    [InlineData("BTCUSDT")]
    public async Task OpenOrders_OneThatCannotBeNamed_IsNoList(string instrument)
    {
        await using OkxStub stub = await OkxStub.StartAsync(_ => OkxStub.Data(
            Order(2, "live", Now), Order(3, "live", Now).Replace("BTC-USDT-SWAP", instrument, StringComparison.Ordinal)));

        Assert.Null(await stub.History.ReadOpenAsync(Listings, CancellationToken.None));
        Assert.Contains(instrument, Assert.Single(stub.Rest.Malformed.Latest()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Income_EveryKind_AddsUpToTheBalancesChange()
    {
        string at = WireText.FormatMilliseconds(Now.AddMinutes(-5));
        await using OkxStub stub = await OkxStub.StartAsync(_ => OkxStub.Data(
            Bill(6, "8", "-0.25", ",\"pnl\":\"-0.25\",\"fee\":\"0\",\"mgnMode\":\"cross\""),
            Bill(5, "6", "-100", ",\"mgnMode\":\"isolated\""),
            Bill(4, "8", "0", ",\"pnl\":\"-0.5\",\"fee\":\"0\",\"mgnMode\":\"isolated\""),
            Bill(3, "5", "-61", ",\"pnl\":\"-50\",\"fee\":\"-1\",\"mgnMode\":\"cross\""),
            Bill(2, "2", "3.9", ",\"pnl\":\"4\",\"fee\":\"-0.1\",\"mgnMode\":\"cross\""),
            Bill(1, "1", "1000", "")));

        IReadOnlyList<IncomeEntry> income = (await new OkxIncome(stub.Rest).ReadAsync(LastHour, RequestLane.Reconcile, Listings, CancellationToken.None))!;

        Assert.Equal(
            [
                ("1", IncomeKind.Transfer, 1000m), ("2", IncomeKind.RealizedPnl, 4m), ("2", IncomeKind.Fee, -0.1m),
                ("3", IncomeKind.RealizedPnl, -50m), ("3", IncomeKind.Fee, -1m), ("3", IncomeKind.Liquidation, -10m),
                ("4", IncomeKind.Funding, -0.5m), ("6", IncomeKind.Funding, -0.25m),
            ],
            income.Select(i => (i.EntryId, i.Kind, i.Amount.Amount)));
        Assert.StartsWith("GET /api/v5/account/bills?begin=", Assert.Single(stub.Asked));

        string Bill(int id, string type, string change, string more) =>
            $$"""{"billId":"{{id}}","instId":"BTC-USDT-SWAP","type":"{{type}}","subType":"1","ccy":"USDT","balChg":"{{change}}","ts":"{{at}}"{{more}}}""";
    }

    [Fact]
    public async Task Income_OlderThanAWeek_ComesFromTheArchive()
    {
        await using OkxStub stub = await OkxStub.StartAsync(_ => OkxStub.Data());
        OkxIncome income = new(stub.Rest);

        Assert.Empty((await income.ReadAsync(new HistorySpan(Now.AddDays(-8), Now), RequestLane.Reconcile, Listings, CancellationToken.None))!);
        Assert.Null(await income.ReadAsync(new HistorySpan(Now.AddDays(-100), Now), RequestLane.Reconcile, Listings, CancellationToken.None));

        Assert.StartsWith("GET /api/v5/account/bills-archive?", Assert.Single(stub.Asked));
    }

    [Fact]
    public void Tiers_RecordedTable_AreInQuoteNotionalAndHoldForTheWholePosition()
    {
        OkxTier[] wire =
        [
            .. SharedData.ReadLines("reference/okx_0G-USDT_position_tiers_2025-12-29.csv").Skip(1).Select(line => line.Split(','))
                .Select(c => new OkxTier("", c[1], c[2], c[3], c[4], c[5], c[6], c[7])),
        ];
        OkxListing listing = OkxSamples.Listing("0GUSDT", ctVal: "1", lotSz: "1", tickSz: "0.001");

        IReadOnlyList<PositionTier> tiers = OkxTierReading.Read(wire.Reverse(), listing, new Price(2m))!;

        Assert.Equal(10, tiers.Count);
        // 20,000 contracts of one coin at 2 USDT.
        Assert.Equal(new PositionTier(new Notional(40_000m), 20m, new Rate(0.02m), 0m) { UpToQuantity = new Quantity(20_000m) }, tiers[0]);
        Assert.Equal(new PositionTier(null, 8.69m, new Rate(0.075m), 0m), tiers[9]);
    }

    private static string Page(string asked, int count, Func<int, string> entry)
    {
        int newest = After().Match(asked) is { Success: true } after ? int.Parse(after.Groups[1].Value, CultureInfo.InvariantCulture) - 1 : 1000 + count;
        return OkxStub.Data(Enumerable.Range(0, Math.Min(100, newest - 1000)).Select(i => entry(newest - i)));
    }

    private static string Fill(int id, DateTimeOffset at) =>
        $$"""
        {"billId":"{{id}}","tradeId":"{{id}}","instId":"BTC-USDT-SWAP","ordId":"1","clOrdId":"pb1","side":"buy","fillPx":"61800","fillSz":"1",
         "fee":"-0.3","feeCcy":"USDT","execType":"T","fillTime":"{{WireText.FormatMilliseconds(at)}}","ts":"{{WireText.FormatMilliseconds(at)}}"}
        """;

    private static string Order(int id, string state, DateTimeOffset made) =>
        $$"""
        {"instId":"BTC-USDT-SWAP","ordId":"{{id}}","clOrdId":"pb{{id}}","ordType":"limit","side":"sell","sz":"5","px":"61800","state":"{{state}}","category":"normal",
         "accFillSz":"0","cTime":"{{WireText.FormatMilliseconds(made)}}","uTime":"{{WireText.FormatMilliseconds(made)}}"}
        """;

    [GeneratedRegex("after=(\\d+)")]
    private static partial Regex After();
}
