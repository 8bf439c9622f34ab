using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Common;

internal static class ClockAssertions
{
    /// <summary>It was told to: its run asks the venue for its time without waiting for the interval, on a clock that stands still.</summary>
    public static async Task AssertMeasuresAtOnceAsync(this ClockSync clock, VenueId venue, Func<bool> hasAsked)
    {
        var sink = new RecordingSink();
        using var stop = new CancellationTokenSource();
        Task running = clock.RunAsync(venue, TimeSpan.FromSeconds(5), sink, stop.Token);
        await sink.WaitForAsync<VenueClockMeasured>();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(hasAsked());
    }
}
