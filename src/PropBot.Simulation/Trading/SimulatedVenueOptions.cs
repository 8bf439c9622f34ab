using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>What makes one simulated venue different from another.</summary>
public sealed record SimulatedVenueOptions
{
    public required VenueId Venue { get; init; }

    public required IReadOnlyList<InstrumentSetup> Instruments { get; init; }

    /// <summary>Fee tiers, lowest volume first; the first one begins at 0.</summary>
    public required IReadOnlyList<FeeTier> FeeTiers { get; init; }

    public Asset SettleAsset { get; init; } = Asset.Usdt;

    /// <summary>Seed of the book's small variations.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How far a level's quantity strays from the measured curve, 0 (not at all) to below 1.</summary>
    public double BookVariation { get; init; } = 0.4;

    /// <summary>Levels in each of the five zones that a side's depth is told in, 1 to 10.</summary>
    public int BookLevelsPerZone { get; init; } = 10;

    /// <summary>Leverage of an account that never set one.</summary>
    public int DefaultLeverage { get; init; } = 10;

    /// <summary>Clearance fee of a forced liquidation, fraction of its notional.</summary>
    public decimal LiquidationFeeRate { get; init; } = 0.0125m;

    /// <summary>Time in which half of the liquidity that was taken comes back.</summary>
    public TimeSpan BookRecoveryHalfLife { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// What comes of a post-only order that would match: true, it is refused (Binance -5022); false, it is accepted and
    /// cancelled at once (OKX, Bybit).
    /// </summary>
    public bool RefusesTakingPostOnly { get; init; }

    /// <summary>
    /// What comes of an amendment that cannot be carried out because a post-only order would match or the quantity is filled already:
    /// true, the order is cancelled (Binance); false, the amendment is refused and the order stays.
    /// </summary>
    public bool ImpossibleAmendEndsOrder { get; init; }

    /// <summary>Whether a market order is refused when the best price that it would get is beyond the price band (Binance -4131).</summary>
    public bool RefusesMarketBeyondBand { get; init; }

    /// <summary>Maintenance margin over equity from which on the venue warns, once per passage.</summary>
    public decimal MarginCallRatio { get; init; } = 0.8m;

    /// <summary>Open orders of one account at one instrument. Binance MAX_NUM_ORDERS is 200.</summary>
    public int MaxOpenOrders { get; init; } = 200;
}

/// <summary>An instrument with what the simulation needs beyond its filters.</summary>
public sealed record InstrumentSetup
{
    public required Instrument Instrument { get; init; }

    public required DepthProfile Depth { get; init; }

    /// <summary>Maintenance margin tiers, smallest first; the last one has no cap.</summary>
    public required IReadOnlyList<MarginTier> MarginTiers { get; init; }

    public int MaxLeverage { get; init; } = 100;

    /// <summary>A limit buy may be this fraction above the mark at most, a limit sell this much below; null: no band.</summary>
    public decimal? PriceBand { get; init; }

    /// <summary>Largest funding rate of one settlement, fraction of notional; null: none.</summary>
    public decimal? FundingCap { get; init; }

    /// <summary>Smallest funding rate of one settlement, usually negative; null: none.</summary>
    public decimal? FundingFloor { get; init; }

    /// <summary>When the contract ends and what is held is closed at the mark; null for a contract without end.</summary>
    public DateTimeOffset? DeliveryTime { get; init; }

    /// <summary>
    /// Whether settlements follow <see cref="Core.Instruments.Instrument.FundingInterval"/> counted from 00:00 UTC, because it was changed, and not
    /// the feed.
    /// </summary>
    public bool KeepsOwnFundingClock { get; init; }
}

/// <summary>Fees from a 30-day volume on.</summary>
/// <param name="MinVolume">Notional traded over the last 30 whole UTC days, quote units.</param>
public sealed record FeeTier(decimal MinVolume, FeeSchedule Fees);

/// <summary>Maintenance margin up to a position size: notional times rate minus deduction.</summary>
/// <param name="NotionalCap">Largest notional of the tier, quote units; null for the last tier.</param>
/// <param name="MaintenanceRate">Fraction of notional.</param>
/// <param name="Deduction">Keeps the margin continuous from tier to tier, quote units.</param>
public sealed record MarginTier(decimal? NotionalCap, decimal MaintenanceRate, decimal Deduction);
