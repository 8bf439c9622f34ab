using PropBot.Core.Accounting;
using PropBot.Core.Costs;
using PropBot.Core.Engine.Desks;
using PropBot.Core.Engine.Desks.Sweeping;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>Turns the engine's state into what readers see.</summary>
internal sealed class SnapshotBuilder(
    EngineState state, OpeningDesk opening, Preflight preflight, WatchdogDesk watchdog, SweepPlanner planner, ResumeDesk resume, SizeDesk size, LimitDesk limits, StrategyDesk strategy)
{
    private const int ShownRecentPairs = 200;

    /// <summary>Ended sweeps that readers see without asking the ledger.</summary>
    private const int ShownSweeps = 20;

    private readonly OpeningBlocks _blocks = new(state, opening);

    /// <summary>With a guard of its own: what readers look at leaves no trace in what decides.</summary>
    private readonly RiskReading _risk = new(state, new MarginGuard(state));

    public EngineSnapshot Build()
    {
        List<PairSnapshot> active = state.Pairs.Select(p => Pair(p.Record)).ToList();
        DaySnapshot day = DaySnapshot.Of(state.Control, state.Options.Risk, state.At, state.Realized(), state.EquityIfRead());
        StrategySnapshot strategyNow = strategy.Snapshot();
        return new EngineSnapshot
        {
            Sequence = state.Sequence,
            At = state.At,
            Control = state.Control,
            OpeningBlocks = _blocks.Build(),
            Brake = opening.BrakeForbids()?.Rule,
            Preflight = preflight.Checks(),
            Autopilot = state.Autopilot,
            Approvals = [.. state.Approvals.NewestFirst],
            Watchdog = watchdog.Snapshot(),
            Limits = limits.Snapshot(),
            Strategy = strategyNow,
            Slo = SloSnapshot.Of(state),
            Size = SizeSnapshot.Of(size.Scale(), state.Control, state.Options),
            IsDryRun = state.Options.ReadOnly || state.Options.Control.DryRun,
            TwoManRule = state.Options.Control.TwoManRule,
            IsReadOnly = state.Options.ReadOnly,
            AreRiskChecksOn = state.Options.Risk.ChecksEnabled,
            IsUniverseEnforced = state.Options.Risk.UniverseEnforced,
            ShutdownComplete = state.ShuttingDown && state.Pairs.All(p => p.AllSettled && p.Record.Imbalance == 0m),
            Venues = state.Venues.Values.Select(Venue).ToList(),
            Edges = Edges(),
            ActivePairs = active,
            RecentPairs = state.RecentPairs.Take(ShownRecentPairs).Select(p => Pair(p.Record)).ToList(),
            Totals = Totals(active),
            Day = day,
            Risk = _risk.Build(day, strategyNow),
            Counters = Counters(),
            Alerts = state.Alerts.ToList(),
            Sweeps = [.. state.Sweeps.Running.Select(r => r.Record).Reverse(), .. state.Sweeps.Ended.Take(ShownSweeps)],
            Exits = planner.Plan(),
            OpenOrders = OpenOrders(),
            Resume = resume.Snapshot(),
            Cases = state.Cases.Open.ToList(),
            ResolvedCases = state.Cases.Resolved.ToList(),
        };
    }

    /// <summary>What rests of ours by our own knowledge, and what else the venues' last lists showed.</summary>
    private List<OpenOrderSnapshot> OpenOrders()
    {
        var open = new List<OpenOrderSnapshot>();
        foreach (PairState pair in state.Pairs)
        {
            open.AddRange(pair.Orders.Where(o => o.Rests && !o.Record.Status.IsTerminal()).Select(OpenOrderSnapshot.Of));
        }

        foreach (VenueState venue in state.Venues.Values)
        {
            open.AddRange((venue.OpenOrders ?? []).Where(o => !state.Orders.ContainsKey(o.ClientOrderId)).Select(OpenOrderSnapshot.Of));
        }

        return open;
    }

    private VenueSnapshot Venue(VenueState venue) => new()
    {
        Venue = venue.Venue,
        Link = venue.Link,
        LinkReason = venue.LinkReason,
        Books = InstrumentsOf(venue.Venue).Select(Book).ToList(),
        Account = venue.Account,
        AccountAt = venue.Account is null ? null : venue.Statement.At,
        LedgerEquity = state.EquityOf(venue.Venue, Asset.Usdt) ?? 0m,
        Cases = state.Cases.Open.Where(c => c.Matter.Venue == venue.Venue).ToList(),
        Positions = InstrumentsOf(venue.Venue).Select(i => Position(venue, i)).ToList(),
        Clock = venue.Clock,
        ClockAt = venue.ClockAt,
        TradingRight = state.RightOf(venue),
        Rights = venue.Right.Rights,
        RightsAt = venue.Right.Rights is null ? null : venue.Right.ReadAt,
        Settings = state.SettingsOf(venue),
        SettingsReading = state.WantedOf(venue) is { } wanted
            ? new AccountSettingsReading(
                wanted, venue.Settings.Settings is null ? null : venue.Settings.ReadAt, state.Options.RightsStaleAfter, venue.Settings.Differences, venue.Settings.Failure)
            : null,
        Access = venue.Access,
        AccessFor = venue.Access != VenueAccess.Open && venue.AccessUntilElapsed > state.Elapsed ? venue.AccessUntilElapsed - state.Elapsed : TimeSpan.Zero,
        AccessReason = venue.AccessReason,
        MarginRatio = venue.MarginRatio,
        MarginCall = venue.MarginCallElapsed is null ? null : venue.MarginCallDetail,
    };

    private PositionSnapshot Position(VenueState venue, InstrumentState instrument)
    {
        InstrumentId id = instrument.Instrument.Id;
        decimal held = state.PositionOf(id);
        // In hedge mode there may be two; the one in our direction is ours.
        PositionReport? told = venue.Account?.Positions.FirstOrDefault(p => p.Instrument == id && Math.Sign(p.SignedQuantity) == Math.Sign(held));
        return new PositionSnapshot(id, held, state.PriceOf(instrument)) { LiquidationPrice = told?.LiquidationPrice };
    }

    private IEnumerable<InstrumentState> InstrumentsOf(VenueId venue) =>
        state.Instruments.Values.Where(i => i.Instrument.Id.Venue == venue);

    private BookSnapshot Book(InstrumentState instrument)
    {
        DepthView? view = instrument.Depth;
        bool hasPrices = instrument.HasPrices;
        return new BookSnapshot
        {
            Instrument = instrument.Instrument.Id,
            NativeSymbol = instrument.Instrument.NativeSymbol,
            Trust = instrument.ShownTrust(state.Elapsed, state.Options.Risk.BookStaleAfter),
            Age = view is null ? null : state.Elapsed - view.ReceivedElapsed,
            Delay = view is null ? null : instrument.Delay.Latest,
            BestBid = hasPrices ? view!.BestBid.Value : null,
            BestAsk = hasPrices ? view!.BestAsk.Value : null,
            MarkPrice = instrument.Mark,
            MarkAge = instrument.Mark is null ? null : state.Elapsed - instrument.MarkElapsed,
            Funding = instrument.Funding,
            UpdateId = view?.UpdateId ?? 0,
            UnreadChanges = instrument.UnreadChanges,
            TakerFeeBps = instrument.Instrument.Fees.Taker.Bps,
            BestBidQuantity = hasPrices ? view!.TouchQuantity(Side.Sell).Value : null,
            BestAskQuantity = hasPrices ? view!.TouchQuantity(Side.Buy).Value : null,
            Filters = new OrderFilters(
                instrument.Instrument.MinQuantity.Value, instrument.Instrument.MaxQuantity?.Value, instrument.Instrument.MinNotional.Value, instrument.Instrument.Lot.Value,
                instrument.Instrument.Status == InstrumentStatus.Trading),
        };
    }

    private List<EdgeSnapshot> Edges()
    {
        var edges = new List<EdgeSnapshot>();
        foreach (List<InstrumentState> siblings in state.BySymbol.Values)
        {
            foreach (InstrumentState l in siblings)
            {
                foreach (InstrumentState s in siblings)
                {
                    if (!ReferenceEquals(l, s) && l.HasPrices && s.HasPrices)
                    {
                        edges.Add(Edge(l, s));
                    }
                }
            }
        }

        edges.Sort(static (a, b) => b.Edge.NetBps.CompareTo(a.Edge.NetBps));
        return edges;
    }

    private EdgeSnapshot Edge(InstrumentState l, InstrumentState s)
    {
        Instrument longInstrument = l.Instrument;
        Quantity quantity = JointSizing.Largest(l.Depth!, s.Depth!, opening.Ordered(l, s));
        decimal usualGap = (decimal)state.GapOf(l, s).MeanBps;
        bool known = EdgeCalculator.TryEstimate(
            new LegMarket(l.Depth!, l.Funding), new LegMarket(s.Depth!, s.Funding), quantity, usualGap, state.At,
            state.Options.Strategy.HoldingHorizon, out EdgeEstimate edge);
        string verdict;
        if (!known)
        {
            verdict = "too_thin";
            edge = new EdgeEstimate(EdgeCalculator.GrossBps(l.Depth!, s.Depth!), EdgeCalculator.RoundTripFeesBps(l.Depth!, s.Depth!) / 2m,
                EdgeCalculator.RoundTripFeesBps(l.Depth!, s.Depth!) / 2m, 0m, 0m, 0m, Math.Max(0m, usualGap));
        }
        else if (edge.NetBps < state.Options.Strategy.MinNetEdgeBps)
        {
            verdict = "below_minimum";
        }
        else
        {
            verdict = opening.Forbids(l, s) is { } forbidden ? forbidden.Rule.Code() : "tradable";
        }

        return new EdgeSnapshot(longInstrument.Id.Symbol, longInstrument.Id.Venue, s.Instrument.Id.Venue, edge, quantity.Value, verdict);
    }

    private PairSnapshot Pair(PairRecord record)
    {
        InstrumentState? l = state.Instruments.GetValueOrDefault(record.Long.Instrument);
        InstrumentState? s = state.Instruments.GetValueOrDefault(record.Short.Instrument);
        PairPnl pnl = record.PnlAt(
            PriceOf(l) ?? OpenExposure.EntryPrice(record.Long),
            PriceOf(s) ?? OpenExposure.EntryPrice(record.Short),
            record.Third is { } third ? PriceOf(state.Instruments.GetValueOrDefault(third.Instrument)) ?? OpenExposure.EntryPrice(third) : 0m);
        decimal? gap = !record.Status.IsTerminal() && l is { HasPrices: true } && s is { HasPrices: true }
            ? EdgeCalculator.MidGapBps(l.Depth!, s.Depth!)
            : null;
        return new PairSnapshot(record, pnl, gap);
    }

    private decimal? PriceOf(InstrumentState? instrument) => instrument is null ? null : state.PriceOf(instrument);

    private DeskTotals Totals(List<PairSnapshot> active)
    {
        PairPnl open = default;
        decimal notional = 0m;
        decimal naked = state.ClosedNakedNotionalSeconds;
        foreach (PairSnapshot pair in active)
        {
            open += pair.Pnl;
            naked += pair.Pair.NakedNotionalSeconds;
            notional += OpenExposure.Of(state, pair.Pair);
        }

        decimal? equity = state.EquityIfRead();
        return new DeskTotals(
            equity,
            -state.Books.Total(LedgerAccount.CapitalKind, Asset.Usdt),
            state.ClosedPnl,
            open,
            state.UnassignedFunding,
            active.Count,
            active.Count(p => p.Pair.Status == PairStatus.Partial),
            state.ClosedPairs,
            notional,
            naked)
        {
            OtherIncome = -state.Books.Total(LedgerAccount.IncomeKind, Asset.Usdt),
        };
    }

    private EngineCounters Counters() => new()
    {
        Events = state.Sequence,
        DepthEvents = state.DepthEvents,
        OrdersPlaced = state.OrdersPlaced,
        FillsBooked = state.FillsBooked,
        DuplicateFills = state.DuplicateFills,
        ForcedFills = state.ForcedFillsBooked,
        UnknownOutcomes = state.UnknownOutcomes,
        Rescues = state.Rescues,
        DailyLossBreaches = state.DailyLossBreaches,
        DrawdownBreaches = state.DrawdownBreaches,
        WatchdogHolds = state.WatchdogHolds,
        WatchdogSkips = state.WatchdogSkips,
        Sweeps = [.. state.Sweeps.Counts],
        Refusals = new SortedDictionary<string, long>(state.Refusals, StringComparer.Ordinal),
    };
}
