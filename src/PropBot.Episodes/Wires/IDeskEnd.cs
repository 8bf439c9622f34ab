using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues;

namespace PropBot.Episodes.Wires;

/// <summary>The desk's end of a wire: what an adapter writes and how it reads, without sending.</summary>
/// <remarks>What cannot be read is a <see cref="FormatException"/>, or another exception that <c>WireText.IsMalformed</c> knows.</remarks>
internal interface IDeskEnd
{
    string WritePlace(OrderIntent intent);

    string WriteCancel(InstrumentId instrument, ClientOrderId id);

    /// <summary>A foreign order.</summary>
    string WriteCancel(InstrumentId instrument, VenueOrderId id);

    VenueOutcome ReadPlaced(WireAnswer answer);

    VenueOutcome ReadCancelled(WireAnswer answer);

    /// <summary>What the adapter tells the engine of a message.</summary>
    Heard Hear(ReadOnlySpan<byte> message);

    /// <summary>What the adapter tells of fills that the venue made by itself and that it finds in the venue's list of fills.</summary>
    /// <param name="order">The answer to a question for their order.</param>
    IReadOnlyList<EngineEvent> ReadForced(WireAnswer order, WireAnswer fills, InstrumentId instrument);

    /// <returns>Null: the venue says that there is none such.</returns>
    OrderReport? ReadOrder(WireAnswer answer, InstrumentId instrument, ClientOrderId id);

    IReadOnlyList<FillReport> ReadFills(WireAnswer answer, InstrumentId instrument, ClientOrderId id);

    IReadOnlyList<OrderReport> ReadOpenOrders(WireAnswer answer);

    IReadOnlyList<FillReport> ReadHistory(HistoryAnswers answers, InstrumentId instrument, HistorySpan span);

    AccountReport ReadAccount(AccountAnswers answers, DateTimeOffset now);

    IReadOnlyList<FundingPayment> ReadFunding(WireAnswer answer);

    void Renew(IReadOnlyList<Instrument> instruments);

    /// <summary>The process has died: the adapter of the next one remembers nothing.</summary>
    void Forget();
}

/// <param name="IsWhole">False when the message leaves something to be read over REST.</param>
internal readonly record struct Heard(IReadOnlyList<EngineEvent> News, bool IsWhole);
