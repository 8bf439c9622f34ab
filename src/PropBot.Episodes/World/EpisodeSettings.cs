using PropBot.Core.Engine;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Simulation.Books;
using PropBot.Simulation.Defaults;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.World;

/// <summary>What kind of desk and of market an episode has; follows from its seed.</summary>
internal sealed record EpisodeSettings
{
    public static readonly Symbol Btc = Symbol.Parse("BTCUSDT");
    public static readonly Symbol Eth = Symbol.Parse("ETHUSDT");

    private static readonly DateTimeOffset Noon = new(2025, 10, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Midnight = new(2025, 10, 11, 0, 0, 0, TimeSpan.Zero);

    public required DateTimeOffset Start { get; init; }

    /// <summary>How long things may go wrong; after it everything is calm.</summary>
    public required TimeSpan TroubleFor { get; init; }

    public required EngineOptions Engine { get; init; }

    public required IReadOnlyList<SimulatedVenueOptions> Venues { get; init; }

    /// <summary>What each account starts with, USDT.</summary>
    public required decimal Deposit { get; init; }

    /// <summary>Shortest time of a message to or from a venue.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>What is added to it, uniform between zero and this.</summary>
    public required TimeSpan Jitter { get; init; }

    /// <summary>What others trade at most between two steps of the market, quote units.</summary>
    public required double FlowNotional { get; init; }

    /// <summary>The largest move of a price between two steps of the market, basis points.</summary>
    public required double WalkBps { get; init; }

    public IEnumerable<Instrument> Instruments => Venues.SelectMany(venue => venue.Instruments).Select(setup => setup.Instrument);

    public static EpisodeSettings Of(ulong seed)
    {
        var random = new SeededRandom(seed, "settings");
        bool isNearMidnight = random.NextInt(4) == 0;
        return new EpisodeSettings
        {
            Start = isNearMidnight ? Midnight - TimeSpan.FromSeconds(10 + random.NextInt(15)) : Noon,
            TroubleFor = TimeSpan.FromSeconds(14 + random.NextInt(14)),
            Engine = WithCaps(new SeededRandom(seed, "caps"), EngineOf(random) with { Control = ControlOf(new SeededRandom(seed, "dry_run")), Watchdog = WatchdogOf(new SeededRandom(seed, "watchdog")), Slo = SloOf(new SeededRandom(seed, "slo")) }),
            Venues =
            [
                Venue(seed, VenueId.BinanceUm, (Btc, 0.1m, 0.001m, 100m), (Eth, 0.01m, 0.001m, 20m)),
                Venue(seed, VenueId.OkxPerp, (Btc, 0.1m, random.NextInt(2) == 0 ? 0.01m : 0.0001m, 0m), (Eth, 0.01m, 0.01m, 0m)),
                Venue(seed, VenueId.BybitLinear, (Btc, 0.1m, 0.001m, 5m)),
            ],
            Deposit = random.NextInt(5) == 0 ? 12_000m : 100_000m,
            Latency = TimeSpan.FromMilliseconds(5 + random.NextInt(60)),
            Jitter = TimeSpan.FromMilliseconds(5 + random.NextInt(200)),
            FlowNotional = random.NextInt(3) * 4_000.0,
            WalkBps = 0.5 + (2.5 * random.NextDouble()),
        };
    }

    private static EngineOptions EngineOf(SeededRandom random) => new()
    {
        Venues = [VenueId.BinanceUm, VenueId.OkxPerp, VenueId.BybitLinear],
        Symbols = [Btc, Eth],
        Autopilot = random.NextInt(4) != 0,
        AccountPollInterval = TimeSpan.FromSeconds(3 + random.NextInt(5)),
        Strategy = new StrategyOptions
        {
            WarmUp = TimeSpan.FromSeconds(1),
            OrderNotional = new Notional(1_000m + (500m * random.NextInt(20))),
            MaxHolding = random.NextInt(2) == 0 ? TimeSpan.FromSeconds(3 + random.NextInt(12)) : TimeSpan.FromHours(8),
            MinNetEdgeBps = 1m + random.NextInt(5),
        },
        Risk = new RiskOptions
        {
            MaxDailyLoss = random.NextInt(5) switch { 0 => null, 1 or 2 => new Notional(1m + random.NextInt(8)), _ => new Notional(500m) },
            MaxActivePairs = 1 + random.NextInt(6),
            CoolDown = TimeSpan.FromSeconds(1 + random.NextInt(5)),
        },
        // Most episodes go on trading however much fails; some are frozen by it.
        StrategyLimits = new StrategyLimits { MaxConsecutiveFailures = random.NextInt(6) == 0 ? 2 : 0, DailyLoss = random.NextInt(6) == 0 ? new Notional(2m) : null },
        Execution = new ExecutionOptions
        {
            OpenSlippageCapBps = random.NextInt(4),
            RescueBandBps = 2m + random.NextInt(15),
            RescueLimitAttempts = 1 + random.NextInt(5),
            RescueDeadline = TimeSpan.FromSeconds(5 + random.NextInt(11)),
            CompleteWithin = TimeSpan.FromSeconds(2 + random.NextInt(9)),
            MarketRungAttempts = 1 + random.NextInt(3),
            ThirdVenueAttempts = 1 + random.NextInt(3),
            Entry = (EntryChoice)(1 + random.NextInt(4)),
            MakerRest = TimeSpan.FromSeconds(1 + random.NextInt(5)),
            Rebalancer = random.NextInt(3) == 0 ? RebalancerOf(random) : null,
        },
    };

    /// <summary>In every other episode some caps leave room for about two pairs or less, each drawn for itself, so that what is in flight decides.</summary>
    private static EngineOptions WithCaps(SeededRandom random, EngineOptions options)
    {
        if (random.NextInt(2) == 0)
        {
            return options;
        }

        decimal pair = options.Strategy.OrderNotional.Value;
        RiskOptions usual = options.Risk;
        return options with
        {
            Risk = usual with
            {
                MaxNotionalPerOrder = Drawn(usual.MaxNotionalPerOrder),
                MaxNotionalPerSymbol = Drawn(usual.MaxNotionalPerSymbol),
                MaxNotionalPerAsset = Drawn(usual.MaxNotionalPerAsset),
                MaxNotionalPerVenue = Drawn(usual.MaxNotionalPerVenue),
                MaxNotionalPerStrategy = Drawn(usual.MaxNotionalPerStrategy),
                MaxNotionalTotal = Drawn(usual.MaxNotionalTotal),
                MaxNetDelta = Drawn(usual.MaxNetDelta),
                MaxLeverage = random.NextInt(4) == 0 ? 0.1m * (1 + random.NextInt(5)) : usual.MaxLeverage,
            },
        };

        Notional Drawn(Notional otherwise) => random.NextInt(3) == 0 ? new Notional(pair * (5 + random.NextInt(20)) / 10m) : otherwise;
    }

    /// <summary>One in ten begins every process as a dry run, and two people have to lead it out.</summary>
    private static ControlOptions ControlOf(SeededRandom random) => new() { DryRun = random.NextInt(10) == 0 };

    /// <summary>Of a watchdog that sees something within the seconds of an episode, and in one of three holds for it.</summary>
    private static WatchdogOptions WatchdogOf(SeededRandom random) => new()
    {
        Enabled = random.NextInt(6) != 0,
        AutoHold = random.NextInt(3) == 0,
        Interval = TimeSpan.FromSeconds(0.5 + (0.5 * random.NextInt(3))),
        DegradeAfter = TimeSpan.FromSeconds(random.NextInt(5)),
        StartPatience = TimeSpan.FromSeconds(4 * random.NextInt(4)),
        RecoverAfter = TimeSpan.FromSeconds(random.NextInt(5)),
        HoldAfter = TimeSpan.FromSeconds(random.NextInt(6)),
        RestSilence = TimeSpan.FromSeconds(2 + random.NextInt(10)),
        BookSilence = TimeSpan.FromSeconds(2 + random.NextInt(8)),
        BookBroken = TimeSpan.FromSeconds(5 + random.NextInt(10)),
        MinOutcomes = 2 + random.NextInt(4),
        MaxRejectShare = 0.1m * (1 + random.NextInt(6)),
        MaxUnknownShare = 0.1m * (1 + random.NextInt(6)),
        FlapWindow = TimeSpan.FromSeconds(10 + random.NextInt(20)),
        MaxFailingShare = 0.1m * (1 + random.NextInt(6)),
        MarkSilence = TimeSpan.FromSeconds(5 + random.NextInt(10)),
        MaxMarkDeviationBps = 20m + (10m * random.NextInt(30)),
    };

    /// <summary>In one of four the budgets act, over windows that an episode fills, and each with a limit that trouble reaches.</summary>
    private static SloOptions SloOf(SeededRandom random)
    {
        if (random.NextInt(4) != 0)
        {
            return new SloOptions();
        }

        var limits = new Dictionary<SloMetric, decimal>();
        Draw(SloMetric.NakedRisk, 500m * (1 + random.NextInt(40)));
        Draw(SloMetric.OrderCycle, 50m * (1 + random.NextInt(20)));
        Draw(SloMetric.RejectRate, 0.05m * (1 + random.NextInt(10)));
        Draw(SloMetric.CancelFailRate, 0.1m * (1 + random.NextInt(5)));
        Draw(SloMetric.StreamGap, 200m * (1 + random.NextInt(10)));
        Draw(SloMetric.Mismatches, 0m);
        return new SloOptions
        {
            Enabled = true,
            Limits = limits,
            ShortWindow = TimeSpan.FromSeconds(30),
            LongWindow = TimeSpan.FromSeconds(60),
            LongWindowFrom = TimeSpan.FromSeconds(random.NextInt(8)),
            HoldAfter = TimeSpan.FromSeconds(1 + random.NextInt(5)),
            RecoverAfter = TimeSpan.FromSeconds(1 + random.NextInt(5)),
            MinSamples = 2 + random.NextInt(4),
        };

        void Draw(SloMetric metric, decimal limit)
        {
            if (random.NextInt(2) == 0)
            {
                limits[metric] = limit;
            }
        }
    }

    private static RebalancerOptions RebalancerOf(SeededRandom random) => new()
    {
        Interval = TimeSpan.FromSeconds(0.5 + random.NextInt(2)),
        RetryDelay = TimeSpan.FromSeconds(1 + random.NextInt(4)),
        // Batches of less would take longer, pauses between them included, than an episode waits for its end.
        BatchNotional = 800m + (200m * random.NextInt(7)),
        MaxRetries = 1 + random.NextInt(4),
    };

    private static SimulatedVenueOptions Venue(ulong seed, VenueId id, params ReadOnlySpan<(Symbol Symbol, decimal Tick, decimal Lot, decimal MinNotional)> filters)
    {
        SimulatedVenueOptions usual = DefaultVenues.Create(id, [.. filters.ToArray().Select(f => f.Symbol)], seed);
        var setups = new List<InstrumentSetup>();
        for (int i = 0; i < filters.Length; i++)
        {
            (Symbol _, decimal tick, decimal lot, decimal minNotional) = filters[i];
            InstrumentSetup setup = usual.Instruments[i];
            setups.Add(setup with
            {
                Instrument = setup.Instrument with
                {
                    Tick = new TickSize(tick),
                    Lot = new LotSize(lot),
                    MinQuantity = new Quantity(lot),
                    MinNotional = new Notional(minNotional),
                },
                Depth = new DepthProfile
                {
                    HalfSpreadBps = 0.02,
                    TradedNotionalPerSecond = 0,
                    Points = [new DepthPoint(0, 6_000), new DepthPoint(2, 20_000), new DepthPoint(10, 60_000), new DepthPoint(40, 200_000)],
                },
            });
        }

        return usual with { Instruments = setups, BookLevelsPerZone = 2, LiquidationFeeRate = 0m };
    }
}
