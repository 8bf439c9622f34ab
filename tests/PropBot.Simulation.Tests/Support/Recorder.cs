using PropBot.Core.Instruments;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Support;

/// <summary>Keeps everything a venue tells.</summary>
internal sealed class Recorder : IVenueListener
{
    public List<AccountMutation> Mutations { get; } = [];

    public List<PublicTrade> Trades { get; } = [];

    public List<(long UpdateId, BookLevel[] Bids, BookLevel[] Asks)> Updates { get; } = [];

    public List<InstrumentSetup> Instruments { get; } = [];

    public int Marks { get; private set; }

    public IEnumerable<SimulatedFill> Fills => Mutations.OfType<AccountMutation.OrderFilled>().Select(filled => filled.Fill);

    public void OnBook(BookUpdate update) => Updates.Add((update.UpdateId, update.Bids.ToArray(), update.Asks.ToArray()));

    public void OnTrade(in PublicTrade trade) => Trades.Add(trade);

    public void OnMark(Instrument instrument, DateTimeOffset time, in MarketState state) => Marks++;

    public void OnInstrument(InstrumentSetup setup, DateTimeOffset time) => Instruments.Add(setup);

    public void OnAccount(AccountMutation mutation) => Mutations.Add(mutation);
}
