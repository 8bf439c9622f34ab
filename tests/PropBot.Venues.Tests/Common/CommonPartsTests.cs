using PropBot.Core.Engine.Events;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Common;

public sealed class BackoffTests
{
    [Fact]
    public void Next_GrowsToTheLongestWithinItsJitter()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), seed: 7);
        double[] whole = [100, 200, 400, 800, 1_000, 1_000];

        foreach (double ms in whole)
        {
            Assert.InRange(backoff.Next().TotalMilliseconds, ms / 2, ms);
        }

        backoff.Reset();
        Assert.InRange(backoff.Next().TotalMilliseconds, 50, 100);
    }

    [Fact]
    public void Next_SameSeed_SamePauses()
    {
        var one = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), seed: 3);
        var other = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), seed: 3);

        Assert.Equal(Enumerable.Range(0, 30).Select(_ => one.Next()), Enumerable.Range(0, 30).Select(_ => other.Next()));
    }
}

public sealed class ClockSyncTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Measure_ShortestRoundTripCounts()
    {
        // The venue is 3 s ahead. Round trips of 400, 100 and 200 ms; it answers at the end of the slow way there, which only the
        // middle of the shortest trip hides best: 50 ms at most.
        TimeSpan ahead = TimeSpan.FromSeconds(3);
        int[] trips = [400, 100, 200];
        int asked = 0;
        using var sync = new ClockSync(new VenueClock(_time, 0), TimeSpan.FromSeconds(30), _ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(trips[asked++]));
            return Task.FromResult<DateTimeOffset?>(_time.GetUtcNow() + ahead);
        });

        Assert.True(await sync.MeasureAsync(CancellationToken.None));

        Assert.Equal(TimeSpan.FromMilliseconds(50), sync.Latest!.Uncertainty);
        Assert.Equal(ahead + TimeSpan.FromMilliseconds(50), sync.Latest.Offset);
        Assert.Equal(_time.GetUtcNow() + sync.Latest.Offset, sync.VenueNow);
    }

    /// <summary>The venue is 2 s ahead of what our wall clock was at the start; whoever sets ours changes nothing there.</summary>
    [Theory]
    [InlineData(-30)]
    [InlineData(0.5)]
    [InlineData(3_600)]
    public async Task VenueNow_WallClockIsSet_StaysTheVenuesTime(double step)
    {
        DateTimeOffset theirs = _time.GetUtcNow().AddSeconds(2);
        TimeSpan passed = TimeSpan.Zero;
        using var sync = new ClockSync(new VenueClock(_time, 0, isWallClock: true), TimeSpan.FromSeconds(30), _ => Task.FromResult<DateTimeOffset?>(theirs + passed));
        Assert.True(await sync.MeasureAsync(CancellationToken.None));

        _time.StepWallClock(TimeSpan.FromSeconds(step));
        passed = TimeSpan.FromSeconds(7);
        _time.Advance(passed);

        Assert.Equal(theirs + passed, sync.VenueNow);
        Assert.True(await sync.MeasureAsync(CancellationToken.None));
        Assert.Equal(theirs + passed, sync.VenueNow);
        // What people are told is against the wall clock as it is now.
        Assert.Equal(TimeSpan.FromSeconds(2 - step), sync.Latest!.Offset);
    }

    [Fact]
    public async Task Measure_WallClockIsSetMeanwhile_RoundTripIsTheRealOne()
    {
        DateTimeOffset start = _time.GetUtcNow();
        using var sync = new ClockSync(new VenueClock(_time, 0, isWallClock: true), TimeSpan.FromSeconds(30), _ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(40));
            _time.StepWallClock(TimeSpan.FromSeconds(-5));
            _time.Advance(TimeSpan.FromMilliseconds(40));
            return Task.FromResult<DateTimeOffset?>(start + _time.GetElapsedTime(0) - TimeSpan.FromMilliseconds(40));
        });

        Assert.True(await sync.MeasureAsync(CancellationToken.None));

        Assert.Equal(TimeSpan.FromMilliseconds(40), sync.Latest!.Uncertainty);
        Assert.Equal(start + _time.GetElapsedTime(0), sync.VenueNow);
    }

    /// <summary>A simulated market is no wall clock: at sixty times the speed a minute of it passes in a second, and that is no step.</summary>
    [Fact]
    public async Task VenueNow_SimulatedMarket_GoesOnWithTheMarket()
    {
        using var sync = new ClockSync(
            new VenueClock(_time, 0), TimeSpan.FromSeconds(30), _ => Task.FromResult<DateTimeOffset?>(_time.GetUtcNow().AddSeconds(2)));
        Assert.True(await sync.MeasureAsync(CancellationToken.None));

        _time.Advance(TimeSpan.FromSeconds(1));
        _time.StepWallClock(TimeSpan.FromSeconds(59));

        Assert.Equal(ManualTime.SomeDay.AddSeconds(62), sync.VenueNow);
    }

    /// <summary>A step says that one of our two clocks is wrong, not which: a machine that slept has a monotonic clock that stood still.</summary>
    [Fact]
    public async Task Run_WallClockIsSet_IsUncertainByThatAndMeasuredAtOnce()
    {
        DateTimeOffset start = _time.GetUtcNow();
        using var sync = new ClockSync(
            new VenueClock(_time, 0, isWallClock: true), TimeSpan.FromHours(1), _ => Task.FromResult<DateTimeOffset?>(start + _time.GetElapsedTime(0)));
        Assert.True(await sync.MeasureAsync(CancellationToken.None));
        var sink = new RecordingSink();
        using var stop = new CancellationTokenSource();
        Task running = sync.RunAsync(VenueId.BinanceUm, TimeSpan.FromSeconds(5), sink, stop.Token);
        Assert.False((await sink.WaitForAsync<VenueClockMeasured>()).MayOnlyReduce);

        _time.StepWallClock(TimeSpan.FromSeconds(-20));
        while (sink.Events.Count < 3)
        {
            _time.Advance(ClockSync.StepLook);
            await Task.Yield();
        }

        var doubtful = (VenueClockMeasured)sink.Events[1];
        var measured = (VenueClockMeasured)sink.Events[2];
        // The clocks have drifted a little since the last measurement too.
        Assert.InRange(doubtful.Uncertainty, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20.1));
        Assert.True(doubtful.MayOnlyReduce);
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(20), false), (measured.Uncertainty, measured.Offset, measured.MayOnlyReduce));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Measure_NoAnswer_KeepsTheOffset()
    {
        DateTimeOffset? answer = _time.GetUtcNow().AddSeconds(1);
        using var sync = new ClockSync(new VenueClock(_time, 0), TimeSpan.FromSeconds(30), _ => Task.FromResult(answer));
        Assert.True(await sync.MeasureAsync(CancellationToken.None));
        answer = null;

        Assert.False(await sync.MeasureAsync(CancellationToken.None));

        Assert.Equal(TimeSpan.FromSeconds(1), sync.Latest!.Offset);
    }

    [Fact]
    public async Task Run_NoAnswerAnyMore_IsLessAndLessCertainAndInTheEndNotAtAll()
    {
        bool answers = true;
        using var sync = new ClockSync(new VenueClock(_time, 0), TimeSpan.FromHours(1), _ =>
            Task.FromResult<DateTimeOffset?>(answers ? _time.GetUtcNow().AddSeconds(1) : null));
        Assert.True(await sync.MeasureAsync(CancellationToken.None));
        answers = false;
        TimeSpan window = TimeSpan.FromSeconds(5);
        var sink = new RecordingSink();
        using var stop = new CancellationTokenSource();
        Task running = sync.RunAsync(VenueId.BinanceUm, window, sink, stop.Token);

        for (int failures = 1; failures <= 5; failures++)
        {
            await NextAsync();
            VenueClockMeasured told = Told(failures);
            Assert.Equal(TimeSpan.FromSeconds(1), told.Offset);
            Assert.Equal(failures >= ClockSync.FailuresToUncertain, told.MayOnlyReduce);
            if (failures < ClockSync.FailuresToUncertain)
            {
                // 200 ppm of 100 s are 20 ms.
                Assert.Equal(TimeSpan.FromMilliseconds(20 * failures), told.Uncertainty);
            }
        }

        answers = true;
        await NextAsync();
        Assert.Equal(TimeSpan.Zero, Told(6).Uncertainty);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        VenueClockMeasured Told(int place) => sink.Events.OfType<VenueClockMeasured>().ElementAt(place);

        async Task NextAsync()
        {
            int before = sink.Events.Count;
            _time.Advance(TimeSpan.FromSeconds(100));
            sync.MeasureSoon();
            await sink.WaitForAsync<VenueClockMeasured>(after: before);
        }
    }

    [Fact]
    public async Task Run_NeverAnswered_IsNotCertain()
    {
        using var sync = new ClockSync(new VenueClock(_time, 0), TimeSpan.FromSeconds(30), _ => Task.FromResult<DateTimeOffset?>(null));
        for (int i = 0; i < ClockSync.FailuresToUncertain; i++)
        {
            Assert.False(await sync.MeasureAsync(CancellationToken.None));
        }

        var sink = new RecordingSink();
        using var stop = new CancellationTokenSource();
        Task running = sync.RunAsync(VenueId.BinanceUm, TimeSpan.FromSeconds(5), sink, stop.Token);

        Assert.True((await sink.WaitForAsync<VenueClockMeasured>()).MayOnlyReduce);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task MeasureSoon_DoesNotWaitForTheInterval()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var sync = new ClockSync(new VenueClock(_time, 0), TimeSpan.FromSeconds(30), _ =>
        {
            asked.TrySetResult();
            return Task.FromResult<DateTimeOffset?>(_time.GetUtcNow());
        });
        using var stop = new CancellationTokenSource();
        Task running = sync.RunAsync(VenueId.BinanceUm, TimeSpan.FromSeconds(5), new RecordingSink(), stop.Token);

        sync.MeasureSoon();
        sync.MeasureSoon();
        await asked.Task.WaitAsync(RecordingSink.Patience);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}

public sealed class MalformedMessagesTests
{
    [Fact]
    public void Record_ManyLongMessages_KeepsTheLatestBeginnings()
    {
        var malformed = new MalformedMessages();
        byte[] message = [.. Enumerable.Repeat((byte)'x', 1_000)];

        for (int i = 0; i < 100; i++)
        {
            malformed.Record(message, $"reason {i}");
        }

        Assert.Equal(100, malformed.Count);
        Assert.Equal(MalformedMessages.Capacity, malformed.Latest().Count);
        Assert.Equal("reason 99", malformed.Latest()[^1].Reason);
        Assert.Equal(MalformedMessages.BytesKept, malformed.Latest()[0].Beginning.Length);
    }
}

public sealed class OwnOrderIdsTests
{
    [Theory]
    [InlineData("pb7f3k2p1l0", true)]
    [InlineData("pbother1p1l0", false)]
    [InlineData("web_abc", false)]
    [InlineData("autoclose-1234", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void TryRead_OnlyIdsOfTheDesk(string? text, bool own)
    {
        Assert.Equal(own, new OwnOrderIds("pb7f3k2").TryRead(text, out ClientOrderId id));
        Assert.Equal(own, id.IsDefined);
    }

    [Fact]
    public void ForeignIdOf_UnfitId_HasAStandIn()
    {
        Assert.Equal("abc1", OwnOrderIds.ForeignIdOf("abc1").Value);
        Assert.Equal(OwnOrderIds.Foreign, OwnOrderIds.ForeignIdOf("autoclose-1234"));
    }
}

public sealed class MarkPriceThrottleTests
{
    private static readonly InstrumentId Btc = new(VenueId.BinanceUm, Symbol.Parse("BTCUSDT"));

    [Fact]
    public void Next_ChangesWithinASecond_AreHeldBackUnlessFundingChanges()
    {
        var time = new ManualTime();
        var throttle = new MarkPriceThrottle(new VenueClock(time, 0));
        FundingQuote funding = new(new Rate(0.0001m), ManualTime.SomeDay, TimeSpan.FromHours(8));

        Assert.NotNull(throttle.Next(Btc, new Price(100m), funding));
        Assert.Null(throttle.Next(Btc, new Price(101m), funding));
        Assert.NotNull(throttle.Next(Btc, new Price(101m), funding with { Rate = new Rate(0.0002m) }));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(throttle.Next(Btc, new Price(102m), funding with { Rate = new Rate(0.0002m) }));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(throttle.Next(Btc, new Price(102m), funding with { Rate = new Rate(0.0002m) }));
    }

    [Fact]
    public void Next_WhatTheVenueSaysAgain_IsToldNowAndThen_AndAnOldMarkWithItsAge()
    {
        var time = new ManualTime();
        var throttle = new MarkPriceThrottle(new VenueClock(time, 0));
        FundingQuote funding = new(new Rate(0.0001m), ManualTime.SomeDay, TimeSpan.FromHours(8));
        TimeSpan said = throttle.Elapsed;

        Assert.Equal(TimeSpan.Zero, throttle.Next(Btc, new Price(100m), funding)!.MarkAge);
        time.Advance(MarkPriceThrottle.Repeat - TimeSpan.FromSeconds(1));
        Assert.Null(throttle.Next(Btc, new Price(100m), funding));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, throttle.Next(Btc, new Price(100m), funding)!.MarkAge);

        // News of the funding with the mark of the beginning.
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(MarkPriceThrottle.Repeat + TimeSpan.FromSeconds(2), throttle.Next(Btc, new Price(100m), funding with { Rate = new Rate(0.0002m) }, saidElapsed: said)!.MarkAge);
        // The venue says the same mark a moment later: it is fresh again, and that is told.
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, throttle.Next(Btc, new Price(100m), funding with { Rate = new Rate(0.0002m) })!.MarkAge);
    }
}

public sealed class LinkStateTests
{
    [Fact]
    public async Task Parts_ComeAndGo_OnlyChangesOfTheWholeAreTold()
    {
        var sink = new RecordingSink();
        using var link = new LinkState(VenueId.BinanceUm, sink, "private", "public");

        await link.SetupFailedAsync("no instruments", CancellationToken.None);
        await link.SetupFailedAsync("no instruments", CancellationToken.None);
        await link.PartUpAsync("private", CancellationToken.None);
        await link.PartUpAsync("public", CancellationToken.None);
        await link.PartUpAsync("public", CancellationToken.None);
        await link.PartLostAsync("private", "reset", CancellationToken.None);
        await link.PartUpAsync("private", CancellationToken.None);
        await link.AllLostAsync("again", CancellationToken.None);

        (VenueLink, string)[] told = [.. sink.Events.Cast<VenueLinkChanged>().Select(e => (e.Link, e.Reason))];
        Assert.Equal(
            [
                (VenueLink.Down, "no instruments"),
                (VenueLink.Connecting, "waiting for public"),
                (VenueLink.Up, ""),
                (VenueLink.Connecting, "private: reset"),
                (VenueLink.Up, ""),
                (VenueLink.Connecting, "again"),
            ],
            told);
    }
}
