using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
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
