using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Tests.Fuzz;
using PropBot.Venues.Tests.Okx;
using static PropBot.Venues.Tests.Conformance.Rule;

namespace PropBot.Venues.Tests.Conformance;

internal static class OkxCatalogue
{
    private const string OtherProduct = "spot, margin, options, spreads, funding wallet and earning: other products";
    private const string PublicTrades = "public trades, tickers, candles and statistics: no decision is made on them";
    private const string SocketApi = "requests go over REST; the answers repeat those";
    private const string Conditional = "conditional and algorithmic orders: none are placed, and what they trigger is told as orders";
    private const string NotAsked = "an endpoint or channel that is not asked";

    private static readonly ClientOrderId Any = new("pb7f3k2p1l0");
    private static readonly OkxJson Json = OkxJson.Default;

    public static IReadOnlyList<Rule> Rules { get; } =
    [
        As("GET /api/v5/public/instruments | file http_get_instruments_*", Json.OkxReplyOkxInstrument, ReadInstruments),
        As("GET /api/v5/public/funding-rate", Json.OkxReplyOkxFundingRate, reply => Assert.All(Ok(reply), ReadFunding)),
        As("GET /api/v5/public/time", Json.OkxReplyOkxTime, reply => Assert.All(Ok(reply), t => WireText.RequiredMilliseconds(t.Ts, "ts"))),
        As("GET /api/v5/account/trade-fee | file http_get_trade_fee_response", Json.OkxReplyOkxTradeFee, reply => Assert.All(Ok(reply), ReadFees)),
        As("GET /api/v5/account/config | POST /api/v5/account/set-position-mode", Json.OkxReplyOkxAccountConfig, reply =>
            Assert.All(Ok(reply), c => Assert.Contains(c.PosMode, new[] { "net_mode", "long_short_mode" }))),
        As("GET /api/v5/account/leverage-info | POST /api/v5/account/set-leverage", Json.OkxReplyOkxLeverage, reply =>
            Assert.All(Ok(reply), l => Assert.True(WireText.Required(l.Lever, "lever") > 0m))),
        As("GET /api/v5/account/balance | file http_get_account_balance", Json.OkxReplyOkxBalance, reply => Assert.All(Ok(reply), ReadBalance)),
        As("file http_balance_detail_*", Json.OkxBalanceDetail),
        As("GET /api/v5/account/positions | file http_get_positions", Json.OkxReplyOkxPosition, ReadPositions),
        As("GET /api/v5/account/bills | GET /api/v5/account/bills-archive", Json.OkxReplyOkxBill, reply => Assert.All(Ok(reply), b =>
            Assert.Equal(ChangeOf(b), OkxBillReading.ReadPayment(b, OkxSamples.Bitcoin).Payment.Amount))),
        As(
            "GET /api/v5/trade/order | GET /api/v5/trade/orders-pending | GET /api/v5/trade/orders-history | GET /api/v5/trade/orders-history-archive"
            + " | file http_get_orders_history | file http_get_orders_pending_with_attached_tp_sl",
            Json.OkxReplyOkxOrder,
            reply => Assert.All(Ok(reply), ReadOrder)),
        As("GET /api/v5/trade/fills | GET /api/v5/trade/fills-history", Json.OkxReplyOkxFill, reply => Assert.All(Ok(reply), ReadFill)),
        As("file http_transaction_detail | file http_transaction_detail_empty_fee", Json.OkxFill),
        As(
            "POST /api/v5/trade/order | POST /api/v5/trade/cancel-order | POST /api/v5/trade/amend-order | POST /api/v5/trade/batch-orders"
            + " | POST /api/v5/trade/cancel-batch-orders | POST /api/v5/trade/amend-batch-orders | file http_place_algo_order_rejected",
            Json.OkxReplyOkxOrderAck,
            reply => Assert.All(Ok(reply), ReadAck)),
        As("GET /api/v5/public/position-tiers | file http_get_position_tiers", Json.OkxReplyOkxTier, reply => Assert.All(Ok(reply), t =>
            Assert.True(WireText.Required(t.MaxSz, "maxSz") > 0m && WireText.Required(t.Mmr, "mmr") > 0m))),
        As("GET /api/v5/public/mark-price", Json.OkxReplyOkxMarkPrice, reply => Assert.All(Ok(reply), m => Assert.True(WireText.Required(m.MarkPx, "markPx") > 0m))),
        As("push price-limit", (message, unread) => Assert.All(Data(message, Json.OkxPriceLimitArray, unread), l =>
            Assert.True(WireText.Required(l.BuyLmt, "buyLmt") > 0m && WireText.Required(l.SellLmt, "sellLmt") > 0m))),
        As("push status", (message, unread) => Assert.All(Data(message, Json.OkxStatusArray, unread), s => Assert.NotEmpty(s.State!))),
        As("push instruments", (message, unread) => Assert.All(Data(message, Json.OkxInstrumentArray, unread), i => Assert.NotEmpty(i.InstId!))),
        As("push liquidation-warning", (message, unread) => Assert.All(Data(message, Json.OkxRiskWarningArray, unread), w => Assert.NotEmpty(w.InstId!))),
        As("push balance_and_position", (message, unread) => Assert.All(Data(message, Json.OkxBalanceAndPositionArray, unread), b => Assert.NotEmpty(b.EventType!))),
        As("file http_place_order_response", Json.OkxOrderAck, ReadAck),
        As("push books", ReadBook),
        As("push orders", ReadPushedOrders),
        As("push mark-price", (message, unread) =>
        {
            OkxMarkPrice[] marks = Data(message, Json.OkxMarkPriceArray, unread);
            Assert.All(marks, m => Assert.True(WireText.Required(m.MarkPx, "markPx") > 0m));
        }),
        As("push funding-rate", (message, unread) => Assert.All(Data(message, Json.OkxFundingRateArray, unread), ReadFunding)),
        As("push account | push positions", (message, unread) => Assert.False(ReadPush(message, unread).Data.IsEmpty)),
        As("event login | event subscribe", (message, unread) =>
        {
            OkxPush push = ReadPush(message, unread);
            Assert.True(push.Data.IsEmpty && !push.Event.IsEmpty);
            Assert.Equal(message.Kind, $"event {Text(push.Event)}");
        }),
        Leave("socket api *", SocketApi),
        Leave(
            "push candle1D | push candle1H | push index-candle1D | push mark-price-candle1D | push index-tickers | push open-interest | push tickers"
            + " | push trades | push bbo-tbt | push estimated-price | GET /api/v5/market/* | GET /api/v5/rubik/* | GET /api/v5/public/open-interest"
            + " | GET /api/v5/public/insurance-fund | GET /api/v5/public/premium-history | GET /api/v5/public/block-trades"
            + " | GET /api/v5/public/estimated-price | GET /api/v5/public/estimated-settlement-info"
            + " | GET /api/v5/public/settlement-history | GET /api/v5/public/delivery-exercise-history | GET /api/v5/public/funding-rate-history"
            + " | GET /api/v5/public/underlying | GET /api/v5/support/* | file http_get_candlesticks | file http_get_index_price"
            + " | file http_get_funding_rate_history",
            PublicTrades),
        Leave("file http_get_order_book", "the book over REST; the channel begins with its snapshot"),
        Leave(
            "push account-greeks | push opt-summary | push sprd-orders | push deposit-info | push withdrawal-info | other | GET /api/v5/asset/*"
            + " | POST /api/v5/asset/* | GET /api/v5/finance/* | POST /api/v5/finance/* | GET /api/v5/affiliate/* | GET /api/v5/public/opt-summary"
            + " | GET /api/v5/public/discount-rate-interest-free-quota | GET /api/v5/public/interest-rate-loan-quota"
            + " | GET /api/v5/public/vip-interest-rate-loan-quota | GET /api/v5/account/greeks | POST /api/v5/account/set-greeks"
            + " | GET /api/v5/account/interest-* | GET /api/v5/account/max-loan | GET /api/v5/account/max-withdrawal"
            + " | GET /api/v5/account/spot-borrow-repay-history | POST /api/v5/account/spot-manual-borrow-repay | POST /api/v5/account/set-auto-repay"
            + " | GET /api/v5/trade/easy-convert* | POST /api/v5/trade/easy-convert | GET /api/v5/trade/one-click-repay* | POST /api/v5/trade/one-click-repay"
            + " | file http_get_option_summary | file http_get_spread* | file common_optional_string_to_u64",
            OtherProduct),
        Leave(
            "push orders-algo | push algo-advance | GET /api/v5/trade/order-algo | GET /api/v5/trade/orders-algo-* | POST /api/v5/trade/order-algo"
            + " | POST /api/v5/trade/amend-algos | POST /api/v5/trade/cancel-algos | POST /api/v5/trade/cancel-advance-algos"
            + " | file http_get_orders_algo_* | file http_place_algo_order_response",
            Conditional),
        Leave("push fills", "fills without their fee; the channel orders tells them with it"),
        Leave("GET /api/v5/public/price-limit", "the channel tells it"),
        Leave(
            "POST /api/v5/account/account-level-switch-preset | GET /api/v5/account/set-account-switch-precheck | POST /api/v5/account/set-account-level"
            + " | POST /api/v5/account/set-isolated-mode | POST /api/v5/account/position/margin-balance | GET /api/v5/account/account-position-risk"
            + " | GET /api/v5/account/adjust-leverage-info | GET /api/v5/account/max-size | GET /api/v5/account/max-avail-size"
            + " | GET /api/v5/account/positions-history | GET /api/v5/account/risk-state | file http_get_account_positions-history"
            + " | POST /api/v5/trade/cancel-all-after | POST /api/v5/trade/close-position | POST /api/v5/trade/order-precheck"
            + " | GET /api/v5/trade/account-rate-limit"
            + " | GET /api/v5/public/convert-contract-coin",
            NotAsked),
    ];

    private static IReadOnlyList<T> Ok<T>(OkxReply<T> reply)
    {
        Assert.True(reply.Code is "0" or "1" or "2", reply.Code);
        Assert.NotNull(reply.Data);
        Assert.NotEmpty(reply.Data);
        return reply.Data;
    }

    /// <summary>Linear swaps become instruments; an inverse one, a future or an option is refused, never misread.</summary>
    private static void ReadInstruments(OkxReply<OkxInstrument> reply)
    {
        foreach (OkxInstrument wire in Ok(reply))
        {
            bool linear = wire is { InstType: "SWAP", CtType: "linear" };
            string[] names = wire.InstId!.Split('-');
            Symbol symbol = Symbol.Parse(linear && names[1] == "USDT" ? $"{names[0]}USDT" : "BTCUSDT");
            if (linear && names[1] == "USDT")
            {
                OkxListing listing = OkxListing.Read(wire, symbol, OkxSamples.Fees, TimeSpan.FromHours(8));
                Assert.Equal(WireText.Required(wire.CtVal, "ctVal") * WireText.Required(wire.CtMult, "ctMult"), listing.Instrument.ContractMultiplier);
                Assert.Equal(listing.Instrument.ContractMultiplier * WireText.Required(wire.LotSz, "lotSz"), listing.Instrument.Lot.Value);
            }
            else if (!linear)
            {
                Assert.Throws<FormatException>(() => OkxListing.Read(wire, symbol, OkxSamples.Fees, TimeSpan.FromHours(8)));
            }
        }
    }

    private static void ReadFunding(OkxFundingRate wire)
    {
        FundingQuote quote = OkxAccountReading.ReadFunding(wire, TimeSpan.FromHours(8));
        Assert.Equal(WireText.Required(wire.FundingRate, "fundingRate"), quote.Rate.Value);
        Assert.Equal(WireText.RequiredMilliseconds(wire.FundingTime, "fundingTime"), quote.NextSettlement);
    }

    private static void ReadFees(OkxTradeFee wire)
    {
        // The venue writes a cost below zero.
        FeeSchedule fees = OkxListing.ReadFees(wire, null);
        Assert.True(fees.Taker.Value > 0m);
        Assert.True(fees.Maker <= fees.Taker);
    }

    private static void ReadBalance(OkxBalance balance)
    {
        AccountReport report = OkxAccountReading.ReadAccount(balance, [], new Dictionary<string, OkxListing>(), default);

        // What isolated positions hold is no part of the cash balance.
        OkxBalanceDetail? detail = balance.Details!.FirstOrDefault(d => d.Ccy == "USDT");
        decimal isolated = WireText.DecimalOrZero(detail?.IsoEq) - WireText.DecimalOrZero(detail?.IsoUpl);
        Assert.Equal(WireText.DecimalOrZero(detail?.CashBal) + isolated, report.WalletBalance);
    }

    /// <summary>Of an isolated position balChg has the margin that moved too.</summary>
    private static decimal ChangeOf(OkxBill bill) => bill.MgnMode == "isolated"
        ? WireText.DecimalOrZero(bill.Pnl) + WireText.DecimalOrZero(bill.Fee)
        : WireText.Required(bill.BalChg, "balChg");

    private static void ReadPositions(OkxReply<OkxPosition> reply)
    {
        foreach (OkxPosition wire in Ok(reply))
        {
            OkxListing listing = OkxSamples.Listing("BTCUSDT", ctVal: "0.01", lotSz: "0.01", tickSz: "0.1");
            AccountReport report = OkxAccountReading.ReadAccount(
                new OkxBalance(null, null), [wire], new Dictionary<string, OkxListing> { [wire.InstId!] = listing }, default);
            decimal contracts = WireText.DecimalOrZero(wire.Pos) * (wire.PosSide == "short" ? -1m : 1m);
            Assert.Equal(contracts * 0.01m, report.Positions.Sum(p => p.SignedQuantity));
        }
    }

    private static void ReadOrder(OkxOrder wire)
    {
        OrderReport report = OkxOrderReading.ReadReport(wire, OkxSamples.Bitcoin, Any);
        Assert.Equal(WireText.Required(wire.AccFillSz, "accFillSz") * 0.01m, report.CumulativeQuantity.Value);
    }

    private static void ReadFill(OkxFill wire)
    {
        FillReport fill = OkxOrderReading.ReadFill(wire, OkxSamples.Bitcoin, Any);
        Assert.Equal(WireText.Required(wire.Fee, "fee"), fill.Fee.Amount);
        Assert.Equal(WireText.Required(wire.FillSz, "fillSz") * 0.01m, fill.Quantity.Value);
    }

    private static void ReadAck(OkxOrderAck ack) => Assert.True(ack.SCode == "0" ? ack.OrdId is { Length: > 0 } : Venues.Okx.OkxErrors.IsKnown(ack.SCode!));

    private static void ReadPushedOrders(CapturedMessage message, UnreadFields unread)
    {
        foreach (OkxOrder order in Data(message, Json.OkxOrderArray, unread))
        {
            ReadOrder(order);
            bool traded = WireText.DecimalOrZero(order.FillSz) > 0m && !string.IsNullOrEmpty(order.TradeId);
            if (!traded)
            {
                Assert.Null(OkxOrderReading.ReadFill(order, OkxSamples.Bitcoin, Any));
            }
            else if (order.FillFee is null)
            {
                // Samples of before the field: a fill without a fee cannot be booked; it is asked for over REST.
                Assert.Throws<FormatException>(() => OkxOrderReading.ReadFill(order, OkxSamples.Bitcoin, Any));
            }
            else
            {
                Assert.Equal(WireText.Required(order.FillFee, "fillFee"), OkxOrderReading.ReadFill(order, OkxSamples.Bitcoin, Any)!.Fee.Amount);
            }
        }
    }

    private static void ReadBook(CapturedMessage message, UnreadFields unread)
    {
        OkxPush push = OkxPush.Read(message.Body);
        Assert.Equal("books", Text(push.Channel));

        // One sample shows the channel without its action: it is read as an update.
        Assert.True(push.Action.IsEmpty || push.Action.SequenceEqual("snapshot"u8) || push.Action.SequenceEqual("update"u8), "neither snapshot nor update");
        Assert.True(OkxFuzzTests.Book(message.Body), "refused");
        unread.ByHand(nameof(OkxBookFrame), message, body =>
        {
            OkxPush read = OkxPush.Read(body);
            OkxBookFrame frame = new(2, OkxSamples.Listing("BTCUSDT", ctVal: "1", lotSz: "0.0001", tickSz: "0.01").Units);
            frame.Read(read.Data);
            return $"{Text(read.Channel)} {Text(read.InstrumentId)} {Text(read.Action)} {frame.SequenceId} {frame.PreviousSequenceId} {frame.Checksum} {frame.VenueTime}"
                + string.Join(' ', frame.Levels.ToArray());
        });
    }

    private static T Data<T>(CapturedMessage message, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, UnreadFields unread) =>
        Wire(Reading.ValueAtStart(ReadPush(message, unread).Data.ToArray()), type, message, unread);

    private static OkxPush ReadPush(CapturedMessage message, UnreadFields unread)
    {
        unread.ByHand(nameof(OkxPush), message, body =>
        {
            OkxPush read = OkxPush.Read(body);
            return $"{Text(read.Event)} {Text(read.Code)} {Text(read.Message)} {Text(read.Channel)} {Text(read.InstrumentId)} {Text(read.Action)} {read.Data.IsEmpty}";
        }, othersRead: "data.");
        return OkxPush.Read(message.Body);
    }
}
