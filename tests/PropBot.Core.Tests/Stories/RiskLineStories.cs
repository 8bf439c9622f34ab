using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: whoever reads the limits sees what each is compared with, and one that is switched off says so.</summary>
public sealed class RiskLineStories
{
    [Fact]
    public void Drawdown_FallsBelowTheHighestOfTheDay_AndItsLineStaysBreachedWithTheDay()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxDayDrawdownBps = 20m } });
        desk.OpenPair();
        desk.Mark(Desks.Binance, 60_600m);
        desk.Mark(Desks.Okx, 60_300m);
        // Samples are kept every 10 s.
        desk.Pass(11);
        decimal peak = desk.Ledger.Control.DayPeakEquity!.Value;
        desk.Mark(Desks.Binance, 60_000m);
        desk.Pass(0.1);
        RiskLine line = Line(desk, "drawdown", "*");
        // 0.08 BTC lost 600 each.
        Assert.Equal((20m, 48m / peak * 10_000m, "bps", false), (line.Threshold, line.Current, line.Unit, line.IsBreached));

        desk.Mark(Desks.Binance, 60_600m - (0.0021m * peak / 0.08m));
        desk.Pass(0.1);
        Assert.True(Line(desk, "drawdown", "*").IsBreached);
        desk.Mark(Desks.Binance, 60_600m);
        desk.Pass(0.1);
        Assert.True(Line(desk, "drawdown", "*").IsBreached);
    }

    [Fact]
    public void Margin_IsTheVenuesOwnRatio_AndACallBreachesItWhateverTheRatioSays()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].MarginRatio = 0.2m;
        desk.Pass(6);
        RiskLine line = Line(desk, "margin_call", "okx-perp");
        Assert.Equal((0.5m, 0.2m, "fraction", false, 0.4m), (line.Threshold, line.Current, line.Unit, line.IsBreached, line.Used));
        desk.Feed(new MarginCallReceived(VenueId.OkxPerp, "mgnRatio 1.1"));
        Assert.True(Line(desk, "margin_call", "okx-perp").IsBreached);
    }

    [Fact]
    public void Order_IsTheLargestLegThatStands()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxNotionalPerOrder = new Notional(6_000m) } });
        Assert.Equal(0m, Line(desk, "order_cap", "*").Current);
        desk.OpenPair();
        desk.Mark(Desks.Binance, 60_000m);
        desk.Mark(Desks.Okx, 60_300m);
        desk.Pass(0.1);
        RiskLine line = Line(desk, "order_cap", "*");
        // 0.08 BTC at the dearer mark.
        Assert.Equal((6_000m, 4_824m, false), (line.Threshold, line.Current, line.IsBreached));
    }

    [Fact]
    public void Budget_IsWhatTheStrategyLostToday_AndReachedIsBreached()
    {
        EngineHarness desk = Desks.Running(o => o with { StrategyLimits = new StrategyLimits { DailyLoss = null, DailyLossBudget = new Notional(1m) } });
        // Both legs pay 5 bps of about 4,800: more than the budget.
        desk.OpenPair();
        desk.Pass(1);
        RiskLine line = Line(desk, "strategy_budget", StrategyNames.CrossExchangeArb);
        Assert.Equal((1m, desk.Snapshot.Strategy!.BudgetUsed, "USDT", true), (line.Threshold, line.Current, line.Unit, line.IsBreached));
        Assert.True(line.Current > 1m);
    }

    [Fact]
    public void LimitThatIsOff_SaysSo_AndHasNothingUsedOrLeft()
    {
        EngineHarness desk = Desks.Running(o => o with
        {
            StrategyLimits = new StrategyLimits { DailyLoss = null, DailyLossBudget = null },
            Risk = o.Risk with { MaxDailyLoss = null, MaxDayDrawdownBps = null, MinLiquidationDistance = 0m },
        });
        desk.OpenPair();
        desk.Mark(Desks.Binance, 60_000m);
        desk.Mark(Desks.Okx, 60_300m);
        desk.Pass(0.1);
        RiskLine[] off = [.. desk.Snapshot.Risk.Lines.Where(l => l.Limit is "daily_loss" or "drawdown" or "strategy_budget" or "liquidation_distance")];
        Assert.Equal(["daily_loss", "drawdown", "liquidation_distance", "strategy_budget"], off.Select(l => l.Limit).Distinct().Order(StringComparer.Ordinal));
        Assert.All(off, l => Assert.Equal((true, null, null, false), (l.IsOff, l.Left, l.Used, l.IsBreached)));
    }

    private static RiskLine Line(EngineHarness desk, string limit, string scope) => desk.Snapshot.Risk.Lines.Single(l => l.Limit == limit && l.Scope == scope);
}
