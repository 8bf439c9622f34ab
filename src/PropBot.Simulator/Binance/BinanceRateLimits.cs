using Microsoft.AspNetCore.Http;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>
/// Request weight and order counts, in real time, for the one address that all clients come from. Limits:
/// <c>exchangeInfo.rateLimits</c> as recorded.
/// </summary>
internal sealed class BinanceRateLimits(SimulationClock clock, bool isEnforced)
{
    public const int WeightPerMinute = 2_400;
    public const int OrdersPerMinute = 1_200;
    public const int OrdersPerTenSeconds = 300;

    private readonly Lock _gate = new();
    private readonly Window _weight = new(TimeSpan.FromMinutes(1));
    private readonly Dictionary<string, (Window Minute, Window TenSeconds)> _orders = [];

    /// <summary>Counts a request and writes the header; the error when the limit is exceeded.</summary>
    public BinanceError? Spend(HttpContext context, int weight)
    {
        lock (_gate)
        {
            long used = _weight.Add(clock, weight);
            context.Response.Headers["X-MBX-USED-WEIGHT-1M"] = used.ToString();
            if (!isEnforced || used <= WeightPerMinute)
            {
                return null;
            }

            context.Response.Headers.RetryAfter = _weight.SecondsLeft(clock).ToString();
            return BinanceError.TooManyRequests(WeightPerMinute);
        }
    }

    /// <summary>Counts an order of an account and writes the headers; the error when a limit is exceeded.</summary>
    public BinanceError? SpendOrder(HttpContext context, string account)
    {
        lock (_gate)
        {
            if (!_orders.TryGetValue(account, out (Window Minute, Window TenSeconds) windows))
            {
                windows = (new Window(TimeSpan.FromMinutes(1)), new Window(TimeSpan.FromSeconds(10)));
                _orders.Add(account, windows);
            }

            long minute = windows.Minute.Add(clock, 1);
            long tenSeconds = windows.TenSeconds.Add(clock, 1);
            context.Response.Headers["X-MBX-ORDER-COUNT-1M"] = minute.ToString();
            context.Response.Headers["X-MBX-ORDER-COUNT-10S"] = tenSeconds.ToString();
            return !isEnforced ? null
                : minute > OrdersPerMinute ? BinanceError.TooManyOrders(OrdersPerMinute, "MINUTE")
                : tenSeconds > OrdersPerTenSeconds ? BinanceError.TooManyOrders(OrdersPerTenSeconds, "10 SECOND")
                : null;
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            _weight.Forget();
            _orders.Clear();
        }
    }

    private sealed class Window(TimeSpan length)
    {
        private long? _started;
        private long _used;

        public long Add(SimulationClock clock, int count)
        {
            if (_started is not { } started || clock.GetElapsedTime(started) >= length)
            {
                _started = clock.GetTimestamp();
                _used = 0;
            }

            return _used += count;
        }

        public void Forget() => _started = null;

        public int SecondsLeft(SimulationClock clock) =>
            (int)Math.Ceiling((length - clock.GetElapsedTime(_started ?? clock.GetTimestamp())).TotalSeconds);
    }
}
