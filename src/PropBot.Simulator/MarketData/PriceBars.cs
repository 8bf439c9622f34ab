namespace PropBot.Simulator.MarketData;

/// <summary>
/// An instrument's trades minute by minute of market time, three days of them; longer bars are put together when they are asked for. Not
/// kept over a restart. Used on the loop only.
/// </summary>
internal sealed class PriceBars
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(3);
    private static readonly BarInterval Minute = BarInterval.Minutes(1);

    private readonly Queue<PriceBar> _closed = new();
    private PriceBar? _current;

    public bool IsEmpty => _current is null;

    /// <summary>A price before the first trade: bars begin with it.</summary>
    public void Begin(decimal price, DateTimeOffset time) => _current ??= PriceBar.Flat(Minute.StartOf(time), price);

    public void Add(decimal price, decimal quantity, bool takerBought, long tradeId, DateTimeOffset time)
    {
        DateTimeOffset start = Minute.StartOf(time);
        decimal turnover = price * quantity;
        var trade = new PriceBar(
            start, price, price, price, price, quantity, turnover, takerBought ? quantity : 0m, takerBought ? turnover : 0m, 1, tradeId, tradeId);
        if (_current is { } current && current.Start >= start)
        {
            _current = current.Trades == 0 ? trade with { Start = current.Start } : current.Then(trade);
            return;
        }

        if (_current is not null)
        {
            _closed.Enqueue(_current);
        }

        _current = trade;
        while (_closed.Count > 0 && _closed.Peek().Start < start - Kept)
        {
            _closed.Dequeue();
        }
    }

    /// <summary>Bars of the interval from the first price on to the one of now, oldest first, those without a trade among them.</summary>
    public IEnumerable<PriceBar> Read(BarInterval interval, DateTimeOffset now)
    {
        PriceBar? bar = null;
        foreach (PriceBar minute in _current is null ? _closed : _closed.Append(_current))
        {
            DateTimeOffset start = interval.StartOf(minute.Start);
            for (; bar is not null && bar.Start < start; bar = PriceBar.Flat(interval.Next(bar.Start), bar.Close))
            {
                yield return bar;
            }

            bar = bar is null ? minute with { Start = start } : bar.Trades == 0 ? minute with { Start = start } : bar.Then(minute);
        }

        for (; bar is not null && interval.Next(bar.Start) <= now; bar = PriceBar.Flat(interval.Next(bar.Start), bar.Close))
        {
            yield return bar;
        }

        if (bar is not null)
        {
            yield return bar;
        }
    }

    /// <summary>The 24 hours until now as one bar; null when no price is known.</summary>
    public PriceBar? Day(DateTimeOffset now) => Read(Minute, now)
        .Where(bar => bar.Start > now.AddDays(-1))
        .Aggregate((PriceBar?)null, (day, bar) => day?.Then(bar) ?? bar);
}
