using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Bybit;

/// <summary>Klines from the trades since the simulator's start. Source: Bybit API v5 docs, "Get Kline", read 2026-11-22.</summary>
internal sealed class BybitKlines(VenueContext context, BybitContracts contracts, BybitStreams streams)
{
    public static readonly IReadOnlyDictionary<string, BarInterval> Intervals = new Dictionary<string, BarInterval>
    {
        ["1"] = BarInterval.Minutes(1),
        ["3"] = BarInterval.Minutes(3),
        ["5"] = BarInterval.Minutes(5),
        ["15"] = BarInterval.Minutes(15),
        ["30"] = BarInterval.Minutes(30),
        ["60"] = BarInterval.Minutes(60),
        ["120"] = BarInterval.Minutes(120),
        ["240"] = BarInterval.Minutes(240),
        ["360"] = BarInterval.Minutes(360),
        ["720"] = BarInterval.Minutes(720),
        ["D"] = BarInterval.Of(TimeSpan.FromDays(1)),
        ["W"] = BarInterval.Week(TimeSpan.Zero),
        ["M"] = BarInterval.Month(TimeSpan.Zero),
    };

    public void AddTo(BybitRoutes routes) => routes.AddPublic("/v5/market/kline", KlinesAsync);

    private Task<BybitReply> KlinesAsync(BybitRequest request)
    {
        // The venue takes a kline without a category for a linear one.
        if (request["category"] is not (null or BybitStatements.Linear))
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.CategoryInvalid));
        }

        if (contracts.Find(request["symbol"]) is not { } contract)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.SymbolUnknown));
        }

        if (request["interval"] is not { } name || !Intervals.TryGetValue(name, out BarInterval? interval))
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.Parameter("Invalid period!")));
        }

        DateTimeOffset from = request.Time("start") ?? DateTimeOffset.MinValue;
        DateTimeOffset to = request.Time("end") ?? DateTimeOffset.MaxValue;
        return context.AskAsync((_, now) => BybitReply.Ok(new
        {
            symbol = contract.Name,
            category = BybitStatements.Linear,
            list = streams.Of(contract.Symbol).Bars.Read(interval, now)
                .Where(bar => bar.Start >= from && bar.Start <= to)
                .Reverse()
                .Take(request.Limit(standard: 200, max: 1_000))
                .Select(bar => Row(contract, bar))
                .ToArray(),
        }));
    }

    /// <summary>Start, open, high, low, close, volume in coins, turnover in quote units.</summary>
    private static string[] Row(BybitContract contract, PriceBar bar) =>
    [
        BybitText.Millis(bar.Start),
        contract.Price(bar.Open),
        contract.Price(bar.High),
        contract.Price(bar.Low),
        contract.Price(bar.Close),
        BybitText.Number(bar.Volume),
        BybitText.Number(bar.Turnover),
    ];
}
