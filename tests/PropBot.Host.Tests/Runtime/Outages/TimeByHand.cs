namespace PropBot.Host.Tests.Runtime.Outages;

/// <summary>Time that goes on when it is told to; timers are real.</summary>
internal sealed class TimeByHand : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2025, 10, 10, 12, 0, 0, TimeSpan.Zero);
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Pass(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp());
}
