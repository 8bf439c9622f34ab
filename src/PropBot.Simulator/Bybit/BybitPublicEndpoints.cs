using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Bybit.Wire;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Bybit;

/// <summary>Market data over REST: needs no signature.</summary>
internal sealed class BybitPublicEndpoints(VenueContext context, BybitContracts contracts, BybitStreams streams)
{
    private const int BookDepthMax = 500;

    public void AddTo(BybitRoutes routes)
    {
        routes.AddPublic("/v5/market/risk-limit", request => OfListAsync(request, (_, chosen) =>
            BybitReply.Ok(new BybitPage<BybitRiskLimit>([.. chosen.SelectMany(BybitMarketStatements.RiskLimits)], ""))));
        routes.AddPublic("/v5/market/price-limit", request => OfInstrumentAsync(request, (venue, contract, now) =>
            venue.Market(contract.Symbol) is { } market
                ? BybitReply.Ok(BybitMarketStatements.PriceLimit(contract, market.MarkPrice, now))
                : BybitReply.Refused(BybitErrors.SymbolSuspended)));
        routes.AddPublic("/v5/market/time", TimeAsync);
        routes.AddPublic("/v5/market/instruments-info", InstrumentsAsync);
        routes.AddPublic("/v5/market/orderbook", OrderBookAsync);
        routes.AddPublic("/v5/market/tickers", TickersAsync);
        routes.AddPublic("/v5/market/funding/history", FundingHistoryAsync);
        routes.AddPublic("/v5/market/recent-trade", RecentTradesAsync);
    }

    private Task<BybitReply> TimeAsync(BybitRequest request) => context.AskAsync((_, now) => BybitReply.Ok(new
    {
        timeSecond = BybitText.Number(now.ToUnixTimeSeconds()),
        timeNano = BybitText.Number((now - DateTimeOffset.UnixEpoch).Ticks * 100m),
    }));

    private Task<BybitReply> InstrumentsAsync(BybitRequest request) => OfListAsync(request, (venue, chosen) => BybitReply.Ok(
        new BybitPage<BybitInstrument>(
            [
                .. chosen
                    .Where(contract => request["baseCoin"] is not { } coin || coin == contract.Symbol.Base.Code)
                    .Select(contract => BybitMarketStatements.Instrument(contract, FundingIntervalOf(venue, contract)))
                    .Where(instrument => request["status"] is not { } status || status == instrument.Status),
            ],
            "")));

    private static TimeSpan FundingIntervalOf(SimulatedVenue venue, BybitContract contract) =>
        venue.Market(contract.Symbol) is { Funding.IsKnown: true } market ? market.Funding.Interval : contract.Instrument.FundingInterval;

    private Task<BybitReply> OrderBookAsync(BybitRequest request) => OfInstrumentAsync(request, (_, contract, now) =>
        BybitReply.Ok(streams.Of(contract.Symbol).OrderBook(request.Limit(standard: 25, max: BookDepthMax), now)));

    private Task<BybitReply> TickersAsync(BybitRequest request) => request["category"] == "spot" && request["symbol"] == BybitSpotTicker.DollarPair
        ? context.AskAsync((_, _) => BybitReply.Ok(new BybitList<BybitSpotTicker>(
            [BybitSpotTicker.Of(context.Coins.Of(context.Venue, "USDC"), context.Coins.Of(context.Venue, "USDT"))], "spot")))
        : LinearTickersAsync(request);

    private Task<BybitReply> LinearTickersAsync(BybitRequest request) => OfListAsync(request, (_, chosen) => BybitReply.Ok(
        new BybitList<BybitTicker>(
            [
                .. chosen
                    .Where(contract => request["baseCoin"] is not { } coin || coin == contract.Symbol.Base.Code)
                    .Select(contract => streams.Of(contract.Symbol).Ticker() with
                    {
                        TickDirection = null,
                        PredictedDeliveryPrice = "",
                        BasisRate = "",
                        DeliveryFeeRate = "",
                        DeliveryTime = "0",
                    }),
            ],
            BybitStatements.Linear)));

    private Task<BybitReply> FundingHistoryAsync(BybitRequest request)
    {
        if (request["startTime"] is not null && request["endTime"] is null)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.Parameter("endTime is required when startTime is given")));
        }

        DateTimeOffset from = request.Time("startTime") ?? DateTimeOffset.MinValue;
        DateTimeOffset to = request.Time("endTime") ?? DateTimeOffset.MaxValue;
        return OfInstrumentAsync(request, (venue, contract, _) => BybitReply.Ok(new BybitList<BybitFundingRecord>(
            [
                .. venue.Settlements(contract.Symbol)
                    .Where(settlement => settlement.Time >= from && settlement.Time <= to)
                    .Reverse()
                    .Take(request.Limit(standard: 200, max: 200))
                    .Select(settlement => BybitMarketStatements.Settlement(contract, settlement)),
            ],
            BybitStatements.Linear)));
    }

    private Task<BybitReply> RecentTradesAsync(BybitRequest request) => OfInstrumentAsync(request, (venue, contract, _) => BybitReply.Ok(
        new BybitList<BybitPublicTrade>(
            [
                .. venue.RecentTrades(contract.Symbol, request.Limit(standard: 500, max: 1_000))
                    .Reverse()
                    .Select(trade => BybitMarketStatements.Trade(contract, in trade)),
            ],
            BybitStatements.Linear)));

    /// <summary>One instrument when a symbol is named, all otherwise. The venue's other categories are empty here.</summary>
    private Task<BybitReply> OfListAsync(BybitRequest request, Func<SimulatedVenue, IReadOnlyList<BybitContract>, BybitReply> answer)
    {
        if (BybitCategory.Elsewhere(request) is { } empty)
        {
            return Task.FromResult(empty);
        }

        if (request["symbol"] is not { } name)
        {
            return context.AskAsync((venue, _) => answer(venue, contracts.All));
        }

        return contracts.Find(name) is { } contract
            ? context.AskAsync((venue, _) => answer(venue, [contract]))
            : Task.FromResult(BybitReply.Refused(BybitErrors.SymbolUnknown));
    }

    private Task<BybitReply> OfInstrumentAsync(BybitRequest request, Func<SimulatedVenue, BybitContract, DateTimeOffset, BybitReply> answer)
    {
        if (request["category"] != BybitStatements.Linear)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.CategoryInvalid));
        }

        return contracts.Find(request["symbol"]) is { } contract
            ? context.AskAsync((venue, now) => answer(venue, contract, now))
            : Task.FromResult(BybitReply.Refused(BybitErrors.SymbolUnknown));
    }
}
