using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: the end of a process leaves no order unknown and no leg naked, and starts nothing new.</summary>
public sealed class ShutdownStories
{
    [Fact]
    public void Shutdown_WithOrdersInFlight_IsCompleteOnlyWhenTheyAreResolved()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Feed(new ShutdownRequested());
        Assert.False(desk.Snapshot.ShutdownComplete);
        desk.Complete(l);
        Assert.False(desk.Snapshot.ShutdownComplete);
        desk.Refuse(s, RefusalKind.RateLimited);
        Assert.False(desk.Snapshot.ShutdownComplete);
        desk.Complete(Assert.Single(desk.TakePlaced()));
        Assert.True(desk.Snapshot.ShutdownComplete);
    }

    [Fact]
    public void Shutdown_Requested_OpensNothing()
    {
        EngineHarness desk = Desks.Running();
        IReadOnlyList<Effect> effects = desk.Feed(new ShutdownRequested());
        Assert.Contains(effects, e => e is Journaled { Type: "shutdown" });
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("shutting_down") > 0);
        Assert.True(desk.Snapshot.ShutdownComplete);
    }

    [Fact]
    public void ShutdownComplete_StaysComplete_WhateverThePricesDo()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Feed(new ShutdownRequested());
        Assert.True(desk.Snapshot.ShutdownComplete);
        // An order sent now could be on its way when the process ends.
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        desk.Pass(2);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Snapshot.ShutdownComplete);
    }

    [Fact]
    public void Shutdown_WhileClosing_RestsWhenThePairIsEqual()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Feed(new ShutdownRequested());
        desk.Accept(l);
        desk.Fill(l, 0.03m);
        desk.Expire(l);
        desk.Accept(s);
        desk.Expire(s);
        // Unequal by 0.03: that is ended before the process is.
        desk.Pass(0.3);
        OrderIntent rest = Assert.Single(desk.TakePlaced());
        desk.Complete(rest);
        Assert.True(desk.Snapshot.ShutdownComplete);
        desk.Pass(2);
        Assert.Empty(desk.TakePlaced());

        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(0.5);
        Assert.Equal(2, desk.TakePlaced().Count(o => o.Purpose == OrderPurpose.Close));
    }
}
