using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Venues;

namespace PropBot.Host.Drills;

/// <summary>The inbox as the gateway sees it in a drill: the drill hears of an answer before the inbox has it.</summary>
internal sealed class DrilledInbox(IVenueSink inbox, CrashDrill drill) : IVenueSink
{
    public ValueTask PublishAsync(EngineEvent engineEvent, CancellationToken cancellationToken)
    {
        drill.Answered(engineEvent);
        return inbox.PublishAsync(engineEvent, cancellationToken);
    }

    public DepthSlot DepthOf(Instrument instrument) => inbox.DepthOf(instrument);
}
