using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.Wires;

/// <summary>
/// What goes between the desk and one venue, as that venue's text. Each direction is written by one of two implementations and read by
/// the other: orders by the adapter and then the simulator's protocol, news and answers by the simulator's protocol and then the adapter. So
/// a misreading of contracts, sides, ids or states shows as a difference between the venue's truth and our books.
/// </summary>
internal interface IVenueWire
{
    /// <summary>The adapter's text of an order.</summary>
    string WritePlace(OrderIntent intent);

    /// <summary>The order as the venue reads it, base units.</summary>
    /// <exception cref="FormatException">The venue refuses the text.</exception>
    OrderRequest ReadPlace(string text);

    /// <summary>The venue's messages about an order, accepted, filled or ended; none for other news.</summary>
    IReadOnlyList<byte[]> Tell(AccountMutation mutation);

    /// <summary>What the adapter tells the engine of a message.</summary>
    /// <exception cref="FormatException">It cannot be read; or another exception that <c>WireText.IsMalformed</c> knows.</exception>
    Heard Hear(ReadOnlySpan<byte> message);

    /// <summary>What the adapter tells of a fill that the venue made by itself and that it finds in the venue's list of fills.</summary>
    IReadOnlyList<EngineEvent> ReadForced(SimulatedOrder order, SimulatedFill fill);

    /// <summary>The venue's answer to a question for an order.</summary>
    byte[] WriteOrder(SimulatedOrder order);

    /// <summary>The answer as the adapter reads it.</summary>
    OrderReport ReadOrder(byte[] text, InstrumentId instrument, ClientOrderId id);

    /// <summary>The venue's answer to a question for the fills of an order.</summary>
    byte[] WriteFills(SimulatedOrder order, IReadOnlyList<SimulatedFill> fills);

    /// <summary>The answer as the adapter reads it.</summary>
    IReadOnlyList<FillReport> ReadFills(byte[] text, InstrumentId instrument, ClientOrderId id);

    /// <summary>Both sides know the venue's new terms.</summary>
    void Renew(IReadOnlyList<InstrumentSetup> setups);

    /// <summary>The process has died: the adapter of the next one remembers nothing.</summary>
    void Forget();
}

/// <param name="IsWhole">False when the message leaves something to be read over REST.</param>
internal readonly record struct Heard(IReadOnlyList<EngineEvent> News, bool IsWhole);
