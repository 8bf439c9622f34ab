using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Tests.Bybit;
using PropBot.Venues.Tests.Fuzz;
using static PropBot.Venues.Tests.Conformance.Rule;

namespace PropBot.Venues.Tests.Conformance;

internal static class BybitCatalogue
{
    private const string OtherProduct = "spot, margin lending, options, spreads, leveraged tokens, wallets and brokers: other products";
    private const string PublicTrades = "public trades, candles and statistics: no decision is made on them";
    private const string NotAsked = "an endpoint or topic that is not asked";

    private static readonly ClientOrderId Any = new("pb7f3k2p1l0");
    private static readonly BybitJson Json = BybitJson.Default;

    public static IReadOnlyList<Rule> Rules { get; } =
    [
        As(
            "GET /v5/market/instruments-info | file getInstrumentLinear | file getInstrumentInverse | file http_get_instruments_linear"
            + " | file http_get_instruments_linear_symbol_type | file http_get_instruments_inverse_symbol_type",
            Json.BybitReplyBybitPageBybitInstrument,
            reply => Assert.All(List(reply), ReadInstrument)),
        As("GET /v5/account/fee-rate | file getFeeRates | file http_get_fee_rate", Json.BybitReplyBybitPageBybitFeeRate, reply => Assert.All(List(reply), ReadFees)),
        As("GET /v5/account/info", Json.BybitReplyBybitAccountInfo, reply => Assert.NotEmpty(Ok(reply)!.MarginMode!)),
        As(
            "POST /v5/position/switch-mode | POST /v5/position/set-leverage | POST /v5/position/set-auto-add-margin | file setLeverage | file switchPositionMode",
            Json.BybitReplyBybitNothing,
            reply => Ok(reply)),
        // The documents show a refusal here.
        As("POST /v5/account/set-margin-mode", Json.BybitReplyBybitMarginModeResult, reply => Assert.Equal(3_400_045, reply.RetCode)),
        As("file getOrderError", Json.BybitReplyBybitPageBybitOrder, reply => Assert.True(Venues.Bybit.BybitErrors.IsKnown(reply.RetCode), $"{reply.RetCode}")),
        As(
            "GET /v5/account/wallet-balance | file getWalletBalance | file http_get_wallet_balance | file http_get_wallet_balance_with_spot_borrow",
            Json.BybitReplyBybitPageBybitWallet,
            reply => Assert.All(List(reply), ReadWallet)),
        As("GET /v5/position/list | file http_get_positions", Json.BybitReplyBybitPageBybitPosition, reply => Assert.All(List(reply), ReadPosition)),
        As("GET /v5/account/transaction-log", Json.BybitReplyBybitPageBybitTransaction, reply => Assert.All(List(reply), t =>
            Assert.Equal(WireText.Required(t.Change, "change"), BybitIncome.ReadPayment(t, BybitSamples.Bitcoin).Payment.Amount))),
        As(
            "GET /v5/order/realtime | GET /v5/order/history | file getOrder | file getOrderLinear | file getOrderDetailsLinear | file getOrderDetailsSpot"
            + " | file http_get_order_partially_filled_rejected | file http_get_orders_history | file http_get_orders_realtime"
            + " | file http_get_orders_realtime_tp_sl",
            Json.BybitReplyBybitPageBybitOrder,
            reply => Assert.All(List(reply), ReadOrder)),
        As("GET /v5/execution/list | file http_get_executions", Json.BybitReplyBybitPageBybitExecution, reply => Assert.All(List(reply), ReadExecution)),
        As(
            "POST /v5/order/create | POST /v5/order/cancel | POST /v5/order/amend | file placeMarketOrder | file cancelOrder | file changeOrder",
            Json.BybitReplyBybitOrderAck,
            reply => Assert.NotEmpty(Ok(reply)!.OrderId!)),
        As("push orderbook", ReadBook),
        As("push tickers", ReadTicker),
        As("push order", (message, unread) =>
            Assert.All(Wire(message.Body, Json.BybitTopicBybitOrder, message, unread).Data!, ReadOrder)),
        As("push execution", (message, unread) =>
            Assert.All(Wire(message.Body, Json.BybitTopicBybitExecution, message, unread).Data!, ReadExecution)),
        As("POST /v5/order/cancel-all | file cancelAllOrders", Json.BybitReplyBybitCancelledAll, reply => Assert.NotEmpty(Ok(reply)!.List!)),
        As("GET /v5/market/risk-limit", Json.BybitReplyBybitPageBybitTier, reply => Assert.All(List(reply), t =>
            Assert.True(WireText.Required(t.RiskLimitValue, "riskLimitValue") > 0m))),
        As("push position", (message, unread) => Assert.All(Wire(message.Body, Json.BybitTopicBybitPosition, message, unread).Data!, ReadPosition)),
        As("push wallet", (message, unread) => Assert.All(Wire(message.Body, Json.BybitTopicBybitWallet, message, unread).Data!, ReadWallet)),
        As("push priceLimit", (message, unread) =>
        {
            Assert.True(BybitPriceLimit.Read(message.Body).HighestBuy > BybitPriceLimit.Read(message.Body).LowestSell);
            unread.ByHand(nameof(BybitPriceLimit), message, body => $"{Text(BybitPush.Read(body).Topic)} {BybitPriceLimit.Read(body)}");
        }),
        As("op subscribe | op auth", (message, unread) =>
        {
            // The answer of the trading socket, which is not used, has retCode in place of success.
            BybitPush push = ReadPush(message, unread);
            Assert.Equal(message.Kind, $"op {Text(push.Operation)}");
            Assert.True(push.Success is not null || message.Body.AsSpan().IndexOf("retCode"u8) > 0);
        }),
        Leave("op order.*", "requests go over REST; the answers repeat those"),
        Leave("push execution.fast", "fills without their fee; the topic execution tells them with it"),
        Leave(
            "push kline | push publicTrade | push trade | push allLiquidation | push system | GET /v5/market/account-ratio"
            + " | GET /v5/market/delivery-price | GET /v5/market/funding/history | GET /v5/market/historical-volatility | GET /v5/market/index-price-kline | GET /v5/market/mark-price-kline | GET /v5/market/premium-index-price-kline"
            + " | GET /v5/market/kline | GET /v5/market/insurance | GET /v5/market/open-interest | GET /v5/market/recent-trade | GET /v5/market/tickers*"
            + " | GET /v5/announcements/* | GET /v5/system/status | file http_get_funding_history | file http_get_trades_recent | file getTicker*",
            PublicTrades),
        Leave("GET /v5/market/orderbook | file http_get_orderbook", "the book over REST; the topic begins with its snapshot"),
        Leave(
            "push greeks | push spread spread | GET /v5/asset/* | POST /v5/asset/* | GET /v5/broker/* | GET /v5/spread/* | POST /v5/spread/*"
            + " | GET /v5/spot-lever-token/* | POST /v5/spot-lever-token/* | GET /v5/spot-margin-trade/* | POST /v5/spot-margin-trade/*"
            + " | GET /v5/user/* | POST /v5/user/* | GET /v5/order/spot-borrow-check | GET /v5/account/borrow-history | GET /v5/account/collateral-info"
            + " | GET /v5/account/option-asset-info | GET /v5/account/instruments-info | GET /v5/account/trade-info-for-analysis"
            + " | POST /v5/account/quick-repayment | POST /v5/account/set-collateral-* | POST /v5/account/set-hedging-mode"
            + " | GET /v5/market/instruments-info spot | GET /v5/market/instruments-info option | file getInstrumentOption | file getInstrumentSpot"
            + " | file http_get_instruments_option_symbol_id | file http_get_instruments_spot | file http_get_instruments_spot_xstocks"
            + " | file http_get_user_* | file http_post_user_* | file getAllCoinsBalance",
            OtherProduct),
        Leave("other", "a position alone, without its envelope, as one client keeps it; read inside the list of positions"),
        Leave(
            "GET /v5/market/price-limit | GET /v5/position/closed-pnl | POST /v5/account/set-limit-px-action"
            + " | POST /v5/order/amend-batch | POST /v5/order/cancel-batch | POST /v5/order/create-batch"
            + " | POST /v5/order/disconnected-cancel-all | POST /v5/order/pre-check | POST /v5/position/add-margin"
            + " | POST /v5/position/set-risk-limit | POST /v5/position/set-tpsl-mode"
            + " | POST /v5/position/switch-isolated | POST /v5/position/trading-stop",
            NotAsked),
    ];

    private static T? Ok<T>(BybitReply<T> reply)
    {
        Assert.Equal(0, reply.RetCode);
        return reply.Result;
    }

    private static T[] List<T>(BybitReply<BybitPage<T>> reply)
    {
        T[] list = Ok(reply)!.List!;
        Assert.NotEmpty(list);
        return list;
    }

    /// <summary>Linear perpetuals become instruments; an inverse one or a future is refused, never misread.</summary>
    private static void ReadInstrument(BybitInstrument wire)
    {
        if (wire.ContractType == "LinearPerpetual" && wire.QuoteCoin == "USDT")
        {
            Instrument instrument = BybitReading.ReadInstrument(wire, Symbol.Parse($"{wire.BaseCoin}USDT"), BybitSamples.Fees);
            Assert.Equal(WireText.Required(wire.LotSizeFilter!.QtyStep, "qtyStep"), instrument.Lot.Value);
            Assert.Equal(1m, instrument.ContractMultiplier);
            Assert.Equal(wire.FundingInterval, instrument.FundingInterval.TotalMinutes);
        }
        else
        {
            Assert.Throws<FormatException>(() => BybitReading.ReadInstrument(wire, Symbol.Parse("BTCUSDT"), BybitSamples.Fees));
        }
    }

    private static void ReadFees(BybitFeeRate wire)
    {
        FeeSchedule fees = BybitReading.ReadFees(wire);
        Assert.True(fees.Maker <= fees.Taker && fees.Taker.Value > 0m);
    }

    private static void ReadWallet(BybitWallet wallet)
    {
        AccountReport report = BybitReading.ReadAccount(wallet, [], new Dictionary<string, Instrument>(), MarginMode.Cross, default);
        Assert.Equal(WireText.DecimalOrZero(wallet.Coin!.FirstOrDefault(c => c.Coin == "USDT")?.WalletBalance), report.WalletBalance);
    }

    private static void ReadPosition(BybitPosition wire)
    {
        AccountReport report = BybitReading.ReadAccount(
            new BybitWallet(null, null, null, null), [wire], new Dictionary<string, Instrument> { [wire.Symbol!] = BybitSamples.Bitcoin }, MarginMode.Cross, default);
        Assert.Equal(WireText.DecimalOrZero(wire.Size) * (wire.Side == "Sell" ? -1m : 1m), report.Positions.Sum(p => p.SignedQuantity));
    }

    private static void ReadOrder(BybitOrder wire)
    {
        OrderReport report = BybitOrderReading.ReadReport(wire, BybitSamples.Bitcoin, Any);
        Assert.Equal(WireText.Required(wire.CumExecQty, "cumExecQty"), report.CumulativeQuantity.Value);
    }

    private static void ReadExecution(BybitExecution wire)
    {
        FillReport? fill = BybitOrderReading.ReadFill(wire, BybitSamples.Bitcoin, Any);
        Assert.True(wire.ExecType != "Trade" || fill is not null);
        Assert.True(fill is null || fill.Fee.Amount == -WireText.Required(wire.ExecFee, "execFee"));
    }

    private static void ReadBook(CapturedMessage message, UnreadFields unread)
    {
        Assert.True(BybitFuzzTests.Book(message.Body), "refused");
        unread.ByHand(nameof(BybitBookFrame), message, body =>
        {
            BybitPush push = BybitPush.Read(body);
            BybitBookFrame frame = new(2, 3);
            frame.Read(body);
            return $"{Text(push.Topic)} {frame.IsSnapshot} {frame.UpdateId} {frame.VenueTime:O} {string.Join(' ', frame.Levels.ToArray())}";
        });
    }

    private static void ReadTicker(CapturedMessage message, UnreadFields unread)
    {
        Assert.True(BybitFuzzTests.Ticker(message.Body), "refused");
        unread.ByHand(nameof(BybitTicker), message, body =>
        {
            BybitTicker ticker = new(BybitSamples.Bitcoin);
            ticker.Apply("""{"data":{"markPrice":"3","fundingRate":"0.3","nextFundingTime":"3","fundingIntervalHour":"3"}}"""u8);
            BybitPush push = BybitPush.Read(body);
            ticker.Apply(body);
            return $"{Text(push.Topic)} {ticker.MarkPrice} {ticker.Funding}";
        });
    }

    private static BybitPush ReadPush(CapturedMessage message, UnreadFields unread)
    {
        unread.ByHand(nameof(BybitPush), message, body =>
        {
            BybitPush read = BybitPush.Read(body);
            return $"{Text(read.Topic)} {Text(read.Operation)} {Text(read.Reason)} {read.Success}";
        }, othersRead: "data.");
        return BybitPush.Read(message.Body);
    }
}
