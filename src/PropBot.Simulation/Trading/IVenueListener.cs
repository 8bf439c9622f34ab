using PropBot.Core.Instruments;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;

namespace PropBot.Simulation.Trading;

/// <summary>
/// Hears everything that happens at a venue, in order, during the call that caused it. A listener must not call back into the
/// venue; what it wants to keep of reused objects it copies.
/// </summary>
public interface IVenueListener
{
    /// <summary>A book changed.</summary>
    void OnBook(BookUpdate update);

    /// <summary>A public trade, ours included.</summary>
    void OnTrade(in PublicTrade trade);

    /// <summary>A new mark and index price, and the funding announced.</summary>
    void OnMark(Instrument instrument, DateTimeOffset time, in MarketState state);

    /// <summary>An instrument has new terms; books, trades and marks told from now on are in its new steps.</summary>
    void OnInstrument(InstrumentSetup setup, DateTimeOffset time)
    {
    }

    /// <summary>An account changed; already applied.</summary>
    void OnAccount(AccountMutation mutation);
}
