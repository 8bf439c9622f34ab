using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: every limit is made stricter by one person at once and looser by two only, over restarts, and the rules ask the new number.</summary>
public class ChangedLimitStories
{
    public static TheoryData<LimitName, string?> Limits
    {
        get
        {
            var limits = new TheoryData<LimitName, string?>();
            foreach (LimitRule rule in LimitTable.All)
            {
                limits.Add(rule.Limit, null);
                if (Subject(rule.Scope) is { } subject)
                {
                    limits.Add(rule.Limit, subject);
                }
            }

            return limits;
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void EveryLimit_OneTightens_TwoLoosen_OverARestart(LimitName limit, string? subject)
    {
        EngineHarness desk = Desks.Running();
        LimitRule rule = limit.Rule();
        decimal? configured = Now(desk, limit, subject);
        decimal strict = Stricter(rule, configured);
        decimal loose = Looser(rule, strict);

        desk.Feed(new LimitLowered(new LimitChange(limit, strict, subject), "anna", "careful"));
        Assert.Null(desk.Engine.Refusal);
        Assert.Equal(strict, Now(desk, limit, subject));
        desk.Feed(new LimitLowered(new LimitChange(limit, loose, subject), "anna", "alone"));
        Assert.Equal("limit_not_lower", desk.Engine.Refusal?.Code);

        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.RaiseLimit, "anna", "agreed") { Raises = new LimitChange(limit, loose, subject) });
        Assert.Null(desk.Engine.Refusal);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.RaiseLimit, null, "anna"));
        Assert.Equal(("same_person", (decimal?)strict), (desk.Engine.Refusal?.Code, Now(desk, limit, subject)));
        desk.Restart();
        Assert.Equal(strict, Now(desk, limit, subject));
        desk.Feed(new ApprovalConfirmed(ApprovalAction.RaiseLimit, OperatorSteps.IdOf(1), "boris"));
        Assert.Null(desk.Engine.Refusal);
        Assert.Equal(loose, Now(desk, limit, subject));

        desk.Restart();
        LimitSnapshot shown = Line(desk, limit, subject)!;
        Assert.Equal((loose, configured, "anna, boris", "agreed"), (shown.Value!.Value, shown.Configured, shown.Change!.By, shown.Change.Reason));
    }

    [Fact]
    public void CapOfOneVenue_IsAsked_AndTheOthersAreNot()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new LimitLowered(new LimitChange(LimitName.MaxNotionalPerVenue, 0m, "binance-um"), "anna", "drill"));
        desk.Feed(new LimitLowered(new LimitChange(LimitName.MaxLeverage, 0.1m, "okx-perp"), "anna", "drill"));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("venue_cap") > 0);
        Assert.Contains(desk.Snapshot.Limits, l => l is { Limit: LimitName.MaxNotionalPerVenue, Subject: null, Value: 50_000m, Origin: "configuration" });
    }

    [Theory]
    [InlineData(LimitName.MaxNotionalPerVenue, "kraken", "unknown_scope")]
    [InlineData(LimitName.MaxNotionalTotal, "okx-perp", "unknown_scope")]
    [InlineData(LimitName.MaxPosition, "DOGEUSDT", "unknown_scope")]
    public void SubjectThatIsNotHere_IsRefused(LimitName limit, string subject, string code)
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new LimitLowered(new LimitChange(limit, 1m, subject), "anna", "x"));
        Assert.Equal(code, desk.Engine.Refusal?.Code);
    }

    /// <summary>Farther from liquidation is safer: one person may ask for more distance, and less of it takes two.</summary>
    [Fact]
    public void OfALeast_HigherIsStricter()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new LimitLowered(new LimitChange(LimitName.MinLiquidationDistance, 0.1m), "anna", "x"));
        Assert.Equal("limit_not_lower", desk.Engine.Refusal?.Code);
        Assert.Contains("higher, which is stricter here", desk.Engine.Refusal!.English, StringComparison.Ordinal);
        desk.Feed(new LimitLowered(new LimitChange(LimitName.MinLiquidationDistance, 0.3m), "anna", "x"));
        Assert.Equal("lowered", Line(desk, LimitName.MinLiquidationDistance, null)!.Origin);
    }

    /// <summary>25,000 for all and 40,000 for BTC: 10,000 for all holds for both, and a raise of the one for all shows and raises that number only.</summary>
    [Fact]
    public void RaiseForAll_LeavesSingleOnesWhereTheyAre()
    {
        EngineHarness desk = WithCaps(25_000m, 40_000m);
        Lower(desk, new LimitChange(LimitName.MaxPosition, 10_000m));
        Assert.Equal((10_000m, 10_000m), Caps(desk));
        Assert.Equal(("lowered", "carl", "careful"), Said(desk));
        desk.Restart();
        Raise(desk, new LimitChange(LimitName.MaxPosition, 25_000m));
        Assert.Equal((25_000m, 10_000m), Caps(desk));
        desk.Restart();
        Assert.Equal((25_000m, 10_000m), Caps(desk));
        Assert.Equal(10_000m, desk.Engine.Options.Risk.CapOf(TestInstruments.Btc).Value);

        Raise(desk, new LimitChange(LimitName.MaxPosition, 60_000m, "BTCUSDT"));
        Lower(desk, new LimitChange(LimitName.MaxPosition, 15_000m, "BTCUSDT"));
        Raise(desk, new LimitChange(LimitName.MaxPosition, 30_000m));
        desk.Restart();
        Assert.Equal((30_000m, 15_000m), Caps(desk));
    }

    /// <summary>Two people made both looser than the configuration; one who tightens all means BTC too, although the number is above the configured one.</summary>
    [Fact]
    public void TighterForAll_StillLooserThanConfigured_HoldsForSingleOnes()
    {
        EngineHarness desk = WithCaps(25_000m, null);
        Raise(desk, new LimitChange(LimitName.MaxPosition, 60_000m, "BTCUSDT"));
        Raise(desk, new LimitChange(LimitName.MaxPosition, 75_000m));
        Assert.Equal((75_000m, 60_000m), Caps(desk));
        Lower(desk, new LimitChange(LimitName.MaxPosition, 40_000m));
        Assert.Equal((40_000m, 40_000m), Caps(desk));
        desk.Restart();
        Assert.Equal((40_000m, 40_000m), Caps(desk));
        Assert.Equal(40_000m, desk.Engine.Options.Risk.CapOf(TestInstruments.Btc).Value);
    }

    /// <summary>A raise of a single one outlives a later raise of all to less, over restarts.</summary>
    [Fact]
    public void RaiseOfASingleOne_StandsOverALaterRaiseForAll()
    {
        EngineHarness desk = WithCaps(25_000m, null);
        Lower(desk, new LimitChange(LimitName.MaxPosition, 10_000m));
        Raise(desk, new LimitChange(LimitName.MaxPosition, 60_000m, "BTCUSDT"));
        Raise(desk, new LimitChange(LimitName.MaxPosition, 20_000m));
        Assert.Equal((20_000m, 60_000m), Caps(desk));
        desk.Restart();
        Assert.Equal((20_000m, 60_000m), Caps(desk));
    }

    /// <summary>A configuration that is stricter for all takes the place of what people said for all, and lets go of nothing else.</summary>
    [Fact]
    public void StricterConfigurationForAll_LetsNoSingleOneGo()
    {
        EngineHarness desk = WithCaps(25_000m, 50_000m);
        Lower(desk, new LimitChange(LimitName.MaxPosition, 10_000m));
        EngineOptions next = desk.Options with { Risk = desk.Options.Risk with { MaxNotionalPerSymbol = new Notional(8_000m) } };
        IReadOnlyList<Effect> effects = desk.Feed(new ConfigurationTaken(next, RaisesRisk: false, "anna", "stricter"));
        Assert.Null(desk.Engine.Refusal);
        Journaled told = Assert.Single(effects.OfType<Journaled>(), j => j.Type == "control.limit");
        Assert.Contains(new KeyValuePair<string, string>("value", "8000"), told.Payload);
        Assert.Equal((8_000m, 10_000m), Caps(desk));
        desk.Restart();
        Assert.Equal((25_000m, 10_000m), Caps(desk));
    }

    /// <summary>Anna wants 3 to be 4, Carl makes it 1 meanwhile: what Boris was to confirm is void.</summary>
    [Theory]
    [InlineData(null, null, true)]
    [InlineData("okx-perp", null, true)]
    [InlineData("okx-perp", "okx-perp", true)]
    [InlineData("okx-perp", "binance-um", false)]
    public void WaitingRaise_SomebodyTightensTheSame_IsVoid(string? raised, string? tightened, bool isVoid)
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxLeverage = 3m } });
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.RaiseLimit, "anna", "agreed") { Raises = new LimitChange(LimitName.MaxLeverage, 4m, raised) });
        Lower(desk, new LimitChange(LimitName.MaxOrdersPerMinute, 1m));
        Assert.Equal(ApprovalStatus.Pending, desk.Ledger.Approvals[0].Status);
        Lower(desk, new LimitChange(LimitName.MaxLeverage, 1m, tightened));
        desk.Restart();
        desk.Feed(new ApprovalConfirmed(ApprovalAction.RaiseLimit, OperatorSteps.IdOf(1), "boris"));
        Assert.Equal(isVoid, desk.Engine.Refusal is not null);
        Assert.Equal(isVoid ? ApprovalStatus.Revoked : ApprovalStatus.Used, desk.Ledger.Approvals[0].Status);
        Assert.Equal(isVoid ? (tightened is null ? 1m : 3m) : 3m, Now(desk, LimitName.MaxLeverage, null));
        Assert.Equal(isVoid ? 1m : 4m, Now(desk, LimitName.MaxLeverage, "okx-perp"));
    }

    /// <summary>A configuration that tightens is the same word as one said by hand: at once, where a person's number hides it, and when it comes with a start.</summary>
    [Theory]
    [InlineData(2, false, false, true)]
    [InlineData(2, false, true, true)]
    [InlineData(3, false, false, false)]
    [InlineData(3, false, true, false)]
    [InlineData(2.5, true, false, true)]
    public void WaitingRaise_AConfigurationTightensTheSame_IsVoid(double configured, bool isLowered, bool comesWithAStart, bool isVoid)
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxLeverage = 3m } });
        if (isLowered)
        {
            Lower(desk, new LimitChange(LimitName.MaxLeverage, 1m));
        }

        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.RaiseLimit, "anna", "agreed") { Raises = new LimitChange(LimitName.MaxLeverage, 4m) });
        RiskOptions next = desk.Options.Risk with { MaxLeverage = (decimal)configured, MaxOrdersPerMinute = 1 };
        if (comesWithAStart)
        {
            desk.Restart(o => o with { Risk = next });
        }
        else
        {
            desk.Feed(new ConfigurationTaken(desk.Options with { Risk = next }, RaisesRisk: false, "carl", "stricter"));
        }

        desk.Feed(new ApprovalConfirmed(ApprovalAction.RaiseLimit, OperatorSteps.IdOf(1), "boris"));
        Assert.Equal(isVoid, desk.Engine.Refusal is not null);
        Assert.Equal(isVoid ? ApprovalStatus.Revoked : ApprovalStatus.Used, desk.Ledger.Approvals[0].Status);
        Assert.Equal(isVoid && !comesWithAStart, desk.Ledger.Approvals[0].Note?.Contains("by carl", StringComparison.Ordinal) == true);
    }

    private static EngineHarness WithCaps(decimal all, decimal? btc) => Desks.Running(o => o with
    {
        Risk = o.Risk with
        {
            MaxNotionalPerSymbol = new Notional(all),
            SymbolCaps = btc is { } own ? new Dictionary<Symbol, Notional> { [TestInstruments.Btc] = new(own) } : [],
        },
    });

    private static void Lower(EngineHarness desk, LimitChange change)
    {
        desk.Feed(new LimitLowered(change, "carl", "careful"));
        Assert.Null(desk.Engine.Refusal);
    }

    private static void Raise(EngineHarness desk, LimitChange change)
    {
        ApprovalId id = OperatorSteps.IdOf(desk.Ledger.Approvals.Count + 1);
        desk.Feed(new ApprovalRequested(id, ApprovalAction.RaiseLimit, "anna", "agreed") { Raises = change });
        Assert.Null(desk.Engine.Refusal);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.RaiseLimit, id, "boris"));
        Assert.Null(desk.Engine.Refusal);
    }

    /// <summary>The cap of a symbol for all, and BTC's.</summary>
    private static (decimal?, decimal?) Caps(EngineHarness desk) => (Now(desk, LimitName.MaxPosition, null), Now(desk, LimitName.MaxPosition, "BTCUSDT"));

    private static (string, string, string) Said(EngineHarness desk)
    {
        LimitSnapshot line = Line(desk, LimitName.MaxPosition, "BTCUSDT")!;
        return (line.Origin, line.Change!.By, line.Change.Reason);
    }

    private static string? Subject(LimitScope scope) => scope switch
    {
        LimitScope.Symbol => "BTCUSDT",
        LimitScope.Asset => "BTC",
        LimitScope.Venue => "okx-perp",
        _ => null,
    };

    private static LimitSnapshot? Line(EngineHarness desk, LimitName limit, string? subject) =>
        desk.Snapshot.Limits.SingleOrDefault(l => l.Limit == limit && l.Subject == subject);

    private static decimal? Now(EngineHarness desk, LimitName limit, string? subject) => (Line(desk, limit, subject) ?? Line(desk, limit, null)!).Value;

    private static decimal Stricter(LimitRule rule, decimal? now) => Between(rule, rule.Sense == LimitSense.AtMost ? Math.Max(rule.Least, rule.IsWhole ? 1m : 0m) : rule.Most, now ?? rule.Most);

    private static decimal Looser(LimitRule rule, decimal now) => Between(rule, rule.Sense == LimitSense.AtMost ? rule.Most : rule.Least, now);

    private static decimal Between(LimitRule rule, decimal bound, decimal now)
    {
        decimal middle = (bound + now) / 2m;
        return rule.IsWhole ? decimal.Truncate(middle) : middle;
    }
}
