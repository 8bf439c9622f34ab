namespace PropBot.Venues.Tests.Common;

/// <summary>Goal: whoever waits for a time that has just passed goes on, and neither waits for ever nor falls.</summary>
public sealed class SignalTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-2)]
    [InlineData(-5_000)]
    public async Task Wait_ForATimeThatIsOver_GoesOn(int milliseconds)
    {
        var time = new ManualTime();
        using var signal = new Signal();
        Task<bool> wait = signal.WaitAsync(TimeSpan.FromMilliseconds(milliseconds), new VenueClock(time, 0), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await wait);
    }
}
