using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.Wires;

/// <summary>The venue's end of a wire: its protocol as the simulator has it, without sockets.</summary>
internal interface IVenueEnd
{
    /// <summary>Reads an order, has it placed and says what came of it.</summary>
    /// <exception cref="FormatException">The venue cannot read the text.</exception>
    WireAnswer Place(string text, Func<OrderRequest, Answer<SimulatedOrder>> place);

    /// <summary>Reads which order is meant, has it cancelled and says what came of it.</summary>
    /// <exception cref="FormatException">The venue cannot read the text.</exception>
    WireAnswer Cancel(string text, Func<Symbol, OrderKey, Answer<SimulatedOrder>> cancel);

    /// <summary>A command is refused before it is looked at.</summary>
    WireAnswer Refuse(RefusalKind kind);

    /// <summary>The messages about an order, accepted, filled or ended; none for other news.</summary>
    IReadOnlyList<byte[]> Tell(AccountMutation mutation);

    /// <param name="order">Null: there is none such.</param>
    WireAnswer WriteOrder(SimulatedOrder? order);

    WireAnswer WriteFills(SimulatedOrder order, IReadOnlyList<SimulatedFill> fills);

    WireAnswer WriteOpenOrders();

    /// <summary>All fills of an instrument, and their orders.</summary>
    HistoryAnswers WriteHistory(HistoryQuery query);

    AccountAnswers WriteAccount();

    /// <summary>The account's list of settlements, with this one.</summary>
    WireAnswer WriteFunding(AccountBill bill);

    void Renew(IReadOnlyList<InstrumentSetup> setups);
}
