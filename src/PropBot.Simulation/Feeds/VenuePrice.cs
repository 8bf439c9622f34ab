using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Feeds;

/// <summary>What one venue makes of a symbol's true price.</summary>
internal sealed class VenuePrice
{
    // Gap between two venues (crash set, 9616 quiet five-minute closes): slow part sd 0.98 bps with a half-life of 417 min, fast rest
    // sd 0.61 bps. Half of the variance is each venue's. The fast rest fades in about a second (hftbacktest bases: 0.5 to 1.2 s).
    private const double SlowSdBps = 0.69;
    private const double FastSdBps = 0.43;
    private static readonly TimeSpan SlowHalfLife = TimeSpan.FromMinutes(417);
    private static readonly TimeSpan FastHalfLife = TimeSpan.FromSeconds(1);

    // A follower sees the common price this much later; Binance leads.
    private const double MinLagMs = 50.0;
    private const double MaxLagMs = 300.0;

    // Settled rates of 2025-26 lie about 0.5 to 1 bp per eight hours; two venues differ by a median of 0.3 bps (finm33150).
    private const double FundingMeanBps = 0.7;
    private const double FundingSdBps = 0.4;
    private static readonly TimeSpan FundingHalfLife = TimeSpan.FromHours(8);
    private static readonly TimeSpan FundingAnnouncedEvery = TimeSpan.FromMinutes(1);
    private const int RatePlaces = 8;

    // While a venue is dislocated its book is wide and thin: a dislocation of 60 bps adds 1.2 bps to each side and leaves a fifth of
    // the depth. Nobody recorded that; in the crash both venues' bars ranged over hundreds of basis points.
    private const double SpreadShareOfDislocation = 0.02;
    private const double HalvingDislocationBps = 15.0;
    private const double TradeChance = 0.5;
    private const int PricePlaces = 6;

    private readonly InstrumentSetup _setup;
    private readonly TruePrice _price;
    private readonly SeededRandom _noise;
    private readonly SeededRandom _trades;
    private readonly MeanReverting _slow;
    private readonly MeanReverting _fast;
    private readonly MeanReverting _funding;
    private readonly double _lagSteps;
    private readonly double _stepSeconds;
    private double _announcedBps;
    private TimeSpan _announceAt = TimeSpan.Zero;

    public VenuePrice(InstrumentSetup setup, TruePrice price, MarketModelOptions options)
    {
        _setup = setup;
        _price = price;
        Id = setup.Instrument.Id;
        _noise = new SeededRandom(options.Seed, $"noise {Id}");
        _trades = new SeededRandom(options.Seed, $"trades {Id}");
        double scale = Behaviour.Of(Id.Symbol).GapScale;
        _slow = new MeanReverting(SlowSdBps * scale, SlowHalfLife, options.StepInterval, _noise);
        _fast = new MeanReverting(FastSdBps * scale, FastHalfLife, options.StepInterval, _noise);
        _funding = new MeanReverting(FundingSdBps, FundingHalfLife, FundingAnnouncedEvery, _noise);
        double lagMs = Id.Venue == VenueId.BinanceUm ? 0.0 : MinLagMs + ((MaxLagMs - MinLagMs) * _noise.NextDouble());
        _lagSteps = Math.Min(lagMs / options.StepInterval.TotalMilliseconds, 10.0);
        _stepSeconds = options.StepInterval.TotalSeconds;
    }

    public InstrumentId Id { get; }

    public FundingQuote Funding { get; private set; }

    /// <summary>How far this venue is off now, basis points; the schedule sets it.</summary>
    public double DislocationBps { get; set; }

    public MarketState Move(TimeSpan elapsed, DateTimeOffset nextSettlement)
    {
        if (elapsed >= _announceAt)
        {
            _announcedBps = FundingMeanBps + _funding.Next(_noise);
            _announceAt += FundingAnnouncedEvery;
        }

        Funding = new FundingQuote(Rate.FromBps(Rounded(_announcedBps, RatePlaces - 4)), nextSettlement, FundingClock.Interval);
        double basis = _slow.Next(_noise);
        double index = PriceAt(_price.LogBps);
        double mid = PriceAt(_price.LogBpsBefore(_lagSteps) + basis + _fast.Next(_noise) + DislocationBps);
        double size = Math.Abs(DislocationBps);
        double halfSpreadBps = _setup.Depth.HalfSpreadBps + (SpreadShareOfDislocation * size);
        return new MarketState
        {
            Mid = Rounded(mid, PricePlaces),
            HalfSpread = Rounded(mid * halfSpreadBps / 10_000.0, PricePlaces),
            DepthScale = HalvingDislocationBps / (HalvingDislocationBps + size),
            MarkPrice = Rounded(PriceAt(_price.LogBps + basis), PricePlaces),
            IndexPrice = Rounded(index, PricePlaces),
            Funding = Funding,
            TradedQuantity = Rounded(TradedNotional() / mid, RatePlaces),
            BuyShare = _trades.NextDouble() < 0.5 ? 0.0 : 1.0,
        };
    }

    private static decimal Rounded(double value, int places) => decimal.Round((decimal)value, places, MidpointRounding.AwayFromZero);

    private double PriceAt(double logBps) => _price.StartPrice * Math.Exp(logBps / 10_000.0);

    /// <summary>Quote units since the last step: nothing in half of the steps, exponential in the others, more when it moves.</summary>
    private double TradedNotional() => _trades.NextDouble() >= TradeChance
        ? 0.0
        : _trades.NextExponential(_setup.Depth.TradedNotionalPerSecond * _stepSeconds / TradeChance) * _price.Volatility;
}
