using System.Globalization;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Replay.Backtest;

/// <summary>
/// A simulated venue behind a connection of virtual time: requests take a while to arrive, answers and the private stream take a
/// while to come back. Stands where the adapter stands when live.
/// </summary>
internal sealed class VirtualVenue : IVenueListener
{
    private const string Account = "backtest";

    /// <summary>Virtual time between two words of a mark that does not change: what the slowest venue takes.</summary>
    private static readonly TimeSpan MarkRepeat = TimeSpan.FromSeconds(10);

    private readonly EngineDriver _driver;
    private readonly VirtualRunOptions _options;
    private readonly SeededRandom _random;
    private readonly VenueTranslation _translation;
    private readonly SortedDictionary<Symbol, DepthChanged> _depth = [];
    private readonly SortedDictionary<Symbol, DateTimeOffset> _toldAt = [];
    private readonly List<Symbol> _changed = [];
    private readonly List<MarkPriceChanged> _marks = [];
    private readonly SortedDictionary<Symbol, (MarkPriceChanged Mark, DateTimeOffset At)> _markToldAt = [];
    private DateTimeOffset _privateStreamUntil;
    private int _instrumentsTold;

    public VirtualVenue(SimulatedVenueOptions venue, VirtualRunOptions options, EngineDriver driver, IReadOnlyList<InstrumentId> spoken)
    {
        _driver = driver;
        _options = options;
        _random = new SeededRandom(options.Seed, $"latency {venue.Venue}");
        Simulated = new SimulatedVenue(venue, this);
        _translation = new VenueTranslation(venue.Venue, venue.SettleAsset);
        Instruments = [.. venue.Instruments.Select(setup => setup.Instrument).Where(instrument => spoken.Contains(instrument.Id))];
        foreach (Instrument instrument in Instruments)
        {
            _depth.Add(instrument.Id.Symbol, new DepthChanged(new DepthView(instrument)));
        }
    }

    public VenueId Id => Simulated.Id;

    public SimulatedVenue Simulated { get; }

    /// <summary>Those that the feed ever speaks of.</summary>
    public IReadOnlyList<Instrument> Instruments { get; }

    public AccountSummary Statement => Simulated.Summary(Account);

    public void Open()
    {
        Simulated.OpenAccount(Account, _options.Deposit, _driver.Now);
        _driver.Deliver(new VenueLinkChanged(Id, VenueLink.Up, "virtual"));
    }

    /// <summary>After a step of the feed: what the public streams tell of it.</summary>
    public void TellMarket()
    {
        TellInstruments();
        foreach (MarkPriceChanged mark in _marks)
        {
            TellMark(mark);
        }

        _marks.Clear();
        TellBooks();
    }

    /// <summary>Says again what stands in the books, and the marks, as streams do that are alive while no price moves.</summary>
    /// <param name="silentAfter">An instrument that the feed has been silent on for longer is not told.</param>
    public void RepeatMarket(TimeSpan silentAfter)
    {
        foreach ((Symbol symbol, DateTimeOffset told) in _toldAt)
        {
            if (_driver.Now - told <= silentAfter)
            {
                RepeatMark(symbol);
                TellBook(symbol);
            }
        }
    }

    private void RepeatMark(Symbol symbol)
    {
        if (_markToldAt.TryGetValue(symbol, out (MarkPriceChanged Mark, DateTimeOffset At) last) && _driver.Now - last.At >= MarkRepeat)
        {
            TellMark(last.Mark);
        }
    }

    private void TellMark(MarkPriceChanged mark)
    {
        _markToldAt[mark.Instrument.Symbol] = (mark, _driver.Now);
        _driver.Deliver(mark);
    }

    public void Place(OrderIntent intent) => Request(() =>
    {
        Answer<SimulatedOrder> answer = Simulated.Place(Account, VenueTranslation.RequestOf(intent), _driver.Now);
        VenueOutcome outcome = answer.IsAccepted
            ? new VenueOutcome.Accepted(VenueTranslation.IdOf(answer.Value))
            : new VenueOutcome.Refused(VenueTranslation.RefusalOf(answer.Refusal));
        return new PlaceAnswered(intent.ClientOrderId, outcome);
    });

    public void Cancel(CancelOrder cancel) => Request(() =>
    {
        Answer<SimulatedOrder> answer = Simulated.Cancel(Account, cancel.Instrument.Symbol, KeyOf(cancel.ClientOrderId), _driver.Now);
        VenueOutcome outcome = answer.IsAccepted
            ? new VenueOutcome.Accepted(VenueTranslation.IdOf(answer.Value))
            : new VenueOutcome.Refused(VenueTranslation.RefusalOf(answer.Refusal));
        return new CancelAnswered(cancel.ClientOrderId, outcome);
    });

    public void Cancel(CancelForeignOrder cancel) => Request(() =>
    {
        var key = OrderKey.Of(long.Parse(cancel.VenueOrderId.Value, CultureInfo.InvariantCulture));
        Answer<SimulatedOrder> answer = Simulated.Cancel(Account, cancel.Instrument.Symbol, key, _driver.Now);
        VenueOutcome outcome = answer.IsAccepted
            ? new VenueOutcome.Accepted(VenueTranslation.IdOf(answer.Value))
            : new VenueOutcome.Refused(VenueTranslation.RefusalOf(answer.Refusal));
        return new ForeignCancelAnswered(cancel.Instrument, cancel.VenueOrderId, outcome);
    });

    public void Query(QueryOrder query) => Request(() => Simulated.FindOrder(Account, KeyOf(query.ClientOrderId)) is { } order
        ? new OrderReported(_translation.ReportOf(order))
        : new OrderNotFound(query.Instrument, query.ClientOrderId, new VenueProof("simulated venue, order by client id", "never accepted", _driver.Now)));

    public void Query(QueryFills query) => Request(() =>
    {
        SimulatedOrder? order = Simulated.FindOrder(Account, KeyOf(query.ClientOrderId));
        IReadOnlyList<SimulatedFill> fills = order is null ? [] : Simulated.Fills(Account, new HistoryQuery { OrderId = order.OrderId });
        return [.. fills.Select(fill => new FillReported(_translation.ReportOf(fill)))];
    });

    public void Query(QueryOpenOrders query) => Request(() =>
        new OpenOrdersReported(Id, [.. Simulated.OpenOrders(Account).Select(_translation.ReportOf)]) { Question = query.Question });

    public void Query(QueryFillHistory query) => Request(() =>
    {
        var span = new HistoryQuery { Symbol = query.Instrument.Symbol, From = query.From, To = query.To, Limit = int.MaxValue };
        FillReport[] fills =
            [.. Simulated.Fills(Account, span).Select(_translation.ReportOf).Where(fill => fill.VenueTime >= query.From && fill.VenueTime < query.To)];
        return new FillHistoryReported(query.Instrument, query.From, query.To, fills) { Question = query.Question };
    });

    public void Query(QueryAccount query) => Request(() =>
        new AccountReported(_translation.ReportOf(Statement, Simulated.Positions(Account), _driver.Now)) { Question = query.Question });

    public void Query(QueryIncome query) => Request(() =>
    {
        var span = new HistoryQuery { From = query.From, To = query.To, Limit = int.MaxValue };
        return new IncomeReported(query.Venue, query.From, [.. Simulated.Bills(Account, span).Select(bill => VenueTranslation.IncomeOf(query.Venue, bill))]) { Question = query.Question };
    });

    /// <summary>A backtest has no keys: the account is its own.</summary>
    public void Query(QueryTradingRights query) => _driver.After(
        TimeSpan.Zero, () => _driver.Deliver(new TradingRightsReported(new TradingRights(query.Venue, MayTrade: true, "simulated account")) { Question = query.Question }));

    /// <summary>Nothing waits for the answer, so it takes no time of the line.</summary>
    public void Query(QueryPositionTiers query) => _driver.After(TimeSpan.Zero, () => _driver.Deliver(
        new PositionTiersReported(query.Instrument, TierTable.Of(Simulated.Instruments.Single(setup => setup.Instrument.Id == query.Instrument))) { Question = query.Question }));

    void IVenueListener.OnBook(BookUpdate update) => Changed(update.Instrument.Id.Symbol);

    void IVenueListener.OnTrade(in PublicTrade trade)
    {
    }

    void IVenueListener.OnMark(Instrument instrument, DateTimeOffset time, in MarketState state)
    {
        // A book is told with every word of the feed, whether it moved or not: that its stream is alive is news too.
        Changed(instrument.Id.Symbol);
        _toldAt[instrument.Id.Symbol] = time;
        _marks.Add(new MarkPriceChanged(instrument.Id, new Price(state.MarkPrice), state.Funding));
    }

    void IVenueListener.OnAccount(AccountMutation mutation)
    {
        foreach (EngineEvent told in _translation.EventsOf(mutation))
        {
            // One stream: what comes later does not overtake.
            DateTimeOffset arrival = _driver.Now + NextLatency();
            _privateStreamUntil = arrival > _privateStreamUntil ? arrival : _privateStreamUntil;
            _driver.At(_privateStreamUntil, () => _driver.Deliver(told));
        }
    }

    private static OrderKey KeyOf(ClientOrderId id) => OrderKey.Of(id.Value);

    private void Request(Func<EngineEvent> atVenue) => Request(() => [atVenue()]);

    /// <summary>There and back again, each with a latency of its own.</summary>
    private void Request(Func<EngineEvent[]> atVenue) => _driver.After(NextLatency(), () =>
    {
        EngineEvent[] answers = atVenue();
        if (_changed.Count > 0)
        {
            _driver.After(NextLatency(), TellBooks);
        }

        _driver.After(NextLatency(), () =>
        {
            foreach (EngineEvent answer in answers)
            {
                _driver.Deliver(answer);
            }
        });
    });

    private TimeSpan NextLatency() =>
        _options.Latency + TimeSpan.FromTicks((long)(_options.LatencyJitter.Ticks * _random.NextDouble()));

    private void Changed(Symbol symbol)
    {
        if (_depth.ContainsKey(symbol) && !_changed.Contains(symbol))
        {
            _changed.Add(symbol);
        }
    }

    /// <summary>An instrument is there from its first price on: a recording may begin earlier on one venue than on another.</summary>
    private void TellInstruments()
    {
        if (_toldAt.Count > _instrumentsTold)
        {
            _instrumentsTold = _toldAt.Count;
            _driver.Deliver(new InstrumentsLoaded(Id, [.. Instruments.Where(instrument => _toldAt.ContainsKey(instrument.Id.Symbol))]));
        }
    }

    private void TellBooks()
    {
        foreach (Symbol symbol in _changed)
        {
            TellBook(symbol);
        }

        _changed.Clear();
    }

    private void TellBook(Symbol symbol)
    {
        DepthChanged changed = _depth[symbol];
        Simulated.CopyBook(symbol, changed.View);
        changed.View.ReceivedElapsed = _driver.Elapsed;
        _driver.Deliver(changed);
    }
}
