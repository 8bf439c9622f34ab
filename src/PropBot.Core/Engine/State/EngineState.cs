using PropBot.Core.Accounting;
using PropBot.Core.Costs;
using PropBot.Core.Engine.Desks;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>Everything the engine remembers, with one writer. The desks below work on it; nobody else sees it.</summary>
internal sealed class EngineState
{
    private const int KeptRecentPairs = 200;

    /// <summary>Pairs that ended since fills were last compared are kept beyond that, but no more than this many.</summary>
    private const int MostRecentPairs = 5_000;
    private const int KeptAlerts = 100;

    private const int KeptTransitions = 50;
    private const int KeptUnknownPairs = 100;

    public EngineState(EngineOptions options)
    {
        Options = options;
        Cases = new CaseBook(Instruments);
        Slo = new SloBook(options);
        foreach (VenueId venue in options.Venues)
        {
            Venues.Add(venue, new VenueState(venue, options.OrderLimits.GetValueOrDefault(venue) ?? []));
        }
    }

    /// <summary>What counts now: the configuration, with what people changed since.</summary>
    public EngineOptions Options { get; set; }

    /// <summary>UTC time of the event being handled.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Monotonic time of the event being handled.</summary>
    public TimeSpan Elapsed { get; set; }

    public long Sequence { get; set; }

    /// <summary>What the event being handled leads to.</summary>
    public List<Effect> Effects { get; } = [];

    public bool Started { get; set; }

    public string DeskId { get; set; } = "";

    public long NextPairNumber { get; set; } = 1;

    /// <summary>The number of this start.</summary>
    public long Epoch { get; set; } = 1;

    /// <summary>UTC time of the first event.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Monotonic time of the first event.</summary>
    public TimeSpan StartedElapsed { get; set; }

    /// <summary>Everything that the ledger left open has been resolved with the venues, and each has been read.</summary>
    public bool IsResumed { get; set; }

    public ControlState Control { get; set; } = ControlState.Initial;

    public ApprovalBook Approvals { get; } = new();

    public SizeScale SizeScale { get; } = new();

    public AutopilotState Autopilot { get; set; } = new();

    public SloBook Slo { get; }

    /// <summary>Why the command being handled is not carried out; null while nothing stands in its way.</summary>
    public CommandRefusal? Refusal { get; set; }

    public bool ShuttingDown { get; set; }

    public string? LedgerFailure { get; set; }

    /// <summary>The equity that was known last, this run's or of the ledger's last sample; null when there was none.</summary>
    public decimal? LastEquity { get; set; }

    /// <summary>The last heartbeat could value the equity.</summary>
    public bool IsValued { get; set; }

    /// <summary>There is no limit on the daily loss, or it can be compared with the equity.</summary>
    public bool IsLossWatched => IsValued || Options.Risk.MaxDailyLoss is null;

    public SortedDictionary<VenueId, VenueState> Venues { get; } = [];

    public SortedDictionary<InstrumentId, InstrumentState> Instruments { get; } = [];

    /// <summary>The same in the order they came: walking a sorted dictionary allocates.</summary>
    public List<InstrumentState> Listed { get; } = [];

    /// <summary>Per symbol, in the venues' order: the instruments that can be paired.</summary>
    public SortedDictionary<Symbol, List<InstrumentState>> BySymbol { get; } = [];

    public ActivePairs Pairs { get; } = new();

    public Dictionary<ClientOrderId, (PairState Pair, TrackedOrder Order)> Orders { get; } = [];

    /// <summary>By the objects themselves: looked up with every tick, and ids are hashed as strings.</summary>
    public Dictionary<(InstrumentState Long, InstrumentState Short), BasisEstimator> Gaps { get; } = [];

    /// <summary>Between two instruments whose last pair ended badly.</summary>
    public Dictionary<(InstrumentId Long, InstrumentId Short), CoolDown> CoolDowns { get; } = [];

    /// <summary>Opening orders of all venues.</summary>
    public RollingCount OpenPace { get; } = new(RunawayBreaker.Window);

    /// <summary>Cancels of opening orders of all venues.</summary>
    public RollingCount CancelPace { get; } = new(RunawayBreaker.Window);

    /// <summary>Symbols that the universe refused, by name; no more than a hundred.</summary>
    public SortedSet<string> UnknownPairs { get; } = new(StringComparer.Ordinal);

    /// <summary>The latest refusal by each rule, with when it was.</summary>
    public SortedDictionary<RiskRule, (RiskRefusal Refusal, DateTimeOffset At)> LastRefusals { get; } = [];

    public DeskBooks Books { get; } = new();

    /// <summary>Ids of booked settlements, transfers and other income: each is booked once however often it is told.</summary>
    public HashSet<string> IncomeEntries { get; } = new(StringComparer.Ordinal);

    public decimal UnassignedFunding { get; set; }

    public SettleCoins SettleCoins { get; } = new();

    /// <summary>Every forced fill that was told, so that it counts once.</summary>
    public Dictionary<(InstrumentId Instrument, TradeId Trade), ForcedFillRecord> ForcedFills { get; } = [];

    public CaseBook Cases { get; }

    /// <summary>Legs that their venues have refused to reduce, by instrument.</summary>
    public SortedDictionary<InstrumentId, LegDoubt> Doubts { get; } = [];

    public SortedDictionary<InstrumentId, FillLog> FillLogs { get; } = [];

    public Dictionary<InstrumentId, AcceptedRules> AcceptedRules { get; } = [];

    public KnownSweeps Sweeps { get; } = new();

    public PairPnl ClosedPnl { get; set; }

    public int ClosedPairs { get; set; }

    public decimal ClosedNakedNotionalSeconds { get; set; }

    public LinkedList<PairState> RecentPairs { get; } = [];

    public LinkedList<AlertSnapshot> Alerts { get; } = [];

    /// <summary>How the venues came and went, newest first.</summary>
    public LinkedList<WatchTransition> WatchTransitions { get; } = [];

    public SortedDictionary<string, long> Refusals { get; } = new(StringComparer.Ordinal);

    /// <summary>Refusals because of a hold that the watchdog had engaged first.</summary>
    public long WatchdogSkips { get; private set; }

    public long DepthEvents { get; set; }

    public long OrdersPlaced { get; set; }

    public long FillsBooked { get; set; }

    public long DuplicateFills { get; set; }

    /// <summary>Forced fills booked in this run.</summary>
    public long ForcedFillsBooked { get; set; }

    public long UnknownOutcomes { get; set; }

    public long Rescues { get; set; }

    /// <summary>How often the daily loss has reached its limit.</summary>
    public long DailyLossBreaches { get; set; }

    public long DrawdownBreaches { get; set; }

    /// <summary>How often the watchdog has held the desk for a venue.</summary>
    public long WatchdogHolds { get; set; }

    public void SetPair(PairState pair, PairRecord record)
    {
        pair.Record = record;
        Effects.Add(new PairChanged(record));
    }

    /// <summary>A terminal pair leaves the active ones; its numbers go into the totals.</summary>
    public void Retire(PairState pair)
    {
        Pairs.Remove(pair);
        if (pair.Record.Status == PairStatus.Closed)
        {
            ClosedPairs++;
            pair.ClosedPnl = pair.Record.RealizedPnl();
            ClosedPnl += pair.ClosedPnl;
        }

        ClosedNakedNotionalSeconds += pair.Record.NakedNotionalSeconds;
        RecentPairs.AddFirst(pair);
        if (RecentPairs.Count > MostRecentPairs || (RecentPairs.Count > KeptRecentPairs && IsCompared(RecentPairs.Last!.Value.Record)))
        {
            foreach (TrackedOrder order in RecentPairs.Last!.Value.Orders)
            {
                Orders.Remove(order.Intent.ClientOrderId);
            }

            RecentPairs.RemoveLast();
        }
    }

    public FillLog FillsOf(InstrumentId instrument)
    {
        if (!FillLogs.TryGetValue(instrument, out FillLog? log))
        {
            FillLogs.Add(instrument, log = new FillLog(instrument));
        }

        return log;
    }

    /// <summary>When the oldest active pair that trades an instrument was opened; null when none does.</summary>
    public DateTimeOffset? FirstTradeOn(InstrumentId instrument)
    {
        DateTimeOffset? first = null;
        foreach (PairState pair in Pairs)
        {
            first = pair.Record.Trades(instrument) && (first is null || pair.Record.OpenedAt < first) ? pair.Record.OpenedAt : first;
        }

        return first;
    }

    /// <summary>The fills of every instrument it traded were compared with the venue's list long after its end.</summary>
    private bool IsCompared(PairRecord pair)
    {
        foreach (LegRole role in pair.Roles)
        {
            if (!(pair.ClosedAt + FillAgreement.Margin <= FillsOf(pair.Leg(role).Instrument).AgreedUntil))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A terminal pair got a late fill and is active again.</summary>
    public void Unretire(PairState pair)
    {
        if (pair.Record.Status == PairStatus.Closed)
        {
            ClosedPairs--;
            ClosedPnl -= pair.ClosedPnl;
        }

        ClosedNakedNotionalSeconds -= pair.Record.NakedNotionalSeconds;
        RecentPairs.Remove(pair);
        Pairs.Add(pair);
    }

    /// <summary>Books a share of a settlement on a leg; on a pair that is done, into the totals as well.</summary>
    public void AddFunding(PairState pair, LegRole role, decimal share)
    {
        LegRecord leg = pair.Record.Leg(role);
        SetPair(pair, pair.Record.With(role, leg with { Funding = leg.Funding + share }));
        if (pair.Record.Status == PairStatus.Closed)
        {
            ClosedPnl -= pair.ClosedPnl;
            pair.ClosedPnl = pair.Record.RealizedPnl();
            ClosedPnl += pair.ClosedPnl;
        }
    }

    public void SetControl(ControlState control)
    {
        if (control != Control)
        {
            Control = control;
            Effects.Add(new ControlChanged(control));
        }
    }

    /// <summary>The command is not carried out: the shell tells its sender, the journal keeps that it was tried.</summary>
    public void Refuse(OperatorCommand command, CommandRefusal refusal)
    {
        Refusal = refusal;
        Effects.Add(new Journaled("command.refused",
        [
            new("command", command.GetType().Name), new("actor", command.Actor), new("source", command.Channel),
            new("code", refusal.Code), new("correlation_id", command.CorrelationId),
        ]));
    }

    /// <summary>A new request, or a new state of one; its time begins anew.</summary>
    public void SetApproval(ApprovalRecord record)
    {
        Approvals.Set(record, Elapsed + Options.Control.ApprovalValidity);
        Effects.Add(new ApprovalChanged(record));
    }

    public void Alert(AlertSeverity severity, string code, string english, string russian)
    {
        Effects.Add(new AlertRaised(severity, code, english, russian));
        Effects.Add(new Journaled("alert",
        [
            new("severity", severity.ToString()), new("code", code), new("text", english), new("text_ru", russian),
        ]));
        Alerts.AddFirst(new AlertSnapshot(At, severity.ToString(), code, english, russian));
        if (Alerts.Count > KeptAlerts)
        {
            Alerts.RemoveLast();
        }
    }

    public void Note(WatchTransition transition)
    {
        WatchTransitions.AddFirst(transition);
        if (WatchTransitions.Count > KeptTransitions)
        {
            WatchTransitions.RemoveLast();
        }
    }

    /// <summary>What people were told before this start goes on being shown.</summary>
    public void Recall(IReadOnlyList<AlertSnapshot> alerts, IReadOnlyList<WatchTransition> transitions)
    {
        foreach (AlertSnapshot alert in alerts.Take(KeptAlerts))
        {
            Alerts.AddLast(alert);
        }

        foreach (WatchTransition transition in transitions.Take(KeptTransitions))
        {
            WatchTransitions.AddLast(transition);
        }
    }

    public void CountRefusal(RiskRefusal refusal)
    {
        string code = refusal.Rule.Code();
        Refusals[code] = Refusals.GetValueOrDefault(code) + 1;
        LastRefusals[refusal.Rule] = (refusal, At);
        WatchdogSkips += refusal.Rule == RiskRule.Hold && AutopilotGuard.IsWatchdogs(Control.Holds) ? 1 : 0;
        if (refusal is { Rule: RiskRule.Universe, Symbol.IsDefined: true } && UnknownPairs.Count < KeptUnknownPairs)
        {
            UnknownPairs.Add(refusal.Symbol.Name);
        }
    }

    public BasisEstimator GapOf(InstrumentState l, InstrumentState s)
    {
        if (!Gaps.TryGetValue((l, s), out BasisEstimator? gap))
        {
            gap = new BasisEstimator(Options.Strategy.BasisHalfLife);
            Gaps.Add((l, s), gap);
        }

        return gap;
    }

    /// <summary>Orders without an end on a venue: ours, and those of others that its last list has.</summary>
    public int OpenOrdersOn(VenueState venue)
    {
        int open = 0;
        foreach (PairState pair in Pairs)
        {
            foreach (TrackedOrder order in pair.Orders)
            {
                open += order.IsSettled || order.Intent.Instrument.Venue != venue.Venue ? 0 : 1;
            }
        }

        for (int i = 0; i < (venue.OpenOrders?.Count ?? 0); i++)
        {
            open += Orders.ContainsKey(venue.OpenOrders![i].ClientOrderId) ? 0 : 1;
        }

        return open;
    }

    /// <summary>Whether our key may trade there now.</summary>
    public TradingRightStatus RightOf(VenueState venue) => venue.Right.Status(At, Elapsed, Options.RightsStaleAfter);

    /// <summary>How our account shall be set there; null where nothing is configured, and in a run that sends no order.</summary>
    public MarginTerms? WantedOf(VenueState venue) => !Options.ReadOnly && Options.MarginTerms.TryGetValue(venue.Venue, out MarginTerms wanted) ? wanted : null;

    /// <summary>By the account's setting, or by a fee that came in another coin and that nobody has released; unknown only where neither names one.</summary>
    public FeeCoinStatus FeeCoinOf(VenueState venue)
    {
        Asset? seen = FeeCoinFreeze.CoinOf(Control.Scopes, venue.Venue);
        Asset? coin = venue.Account?.FeeCoin ?? seen;
        return new FeeCoinStatus(coin, IsUnknown: coin is null && venue.Account is { IsFeeCoinUnknown: true }, NeedsRelease: seen is not null);
    }

    /// <summary>Whether the venue has our account set as it is configured.</summary>
    public AccountSettingsStatus SettingsOf(VenueState venue) =>
        WantedOf(venue) is not null ? venue.Settings.Status(Elapsed, Options.RightsStaleAfter) : AccountSettingsStatus.AsConfigured;

    /// <summary>The instrument if an order for it can be priced and sent: its book has prices and its venue is not down.</summary>
    public InstrumentState? Reachable(InstrumentId id) =>
        Instruments.TryGetValue(id, out InstrumentState? instrument) && instrument.HasPrices && Venues[id.Venue].Link != VenueLink.Down
            ? instrument
            : null;

    /// <summary>
    /// Why a venue would take no order that reduces a position there, as far as is known; null when it should. A pair that is unequal tries
    /// all the same; one that is equal waits, for the other leg alone would be naked.
    /// </summary>
    public string? ReasonNotToReduce(InstrumentId id)
    {
        VenueState venue = Venues[id.Venue];
        if (Reachable(id) is not { } instrument)
        {
            return $"{id.Venue} is not reachable";
        }

        return venue.Access == VenueAccess.Banned ? $"{id.Venue} has banned us"
            : RightOf(venue) is TradingRightStatus.Withdrawn or TradingRightStatus.Expired ? $"our key may not trade at {id.Venue}"
            : instrument.Instrument.Status is InstrumentStatus.Suspended or InstrumentStatus.Settled ? $"{id} is {instrument.Instrument.Status}"
            : null;
    }

    /// <summary>The doubt about a leg that the pair holds; null when there is none.</summary>
    public LegDoubt? DoubtOf(PairRecord pair)
    {
        if (Doubts.Count == 0)
        {
            return null;
        }

        foreach (LegRole role in pair.Roles)
        {
            LegRecord leg = pair.Leg(role);
            if (leg.SignedQuantity != 0m && Doubts.TryGetValue(leg.Instrument, out LegDoubt? doubt))
            {
                return doubt;
            }
        }

        return null;
    }

    /// <summary>What our books hold at a venue.</summary>
    public IEnumerable<(InstrumentId Instrument, decimal Quantity)> HeldOn(VenueId venue) => Pairs
        .SelectMany(p => p.Record.Roles.Select(r => p.Record.Leg(r).Instrument)).Where(i => i.Venue == venue).Distinct().Order()
        .Select(i => (i, PositionOf(i))).Where(h => h.Item2 != 0m);

    /// <summary>Signed base units by our own books.</summary>
    public decimal PositionOf(InstrumentId id) => Books.Balance(LedgerAccount.Position(id), id.Symbol.Base);

    /// <summary>
    /// What a position is valued at: its venue's own price of now. While that venue is silent, another venue's price of the symbol, so that the
    /// legs of a pair are not valued at two different times; its last price when nobody tells one, null when it never told any.
    /// </summary>
    public decimal? PriceOf(InstrumentState instrument)
    {
        TimeSpan staleAfter = Options.Risk.BookStaleAfter;
        if (instrument.FreshPrice(Elapsed, staleAfter) is { } own)
        {
            return own;
        }

        foreach (InstrumentState other in BySymbol[instrument.Instrument.Id.Symbol])
        {
            if (other.FreshPrice(Elapsed, staleAfter) is { } price)
            {
                return price;
            }
        }

        return instrument.Valuation;
    }

    /// <summary>What a fee in another coin than the quote counts, quote units; 0 for one in the quote coin.</summary>
    public decimal ForeignFeeOf(InstrumentId instrument, Money fee, decimal notional) =>
        ForeignFee.WorstOf(fee, instrument.Symbol.Quote, notional, Instruments.GetValueOrDefault(instrument)?.Instrument.Fees);

    /// <summary>Cash plus positions at the marks; null when a held instrument has no price yet.</summary>
    public decimal? EquityOf(VenueId venue, Asset asset)
    {
        decimal equity = Books.Balance(LedgerAccount.Cash(venue), asset);
        foreach (InstrumentState instrument in Listed)
        {
            InstrumentId id = instrument.Instrument.Id;
            decimal held = id.Venue == venue ? PositionOf(id) : 0m;
            if (held != 0m)
            {
                if (PriceOf(instrument) is not { } price)
                {
                    return null;
                }

                equity += held * price;
            }
        }

        return equity;
    }

    /// <summary>
    /// What the desk has earned for good since the ledger began, quote units: cash without what people brought in, and what is held at
    /// its own cost. Fees, funding and other income are in it.
    /// </summary>
    public decimal Realized()
    {
        decimal sum = Books.Total(LedgerAccount.CashKind, Asset.Usdt) + Books.Total(LedgerAccount.CapitalKind, Asset.Usdt)
            + Books.Total(LedgerAccount.ForeignFeesKind, Asset.Usdt);
        foreach (PairState pair in Pairs)
        {
            foreach (LegRole role in pair.Record.Roles)
            {
                sum += pair.Record.Leg(role).Cost;
            }
        }

        return sum;
    }

    /// <summary>
    /// Cash over all venues of the ledger and positions at the marks, less what fees in other coins count; null while a position has no price.
    /// </summary>
    public decimal? Equity()
    {
        decimal sum = Books.Total(LedgerAccount.CashKind, Asset.Usdt) + Books.Total(LedgerAccount.ForeignFeesKind, Asset.Usdt);
        foreach (VenueState venue in Venues.Values)
        {
            if (EquityOf(venue.Venue, Asset.Usdt) is not { } equity)
            {
                return null;
            }

            sum += equity - Books.Balance(LedgerAccount.Cash(venue.Venue), Asset.Usdt);
        }

        return HoldsUnloaded() ? null : sum;
    }

    /// <summary>The equity once every account has been read; null before, and while a held instrument has no price.</summary>
    public decimal? EquityIfRead()
    {
        foreach (VenueState venue in Venues.Values)
        {
            if (venue.Account is null)
            {
                return null;
            }
        }

        return Equity();
    }

    /// <summary>A position whose instrument has not been loaded yet has no price.</summary>
    private bool HoldsUnloaded()
    {
        foreach (PairState pair in Pairs)
        {
            foreach (LegRole role in pair.Record.Roles)
            {
                LegRecord leg = pair.Record.Leg(role);
                if (leg.SignedQuantity != 0m && !Instruments.ContainsKey(leg.Instrument))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
