using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Ledger.Documents;

namespace PropBot.Ledger.Tests;

/// <summary>What every ledger store promises; each store inherits it in a line.</summary>
public abstract class LedgerStoreContract : IDisposable
{
    private static readonly DateTimeOffset At = Samples.Noon.AddHours(1);

    private ILedgerStore? _store;

    private ILedgerStore Store => _store ??= Opened();

    /// <summary>A new, empty store.</summary>
    protected abstract ILedgerStore Create();

    public void Dispose()
    {
        _store?.Dispose();
        Cleanup();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void PairWithAThirdLegAndARebalance_IsRecoveredWithThem()
    {
        Store.Load();
        PairRecord pair = Samples.Pair(2, PairStatus.Partial);
        Store.Commit(At, 1, [new PairChanged(pair)]);

        Assert.NotNull(pair.Third);
        Assert.NotNull(pair.Rebalance);
        Assert.Equal(pair, Assert.Single(Store.Load().Pairs));
    }

    [Fact]
    public void WhatPeopleWereTold_IsRecoveredNewestFirst_InBothLanguages()
    {
        Store.Load();
        Store.Commit(At, 1,
        [
            new Journaled("alert", [new("severity", "Warning"), new("code", "venue_link"), new("text", "down"), new("text_ru", "связи нет")]),
            new Journaled("control.hold", [new("actor", "anna"), new("reason", "news")]),
        ]);
        Store.Commit(At.AddSeconds(1), 2,
        [
            new Journaled("control.watchdog", [new("exchange", "okx-perp"), new("before", "OK"), new("now", "DEGRADED"), new("reason", "link: reset")]),
            // As versions before kept it.
            new Journaled("alert", [new("severity", "Critical"), new("code", "naked_pair"), new("text", "P000001 is naked")]),
        ]);

        RecoveredState state = Store.Load();
        Assert.Equal(
            [
                new AlertSnapshot(At.AddSeconds(1), "Critical", "naked_pair", "P000001 is naked", "P000001 is naked"),
                new AlertSnapshot(At, "Warning", "venue_link", "down", "связи нет"),
            ],
            state.Alerts);
        Assert.Equal([new WatchTransition(VenueId.OkxPerp, WatchStatus.Ok, WatchStatus.Degraded, "link: reset", At.AddSeconds(1))], state.WatchTransitions);
    }

    [Fact]
    public void Load_NewLedger_IsFreshAndInHold()
    {
        using ILedgerStore store = Create();
        RecoveredState state = store.Load();

        Assert.Matches("^[a-z0-9]{5}$", state.DeskId);
        Assert.Equal(store.DeskId, state.DeskId);
        Assert.Equal(1, state.NextPairNumber);
        Assert.Equal(ControlState.Initial, state.Control);
        Assert.Empty(state.Pairs);
        Assert.Empty(state.Balances);
        Assert.Equal(0, state.ClosedPairs);
    }

    [Fact]
    public void Load_AfterOpening_HasPairOrdersFillsAndBalances()
    {
        Store.Commit(At, 1, Samples.Opening(7));
        Store.Commit(At, 2, Samples.Filled(7, 0));
        RecoveredState state = Store.Load();

        Assert.Equal(8, state.NextPairNumber);
        Assert.Equal([Samples.Pair(7, PairStatus.Opening)], state.Pairs);
        Assert.Equal([Samples.Order(7, 0, OrderStatus.Filled), Samples.Order(7, 1, OrderStatus.Intended)], state.Orders);
        Assert.Equal([Samples.Fill(Samples.Intent(7, 0), "t7-0")], state.Fills);

        // 0.05 x 108168.05 = 5408.4025
        Assert.Contains(new Posting(LedgerAccount.Cash(VenueId.BybitLinear), Asset.Usdt, -5408.4025m), state.Balances);
        Assert.Contains(new Posting(LedgerAccount.Position(Samples.Bybit), new Asset("BTC"), 0.05m), state.Balances);
    }

    [Fact]
    public void JournalAfter_IsTheJournalFromALine_OldestFirst()
    {
        Store.Commit(At, 1, Samples.Opening(7));
        Store.Commit(At, 2, Samples.Filled(7, 0));
        IReadOnlyList<JournalLine> all = [.. Store.JournalTail(100).Reverse()];

        Assert.Equal(all, Store.JournalAfter(0, 100));
        Assert.Equal([all[2], all[3]], Store.JournalAfter(2, 2));
        Assert.Empty(Store.JournalAfter(all[^1].Id, 100));
    }

    [Fact]
    public void Commit_TellsEachEffectThatItHasWritten_InOrder()
    {
        IReadOnlyList<Effect> effects = [.. Samples.Opening(7), new EquitySampled(At, 1m)];
        var stored = new List<Effect>();
        Store.Stored = stored.Add;
        Store.Commit(At, 1, effects);

        Assert.Equal(effects.OfType<LedgerEffect>(), stored);
    }

    [Fact]
    public void Load_TerminalPair_IsSummedUpNotLoaded()
    {
        PairRecord closed = Samples.Pair(1, PairStatus.Closed);
        Store.Commit(At, 1, Samples.Opening(1));
        Store.Commit(At, 2, [.. Samples.Filled(1, 0), .. Samples.Filled(1, 1), new PairChanged(closed)]);
        Store.Commit(At, 3, [.. Samples.Opening(2), new PairChanged(Samples.Pair(2, PairStatus.Aborted))]);
        RecoveredState state = Store.Load();

        Assert.Empty(state.Pairs);
        Assert.Equal(1, state.ClosedPairs);
        Assert.Equal(closed.RealizedPnl(), state.ClosedPnl);

        // The aborted pair's orders never ended: they are still to be asked for.
        Assert.Equal(2, state.Orders.Count);
        Assert.All(state.Orders, order => Assert.Equal(2, order.Intent.Pair.Number));
    }

    [Fact]
    public void Load_Control_IsAsItWasLeft()
    {
        HoldStack holds = HoldStack.Empty
            .With(new HoldCause(HoldKind.Guard, "DAILY_LOSS_BREACH", "autopilot_guard", At))
            .With(new HoldCause(HoldKind.Operator, "обед", "anna", At.AddMinutes(1), "r-1"));
        var control = new ControlState
        {
            Holds = holds,
            Kill = new KillLatch("boris", "wrong prices", At.AddMinutes(2), "k-1", Flatten: true),
            ReleasedAt = At.AddHours(-1),
            Scopes = ScopeStack.Empty
                .With(new ScopeCause(ControlScope.OfStrategy("cross_exchange_arb"), ScopeState.Frozen, "pnl_limit_breach", "strategy_guard", At))
                .With(new ScopeCause(ControlScope.Of(new InstrumentId(VenueId.OkxPerp, Symbol.Parse("BTCUSDT"))), ScopeState.ReduceOnly, "новости", "anna", At.AddMinutes(1), "r-2")),
            Strategy = new StrategyControl
            {
                Enabled = false,
                ChangedBy = "anna",
                ChangeReason = "пауза",
                ChangedAt = At,
                ConsecutiveFailures = 4,
                LastBreach = "too_many_failures",
                LastBreachAt = At.AddMinutes(3),
                Day = new DateOnly(2025, 10, 10),
                DayStart = -12.5m,
                EarlierDays = [1.25m, 0m, -3m],
                ForgivenLoss = 2m,
                ForgivenBudget = 1m,
                BudgetResetAt = At,
                Peak = 9m,
                MaxDrawdown = 21.5m,
            },
            Limits = LimitOverrides.None.With(new LimitOverride(LimitName.MaxDailyLoss, 700.5m, null, "anna, boris", "news", At))
                .With(new LimitOverride(LimitName.MaxLeverage, 2m, 5m, "anna", "thin", At) { Subject = "okx-perp" }),
            Probation = new SizeProbation(SizeProbation.Resume, At.AddHours(-1), [new PairId(7), new PairId(9)]),
            Slo = new SloStanding([new SloBurn(SloMetric.NakedRisk, SloLevel.Exhausted, At.AddHours(-2))]),
            Troubled = new TroubledVenues([new TroubledVenue(VenueId.OkxPerp, WatchStatus.Degraded, "link: cable", At.AddMinutes(-3))]),
            DailyLossBreachedOn = new DateOnly(2025, 10, 10),
            DayAnchor = new DateOnly(2025, 10, 10),
            DayStartRealized = -12.000000005m,
            DayStartEquity = 29_431.77m,
            DayPeakEquity = 29_500m,
            DrawdownBreachedOn = new DateOnly(2025, 10, 10),
            Days = CountedDays.None.With(new CountedDay(new DateOnly(2025, 10, 9), 3.5m, 29_000m, null, true, false)),
        };
        Store.Commit(At, 1, [new ControlChanged(ControlState.Initial with { Mode = ControlMode.Run })]);
        Store.Commit(At, 2, [new ControlChanged(control)]);

        Assert.Equal(control, Store.Load().Control);
    }

    [Fact]
    public void Load_Approvals_AreAsTheyWereLeft()
    {
        ApprovalRecord first = Samples.Approval(1);
        ApprovalRecord second = Samples.Approval(2);
        ApprovalRecord used = first with
        {
            Status = ApprovalStatus.Used,
            DecidedBy = "boris",
            DecidedAt = At.AddMinutes(1),
            UsedBy = "boris",
            UsedAt = At.AddMinutes(2),
            Note = "да",
        };
        Store.Commit(At, 1, [new ApprovalChanged(first), new ApprovalChanged(second)]);
        Store.Commit(At, 2, [new ApprovalChanged(used)]);

        IReadOnlyList<ApprovalRecord> loaded = Store.Load().Approvals;
        Assert.Equal(2, loaded.Count);
        Assert.Equal(used.Parameters, loaded[0].Parameters);
        Assert.Equal(used, loaded[0] with { Parameters = used.Parameters });
        Assert.Equal(second, loaded[1] with { Parameters = second.Parameters });
        Assert.Equal("approval", Store.JournalTail(1)[0].Type);
    }

    [Fact]
    public void Load_FundingTransfersAndIncome_AreRemembered()
    {
        Store.Commit(At, 1, [new EntryPosted(Samples.Funding(Samples.Binance, "1", -1.5m))]);
        Store.Commit(At, 2, [new EntryPosted(Samples.Funding(Samples.Bybit, "9", 0.25m))]);

        Store.Commit(At, 3, [new EntryPosted(DeskBooks.EntryOf(Income(IncomeKind.Transfer, "t7"))), new EntryPosted(DeskBooks.EntryOf(Income(IncomeKind.Other, "r8")))]);

        Assert.Equal(
            ["funding:binance-um:BTCUSDT:1", "funding:bybit-linear:BTCUSDT:9", "transfer:okx-perp:Transfer:t7", "income:okx-perp:Other:r8"], Store.Load().IncomeEntryIds);

        static IncomeEntry Income(IncomeKind kind, string id) => new(VenueId.OkxPerp, id, kind, "1/1", null, new Money(5m, Asset.Usdt), At);
    }

    [Fact]
    public void Load_ForcedFills_AreRememberedWithTheirLatestShares()
    {
        Store.Commit(At, 1, [.. Samples.Opening(1), .. Samples.Opening(2)]);
        Store.Commit(At, 2, [new ForcedFillBooked(Samples.Forced("f1", 0.02m))]);
        Store.Commit(At, 3, [new ForcedFillBooked(Samples.Forced("f2"))]);
        Store.Commit(At, 4, [new ForcedFillBooked(Samples.Forced("f1", 0.01m, 0.04m))]);

        Assert.Equal([Samples.Forced("f1", 0.01m, 0.04m), Samples.Forced("f2")], Store.Load().ForcedFills);
        Assert.Equal([Samples.Forced("f1", 0.01m, 0.04m)], Store.ForcedFillsOf(new PairId(2)));
        Assert.Equal(3, Store.JournalTail(100).Count(line => line.Type == JournalTypes.ForcedFill));
    }

    [Fact]
    public void Commit_ForcedFillAgain_IsCountedOnce_AndWithLessAssignedRefused()
    {
        Store.Commit(At, 1, Samples.Opening(1));
        Store.Commit(At, 2, [new ForcedFillBooked(Samples.Forced("f1", 0.02m))]);
        Store.Commit(At, 3, [new ForcedFillBooked(Samples.Forced("f1", 0.02m))]);

        Assert.Single(Store.JournalTail(100), line => line.Type == JournalTypes.ForcedFill);
        Assert.Throws<LedgerConflictException>(() => Store.Commit(At, 4, [new ForcedFillBooked(Samples.Forced("f1", 0.01m))]));
        Assert.Equal(Samples.Forced("f1", 0.02m), Assert.Single(Store.Load().ForcedFills));
    }

    [Fact]
    public void Load_AcceptedRules_AreTheLatest()
    {
        Store.Commit(At, 1, [new RulesAccepted(Samples.Rules("0.1"))]);
        Store.Commit(At, 2, [new RulesAccepted(Samples.Rules("0.05"))]);

        Assert.Equal([Samples.Rules("0.05")], Store.Load().AcceptedRules);
        Assert.Equal("{'venue':'binance-um','symbol':'BTCUSDT','rules':{'tick':'0.05','lot':'0.001','status':'Trading'}}", Store.JournalTail(1)[0].Payload.Replace('"', '\''));
    }

    [Fact]
    public void Load_Cases_AreAsTheyWereLast_AndExplainedOnesAreRemembered()
    {
        ReconciliationCase open = Samples.Case(1, CaseStatus.Open);
        ReconciliationCase resolved = Samples.Case(2, CaseStatus.Resolved);
        Store.Commit(At, 1, [new CaseChanged(open), new CaseChanged(Samples.Case(2, CaseStatus.Open))]);
        Store.Commit(At, 2, [new CaseChanged(resolved)]);

        Assert.Equal([open, resolved], Store.Load().Cases);
        Assert.Equal([open], Store.Documents<CaseChanged>(new DocumentQuery("C000001")).Select(changed => changed.Case));
        Assert.Equal(3, Store.JournalTail(100).Count(line => line.Type == JournalTypes.Case));
        Assert.Equal(
            "{'id':'C000002','venue':'binance-um','symbol':null,'kind':'wallet','subject':'USDT','ours':'100','theirs':'75.5','difference':'-24.5','cash':'1.25',"
                + "'opened_at':'2025-10-10T12:02:00.000000Z','owner':'anna','status':'resolved','resolved_by':'anna','resolution':'вывод \"казначейства\"',"
                + "'resolved_at':'2025-10-10T13:00:00.000000Z','explained':true}",
            Store.JournalTail(1)[0].Payload.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("{\"", "{'", StringComparison.Ordinal).Replace("\":\"", "':'", StringComparison.Ordinal)
                .Replace("\",\"", "','", StringComparison.Ordinal).Replace("\":", "':", StringComparison.Ordinal).Replace(",\"", ",'", StringComparison.Ordinal).Replace("\"}", "'}", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_PairsThatEndedSinceFillsWereCompared_AreThereWithTheirOrdersAndFills()
    {
        Store.Commit(At, 1, [.. Samples.Opening(1), .. Samples.Filled(1, 0), new PairChanged(Samples.Pair(1, PairStatus.Closed))]);
        Store.Commit(At, 2, [.. Samples.Opening(30), .. Samples.Filled(30, 0), new PairChanged(Samples.Pair(30, PairStatus.Closed))]);
        Assert.Empty(Store.Load().DonePairs);

        // Pair 1 ended at 12:01, pair 30 at 12:30; ten minutes before the agreement are known.
        var agreement = new FillAgreement(Samples.Binance, Samples.Noon.AddMinutes(35));
        Store.Commit(At, 1, [new FillsAgreed(agreement)]);
        RecoveredState known = Store.Load();
        Assert.Equal([agreement], known.FillAgreements);
        Assert.Equal([new PairId(30)], known.DonePairs.Select(pair => pair.Id));
        Assert.Equal([Samples.Intent(30, 0).ClientOrderId], known.Orders.Where(order => order.Status.IsTerminal()).Select(order => order.Intent.ClientOrderId));
        Assert.Equal(["t30-0"], known.Fills.Select(fill => fill.Fill.TradeId.Value));

        var later = new FillAgreement(Samples.Binance, Samples.Noon.AddMinutes(50));
        Store.Commit(At, 1, [new FillsAgreed(later)]);
        known = Store.Load();
        Assert.Equal([later], known.FillAgreements);
        Assert.Empty(known.DonePairs);
    }

    [Fact]
    public void Commit_SameEventTwice_IsStoredOnce()
    {
        Effect[] effects = [.. Samples.Opening(1), .. Samples.Filled(1, 0), new Journaled("restart.resume", [new("pairs", "1")])];
        Store.Commit(At, 1, effects);
        IReadOnlyList<JournalLine> once = Store.JournalTail(100);
        Store.Commit(At, 1, effects);

        Assert.Equal(once, Store.JournalTail(100));
        Assert.Single(Store.FillsOf(new PairId(1)));
        Assert.Equal(1, Store.VerifyBalances().Entries);
    }

    [Fact]
    public void Commit_SameFillInALaterEvent_IsCountedOnce()
    {
        Store.Commit(At, 1, Samples.Opening(1));
        Store.Commit(At, 2, Samples.Filled(1, 0));
        Store.Load();
        Store.Commit(At, 1, Samples.Filled(1, 0));

        Assert.Single(Store.FillsOf(new PairId(1)));
        Assert.Single(Store.JournalTail(100), line => line.Type == JournalTypes.Fill);
        Assert.Equal(1, Store.VerifyBalances().Entries);
        Assert.True(Store.VerifyBalances().IsSound);
    }

    [Fact]
    public void Commit_EntryWithAnotherContent_IsRefusedAndNothingIsKept()
    {
        Store.Commit(At, 1, [new EntryPosted(Samples.Funding(Samples.Binance, "1", -1.5m))]);
        Effect[] wrong =
        [
            new EntryPosted(Samples.Funding(Samples.Bybit, "1", -3m)),
            new EntryPosted(Samples.Funding(Samples.Binance, "1", -2m)),
        ];

        Assert.Throws<LedgerConflictException>(() => Store.Commit(At, 2, wrong));
        Assert.Equal(1, Store.VerifyBalances().Entries);
        Assert.True(Store.VerifyBalances().IsSound);

        Store.Commit(At, 3, [new EntryPosted(Samples.Funding(Samples.Bybit, "1", -3m))]);
        Assert.Contains(new Posting(LedgerAccount.Cash(VenueId.BybitLinear), Asset.Usdt, -3m), Store.Balances());
    }

    [Fact]
    public void Commit_FillWithAnotherContent_IsRefused()
    {
        Store.Commit(At, 1, Samples.Opening(1));
        Store.Commit(At, 2, Samples.Filled(1, 0));
        FillRecord other = Samples.Fill(Samples.Intent(1, 0), "t1-0");
        other = other with { Fill = other.Fill with { Price = new Price(1m) } };

        Assert.Throws<LedgerConflictException>(() => Store.Commit(At, 3, [new FillBooked(other)]));
    }

    [Fact]
    public void Commit_SameOrderIdWithAnotherIntent_IsRefused()
    {
        Store.Commit(At, 1, Samples.Opening(1));
        OrderRecord order = Samples.Order(1, 0, OrderStatus.Intended);
        OrderRecord other = order with { Intent = order.Intent with { Quantity = new Quantity(1m) } };

        Assert.Throws<LedgerConflictException>(() => Store.Commit(At, 2, [new OrderChanged(other)]));
        Assert.Contains(order, Store.OrdersOf(new PairId(1)));
    }

    [Fact]
    public void Load_EachTime_HasAHigherEpoch()
    {
        using ILedgerStore store = Create();
        long first = store.Load().Epoch;
        long second = store.Load().Epoch;

        Assert.InRange(first, 1, long.MaxValue);
        Assert.InRange(second, first + 1, long.MaxValue);
    }

    [Fact]
    public void Documents_AreAsWrittenLast_NewestFirst_AndInTheJournal()
    {
        OutageRecorded first = Samples.Outage("E1S5", At);
        OutageRecorded second = Samples.Outage("E1S9", At.AddMinutes(5));
        OutageRecorded longer = new(second.Outage with { Until = second.Outage.Until.AddMinutes(1), Attempts = 9 });
        Store.Commit(At, 1, [first]);
        Store.Commit(At, 2, [second]);
        Store.Commit(At, 3, [longer]);

        Assert.Equal([longer, first], Store.Documents<OutageRecorded>(new DocumentQuery()));
        Assert.Equal([first], Store.Documents<OutageRecorded>(new DocumentQuery("E1S5")));
        Assert.Equal([longer], Store.Documents<OutageRecorded>(new DocumentQuery(Limit: 1)));
        Assert.Empty(Store.Documents<OutageRecorded>(new DocumentQuery(OpenOnly: true)));
        Assert.Empty(Store.Documents<OutageRecorded>(new DocumentQuery("E1S6")));
        Assert.Equal(3, Store.JournalTail(10).Count(line => line.Type == JournalTypes.Outage));
        Assert.Equal(
            "{'id':'E1S9','cause':'ledger x: the disk is full. Free some space','since':'2025-10-10T13:05:00.000000Z',"
                + "'until':'2025-10-10T13:06:40.000000Z','attempts':9,'never_sent':['test0P1L0']}",
            Store.JournalTail(1)[0].Payload.Replace('"', '\''));
    }

    [Fact]
    public void Sweeps_AreKeptWhole_AndTheEngineIsToldOfThemAtItsStart()
    {
        Sweep ended = Samples.Sweep("shift-1", SweepStatus.Incomplete, At);
        Sweep running = Samples.Sweep("shift-2", SweepStatus.Running, At.AddMinutes(1));
        Store.Commit(At, 1, [new SweepChanged(ended with { Status = SweepStatus.Running, EndedAt = null })]);
        Store.Commit(At, 2, [new SweepChanged(ended)]);
        Store.Commit(At, 3, [new SweepChanged(running)]);

        Assert.Equal([ended, running], Store.Load().Sweeps);
        Assert.Equal([new SweepChanged(running)], Store.Documents<SweepChanged>(new DocumentQuery(OpenOnly: true)));
        Assert.Equal(3, Store.JournalTail(10).Count(line => line.Type == JournalTypes.Sweep));
    }

    [Fact]
    public void Documents_OfAnEffectThatCarriesNone_AreABug() =>
        Assert.Throws<InvalidOperationException>(() => Store.Documents<PairChanged>(new DocumentQuery()));

    [Fact]
    public void Commit_BeforeLoad_IsABug()
    {
        using ILedgerStore store = Create();
        Assert.Throws<InvalidOperationException>(() => store.Commit(At, 1, Samples.Opening(1)));
    }

    [Fact]
    public void Commit_NothingForTheLedger_WritesNothing()
    {
        Store.Commit(At, 1, []);
        Store.Commit(At, 2, [new QueryAccount(VenueId.OkxPerp)]);

        Assert.Empty(Store.JournalTail(10));
    }

    [Fact]
    public void Commit_NothingForTheLedger_AllocatesNothing()
    {
        Effect[] nothing = [];
        Store.Commit(At, 1, nothing);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 2; i < 1000; i++)
        {
            _store!.Commit(At, i, nothing);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void JournalTail_EveryKind_HasTypeTimeAndExactText()
    {
        Store.Commit(
            At,
            1,
            [.. Samples.Opening(1), .. Samples.Filled(1, 0), new ControlChanged(ControlState.Initial), new Journaled("restart.resume", [new("reason", "старт")])]);
        JournalLine[] lines = [.. Store.JournalTail(100).Reverse()];

        Assert.Equal(
            ["pair", "order.intent", "order.intent", "fill", "entry", "order.status", "control", "restart.resume"],
            lines.Select(line => line.Type));
        Assert.Equal(Enumerable.Range(1, 8).Select(i => (long)i), lines.Select(line => line.Id));
        Assert.All(lines, line => Assert.Equal(At, line.At));
        Assert.Equal(8, lines.Select(line => line.Uuid).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("""{"reason":"старт"}""", lines[^1].Payload);
        Assert.Equal(
            "{'venue':'bybit-linear','symbol':'BTCUSDT','trade_id':'t1-0','client_order_id':'test0P1S0','pair':'P000001','leg':'long',"
                + "'purpose':'open','side':'buy','price':'108168.05','quantity':'0.05','fee':'-2.97462137','fee_asset':'USDT',"
                + "'is_maker':false,'venue_time':'2025-10-10T12:00:00.005000Z'}",
            lines[3].Payload.Replace('"', '\''));
        Assert.Equal(2, Store.JournalTail(2).Count);
        Assert.Equal("restart.resume", Store.JournalTail(2)[0].Type);
    }

    [Fact]
    public void Pairs_ByStatusOrderAndLimit_AreWhatWasAskedFor()
    {
        PairStatus[] statuses = [PairStatus.Closed, PairStatus.Open, PairStatus.Partial, PairStatus.Closed, PairStatus.Aborted];
        for (int i = 0; i < statuses.Length; i++)
        {
            Store.Commit(At, i + 1, [new PairChanged(Samples.Pair(i + 1, statuses[i]))]);
        }

        Assert.Equal([3L, 2L], Numbers(new PairQuery([PairStatus.Open, PairStatus.Partial], 10)));
        Assert.Equal([1L, 4L], Numbers(new PairQuery([PairStatus.Closed], 10, NewestFirst: false)));
        Assert.Equal([5L, 4L], Numbers(new PairQuery([], 2)));
        Assert.Equal([1L, 2L, 3L, 4L, 5L], Store.AllPairs().Select(pair => pair.Id.Number));
        Assert.Equal(Samples.Pair(3, PairStatus.Partial), Store.Pair(new PairId(3)));
        Assert.Null(Store.Pair(new PairId(6)));
    }

    [Fact]
    public void EquityCurve_MoreThanAskedFor_IsThinnedWithBothEnds()
    {
        for (int i = 0; i < 1000; i++)
        {
            Store.Commit(At, i + 1, [new EquitySampled(At.AddSeconds(i), 30_000m + i)]);
        }

        IReadOnlyList<EquityPoint> thinned = Store.EquityCurve(At, At.AddHours(1), 11);
        Assert.Equal(11, thinned.Count);
        Assert.Equal(new EquityPoint(At, 30_000m), thinned[0]);
        Assert.Equal(new EquityPoint(At.AddSeconds(999), 30_999m), thinned[^1]);
        Assert.Equal(1000, Store.EquityCurve(At, At.AddHours(1), 1000).Count);
        Assert.Equal(3, Store.EquityCurve(At.AddSeconds(5), At.AddSeconds(7), 100).Count);
        Assert.Empty(Store.EquityCurve(At.AddHours(2), At.AddHours(3), 100));
        Assert.Empty(Store.JournalTail(1));
    }

    /// <summary>Removes what <see cref="Create"/> left behind.</summary>
    protected virtual void Cleanup()
    {
    }

    private IEnumerable<long> Numbers(PairQuery query) => Store.Pairs(query).Select(pair => pair.Id.Number);

    private ILedgerStore Opened()
    {
        ILedgerStore store = Create();
        store.Load();
        return store;
    }
}

public sealed class InMemoryLedgerTests : LedgerStoreContract
{
    protected override ILedgerStore Create() => new InMemoryLedger("test0");
}
