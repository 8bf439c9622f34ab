using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Binance;

/// <summary>Public REST. Source of shapes: developers.binance.com, USDⓈ-M Futures, Market Data Endpoints, read 2026-11-22.</summary>
internal sealed class BinanceMarketData(VenueContext context, BinanceInstruments instruments, BinanceIds ids)
{
    private const int RatePlaces = 8;

    /// <summary>Shown where the instrument has none of its own; feeds stay within it.</summary>
    private const decimal DefaultFundingCap = 0.02m;

    private static readonly int[] DepthLimits = [5, 10, 20, 50, 100, 500, 1000];

    public IEnumerable<BinanceRoute> Routes =>
    [
        new("GET", "/fapi/v1/ping", BinanceSecurity.None, 1, _ => Task.FromResult(BinanceReply.Object(_ => { }))),
        new("GET", "/fapi/v1/time", BinanceSecurity.None, 1, _ => Task.FromResult(Time())),
        new("GET", "/fapi/v1/exchangeInfo", BinanceSecurity.None, 1, _ => context.AskAsync((venue, now) => ExchangeInfo(venue, now))),
        new("GET", "/fapi/v1/depth", BinanceSecurity.None, DepthWeight, DepthAsync),
        new("GET", "/fapi/v1/trades", BinanceSecurity.None, 5, TradesAsync),
        new("GET", "/fapi/v1/aggTrades", BinanceSecurity.None, 20, AggregateTradesAsync),
        new("GET", "/fapi/v1/ticker/bookTicker", BinanceSecurity.None, p => p.Has("symbol") ? 2 : 5, BookTickerAsync),
        new("GET", "/fapi/v1/ticker/price", BinanceSecurity.None, p => p.Has("symbol") ? 1 : 2, PriceAsync),
        new("GET", "/fapi/v2/ticker/price", BinanceSecurity.None, p => p.Has("symbol") ? 1 : 2, PriceAsync),
        new("GET", "/fapi/v1/premiumIndex", BinanceSecurity.None, p => p.Has("symbol") ? 1 : 10, PremiumIndexAsync),
        new("GET", "/fapi/v1/assetIndex", BinanceSecurity.None, p => p.Has("symbol") ? 1 : 10, AssetIndexAsync),
        new("GET", "/fapi/v1/fundingRate", BinanceSecurity.None, 1, FundingRateAsync),
        new("GET", "/fapi/v1/fundingInfo", BinanceSecurity.None, 1, _ => Task.FromResult(FundingInfo())),
    ];

    /// <summary>The index of multi-assets mode. Source: developers.binance.com, USDⓈ-M Futures, Multi-Assets Mode Asset Index, read 2026-11-30.</summary>
    private Task<BinanceReply> AssetIndexAsync(BinanceCall call)
    {
        string? symbol = call.Parameters.Text("symbol");
        string[] coins = [.. CoinPrices.Coins.Where(coin => symbol is null || symbol == $"{coin}USD")];
        return coins.Length == 0
            ? Task.FromResult((BinanceReply)BinanceError.BadSymbol)
            : context.AskAsync((_, now) => symbol is null
                ? BinanceReply.Joined([.. coins.Select(coin => AssetIndex(coin, now))])
                : AssetIndex(coins[0], now));
    }

    private BinanceReply AssetIndex(string coin, DateTimeOffset now) => BinanceReply.Object(json =>
    {
        const decimal Buffer = 0.0001m;
        decimal index = context.Coins.Of(context.Venue, coin);
        json.WriteString("symbol", $"{coin}USD");
        json.WriteTime("time", now);
        json.WriteDecimal("index", index, RatePlaces);
        json.WriteDecimal("bidBuffer", Buffer, RatePlaces);
        json.WriteDecimal("askBuffer", Buffer, RatePlaces);
        json.WriteDecimal("bidRate", index * (1m - Buffer), RatePlaces);
        json.WriteDecimal("askRate", index * (1m + Buffer), RatePlaces);
        json.WriteDecimal("autoExchangeBidBuffer", Buffer, RatePlaces);
        json.WriteDecimal("autoExchangeAskBuffer", Buffer, RatePlaces);
        json.WriteDecimal("autoExchangeBidRate", index * (1m - Buffer), RatePlaces);
        json.WriteDecimal("autoExchangeAskRate", index * (1m + Buffer), RatePlaces);
    });

    private BinanceReply Time() => BinanceReply.Object(json => json.WriteTime("serverTime", context.Clock.GetUtcNow()));

    private BinanceReply ExchangeInfo(SimulatedVenue venue, DateTimeOffset now) => BinanceReply.Object(json =>
    {
        json.WriteString("timezone", "UTC");
        json.WriteTime("serverTime", now);
        json.WriteString("futuresType", "U_MARGINED");
        json.WriteStartArray("rateLimits");
        WriteRateLimit(json, "REQUEST_WEIGHT", "MINUTE", 1, BinanceRateLimits.WeightPerMinute);
        WriteRateLimit(json, "ORDERS", "MINUTE", 1, BinanceRateLimits.OrdersPerMinute);
        WriteRateLimit(json, "ORDERS", "SECOND", 10, BinanceRateLimits.OrdersPerTenSeconds);
        json.WriteEndArray();
        json.WriteStartArray("exchangeFilters");
        json.WriteEndArray();
        json.WriteStartArray("assets");
        json.WriteStartObject();
        json.WriteString("asset", "USDT");
        json.WriteBoolean("marginAvailable", true);
        json.WriteString("autoAssetExchange", "-10000");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("symbols");
        foreach (InstrumentSetup setup in venue.Instruments)
        {
            BinanceSymbolInfo.Write(json, setup);
        }

        json.WriteEndArray();
    });

    private static void WriteRateLimit(Utf8JsonWriter json, string type, string interval, int intervalNumber, int limit)
    {
        json.WriteStartObject();
        json.WriteString("rateLimitType", type);
        json.WriteString("interval", interval);
        json.WriteNumber("intervalNum", intervalNumber);
        json.WriteNumber("limit", limit);
        json.WriteEndObject();
    }

    private static int DepthWeight(BinanceParameters parameters) => parameters.Text("limit") switch
    {
        "5" or "10" or "20" or "50" => 2,
        "100" => 5,
        "1000" => 20,
        _ => 10,
    };

    private async Task<BinanceReply> DepthAsync(BinanceCall call)
    {
        InstrumentSetup? setup = instruments.Mandatory(call.Parameters);
        int limit = call.Parameters.NumberWithin("limit", DepthLimits[0], DepthLimits[^1], otherwise: 500);
        if (!DepthLimits.Contains(limit))
        {
            call.Parameters.Fail(BinanceError.InvalidValue("limit"));
        }

        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync((venue, now) => Depth(venue.Snapshot(setup!.Instrument.Id.Symbol, limit), now));
    }

    private BinanceReply Depth(BookSnapshot book, DateTimeOffset now) => BinanceReply.Object(json =>
    {
        json.WriteNumber("lastUpdateId", ids.SnapshotUpdateId(book.UpdateId));
        json.WriteTime("E", now);
        json.WriteTime("T", book.Time);
        WriteLevels(json, "bids", book.Bids, book.Instrument);
        WriteLevels(json, "asks", book.Asks, book.Instrument);
    });

    private static void WriteLevels(Utf8JsonWriter json, string name, IReadOnlyList<BookLevel> levels, Instrument instrument)
    {
        json.WriteStartArray(name);
        foreach (BookLevel level in levels)
        {
            BinanceBookText.WriteLevel(json, instrument, level.Price, level.Quantity);
        }

        json.WriteEndArray();
    }

    private async Task<BinanceReply> TradesAsync(BinanceCall call)
    {
        InstrumentSetup? setup = instruments.Mandatory(call.Parameters);
        int limit = call.Parameters.NumberWithin("limit", 1, 1000, otherwise: 500);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        Instrument instrument = setup!.Instrument;
        return await context.AskAsync((venue, _) => BinanceReply.Array(venue.RecentTrades(instrument.Id.Symbol, limit), (json, trade) =>
        {
            json.WriteNumber("id", trade.TradeId);
            json.WriteDecimal("price", trade.Price, instrument.PriceScale);
            json.WriteDecimal("qty", trade.Quantity, instrument.QuantityScale);
            json.WriteDecimal("quoteQty", trade.Price * trade.Quantity, 2);
            json.WriteTime("time", trade.Time);
            json.WriteBoolean("isBuyerMaker", trade.TakerSide == Side.Sell);
        }));
    }

    /// <summary>Each trade is an aggregate of its own; as many as the venue remembers.</summary>
    private async Task<BinanceReply> AggregateTradesAsync(BinanceCall call)
    {
        InstrumentSetup? setup = instruments.Mandatory(call.Parameters);
        int limit = call.Parameters.NumberWithin("limit", 1, 1000, otherwise: 500);
        long? firstId = call.Parameters.Number("fromId");
        DateTimeOffset? from = call.Parameters.Time("startTime");
        DateTimeOffset? to = call.Parameters.Time("endTime");
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        Instrument instrument = setup!.Instrument;
        return await context.AskAsync((venue, _) =>
        {
            IEnumerable<PublicTrade> known = venue.RecentTrades(instrument.Id.Symbol, int.MaxValue).Where(trade =>
                (firstId is null || trade.TradeId >= firstId) && (from is null || trade.Time >= from) && (to is null || trade.Time <= to));
            bool isFromStart = firstId is not null || from is not null;
            return BinanceReply.Array(isFromStart ? known.Take(limit) : known.TakeLast(limit), (json, trade) =>
            {
                json.WriteNumber("a", trade.TradeId);
                json.WriteDecimal("p", trade.Price, instrument.PriceScale);
                json.WriteDecimal("q", trade.Quantity, instrument.QuantityScale);
                json.WriteNumber("f", trade.TradeId);
                json.WriteNumber("l", trade.TradeId);
                json.WriteTime("T", trade.Time);
                json.WriteBoolean("m", trade.TakerSide == Side.Sell);
            });
        });
    }

    private Task<BinanceReply> BookTickerAsync(BinanceCall call) => OfOneOrAllAsync(call, HasBook, (json, venue, setup, _) =>
    {
        BookSnapshot book = venue.Snapshot(setup.Instrument.Id.Symbol, 1);
        json.WriteNumber("lastUpdateId", ids.FinalUpdateId(book.UpdateId));
        json.WriteString("symbol", setup.Instrument.NativeSymbol);
        BinanceBookText.WriteBest(json, setup.Instrument, "bidPrice", "bidQty", book.Bids);
        BinanceBookText.WriteBest(json, setup.Instrument, "askPrice", "askQty", book.Asks);
        json.WriteTime("time", book.Time);
    });

    private Task<BinanceReply> PriceAsync(BinanceCall call) => OfOneOrAllAsync(call, HasMarket, (json, venue, setup, now) =>
    {
        Instrument instrument = setup.Instrument;
        IReadOnlyList<PublicTrade> last = venue.RecentTrades(instrument.Id.Symbol, 1);
        decimal price = last.Count > 0 ? last[0].Price : instrument.Tick.RoundDown(new Price(venue.Market(instrument.Id.Symbol)!.Value.Mid)).Value;
        json.WriteString("symbol", instrument.NativeSymbol);
        json.WriteDecimal("price", price, instrument.PriceScale);
        json.WriteTime("time", now);
    });

    private Task<BinanceReply> PremiumIndexAsync(BinanceCall call) => OfOneOrAllAsync(call, HasMarket, (json, venue, setup, now) =>
    {
        MarketState market = venue.Market(setup.Instrument.Id.Symbol)!.Value;
        json.WriteString("symbol", setup.Instrument.NativeSymbol);
        json.WriteRounded("markPrice", market.MarkPrice);
        json.WriteRounded("indexPrice", market.IndexPrice);
        json.WriteRounded("estimatedSettlePrice", market.IndexPrice);
        json.WriteDecimal("lastFundingRate", RoundedRate(market.Funding.Rate.Value), RatePlaces);
        json.WriteDecimal("interestRate", 0.0001m, RatePlaces);
        json.WriteTime("nextFundingTime", market.Funding.NextSettlement);
        json.WriteTime("time", now);
    });

    private async Task<BinanceReply> FundingRateAsync(BinanceCall call)
    {
        InstrumentSetup? one = instruments.Optional(call.Parameters);
        int limit = call.Parameters.NumberWithin("limit", 1, 1000, otherwise: 100);
        DateTimeOffset? from = call.Parameters.Time("startTime");
        DateTimeOffset? to = call.Parameters.Time("endTime");
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        IReadOnlyList<InstrumentSetup> wanted = one is null ? instruments.All : [one];
        return await context.AskAsync((venue, _) =>
        {
            IEnumerable<FundingSettlement> settled = wanted
                .SelectMany(setup => venue.Settlements(setup.Instrument.Id.Symbol))
                .Where(settlement => (from is null || settlement.Time >= from) && (to is null || settlement.Time <= to))
                .OrderBy(settlement => settlement.Time);
            return BinanceReply.Array(from is null ? settled.TakeLast(limit) : settled.Take(limit), (json, settlement) =>
            {
                json.WriteString("symbol", instruments[settlement.Symbol].NativeSymbol);
                json.WriteTime("fundingTime", settlement.Time);
                json.WriteDecimal("fundingRate", RoundedRate(settlement.Rate), RatePlaces);
                json.WriteRounded("markPrice", settlement.MarkPrice);
            });
        });
    }

    /// <summary>Binance lists here the symbols whose cap, floor or interval were adjusted; all of ours are listed.</summary>
    private BinanceReply FundingInfo() => BinanceReply.Array(instruments.All, (json, setup) =>
    {
        json.WriteString("symbol", setup.Instrument.NativeSymbol);
        json.WriteDecimal("adjustedFundingRateCap", setup.FundingCap ?? DefaultFundingCap, RatePlaces);
        json.WriteDecimal("adjustedFundingRateFloor", setup.FundingFloor ?? -DefaultFundingCap, RatePlaces);
        json.WriteNumber("fundingIntervalHours", (int)setup.Instrument.FundingInterval.TotalHours);
        json.WriteBoolean("disclaimer", false);
    });

    private static bool HasBook(SimulatedVenue venue, Symbol symbol) => venue.Snapshot(symbol, 1) is { Bids.Count: > 0, Asks.Count: > 0 };

    private static bool HasMarket(SimulatedVenue venue, Symbol symbol) => venue.Market(symbol) is not null;

    private static decimal RoundedRate(decimal rate) => decimal.Round(rate, RatePlaces, MidpointRounding.AwayFromZero);

    /// <summary>An object for the symbol asked for, an array of all that have data when none is asked for.</summary>
    private async Task<BinanceReply> OfOneOrAllAsync(
        BinanceCall call,
        Func<SimulatedVenue, Symbol, bool> hasData,
        Action<Utf8JsonWriter, SimulatedVenue, InstrumentSetup, DateTimeOffset> writeMembers)
    {
        InstrumentSetup? one = instruments.Optional(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync<BinanceReply>((venue, now) =>
        {
            if (one is null)
            {
                return BinanceReply.Array(
                    instruments.All.Where(setup => hasData(venue, setup.Instrument.Id.Symbol)),
                    (json, setup) => writeMembers(json, venue, setup, now));
            }

            return hasData(venue, one.Instrument.Id.Symbol)
                ? BinanceReply.Object(json => writeMembers(json, venue, one, now))
                : BinanceError.SymbolClosed;
        });
    }
}
