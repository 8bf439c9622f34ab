using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;
using PropBot.Simulator.Okx.Wire;

namespace PropBot.Simulator.Okx;

/// <summary>Market data over REST: needs no signature.</summary>
internal sealed class OkxPublicEndpoints(VenueContext context, OkxContracts contracts, OkxStreams streams)
{
    private const int BookDepthMax = 400;

    public void AddTo(OkxRoutes routes)
    {
        routes.AddPublic("GET", "/api/v5/public/time", TimeAsync);
        routes.AddPublic("GET", "/api/v5/public/instruments", InstrumentsAsync);
        routes.AddPublic("GET", "/api/v5/public/funding-rate", FundingRateAsync);
        routes.AddPublic("GET", "/api/v5/public/funding-rate-history", FundingRateHistoryAsync);
        routes.AddPublic("GET", "/api/v5/public/mark-price", MarkPriceAsync);
        routes.AddPublic("GET", "/api/v5/public/price-limit", PriceLimitAsync);
        routes.AddPublic("GET", "/api/v5/public/position-tiers", PositionTiersAsync);
        routes.AddPublic("GET", "/api/v5/market/books", BooksAsync);
        routes.AddPublic("GET", "/api/v5/market/ticker", TickerAsync);
        routes.AddPublic("GET", "/api/v5/market/tickers", TickersAsync);
        routes.AddPublic("GET", "/api/v5/market/index-tickers", IndexTickersAsync);
        routes.AddPublic("GET", "/api/v5/market/trades", TradesAsync);
        routes.AddPrivate("GET", "/api/v5/account/instruments", InstrumentsAsync);
    }

    private Task<OkxReply> TimeAsync(OkxRequest request) =>
        context.AskAsync((_, _) => OkxReply.Ok(new { ts = OkxText.Millis(context.Clock.GetUtcNow()) }));

    private Task<OkxReply> InstrumentsAsync(OkxRequest request)
    {
        if (request["instType"] is not { } type)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.ParameterEmpty("instType"), 400));
        }

        // Other instrument types exist at the venue, though none of them here.
        IEnumerable<OkxContract> chosen = type == OkxContract.InstType ? contracts.All : [];
        if (request["instId"] is { } instId)
        {
            if (contracts.Find(instId) is null)
            {
                return Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown));
            }

            chosen = chosen.Where(contract => contract.InstId == instId);
        }

        string? family = request["instFamily"] ?? request["uly"];
        return context.AskAsync((_, _) => OkxReply.Ok(
            [.. chosen.Where(contract => family is null || contract.Family == family).Select(OkxMarketStatements.Instrument)]));
    }

    private Task<OkxReply> FundingRateAsync(OkxRequest request) => request["instId"] == "ANY"
        ? context.AskAsync((venue, now) => OkxReply.Ok([.. contracts.All.Select(contract => OkxInstrumentStream.Funding(venue, contract, now)).OfType<OkxFundingRate>()]))
        : OfInstrumentAsync(request, (venue, contract, now) => OkxInstrumentStream.Funding(venue, contract, now) is { } rate ? OkxReply.Ok(rate) : OkxReply.Ok([]));

    private Task<OkxReply> FundingRateHistoryAsync(OkxRequest request) => OfInstrumentAsync(request, (venue, contract, _) =>
    {
        // Both bounds are funding times: before is newer than, after is older than.
        DateTimeOffset newerThan = request.Time("before") ?? DateTimeOffset.MinValue;
        DateTimeOffset olderThan = request.Time("after") ?? DateTimeOffset.MaxValue;
        IEnumerable<FundingSettlement> chosen = venue.Settlements(contract.Symbol)
            .Where(settlement => settlement.Time > newerThan && settlement.Time < olderThan)
            .Reverse()
            .Take(request.Limit(max: 400, standard: 100));
        return OkxReply.Ok([.. chosen.Select(settlement => OkxMarketStatements.Settlement(contract, settlement))]);
    });

    private Task<OkxReply> MarkPriceAsync(OkxRequest request)
    {
        if (request["instType"] is not { } type)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.ParameterEmpty("instType"), 400));
        }

        if (request["instId"] is { } wanted && contracts.Find(wanted) is null)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown));
        }

        string? instId = request["instId"];
        return context.AskAsync((venue, now) => OkxReply.Ok(
        [
            .. contracts.All
                .Where(contract => type == OkxContract.InstType && (instId is null || contract.InstId == instId))
                .Select(contract => (contract, Market: venue.Market(contract.Symbol)))
                .Where(pair => pair.Market is not null)
                .Select(pair => OkxMarketStatements.MarkPrice(pair.contract, pair.Market!.Value, now)),
        ]));
    }

    private Task<OkxReply> PriceLimitAsync(OkxRequest request) => OfInstrumentAsync(request, (venue, contract, now) =>
        venue.Market(contract.Symbol) is { } market ? OkxReply.Ok(OkxMarketStatements.PriceLimit(contract, in market, now)) : OkxReply.Ok([]));

    private Task<OkxReply> PositionTiersAsync(OkxRequest request)
    {
        if (request["instType"] is not OkxContract.InstType)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.Parameter("instType")));
        }

        if (OkxModes.ReadMargin(request["tdMode"]) is null)
        {
            return Task.FromResult(OkxReply.Refused(request["tdMode"] is null ? OkxErrors.ParameterEmpty("tdMode") : OkxErrors.Parameter("tdMode")));
        }

        string[] families = (request["instFamily"] ?? request["uly"])?.Split(',') ?? [];
        if (families.Length == 0)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.ParameterEmpty("instFamily"), 400));
        }

        return context.AskAsync((venue, _) => OkxReply.Ok(
        [
            .. contracts.All
                .Where(contract => families.Contains(contract.Family) && venue.Market(contract.Symbol) is not null)
                .SelectMany(contract => OkxMarketStatements.Tiers(contract, contract.SizedAt(venue.Market(contract.Symbol)!.Value.MarkPrice)))
                .Where(tier => request["tier"] is not { } wanted || tier.Tier == wanted),
        ]));
    }

    private Task<OkxReply> BooksAsync(OkxRequest request)
    {
        int depth = (int)Math.Clamp(request.Long("sz") ?? 1, 1, BookDepthMax);
        return OfInstrumentAsync(request, (venue, contract, _) =>
        {
            BookSnapshot book = venue.Snapshot(contract.Symbol, depth);
            return OkxReply.Ok(new
            {
                asks = OkxMarketStatements.Levels(contract, book.Asks, depth),
                bids = OkxMarketStatements.Levels(contract, book.Bids, depth),
                ts = OkxText.Millis(book.Time),
                seqId = OkxSequence.Of(book.UpdateId),
            });
        });
    }

    private Task<OkxReply> TickerAsync(OkxRequest request) =>
        OfInstrumentAsync(request, (venue, contract, _) => OkxReply.Ok(Ticker(venue, contract)));

    private Task<OkxReply> TickersAsync(OkxRequest request)
    {
        if (request["instType"] is not { } type)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.ParameterEmpty("instType"), 400));
        }

        return context.AskAsync((venue, _) => OkxReply.Ok(
            type == OkxContract.InstType ? [.. contracts.All.Select(contract => Ticker(venue, contract))] : []));
    }

    /// <summary>Of the dollar coins alone. Source: OKX API v5 guide, "Get index tickers", read 2026-11-30.</summary>
    private Task<OkxReply> IndexTickersAsync(OkxRequest request)
    {
        if (request["instId"] is null && request["quoteCcy"] is null)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.ParameterEmpty("instId"), 400));
        }

        string[] coins =
        [
            .. CoinPrices.Coins.Where(coin => request["instId"] is not { } wanted || wanted == $"{coin}-USD").Where(_ => request["quoteCcy"] is null or "USD"),
        ];
        return coins.Length == 0 && request["instId"] is not null
            ? Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown))
            : context.AskAsync((_, now) => OkxReply.Ok([.. coins.Select(coin => IndexTicker(coin, now))]));
    }

    private OkxIndexTicker IndexTicker(string coin, DateTimeOffset now)
    {
        string price = OkxText.Number(context.Coins.Of(context.Venue, coin));
        return new OkxIndexTicker($"{coin}-USD", price, price, price, price, price, price, OkxText.Millis(now));
    }

    private Task<OkxReply> TradesAsync(OkxRequest request) => OfInstrumentAsync(request, (venue, contract, _) => OkxReply.Ok(
    [
        .. venue.RecentTrades(contract.Symbol, request.Limit(max: 500, standard: 100))
            .Reverse()
            .Select(trade => OkxMarketStatements.Trade(contract, in trade, isPush: false)),
    ]));

    private OkxTicker Ticker(SimulatedVenue venue, OkxContract contract) =>
        OkxMarketStatements.Ticker(contract, venue.Snapshot(contract.Symbol, 1), streams.Day(contract));

    private Task<OkxReply> OfInstrumentAsync(OkxRequest request, Func<SimulatedVenue, OkxContract, DateTimeOffset, OkxReply> answer)
    {
        if (request["instId"] is not { } instId)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.ParameterEmpty("instId"), 400));
        }

        return contracts.Find(instId) is { } contract
            ? context.AskAsync((venue, now) => answer(venue, contract, now))
            : Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown));
    }
}
