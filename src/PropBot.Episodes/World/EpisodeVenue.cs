using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Episodes.Wires;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.World;

/// <summary>A simulated venue with the line to it: its books and terms here, requests and the private stream in parts of their own.</summary>
internal sealed class EpisodeVenue : IVenueListener
{
    public const string Account = "episode";

    private readonly EpisodeWorld _world;
    private readonly VenueWire _wire;
    private readonly SortedDictionary<Symbol, BookSlot> _books = [];
    private readonly HashSet<Symbol> _silent = [];

    public EpisodeVenue(EpisodeWorld world, SimulatedVenueOptions options, Line line)
    {
        _world = world;
        Line = line;
        Simulated = new SimulatedVenue(options, this);
        _wire = VenueWire.To(Simulated);
        _wire.Renew(Simulated.Instruments);
        Requests = new VenueRequests(world, Simulated, line, _wire);
        Stream = new PrivateStream(world, Simulated, line, _wire);
        foreach (InstrumentSetup setup in options.Instruments)
        {
            _books.Add(setup.Instrument.Id.Symbol, new BookSlot(setup.Instrument));
        }

        Simulated.OpenAccount(Account, world.Settings.Deposit, world.Time.Now);
    }

    public VenueId Id => Simulated.Id;

    public SimulatedVenue Simulated { get; }

    public Line Line { get; }

    public VenueRequests Requests { get; }

    public PrivateStream Stream { get; }

    public IEnumerable<Symbol> Symbols => _books.Keys;

    public void SetSilent(Symbol symbol, bool isSilent) => _ = isSilent ? _silent.Add(symbol) : _silent.Remove(symbol);

    public void Distrust(Symbol symbol, BookTrust trust)
    {
        BookSlot book = _books[symbol];
        book.ToWrite(_world.Desk.IsHeldUp).Trust = trust;
        _world.Desk.Deliver(book);
    }

    /// <summary>A step of the market: first what it does to the venue, then what the public streams tell of it.</summary>
    public void Step(bool tellsMarks)
    {
        foreach (Symbol symbol in _books.Keys)
        {
            Simulated.SetMarket(symbol, _world.Market.NextStateOf(new InstrumentId(Id, symbol)), _world.Time.Now);
        }

        if (!Stream.IsListening)
        {
            return;
        }

        foreach ((Symbol symbol, BookSlot book) in _books)
        {
            if (_silent.Contains(symbol))
            {
                continue;
            }

            DepthView view = book.ToWrite(_world.Desk.IsHeldUp);
            Simulated.CopyBook(symbol, view);
            view.ReceivedElapsed = _world.Desk.Elapsed;
            _world.Desk.Deliver(book);
            if (tellsMarks && Simulated.Market(symbol) is { } market)
            {
                _world.Desk.Deliver(new MarkPriceChanged(new InstrumentId(Id, symbol), new Price(market.MarkPrice), market.Funding));
            }
        }
    }

    /// <summary>The venue changes an instrument's terms, and tells so.</summary>
    public void ChangeRules(Symbol symbol, InstrumentChange change)
    {
        Simulated.ChangeInstrument(symbol, change, _world.Time.Now);
        _wire.Renew(Simulated.Instruments);
        Stream.TellInstrumentsSoon();
    }

    void IVenueListener.OnBook(BookUpdate update)
    {
    }

    void IVenueListener.OnTrade(in PublicTrade trade)
    {
    }

    void IVenueListener.OnMark(Instrument instrument, DateTimeOffset time, in MarketState state)
    {
    }

    void IVenueListener.OnAccount(AccountMutation mutation) => Stream.OnAccount(mutation);
}
