using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Bybit;

/// <summary>The topics <c>kline.{interval}.{symbol}</c> of one instrument. Source: Bybit API v5 docs, "Kline" stream, read 2026-11-22.</summary>
internal sealed class BybitKlineTopics(BybitContract contract, SubscriptionTable<string> subscriptions)
{
    /// <summary>Market time between two pushes; the venue's is 1 to 60 s.</summary>
    private static readonly TimeSpan PushInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (string Name, BarInterval Interval)> _topics =
        BybitKlines.Intervals.ToDictionary(pair => $"kline.{pair.Key}.{contract.Name}", pair => (pair.Key, pair.Value));

    private DateTimeOffset _next;

    public IEnumerable<string> Names => _topics.Keys;

    public void Flush(PriceBars bars, DateTimeOffset now)
    {
        if (now < _next)
        {
            return;
        }

        _next = now + PushInterval;
        foreach ((string topic, (string name, BarInterval interval)) in _topics)
        {
            if (subscriptions.HasSubscribers(topic) && bars.Read(interval, now).LastOrDefault() is { } bar)
            {
                subscriptions.Send(topic, Message(topic, name, bar, interval.Next(bar.Start), now));
            }
        }
    }

    private byte[] Message(string topic, string interval, PriceBar bar, DateTimeOffset next, DateTimeOffset now) => BybitText.Write(new
    {
        topic,
        data = new[]
        {
            new
            {
                start = bar.Start.ToUnixTimeMilliseconds(),
                end = next.ToUnixTimeMilliseconds() - 1,
                interval,
                open = contract.Price(bar.Open),
                close = contract.Price(bar.Close),
                high = contract.Price(bar.High),
                low = contract.Price(bar.Low),
                volume = BybitText.Number(bar.Volume),
                turnover = BybitText.Number(bar.Turnover),
                confirm = next <= now,
                timestamp = now.ToUnixTimeMilliseconds(),
            },
        },
        ts = now.ToUnixTimeMilliseconds(),
        type = "snapshot",
    });
}
