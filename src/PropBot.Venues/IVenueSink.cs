using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;

namespace PropBot.Venues;

/// <summary>Where an adapter tells what happened. Events are never dropped; of a book only the latest state counts.</summary>
public interface IVenueSink
{
    /// <summary>
    /// Queues an event for the engine: instruments, links, accounts, orders, fills, funding, marks. Fills and reports may be told
    /// twice. An order whose client id is not of this desk's form goes as <see cref="ForeignOrderSeen"/>.
    /// </summary>
    ValueTask PublishAsync(EngineEvent engineEvent, CancellationToken cancellationToken);

    /// <summary>The slot through which this instrument's book reaches the engine; created on first use.</summary>
    DepthSlot DepthOf(Instrument instrument);
}
