using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Framing;

public sealed class SimulationClockTests
{
    private static readonly DateTimeOffset Start = new(2025, 10, 10, 21, 0, 0, TimeSpan.Zero);

    [Fact]
    public void UtcNow_RunsAtItsSpeed_TimestampsStayReal()
    {
        var real = new ManualTime();
        var clock = new SimulationClock(Start, speed: 60, real);
        long before = clock.GetTimestamp();

        real.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(Start + TimeSpan.FromMinutes(2), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(2), clock.GetElapsedTime(before));
        Assert.Equal(TimeSpan.FromSeconds(1), clock.ToReal(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void UtcNow_GrantUsedUp_WaitsAndGoesOnWithoutAJump()
    {
        var real = new ManualTime();
        var clock = new SimulationClock(Start, speed: 1, real);
        clock.GrantUntil(Start + TimeSpan.FromSeconds(1));

        real.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Start + TimeSpan.FromSeconds(1), clock.GetUtcNow());

        clock.GrantUntil(Start + TimeSpan.FromSeconds(10));
        Assert.Equal(Start + TimeSpan.FromSeconds(1), clock.GetUtcNow());
        real.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Start + TimeSpan.FromSeconds(3), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(4), clock.Lag);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1e9)]
    [InlineData(double.NaN)]
    public void Speed_OutOfRange_IsRefused(double speed) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationClock(Start, speed));
}
