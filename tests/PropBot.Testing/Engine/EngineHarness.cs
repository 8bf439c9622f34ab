using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Episodes.Checks;

namespace PropBot.Testing.Engine;

/// <summary>
/// Feeds an engine event by event with a clock set by hand, keeps what a ledger would keep, and asserts the promises after
/// every event. Statements of account answer themselves; orders and questions are answered by the test (see
/// <c>HarnessAnswers</c>).
/// </summary>
public sealed class EngineHarness
{
    public static readonly DateTimeOffset Noon = new(2025, 10, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BookRefresh = TimeSpan.FromSeconds(1);

    private readonly DeskPromises _invariants;
    private readonly ExposurePromises _exposure;
    private readonly SortedDictionary<InstrumentId, Instrument> _instruments = [];
    private readonly SortedDictionary<InstrumentId, DepthChanged> _books = [];
    private readonly HashSet<InstrumentId> _silent = [];
    private readonly Queue<EngineEvent> _answers = [];
    private readonly List<OrderIntent> _placed = [];
    private readonly List<VenueEffect> _asked = [];
    private long _sequence;

    public EngineHarness(EngineOptions options, params IReadOnlyList<Instrument> instruments)
    {
        Options = options;
        _invariants = new DeskPromises(Ledger, options, Heartbeat * 2);
        _exposure = new ExposurePromises(options);
        foreach (Instrument instrument in instruments)
        {
            _instruments.Add(instrument.Id, instrument);
        }

        foreach (VenueId venue in options.Venues)
        {
            Venues.Add(venue, new VenueTruth(venue, _instruments, balance: 100_000m));
        }

        Engine = new TradingEngine(options);
    }

    /// <summary>As the last start read them.</summary>
    public EngineOptions Options { get; private set; }

    public TradingEngine Engine { get; private set; }

    public LedgerProjection Ledger { get; } = new();

    public SortedDictionary<VenueId, VenueTruth> Venues { get; } = [];

    public DateTimeOffset At { get; set; } = Noon;

    public TimeSpan Elapsed { get; set; }

    /// <summary>Off: questions for accounts wait in <see cref="TakeQuestions"/> like the others.</summary>
    public bool AnswersAccounts { get; set; } = true;

    /// <summary>Off: questions for open orders wait in <see cref="TakeQuestions"/> like the others.</summary>
    public bool AnswersOpenOrders { get; set; } = true;

    /// <summary>Off: questions for lists of fills wait in <see cref="TakeQuestions"/> like the others.</summary>
    public bool AnswersFillHistory { get; set; } = true;

    /// <summary>On: the venues' lists of income can be read.</summary>
    public bool ReadsIncome { get; set; }

    /// <summary>Off: questions for the key's rights wait in <see cref="TakeQuestions"/> like the others.</summary>
    public bool AnswersRights { get; set; } = true;

    /// <summary>Off: questions for tables of maintenance margin wait in <see cref="TakeQuestions"/> like the others.</summary>
    public bool AnswersTiers { get; set; } = true;
    /// <summary>Off: questions for how our account is set wait in <see cref="TakeQuestions"/> like the others.</summary>
    public bool AnswersSettings { get; set; } = true;

    /// <summary>US dollars, by every venue's word; null: questions for it wait in <see cref="TakeQuestions"/> like the others.</summary>
    public decimal? CoinPrice { get; set; } = 1m;

    /// <summary>What a venue calls free for new margin; null: the wallet.</summary>
    public decimal? AvailableBalance { get; set; }

    /// <summary>Sees every event with what it led to.</summary>
    public Action<EngineInput, IReadOnlyList<Effect>>? Observer { get; set; }

    /// <summary>Off: the promises are asserted without taking snapshots.</summary>
    public bool ChecksSnapshots
    {
        get => _invariants.ChecksSnapshots;
        set => _invariants.ChecksSnapshots = value;
    }

    public EngineSnapshot Snapshot => Engine.Snapshot();

    public IReadOnlyCollection<Instrument> Instruments => _instruments.Values;

    /// <summary>One event, the ledger's part of its effects, and the promises.</summary>
    public IReadOnlyList<Effect> Feed(EngineEvent happened)
    {
        Effect[] effects = Decide(happened);
        while (_answers.TryDequeue(out EngineEvent? answer))
        {
            Decide(answer);
        }

        return effects;
    }

    /// <summary>Engine, ledger, promises; a crash before the commit is <paramref name="isCommitted"/> false.</summary>
    public Effect[] Decide(EngineEvent happened, bool isCommitted = true)
    {
        var input = new EngineInput(++_sequence, At, Elapsed, happened);
        _exposure.OnInput(in input);
        Effect[] effects = [.. Engine.Process(input)];
        Observer?.Invoke(input, effects);
        if (!isCommitted)
        {
            return effects;
        }

        _invariants.CheckEffects(effects);
        _exposure.OnCommitted(effects);
        Ledger.Apply(effects);
        _invariants.CheckState(Engine, Elapsed, happened is ClockTicked, effects.Length > 0);
        foreach (Effect effect in effects)
        {
            Carry(effect);
        }

        return effects;
    }

    /// <summary>The first event of a run, with what the ledger knows.</summary>
    public IReadOnlyList<Effect> Start() => Feed(new EngineStarted(Ledger.Recover()));

    /// <summary>A new process: the monotonic clock starts at zero, nothing but the ledger is left.</summary>
    /// <param name="change">To the configuration since the last start.</param>
    public IReadOnlyList<Effect> Restart(Func<EngineOptions, EngineOptions>? change = null)
    {
        Options = change?.Invoke(Options) ?? Options;
        Engine = new TradingEngine(Options);
        _invariants.Restarted();
        _exposure.OnStart();
        _sequence = 0;
        Elapsed = TimeSpan.Zero;
        _books.Clear();
        _answers.Clear();
        _placed.Clear();
        _asked.Clear();
        return Start();
    }

    public void Connect()
    {
        foreach (VenueId venue in Venues.Keys)
        {
            Feed(new InstrumentsLoaded(venue, [.. _instruments.Values.Where(i => i.Id.Venue == venue)]));
            Feed(new VenueLinkChanged(venue, VenueLink.Up, "connected"));
        }
    }

    /// <summary>A book of one level a side.</summary>
    public IReadOnlyList<Effect> Quote(InstrumentId id, decimal bid, decimal ask, decimal quantity = 10m) =>
        Book(id, [(bid, quantity)], [(ask, quantity)]);

    public IReadOnlyList<Effect> Book(InstrumentId id, (decimal Price, decimal Quantity)[] bids, (decimal Price, decimal Quantity)[] asks)
    {
        DepthChanged changed = BookOf(id);
        changed.View.Fill(bids, asks, Elapsed);
        _silent.Remove(id);
        return Feed(changed);
    }

    public IReadOnlyList<Effect> Distrust(InstrumentId id, BookTrust trust)
    {
        DepthChanged changed = BookOf(id);
        changed.View.Trust = trust;
        _silent.Add(id);
        return Feed(changed);
    }

    /// <summary>From now on the stream of this book says nothing more.</summary>
    public void Silence(InstrumentId id) => _silent.Add(id);

    public DepthView ViewOf(InstrumentId id) => BookOf(id).View;

    /// <summary>Time goes on in heartbeats; books that are not silent show a sign of life every second.</summary>
    public void Pass(TimeSpan duration)
    {
        TimeSpan end = Elapsed + duration;
        while (Elapsed < end)
        {
            Skip(Heartbeat <= end - Elapsed ? Heartbeat : end - Elapsed);
            foreach (DepthChanged book in _books.Values)
            {
                if (!_silent.Contains(book.View.Id) && Elapsed - book.View.ReceivedElapsed >= BookRefresh)
                {
                    book.View.ReceivedElapsed = Elapsed;
                    Feed(book);
                }
            }

            Feed(new ClockTicked());
        }
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>Time goes on and nobody tells the engine.</summary>
    public void Skip(TimeSpan duration)
    {
        Elapsed += duration;
        At += duration;
    }

    /// <summary>Orders sent since the last call.</summary>
    public IReadOnlyList<OrderIntent> TakePlaced()
    {
        OrderIntent[] placed = [.. _placed];
        _placed.Clear();
        return placed;
    }

    /// <summary>Questions asked since the last call.</summary>
    public IReadOnlyList<VenueEffect> TakeQuestions()
    {
        VenueEffect[] asked = [.. _asked];
        _asked.Clear();
        return asked;
    }

    private DepthChanged BookOf(InstrumentId id)
    {
        if (!_books.TryGetValue(id, out DepthChanged? changed))
        {
            changed = new DepthChanged(new DepthView(_instruments[id]));
            _books.Add(id, changed);
        }

        return changed;
    }

    private void Carry(Effect effect)
    {
        switch (effect)
        {
            case PlaceOrder(var intent):
                _placed.Add(intent);
                break;
            case QueryAccount query when AnswersAccounts:
                _answers.Enqueue(new AccountReported(Venues[query.Venue].Account(At, AvailableBalance)) { Question = query.Question });
                break;
            case QueryOpenOrders query when AnswersOpenOrders:
                _answers.Enqueue(new OpenOrdersReported(query.Venue, Venues[query.Venue].OpenOrders(At)) { Question = query.Question });
                break;
            case QueryFillHistory query when AnswersFillHistory:
                _answers.Enqueue(Venues[query.Instrument.Venue].History(query));
                break;
            case QueryIncome query:
                _answers.Enqueue(ReadsIncome
                    ? new IncomeReported(query.Venue, query.From, [.. Venues[query.Venue].Income.Where(e => e.At >= query.From && e.At < query.To)]) { Question = query.Question }
                    : new IncomeQueryFailed(query.Venue, "503"));
                break;
            case QueryTradingRights query when AnswersRights:
                _answers.Enqueue(new TradingRightsReported(Venues[query.Venue].Rights) { Question = query.Question });
                break;
            case QueryPositionTiers query when AnswersTiers:
                _answers.Enqueue(new PositionTiersReported(query.Instrument, Venues[query.Instrument.Venue].Tiers) { Question = query.Question });
                break;
            case QueryAccountSettings query when AnswersSettings:
                _answers.Enqueue(new AccountSettingsReported(Venues[query.Venue].Settings ?? AsConfigured(query.Venue)) { Question = query.Question });
                break;
            case QueryCoinPrices query when CoinPrice is { } price:
                _answers.Enqueue(new CoinPricesReported(query.Venue, [.. query.Coins.Select(c => new CoinPrice(c, new Price(price), "harness"))]) { Question = query.Question });
                break;
            case VenueEffect question:
                _asked.Add(question);
                break;
        }
    }

    private AccountSettings AsConfigured(VenueId venue)
    {
        MarginTerms wanted = Engine.Options.MarginTerms[venue];
        return new AccountSettings(venue, [.. _instruments.Keys.Where(i => i.Venue == venue).Select(i => new InstrumentSettings(i, wanted.Positions, wanted.Mode, wanted.Leverage))]);
    }
}
