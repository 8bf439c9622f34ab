using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Episodes.Wires;

/// <summary>The desk's end of a wire: what an adapter writes and how it reads, without sending.</summary>
internal interface IDeskEnd
{
    string WritePlace(OrderIntent intent);

    /// <summary>What the adapter tells the engine of a message.</summary>
    /// <exception cref="FormatException">It cannot be read; or another exception that <c>WireText.IsMalformed</c> knows.</exception>
    Heard Hear(ReadOnlySpan<byte> message);

    /// <summary>What the adapter tells of fills that the venue made by itself and that it finds in the venue's list of fills.</summary>
    /// <param name="order">The answer to a question for their order.</param>
    IReadOnlyList<EngineEvent> ReadForced(byte[] order, byte[] fills, InstrumentId instrument);

    OrderReport ReadOrder(byte[] text, InstrumentId instrument, ClientOrderId id);

    IReadOnlyList<FillReport> ReadFills(byte[] text, InstrumentId instrument, ClientOrderId id);

    AccountReport ReadAccount(AccountTexts texts, DateTimeOffset now);

    void Renew(IReadOnlyList<Instrument> instruments);

    /// <summary>The process has died: the adapter of the next one remembers nothing.</summary>
    void Forget();
}

/// <param name="IsWhole">False when the message leaves something to be read over REST.</param>
internal readonly record struct Heard(IReadOnlyList<EngineEvent> News, bool IsWhole);
