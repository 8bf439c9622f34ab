using System.Threading.Channels;
using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Venues;

namespace PropBot.Host.Tests.Runtime;

/// <summary>Keeps every event until it is closed like the inbox of an engine that has halted.</summary>
internal sealed class ListeningSink : IVenueSink
{
    public List<EngineEvent> Events { get; } = [];

    public bool IsClosed { get; set; }

    public ValueTask PublishAsync(EngineEvent engineEvent, CancellationToken cancellationToken)
    {
        if (IsClosed)
        {
            throw new ChannelClosedException("the engine has halted");
        }

        Events.Add(engineEvent);
        return default;
    }

    public DepthSlot DepthOf(Instrument instrument) => new(instrument, _ => { });
}
