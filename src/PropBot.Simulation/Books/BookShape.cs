using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Books;

/// <summary>
/// Turns what a feed says into the levels of a book: the touch on the tick, then up to 50 levels per side on a grid that widens
/// with the distance, carrying the measured cumulative depth. Levels keep their quantity from state to state unless the market
/// moved or chance redraws a few, so that a book's changes look like a venue's: some levels at a time.
/// </summary>
internal sealed class BookShape
{
    public const int MaxLevels = 50;

    // Usually ten levels tick by tick, then ten each at these distances: about 45 bps per side, as far as the recorded books reach.
    private static readonly double[] ZoneStepBps = [0.0, 0.1, 0.3, 1.0, 5.0];

    // A level that is no further from the curve than this share of the variation stays as it is, but for a few redrawn by chance.
    private const double ToleranceShare = 0.9;
    private const double RedrawChance = 0.03;

    private readonly long _tick;
    private readonly long _lot;
    private readonly int _priceScale;
    private readonly double _priceUnit;
    private readonly double _quantityUnit;
    private readonly double _variation;
    private readonly int _levelsPerZone;
    private readonly DepthPoint[] _curve;
    private readonly List<BookLevel> _before = [];

    public BookShape(InstrumentSetup setup, double variation, int levelsPerZone = 10)
    {
        Instrument instrument = setup.Instrument;
        _priceScale = instrument.PriceScale;
        _tick = ScaledNumber.FromDecimal(instrument.Tick.Value, _priceScale);
        _lot = ScaledNumber.FromDecimal(instrument.Lot.Value, instrument.QuantityScale);
        _priceUnit = Math.Pow(10, -_priceScale);
        _quantityUnit = Math.Pow(10, -instrument.QuantityScale);
        _variation = variation;
        _levelsPerZone = levelsPerZone;
        _curve = [.. setup.Depth.Points];
        if (_curve.Length == 0 || _curve[0].DistanceBps < 0)
        {
            throw new ArgumentException($"the depth profile of {instrument.Id} needs at least one point at or above 0 bps", nameof(setup));
        }
    }

    /// <summary>
    /// The touch: the spread in whole ticks, at least one, and the bid so that the middle is as near to the mid as ticks allow. The bid
    /// is never above the mid and the ask never below it.
    /// </summary>
    public (long Bid, long Ask) Touch(in MarketState state)
    {
        decimal tick = ScaledNumber.ToDecimal(_tick, _priceScale);
        decimal spreadTicks = Math.Max(1m, decimal.Ceiling(2m * state.HalfSpread / tick));
        decimal bidTicks = decimal.Floor((state.Mid / tick) - ((spreadTicks - 1m) / 2m));
        bidTicks = Math.Max(1m, bidTicks);
        return ((long)bidTicks * _tick, (long)(bidTicks + spreadTicks) * _tick);
    }

    /// <summary>Replaces the levels of one side.</summary>
    public void Fill(List<BookLevel> levels, bool isBid, long touch, double depthScale, SeededRandom random)
    {
        _before.Clear();
        _before.AddRange(levels);
        levels.Clear();
        int old = 0;
        long price = touch;
        double inner = 0.0;
        for (int zone = 0; zone < ZoneStepBps.Length; zone++)
        {
            long step = StepOf(zone, touch);
            for (int i = 0; i < _levelsPerZone && price > 0; i++)
            {
                // The touch is measured by itself; every other level stands for its surroundings, up to half way to the next one.
                long next = Next(price, step, isBid);
                double distanceBps = price == touch ? 0.0 : Math.Abs(((price + next) / 2.0) - touch) * 10_000.0 / touch;
                double outer = CumulativeNotional(distanceBps);
                double target = Math.Max(0.0, outer - inner) * depthScale / (price * _priceUnit) / _quantityUnit;
                inner = outer;
                levels.Add(new BookLevel(price, QuantityNear(target, Before(ref old, price, isBid), random)));
                price = next;
            }
        }
    }

    private static double NiceBelow(double value)
    {
        double power = 1.0;
        while (power * 10.0 <= value)
        {
            power *= 10.0;
        }

        return value >= power * 5.0 ? power * 5.0 : value >= power * 2.0 ? power * 2.0 : power;
    }

    /// <summary>1, 2 or 5 times a power of ten ticks, so that the grid stands still while the price moves.</summary>
    private long StepOf(int zone, long touch)
    {
        double ticks = touch / (double)_tick * ZoneStepBps[zone] / 10_000.0;
        return _tick * (ticks <= 1.0 ? 1L : (long)NiceBelow(ticks));
    }

    private static long Next(long price, long step, bool isBid) =>
        isBid ? (price - 1) / step * step : ((price / step) + 1) * step;

    private long Before(ref int old, long price, bool isBid)
    {
        while (old < _before.Count && (isBid ? _before[old].Price > price : _before[old].Price < price))
        {
            old++;
        }

        return old < _before.Count && _before[old].Price == price ? _before[old].Quantity : 0;
    }

    private long QuantityNear(double target, long before, SeededRandom random)
    {
        bool stays = before > 0 && Math.Abs(before - target) <= ToleranceShare * _variation * target;
        if (stays && random.NextDouble() >= RedrawChance)
        {
            return before;
        }

        double drawn = target * (1.0 + (_variation * ((2.0 * random.NextDouble()) - 1.0)));
        return Math.Max(1L, (long)(drawn / _lot)) * _lot;
    }

    /// <summary>Linear between the measured points; beyond the last one the last slope goes on.</summary>
    private double CumulativeNotional(double distanceBps)
    {
        if (distanceBps <= _curve[0].DistanceBps)
        {
            return _curve[0].Notional;
        }

        int right = 1;
        while (right < _curve.Length - 1 && _curve[right].DistanceBps < distanceBps)
        {
            right++;
        }

        if (right >= _curve.Length)
        {
            return _curve[0].Notional * (1.0 + distanceBps);
        }

        DepthPoint a = _curve[right - 1];
        DepthPoint b = _curve[right];
        return a.Notional + ((b.Notional - a.Notional) * (distanceBps - a.DistanceBps) / (b.DistanceBps - a.DistanceBps));
    }
}
