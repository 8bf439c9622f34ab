using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Venues;

namespace PropBot.Episodes.Wires;

/// <summary>Keeps what an adapter tells until it is taken; never makes it wait.</summary>
internal sealed class CollectingSink : IVenueSink
{
    private readonly List<EngineEvent> _told = [];

    public ValueTask PublishAsync(EngineEvent engineEvent, CancellationToken cancellationToken)
    {
        _told.Add(engineEvent);
        return default;
    }

    public DepthSlot DepthOf(Instrument instrument) => throw new NotSupportedException("books do not come by the private stream");

    /// <summary>Carries a step of an adapter to its end, which it reaches without waiting for anybody.</summary>
    /// <param name="step">False: something is left to be read over REST.</param>
    public Heard Take(ValueTask<bool> step)
    {
        bool isWhole = ResultOf(step);
        EngineEvent[] told = [.. _told];
        _told.Clear();
        return new Heard(told, isWhole);
    }

    public IReadOnlyList<EngineEvent> Take(ValueTask step) => Take(AsWhole(step)).News;

    private static bool ResultOf(ValueTask<bool> step) =>
        step.IsCompleted ? step.GetAwaiter().GetResult() : throw new InvalidOperationException("the adapter waits for something that does not come");

    private static async ValueTask<bool> AsWhole(ValueTask step)
    {
        await step;
        return true;
    }
}
