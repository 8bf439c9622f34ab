using System.Globalization;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Episodes.Schedules;
using PropBot.Replay.Backtest;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.World;

/// <summary>
/// A simulated venue, the line to it and, at the desk's end of the line, what an adapter does: requests, answers, the private
/// stream, and reading again what a broken connection may have missed.
/// </summary>
internal sealed class EpisodeVenue : IVenueListener
{
    public const string Account = "episode";

    /// <summary>After a message that cannot be read so long until it is read over REST.</summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>How far before the break of a connection the adapters begin to read again.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ReceiveWindow = TimeSpan.FromSeconds(5);

    private readonly EpisodeWorld _world;
    private readonly VenueTranslation _translation;
    private readonly SortedDictionary<Symbol, DepthChanged> _depth = [];
    private readonly List<AccountMutation> _history = [];
    private readonly HashSet<Symbol> _silent = [];
    private int _session;
    private bool _isSetUp;
    private bool _isListening;
    private int _gapFrom;
    private bool _isReadingAgain;

    public EpisodeVenue(EpisodeWorld world, SimulatedVenueOptions options, Line line)
    {
        _world = world;
        Line = line;
        Simulated = new SimulatedVenue(options, this);
        _translation = new VenueTranslation(options.Venue, options.SettleAsset);
        foreach (InstrumentSetup setup in options.Instruments)
        {
            _depth.Add(setup.Instrument.Id.Symbol, new DepthChanged(new DepthView(setup.Instrument)));
        }

        Simulated.OpenAccount(Account, world.Settings.Deposit, world.Time.Now);
    }

    public VenueId Id => Simulated.Id;

    public SimulatedVenue Simulated { get; }

    public Line Line { get; }

    /// <summary>Nobody here can reach the venue's streams.</summary>
    public bool IsCutOff { get; set; }

    public IReadOnlyList<AccountMutation> History => _history;

    public IEnumerable<Symbol> Symbols => _depth.Keys;

    /// <summary>The process begins, or a broken connection is made anew; tries again whenever it fails.</summary>
    public void Connect()
    {
        if (_world.Desk.IsAlive)
        {
            int session = ++_session;
            _isListening = false;
            _world.Time.After(Line.Latency() * 2, () => Open(session));
        }
    }

    public void Drop(string reason)
    {
        _session++;
        if (_isListening)
        {
            // Messages that were on their way are lost too.
            int recent = _history.FindIndex(mutation => mutation.Time >= _world.Time.Now - Overlap);
            _gapFrom = recent < 0 ? _gapFrom : Math.Min(_gapFrom, recent);
        }

        _isListening = false;
        _world.Desk.Deliver(new VenueLinkChanged(Id, VenueLink.Down, reason));
    }

    /// <summary>The process has died; whatever comes now nobody hears. The next one reads all that the venue did by itself.</summary>
    public void Forget()
    {
        _session++;
        _isSetUp = false;
        _isListening = false;
        _gapFrom = 0;
    }

    public void SetSilent(Symbol symbol, bool isSilent) => _ = isSilent ? _silent.Add(symbol) : _silent.Remove(symbol);

    public void Distrust(Symbol symbol, BookTrust trust)
    {
        DepthChanged changed = _depth[symbol];
        changed.View.Trust = trust;
        _world.Desk.Deliver(changed);
    }

    /// <summary>A step of the market: first what it does to the venue, then what the public streams tell of it.</summary>
    public void Step(bool tellsMarks)
    {
        foreach (Symbol symbol in _depth.Keys)
        {
            Simulated.SetMarket(symbol, _world.Market.StateOf(new InstrumentId(Id, symbol)), _world.Time.Now);
        }

        if (!_isListening)
        {
            return;
        }

        foreach ((Symbol symbol, DepthChanged changed) in _depth)
        {
            if (_silent.Contains(symbol))
            {
                continue;
            }

            Simulated.CopyBook(symbol, changed.View);
            changed.View.ReceivedElapsed = _world.Desk.Elapsed;
            _world.Desk.Deliver(changed);
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
        int session = _session;
        _world.Time.After(Line.Latency(), () =>
        {
            if (session == _session && _isListening)
            {
                TellInstruments();
            }
        });
    }

    private void TellInstruments() => _world.Desk.Deliver(new InstrumentsLoaded(Id, [.. Simulated.Instruments.Select(setup => setup.Instrument)]));

    public void Place(OrderIntent intent) => Line.Send(
        MessageChannel.Place,
        fault =>
        {
            OrderRequest request = VenueTranslation.RequestOf(intent);
            request = fault is { Kind: Line.Partial, Amount: var share }
                ? request with { FillAtMost = LotOf(intent.Instrument.Symbol).RoundDown(new Quantity(intent.Quantity.Value * share)).Value }
                : request;
            _world.Watch.OnArrival(intent);
            return Outcome(Simulated.Place(Account, request, _world.Time.Now));
        },
        Back<VenueOutcome>(reply => [new PlaceAnswered(intent.ClientOrderId, OutcomeOf(reply))]));

    public void Cancel(CancelOrder cancel) => Line.Send(
        MessageChannel.Cancel,
        _ => Outcome(Simulated.Cancel(Account, cancel.Instrument.Symbol, OrderKey.Of(cancel.ClientOrderId.Value), _world.Time.Now)),
        Back<VenueOutcome>(reply => [new CancelAnswered(cancel.ClientOrderId, OutcomeOf(reply))]));

    public void Query(QueryOrder query) => Line.Send(
        MessageChannel.Order,
        _ => Simulated.FindOrder(Account, OrderKey.Of(query.ClientOrderId.Value)) is { } order
            ? (EngineEvent)new OrderReported(_translation.ReportOf(order))
            : new OrderNotFound(query.Instrument, query.ClientOrderId, new VenueProof("order by client id", "unknown order", _world.Time.Now)),
        Back<EngineEvent>(reply => reply is Reply<EngineEvent>.Answered { Answer: var answer }
            ? [answer]
            : [new OrderQueryFailed(query.Instrument, query.ClientOrderId, "no certain answer")]));

    public void Query(QueryFills query) => Line.Send(
        MessageChannel.Fills,
        _ => FillsOf(query.ClientOrderId),
        Back<IReadOnlyList<FillReported>>(reply => reply is Reply<IReadOnlyList<FillReported>>.Answered { Answer: var fills } ? fills : []));

    public void Cancel(CancelForeignOrder cancel) => Line.Send(
        MessageChannel.Cancel,
        _ => Outcome(Simulated.Cancel(
            Account, cancel.Instrument.Symbol, OrderKey.Of(long.Parse(cancel.VenueOrderId.Value, CultureInfo.InvariantCulture)), _world.Time.Now)),
        Back<VenueOutcome>(reply => [new ForeignCancelAnswered(cancel.Instrument, cancel.VenueOrderId, OutcomeOf(reply))]));

    public void Query(QueryOpenOrders query) => Line.Send(
        MessageChannel.OpenOrders,
        _ => Simulated.OpenOrders(Account).Select(_translation.ReportOf).ToList(),
        Back<List<OrderReport>>(reply => reply is Reply<List<OrderReport>>.Answered { Answer: var open }
            ? [new OpenOrdersReported(Id, open) { Question = query.Question }]
            : [new OpenOrdersQueryFailed(Id, "no certain answer")]));

    public void Query(QueryAccount query) => Line.Send(
        MessageChannel.Account,
        _ => _translation.ReportOf(Simulated.Summary(Account), Simulated.Positions(Account), _world.Time.Now),
        Back<AccountReport>(reply => reply is Reply<AccountReport>.Answered { Answer: var report }
            ? [new AccountReported(report) { Question = query.Question }]
            : [new AccountQueryFailed(Id, "no certain answer")]));

    void IVenueListener.OnBook(BookUpdate update)
    {
    }

    void IVenueListener.OnTrade(in PublicTrade trade)
    {
    }

    void IVenueListener.OnMark(Instrument instrument, DateTimeOffset time, in MarketState state)
    {
    }

    void IVenueListener.OnAccount(AccountMutation mutation)
    {
        _history.Add(mutation);
        IReadOnlyList<EngineEvent> told = Told(mutation);
        if (!_isListening || told.Count == 0)
        {
            return;
        }

        int session = _session;
        int place = _history.Count - 1;
        // A stream loses nothing without being lost itself. What is lost here stands for a venue that does not tell of an order, which
        // is asked for; of what a venue does by itself nobody would ever know to ask.
        bool mayBeUntold = told.All(news => news is FillReported or OrderReported);
        Line.Tell(mayBeUntold, isGarbled =>
        {
            if (session != _session)
            {
                return;
            }

            if (isGarbled)
            {
                ReadAgain(place);
                return;
            }

            foreach (EngineEvent news in told)
            {
                _world.Desk.Deliver(news);
            }
        });
    }

    private LotSize LotOf(Symbol symbol) => Simulated.TryGetInstrument(symbol, out InstrumentSetup? setup) ? setup.Instrument.Lot : default;

    private IReadOnlyList<FillReported> FillsOf(ClientOrderId id) => Simulated.FindOrder(Account, OrderKey.Of(id.Value)) is { } order
        ? [.. Simulated.Fills(Account, new HistoryQuery { OrderId = order.OrderId }).Select(fill => new FillReported(_translation.ReportOf(fill)))]
        : [];

    private void Open(int session)
    {
        if (session != _session)
        {
            return;
        }

        if (IsCutOff || Line.IsVenueDown || Line.IsBanned)
        {
            _world.Time.After(TimeSpan.FromSeconds(1), () => Open(session));
            return;
        }

        _isListening = true;
        if (!_isSetUp)
        {
            TellInstruments();
            _world.Desk.Deliver(new VenueClockMeasured(Id, TimeSpan.Zero, TimeSpan.FromMilliseconds(20), ReceiveWindow));
        }

        _world.Time.After(Line.Latency() * 2, () => GoUp(session));
    }

    /// <summary>First what was missed, then the link is up.</summary>
    private void GoUp(int session)
    {
        // The process may die of what it is told.
        if (session == _session && CatchUp(session, _gapFrom, isFirst: !_isSetUp))
        {
            _isSetUp = true;
            _world.Desk.Deliver(new VenueLinkChanged(Id, VenueLink.Up, ""));
        }
    }

    /// <summary>What cannot be read may have been a fill: soon all since then is read over REST.</summary>
    private void ReadAgain(int from)
    {
        _gapFrom = Math.Min(_gapFrom, from);
        if (_isReadingAgain)
        {
            return;
        }

        _isReadingAgain = true;
        int session = _session;
        int gap = from;
        _world.Time.After(ReadAgainAfter, () =>
        {
            _isReadingAgain = false;
            if (session == _session && !Line.IsVenueDown)
            {
                CatchUp(session, gap, isFirst: false);
            }
        });
    }

    /// <param name="isFirst">At the start of a process: only what the venue did by itself; its own orders the engine asks for.</param>
    /// <returns>False when the process did not live to hear all of it.</returns>
    private bool CatchUp(int session, int from, bool isFirst)
    {
        var orders = new List<long>();
        for (int i = from; i < _history.Count; i++)
        {
            AccountMutation missed = _history[i];
            bool isOurs = missed is AccountMutation.OrderAccepted { Order.Origin: OrderOrigin.Client }
                or AccountMutation.OrderFilled { Fill.Origin: OrderOrigin.Client }
                or AccountMutation.OrderEnded { Order.Origin: OrderOrigin.Client };
            if (isOurs && isFirst)
            {
                continue;
            }

            foreach (EngineEvent news in Told(missed))
            {
                if (news is OrderReported(var report) && long.TryParse(report.VenueOrderId.Value, out long number))
                {
                    // Of each order only what has become of it, after all the fills.
                    orders.Remove(number);
                    orders.Add(number);
                }
                else
                {
                    _world.Desk.Deliver(news);
                }
            }
        }

        foreach (long number in orders)
        {
            _world.Desk.Deliver(new OrderReported(_translation.ReportOf(Simulated.FindOrder(Account, OrderKey.Of(number))!)));
        }

        if (session != _session)
        {
            return false;
        }

        _gapFrom = _history.Count;
        return true;
    }

    private IReadOnlyList<EngineEvent> Told(AccountMutation mutation) => mutation switch
    {
        AccountMutation.OrderFilled { Fill: { Origin: not OrderOrigin.Client } fill } filled =>
            [new ForcedFillSeen(ForcedOf(fill)), new ForeignOrderSeen(_translation.ReportOf(filled.Order))],
        AccountMutation.OrderAccepted { Order.Origin: not OrderOrigin.Client } or AccountMutation.OrderEnded { Order.Origin: not OrderOrigin.Client } => [],
        AccountMutation.MarginCalled called => [new MarginCallReceived(Id, $"equity {called.Equity}, needed {called.MaintenanceMargin}")],
        _ => _translation.EventsOf(mutation),
    };

    private ForcedFill ForcedOf(SimulatedFill fill) => new(
        new InstrumentId(Id, fill.Symbol),
        new VenueOrderId(fill.OrderId.ToString(CultureInfo.InvariantCulture)),
        new TradeId(fill.TradeId.ToString(CultureInfo.InvariantCulture)),
        fill.Origin,
        fill.PositionSide,
        fill.Side,
        new Price(fill.Price),
        new Quantity(fill.Quantity),
        new Money(fill.Fee, Asset.Usdt),
        fill.Time);

    private static VenueOutcome Outcome(Answer<SimulatedOrder> answer) => answer.IsAccepted
        ? new VenueOutcome.Accepted(VenueTranslation.IdOf(answer.Value))
        : new VenueOutcome.Refused(VenueTranslation.RefusalOf(answer.Refusal));

    private static VenueOutcome OutcomeOf(Reply<VenueOutcome> reply) => reply switch
    {
        Reply<VenueOutcome>.Answered(var outcome) => outcome,
        Reply<VenueOutcome>.TurnedAway(var kind, var reason) => new VenueOutcome.Refused(new VenueRefusal(kind, "gate", reason)),
        Reply<VenueOutcome>.Lost(var reason) => new VenueOutcome.Unknown(reason),
        _ => throw new System.Diagnostics.UnreachableException($"no outcome for {reply.GetType().Name}"),
    };

    /// <summary>Answers die with the process that asked.</summary>
    private Action<Reply<T>> Back<T>(Func<Reply<T>, IReadOnlyList<EngineEvent>> read)
    {
        int life = _world.Desk.Life;
        return reply =>
        {
            if (life != _world.Desk.Life)
            {
                return;
            }

            foreach (EngineEvent news in read(reply))
            {
                _world.Desk.Deliver(news);
            }
        };
    }
}
