using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Storage;

namespace PropBot.Simulator.Framing;

/// <summary>
/// Hears a venue for its protocol: market data is passed on at once, changes of accounts wait until they are stored.
/// </summary>
internal sealed class VenueRelay(VenueId venue, AccountStore store) : IVenueListener
{
    private readonly List<AccountMutation> _pending = [];

    /// <summary>Null while the venue is being restored: then nobody listens yet.</summary>
    public ISimulatedProtocol? Protocol { get; set; }

    public void OnBook(BookUpdate update) => Protocol?.OnBook(update);

    public void OnTrade(in PublicTrade trade) => Protocol?.OnTrade(in trade);

    public void OnMark(Instrument instrument, DateTimeOffset time, in MarketState state) => Protocol?.OnMark(instrument, time, in state);

    public void OnInstrument(InstrumentSetup setup, DateTimeOffset time) => Protocol?.OnInstrument(setup, time);

    public void OnAccount(AccountMutation mutation)
    {
        store.Append(venue, mutation);
        _pending.Add(mutation);
    }

    /// <summary>Tells what was stored meanwhile.</summary>
    public void Publish()
    {
        // By index: a protocol that asks the venue must not, but if it changed something, nothing would be skipped.
        for (int i = 0; i < _pending.Count; i++)
        {
            Protocol?.OnAccount(_pending[i]);
        }

        _pending.Clear();
    }
}
