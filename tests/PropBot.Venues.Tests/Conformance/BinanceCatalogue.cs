using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Tests.Binance;
using PropBot.Venues.Tests.Fuzz;
using static PropBot.Venues.Tests.Conformance.Rule;

namespace PropBot.Venues.Tests.Conformance;

internal static class BinanceCatalogue
{
    private const string OtherProduct = "spot and COIN-M: other products, whose quantities are not base units of a linear contract";
    private const string PublicTrades = "public trades, candles and statistics: no decision is made on them";
    private const string SocketApi = "requests go over REST; the answers repeat those";
    private const string Conditional = "conditional, algorithmic and grid orders: none are placed, and their legs are told as orders";
    private const string OldVersion = "an older version of an answer that is read in its newest";
    private const string NotAsked = "an endpoint that is not asked";

    private static readonly ClientOrderId Any = new("pb7f3k2p1l0");
    private static readonly BinanceJson Json = BinanceJson.Default;

    public static IReadOnlyList<Rule> Rules { get; } =
    [
        As("GET /fapi/v1/exchangeInfo", Json.BinanceExchangeInfo, ReadInstruments),
        As("GET /fapi/v1/fundingInfo", Json.IReadOnlyListBinanceFundingInfo, infos => Assert.All(infos, i => Assert.InRange(i.FundingIntervalHours, 1, 24))),
        As("GET /fapi/v1/time", Json.BinanceServerTime, time => BinanceReports.ToTime(time.ServerTime)),
        As("GET /fapi/v1/depth", ReadSnapshot),
        As("GET /fapi/v3/account", Json.BinanceAccount),
        As("GET /fapi/v3/positionRisk | GET /fapi/v2/positionRisk | file position_risk", Json.IReadOnlyListBinancePosition),
        As("GET /fapi/v1/commissionRate", Json.BinanceCommissionRate, rate => Assert.True(rate.TakerCommissionRate > rate.MakerCommissionRate)),
        As("POST /fapi/v1/positionSide/dual | POST /fapi/v1/marginType", Json.BinanceError, answer => Assert.Equal(200, answer.Code)),
        As("GET /fapi/v1/symbolConfig", Json.IReadOnlyListBinanceSymbolConfig),
        As("POST /fapi/v1/leverage", Json.BinanceLeverage, set => Assert.InRange(set.Leverage, 1, 125)),
        As("POST /fapi/v1/listenKey", Json.BinanceListenKey, key => Assert.NotEmpty(key.ListenKey)),
        As("PUT /fapi/v1/listenKey", Json.BinanceRenewal),
        As("GET /fapi/v1/income", Json.IReadOnlyListBinanceIncome),
        As("POST /fapi/v1/order | GET /fapi/v1/order | PUT /fapi/v1/order", Json.BinanceOrder, ReadOrder),
        As("DELETE /fapi/v1/allOpenOrders", Json.BinanceCancelAll, answer => Assert.Equal(200, answer.Code)),
        As("GET /fapi/v1/multiAssetsMargin", Json.BinanceAssetsMode),
        As("GET /fapi/v1/feeBurn", Json.BinanceFeeBurn, burn => Assert.True(burn.FeeBurn)),
        As("GET /fapi/v1/leverageBracket", Json.IReadOnlyListBinanceBrackets, brackets => Assert.All(brackets, b => Assert.NotEmpty(b.Brackets))),
        As("DELETE /fapi/v1/order", Json.BinanceCancel, cancel => Assert.True(cancel.OrderId > 0)),
        As("GET /fapi/v1/openOrders | GET /fapi/v1/allOrders", Json.IReadOnlyListBinanceOrder, orders => Assert.All(orders, ReadOrder)),
        As("GET /fapi/v1/userTrades", Json.IReadOnlyListBinanceUserTrade, trades => Assert.All(trades, ReadTrade)),
        As("error", Json.BinanceError, error => Assert.NotEqual(
            RefusalKind.Unmapped, Venues.Binance.BinanceErrors.ToRefusal(400, error.Code, "").Kind)),
        As("null", (message, _) => Assert.Null(JsonSerializer.Deserialize(message.Body, Json.BinanceAccount))),
        As("ack", (message, _) => Assert.Equal(BinanceFrameKind.Other, BinanceFrames.KindOf(message.Body))),
        As("push depthUpdate um", ReadDepth),
        As("push markPriceUpdate um", ReadMark),
        As("push ORDER_TRADE_UPDATE um", ReadOrderUpdate),
        As("push ACCOUNT_UPDATE um | push MARGIN_CALL um | push ACCOUNT_CONFIG_UPDATE um", ReadNews),
        As(
            "push ALGO_UPDATE um | push CONDITIONAL_ORDER_TRIGGER_REJECT um | push GRID_UPDATE um | push STRATEGY_UPDATE um | push TRADE_LITE um",
            (message, _) => Assert.Null(BinanceUserStream.Read(message.Body).Order)),
        Leave("GET /dapi/* | POST /dapi/* | DELETE /dapi/*", OtherProduct),
        Leave(
            "push bookTicker cm | push depthUpdate cm | push trade cm | push kline cm | snapshot cm | snapshot spot | push bookTicker spot"
            + " | push depthUpdate spot | push trade spot | push kline spot | push 24hrTicker spot | push balanceUpdate spot | push executionReport spot"
            + " | push listStatus spot | push outboundAccountPosition spot | other",
            OtherProduct),
        Leave(
            "push bookTicker um | push trade um | push aggTrade um | push kline um | push continuous_kline um | push 24hrTicker um"
            + " | push 24hrMiniTicker um | push compositeIndex um | push assetIndexUpdate[] um | push forceOrder um | GET /futures/data/*"
            + " | GET /fapi/v1/aggTrades | GET /fapi/v1/klines | GET /fapi/v1/continuousKlines | GET /fapi/v1/indexPriceKlines"
            + " | GET /fapi/v1/markPriceKlines | GET /fapi/v1/premiumIndexKlines | GET /fapi/v1/openInterest | GET /fapi/v1/ticker/*"
            + " | GET /fapi/v2/ticker/price | GET /fapi/v1/trades | GET /fapi/v1/historicalTrades | GET /fapi/v1/indexInfo"
            + " | GET /fapi/v1/assetIndex | GET /fapi/v1/constituents | GET /fapi/v1/insuranceBalance",
            PublicTrades),
        Leave("push contractInfo um", "listings are refreshed over REST, which says the same"),
        Leave("socket api *", SocketApi),
        Leave(
            "GET /sapi/* | POST /sapi/* | DELETE /sapi/* | GET /fapi/v1/algoOrder | GET /fapi/v1/allAlgoOrders | GET /fapi/v1/openAlgoOrders"
            + " | POST /fapi/v1/algoOrder | DELETE /fapi/v1/algoOrder | DELETE /fapi/v1/algoOpenOrders | file open_algo_orders",
            Conditional),
        Leave("GET /fapi/v2/account | file account_info_v2", OldVersion),
        Leave("GET /fapi/v3/balance | file balance", "the balances stand in the account's answer too"),
        Leave("GET /fapi/v1/premiumIndex", "mark prices and funding rates are pushed"),
        Leave("GET /fapi/v1/fundingRate", "past funding rates; what was paid is read from the income"),
        Leave(
            "GET /fapi/v1/accountConfig | POST /fapi/v1/feeBurn | GET /fapi/v1/order/asyn* | GET /fapi/v1/trade/asyn*"
            + " | GET /fapi/v1/income/asyn* | GET /fapi/v1/positionMargin/history | POST /fapi/v1/positionMargin"
            + " | POST /fapi/v1/multiAssetsMargin | GET /fapi/v1/rateLimit/order | GET /fapi/v1/adlQuantile | GET /fapi/v1/apiTradingStatus"
            + " | DELETE /fapi/v1/listenKey | POST /fapi/v1/countdownCancelAll | DELETE /fapi/v1/batchOrders"
            + " | PUT /fapi/v1/batchOrders | POST /fapi/v1/batchOrders | POST /fapi/v1/convert/* | GET /fapi/v1/convert/*"
            + " | GET /fapi/v1/forceOrders | GET /fapi/v1/openOrder | GET /fapi/v1/orderAmendment",
            NotAsked),
    ];

    private static void ReadInstruments(BinanceExchangeInfo info)
    {
        foreach (BinanceSymbol listed in info.Symbols.Where(s => s.ContractType == "PERPETUAL" && s.QuoteAsset == "USDT"))
        {
            Symbol symbol = Symbol.Parse(listed.Symbol);
            Instrument instrument = BinanceListings.ToInstrument(VenueId.BinanceUm, symbol, listed, BinanceSamples.Fees, []);
            Assert.Equal(1m, instrument.ContractMultiplier);
            Assert.True(instrument.MinQuantity.Value >= instrument.Lot.Value, listed.Symbol);
            Assert.True(instrument.MaxQuantity is null || instrument.MaxQuantity > instrument.MinQuantity, listed.Symbol);
        }
    }

    private static void ReadSnapshot(CapturedMessage message, UnreadFields unread)
    {
        Assert.True(BinanceFuzzTests.Snapshot(message.Body), "refused");
        unread.ByHand(nameof(BinanceSnapshot), message, body =>
        {
            BinanceSnapshot snapshot = BinanceSnapshot.Read(body, 2, 3);
            OrderBook book = new(2, 3);
            snapshot.ApplyTo(book);
            return $"{snapshot.LastUpdateId} {snapshot.TransactionTime} {Describe(book)}";
        });
    }

    private static void ReadDepth(CapturedMessage message, UnreadFields unread)
    {
        // The partial book's samples have the same name and fields; they are never subscribed to.
        Assert.Equal(BinanceFrameKind.Depth, BinanceFrames.KindOf(message.Body));
        Assert.True(BinanceFuzzTests.Depth(message.Body), "refused");
        unread.ByHand(nameof(BinanceDepthFrame), message, body =>
        {
            BinanceFrameKind kind = BinanceFrames.KindOf(body);
            OrderBook book = new(2, 3);
            BinanceDepthFrame frame = BinanceDepthFrame.Read(body);
            frame.ApplyLevels(book);
            return $"{kind} {Text(frame.Symbol)} {frame.FirstUpdateId} {frame.FinalUpdateId} {frame.PreviousFinalUpdateId} {frame.TransactionTime} {Describe(book)}";
        });
    }

    private static void ReadMark(CapturedMessage message, UnreadFields unread)
    {
        Assert.True(BinanceFuzzTests.Mark(message.Body), "refused");
        unread.ByHand(nameof(BinanceMarkFrame), message, body =>
        {
            BinanceMarkFrame frame = BinanceMarkFrame.Read(body);
            return $"{BinanceFrames.KindOf(body)} {Text(frame.Symbol)} {frame.MarkPrice} {frame.FundingRate} {frame.NextFundingTime}";
        });
    }

    private static void ReadOrderUpdate(CapturedMessage message, UnreadFields unread)
    {
        ReadNews(message, unread);
        byte[] part = EventOf(message.Body);
        BinanceOrderUpdate order = Wire(part, Json.BinanceOrderEvent, message, unread).Order;
        OrderReport report = BinanceReports.ToReport(order, BinanceSamples.Bitcoin.Id, Any);
        FillReport? fill = BinanceReports.ToFill(order, BinanceSamples.Bitcoin.Id, Any, Asset.Usdt);
        Assert.Equal(order.ExecutionType == "TRADE", fill is not null);
        Assert.True(fill is null || fill.Quantity <= report.CumulativeQuantity);
    }

    private static void ReadNews(CapturedMessage message, UnreadFields unread)
    {
        BinanceUserEvent news = Wire(EventOf(message.Body), Json.BinanceUserEvent, message, unread);
        BinanceUserEvent read = BinanceUserStream.Read(message.Body);
        Assert.Equal(news, read with { Order = null, MarginCallPositions = null });
        if (news.Type == "MARGIN_CALL")
        {
            Assert.NotEmpty(Wire(EventOf(message.Body), Json.BinanceMarginCallEvent, message, unread).Positions!);
            Assert.NotEmpty(read.MarginCallPositions!);
        }
    }

    private static void ReadOrder(BinanceOrder order)
    {
        OrderReport report = BinanceReports.ToReport(order, BinanceSamples.Bitcoin.Id, Any);
        Assert.Equal(order.ExecutedQty, report.CumulativeQuantity.Value);
    }

    private static void ReadTrade(BinanceUserTrade trade) =>
        Assert.Equal(-trade.Commission, BinanceReports.ToFill(trade, BinanceSamples.Bitcoin.Id, Any).Fee.Amount);

    private static byte[] EventOf(byte[] message)
    {
        Utf8JsonReader reader = new(message);
        BinanceFrames.EnterData(ref reader);
        return Reading.ValueAtStart(message[(int)reader.TokenStartIndex..]);
    }

    private static string Describe(OrderBook book) => string.Join(
        ' ',
        Enumerable.Range(0, book.BidCount).Select(i => book.Level(Side.Buy, i)).Concat(Enumerable.Range(0, book.AskCount).Select(i => book.Level(Side.Sell, i))));
}
