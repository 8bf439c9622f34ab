namespace PropBot.Simulation.Feeds;

/// <summary>
/// Now and then one venue leaves the others, as Bybit did on 2025-10-10 from 21:15 to 21:40 UTC: by 24 to 89 bps at the closes. Arrivals
/// are Poisson; a dislocation builds up within a second and halves every 15 to 40 s, where the crash's halved in minutes.
/// </summary>
internal sealed class DislocationSchedule
{
    private const double MinBps = 25.0;
    private const double MaxBps = 90.0;
    private const double MinHalfLifeSeconds = 15.0;
    private const double MaxHalfLifeSeconds = 40.0;
    private const double MaxRampSeconds = 1.0;
    private const double GoneBps = 0.01;

    // The first one comes soon, is large and short, so that nobody who starts the bot waits for a pair to open and to close.
    private const double FirstWithinSeconds = 15.0;
    private const double FirstMinBps = 60.0;
    private const double FirstMaxHalfLifeSeconds = 20.0;

    private readonly SeededRandom _random;
    private readonly IReadOnlyList<VenuePrice> _venuePrices;
    private readonly double? _meanSeconds;
    private readonly Dislocation?[] _active;
    private double _nextAtSeconds;
    private bool _isFirst = true;

    public DislocationSchedule(MarketModelOptions options, IReadOnlyList<VenuePrice> venuePrices)
    {
        _random = new SeededRandom(options.Seed, "dislocations");
        _venuePrices = venuePrices;
        _active = new Dislocation?[venuePrices.Count];
        if (options.DislocationInterval is { } mean)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(mean, TimeSpan.Zero, nameof(options));
            _meanSeconds = mean.TotalSeconds;
            _nextAtSeconds = Math.Min(FirstWithinSeconds, _random.NextExponential(mean.TotalSeconds));
        }
    }

    /// <summary>Sets every venue's dislocation to what it is at this time.</summary>
    public void Advance(TimeSpan elapsed)
    {
        double now = elapsed.TotalSeconds;
        while (_meanSeconds is { } mean && now >= _nextAtSeconds)
        {
            Begin(_nextAtSeconds);
            _nextAtSeconds += _random.NextExponential(mean);
        }

        for (int i = 0; i < _active.Length; i++)
        {
            double bps = _active[i]?.At(now) ?? 0.0;
            if (_active[i] is { } active && now > active.PeakAt && Math.Abs(bps) < GoneBps)
            {
                _active[i] = null;
            }

            _venuePrices[i].DislocationBps = bps;
        }
    }

    private void Begin(double at)
    {
        int which = _random.NextInt(_active.Length);
        double size = Between(_isFirst ? FirstMinBps : MinBps, MaxBps);
        double sign = _random.NextDouble() < 0.5 ? -1.0 : 1.0;
        double halfLife = Between(MinHalfLifeSeconds, _isFirst ? FirstMaxHalfLifeSeconds : MaxHalfLifeSeconds);
        double ramp = MaxRampSeconds * _random.NextDouble();

        // One at a time per instrument: where one still lives, the new one starts from what is left of it.
        double left = _active[which]?.At(at) ?? 0.0;
        _active[which] = new Dislocation(left, sign * size, at, at + ramp, halfLife);
        _isFirst = false;
    }

    private double Between(double low, double high) => low + ((high - low) * _random.NextDouble());

    /// <param name="From">Where it begins, basis points.</param>
    /// <param name="Peak">Where it turns, basis points.</param>
    private sealed record Dislocation(double From, double Peak, double BeginsAt, double PeakAt, double HalfLifeSeconds)
    {
        public double At(double now) => now < PeakAt
            ? From + ((Peak - From) * (now - BeginsAt) / (PeakAt - BeginsAt))
            : Peak * Math.Pow(0.5, (now - PeakAt) / HalfLifeSeconds);
    }
}
