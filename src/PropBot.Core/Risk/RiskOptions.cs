using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>Limits on what may be opened. Notional is counted per leg at the entry, open and in flight.</summary>
public sealed record RiskOptions
{
    /// <summary>Quote units over all pairs of a symbol, one leg counted. Default 25,000.</summary>
    public Notional MaxNotionalPerSymbol { get; init; } = new(25_000m);

    /// <summary>Quote units over all legs on a venue. Default 50,000.</summary>
    public Notional MaxNotionalPerVenue { get; init; } = new(50_000m);

    /// <summary>Quote units over all pairs, one leg counted. Default 60,000.</summary>
    public Notional MaxNotionalTotal { get; init; } = new(60_000m);

    /// <summary>Pairs that are not terminal, 1 to 100. Default 6.</summary>
    public int MaxActivePairs { get; init; } = 6;

    /// <summary>
    /// Loss of the UTC day, realised or with what is not, that holds the desk and stops opening until the day is over, quote units; null
    /// switches it off. Default 500.
    /// </summary>
    public Notional? MaxDailyLoss { get; init; } = new(500m);

    /// <summary>A reached limit of the day holds and stops opening. Off it is shown only; never off where money is at stake. Default on.</summary>
    public bool EnforcesDayLimits { get; init; } = true;

    /// <summary>
    /// How far equity may fall below its highest of the UTC day, basis points of that, above 0 to 10,000; then as with the daily loss. Null
    /// switches it off. Default 300.
    /// </summary>
    public decimal? MaxDayDrawdownBps { get; init; } = 300m;

    /// <summary>
    /// Maintenance margin over a venue's equity from which on nothing opens there, 0.05 to 0.95; 1 is liquidation. A margin call
    /// is over when a statement shows less. Default 0.5.
    /// </summary>
    public decimal MaxMarginRatio { get; init; } = 0.5m;

    /// <summary>A book that is older than this, because no message came or all come late, is stale, elapsed time. Default 2 s.</summary>
    public TimeSpan BookStaleAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How far apart the two books' own times may be when a pair is opened, market time. Two books of different instants show a
    /// gap that never existed, above all when prices move fast. Default 2 s.
    /// </summary>
    public TimeSpan MaxBookSkew { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After a pair on a symbol and two venues ended badly or was aborted, nothing opens there for this long, elapsed time. Default 5 s.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Quote units of one leg of one pair. A larger order is made smaller. Default 50,000.</summary>
    public Notional MaxNotionalPerOrder { get; init; } = new(50_000m);

    /// <summary>Quote units over all pairs in a base coin, whatever their symbols, one leg counted. Default 40,000.</summary>
    public Notional MaxNotionalPerAsset { get; init; } = new(40_000m);

    /// <summary>Quote units over all pairs of the strategy, one leg counted. Default 60,000.</summary>
    public Notional MaxNotionalPerStrategy { get; init; } = new(60_000m);

    /// <summary>Caps of single symbols, quote units, instead of <see cref="MaxNotionalPerSymbol"/>.</summary>
    public IReadOnlyDictionary<Symbol, Notional> SymbolCaps { get; init; } = new Dictionary<Symbol, Notional>();

    /// <summary>Orders without an end on a venue, resting or in flight, 1 to 1,000. Default 50.</summary>
    public int MaxOpenOrders { get; init; } = 50;

    /// <summary>The same for single venues, instead of <see cref="MaxOpenOrders"/>.</summary>
    public IReadOnlyDictionary<VenueId, int> VenueOpenOrders { get; init; } = new Dictionary<VenueId, int>();

    /// <summary>Caps of single venues, quote units, instead of <see cref="MaxNotionalPerVenue"/>.</summary>
    public IReadOnlyDictionary<VenueId, Notional> VenueCaps { get; init; } = new Dictionary<VenueId, Notional>();

    /// <summary>Caps of single coins, quote units, instead of <see cref="MaxNotionalPerAsset"/>.</summary>
    public IReadOnlyDictionary<Asset, Notional> AssetCaps { get; init; } = new Dictionary<Asset, Notional>();

    /// <summary>Net delta of single coins, quote units, instead of <see cref="MaxNetDelta"/>.</summary>
    public IReadOnlyDictionary<Asset, Notional> AssetDeltas { get; init; } = new Dictionary<Asset, Notional>();

    /// <summary>Leverage of single venues, instead of <see cref="MaxLeverage"/>.</summary>
    public IReadOnlyDictionary<VenueId, decimal> VenueLeverage { get; init; } = new Dictionary<VenueId, decimal>();

    public Notional CapOf(Symbol symbol) => SymbolCaps.TryGetValue(symbol, out Notional own) ? own : MaxNotionalPerSymbol;

    public Notional CapOf(VenueId venue) => VenueCaps.TryGetValue(venue, out Notional own) ? own : MaxNotionalPerVenue;

    public Notional CapOf(Asset asset) => AssetCaps.TryGetValue(asset, out Notional own) ? own : MaxNotionalPerAsset;

    public Notional NetDeltaOf(Asset asset) => AssetDeltas.TryGetValue(asset, out Notional own) ? own : MaxNetDelta;

    public decimal LeverageOf(VenueId venue) => VenueLeverage.TryGetValue(venue, out decimal own) ? own : MaxLeverage;

    public int OpenOrdersOf(VenueId venue) => VenueOpenOrders.TryGetValue(venue, out int own) ? own : MaxOpenOrders;

    /// <summary>
    /// Quote units of a coin that nothing stands against, over all venues, with every order in flight filled or not as is worse.
    /// Default 20,000.
    /// </summary>
    public Notional MaxNetDelta { get; init; } = new(20_000m);

    /// <summary>All legs of a venue over its equity, above 0 to 20. Default 5.</summary>
    public decimal MaxLeverage { get; init; } = 5m;

    /// <summary>
    /// How far the mark must be from the price at which a venue liquidates the leg, as a fraction of the mark, 0 to 0.9. Default 0.15.
    /// </summary>
    public decimal MinLiquidationDistance { get; init; } = 0.15m;

    /// <summary>A held leg nearer than this is told to people, fraction of the mark; at most the limit of opening. Default 0.1.</summary>
    public decimal AlarmLiquidationDistance { get; init; } = 0.10m;

    /// <summary>
    /// Maintenance margin over notional where a venue's table has not been read, above 0 to 0.5. Above the first step of every coin that
    /// is traded widely. Default 0.02.
    /// </summary>
    public decimal AssumedMaintenanceRate { get; init; } = 0.02m;

    /// <summary>The price move of the stress, either way, as a fraction, 0 (no stress) to 0.9. Default 0.1.</summary>
    public decimal StressMove { get; init; } = 0.10m;

    /// <summary>Maintenance margin over equity of every venue that is left in the stress, 0.1 to 0.99; 1 is liquidation. Default 0.8.</summary>
    public decimal MaxStressMarginRatio { get; init; } = 0.8m;

    /// <summary>What the stress may take from the equity of the venues that are left, as a fraction, 0.01 to 1. Default 0.3.</summary>
    public decimal MaxStressLoss { get; init; } = 0.3m;

    /// <summary>
    /// How far a leg's planned price may be from the median of the venues' books and marks, from its own venue's mark and from what its
    /// book last agreed on, basis points, 1 to 5,000. Default 300.
    /// </summary>
    public decimal MaxPriceDeviationBps { get; init; } = 300m;

    /// <summary>
    /// How far a settle coin may be from one US dollar, either way, basis points, 0 to 5,000; opening goes on when it is back within half of that
    /// (ADR 0027). 0: nobody asks what the coin is worth. Default 100.
    /// </summary>
    public decimal MaxSettleDepegBps { get; init; } = 100m;

    /// <summary>A venue's word on a coin that is older than this does not count; without any nothing opens. 10 s to 600 s, elapsed time. Default 60 s.</summary>
    public TimeSpan SettlePriceStaleAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Opening orders within a minute before the desk is held, 0 (off) to 100,000. Default 300.</summary>
    public int MaxOrdersPerMinute { get; init; } = 300;

    /// <summary>Cancels of opening orders within a minute before the desk is held, 0 (off) to 100,000. Default 600.</summary>
    public int MaxCancelsPerMinute { get; init; } = 600;

    /// <summary>Opening orders that a venue refuses in a row before nothing opens there for a while, 1 to 100. Default 3.</summary>
    public int MaxVenueRejects { get; init; } = 3;

    /// <summary>How long nothing opens there at first; doubles with every further refusal, elapsed time. Default 30 s.</summary>
    public TimeSpan RejectPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest such pause, and the longest cool-down of two instruments whose pairs end badly in a row. Default 30 min.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Nothing opens on a contract that is listed for less, market time. Default 7 days.</summary>
    public TimeSpan MinListedFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Nothing opens on a contract that ends sooner than this, market time. Default 3 days.</summary>
    public TimeSpan DelistingNotice { get; init; } = TimeSpan.FromDays(3);

    /// <summary>
    /// False: leverage, liquidation, stress, price and net delta are worked out and shown and refuse nothing. Never where money is at stake.
    /// </summary>
    public bool ChecksEnabled { get; init; } = true;

    /// <summary>False: the caps are worked out and shown and refuse nothing. Never where money is at stake.</summary>
    public bool CapsEnforced { get; init; } = true;

    /// <summary>False: age and end of a contract refuse nothing. Never where money is at stake.</summary>
    public bool UniverseEnforced { get; init; } = true;
}
