using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: one person restricts a part of the desk at once, two release it, a restart forgets nothing, and reducing is never refused.</summary>
public sealed class FreezeStories
{
    private static readonly ControlScope Okx = ControlScope.Of(VenueId.OkxPerp);
    private static readonly ControlScope Strategy = ControlScope.OfStrategy(StrategyNames.CrossExchangeArb);

    public static TheoryData<string, string, string, string> Everywhere => new()
    {
        { "desk", "", "frozen", "frozen" },
        { "desk", "", "reduce_only", "reduce_only" },
        { "venue", "okx-perp", "frozen", "frozen" },
        { "venue", "binance-um", "reduce_only", "reduce_only" },
        { "instrument", "okx-perp:BTCUSDT", "frozen", "frozen" },
        { "strategy", "cross_exchange_arb", "frozen", "frozen" },
    };

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void RestrictedScope_OpensNothing_UntilTwoPeopleReleaseIt(string kind, string subject, string state, string rule)
    {
        ControlScope scope = ControlScope.Parse(ScopeCodes.Kind(kind)!.Value, subject)!.Value;
        EngineHarness desk = Desks.Running();
        IReadOnlyList<Effect> effects = desk.Feed(new FreezeRequested(scope, ScopeCodes.State(state)!.Value, "anna", "news", "r-1") { Channel = "telegram" });
        Journaled line = Assert.Single(effects.OfType<Journaled>(), j => j.Type == "control.freeze");
        Assert.Equal(
            [new("scope", kind), new("subject", subject), new("state", state), new("actor", "anna"), new("source", "telegram"), new("reason", "news"), new("correlation_id", "r-1")],
            line.Payload);
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);

        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals(rule) > 0);
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == rule && b.English.Contains("by anna: news", StringComparison.Ordinal) && b.English.Contains(scope.ToString(), StringComparison.Ordinal));

        ApprovalAction action = scope.Kind == ScopeKind.Strategy ? ApprovalAction.UnfreezeStrategy : ApprovalAction.Unfreeze;
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), action, "anna", "over") { Releases = scope });
        desk.Feed(new ApprovalConfirmed(action, OperatorSteps.IdOf(1), "anna"));
        Assert.Equal("same_person", desk.Engine.Refusal?.Code);
        desk.Feed(new FreezeRequested(scope, ScopeState.Active, "anna", "over"));
        Assert.Equal("release_needs_two", desk.Engine.Refusal?.Code);
        Assert.Equal(ScopeCodes.State(state), desk.Ledger.Control.Scopes.StateOf(scope));

        desk.Feed(new ApprovalConfirmed(action, OperatorSteps.IdOf(1), "boris"));
        Assert.Null(desk.Engine.Refusal);
        Assert.True(desk.Ledger.Control.Scopes.IsEmpty);
        Assert.Equal(SizeProbation.Unfreeze, desk.Ledger.Control.Probation?.Cause);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Theory]
    [InlineData("venue", "okx-perp")]
    [InlineData("strategy", "cross_exchange_arb")]
    public void Release_LetsGoOfWhatTheRequestShowed_AndOfNothingLater(string kind, string subject)
    {
        ControlScope scope = ControlScope.Parse(ScopeCodes.Kind(kind)!.Value, subject)!.Value;
        ApprovalAction action = scope.Kind == ScopeKind.Strategy ? ApprovalAction.UnfreezeStrategy : ApprovalAction.Unfreeze;
        EngineHarness desk = Desks.Running();
        desk.Feed(new FreezeRequested(scope, ScopeState.Frozen, "anna", "news"));
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), action, "anna", "over", "r-1") { Releases = scope });
        desk.Feed(new FreezeRequested(scope, ScopeState.ReduceOnly, "clara", "withdrawals stopped"));

        IReadOnlyList<Effect> effects = desk.Feed(new ApprovalConfirmed(action, OperatorSteps.IdOf(1), "boris", "r-2") { Channel = "telegram" });
        Assert.Equal("reduce_only: withdrawals stopped (clara)", desk.Ledger.Control.Scopes.Words(scope));
        Assert.Contains(effects.OfType<AlertRaised>(), a => a.Code == "unfrozen" && a.English.Contains("withdrawals stopped (clara)", StringComparison.Ordinal));
        Assert.Equal(
            [new("scope", kind), new("subject", subject), new("state", "reduce_only"), new("actor", "boris"), new("source", "telegram"), new("reason", "over"), new("correlation_id", "r-2")],
            effects.OfType<Journaled>().Single(j => j.Type == "control.unfreeze").Payload);

        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(2), action, "anna", "over") { Releases = scope });
        desk.Feed(new FreezeRequested(scope, ScopeState.ReduceOnly, "clara", "withdrawals stopped"));
        desk.Feed(new ApprovalConfirmed(action, OperatorSteps.IdOf(2), "boris"));
        Assert.Equal(ScopeState.ReduceOnly, desk.Ledger.Control.Scopes.StateOf(scope));
    }

    [Fact]
    public void ReduceOnly_ClosesByItsRules()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Feed(new FreezeRequested(Okx, ScopeState.ReduceOnly, "anna", "news"));
        desk.Converge();
    }

    [Fact]
    public void Frozen_KeepsNoPairFromClosing()
    {
        EngineHarness desk = Desks.Running();
        PairId pair = desk.OpenPair();
        desk.Feed(new FreezeRequested(Okx, ScopeState.Frozen, "anna", "news"));
        desk.Converge();
        Assert.Equal(ExitRule.Converged, desk.Pair(pair).CloseReason);
    }

    [Fact]
    public void Frozen_RescuesAllTheSame()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Feed(new FreezeRequested(ControlScope.Desk, ScopeState.Frozen, "anna", "news"));
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        OrderIntent rescue = Assert.Single(desk.TakePlaced());
        desk.Complete(rescue);
        Assert.Equal(0m, desk.Pair(l.Pair).Imbalance);
    }

    [Fact]
    public void Causes_AreStackedWithTheirFirstTime_AndARestartKeepsThem()
    {
        EngineHarness desk = Desks.Running();
        DateTimeOffset first = desk.At;
        desk.Feed(new FreezeRequested(Strategy, ScopeState.Frozen, "anna", "news"));
        desk.Pass(10);
        desk.Feed(new FreezeRequested(Strategy, ScopeState.Frozen, "anna", "news"));
        desk.Feed(new FreezeRequested(Strategy, ScopeState.ReduceOnly, "boris", "careful"));
        Assert.Equal([("news", "anna", first), ("careful", "boris", desk.At)], desk.Ledger.Control.Scopes.Causes.Select(c => (c.Reason, c.Source, c.Since)));
        ScopeStack before = desk.Ledger.Control.Scopes;

        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(20);
        Assert.Equal((before, ControlMode.Hold), (desk.Ledger.Control.Scopes, desk.Ledger.Control.Mode));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void UnknownPart_AndNothingToRelease_AreRefusedWithWhatThereIs()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new FreezeRequested(ControlScope.Of(new VenueId("kraken")), ScopeState.Frozen, "anna", "x"));
        Assert.Equal("unknown_scope", desk.Engine.Refusal?.Code);
        Assert.Contains("binance-um, okx-perp", desk.Engine.Refusal!.English, StringComparison.Ordinal);
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.Unfreeze, "anna", "x") { Releases = Okx });
        Assert.Equal("not_frozen", desk.Engine.Refusal?.Code);
        Assert.Empty(desk.Ledger.Approvals);
    }

    [Fact]
    public void Confirm_WithTheIdOfAnotherAction_IsRefused_AndThatRequestStillWaits()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new HoldRequested("anna", "news"));
        ApprovalId resume = desk.RequestResume("anna");
        desk.Feed(new FreezeRequested(Strategy, ScopeState.Frozen, "anna", "news"));
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(9), ApprovalAction.UnfreezeStrategy, "anna", "over") { Releases = Strategy });

        desk.Feed(new ApprovalConfirmed(ApprovalAction.UnfreezeStrategy, resume, "boris"));
        Assert.Equal("request_action_mismatch", desk.Engine.Refusal?.Code);
        Assert.All(desk.Ledger.Approvals, a => Assert.Equal(ApprovalStatus.Pending, a.Status));
        Assert.False(desk.Ledger.Control.Scopes.IsEmpty);
        desk.ConfirmResume("boris");
        Assert.Null(desk.Engine.Refusal);
    }

    [Fact]
    public void Limit_OnePersonLowers_TwoRaise_AndEachCountsAtOnceAndOverARestart()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new LimitLowered(new LimitChange(LimitName.MaxNotionalTotal, 50m), "anna", "careful", "r-1"));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("total_cap") > 0);
        Assert.Equal((50m, 60_000m, "lowered"), Shown(desk));

        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(20);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());

        desk.Feed(new LimitLowered(new LimitChange(LimitName.MaxNotionalTotal, 70_000m), "anna", "more"));
        Assert.Equal("limit_not_lower", desk.Engine.Refusal?.Code);
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.RaiseLimit, "anna", "more") { Raises = new LimitChange(LimitName.MaxNotionalTotal, 70_000m) });
        Assert.Contains(new("value_now", "50"), desk.Ledger.Approvals[0].Parameters);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.RaiseLimit, null, "anna"));
        Assert.Equal("same_person", desk.Engine.Refusal?.Code);
        Assert.Equal((50m, 60_000m, "lowered"), Shown(desk));
        desk.Feed(new ApprovalConfirmed(ApprovalAction.RaiseLimit, null, "boris"));
        Assert.Equal((70_000m, 60_000m, "raised"), Shown(desk));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    /// <summary>The configuration gives one symbol more than the others; whoever lowers the cap of all means that one too, and its own raise brings it back.</summary>
    [Fact]
    public void CapOfAll_Lowered_CountsForASymbolWithACapOfItsOwn_AndRaisedLeavesIt()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { SymbolCaps = new Dictionary<Symbol, Notional> { [TestInstruments.Btc] = new(40_000m) } } });
        desk.Feed(new LimitLowered(new LimitChange(LimitName.MaxPosition, 50m), "anna", "careful", "r-1"));
        Assert.Equal(50m, CapOfBtc(desk));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("symbol_cap") > 0);

        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.RaiseLimit, "anna", "more") { Raises = new LimitChange(LimitName.MaxPosition, 90_000m) });
        desk.Feed(new ApprovalConfirmed(ApprovalAction.RaiseLimit, null, "boris"));
        Assert.Equal(50m, CapOfBtc(desk));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());

        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(2), ApprovalAction.RaiseLimit, "anna", "BTC too") { Raises = new LimitChange(LimitName.MaxPosition, 40_000m, "BTCUSDT") });
        desk.Feed(new ApprovalConfirmed(ApprovalAction.RaiseLimit, null, "boris"));
        Assert.Equal(40_000m, CapOfBtc(desk));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Fact]
    public void CapOfAll_Lowered_LeavesAStricterOneOfASymbol()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { SymbolCaps = new Dictionary<Symbol, Notional> { [TestInstruments.Btc] = new(50m) } } });
        desk.Feed(new LimitLowered(new LimitChange(LimitName.MaxPosition, 20_000m), "anna", "careful", "r-1"));
        Assert.Equal(50m, CapOfBtc(desk));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
    }

    private static decimal CapOfBtc(EngineHarness desk) => desk.Snapshot.Risk.Lines.Single(l => l is { Limit: "symbol_cap", Scope: "BTCUSDT" }).Threshold;

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void RaisedLimit_MustBePositiveAndHigher(int value)
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.RaiseLimit, "anna", "x") { Raises = new LimitChange(LimitName.MaxPosition, value) });
        Assert.Equal("limit_out_of_range", desk.Engine.Refusal?.Code);
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.RaiseLimit, "anna", "x") { Raises = new LimitChange(LimitName.MaxPosition, 25_000m) });
        Assert.Equal("limit_not_higher", desk.Engine.Refusal?.Code);
    }

    [Fact]
    public void RaisedLimit_WhoseConfigurationWasChangedSince_NoLongerCounts()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.RaiseLimit, "anna", "x") { Raises = new LimitChange(LimitName.MaxPosition, 90_000m) });
        desk.Feed(new ApprovalConfirmed(ApprovalAction.RaiseLimit, null, "boris"));

        EngineHarness later = Desks.Stopped(o => o with { Risk = o.Risk with { MaxNotionalPerSymbol = new Notional(10_000m) } });
        later.Feed(new EngineStarted(desk.Ledger.Recover()));
        Assert.Equal(10_000m, later.Snapshot.Limits.Single(l => l.Limit == LimitName.MaxPosition).Value);
        Assert.True(later.HasAlert("limit_dropped"));
    }

    [Fact]
    public void DryRun_IsLeftByTwoPeople_WhereOrdersMayLeave()
    {
        EngineHarness desk = Desks.Running(o => o with { Control = o.Control with { DryRun = true } });
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.ExitDryRun, "anna", "go"));
        desk.Feed(new ApprovalConfirmed(ApprovalAction.ExitDryRun, null, "anna"));
        Assert.Equal(("same_person", true), (desk.Engine.Refusal?.Code, desk.Snapshot.IsDryRun));
        desk.Feed(new ApprovalConfirmed(ApprovalAction.ExitDryRun, null, "boris"));
        Assert.False(desk.Snapshot.IsDryRun);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);

        EngineHarness reading = Desks.Running(o => o with { ReadOnly = true });
        reading.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.ExitDryRun, "anna", "go"));
        Assert.Equal("orders_are_off", reading.Engine.Refusal?.Code);
    }

    [Fact]
    public void Configuration_ThatTwoPeopleConfirmed_AndNoOther_IsApplied()
    {
        EngineHarness desk = Desks.Running();
        var wanted = new ConfigVersion("7", "ab12");
        desk.Feed(new ConfigApplied(wanted, "anna"));
        Assert.Equal("nothing_to_apply", desk.Engine.Refusal?.Code);
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.ApplyConfig, "anna", "new fees") { Applies = wanted });
        desk.Feed(new ApprovalConfirmed(ApprovalAction.ApplyConfig, null, "boris"));
        desk.Feed(new ConfigApplied(new ConfigVersion("7", "cd34"), "anna"));
        Assert.Equal(("config_mismatch", ApprovalStatus.Approved), (desk.Engine.Refusal?.Code, desk.Ledger.Approvals[0].Status));
        desk.Feed(new ConfigApplied(wanted, "anna"));
        Assert.Equal(ApprovalStatus.Used, desk.Ledger.Approvals[0].Status);
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "config.applied" && l.Payload.Contains(new("hash", "ab12")));
        desk.Feed(new ConfigApplied(wanted, "anna"));
        Assert.Equal("nothing_to_apply", desk.Engine.Refusal?.Code);
    }

    private static (decimal? Value, decimal? Configured, string Origin) Shown(EngineHarness desk)
    {
        LimitSnapshot limit = desk.Snapshot.Limits.Single(l => l.Limit == LimitName.MaxNotionalTotal);
        return (limit.Value, limit.Configured, limit.Origin);
    }
}
