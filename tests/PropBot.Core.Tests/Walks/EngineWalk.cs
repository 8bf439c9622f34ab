using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Walks;

/// <summary>
/// A random shift at the desk from one seed: prices part and meet, venues fail in every way of <see cref="WalkedVenue"/>, links
/// break, operators hold and resume, the process dies before and after its commits. The harness asserts the promises all along;
/// in the end everything calms down and every pair must be flat or equal.
/// </summary>
internal sealed class EngineWalk
{
    private static readonly Instrument[] Instruments =
    [
        TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc, TestInstruments.BinanceEth, TestInstruments.OkxEth,
    ];

    /// <summary>As it is configured; now and then somebody changes it at a venue.</summary>
    private const decimal Leverage = 3m;

    private readonly bool _handsOn;
    private readonly SeededRandom _random;
    private readonly WalkSchedule _schedule;
    private readonly WalkedOperators _operators;
    private readonly WalkedLimits? _limits;
    private readonly SortedDictionary<VenueId, WalkedVenue> _venues = [];

    /// <param name="handsOn">People take our legs off at the venues by hand, now and then, and tell nobody.</param>
    /// <param name="tight">Caps are tight, marks move and people change limits.</param>
    public EngineWalk(ulong seed, bool handsOn = false, bool tight = false)
    {
        _handsOn = handsOn;
        _random = new SeededRandom(seed, "walk");
        EngineOptions options = Stories.Desks.Options(Instruments);
        options = options with
        {
            Strategy = options.Strategy with { WarmUp = TimeSpan.FromSeconds(3) },
            MarginTerms = options.Venues.ToDictionary(v => v, _ => new MarginTerms(MarginMode.Cross, Leverage)),
            Risk = tight ? WalkedLimits.Tight(options.Risk, new SeededRandom(seed, "caps")) : options.Risk,
        };
        Desk = new EngineHarness(options, Instruments)
        {
            AnswersAccounts = false,
            AnswersOpenOrders = false,
            AnswersFillHistory = false,
        };
        _schedule = new WalkSchedule(Desk);
        _operators = new WalkedOperators(Desk, new SeededRandom(seed, "operators"), Feed);
        _limits = tight ? new WalkedLimits(Desk, new SeededRandom(seed, "limits"), Feed) : null;
        foreach (VenueId venue in Desk.Venues.Keys)
        {
            _venues.Add(venue, new WalkedVenue(Desk, Desk.Venues[venue], new SeededRandom(seed, venue.Name), _schedule));
        }
    }

    public EngineHarness Desk { get; }

    public int Restarts { get; private set; }

    public int HandsUsed { get; private set; }

    /// <summary>Times that a cap left no room, over all runs.</summary>
    public long CapsReached { get; private set; }

    public void Run(int steps)
    {
        Desk.Start();
        Connect();
        for (int step = 0; step < steps; step++)
        {
            Desk.Skip(TimeSpan.FromMilliseconds(_random.NextInt(400)));
            Happen();
            _limits?.Happen();
            Deliver();
            Feed(new ClockTicked());
        }

        CountRun();
        CalmDown();
        if (_handsOn)
        {
            // A leg that is gone shows when it is closed.
            Feed(new SweepRequested(SweepKind.CloseAll, new SweepScope(null, null, TakesOff: true), "anna", "api", "end-of-shift", Reason: "end of the shift"));
            CalmDown();
        }
    }

    private void CountRun() =>
        CapsReached += Desk.Snapshot.Counters.Refusals.Where(r => r.Key.EndsWith("_cap", StringComparison.Ordinal)).Sum(r => r.Value);

    /// <summary>The settle coin is worth something else by every venue's word, or by one venue's for once.</summary>
    private void MoveCoin(decimal dollars)
    {
        bool isOneVenues = dollars != 1m && _random.NextInt(3) == 0;
        Desk.CoinPrice = isOneVenues ? Desk.CoinPrice : dollars;
        foreach (WalkedVenue venue in _venues.Values.Take(isOneVenues ? 1 : _venues.Count))
        {
            Feed(new CoinPricesReported(venue.Venue, [new CoinPrice(Asset.Usdt, new Price(dollars), "walk")]));
        }
    }

    /// <summary>Venues behave, prices are equal and deep, and 45 seconds pass.</summary>
    private void CalmDown()
    {
        MoveCoin(1m);
        foreach (WalkedVenue venue in _venues.Values)
        {
            venue.IsFaulty = false;
            Feed(new VenueAccessChanged(venue.Venue, VenueAccess.Open, TimeSpan.Zero, ""));
            Feed(new TradingRightsReported(new TradingRights(venue.Venue, MayTrade: true, "walk")));
            Feed(Settings(venue.Venue, Leverage));
            Feed(new VenueClockMeasured(venue.Venue, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5)));
        }

        for (int tenth = 0; tenth < 450; tenth++)
        {
            Desk.Skip(TimeSpan.FromMilliseconds(100));
            if (tenth % 10 == 0)
            {
                foreach (WalkedVenue venue in _venues.Values.Where(v => !v.IsUp))
                {
                    SetLink(venue, isUp: true);
                }

                foreach (Instrument instrument in Instruments)
                {
                    decimal bid = BaseBid(instrument);
                    Desk.Quote(instrument.Id, bid, bid + instrument.Tick.Value, 1_000m);
                }
            }

            Deliver();
            Feed(new ClockTicked());
        }
    }

    private void Connect()
    {
        foreach (WalkedVenue venue in _venues.Values)
        {
            venue.Largest.Clear();
            Feed(new InstrumentsLoaded(venue.Venue, [.. Instruments.Where(i => i.Id.Venue == venue.Venue)]));
            SetLink(venue, isUp: true);
        }

        foreach (Instrument instrument in Instruments)
        {
            Quote(instrument);
        }
    }

    private void Happen()
    {
        int what = _random.NextInt(1_000);
        switch (what)
        {
            case < 700:
                Quote(Instruments[_random.NextInt(Instruments.Length)]);
                break;
            case < 720:
                InstrumentId distrusted = Instruments[_random.NextInt(Instruments.Length)].Id;
                Feed(Distrusted(distrusted));
                break;
            case < 750:
                WalkedVenue venue = _venues.Values.ElementAt(_random.NextInt(_venues.Count));
                SetLink(venue, !venue.IsUp);
                break;
            case < 760:
                Feed(new HoldRequested("anna", "walk"));
                break;
            case < 790:
                _operators.Act();
                break;
            case < 810:
                Instrument settled = Instruments[_random.NextInt(Instruments.Length)];
                _venues[settled.Id.Venue].Settle(settled.Id, (_random.NextInt(21) - 10) * 0.0001m);
                break;
            case < 820:
                Die();
                break;
            case < 835:
                Instrument forced = Instruments[_random.NextInt(Instruments.Length)];
                _venues[forced.Id.Venue].Force(forced.Id);
                break;
            case < 840:
                VenueId measured = Instruments[_random.NextInt(Instruments.Length)].Id.Venue;
                Feed(new VenueClockMeasured(measured, TimeSpan.Zero, TimeSpan.FromSeconds(_random.NextInt(8)), TimeSpan.FromSeconds(5)));
                break;
            case < 845:
                VenueId watched = Instruments[_random.NextInt(Instruments.Length)].Id.Venue;
                Feed(new VenueAccessChanged(watched, (VenueAccess)(1 + _random.NextInt(3)), TimeSpan.FromSeconds(2), "walk"));
                break;
            case < 847:
                VenueId asked = Instruments[_random.NextInt(Instruments.Length)].Id.Venue;
                Feed(new TradingRightsReported(new TradingRights(asked, _random.NextInt(2) == 0, "walk")));
                Feed(Settings(asked, _random.NextInt(2) == 0 ? Leverage : Leverage + 2m));
                break;
            case < 848:
                MoveCoin(_random.NextInt(2) == 0 ? 1m : 0.9m + (0.01m * _random.NextInt(15)));
                break;
            case < 850:
                ChangeRules(Instruments[_random.NextInt(Instruments.Length)]);
                break;
            case < 855:
                Feed(new InstrumentChangeAcknowledged(null, "anna"));
                break;
            case < 875 when _handsOn:
                TakeOffByHand();
                break;
        }
    }

    /// <summary>Somebody takes off what one venue holds, or a part of it.</summary>
    private void TakeOffByHand()
    {
        InstrumentId[] held = [.. Instruments.Select(i => i.Id).Where(id => Desk.Venues[id.Venue].PositionOf(id) != 0m)];
        if (held.Length > 0)
        {
            InstrumentId taken = held[_random.NextInt(held.Length)];
            _venues[taken.Venue].TakeOffByHand(taken);
            HandsUsed++;
        }
    }

    /// <summary>A smallest quantity of one lot or of two, and a largest of a few lots or of any, as the venue pleases; where caps are to be met nothing else keeps orders small.</summary>
    private void ChangeRules(Instrument instrument)
    {
        var least = new Quantity(instrument.Lot.Value * (1 + _random.NextInt(2)));
        Quantity? most = _limits is not null || _random.NextInt(2) == 0 ? null : new Quantity(instrument.Lot.Value * (2 + _random.NextInt(5)));
        _venues[instrument.Id.Venue].Largest[instrument.Id] = most;
        Feed(new InstrumentsLoaded(instrument.Id.Venue, [instrument with { MinQuantity = least, MaxQuantity = most }]));
    }

    private DepthChanged Distrusted(InstrumentId id)
    {
        DepthView view = Desk.ViewOf(id);
        view.Trust = BookTrust.Suspect;
        return new DepthChanged(view);
    }

    /// <summary>A book around the base price, up to 60 basis points away from the others' and of any depth.</summary>
    private void Quote(Instrument instrument)
    {
        if (!_venues[instrument.Id.Venue].IsUp)
        {
            return;
        }

        decimal shift = (_random.NextInt(121) - 60) * 0.0001m;
        decimal bid = instrument.Tick.RoundDown(new Price(BaseBid(instrument) * (1m + shift))).Value;
        DepthView view = Desk.ViewOf(instrument.Id);
        view.Fill(Side(instrument, bid, -1), Side(instrument, bid + instrument.Tick.Value, 1), Desk.Elapsed);
        Feed(new DepthChanged(view));
    }

    private (decimal, decimal)[] Side(Instrument instrument, decimal best, int direction)
    {
        var levels = new (decimal, decimal)[1 + _random.NextInt(4)];
        for (int i = 0; i < levels.Length; i++)
        {
            levels[i] = (best + (direction * i * instrument.Tick.Value * 5m), instrument.Lot.Value * (1 + _random.NextInt(200)));
        }

        return levels;
    }

    private static decimal BaseBid(Instrument instrument) => instrument.Id.Symbol == TestInstruments.Btc ? 60_000m : 3_000m;

    private void SetLink(WalkedVenue venue, bool isUp)
    {
        venue.IsUp = isUp;
        Feed(new VenueLinkChanged(venue.Venue, isUp ? VenueLink.Up : VenueLink.Down, isUp ? "connected" : "connection lost"));
    }

    /// <summary>Kill at any instruction: before the commit, between commit and sending, or after both.</summary>
    private void Die()
    {
        Restarts++;
        switch (_random.NextInt(3))
        {
            case 0 when _schedule.NextMessage() is { } message:
                Desk.Decide(message, isCommitted: false);
                break;
            case 1 when _schedule.NextMessage() is { } message:
                Desk.Decide(message);
                break;
        }

        _schedule.ProcessDied();
        foreach (WalkedVenue venue in _venues.Values)
        {
            venue.IsUp = false;
        }

        Desk.Skip(TimeSpan.FromSeconds(_random.NextInt(30)));
        _schedule.RunVenues();
        CountRun();
        Desk.Restart();
        Connect();
    }

    private void Deliver()
    {
        _schedule.RunVenues();
        while (_schedule.NextMessage() is { } message)
        {
            Feed(message);
        }
    }

    private void Feed(EngineEvent happened)
    {
        Desk.Feed(happened);
        foreach (OrderIntent intent in Desk.TakePlaced())
        {
            _venues[intent.Instrument.Venue].Place(intent);
        }

        foreach (VenueEffect question in Desk.TakeQuestions())
        {
            _venues[VenueOf(question)].Ask(question);
        }

        _schedule.RunVenues();
    }

    private static AccountSettingsReported Settings(VenueId venue, decimal leverage) => new(new AccountSettings(
        venue, [.. Instruments.Where(i => i.Id.Venue == venue).Select(i => new InstrumentSettings(i.Id, PositionMode.OneWay, MarginMode.Cross, leverage))]));

    private static VenueId VenueOf(VenueEffect question) => question switch
    {
        QueryOrder(var instrument, _) => instrument.Venue,
        QueryFills(var instrument, _) => instrument.Venue,
        QueryOpenOrders(var venue) => venue,
        QueryAccount(var venue) => venue,
        QueryTradingRights(var venue) => venue,
        QueryPositionTiers(var instrument) => instrument.Venue,
        QueryAccountSettings(var venue) => venue,
        QueryIncome query => query.Venue,
        QueryFillHistory(var instrument, _, _) => instrument.Venue,
        _ => throw new ArgumentOutOfRangeException(nameof(question), question, "no venue is asked by this"),
    };
}
