using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: a strategy that loses or fails stops itself and stays so; what it may hold comes back with what it closes.</summary>
public sealed class StrategyStories
{
    private static readonly ControlScope Scope = ControlScope.OfStrategy(StrategyNames.CrossExchangeArb);

    [Fact]
    public void FailuresInARow_MoreThanAllowed_FreezeIt_AndARestartDoesNotThaw()
    {
        EngineHarness desk = Desks.Running(o => o with { StrategyLimits = o.StrategyLimits with { MaxConsecutiveFailures = 1 } });
        Fail(desk);
        Assert.Equal((1, ScopeState.Active), (desk.Ledger.Control.Strategy.ConsecutiveFailures, desk.Ledger.Control.Scopes.StateOf(Scope)));
        Fail(desk);
        Assert.Equal((2, ScopeState.Frozen, "too_many_failures"), (Strategy(desk).Control.ConsecutiveFailures, Strategy(desk).State, Strategy(desk).FreezeReason));
        Assert.Single(desk.Ledger.Lines, l => l.Type == "audit" && l.Payload.Contains(new("action", "STRATEGY_AUTO_FREEZE")));

        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(20);
        Assert.True(Strategy(desk).IsFrozen);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        desk.Calm();

        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.UnfreezeStrategy, "anna", "checked") { Releases = Scope });
        desk.Feed(new ApprovalConfirmed(ApprovalAction.UnfreezeStrategy, null, "boris"));
        desk.Pass(1);
        Assert.Equal((0, ScopeState.Active), (Strategy(desk).Control.ConsecutiveFailures, Strategy(desk).State));
    }

    [Fact]
    public void PairThatGoesWell_EndsTheRow_AndThawsNothing()
    {
        EngineHarness desk = Desks.Running();
        Fail(desk);
        OpenAndClose(desk);
        Assert.Equal(0, desk.Ledger.Control.Strategy.ConsecutiveFailures);
        desk.Feed(new FreezeRequested(Scope, ScopeState.Frozen, "anna", "news"));
        desk.Pass(1);
        Assert.True(Strategy(desk).IsFrozen);
    }

    [Fact]
    public void RealisedLossOfTheDay_FreezesItOnce_AndTwoPeopleForgiveIt()
    {
        // Fees of one pair of 0.08 BTC are about 10 USDT, the gap earns 24; closed at the entry it loses its fees.
        EngineHarness desk = Desks.Running(o => o with { StrategyLimits = o.StrategyLimits with { DailyLoss = new Notional(5m) } });
        Lose(desk);
        desk.Pass(1);
        StrategySnapshot strategy = Strategy(desk);
        Assert.True(strategy.RealizedToday <= -5m, $"{strategy.RealizedToday}");
        Assert.Equal((strategy.RealizedToday, strategy.RealizedToday, -strategy.RealizedToday), (strategy.RealizedTotal, strategy.RealizedWeek, strategy.Control.MaxDrawdown));
        Assert.Equal(("pnl_limit_breach", "pnl_limit_breach"), (strategy.FreezeReason, strategy.Control.LastBreach));

        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.UnfreezeStrategy, "anna", "checked") { Releases = Scope });
        desk.Feed(new ApprovalConfirmed(ApprovalAction.UnfreezeStrategy, null, "boris"));
        desk.Pass(5);
        Assert.Equal(ScopeState.Active, Strategy(desk).State);
        Assert.Single(desk.Ledger.Lines, l => l.Type == "audit" && l.Payload.Contains(new("action", "STRATEGY_AUTO_FREEZE")));
    }

    [Fact]
    public void LossAfterTheRequest_IsForgivenByNobody()
    {
        EngineHarness desk = Desks.Running(o => o with { StrategyLimits = o.StrategyLimits with { DailyLoss = new Notional(5m) } });
        desk.OpenPair();
        Pay(desk, rate: 0.002m);
        Assert.True(Strategy(desk).IsFrozen);
        decimal shown = Strategy(desk).RealizedToday;
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.UnfreezeStrategy, "anna", "checked") { Releases = Scope });
        ApprovalRecord request = Assert.Single(desk.Ledger.Approvals);
        Assert.Equal(new StrategyStanding(new DateOnly(2025, 10, 10), shown, 0, -shown), request.Forgives);
        Assert.Contains(new("realized_today_usdt", WireNumber.Format(shown)), request.Parameters);

        // 0.08 x 60,000 x 0.01 = 48 more than anybody was shown.
        Pay(desk, rate: 0.01m);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.UnfreezeStrategy, OperatorSteps.IdOf(1), "boris"));
        Assert.Equal((ScopeState.Frozen, "pnl_limit_breach", -shown), (Strategy(desk).State, Strategy(desk).FreezeReason, Strategy(desk).Control.ForgivenLoss));
        Assert.Equal(2, desk.Ledger.Lines.Count(l => l.Type == "audit" && l.Payload.Contains(new("action", "STRATEGY_AUTO_FREEZE"))));
        Assert.Contains(desk.Snapshot.Alerts, a => a.Code == "unfrozen" && a.English.Contains("what came after the request stays", StringComparison.Ordinal));

        // Asked for again, with all of it shown.
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(2), ApprovalAction.UnfreezeStrategy, "anna", "all of it") { Releases = Scope });
        desk.Feed(new ApprovalConfirmed(ApprovalAction.UnfreezeStrategy, OperatorSteps.IdOf(2), "boris"));
        desk.Pass(1);
        Assert.Equal((ScopeState.Active, shown - 48m), (Strategy(desk).State, Strategy(desk).RealizedToday));
    }

    [Fact]
    public void BudgetUsedAfterTheRequest_StaysUsed()
    {
        EngineHarness desk = Desks.Running(o => o with { StrategyLimits = new StrategyLimits { DailyLoss = null, DailyLossBudget = new Notional(40m) } });
        desk.OpenPair();
        Pay(desk, rate: 0.01m);
        Assert.True(Strategy(desk).IsBudgetUsed);
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.ResetBudget, "anna", "agreed") { Releases = Scope });
        Pay(desk, rate: 0.02m);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.ResetBudget, OperatorSteps.IdOf(1), "boris"));
        // 0.08 x 60,000 x 0.02.
        Assert.Equal((96m, true), (Strategy(desk).BudgetUsed, Strategy(desk).IsBudgetUsed));
    }

    /// <summary>The long leg pays funding on 0.08 x 60,000: a loss without an order.</summary>
    private static void Pay(EngineHarness desk, decimal rate)
    {
        desk.Pass(1);
        desk.Feed(new FundingSettled(desk.Venues[VenueId.BinanceUm].Settle(Desks.Binance, rate, 60_000m, desk.At)!));
        desk.Pass(0.2);
    }

    [Fact]
    public void LossBudget_UsedUp_OpensNothing_UntilTwoPeopleBeginItAnewOrTheDayIsOver()
    {
        EngineHarness desk = Desks.Running(o => o with { StrategyLimits = new StrategyLimits { DailyLoss = null, DailyLossBudget = new Notional(5m) } });
        Lose(desk);
        desk.Pass(7);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(Strategy(desk).IsBudgetUsed);
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "strategy_budget");
        desk.Calm();

        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.ResetBudget, "anna", "agreed") { Releases = Scope });
        desk.Feed(new ApprovalConfirmed(ApprovalAction.ResetBudget, null, "anna"));
        Assert.Equal(("same_person", true), (desk.Engine.Refusal?.Code, Strategy(desk).IsBudgetUsed));
        desk.Feed(new ApprovalConfirmed(ApprovalAction.ResetBudget, null, "boris"));
        Assert.Equal((0m, false), (Strategy(desk).BudgetUsed, Strategy(desk).IsBudgetUsed));
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "audit" && l.Payload.Contains(new("action", "BUDGET_RESET")) && l.Payload.Contains(new("requested_by", "anna")));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    /// <summary>Goal: a person switches it off, and nobody lets it open again alone; two people do.</summary>
    [Fact]
    public void SwitchedOff_OpensNothing_OverARestart_AndTwoPeopleSwitchItOnAgain()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new StrategySwitched("cross_exchange_arb", false, "anna", "pause", "r-1"));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.True(desk.Refusals("strategy_disabled") > 0);
        Assert.Contains("by anna: pause", desk.Snapshot.OpeningBlocks[0].English, StringComparison.Ordinal);
        desk.Calm();
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(20);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal(["strategy_disabled:cross_exchange_arb"], desk.Snapshot.Autopilot.Blockers);
        desk.Calm();
        foreach (string alone in (string[])["boris", "anna"])
        {
            desk.Feed(new StrategySwitched("cross_exchange_arb", true, alone, "go on"));
            Assert.Equal(("release_needs_two", false), (desk.Engine.Refusal?.Code, Strategy(desk).Control.Enabled));
        }

        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.EnableStrategy, "boris", "go on") { Releases = Scope });
        Assert.Contains(new("switched_off", "pause (anna)"), desk.Snapshot.Approvals[0].Parameters);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.EnableStrategy, null, "BORIS"));
        Assert.Equal(("same_person", false), (desk.Engine.Refusal?.Code, Strategy(desk).Control.Enabled));
        desk.Feed(new ApprovalConfirmed(ApprovalAction.EnableStrategy, OperatorSteps.IdOf(1), "anna"));
        Assert.Equal((true, ApprovalStatus.Used), (Strategy(desk).Control.Enabled, desk.Snapshot.Approvals[0].Status));
        desk.Feed(new StrategySwitched("cross_exchange_arb", true, "boris", "again"));
        Assert.Null(desk.Engine.Refusal);
        Assert.Equal(["applied", "applied", "noop"], desk.Ledger.Lines.Where(l => l.Type == "audit").Select(l => l.Payload.Single(p => p.Key == "status").Value));
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "audit" && l.Payload.Contains(new("action", "STRATEGY_MANUAL_ENABLE")) && l.Payload.Contains(new("requested_by", "boris")) && l.Payload.Contains(new("operator", "anna")));
        desk.Pass(1);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);
        desk.Feed(new StrategySwitched("nonsense", true, "boris", "x"));
        Assert.Equal("unknown_scope", desk.Engine.Refusal?.Code);
    }

    [Fact]
    public void SwitchingOn_IsRequestedOnlyOfWhatIsOff_AndSwitchedOffAnew_TheRequestIsVoid()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.EnableStrategy, "anna", "early") { Releases = Scope });
        Assert.Equal("strategy_is_on", desk.Engine.Refusal?.Code);
        desk.Feed(new StrategySwitched("cross_exchange_arb", false, "anna", "pause"));
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(2), ApprovalAction.EnableStrategy, "anna", "over"));
        Assert.Equal("unknown_scope", desk.Engine.Refusal?.Code);
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(3), ApprovalAction.EnableStrategy, "anna", "over") { Releases = Scope });
        desk.Feed(new StrategySwitched("cross_exchange_arb", false, "clara", "I see losses"));
        Assert.Equal(ApprovalStatus.Revoked, desk.Snapshot.Approvals[0].Status);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.EnableStrategy, null, "boris"));
        Assert.Equal(("request_missing", false), (desk.Engine.Refusal?.Code, Strategy(desk).Control.Enabled));
    }

    [Fact]
    public void SwitchingOn_WithoutTheTwoManRule_TakesOneWord_ButNotThatOfASharedToken()
    {
        EngineHarness desk = Desks.Running(o => o with { Control = o.Control with { TwoManRule = false, SharedOperator = "api" } });
        desk.Feed(new StrategySwitched("cross_exchange_arb", false, "api", "pause"));
        Assert.False(Strategy(desk).Control.Enabled);
        desk.Feed(new StrategySwitched("cross_exchange_arb", true, "API", "go on"));
        Assert.Equal(("shared_operator", false), (desk.Engine.Refusal?.Code, Strategy(desk).Control.Enabled));
        desk.Feed(new StrategySwitched("cross_exchange_arb", true, "anna", "go on"));
        Assert.True(Strategy(desk).Control.Enabled);
    }

    [Fact]
    public void Allocation_IsReleasedByClosing()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxActivePairs = 1 } });
        desk.OpenPair();
        Assert.Equal((1, true), (Strategy(desk).OpenPairs, Strategy(desk).IsAllocated));
        Assert.True(Strategy(desk).OpenNotional > 4_000m);
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Complete(s);
        Assert.Equal((0, 0m, false), (Strategy(desk).OpenPairs, Strategy(desk).OpenNotional, Strategy(desk).IsAllocated));
    }

    private static StrategySnapshot Strategy(EngineHarness desk) => desk.Snapshot.Strategy!;

    /// <summary>One leg fills, the other is refused: the pair is rescued, and then closed.</summary>
    private static void Fail(EngineHarness desk)
    {
        Settle(desk);
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        desk.Complete(Assert.Single(desk.TakePlaced()));
        desk.Pass(3);
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        foreach (OrderIntent close in desk.TakePlaced())
        {
            desk.Complete(close);
        }

        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);
    }

    private static void OpenAndClose(EngineHarness desk)
    {
        Settle(desk);
        desk.OpenPair();
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Complete(s);
    }

    /// <summary>Bought and sold at the touch, closed at much worse prices than prices met at.</summary>
    private static void Lose(EngineHarness desk)
    {
        Settle(desk);
        desk.OpenPair();
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l, Desks.Bid - 400m);
        desk.Complete(s);
    }

    private static void Settle(EngineHarness desk)
    {
        desk.Calm();
        desk.Pass(6);
        desk.TakePlaced();
    }
}
