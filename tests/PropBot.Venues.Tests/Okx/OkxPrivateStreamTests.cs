using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Okx;
using PropBot.Venues.Okx.Stream;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Okx;

/// <summary>The private stream's stories, the adapter as a whole against a scripted venue.</summary>
public sealed class OkxPrivateStreamTests
{
    /// <summary>
    /// Goal: what happened while nobody listened is told whole and once before the link is up again: two pages of fills, of which some had
    /// been told, a liquidation, an order that ended, one that was made and ended.
    /// </summary>
    [Fact]
    public async Task Run_AfterAGap_TellsAllOfItOnceBeforeTheLinkIsUp()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        await venue.PushAsync("private", Orders(Order(1, "partially_filled", filled: 1, trade: 5001), Order(2, "live", filled: 0)));
        await adapter.Sink.WaitForAsync<OrderReported>(r => r.Report.VenueOrderId.Value == "2");
        int before = adapter.Sink.Events.Count;

        venue.Rest["GET /api/v5/trade/fills?"] = asked => Page(asked, newest: 5150);
        venue.Rest["GET /api/v5/trade/orders-history"] = _ => OkxStub.Data(
            Order(3, "filled", filled: 2, trade: 0), Order(9, "filled", filled: 1, trade: 0, category: "full_liquidation", id: ""));
        venue.Rest["GET /api/v5/trade/order?instId=BTC-USDT-SWAP&ordId=1"] = _ => OkxStub.Data(Order(1, "canceled", filled: 1, trade: 0));
        venue.Rest["GET /api/v5/trade/order?instId=BTC-USDT-SWAP&ordId=2"] = _ => OkxStub.Data(Order(2, "filled", filled: 3, trade: 0));
        venue.Cut("private");

        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Connecting, before);
        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);
        List<EngineEvent> told = [.. adapter.Sink.Events.Skip(before).TakeWhile(e => e is not VenueLinkChanged { Link: VenueLink.Up })];
        // 5001 had been told by the channel; 5150 is the liquidation's.
        Assert.Equal(Enumerable.Range(5002, 148).Select(i => $"{i}"), told.OfType<FillReported>().Select(f => f.Fill.TradeId.Value));
        ForcedFill forced = Assert.Single(told.OfType<ForcedFillSeen>()).Fill;
        Assert.Equal(("-5150", OrderOrigin.Liquidation, Side.Sell), (forced.TradeId.Value, forced.Origin, forced.Side));
        Assert.Equal(
            [("1", OrderStatus.Cancelled), ("2", OrderStatus.Filled), ("3", OrderStatus.Filled)],
            told.OfType<OrderReported>().Select(o => (o.Report.VenueOrderId.Value, o.Report.Status)).Order());
        Assert.Equal(OrderOrigin.Liquidation, Assert.Single(told.OfType<ForeignOrderSeen>()).Report.Origin);
        Assert.Contains(told, e => e is AccountReported);
        Assert.Equal(2, venue.CountHeard("\"op\":\"login\""));
    }

    [Fact]
    public async Task Run_CatchUpThatFails_KeepsTheLinkDownAndCatchesUpLater()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        int before = adapter.Sink.Events.Count;
        int asked = 0;
        venue.Rest["GET /api/v5/trade/fills?"] = query => ++asked switch
        {
            // The second page fails twice: a half catch-up is none.
            1 or 3 => Page(query, newest: 5150),
            2 or 4 => """{"code":"50013","msg":"busy","data":[]}""",
            _ => Page(query, newest: 5150),
        };
        venue.Cut("private");

        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);

        List<EngineEvent> told = [.. adapter.Sink.Events.Skip(before).TakeWhile(e => e is not VenueLinkChanged { Link: VenueLink.Up })];
        Assert.Equal(149, told.OfType<FillReported>().DistinctBy(f => f.Fill.TradeId).Count());
        Assert.Equal(149, told.OfType<FillReported>().Count());
        Assert.Equal(4, venue.CountHeard("\"op\":\"login\""));
    }

    /// <summary>Goal: an entry of the lists that cannot be read may be a fill: the gap stays, and is read again without losing the connection.</summary>
    [Fact]
    public async Task Run_AfterAGapWithAFillThatCannotBeRead_ReadsItAgain()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        int before = adapter.Sink.Events.Count;
        int asked = 0;
        venue.Rest["GET /api/v5/trade/fills?"] = _ => ++asked == 1
            ? OkxStub.Data(Fill(6001, isForced: false).Replace("\"fillSz\":\"1\"", "\"fillSz\":\"x\"", StringComparison.Ordinal), Fill(6000, isForced: false))
            : OkxStub.Data(Fill(6001, isForced: false), Fill(6000, isForced: false));
        venue.Cut("private");

        await adapter.Sink.WaitForAsync<FillReported>(f => f.Fill.TradeId.Value == "6001", before);

        Assert.Equal(["6000", "6001"], adapter.Sink.Events.OfType<FillReported>().Select(f => f.Fill.TradeId.Value));
        Assert.Equal(2, venue.CountHeard("\"op\":\"login\""));
    }

    /// <summary>Goal: what the venue did to our positions while the process was down is told, also when the first try to ask for it fails.</summary>
    [Fact]
    public async Task Run_ForcedFillBeforeTheStart_IsToldAtTheFirstCatchUpThatSucceeds()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        int asked = 0;
        venue.Rest["GET /api/v5/trade/fills?"] = _ => ++asked == 1
            ? """{"code":"50013","msg":"busy","data":[]}"""
            // Hours before the start; ours of that time are asked for by their orders.
            : OkxStub.Data(Fill(9, isForced: true).Replace("\"1780000000000\"", "\"1779950000000\"", StringComparison.Ordinal), Fill(8, isForced: false));
        await using RunningAdapter adapter = new(venue.CreateAdapter());

        await UpAsync(adapter);

        Assert.Equal("-9", Assert.Single(adapter.Sink.Events.OfType<ForcedFillSeen>()).Fill.TradeId.Value);
        Assert.Empty(adapter.Sink.Events.OfType<FillReported>());
        Assert.Equal(2, venue.CountHeard("\"op\":\"login\""));
    }

    [Fact]
    public async Task Fill_DoubledAndLate_IsToldOnceAndNothingShrinks()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        string first = Order(1, "partially_filled", filled: 1, trade: 1);

        await venue.PushAsync("private", Orders(first));
        // The venue may send the same message again with another time.
        await venue.PushAsync("private", Orders(first.Replace("1780000000000", "1780000000500", StringComparison.Ordinal)));
        await venue.PushAsync("private", Orders(Order(1, "canceled", filled: 1, trade: 0)));
        await venue.PushAsync("private", Orders(Order(1, "live", filled: 0, trade: 0)));
        // A fill that comes after the cancel still counts.
        await venue.PushAsync("private", Orders(Order(1, "canceled", filled: 3, trade: 2)));
        await venue.PushAsync("private", Orders(Order(7, "live", filled: 0, trade: 0)));
        await adapter.Sink.WaitForAsync<OrderReported>(r => r.Report.VenueOrderId.Value == "7");

        Assert.Equal(["1", "2"], adapter.Sink.Events.OfType<FillReported>().Select(f => f.Fill.TradeId.Value));
        Assert.Equal(
            [(OrderStatus.PartiallyFilled, 0.01m), (OrderStatus.Cancelled, 0.01m), (OrderStatus.Cancelled, 0.03m)],
            adapter.Sink.Events.OfType<OrderReported>().Where(o => o.Report.VenueOrderId.Value == "1")
                .Select(o => (o.Report.Status, o.Report.CumulativeQuantity.Value)));
    }

    [Fact]
    public async Task Order_Amended_TellsTheNewPriceAndQuantity()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);

        await venue.PushAsync("private", Orders(Order(1, "live", filled: 0, trade: 0)));
        await venue.PushAsync("private", Orders(Order(1, "live", filled: 0, trade: 0)
            .Replace("\"sz\":\"10\"", "\"sz\":\"12\",\"reqId\":\"a1\",\"amendResult\":\"0\",\"amendSource\":\"1\"", StringComparison.Ordinal)
            .Replace("\"px\":\"61800\"", "\"px\":\"61700\"", StringComparison.Ordinal)));

        OrderReported amended = await adapter.Sink.WaitForAsync<OrderReported>(r => r.Report.Quantity == new Quantity(0.12m));
        Assert.Equal(new Price(61_700m), amended.Report.LimitPrice);
    }

    [Fact]
    public async Task Forced_LiquidationAndDeleveraging_AreToldAsTheVenuesOwnOnce()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        string liquidation = System.Text.Encoding.UTF8.GetString(OkxSamples.Push("nautilus/okx/ws_orders_liquidation.json"));
        string deleveraging = System.Text.Encoding.UTF8.GetString(OkxSamples.Push("nautilus/okx/ws_orders_adl.json"))
            .Replace("ETH-USDT-SWAP", OkxVenueStub.Native, StringComparison.Ordinal);

        foreach (string push in new[] { liquidation, liquidation, deleveraging, deleveraging })
        {
            await venue.PushAsync("private", push);
        }

        await adapter.Sink.WaitForAsync<ForcedFillSeen>(f => f.Fill.Origin == OrderOrigin.AutoDeleveraging);
        await venue.PushAsync("private", Orders(Order(7, "live", filled: 0, trade: 0)));
        await adapter.Sink.WaitForAsync<OrderReported>();
        ForcedFill[] forced = [.. adapter.Sink.Events.OfType<ForcedFillSeen>().Select(f => f.Fill)];
        // 0.5 contracts of 0.01 BTC sold for us, the fee the order's since this is its only fill.
        Assert.Equal(
            new ForcedFill(
                new InstrumentId(VenueId.OkxPerp, Symbol.Parse("BTCUSDT")), new VenueOrderId("2497956918703120999"), new TradeId("1518905999"),
                OrderOrigin.Liquidation, PositionSide.Long, Side.Sell, new Price(40_000m), new Quantity(0.005m), new Money(-20m, Asset.Usdt),
                DateTimeOffset.FromUnixTimeMilliseconds(1_746_947_317_402)),
            forced[0]);
        Assert.Equal((PositionSide.Short, Side.Buy, 0.003m), (forced[1].Position, forced[1].Side, forced[1].Quantity.Value));
        Assert.Equal(2, forced.Length);
        Assert.Equal(
            [OrderOrigin.Liquidation, OrderOrigin.AutoDeleveraging],
            adapter.Sink.Events.OfType<ForeignOrderSeen>().Select(f => f.Report.Origin));
    }

    /// <summary>Goal: a forced fill in a message that cannot be read is told, and our fill with it, without a new connection.</summary>
    [Theory]
    [InlineData("""{"arg":{"channel":"orders","instType":"SWAP"},"data":[{"instId":"BTC-USDT-SWAP","ordId":"4","sz":""")]
    [InlineData("""{"arg":{"channel":"orders","instType":"SWAP"},"data":[{"instId":"BTC-USDT-SWAP","ordId":["4"]}]}""")]
    [InlineData("""{"arg":{"channel":"orders","instType":"SWAP"},"data":[{"instId":"BTC-USDT-SWAP","ordId":"4","category":"adl","state":"filled","fillSz":"one"}]}""")]
    [InlineData("""{"arg":{"channel":"balance_and_position"},"data":{"eventType":1}}""")]
    public async Task Push_ThatCannotBeRead_HasTheAccountReadOverRest(string unreadable)
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        List<string> asked = [];
        venue.Rest["GET /api/v5/trade/fills?"] = query =>
        {
            lock (asked)
            {
                asked.Add(query);
            }

            return OkxStub.Data(Fill(9, isForced: true), Fill(8, isForced: false));
        };

        await venue.PushAsync("private", unreadable);

        Assert.Equal("-9", (await adapter.Sink.WaitForAsync<ForcedFillSeen>()).Fill.TradeId.Value);
        Assert.Equal("8", Assert.Single(adapter.Sink.Events.OfType<FillReported>()).Fill.TradeId.Value);
        Assert.Equal(1, venue.CountHeard("\"op\":\"login\""));
        Assert.InRange(adapter.Adapter.Statistics.MalformedMessages, 1, 2);
    }

    /// <summary>Goal: what an unreadable message has said is asked for until it was answered, and from the same instant on.</summary>
    [Fact]
    public void Memory_Missed_StaysSinceTheLastReadMessageUntilCaughtUp()
    {
        DateTimeOffset start = ManualTime.SomeDay;
        OkxMemory memory = new();
        memory.Heard(start);
        memory.CaughtUp(memory.Gap);
        Assert.Null(memory.Gap.Since);

        memory.Missed();
        memory.Heard(start.AddMinutes(10));
        memory.Lost();
        memory.Heard(start.AddMinutes(20));
        OkxGap first = memory.Gap;
        Assert.Equal((false, start), (first.IsFirst, first.Since));

        // Another one while the first is read for: that is not caught up with it.
        memory.Missed();
        memory.CaughtUp(first);
        Assert.Equal(start, memory.Gap.Since);
        memory.CaughtUp(memory.Gap);
        Assert.Null(memory.Gap.Since);
    }

    /// <summary>Goal: a forced fill without an identity or a fee of its own is told as the venue's list has it, however late that is.</summary>
    [Theory]
    [InlineData("0", "-0.3")]
    [InlineData("", "-0.3")]
    [InlineData("-9", "")]
    public async Task Forced_WithoutTradeOrFee_IsToldFromTheListOfItsOrder(string trade, string fee)
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        int asked = 0;
        venue.Rest["GET /api/v5/trade/fills?instType=SWAP&instId=BTC-USDT-SWAP&ordId=4"] = _ => ++asked == 1
            ? OkxStub.Data(Fill(8, isForced: true))
            : OkxStub.Data(Fill(9, isForced: true), Fill(8, isForced: true));

        string push = Order(4, "filled", filled: 2, trade: 77, category: "partial_liquidation", id: "")
            .Replace("\"77\"", $"\"{trade}\"", StringComparison.Ordinal)
            .Replace("\"fillFee\":\"-0.3\"", $"\"fillFee\":\"{fee}\"", StringComparison.Ordinal);
        await venue.PushAsync("private", Orders(push));
        await venue.PushAsync("private", Orders(push));

        await adapter.Sink.WaitForAsync<ForcedFillSeen>(f => f.Fill.TradeId.Value == "-9");
        Assert.Equal(
            [("-8", -0.3m), ("-9", -0.3m)],
            adapter.Sink.Events.OfType<ForcedFillSeen>().Select(f => (f.Fill.TradeId.Value, f.Fill.Fee.Amount)));
        Assert.Equal(0, adapter.Adapter.Statistics.MalformedMessages);
    }

    [Fact]
    public async Task Warning_OfALiquidation_IsAMarginCallWithItsFigures()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        byte[] push = OkxSamples.Push("jkorf/OKX.Net/Subscriptions/Unified/Trading/LiquidationWarning.txt");

        await venue.PushAsync("private", System.Text.Encoding.UTF8.GetString(push));

        MarginCallReceived call = await adapter.Sink.WaitForAsync<MarginCallReceived>();
        Assert.Contains("ETH-USD-210430 long 1 contracts at mark 2353.849, equity over maintenance 11.731726509588816", call.Detail);
    }

    [Theory]
    [InlineData("account")]
    [InlineData("positions")]
    public async Task Push_OfTheAccount_HasItReadAgain(string channel)
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        int before = adapter.Sink.Events.Count;

        await venue.PushAsync("private", $$"""{"arg":{"channel":"{{channel}}","uid":"1"},"eventType":"event_update","data":[{}]}""");

        await adapter.Sink.WaitForAsync<AccountReported>(after: before);
    }

    [Fact]
    public async Task Push_OfAFundingFee_HasTheSettlementToldAtOnce()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        venue.Rest["GET /api/v5/account/bills?instType=SWAP&type=8"] = _ => OkxStub.Data(
            """{"billId":"77","instId":"BTC-USDT-SWAP","type":"8","subType":"173","ccy":"USDT","balChg":"-0.5","pnl":"-0.5","mgnMode":"cross","ts":"1780000000000"}""");

        await venue.PushAsync("private", """{"arg":{"channel":"balance_and_position","uid":"1"},"data":[{"pTime":"1","eventType":"funding_fee"}]}""");

        FundingSettled settled = await adapter.Sink.WaitForAsync<FundingSettled>();
        Assert.Equal(("77", -0.5m), (settled.Payment.PaymentId, settled.Payment.Payment.Amount));
    }

    [Fact]
    public async Task Connect_HelpfulChannelRefused_GoesOnWithoutIt()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Refused.UnionWith(["liquidation-warning", "price-limit", "status", "instruments"]);
        await using RunningAdapter adapter = new(venue.CreateAdapter());

        await UpAsync(adapter);
    }

    [Theory]
    [InlineData("orders", "60018 no such channel")]
    [InlineData("books", "60018 no such channel")]
    public async Task Connect_NeededChannelRefused_IsNotUpAndSaysWhy(string channel, string expected)
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Refused.Add(channel);
        await using RunningAdapter adapter = new(venue.CreateAdapter());

        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Reason.Contains(expected, StringComparison.Ordinal));

        Assert.DoesNotContain(adapter.Sink.Events, e => e is VenueLinkChanged { Link: VenueLink.Up });
    }

    [Theory]
    [InlineData("account")]
    [InlineData("mark-price")]
    [InlineData("status")]
    public async Task Connect_SubscriptionWithoutAnswer_IsMadeAnew(string channel)
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Unanswered.Add(channel);
        await using RunningAdapter adapter = new(venue.CreateAdapter(venue.Options with { RequestTimeout = TimeSpan.FromMilliseconds(300) }));

        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Reason.Contains($"no answer to the subscription of {channel}", StringComparison.Ordinal));
        venue.Unanswered.Clear();

        await UpAsync(adapter);
    }

    [Theory]
    [InlineData("""{"event":"error","code":"60011","msg":"Please log in","connId":"a"}""")]
    [InlineData("""{"event":"notice","code":"64008","msg":"The connection will soon be closed for a service upgrade. Please reconnect.","connId":"a"}""")]
    [InlineData("""{"event":"channel-conn-count-error","channel":"orders","connCount":"30","connId":"a"}""")]
    public async Task Login_ThatHasEnded_IsRenewedByANewConnection(string message)
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        int before = adapter.Sink.Events.Count;

        await venue.PushAsync("private", message);

        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Connecting, before);
        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);
        Assert.Equal(2, venue.CountHeard("\"op\":\"login\""));
    }

    private static Task UpAsync(RunningAdapter adapter) => adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

    private static string Orders(params IEnumerable<string> orders) =>
        $$"""{"arg":{"channel":"orders","instType":"SWAP","uid":"1"},"data":[{{string.Join(',', orders)}}]}""";

    /// <param name="trade">0: the update carries no fill.</param>
    private static string Order(int number, string state, int filled, int trade = 0, string category = "normal", string? id = null) =>
        $$"""
        {"instId":"BTC-USDT-SWAP","instType":"SWAP","ordId":"{{number}}","clOrdId":"{{id ?? $"pb{number}"}}","ordType":"limit","side":"buy","posSide":"net","category":"{{category}}",
         "state":"{{state}}","sz":"10","px":"61800","accFillSz":"{{filled}}","avgPx":"61800","fillSz":"{{(trade == 0 ? 0 : 1)}}","fillPx":"61800",
         "tradeId":"{{(trade == 0 ? "" : trade)}}","fillFee":"-0.3","fillFeeCcy":"USDT","execType":"T","fillTime":"1780000000000","cTime":"1780000000000","uTime":"1780000000000"}
        """;

    /// <summary>Fills 5001 to the newest, which is a liquidation, in pages of 100.</summary>
    private static string Page(string asked, int newest)
    {
        int cursor = asked.IndexOf("after=", StringComparison.Ordinal);
        int first = cursor < 0 ? newest : int.Parse(asked[(cursor + 6)..], System.Globalization.CultureInfo.InvariantCulture) - 1;
        return OkxStub.Data(Enumerable.Range(0, Math.Min(100, first - 5000)).Select(i => Fill(first - i, isForced: first - i == newest)));
    }

    private static string Fill(int number, bool isForced) =>
        $$"""
        {"instId":"BTC-USDT-SWAP","ordId":"4","clOrdId":"{{(isForced ? "" : "pb4")}}","billId":"{{number}}","tradeId":"{{(isForced ? -number : number)}}","side":"{{(isForced ? "sell" : "buy")}}",
         "posSide":"net","subType":"{{(isForced ? 107 : 1)}}","fillPx":"61800","fillSz":"1","fee":"-0.3","feeCcy":"USDT","execType":"T","fillTime":"1780000000000","ts":"1780000000001"}
        """;
}
