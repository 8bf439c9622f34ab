using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories.Sweeps;

/// <summary>Goal: a sweep outlives a venue that is down and a process that dies, and is not begun twice.</summary>
public sealed class SweepRestartStories
{
    [Fact]
    public void KilledWithOneLegClosed_GoesOnAfterTheRestart_UnderTheSameId()
    {
        EngineHarness desk = Desks.Running();
        PairId pair = desk.OpenPair();
        desk.CloseAll();
        OrderIntent[] closing = [.. desk.TakePlaced()];
        desk.Complete(closing[0]);
        desk.Reach(closing[1]);
        desk.Restart();
        Assert.Equal(SweepStatus.Running, desk.Sweep().Status);
        desk.ConnectQuietly();
        // The second order expired at the venue without a fill while we were dead.
        desk.Venues[VenueId.OkxPerp].Expire(closing[1].ClientOrderId, desk.At);
        desk.Serve(3);

        Assert.Equal((SweepStatus.Done, PairStatus.Closed), (desk.Sweep().Status, desk.Pair(pair).Status));
        Assert.Equal([0.08m, 0.08m], desk.Sweep().Legs.Select(l => l.Filled));
        Assert.Empty(desk.CloseAll().OfType<Core.Engine.Effects.VenueEffect>());
        Assert.True(desk.IsFlat());
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void EndedSweep_IsStillKnownAfterTheRestart()
    {
        EngineHarness desk = Desks.Running();
        desk.CloseAll();
        desk.Serve(1);
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
        desk.Restart();
        desk.ConnectQuietly();
        desk.TakeQuestions();
        Assert.Empty(desk.CloseAll().OfType<Core.Engine.Effects.VenueEffect>());
        Assert.Single(desk.Lines("close_all.duplicate"));
        Assert.Equal(SweepSteps.Id, Assert.Single(desk.Snapshot.Sweeps).Id);
    }

    [Fact]
    public void VenueDownInTheMiddle_KeepsItRunningWithTheReason_AndItEndsWhenTheVenueIsBack()
    {
        EngineHarness desk = Desks.Running();
        PairId pair = desk.OpenPair();
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "connection refused"));
        desk.CloseAll();
        desk.Serve(5);
        Sweep waiting = desk.Sweep();
        Assert.Equal(SweepStatus.Running, waiting.Status);
        SweepVenue okx = waiting.Venues.Single(v => v.Venue == VenueId.OkxPerp);
        Assert.Equal((SweepWait.NotConnected, "connection refused"), (okx.Wait, okx.Detail));
        // An equal pair is safe as it is: one leg alone is not taken off.
        SweepVenue binance = waiting.Venues.Single(v => v.Venue == VenueId.BinanceUm);
        Assert.Equal(SweepWait.PositionsHeld, binance.Wait);
        Assert.Equal((0.08m, RemainderReason.UnderWay), (Assert.Single(binance.Remaining).SignedQuantity, binance.Remaining[0].Reason));
        Assert.Equal(PairStatus.Closing, desk.Pair(pair).Status);

        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, "connected"));
        desk.Serve(3);
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
        Assert.True(desk.IsFlat());
    }

    [Fact]
    public void ShutdownInTheMiddle_SendsNothingMore_AndTheNextStartGoesOn()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Feed(new ShutdownRequested());
        desk.CloseAll();
        desk.Serve(1);
        Assert.Equal(SweepStatus.Running, desk.Sweep().Status);
        Assert.False(desk.IsFlat());
        desk.Restart();
        desk.ConnectQuietly();
        desk.Serve(3);
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
        Assert.True(desk.IsFlat());
    }

    /// <summary>A venue that was taken out of the configuration cannot be asked: the sweep ends, and says that it is not clean.</summary>
    [Fact]
    public void VenueThatIsNotOfThisRunAnyMore_EndsItIncomplete()
    {
        EngineHarness three = Desks.Running(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        three.Feed(new VenueLinkChanged(VenueId.BybitLinear, VenueLink.Down, "gone"));
        three.CloseAll();
        three.Serve(1);
        Assert.Equal(SweepStatus.Running, three.Sweep().Status);

        EngineHarness two = Desks.Stopped();
        two.Ledger.Apply([new Core.Engine.Effects.SweepChanged(three.Sweep())]);
        two.Start();
        two.ConnectQuietly();
        two.Serve(1);
        Assert.Equal(SweepStatus.Incomplete, two.Sweep().Status);
        Assert.True(two.HasAlert("close_all_ended"));
    }
}
