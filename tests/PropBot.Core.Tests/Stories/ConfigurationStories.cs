using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: another configuration changes options and nothing else, and none lets the desk risk more without two people's word on that very text.</summary>
public sealed class ConfigurationStories
{
    private static readonly ConfigVersion Wanted = new("7", "ab12");

    [Fact]
    public void RaisingOne_WithoutTwoPeoplesWordOnThatText_IsRefusedAndChangesNothing()
    {
        EngineHarness desk = Desks.Running();
        EngineOptions before = desk.Engine.Options;
        desk.Feed(With(desk, 60, raises: true));
        Assert.Equal("nothing_to_apply", desk.Engine.Refusal?.Code);
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.ApplyConfig, "anna", "more room") { Applies = Wanted });
        desk.Feed(With(desk, 60, raises: true) with { Confirmed = Wanted });
        Assert.Equal("nothing_to_apply", desk.Engine.Refusal?.Code);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.ApplyConfig, null, "boris"));
        desk.Feed(With(desk, 60, raises: true) with { Confirmed = new ConfigVersion("7", "cd34") });
        Assert.Equal("config_mismatch", desk.Engine.Refusal?.Code);
        Assert.Same(before, desk.Engine.Options);

        desk.Feed(With(desk, 60, raises: true) with { Confirmed = Wanted });
        Assert.Null(desk.Engine.Refusal);
        Assert.Equal(60, desk.Engine.Options.Risk.MaxActivePairs);
        Assert.Equal(ApprovalStatus.Used, desk.Ledger.Approvals[0].Status);
    }

    [Fact]
    public void LoweringOne_IsTakenAtOnce_AndActsOnTheNextTick()
    {
        EngineHarness desk = Desks.Running();
        IReadOnlyList<Effect> effects = desk.Feed(new ConfigurationTaken(
            desk.Engine.Options with { Strategy = desk.Engine.Options.Strategy with { MinNetEdgeBps = 1_000m }, Configuration = new ConfigName(2, "ab12", "1.0", "paper", "min_edge_bps: 3 -> 1000") },
            RaisesRisk: false, "anna", "quiet night", "c-1"));
        Journaled line = Assert.Single(effects.OfType<Journaled>(), j => j.Type == "config.changed");
        Assert.Contains(new KeyValuePair<string, string>("changes", "min_edge_bps: 3 -> 1000"), line.Payload);
        Assert.Contains(new KeyValuePair<string, string>("actor", "anna"), line.Payload);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void WhatPeopleHaveLowered_StandsOverAnotherConfiguration()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new LimitLowered(new LimitChange(LimitName.MaxNotionalTotal, 1_000m), "anna", "careful"));
        Assert.Equal(1_000m, desk.Engine.Options.Risk.MaxNotionalTotal.Value);
        desk.Feed(With(desk, 3, raises: false));
        Assert.Equal((1_000m, 3), (desk.Engine.Options.Risk.MaxNotionalTotal.Value, desk.Engine.Options.Risk.MaxActivePairs));
    }

    /// <summary>Thresholds of service levels come from the file of the start alone: no configuration that is applied, by one or by two, makes one looser while the desk runs.</summary>
    [Fact]
    public void ThresholdsOfServiceLevels_AreThoseOfTheStart_WhateverIsApplied()
    {
        EngineHarness desk = Desks.Running(o => o with { Slo = o.Slo with { Enabled = true, Limits = new Dictionary<SloMetric, decimal> { [SloMetric.RejectRate] = 0.1m } } });
        SloOptions before = desk.Engine.Options.Slo;
        SloOptions looser = before with { Enabled = false, Limits = new Dictionary<SloMetric, decimal> { [SloMetric.RejectRate] = 0.9m } };
        desk.Feed(new ConfigurationTaken(desk.Engine.Options with { Slo = looser }, RaisesRisk: false, "anna", "quiet"));
        Assert.Null(desk.Engine.Refusal);
        Assert.Same(before, desk.Engine.Options.Slo);
    }

    [Fact]
    public void WhatBelongsToTheRun_StaysAsItIs()
    {
        EngineHarness desk = Desks.Running();
        EngineOptions now = desk.Engine.Options;
        desk.Feed(new ConfigurationTaken(
            now with
            {
                ReadOnly = !now.ReadOnly,
                Autopilot = !now.Autopilot,
                Control = now.Control with { TwoManRule = !now.Control.TwoManRule, DryRun = !now.Control.DryRun, ApprovalValidity = TimeSpan.FromMinutes(3) },
            },
            RaisesRisk: false, "anna", "x"));
        EngineOptions then = desk.Engine.Options;
        Assert.Equal(
            (now.ReadOnly, now.Autopilot, now.Control.TwoManRule, now.Control.DryRun, TimeSpan.FromMinutes(3)),
            (then.ReadOnly, then.Autopilot, then.Control.TwoManRule, then.Control.DryRun, then.Control.ApprovalValidity));
    }

    [Fact]
    public void Start_WithAnotherConfiguration_IsInTheJournal()
    {
        EngineHarness desk = Desks.Running(o => o with { Configuration = new ConfigName(4, "ab12", "1.0", "paper", "risk.max_active_pairs: 6 -> 2") });
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "config.changed" && l.Payload.Contains(new("source", "start")) && l.Payload.Contains(new("number", "4")));
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "restart.begin" && l.Payload.Contains(new("config_hash", "ab12")) && l.Payload.Contains(new("build", "1.0")));
    }

    /// <summary>The configuration as it was, with another number of pairs.</summary>
    private static ConfigurationTaken With(EngineHarness desk, int pairs, bool raises) => new(
        desk.Options with { Risk = desk.Options.Risk with { MaxActivePairs = pairs } }, raises, "anna", "test");
}
