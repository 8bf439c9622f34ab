using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.Wires;

/// <summary>The venue's end of a wire: its protocol as the simulator has it, without sockets.</summary>
internal interface IVenueEnd
{
    /// <summary>The order as the venue reads it, base units.</summary>
    /// <exception cref="FormatException">The venue refuses the text.</exception>
    OrderRequest ReadPlace(string text);

    /// <summary>The messages about an order, accepted, filled or ended; none for other news.</summary>
    IReadOnlyList<byte[]> Tell(AccountMutation mutation);

    /// <summary>The answer to a question for an order.</summary>
    byte[] WriteOrder(SimulatedOrder order);

    /// <summary>The answer to a question for the fills of an order.</summary>
    byte[] WriteFills(SimulatedOrder order, IReadOnlyList<SimulatedFill> fills);

    /// <summary>The answers to the questions for balances and positions.</summary>
    AccountTexts WriteAccount(DateTimeOffset now);

    void Renew(IReadOnlyList<InstrumentSetup> setups);
}
