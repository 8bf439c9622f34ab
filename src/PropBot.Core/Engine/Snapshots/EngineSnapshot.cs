using PropBot.Core.Accounting;
using PropBot.Core.Costs;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>
/// Everything readers may know, taken between two events and never changed after. Dashboard, API, metrics and report read the
/// same one, so the same quantity is the same everywhere.
/// </summary>
public sealed record EngineSnapshot
{
    /// <summary>Number of the last event it contains.</summary>
    public required long Sequence { get; init; }

    /// <summary>UTC time of that event, of the replayed day in a replay.</summary>
    public required DateTimeOffset At { get; init; }

    public required ControlState Control { get; init; }

    /// <summary>Why nothing may be opened now, by closed codes; empty when everything is green.</summary>
    public required IReadOnlyList<OpeningBlock> OpeningBlocks { get; init; }

    /// <summary>The first brake of the whole desk that is engaged: the one that refuses openings; null while none is.</summary>
    public RiskRule? Brake { get; init; }

    /// <summary>Autopilot's view of its start-up checks, in order.</summary>
    public required IReadOnlyList<PreflightCheck> Preflight { get; init; }

    /// <summary>What the autopilot has decided, and what blocks it.</summary>
    public AutopilotState Autopilot { get; init; } = new();

    /// <summary>Requests that wait or were decided lately, newest first; older ones are in the ledger.</summary>
    public IReadOnlyList<ApprovalRecord> Approvals { get; init; } = [];

    public WatchdogSnapshot Watchdog { get; init; } = WatchdogSnapshot.Off;

    /// <summary>The one strategy; null only in a snapshot that no engine made.</summary>
    public StrategySnapshot? Strategy { get; init; }

    /// <summary>The limits that people may change, as they count.</summary>
    public IReadOnlyList<LimitSnapshot> Limits { get; init; } = [];

    public SloSnapshot Slo { get; init; } = SloSnapshot.Off;

    /// <summary>How large new pairs are, and why not larger.</summary>
    public SizeSnapshot Size { get; init; } = SizeSnapshot.Full;

    /// <summary>Whoever requests may not confirm.</summary>
    public bool TwoManRule { get; init; } = true;

    /// <summary>Nothing is opened in this run, whatever the mode.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The rules of leverage, liquidation, stress and price refuse; off they are worked out only.</summary>
    public bool AreRiskChecksOn { get; init; } = true;

    /// <summary>Age and end of a contract refuse. A symbol that is not configured never opens.</summary>
    public bool IsUniverseEnforced { get; init; } = true;

    /// <summary>This run sends no order.</summary>
    public bool IsReadOnly { get; init; }

    public required bool ShutdownComplete { get; init; }

    public required IReadOnlyList<VenueSnapshot> Venues { get; init; }

    /// <summary>One per ordered pair of venues and symbol, best first.</summary>
    public required IReadOnlyList<EdgeSnapshot> Edges { get; init; }

    /// <summary>Pairs that are not terminal, oldest first, valued at the marks.</summary>
    public required IReadOnlyList<PairSnapshot> ActivePairs { get; init; }

    /// <summary>The latest terminal pairs, newest first; older ones are in the ledger.</summary>
    public required IReadOnlyList<PairSnapshot> RecentPairs { get; init; }

    public required DeskTotals Totals { get; init; }

    /// <summary>The UTC day: what it lost and what its limits are.</summary>
    public required DaySnapshot Day { get; init; }

    /// <summary>Every limit with what it is compared with, and the latest refusals.</summary>
    public RiskSnapshot Risk { get; init; } = RiskSnapshot.Empty;

    public required EngineCounters Counters { get; init; }

    public required IReadOnlyList<AlertSnapshot> Alerts { get; init; }

    /// <summary>The running sweeps and the latest that have ended, each newest first; older ones are in the ledger.</summary>
    public IReadOnlyList<Sweep> Sweeps { get; init; } = [];

    /// <summary>What taking everything off would do now, leg by leg, with its estimate: the plan of a dry run.</summary>
    public IReadOnlyList<SweepLeg> Exits { get; init; } = [];

    /// <summary>Orders that rest at the venues, as far as is known.</summary>
    public IReadOnlyList<OpenOrderSnapshot> OpenOrders { get; init; } = [];
    /// <summary>How far the recovery of what the ledger left open has come.</summary>
    public ResumeSnapshot Resume { get; init; } = new(true, "RESUMED", []);

    /// <summary>Open reconciliation cases, oldest first.</summary>
    public IReadOnlyList<ReconciliationCase> Cases { get; init; } = [];

    /// <summary>The latest resolved ones, newest first; older ones are in the ledger.</summary>
    public IReadOnlyList<ReconciliationCase> ResolvedCases { get; init; } = [];
}

/// <summary>The recovery at the start of the run.</summary>
/// <param name="Status"><c>RESUMING</c>, <c>INCOMPLETE</c> once its deadline has passed, <c>RESUMED</c>.</param>
/// <param name="OpenItems">What is not resolved yet, for people; empty when complete.</param>
public sealed record ResumeSnapshot(bool IsComplete, string Status, IReadOnlyList<string> OpenItems);

/// <summary>A reason why nothing may be opened: code, and the words for people.</summary>
public sealed record OpeningBlock(string Code, string English, string Russian);

/// <summary>One start-up check. The autopilot waits for all of them.</summary>
public sealed record PreflightCheck(string Name, bool Ok, string English, string Russian)
{
    /// <summary>
    /// It is of the whole desk: people may not resume while it is red. What is of one venue they may see and resume all the same,
    /// for opening there is refused by its own rule.
    /// </summary>
    public bool BlocksResume { get; init; }

    /// <summary>What was found, in the unit of <see cref="Threshold"/>.</summary>
    public string Value { get; init; } = "";

    /// <summary>What it is held against.</summary>
    public string Threshold { get; init; } = "";

    /// <summary>When that was found, market time: the oldest of the readings it rests on. Null while one has not been made.</summary>
    public DateTimeOffset? At { get; init; }
}

public sealed record AlertSnapshot(DateTimeOffset At, string Severity, string Code, string English, string Russian);

public sealed record VenueSnapshot
{
    public required VenueId Venue { get; init; }

    public required VenueLink Link { get; init; }

    public required string LinkReason { get; init; }

    public required IReadOnlyList<BookSnapshot> Books { get; init; }

    /// <summary>What the venue's last statement said; null before the first.</summary>
    public AccountReport? Account { get; init; }

    /// <summary>Our own books: cash plus positions at the venue's marks, quote units.</summary>
    public required decimal LedgerEquity { get; init; }

    /// <summary>Open differences between our books and this venue, oldest first; empty when they agree.</summary>
    public IReadOnlyList<ReconciliationCase> Cases { get; init; } = [];

    public required IReadOnlyList<PositionSnapshot> Positions { get; init; }

    /// <summary>Market time of that statement; null before the first.</summary>
    public DateTimeOffset? AccountAt { get; init; }

    /// <summary>The last measurement of its clock against ours; null before the first.</summary>
    public VenueClockMeasured? Clock { get; init; }

    /// <summary>Market time of that measurement.</summary>
    public DateTimeOffset? ClockAt { get; init; }

    /// <summary>Whether our key may trade there.</summary>
    public TradingRightStatus TradingRight { get; init; } = TradingRightStatus.Unread;

    /// <summary>What the venue last said of it; null before its first answer.</summary>
    public TradingRights? Rights { get; init; }

    /// <summary>Market time of that answer.</summary>
    public DateTimeOffset? RightsAt { get; init; }

    /// <summary>Whether the venue has modes and leverage of our account as they are configured.</summary>
    public AccountSettingsStatus Settings { get; init; } = AccountSettingsStatus.AsConfigured;

    /// <summary>What that rests on; null where nothing is configured, and in a run that sends no order.</summary>
    public AccountSettingsReading? SettingsReading { get; init; }

    public VenueAccess Access { get; init; } = VenueAccess.Open;

    /// <summary>How long it stays so, as far as the venue said; zero when open or over.</summary>
    public TimeSpan AccessFor { get; init; }

    public string AccessReason { get; init; } = "";

    /// <summary>Maintenance margin over equity: 0 is no position, 1 is liquidation; null where the venue does not tell.</summary>
    public decimal? MarginRatio { get; init; }

    /// <summary>The venue's warning that the margin runs out; null when there is none, or it is over.</summary>
    public string? MarginCall { get; init; }

    /// <summary>The key may still trade and ends within the notice.</summary>
    public bool IsRightEnding(DateTimeOffset at) => TradingRight == TradingRightStatus.Granted && Rights?.ExpiresAt - at < TradingRightStatuses.Notice;
}

/// <summary>A position by our own fills.</summary>
public sealed record PositionSnapshot(InstrumentId Instrument, decimal SignedQuantity, decimal? MarkPrice)
{
    /// <summary>Mark at which the venue would liquidate, all else equal; null when its statement names none.</summary>
    public decimal? LiquidationPrice { get; init; }

    /// <summary>How far the mark is from it, as a fraction of the mark; null when either is unknown.</summary>
    public decimal? LiquidationDistance =>
        LiquidationPrice is { } at && MarkPrice is { } mark && mark > 0m && SignedQuantity != 0m ? Math.Abs(mark - at) / mark : null;
}

public sealed record BookSnapshot
{
    public required InstrumentId Instrument { get; init; }

    public required string NativeSymbol { get; init; }

    public required BookTrust Trust { get; init; }

    /// <summary>Time since the last message of the stream arrived; null before the first.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>How late its latest content came, by the venue's own time; null before the first.</summary>
    public TimeSpan? Delay { get; init; }

    public decimal? BestBid { get; init; }

    public decimal? BestAsk { get; init; }

    public decimal? MarkPrice { get; init; }

    /// <summary>Time since the venue last said it; null before the first.</summary>
    public TimeSpan? MarkAge { get; init; }

    public FundingQuote Funding { get; init; }

    public required long UpdateId { get; init; }

    /// <summary>Base units at the best prices; null without prices.</summary>
    public decimal? BestBidQuantity { get; init; }

    public decimal? BestAskQuantity { get; init; }

    /// <summary>What the venue takes of an order; null in a snapshot that no engine made.</summary>
    public OrderFilters? Filters { get; init; }

    /// <summary>What the venue takes of our taker fills, basis points; null in a snapshot that no engine made.</summary>
    public decimal? TakerFeeBps { get; init; }

    /// <summary>What the venue has changed in its rules and nobody has acknowledged; empty when nothing.</summary>
    public IReadOnlyList<RuleChange> UnreadChanges { get; init; } = [];
}

/// <summary>What a venue takes of an order on an instrument: base units, and quote units for the notional.</summary>
/// <param name="MaxQuantity">Null: the venue names none.</param>
/// <param name="IsTrading">The contract is neither suspended nor ended.</param>
public sealed record OrderFilters(decimal MinQuantity, decimal? MaxQuantity, decimal MinNotional, decimal LotSize, bool IsTrading);

/// <summary>The edge of one direction as last evaluated.</summary>
public sealed record EdgeSnapshot(
    Symbol Symbol, VenueId LongVenue, VenueId ShortVenue, EdgeEstimate Edge, decimal Quantity, string Verdict);

public sealed record PairSnapshot(PairRecord Pair, PairPnl Pnl, decimal? CurrentGapBps);

/// <summary>The desk's sums, quote units. Equity is cash plus positions at the marks over all venues.</summary>
/// <param name="Equity">Null until every held instrument has a mark.</param>
/// <param name="ClosedPnl">By part, over all closed pairs of the ledger.</param>
/// <param name="OpenPnl">By part, over active pairs at the marks.</param>
/// <param name="UnassignedFunding">Funding on positions that belonged to no pair.</param>
public sealed record DeskTotals(
    decimal? Equity,
    decimal Capital,
    PairPnl ClosedPnl,
    PairPnl OpenPnl,
    decimal UnassignedFunding,
    int ActivePairs,
    int PartialPairs,
    int ClosedPairs,
    decimal OpenNotional,
    decimal NakedNotionalSeconds)
{
    /// <summary>What venues paid (positive) or took beside trades and funding, quote units.</summary>
    public decimal OtherIncome { get; init; }
}

/// <summary>Counted since the start of the process.</summary>
public sealed record EngineCounters
{
    public required long Events { get; init; }

    public required long DepthEvents { get; init; }

    public required long OrdersPlaced { get; init; }

    public required long FillsBooked { get; init; }

    public required long DuplicateFills { get; init; }

    public long ForcedFills { get; init; }

    public required long UnknownOutcomes { get; init; }

    public required long Rescues { get; init; }

    /// <summary>How often the daily loss has reached its limit since the start.</summary>
    public long DailyLossBreaches { get; init; }

    /// <summary>How often the drawdown of a day has reached its limit since the start.</summary>
    public long DrawdownBreaches { get; init; }

    /// <summary>How often the watchdog has held the desk for a venue since the start.</summary>
    public long WatchdogHolds { get; init; }

    /// <summary>Opportunities that a hold refused while its cause was the watchdog's; they are among <see cref="Refusals"/> too.</summary>
    public long WatchdogSkips { get; init; }

    /// <summary>Sweeps that ended, by kind and how.</summary>
    public IReadOnlyList<SweepCount> Sweeps { get; init; } = [];

    /// <summary>Opportunities that risk refused, by rule.</summary>
    public required IReadOnlyDictionary<string, long> Refusals { get; init; }
}
