using PropBot.Core.Values;
using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Okx;

/// <summary>
/// Candlesticks from the trades since the simulator's start. Source: OKX API v5 guide, "Get candlesticks" and "Get candlesticks history", read
/// 2026-11-22.
/// </summary>
internal sealed class OkxCandles(VenueContext context, OkxContracts contracts, OkxStreams streams)
{
    private const string StandardBar = "1m";

    // Bars of six hours and longer divide the day of Hong Kong unless they are asked for in UTC.
    private static readonly TimeSpan HongKong = TimeSpan.FromHours(8);

    public static readonly IReadOnlyDictionary<string, BarInterval> Bars = new Dictionary<string, BarInterval>
    {
        [StandardBar] = BarInterval.Minutes(1),
        ["3m"] = BarInterval.Minutes(3),
        ["5m"] = BarInterval.Minutes(5),
        ["15m"] = BarInterval.Minutes(15),
        ["30m"] = BarInterval.Minutes(30),
        ["1H"] = BarInterval.Minutes(60),
        ["2H"] = BarInterval.Minutes(120),
        ["4H"] = BarInterval.Minutes(240),
        ["6H"] = BarInterval.Of(TimeSpan.FromHours(6), HongKong),
        ["12H"] = BarInterval.Of(TimeSpan.FromHours(12), HongKong),
        ["1D"] = BarInterval.Of(TimeSpan.FromDays(1), HongKong),
        ["1W"] = BarInterval.Week(HongKong),
        ["1M"] = BarInterval.Month(HongKong),
        ["6Hutc"] = BarInterval.Minutes(360),
        ["12Hutc"] = BarInterval.Minutes(720),
        ["1Dutc"] = BarInterval.Of(TimeSpan.FromDays(1)),
        ["1Wutc"] = BarInterval.Week(TimeSpan.Zero),
        ["1Mutc"] = BarInterval.Month(TimeSpan.Zero),
    };

    public void AddTo(OkxRoutes routes)
    {
        routes.AddPublic("GET", "/api/v5/market/candles", request => CandlesAsync(request, closedOnly: false));
        routes.AddPublic("GET", "/api/v5/market/history-candles", request => CandlesAsync(request, closedOnly: true));
    }

    private Task<OkxReply> CandlesAsync(OkxRequest request, bool closedOnly)
    {
        if (request["instId"] is not { } instId)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.ParameterEmpty("instId"), 400));
        }

        if (contracts.Find(instId) is not { } contract)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown));
        }

        if (!Bars.TryGetValue(request["bar"] ?? StandardBar, out BarInterval? interval))
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.Parameter("bar")));
        }

        // Both bounds are starts of bars: before is newer than, after is older than.
        DateTimeOffset newerThan = request.Time("before") ?? DateTimeOffset.MinValue;
        DateTimeOffset olderThan = request.Time("after") ?? DateTimeOffset.MaxValue;
        return context.AskAsync((_, now) => OkxReply.Ok(
        [
            .. streams.Of(contract.Symbol).Bars.Read(interval, now)
                .Where(bar => bar.Start > newerThan && bar.Start < olderThan && (!closedOnly || interval.Next(bar.Start) <= now))
                .Reverse()
                .Take(request.Limit(max: 300, standard: 100))
                .Select(bar => Row(contract, bar, isClosed: interval.Next(bar.Start) <= now)),
        ]));
    }

    /// <summary>Start, open, high, low, close, volume in contracts, in coins and in quote units, whether it is complete.</summary>
    public static string[] Row(OkxContract contract, PriceBar bar, bool isClosed) =>
    [
        OkxText.Millis(bar.Start),
        OkxText.Number(bar.Open),
        OkxText.Number(bar.High),
        OkxText.Number(bar.Low),
        OkxText.Number(bar.Close),
        contract.Size(bar.Volume),
        OkxText.Number(bar.Volume),
        OkxText.Number(bar.Turnover),
        isClosed ? "1" : "0",
    ];
}
