using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: a pair that is naked at a kill is naked until the next start has made it equal: the time between counts, in the measure and in
/// the deadline, by the wall-clock times that the ledger has.
/// </summary>
public sealed class NakedTimeStories
{
    [Fact]
    public void NakedAtTheKillAndAtTheStart_TheTimeBetweenIsCounted()
    {
        (EngineHarness desk, PairId id) = NakedLong();
        desk.Pass(1);
        desk.At += TimeSpan.FromSeconds(30);
        desk.Restart();
        // 0.08 bought at 60,000.1 for the second that was counted by nobody but the last process and the 30 between.
        Assert.InRange(desk.Pair(id).NakedNotionalSeconds, 0.08m * 60_000m * 30m, 0.08m * 60_001m * 31.5m);
        Assert.Equal(desk.At, desk.Pair(id).NakedCountedUntil);
    }

    [Fact]
    public void DeadlineWasOverBetween_IsToldWithTheStart()
    {
        (EngineHarness desk, PairId id) = NakedLong();
        desk.At += TimeSpan.FromSeconds(30);
        desk.Restart();
        Assert.True(desk.HasAlert("rescue_overdue"));
        Assert.Equal(PairStatus.Partial, desk.Pair(id).Status);
    }

    [Fact]
    public void PartOfTheDeadlineWasOverBetween_TheRestIsLeft()
    {
        (EngineHarness desk, _) = NakedLong();
        desk.At += TimeSpan.FromSeconds(10);
        desk.Restart();
        Assert.False(desk.HasAlert("rescue_overdue"));
        desk.Pass(4.5);
        Assert.False(desk.HasAlert("rescue_overdue"));
        desk.Pass(1);
        Assert.True(desk.HasAlert("rescue_overdue"));
    }

    [Fact]
    public void ClockWentBack_CountsNothing()
    {
        (EngineHarness desk, PairId id) = NakedLong();
        decimal before = desk.Pair(id).NakedNotionalSeconds;
        desk.At -= TimeSpan.FromMinutes(5);
        desk.Restart();
        Assert.Equal(before, desk.Pair(id).NakedNotionalSeconds);
        Assert.False(desk.HasAlert("rescue_overdue"));
        Assert.Equal(desk.At, desk.Pair(id).UnequalSince);
        desk.Pass(16);
        Assert.True(desk.HasAlert("rescue_overdue"));
    }

    [Fact]
    public void TwoKills_EachTimeBetweenIsCountedOnce()
    {
        (EngineHarness desk, PairId id) = NakedLong();
        for (int kill = 0; kill < 2; kill++)
        {
            desk.At += TimeSpan.FromSeconds(10);
            desk.Restart();
        }

        Assert.InRange(desk.Pair(id).NakedNotionalSeconds, 0.08m * 60_000m * 20m, 0.08m * 60_001m * 20.5m);
    }

    [Fact]
    public void EqualAgain_HasNoSuchTimes()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        Assert.Equal(desk.At, desk.Pair(l.Pair).UnequalSince);
        desk.Complete(s);
        PairRecord pair = desk.Pair(l.Pair);
        Assert.Equal((PairStatus.Open, null, null), (pair.Status, pair.UnequalSince, pair.NakedCountedUntil));
    }

    /// <summary>What its orders did is still asked for before another leg is traded, however long nobody was there.</summary>
    [Fact]
    public void UnresolvedOrderAtTheKill_HasItsTimeAfterTheStart()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Accept(l);
        desk.Fill(l, 0.05m);
        desk.Refuse(s, RefusalKind.RateLimited);
        desk.TakePlaced();
        desk.At += TimeSpan.FromMinutes(2);
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(3);
        Assert.Empty(desk.TakePlaced());
    }

    /// <summary>Long Binance is filled, the short on OKX never got there, and no order is on its way.</summary>
    private static (EngineHarness Desk, PairId Pair) NakedLong()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Feed(new VenueLinkChanged(Desks.Binance.Venue, VenueLink.Down, "connection lost"));
        desk.Feed(new VenueLinkChanged(Desks.Okx.Venue, VenueLink.Down, "connection lost"));
        desk.Refuse(s, RefusalKind.RateLimited);
        Assert.Empty(desk.TakePlaced());
        return (desk, l.Pair);
    }
}
