using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: marks value the positions and the day's loss, so a venue whose mark is missing, old or wrong is not well.</summary>
public sealed class MarkWatchStories
{
    private const decimal Mid = 60_000.05m;

    [Fact]
    public void Mark_SaidAgain_IsNoTrouble_NotSaidAnyMore_LosesSize_Degrades_AndHolds()
    {
        EngineHarness desk = Watched();
        Tell(desk, seconds: 60, Desks.Binance, Desks.Okx);
        Assert.Equal((WatchStatus.Ok, 1m), (Okx(desk).Status, Okx(desk).Health!.Score));

        // OKX says no mark any more; its books go on.
        Tell(desk, seconds: 25, Desks.Binance);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
        HealthComponent marks = Okx(desk).Health!.Components.Single(c => c.Name == "marks");
        Assert.True(marks is { Value: > 23m and < 30m, Threshold: 30m, Leaves: < 0.6m }, marks.ToString());
        Tell(desk, seconds: 15, Desks.Binance);
        Assert.Equal((WatchStatus.Degraded, WatchStatus.Ok), (Okx(desk).Status, desk.Snapshot.Watchdog.Of(VenueId.BinanceUm)!.Status));
        Assert.Matches("^mark BTCUSDT: the mark is old, none was told for [34][0-9] s, the limit is 30 s$", Okx(desk).Reason);
        Tell(desk, seconds: 15, Desks.Binance);
        Assert.Equal((WatchStatus.AutoHold, ControlMode.Hold), (Okx(desk).Status, desk.Ledger.Control.Mode));

        Tell(desk, seconds: 7, Desks.Binance, Desks.Okx);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
    }

    [Fact]
    public void Mark_NeverTold_Degrades()
    {
        EngineHarness desk = Watched();
        Tell(desk, seconds: 30, Desks.Binance);
        Assert.Equal(WatchStatus.Degraded, Okx(desk).Status);
        Assert.StartsWith("mark BTCUSDT: none was told for", Okx(desk).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Mark_ThatTheVenueSaidLongAgo_IsOld_WhateverElseIsNew()
    {
        EngineHarness desk = Watched();
        Tell(desk, seconds: 20, Desks.Binance, Desks.Okx);
        for (int i = 0; i < 8; i++)
        {
            // News of its limits carry the same mark, which is older each time.
            desk.Feed(new MarkPriceChanged(Desks.Okx, new Price(Mid), default) { MarkAge = TimeSpan.FromSeconds(5 * (i + 1)) });
            Tell(desk, seconds: 5, Desks.Binance);
        }

        Assert.Equal(WatchStatus.Degraded, Okx(desk).Status);
    }

    [Fact]
    public void Mark_FarFromWhatAllOthersSay_Degrades_AndSaysBothNumbers()
    {
        EngineHarness desk = Watched();
        Tell(desk, seconds: 5, Desks.Binance, Desks.Okx);
        for (int i = 0; i < 7; i++)
        {
            desk.Mark(Desks.Okx, 63_000m);
            Tell(desk, seconds: 1, Desks.Binance);
        }

        // 63,000 is 499.9 bps above the median of two books and Binance's mark.
        Assert.Equal(WatchStatus.Degraded, Okx(desk).Status);
        Assert.Equal("mark BTCUSDT: 63000 is 499.9 bps from 60000.05, the median of the venues, the limit is 300 bps", Okx(desk).Reason);
        Assert.Equal(WatchStatus.Ok, desk.Snapshot.Watchdog.Of(VenueId.BinanceUm)!.Status);
    }

    private static EngineHarness Watched() => Desks.Running(o => o with { Watchdog = new WatchdogOptions { AutoHold = true } });

    private static void Tell(EngineHarness desk, int seconds, params InstrumentId[] spoken)
    {
        for (int i = 0; i < seconds; i++)
        {
            foreach (InstrumentId id in spoken)
            {
                desk.Mark(id, Mid);
            }

            desk.Pass(1);
        }
    }

    private static VenueWatchSnapshot Okx(EngineHarness desk) => desk.Snapshot.Watchdog.Of(VenueId.OkxPerp)!;
}
