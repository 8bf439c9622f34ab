using PropBot.Core.Values;

namespace PropBot.Simulation.Feeds;

/// <summary>Recorded closes or quotes as steps, moving linearly from close to close.</summary>
public sealed class RecordedFeed : IMarketFeed
{
    public RecordedFeed(MarketRecording recording, RecordedFeedOptions options) => throw new NotSupportedException();

    public IReadOnlyList<InstrumentId> Instruments => throw new NotSupportedException();

    public DateTimeOffset Start => throw new NotSupportedException();

    public DateTimeOffset? End => throw new NotSupportedException();

    public TimeSpan StepInterval => throw new NotSupportedException();

    public DateTimeOffset? NextTime => throw new NotSupportedException();

    public void Step(IMarketConsumer consumer) => throw new NotSupportedException();
}
