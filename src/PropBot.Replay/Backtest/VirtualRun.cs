using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Ledger;
using PropBot.Simulation;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Replay.Backtest;

/// <summary>
/// The engine and the simulated venues in one thread and in market time: as fast as it goes, the same bytes for the same feed,
/// options and seed.
/// </summary>
public sealed class VirtualRun
{
    /// <summary>A feed that has said nothing for so many of its steps has a hole there; its book counts as silent.</summary>
    private const int StepsUntilSilent = 2;

    private readonly VirtualRunOptions _options;
    private readonly ILedgerStore _ledger;
    private readonly TradingEngine _engine;
    private readonly EngineDriver _driver;
    private readonly SimulatedMarket _market;
    private readonly List<VirtualVenue> _venues = [];
    private readonly ClockTicked _tick = new();
    private bool _isBeatWaiting;

    public VirtualRun(VirtualRunOptions options, IMarketFeed feed, ILedgerStore ledger, params IReadOnlyList<IEngineObserver> observers)
    {
        _options = options;
        _ledger = ledger;
        _engine = new TradingEngine(options.Engine);
        _driver = new EngineDriver(_engine, ledger, feed.Start, observers);
        foreach (SimulatedVenueOptions venue in options.Venues)
        {
            var added = new VirtualVenue(venue, options, _driver, feed.Instruments);
            _venues.Add(added);
            _driver.Add(added);
        }

        _market = new SimulatedMarket(feed, [.. _venues.Select(venue => venue.Simulated)]);
    }

    /// <summary>Runs the feed to its end and lets what is under way come to its own.</summary>
    /// <param name="progress">Told the market time reached, once per step of the feed.</param>
    /// <exception cref="InvariantViolation">The engine or the books broke a promise.</exception>
    public VirtualRunResult Run(Action<DateTimeOffset>? progress = null, CancellationToken cancel = default)
    {
        DateTimeOffset start = _driver.Now;
        _driver.Deliver(new EngineStarted(_ledger.Load()));
        foreach (VirtualVenue venue in _venues)
        {
            venue.Open();
        }

        while (_market.NextTime is { } step)
        {
            cancel.ThrowIfCancellationRequested();
            RunUntil(step);
            _driver.MoveTo(step);
            _market.Step();
            foreach (VirtualVenue venue in _venues)
            {
                venue.TellMarket();
            }

            Tick();
            progress?.Invoke(step);
        }

        DateTimeOffset end = _driver.Now;
        RunUntil(end + _options.Epilogue);
        _driver.Deliver(_tick);
        RunUntil(end + _options.Epilogue + _options.Epilogue);
        return Result(start, end);
    }

    /// <summary>Everything that waits before an instant; while something is under way the clock ticks in between.</summary>
    private void RunUntil(DateTimeOffset limit)
    {
        do
        {
            KeepBeating();
        }
        while (_driver.TryStepBefore(limit));
    }

    private void Tick()
    {
        _driver.Deliver(_tick);
        KeepBeating();
    }

    private void KeepBeating()
    {
        if (_isBeatWaiting || !_engine.IsBusy)
        {
            return;
        }

        _isBeatWaiting = true;
        _driver.After(_options.Heartbeat, Beat);
    }

    private void Beat()
    {
        _isBeatWaiting = false;
        TimeSpan silentAfter = _market.HasEnded ? TimeSpan.MaxValue : _market.Feed.StepInterval * StepsUntilSilent;
        foreach (VirtualVenue venue in _venues)
        {
            venue.RepeatMarket(silentAfter);
        }

        _driver.Deliver(_tick);
    }

    private VirtualRunResult Result(DateTimeOffset start, DateTimeOffset end) => new()
    {
        Start = start,
        End = end,
        Events = _driver.Events,
        IsSettled = !_engine.IsBusy && !_driver.HasWaiting,
        Venues = [.. _venues.Select(venue => new VenueResult(venue.Id, LedgerEquity(venue), venue.Statement.Equity))],
        Alerts = _driver.Alerts,
        Final = _engine.Snapshot(),
    };

    /// <summary>Cash and positions by our own postings, at the marks that the venue values them with.</summary>
    private decimal LedgerEquity(VirtualVenue venue)
    {
        decimal equity = 0m;
        IReadOnlyList<Posting> balances = _ledger.Balances();
        LedgerAccount cash = LedgerAccount.Cash(venue.Id);
        equity += balances.Where(balance => balance.Account == cash).Sum(balance => balance.Amount);
        foreach (Symbol symbol in venue.Instruments.Select(instrument => instrument.Id.Symbol))
        {
            LedgerAccount position = LedgerAccount.Position(new InstrumentId(venue.Id, symbol));
            decimal held = balances.Where(balance => balance.Account == position).Sum(balance => balance.Amount);
            equity += held * (venue.Simulated.Market(symbol)?.MarkPrice ?? 0m);
        }

        return equity;
    }
}
