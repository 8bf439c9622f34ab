using System.Text;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Binance.Wire;
using static PropBot.Venues.Tests.Binance.BinanceSamples;

namespace PropBot.Venues.Tests.Binance;

/// <summary>Recorded and documented payloads as Core's values.</summary>
public sealed class BinanceReadingTests
{
    private static readonly InstrumentId Btc = Bitcoin.Id;
    private static readonly InstrumentId Ach = new(VenueId.BinanceUm, Symbol.Parse("ACHUSDT"));
    private static readonly ClientOrderId Ours = new("pb7f3k2p1l0");

    /// <summary>Fields of an order update that the venue sends; another one fails the test, so that somebody looks at it.</summary>
    private static readonly HashSet<string> KnownOrderFields =
    [
        "s", "c", "S", "o", "f", "q", "p", "ap", "sp", "x", "X", "i", "l", "z", "L", "n", "N", "T", "t", "b", "a", "m", "R", "wt", "ot",
        "ps", "cp", "rp", "pP", "si", "ss", "V", "pm", "gtd", "er", "AP", "cr", "st",
    ];

    [Fact]
    public void OrderUpdate_RecordedFill_HasPriceQuantityAndFee()
    {
        BinanceOrderUpdate order = OrderUpdates("WebSocketFutureLimitSubmittedFilled")[1];

        FillReport fill = BinanceReports.ToFill(order, Ach, Ours, Asset.Usdt)!;
        OrderReport report = BinanceReports.ToReport(order, Ach, Ours);

        Assert.Equal(new TradeId("258307413"), fill.TradeId);
        Assert.Equal(Side.Buy, fill.Side);
        Assert.Equal((0.00661m, 800m), (fill.Price.Value, fill.Quantity.Value));
        Assert.Equal(new Money(-0.002644m, Asset.Usdt), fill.Fee);
        Assert.False(fill.IsMaker);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1772461923867), fill.VenueTime);
        Assert.Equal(OrderStatus.Filled, report.Status);
        Assert.Equal((800m, 0.00661m), (report.CumulativeQuantity.Value, report.AveragePrice));
        Assert.Equal(new VenueOrderId("4903999096"), report.VenueOrderId);
    }

    [Fact]
    public void OrderUpdates_RecordedLives_HaveTheirStatesAndNoFillUntilTheTrade()
    {
        CheckLife("WebSocketFutureLimitSubmittedFilled", OrderStatus.Acknowledged, OrderStatus.Filled);
        CheckLife("WebSocketFutureMarketSubmittedFilled", OrderStatus.Acknowledged, OrderStatus.Filled);
        CheckLife("WebSocketFutureLimitSubmittedCancelled", OrderStatus.Acknowledged, OrderStatus.Cancelled);
    }

    [Fact]
    public void OrderUpdates_AllRecorded_HaveNoFieldThatNobodyKnows()
    {
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(SharedData.PathOf("lean-brokerage-binance/WebSocketFutureLimitSubmittedFilled.json"))!))
        {
            foreach (byte[] message in Messages(Path.Combine("lean-brokerage-binance", Path.GetFileName(file))))
            {
                using JsonDocument document = JsonDocument.Parse(message);
                if (document.RootElement.GetProperty("e").GetString() == "ORDER_TRADE_UPDATE")
                {
                    Assert.Empty(document.RootElement.GetProperty("o").EnumerateObject().Select(p => p.Name).Except(KnownOrderFields));
                }
            }
        }
    }

    [Theory]
    [InlineData("order_update_trade_partial", OrderStatus.PartiallyFilled, true)]
    [InlineData("order_update_adl", OrderStatus.Acknowledged, false)]
    [InlineData("order_update_insurance", OrderStatus.Acknowledged, false)]
    [InlineData("order_update_calculated_pending", OrderStatus.Acknowledged, false)]
    [InlineData("order_update_settlement", OrderStatus.Filled, true)]
    public void OrderUpdate_Sample_HasItsState(string file, OrderStatus status, bool isFill)
    {
        BinanceUserEvent news = BinanceUserStream.Read(
            Encoding.UTF8.GetBytes(SharedData.ReadText($"nautilus/binance/futures/user_data_json/{file}.json")));

        Assert.Equal(status, BinanceReports.ToReport(news.Order!, Btc, Ours).Status);
        Assert.Equal(isFill, BinanceReports.ToFill(news.Order!, Btc, Ours, Asset.Usdt) is not null);
    }

    [Fact]
    public void OrderUpdate_MakerRebate_IsAPositiveFee()
    {
        BinanceUserEvent news = BinanceUserStream.Read(
            """{"e":"ORDER_TRADE_UPDATE","T":1,"o":{"s":"BTCUSDT","c":"x","S":"SELL","x":"TRADE","X":"FILLED","i":1,"l":"1","z":"1","L":"100","ap":"100","n":"-0.01","N":"USDT","T":1,"t":5,"m":true}}"""u8);

        FillReport fill = BinanceReports.ToFill(news.Order!, Btc, Ours, Asset.Usdt)!;

        Assert.Equal(0.01m, fill.Fee.Amount);
        Assert.True(fill.IsMaker);
        Assert.Equal(Side.Sell, fill.Side);
    }

    [Fact]
    public void AccountUpdate_FundingFee_IsAHint() => Assert.Equal(
        "FUNDING_FEE",
        BinanceUserStream.Read("""{"stream":"k","data":{"e":"ACCOUNT_UPDATE","E":2,"T":1,"a":{"m":"FUNDING_FEE","B":[],"P":[]}}}"""u8).Account!.Reason);

    [Fact]
    public void AccountUpdate_RecordedPush_IsReadInsideItsEnvelope()
    {
        BinanceUserEvent news = BinanceUserStream.Read(Push("AccountUpdate"));

        Assert.Equal(("ACCOUNT_UPDATE", "ORDER"), (news.Type, news.Account!.Reason));
    }

    [Fact]
    public void Status_Unknown_IsMalformed() => Assert.Throws<FormatException>(() => BinanceReports.ToStatus("HALF_DONE"));

    [Fact]
    public void Order_RecordedReply_IsReported()
    {
        OrderReport report = BinanceReports.ToReport(Read(Reply("Trading/GetOrder"), BinanceJson.Default.BinanceOrder), Btc, Ours);

        Assert.Equal((OrderStatus.Acknowledged, new VenueOrderId("1917641")), (report.Status, report.VenueOrderId));
        Assert.Equal(1_917_641, Read(Reply("Trading/GetOpenOrders"), BinanceJson.Default.IReadOnlyListBinanceOrder)[0].OrderId);
        Assert.Equal(22_542_179, Read(Reply("Trading/PlaceOrder"), BinanceJson.Default.BinanceOrder).OrderId);
        Assert.Equal(283_194_212, Read(Reply("Trading/CancelOrder"), BinanceJson.Default.BinanceCancel).OrderId);
    }

    [Fact]
    public void Trades_RecordedReply_AreFills()
    {
        FillReport fill = BinanceReports.ToFill(Read(Reply("Trading/GetUserTrades"), BinanceJson.Default.IReadOnlyListBinanceUserTrade)[0], Btc, Ours);

        // The sample's commission is negative: a rebate, so the fee is ours.
        Assert.Equal((7819.01m, 0.002m, Side.Sell), (fill.Price.Value, fill.Quantity.Value, fill.Side));
        Assert.Equal(new Money(0.07819010m, Asset.Usdt), fill.Fee);
        Assert.Equal(new TradeId("698759"), fill.TradeId);
    }

    [Fact]
    public void Income_RecordedReply_KeepsTheSign()
    {
        BinanceIncome income = Read(Reply("Account/GetIncomeHistory"), BinanceJson.Default.IReadOnlyListBinanceIncome)[1];

        FundingPayment payment = BinanceReports.ToPayment(income with { IncomeType = "FUNDING_FEE" }, Btc);

        Assert.Equal(new Money(-0.01m, Asset.Usdt), payment.Payment);
        Assert.Equal("FUNDING_FEE:BTCUSDT:9689322392", payment.PaymentId);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1570636800000), payment.SettledAt);
    }

    [Fact]
    public void Account_RecordedReply_IsTheSettleAssetsOwnBalance()
    {
        BinanceAccount account = Read(Reply("Account/GetAccountInfoV3"), BinanceJson.Default.BinanceAccount);

        AccountReport report = BinanceAccounts.ToReport(OneWay, [Bitcoin], account, [], ManualDay);

        Assert.Equal((23.72469206m, 0m, 23.72469206m), (report.WalletBalance, report.UnrealizedPnl, report.AvailableBalance));
    }

    [Fact]
    public void Positions_OfASideThatTheConfiguredModeDoesNotHave_AreReadAsTheyAre()
    {
        IReadOnlyList<BinancePosition> positions = Read(Reply("Trading/GetPositions"), BinanceJson.Default.IReadOnlyListBinancePosition);

        Assert.NotEqual(PositionSide.Net, BinanceAccounts.ToReport(OneWay, [Bitcoin], new BinanceAccount([]), positions, ManualDay).Positions[0].Side);

        AccountReport report = BinanceAccounts.ToReport(
            OneWay, [Bitcoin], new BinanceAccount([]), [positions[0] with { PositionSide = "BOTH", PositionAmt = -0.5m }], ManualDay);
        Assert.Equal((-0.5m, 22185.2m, 21123.05052574m), (report.Positions[0].SignedQuantity, report.Positions[0].EntryPrice, report.Positions[0].MarkPrice));
    }

    [Fact]
    public void Positions_ThatNobodyTradesHere_AreReportedOrTheAccountIsNotKnown()
    {
        BinancePosition foreign = Read(Reply("Trading/GetPositions"), BinanceJson.Default.IReadOnlyListBinancePosition)[0] with
        {
            Symbol = "SOLUSDT",
            PositionSide = "BOTH",
            PositionAmt = -3m,
        };

        AccountReport report = BinanceAccounts.ToReport(OneWay, [Bitcoin], new BinanceAccount([]), [foreign], ManualDay);

        Assert.Equal("SOLUSDT -3", $"{report.Positions.Single().Instrument.Symbol} {report.Positions.Single().SignedQuantity}");
        FormatException unknown = Assert.Throws<FormatException>(() =>
            BinanceAccounts.ToReport(OneWay, [Bitcoin], new BinanceAccount([]), [foreign with { Symbol = "SOMETHING" }], ManualDay));
        Assert.Contains("'SOMETHING'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_RecordedReplies_AreRead()
    {
        Assert.Equal(("CROSSED", 21), Read(Reply("Account/GetSymbolConfiguration"), BinanceJson.Default.IReadOnlyListBinanceSymbolConfig)
            .Select(c => (c.MarginType, c.Leverage)).Single());
        Assert.Equal(0.0004m, Read(Reply("Account/GetUserCommissionRate"), BinanceJson.Default.BinanceCommissionRate).TakerCommissionRate);
        Assert.Equal(21, Read(Reply("Account/ChangeInitialLeverage"), BinanceJson.Default.BinanceLeverage).Leverage);
        Assert.StartsWith("pqia91", Read(Reply("Account/StartUserStream"), BinanceJson.Default.BinanceListenKey).ListenKey, StringComparison.Ordinal);
        Assert.Equal(1499827319559, Read(Reply("ExchangeData/GetServerTime"), BinanceJson.Default.BinanceServerTime).ServerTime);
    }

    [Fact]
    public void Reply_WithoutANeededField_IsMalformed() =>
        Assert.Throws<JsonException>(() => Read("""[{"symbol":"BTCUSDT","positionSide":"BOTH"}]""", BinanceJson.Default.IReadOnlyListBinancePosition));

    [Fact]
    public void Listing_RecordedExchangeInfo_BecomesAnInstrument()
    {
        string line = SharedData.ReadLines("cryptofeed-captures/BINANCE_FUTURES.jsonl.gz").First(l => l.Contains("/exchangeInfo", StringComparison.Ordinal));
        using JsonDocument entry = JsonDocument.Parse(line);
        BinanceExchangeInfo info = Read(entry.RootElement.GetProperty("data").GetString()!, BinanceJson.Default.BinanceExchangeInfo);
        Symbol bitcoin = Symbol.Parse("BTCUSDT");
        BinanceSymbol listed = BinanceListings.Find(info, bitcoin)!;

        Instrument instrument = BinanceListings.ToInstrument(
            VenueId.BinanceUm, bitcoin, listed, Fees, [new BinanceFundingInfo("BTCUSDT", 4)]);

        Assert.Equal((0.01m, 0.001m, 0.001m), (instrument.Tick.Value, instrument.Lot.Value, instrument.MinQuantity.Value));
        Assert.Equal(TimeSpan.FromHours(4), instrument.FundingInterval);
        Assert.Equal(new DateTimeOffset(2019, 9, 25, 8, 0, 0, TimeSpan.Zero), instrument.ListedAt);
        Assert.Equal(InstrumentStatus.Trading, instrument.Status);
        Assert.Equal(Asset.Usdt, instrument.SettleAsset);
        Assert.InRange(instrument.MinNotional.Value, 1m, 100m);
        Assert.NotNull(instrument.MaxQuantity);
        Assert.Null(BinanceListings.Find(info, Symbol.Parse("NOSUCHUSDT")));
        Assert.Equal(
            InstrumentStatus.Delisting,
            BinanceListings.ToInstrument(VenueId.BinanceUm, bitcoin, listed with { Status = "SETTLING" }, Fees, []).Status);
        Assert.Throws<FormatException>(() => BinanceListings.ToInstrument(VenueId.BinanceUm, bitcoin, listed with { Filters = [] }, Fees, []));
    }

    private static readonly VenueOptions OneWay = BinanceSamples.Options();

    private static readonly DateTimeOffset ManualDay = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static void CheckLife(string file, params OrderStatus[] states)
    {
        IReadOnlyList<BinanceOrderUpdate> updates = OrderUpdates(file);
        Assert.Equal(states, updates.Select(u => BinanceReports.ToReport(u, Ach, Ours).Status));
        Assert.Equal(
            states.Select(s => s == OrderStatus.Filled),
            updates.Select(u => BinanceReports.ToFill(u, Ach, Ours, Asset.Usdt) is not null));
    }

    private static List<BinanceOrderUpdate> OrderUpdates(string file) =>
    [
        .. Messages($"lean-brokerage-binance/{file}.json").Select(m => BinanceUserStream.Read(m))
            .Where(m => m.Type == "ORDER_TRADE_UPDATE").Select(m => m.Order!),
    ];
}
