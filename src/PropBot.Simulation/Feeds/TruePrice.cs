using PropBot.Core.Values;

namespace PropBot.Simulation.Feeds;

/// <summary>
/// The price of a symbol that all venues follow. Returns per step are Student's t; their variance follows a GARCH(1,1) on one-minute
/// returns; symbols are correlated through one common factor.
/// </summary>
internal sealed class TruePrice
{
    /// <summary>Of the steps' returns: one-second returns were measured with an excess kurtosis of 7 to 21 (hftbacktest set).</summary>
    public const double DegreesOfFreedom = 4.0;

    // With these a one-minute return has an excess kurtosis near 9 (measured 6 to 12) and its size an autocorrelation of 0.2 to 0.3 at
    // lag 1 that fades over an hour (measured 0.22 to 0.33; freqtrade OKX 1m, Bybit perp 1m).
    private const double ShockWeight = 0.15;
    private const double Persistence = 0.82;
    private const double MinVariance = 0.15;
    private const double MaxVariance = 12.0;

    private const int HistorySteps = 16;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SeededRandom _random;
    private readonly double[] _history = new double[HistorySteps];
    private readonly TimeSpan _stepInterval;
    private readonly double _loading;
    private readonly double _rest;
    private readonly double _stepSd;
    private double _variance = 1.0;
    private double _minuteSum;
    private TimeSpan _minuteElapsed;
    private int _at;

    public TruePrice(Symbol symbol, MarketModelOptions options)
    {
        Behaviour behaviour = Behaviour.Of(symbol);
        _random = new SeededRandom(options.Seed, $"price {symbol}");
        _stepInterval = options.StepInterval;
        _loading = behaviour.Loading;
        _rest = Math.Sqrt(1.0 - (_loading * _loading));
        MinuteSdBps = behaviour.MinuteSdBps;
        _stepSd = Math.Sqrt(_stepInterval / Minute);
        StartPrice = (double)options.StartPrices.GetValueOrDefault(symbol, behaviour.StartPrice);
    }

    public double StartPrice { get; }

    /// <summary>Standard deviation of a one-minute return on an ordinary day, basis points.</summary>
    public double MinuteSdBps { get; }

    /// <summary>Volatility now against its usual level; 1 on average of its square.</summary>
    public double Volatility => Math.Sqrt(_variance);

    /// <summary>Sum of log returns since the start, basis points.</summary>
    public double LogBps => _history[_at];

    /// <summary>The same some steps and a fraction ago, between two steps linearly.</summary>
    public double LogBpsBefore(double steps)
    {
        int whole = (int)steps;
        double fraction = steps - whole;
        double near = _history[(_at - whole + (2 * HistorySteps)) % HistorySteps];
        double far = _history[(_at - whole - 1 + (2 * HistorySteps)) % HistorySteps];
        return near + ((far - near) * fraction);
    }

    /// <param name="common">This step's common factor, variance 1.</param>
    public void Move(double common)
    {
        double own = _random.NextStudent(DegreesOfFreedom);
        double shock = ((_loading * common) + (_rest * own)) * _stepSd * Volatility;
        int next = (_at + 1) % HistorySteps;
        _history[next] = _history[_at] + (shock * MinuteSdBps);
        _at = next;
        _minuteSum += shock;
        _minuteElapsed += _stepInterval;
        if (_minuteElapsed >= Minute)
        {
            double squared = _minuteSum * _minuteSum * (Minute / _minuteElapsed);
            double variance = 1.0 - ShockWeight - Persistence + (ShockWeight * squared) + (Persistence * _variance);
            _variance = Math.Clamp(variance, MinVariance, MaxVariance);
            _minuteSum = 0.0;
            _minuteElapsed = TimeSpan.Zero;
        }
    }
}

/// <summary>How a symbol moves.</summary>
/// <param name="MinuteSdBps">Standard deviation of one-minute returns, basis points.</param>
/// <param name="Loading">Share of the common factor in its returns, -1 to 1.</param>
/// <param name="GapScale">Size of its venues' differences against those of BTC.</param>
/// <param name="StartPrice">Price at the start when none is given, quote units.</param>
internal readonly record struct Behaviour(double MinuteSdBps, double Loading, double GapScale, decimal StartPrice)
{
    // One-minute sd of BTC 4.5 to 6.9 bps (freqtrade OKX 1m, Bybit perp 1m); ETH and SOL by the ratio of five-minute and hourly sds (1.4 and
    // 1.9). Loadings give the measured correlations BTC/ETH 0.81 to 0.87, BTC/SOL 0.79, ETH/SOL 0.82 (finm33150, hourly). Gap scales by
    // the median hourly differences 0.70, 0.77 and 1.08 bps. Prices of January 2026.
    public static Behaviour Of(Symbol symbol) => symbol.Base.Code switch
    {
        "BTC" => new(5.0, 0.90, 1.0, 90_000m),
        "ETH" => new(7.0, 0.93, 1.1, 3_100m),
        "SOL" => new(9.0, 0.88, 1.5, 135m),
        _ => new(10.0, 0.85, 1.6, 10m),
    };
}
