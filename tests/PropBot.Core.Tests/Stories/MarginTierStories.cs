using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: margin is worked out with the venue's own table; what is assumed in its place is said to be.</summary>
public sealed class MarginTierStories
{
    [Fact]
    public void Table_NotReadYet_IsAssumed_AndTheAutopilotWaits()
    {
        EngineHarness desk = Desks.Stopped();
        desk.AnswersTiers = false;
        desk.Start();
        desk.ConnectQuietly();
        desk.Pass(3);
        Assert.Equal([Desks.Binance, Desks.Okx], desk.TakeQuestions().OfType<QueryPositionTiers>().Select(q => q.Instrument));
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "margin_tiers", Ok: false, BlocksResume: false, Value: "0/2", Threshold: "2/2" });
        Assert.All(desk.Snapshot.Risk.MarginTiers, t => Assert.Equal(("assumed", 0.02m, null), (t.Source, t.MaintenanceRate, t.ReadAt)));

        desk.Feed(new PositionTiersReported(Desks.Binance, desk.Venues[VenueId.BinanceUm].Tiers));
        desk.Feed(new PositionTiersReported(Desks.Okx, Table((null, 0.004m, 125m))));
        desk.Pass(3);
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "margin_tiers", Ok: true });
        Assert.Equal(ControlMode.Run, desk.Snapshot.Control.Mode);
        MarginTierReading okx = desk.Snapshot.Risk.MarginTiers.Single(t => t.Instrument == Desks.Okx);
        Assert.Equal(("venue", 1, 0.004m, 125m), (okx.Source, okx.Steps, okx.MaintenanceRate, okx.MaxLeverage!.Value));
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "instrument.tiers" && l.Payload.Any(p => p is { Key: "now", Value: "more: 0.4 % 125x" }));
    }

    [Theory]
    // Isolated at 5 a long is liquidated (1/5 - r) / (1 - r) below its price: 0.188 with 2 %, 0.111 with 10 %; 0.15 is asked for.
    // The pair of 0.08 BTC is 4,824 USDT at OKX's bid and 4,800 at Binance's ask.
    [InlineData(4_700, null, false)]
    [InlineData(4_900, null, true)]
    [InlineData(null, 0.07, false)]
    [InlineData(null, 0.08, true)]
    public void LiquidationDistance_FollowsTheStepOfThePosition(int? upTo, double? upToQuantity, bool opens)
    {
        EngineHarness desk = Desks.Stopped(At(VenueId.BinanceUm, MarginMode.Isolated, 5m));
        desk.Venues[VenueId.BinanceUm].Tiers =
        [
            new PositionTier(upTo is { } most ? new Notional(most) : new Notional(1m), 50m, new Rate(0.02m), 0m)
            {
                UpToQuantity = upToQuantity is { } size ? new Quantity((decimal)size) : null,
            },
            new PositionTier(null, 5m, new Rate(0.1m), 0m),
        ];
        desk.Begin();
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(opens, desk.TakePlaced().Count > 0);
        Assert.Equal(opens ? 0 : 1, Math.Min(1, desk.Refusals("liquidation_distance")));
    }

    [Fact]
    public void Stress_CountsTheMarginThatTheVenueWants()
    {
        // Cross, 100,000 on each venue. After a rise of 10 % OKX wants 4,824 x 1.1 x 0.9 = 4,776 of the 99,518 left.
        EngineHarness desk = Desks.Stopped(o => o with { Risk = o.Risk with { MaxStressMarginRatio = 0.04m } });
        desk.Venues[VenueId.OkxPerp].Tiers = Table((null, 0.9m, 1m));
        desk.Begin();
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal(0.0479m, Math.Round(Assert.Single(desk.Snapshot.Risk.Denials, d => d.Code == "stress").Actual, 4, MidpointRounding.ToZero));
    }

    [Fact]
    public void Leverage_SetAboveWhatTheVenueAllowsForALargerPosition_KeepsThePositionBelowThatStep()
    {
        // Up to 3,000 USDT the venue allows 10, above it 2, and 5 is set: 3,000 / 60,300.05 = 0.0497.
        EngineHarness desk = Desks.Stopped(At(VenueId.OkxPerp, MarginMode.Cross, 5m));
        desk.Venues[VenueId.OkxPerp].Tiers = Table((3_000m, 0.02m, 10m), (null, 0.02m, 2m));
        desk.Begin();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        Assert.Equal(0.04m, l.Quantity.Value);
        desk.Complete(l);
        desk.Complete(s);
        desk.Pass(desk.Options.Risk.CoolDown);

        // 0.04 are held, 588 are left: nothing of a lot of 0.01 fits, for 603 are needed.
        desk.Quote(Desks.Okx, Desks.HighBid + 300m, Desks.HighAsk + 300m);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void Leverage_SetAboveTheSmallestStep_IsRefusedWithBothNumbers()
    {
        EngineHarness desk = Desks.Stopped(At(VenueId.OkxPerp, MarginMode.Cross, 5m));
        desk.Venues[VenueId.OkxPerp].Tiers = Table((null, 0.02m, 4m));
        desk.Begin();
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        RiskDenial denial = Assert.Single(desk.Snapshot.Risk.Denials, d => d.Code == "leverage");
        Assert.Equal((4m, 5m, "okx-perp"), (denial.Limit, denial.Actual, denial.Venue));
    }

    [Fact]
    public void Table_ThatCannotBeRead_IsToldOnce_AskedForAgain_AndToldWhenItCame()
    {
        EngineHarness desk = Desks.Running();
        Assert.False(desk.HasAlert("margin_tiers_unread"));
        desk = Desks.Stopped();
        desk.AnswersTiers = false;
        desk.Start();
        desk.ConnectQuietly();
        desk.Pass(1);
        desk.TakeQuestions();
        desk.Feed(new PositionTiersQueryFailed(Desks.Okx, "503"));
        desk.Feed(new PositionTiersQueryFailed(Desks.Okx, "503"));
        AlertSnapshot told = Assert.Single(desk.Snapshot.Alerts, a => a.Code == "margin_tiers_unread");
        Assert.Contains("503", told.English, StringComparison.Ordinal);
        Assert.Contains("2 %", told.Russian, StringComparison.Ordinal);
        desk.Pass(61);
        Assert.Contains(desk.TakeQuestions(), q => q is QueryPositionTiers { Instrument.Venue.Name: "okx-perp" });
        desk.Feed(new PositionTiersReported(Desks.Okx, Table((null, 0.01m, 50m))));
        Assert.True(desk.HasAlert("margin_tiers_read"));
    }

    [Fact]
    public void Table_ThatTheVenueChanges_CountsAtOnce_AndIsTold()
    {
        EngineHarness desk = Desks.Running(At(VenueId.BinanceUm, MarginMode.Isolated, 5m));
        desk.Venues[VenueId.BinanceUm].Tiers = Table((null, 0.1m, 5m));
        desk.Pass(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1));
        AlertSnapshot told = Assert.Single(desk.Snapshot.Alerts, a => a.Code == "margin_tiers_changed");
        Assert.Contains("maintenance margin: every size: 2 % 50x → 10 % 5x. It counts at once", told.English, StringComparison.Ordinal);
        Assert.Contains("маржи: любой размер: 2 % 50x → 10 % 5x. Новая действует сразу", told.Russian, StringComparison.Ordinal);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("liquidation_distance") > 0);
    }

    /// <summary>A venue has some ten steps: whoever is told of a change reads what is different and not two tables.</summary>
    [Fact]
    public void Change_IsTold_StepByStep_WithoutWhatStayedTheSame()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new PositionTiersReported(Desks.Okx, Table((50_000m, 0.004m, 125m), (250_000m, 0.005m, 100m), (1_000_000m, 0.01m, 50m), (null, 0.02m, 20m))));
        int told = desk.Snapshot.Alerts.Count;
        desk.Feed(new PositionTiersReported(Desks.Okx, Table((50_000m, 0.004m, 125m), (300_000m, 0.005m, 100m), (1_000_000m, 0.015m, 40m), (null, 0.02m, 20m))));
        AlertSnapshot change = desk.Snapshot.Alerts.Where(a => a.Code == "margin_tiers_changed").MaxBy(a => a.At)!;
        Assert.Equal(told + 1, desk.Snapshot.Alerts.Count);
        Assert.Contains(": 250000 to 300000: 1 % 50x → 0.5 % 100x; 300000 to 1000000: 1 % 50x → 1.5 % 40x. It counts", change.English, StringComparison.Ordinal);
        Assert.Contains(": 250000–300000: 1 % 50x → 0.5 % 100x; 300000–1000000: 1 % 50x → 1.5 % 40x. Новая", change.Russian, StringComparison.Ordinal);
    }

    [Fact]
    public void Change_OfManySteps_IsCutShort_AndSaysWhereTheRestIs()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new PositionTiersReported(Desks.Okx, Table([.. Enumerable.Range(1, 12).Select(i => ((decimal?)(i * 1_000m), i * 0.001m, 100m - i))])));
        desk.Feed(new PositionTiersReported(Desks.Okx, Table([.. Enumerable.Range(1, 12).Select(i => ((decimal?)(i * 1_000m), i * 0.002m, 100m - i))])));
        AlertSnapshot change = desk.Snapshot.Alerts.Where(a => a.Code == "margin_tiers_changed").MaxBy(a => a.At)!;
        Assert.Contains("up to 1000: 0.1 % 99x → 0.2 % 99x; 1000 to 2000: ", change.English, StringComparison.Ordinal);
        Assert.Contains("; 4 more, in the journal as instrument.tiers.", change.English, StringComparison.Ordinal);
    }

    /// <summary>An answer that was lost for a minute comes after the next one: it is older, and no change of the venue's.</summary>
    [Fact]
    public void Table_OfAnOlderQuestion_AfterALaterOne_CountsForNothing()
    {
        EngineHarness desk = Desks.Stopped();
        desk.AnswersTiers = false;
        desk.Start();
        desk.ConnectQuietly();
        desk.Pass(62);
        long[] asked = [.. desk.TakeQuestions().OfType<QueryPositionTiers>().Where(q => q.Instrument == Desks.Okx).Select(q => q.Question)];
        Assert.Equal(2, asked.Length);
        desk.Feed(new PositionTiersReported(Desks.Okx, Table((null, 0.01m, 50m))) { Question = asked[1] });
        desk.Feed(new PositionTiersReported(Desks.Okx, Table((null, 0.02m, 20m))) { Question = asked[0] });
        desk.Feed(new PositionTiersQueryFailed(Desks.Okx, "503") { Question = asked[0] });
        Assert.Equal(50m, desk.Snapshot.Risk.MarginTiers.Single(t => t.Instrument == Desks.Okx).MaxLeverage);
        Assert.False(desk.HasAlert("margin_tiers_changed"));
    }

    [Fact]
    public void Table_BySize_ThatIsWorthSomethingElse_HasNotChanged()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new PositionTiersReported(Desks.Okx, BySize(worth: 600_000m)));
        int changes = desk.Snapshot.Alerts.Count(a => a.Code == "margin_tiers_changed");
        desk.Feed(new PositionTiersReported(Desks.Okx, BySize(worth: 610_000m)));
        Assert.Equal(changes, desk.Snapshot.Alerts.Count(a => a.Code == "margin_tiers_changed"));
    }

    [Fact]
    public void Table_OfAnInstrumentWhoseRulesChanged_IsAskedForAgain()
    {
        EngineHarness desk = Desks.Running();
        desk.AnswersTiers = false;
        desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [TestInstruments.OkxBtc with { MaxQuantity = new Quantity(7m) }]));
        desk.Pass(1);
        Assert.Equal(Desks.Okx, Assert.Single(desk.TakeQuestions().OfType<QueryPositionTiers>()).Instrument);
    }

    private static Func<EngineOptions, EngineOptions> At(VenueId venue, MarginMode mode, decimal leverage) =>
        o => o with { MarginTerms = new Dictionary<VenueId, MarginTerms> { [venue] = new(mode, leverage) } };

    private static PositionTier[] Table(params (decimal? UpTo, decimal Rate, decimal Leverage)[] steps) =>
        [.. steps.Select(s => new PositionTier(s.UpTo is { } most ? new Notional(most) : null, s.Leverage, new Rate(s.Rate), 0m))];

    private static PositionTier[] BySize(decimal worth) =>
    [
        new PositionTier(new Notional(worth), 50m, new Rate(0.004m), 0m) { UpToQuantity = new Quantity(10m) },
        new PositionTier(null, 20m, new Rate(0.01m), 0m),
    ];
}
