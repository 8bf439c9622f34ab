using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Engine;

/// <summary>The compiler does not prove that each event has a case; this does.</summary>
public sealed class EventCoverageTests
{
    private static readonly InstrumentId Btc = TestInstruments.BinanceBtc.Id;
    private static readonly ClientOrderId Nobody = new("pbdesk1p99l0");

    /// <summary>One of each event, about things the engine does not know.</summary>
    private static readonly EngineEvent[] Samples =
    [
        new EngineStarted(RecoveredState.Fresh("desk1")),
        new ClockTicked(),
        new HoldRequested("anna", "x"),
        new ResumeRequested("anna", "x"),
        new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.Resume, "anna", "x"),
        new ApprovalConfirmed(ApprovalAction.Unkill, null, "anna"),
        new ApprovalRejected(OperatorSteps.IdOf(2), "anna", "x"),
        new FreezeRequested(ControlScope.Desk, ScopeState.Frozen, "anna", "x"),
        new PreflightRequested("anna", "x"),
        new LimitLowered(new LimitChange(LimitName.MaxNotionalTotal, 1m), "anna", "x"),
        new StrategySwitched("cross_exchange_arb", false, "anna", "x"),
        new SecretGuessed(GuessedSecret.BearerToken, "192.0.2.7", 10, "access_guard"),
        new ConfigApplied(new ConfigVersion("1", "x"), "anna"),
        new ConfigurationTaken(Stories.Desks.Options(TestInstruments.BinanceBtc, TestInstruments.OkxBtc), RaisesRisk: true, "anna", "x"),
        new KillRequested("anna", "x"),
        new ShutdownRequested(),
        new LedgerFailed("disk full"),
        new LedgerRestored(new LedgerOutage("E1S1", "disk full", default, default, 1, [])),
        new OrderNotSent(Nobody, "x"),
        new OrderSentLate(Nobody),
        new InstrumentsLoaded(VenueId.BinanceUm, [TestInstruments.BinanceBtc]),
        new DepthChanged(new DepthView(TestInstruments.BinanceBtc)),
        new MarkPriceChanged(Btc, new Price(60_000m), default),
        new PlaceAnswered(Nobody, new VenueOutcome.Unknown("x")),
        new CancelAnswered(Nobody, new VenueOutcome.Unknown("x")),
        new ForeignCancelAnswered(Btc, new VenueOrderId("1"), new VenueOutcome.Unknown("x")),
        new OrderReported(Report()),
        new FillReported(new FillReport(Btc, Nobody, new TradeId("1"), Side.Buy, new Price(1m), new Quantity(1m), new Money(0m, Asset.Usdt), false, default)),
        new OrderNotFound(Btc, Nobody, new VenueProof("x", "y", default)),
        new OrderQueryFailed(Btc, Nobody, "x"),
        new ForeignOrderSeen(Report()),
        new OpenOrdersReported(VenueId.BinanceUm, [Report()]),
        new OpenOrdersQueryFailed(VenueId.BinanceUm, "x"),
        new VenueLinkChanged(VenueId.BinanceUm, VenueLink.Up, "x"),
        new AccountReported(new AccountReport(VenueId.BinanceUm, Asset.Usdt, 1m, 0m, 1m, [], default)),
        new AccountQueryFailed(VenueId.BinanceUm, "x"),
        new VenueClockMeasured(VenueId.BinanceUm, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5)),
        new VenueAccessChanged(VenueId.BinanceUm, VenueAccess.Banned, TimeSpan.FromMinutes(2), "x"),
        new IncomeReported(VenueId.BinanceUm, default, []),
        new IncomeQueryFailed(VenueId.BinanceUm, "x"),
        new TradingRightsReported(new TradingRights(VenueId.BinanceUm, MayTrade: false, "x")),
        new TradingRightsQueryFailed(VenueId.BinanceUm, "x"),
        new PositionTiersReported(Btc, [new PositionTier(null, 50m, new Rate(0.02m), 0m)]),
        new PositionTiersQueryFailed(Btc, "x"),
        new AccountSettingsReported(new AccountSettings(VenueId.BinanceUm, [])),
        new AccountSettingsQueryFailed(VenueId.BinanceUm, "x"),
        new CoinPricesReported(VenueId.BinanceUm, [new CoinPrice(Asset.Usdt, new Price(0.999m), "x")]),
        new CoinPricesQueryFailed(VenueId.BinanceUm, "x"),
        new MarginCallReceived(VenueId.BinanceUm, "x"),
        new InstrumentChangeAcknowledged(Btc, "anna"),
        new SweepRequested(SweepKind.CloseAll, new SweepScope(null, null, TakesOff: true), "anna", "api", "1"),
        new FillHistoryReported(Btc, default, default, []),
        new FillHistoryQueryFailed(Btc, "x"),
        new CaseTaken(new CaseId(1), "anna"),
        new CaseResolved(new CaseId(1), "anna", "x"),
        new ForcedFillSeen(new ForcedFill(
            Btc, new VenueOrderId("1"), new TradeId("1"), OrderOrigin.Liquidation, PositionSide.Net, Side.Sell, new Price(1m), new Quantity(1m), new Money(0m, Asset.Usdt), default)),
        new FundingSettled(new FundingPayment(Btc, "1", new Money(1m, Asset.Usdt), default)),
    ];

    /// <summary>Every command of a person, and those of them that are never turned away; a new command needs its place here.</summary>
    [Fact]
    public void OnlyStopsOrReduces_OfEveryCommand_IsAsListed()
    {
        EngineEvent[] commands =
        [
            .. Samples.Where(IsCommand), new StrategySwitched("cross_exchange_arb", true, "anna", "x"),
            new SweepRequested(SweepKind.CancelAll, new SweepScope(null, null, TakesOff: false), "anna", "api", "2"),
            new SweepRequested(SweepKind.CloseExposure, new SweepScope(VenueId.BinanceUm, null, TakesOff: true), "anna", "api", "3"),
            new SweepRequested(SweepKind.CloseAll, new SweepScope(null, null, TakesOff: true), "anna", "api", "4", DryRun: true),
        ];
        Type[] others =
        [
            typeof(ResumeRequested), typeof(ApprovalRequested), typeof(ApprovalConfirmed), typeof(ApprovalRejected), typeof(PreflightRequested), typeof(ConfigApplied), typeof(ConfigurationTaken),
            typeof(InstrumentChangeAcknowledged), typeof(CaseTaken), typeof(CaseResolved), typeof(SecretGuessed),
        ];
        Type[] stops = [typeof(HoldRequested), typeof(KillRequested), typeof(FreezeRequested), typeof(LimitLowered), typeof(StrategySwitched), typeof(SweepRequested)];
        Assert.Equal(
            typeof(EngineEvent).Assembly.GetTypes().Where(t => !t.IsAbstract && (typeof(OperatorCommand).IsAssignableFrom(t) || t == typeof(SweepRequested))).Select(t => t.Name).Order(StringComparer.Ordinal),
            stops.Concat(others).Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.All(commands, c => Assert.Equal(
            (c, c is not (StrategySwitched { Enabled: true } or SweepRequested { DryRun: true }) && stops.Contains(c.GetType())), (c, c.OnlyStopsOrReduces)));
        Assert.DoesNotContain(Samples, e => e.OnlyStopsOrReduces && !IsCommand(e));

        static bool IsCommand(EngineEvent e) => e is OperatorCommand or SweepRequested;
    }

    [Fact]
    public void EveryEvent_HasASampleHere() =>
        Assert.Equal(SubtypesOf(typeof(EngineEvent)), Samples.Select(s => s.GetType()).OrderBy(t => t.Name, StringComparer.Ordinal));

    [Fact]
    public void EveryEvent_HasACaseInTheEngine()
    {
        foreach (EngineEvent sample in Samples)
        {
            var engine = new TradingEngine(Stories.Desks.Options(TestInstruments.BinanceBtc, TestInstruments.OkxBtc));
            engine.Process(new EngineInput(1, EngineHarness.Noon, TimeSpan.Zero, Samples[0]));
            if (sample is not EngineStarted)
            {
                Assert.Null(Record.Exception(() => engine.Process(new EngineInput(2, EngineHarness.Noon, TimeSpan.Zero, sample))));
            }
        }
    }

    [Fact]
    public void EventsAndEffects_AreSealed()
    {
        Assert.All(SubtypesOf(typeof(EngineEvent)), t => Assert.True(t.IsSealed, t.Name));
        Assert.All(SubtypesOf(typeof(Effect)), t => Assert.True(t.IsSealed, t.Name));
    }

    private static IEnumerable<Type> SubtypesOf(Type root) => root.Assembly.GetTypes()
        .Where(t => root.IsAssignableFrom(t) && !t.IsAbstract)
        .OrderBy(t => t.Name, StringComparer.Ordinal);

    private static OrderReport Report() => new(Btc, Nobody, new VenueOrderId("1"), OrderStatus.Acknowledged, Quantity.Zero, 0m, default);
}
