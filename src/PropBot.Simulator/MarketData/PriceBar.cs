namespace PropBot.Simulator.MarketData;

/// <summary>What traded within a span of market time.</summary>
/// <param name="Volume">Base units.</param>
/// <param name="Turnover">Quote units.</param>
/// <param name="BoughtVolume">Base units that takers bought.</param>
/// <param name="BoughtTurnover">Quote units that takers paid.</param>
/// <param name="FirstTradeId">0 when nothing traded.</param>
internal sealed record PriceBar(
    DateTimeOffset Start,
    decimal Open,
    decimal High,
    decimal Low,
    decimal Close,
    decimal Volume,
    decimal Turnover,
    decimal BoughtVolume,
    decimal BoughtTurnover,
    int Trades,
    long FirstTradeId,
    long LastTradeId)
{
    /// <summary>A span in which nothing traded: the price stays where it was.</summary>
    public static PriceBar Flat(DateTimeOffset start, decimal price) => new(start, price, price, price, price, 0m, 0m, 0m, 0m, 0, 0, 0);

    /// <summary>This span and one after it as one.</summary>
    public PriceBar Then(PriceBar later) => this with
    {
        High = Math.Max(High, later.High),
        Low = Math.Min(Low, later.Low),
        Close = later.Close,
        Volume = Volume + later.Volume,
        Turnover = Turnover + later.Turnover,
        BoughtVolume = BoughtVolume + later.BoughtVolume,
        BoughtTurnover = BoughtTurnover + later.BoughtTurnover,
        Trades = Trades + later.Trades,
        FirstTradeId = FirstTradeId == 0 ? later.FirstTradeId : FirstTradeId,
        LastTradeId = Math.Max(LastTradeId, later.LastTradeId),
    };
}
