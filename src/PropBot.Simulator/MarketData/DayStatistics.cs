namespace PropBot.Simulator.MarketData;

/// <summary>What happened to an instrument within the last 24 hours of market time, hour by hour. Not kept over a restart.</summary>
internal sealed class DayStatistics
{
    private const int Hours = 24;

    private readonly Queue<Hour> _hours = new(Hours + 1);
    private Hour? _current;

    public decimal LastPrice { get; private set; }

    /// <summary>Base units.</summary>
    public decimal LastQuantity { get; private set; }

    /// <summary>Up or unchanged after up: true. A venue's tick direction.</summary>
    public bool LastWasUp { get; private set; } = true;

    public bool LastChanged { get; private set; }

    public bool IsEmpty => _current is null;

    public decimal Open => IsEmpty ? 0m : _hours.Peek().Open;

    public decimal High => IsEmpty ? 0m : _hours.Max(hour => hour.High);

    public decimal Low => IsEmpty ? 0m : _hours.Min(hour => hour.Low);

    /// <summary>Price one hour ago, as near as whole hours tell.</summary>
    public decimal OpenOfHour => _current?.Open ?? 0m;

    /// <summary>Base units.</summary>
    public decimal Volume => _hours.Sum(hour => hour.Volume);

    /// <summary>Quote units.</summary>
    public decimal Turnover => _hours.Sum(hour => hour.Turnover);

    /// <summary>A trade, or with quantity zero a price before the first trade.</summary>
    public void Add(decimal price, decimal quantity, DateTimeOffset time)
    {
        long number = time.ToUnixTimeSeconds() / 3_600;
        if (_current is null || _current.Number < number)
        {
            _current = new Hour { Number = number, Open = price, High = price, Low = price };
            _hours.Enqueue(_current);
        }

        while (_hours.Peek().Number <= number - Hours)
        {
            _hours.Dequeue();
        }

        LastChanged = price != LastPrice;
        if (LastChanged)
        {
            LastWasUp = price > LastPrice;
        }

        LastPrice = price;
        LastQuantity = quantity;
        _current.Add(price, quantity);
    }

    private sealed class Hour
    {
        public required long Number { get; init; }

        public required decimal Open { get; init; }

        public required decimal High { get; set; }

        public required decimal Low { get; set; }

        public decimal Volume { get; private set; }

        public decimal Turnover { get; private set; }

        public void Add(decimal price, decimal quantity)
        {
            High = Math.Max(High, price);
            Low = Math.Min(Low, price);
            Volume += quantity;
            Turnover += price * quantity;
        }
    }
}
