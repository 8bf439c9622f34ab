using PropBot.Core.Values;

namespace PropBot.Simulation.Feeds;

/// <summary>Correlated prices of several venues from a seed; needs no file and never ends.</summary>
public sealed class MarketModel : IMarketFeed
{
    public MarketModel(MarketModelOptions options) => throw new NotSupportedException();

    public IReadOnlyList<InstrumentId> Instruments => throw new NotSupportedException();

    public DateTimeOffset Start => throw new NotSupportedException();

    public DateTimeOffset? End => throw new NotSupportedException();

    public TimeSpan StepInterval => throw new NotSupportedException();

    public DateTimeOffset? NextTime => throw new NotSupportedException();

    public void Step(IMarketConsumer consumer) => throw new NotSupportedException();
}
