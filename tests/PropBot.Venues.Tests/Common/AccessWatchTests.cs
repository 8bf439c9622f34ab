using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Common;

public sealed class AccessWatchTests
{
    [Fact]
    public async Task Run_StartedAgain_GoesOnFromWhatWasTold()
    {
        ManualTime time = new();
        VenueClock clock = new(time, 0);
        using AccessWatch watch = new(VenueId.OkxPerp, clock);
        RecordingSink sink = new();
        watch.Banned(TimeSpan.FromMinutes(1), "too often");

        using (CancellationTokenSource stop = new())
        {
            Task first = watch.RunAsync(sink, stop.Token);
            await sink.WaitForAsync<VenueAccessChanged>(a => a.Access == VenueAccess.Banned);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        }

        time.Advance(TimeSpan.FromMinutes(2));
        using CancellationTokenSource end = new();
        Task second = watch.RunAsync(sink, end.Token);
        await sink.WaitForAsync<VenueAccessChanged>(a => a.Access == VenueAccess.Open);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        Assert.Equal([VenueAccess.Banned, VenueAccess.Open], sink.Events.OfType<VenueAccessChanged>().Select(a => a.Access));
    }
}
