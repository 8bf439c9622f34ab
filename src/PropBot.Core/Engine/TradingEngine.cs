using System.Diagnostics;
using System.Globalization;
using PropBot.Core.Engine.Desks;
using PropBot.Core.Engine.Desks.Approvals;
using PropBot.Core.Engine.Desks.Sweeping;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine;

/// <summary>
/// The one decider: events in, effects out. A pure state machine with one writer; it does no I/O and knows no clock. The list it
/// returns is reused by the next call.
/// </summary>
public sealed class TradingEngine
{
    private readonly EngineState _state;
    private readonly CaseDesk _cases;
    private readonly OrderDesk _orders;
    private readonly PairDesk _pairs;
    private readonly SizeDesk _size;
    private readonly RunawayBreaker _runaway;
    private readonly MarginGuard _margins;
    private readonly RiskWatch _riskWatch;
    private readonly SloDesk _slo;
    private readonly OpeningDesk _opening;
    private readonly ImbalanceWatch _imbalance;
    private readonly EntryDesk _entries;
    private readonly BalanceDesk _balances;
    private readonly Reconciliation _reconciliation;
    private readonly ForcedFillDesk _forced;
    private readonly LostLegDesk _lost;
    private readonly InstrumentDesk _instruments;
    private readonly TierDesk _tiers;
    private readonly ConditionDesk _conditions;
    private readonly RightsDesk _rights;
    private readonly SettingsDesk _settings;
    private readonly SettleCoinDesk _coins;
    private readonly VenueDesk _venues;
    private readonly FreezeDesk _freezes;
    private readonly StrategyDesk _strategy;
    private readonly AccessDesk _access;
    private readonly LimitDesk _limits;
    private readonly ApprovalDesk _approvals;
    private readonly WatchdogDesk _watchdog;
    private readonly ControlDesk _control;
    private readonly PreflightDesk _preflight;
    private readonly DayDesk _day;
    private readonly SweepDesk _sweeps;
    private readonly ForeignOrderDesk _foreign;
    private readonly OpenOrderDesk _openOrders;
    private readonly FillDesk _fills;
    private readonly ResumeDesk _resume;
    private readonly SafetyKernel _kernel;
    private readonly ConfigurationDesk _configuration;
    private readonly SnapshotBuilder _snapshots;

    public TradingEngine(EngineOptions options)
    {
        _state = new EngineState(options);
        _cases = new CaseDesk(_state);
        _size = new SizeDesk(_state);
        _slo = new SloDesk(_state);
        _freezes = new FreezeDesk(_state, _size);
        var foreignFees = new ForeignFeeDesk(_state, _freezes);
        _orders = new OrderDesk(_state, _cases, foreignFees);
        var brakes = new Brakes(_state, _size);
        _strategy = new StrategyDesk(_state, _freezes, brakes);
        _access = new AccessDesk(_state);
        _runaway = new RunawayBreaker(_state, brakes);
        _margins = new MarginGuard(_state);
        _opening = new OpeningDesk(
            _state, new OpportunityFinder(options.Strategy, options.Execution.OpenSlippageCapBps), new EntryPolicy(_state), _size, _strategy, _margins, _runaway);
        _riskWatch = new RiskWatch(_state, _margins);
        _imbalance = new ImbalanceWatch(_state);
        var rescues = new RescueDesk(_state, _orders, new RescuePlanner(_state, new ThirdVenue(_state)));
        _entries = new EntryDesk(_state, _orders, rescues, _opening);
        _pairs = new PairDesk(_state, _orders, rescues, new Rebalancer(_state, rescues), _entries, _imbalance, new ExitRule(options.Strategy, options.Risk.BookStaleAfter), _size, _strategy);
        var guard = new AutopilotGuard(_state, brakes);
        _day = new DayDesk(_state, guard);
        _balances = new BalanceDesk(_state, _day);
        _reconciliation = new Reconciliation(_state, _cases, _balances);
        _forced = new ForcedFillDesk(_state, _cases, foreignFees);
        _instruments = new InstrumentDesk(_state);
        _tiers = new TierDesk(_state);
        _conditions = new ConditionDesk(_state);
        _rights = new RightsDesk(_state);
        _settings = new SettingsDesk(_state);
        _coins = new SettleCoinDesk(_state);
        _foreign = new ForeignOrderDesk(_state, _cases, brakes);
        _openOrders = new OpenOrderDesk(_state, _orders, _cases, _foreign);
        _fills = new FillDesk(_state, _cases);
        _resume = new ResumeDesk(_state);
        _venues = new VenueDesk(_state, _orders, _openOrders, _reconciliation, _conditions, _rights, _settings, _coins, _day);
        _lost = new LostLegDesk(_state, _cases, _reconciliation, _venues);
        var preflight = new Preflight(_state, _strategy);
        _preflight = new PreflightDesk(_state, preflight, _venues, _rights, _settings);
        _limits = new LimitDesk(_state, brakes);
        var planner = new SweepPlanner(_state);
        var sweepOrders = new SweepOrders(_state, _orders);
        _sweeps = new SweepDesk(
            _state, new SweepPairs(_state, _pairs, planner), sweepOrders, new SweepPositions(_state, _venues, new Adoption(_state, _pairs), sweepOrders), _cases);
        _approvals = Approvals(brakes, guard, new DeskAtRequest(_state, preflight));
        _configuration = new ConfigurationDesk(_state, _opening, _pairs, _approvals, _limits);
        _watchdog = new WatchdogDesk(_state, guard);
        _control = new ControlDesk(_state, brakes, _approvals, preflight, guard, new AutopilotDesk(_state, brakes, preflight, _size), _size);
        _kernel = new SafetyKernel(_state);
        _snapshots = new SnapshotBuilder(_state, _opening, preflight, _watchdog, planner, _resume, _size, _limits, _strategy);
    }

    /// <summary>As the configuration that counts has them.</summary>
    public EngineOptions Options => _state.Options;

    /// <summary>Why the last event, a person's command, was not carried out; null when it was.</summary>
    public CommandRefusal? Refusal => _state.Refusal;

    /// <summary>True while an order, a rescue, a close or a sweep is under way: time matters now.</summary>
    public bool IsBusy
    {
        get
        {
            foreach (PairState pair in _state.Pairs)
            {
                if (!pair.AllSettled || pair.Record.Imbalance != 0m || pair.WantsFlat)
                {
                    return true;
                }
            }

            return _sweeps.IsRunning;
        }
    }

    /// <summary>Handles one event. The returned list is valid until the next call.</summary>
    /// <exception cref="InvariantViolation">The engine is wrong and must be stopped; a restart recovers.</exception>
    public IReadOnlyList<Effect> Process(in EngineInput input)
    {
        Invariant.Holds(input.Sequence == _state.Sequence + 1, "events arrive without gaps");
        Invariant.Holds(input.Elapsed >= _state.Elapsed, "elapsed time does not go back");
        Invariant.Holds(_state.Started != input.Event is EngineStarted, "the first event, and no other, is EngineStarted");
        _state.Sequence = input.Sequence;
        _state.At = input.At;
        _state.Elapsed = input.Elapsed;
        _state.Effects.Clear();
        _state.Refusal = null;
        _watchdog.Observe(input.Event);
        _slo.Observe(input.Event);
        _imbalance.NoticeOverdue();
        if (_state.Started)
        {
            _day.BeginDay();
        }

        Dispatch(input.Event);
        if (HasBooked())
        {
            _day.OnBooked();
        }

        _entries.WatchLeads();
        if (_sweeps.IsRunning && input.Event is not (DepthChanged or MarkPriceChanged))
        {
            _sweeps.Advance();
        }

        if (_state.Effects.Count > 0)
        {
            _kernel.Check();
        }

        return _state.Effects;
    }

    /// <summary>What readers may see, as of the last event. Allocates; taken a few times a second.</summary>
    public EngineSnapshot Snapshot() => _snapshots.Build();

    private ApprovalDesk Approvals(Brakes brakes, AutopilotGuard guard, DeskAtRequest desk) => new(_state, brakes,
    [
        new ResumeAction(_state, brakes, desk),
        new UnkillAction(_state, brakes, desk),
        new AbandonSweepAction(_state, _sweeps),
        new UnfreezeAction(_state, _freezes, guard, desk),
        new UnfreezeStrategyAction(_state, _freezes, guard, _strategy, desk),
        new RaiseLimitAction(_state, _limits, desk),
        new ExitDryRunAction(_state, brakes, desk),
        new ApplyConfigAction(_state, desk),
        new ResetBudgetAction(_state, _strategy, desk),
        new EnableStrategyAction(_state, _strategy, desk),
    ]);

    private void Dispatch(EngineEvent happened)
    {
        switch (happened)
        {
            case DepthChanged depth:
                OnDepth(depth);
                break;
            case MarkPriceChanged mark:
                _venues.OnMark(mark);
                break;
            case ClockTicked:
                OnClock();
                break;
            case FillReported fill:
                OnFill(fill.Fill);
                break;
            case OrderReported report:
                OnOrderReported(report.Report);
                break;
            case PlaceAnswered answer:
                _rights.OnPlaceAnswered(answer);
                OnPlaceAnswered(answer);
                break;
            case OrderNotFound missing:
                _pairs.OnNews(_orders.OnNotFound(missing));
                break;
            case OrderQueryFailed failed:
                _orders.OnQueryFailed(failed.ClientOrderId);
                break;
            case AccountReported account:
                OnAccount(account);
                break;
            case AccountQueryFailed failed:
                _sweeps.OnAccountFailed(failed);
                break;
            case OpenOrdersReported open:
                OnOpenOrders(open);
                break;
            case OpenOrdersQueryFailed failed:
                _openOrders.OnFailed(failed);
                _sweeps.OnOpenOrdersFailed(failed);
                break;
            case ForeignCancelAnswered answer:
                _sweeps.OnForeignCancelAnswered(answer);
                break;
            case FundingSettled funding:
                _venues.OnFunding(funding.Payment);
                break;
            case VenueLinkChanged link:
                _venues.OnLink(link);
                break;
            case InstrumentsLoaded loaded:
                _instruments.OnInstruments(loaded);
                _tiers.OnInstruments(loaded);
                break;
            case PositionTiersReported told:
                _tiers.OnReported(told);
                break;
            case PositionTiersQueryFailed failed:
                _tiers.OnFailed(failed);
                break;
            case ConfigurationTaken taken:
                _configuration.Take(taken);
                break;
            case HoldRequested hold:
                _control.Hold(hold);
                break;
            case ResumeRequested resume:
                _control.Resume(resume);
                break;
            case ApprovalRequested asked:
                _approvals.Request(asked);
                break;
            case ApprovalConfirmed confirmed:
                _approvals.Confirm(confirmed);
                break;
            case PreflightRequested asked:
                _preflight.Run(asked);
                break;
            case FreezeRequested freeze:
                _freezes.Freeze(freeze);
                break;
            case StrategySwitched switched:
                _strategy.Switch(switched);
                break;
            case SecretGuessed seen:
                _access.OnGuessed(seen);
                break;
            case LimitLowered lowered:
                _limits.Lower(lowered);
                break;
            case ConfigApplied applied:
                _approvals.OnConfigApplied(applied);
                break;
            case ApprovalRejected rejected:
                _approvals.Reject(rejected);
                break;
            case KillRequested kill:
                OnKill(kill);
                break;
            case EngineStarted started:
                OnStarted(started);
                break;
            case ShutdownRequested:
                _state.ShuttingDown = true;
                _state.Effects.Add(new Journaled("shutdown", []));
                break;
            case LedgerFailed ledger:
                _state.LedgerFailure = ledger.Reason;
                break;
            case LedgerRestored restored:
                _control.LedgerRestored(restored.Outage);
                break;
            case OrderNotSent held:
                _pairs.OnNews(_orders.OnNotSent(held));
                break;
            case OrderSentLate late:
                _orders.OnSentLate(late.ClientOrderId);
                break;
            case ForeignOrderSeen foreign:
                _foreign.OnSeen(foreign.Report);
                break;
            case ForcedFillSeen forced:
                OnForcedFill(forced.Fill);
                break;
            case MarginCallReceived call:
                _conditions.OnMarginCall(call);
                break;
            case VenueClockMeasured measured:
                _conditions.OnClockMeasured(measured);
                break;
            case VenueAccessChanged access:
                _conditions.OnAccess(access);
                break;
            case IncomeReported told:
                _balances.OnReported(told);
                break;
            case IncomeQueryFailed failed:
                _balances.OnFailed(failed);
                break;
            case TradingRightsReported told:
                _rights.OnReported(told);
                break;
            case AccountSettingsReported told:
                _settings.OnReported(told);
                break;
            case AccountSettingsQueryFailed failed:
                _settings.OnFailed(failed);
                break;
            case TradingRightsQueryFailed failed:
                _rights.OnFailed(failed);
                break;
            case CoinPricesReported told:
                _coins.OnReported(told);
                break;
            case CoinPricesQueryFailed failed:
                _coins.OnFailed(failed);
                break;
            case InstrumentChangeAcknowledged read:
                _instruments.OnAcknowledged(read);
                break;
            case CancelAnswered answer:
                _pairs.OnNews(_orders.OnCancelAnswered(answer));
                break;
            case SweepRequested asked:
                OnSweepRequested(asked);
                break;
            case FillHistoryReported history:
                OnFillHistory(history);
                break;
            case FillHistoryQueryFailed failed:
                _fills.OnFailed(failed);
                break;
            case CaseTaken taken:
                _cases.OnTaken(taken);
                break;
            case CaseResolved resolved:
                _reconciliation.OnResolved(resolved);
                break;
            default:
                throw new UnreachableException($"no case for {happened.GetType().Name}");
        }
    }

    private void OnStarted(EngineStarted started)
    {
        _state.Started = true;
        _state.Restore(started.Recovered);
        _control.OnStarted(started.Recovered.Control);
        _limits.OnStarted();
        _day.BeginDay();
        _watchdog.OnStarted();
        _size.OnStarted();
        _resume.OnStarted();
        _configuration.OnStarted();
        _imbalance.OnStarted();
        _slo.OnStarted();
        AdvanceAll();
    }

    /// <summary>The hold and the latch first, then whatever is open goes.</summary>
    private void OnKill(KillRequested kill)
    {
        var scope = new SweepScope(null, null, TakesOff: kill.Flatten);
        // An id that stands for something else keeps no kill from being carried out.
        bool isUsable = kill.CorrelationId.Length > 0
            && (_state.Sweeps.Find(kill.CorrelationId) is not { } known || known.Fingerprint == Sweep.FingerprintOf(SweepKind.Kill, scope));
        string id = isUsable ? kill.CorrelationId : string.Create(CultureInfo.InvariantCulture, $"kill-{_state.At.UtcTicks}-{_state.Sequence}");
        _control.Kill(kill with { CorrelationId = id });
        _sweeps.OnRequested(new SweepRequested(SweepKind.Kill, scope, kill.Actor, kill.Channel, id, Reason: kill.Reason));
    }

    /// <summary>What takes everything off also stops opening, before it begins.</summary>
    private void OnSweepRequested(SweepRequested asked)
    {
        if (asked.Kind is SweepKind.CloseAll && _sweeps.IsNew(asked))
        {
            _control.Hold(new HoldRequested(asked.Actor, asked.Kind.Code(), asked.CorrelationId) { Channel = asked.Source });
        }

        _sweeps.OnRequested(asked);
    }

    /// <summary>What nobody has told is booked like any other fill, and said to be found.</summary>
    private void OnFillHistory(FillHistoryReported history)
    {
        foreach (FillReport missing in _fills.OnReported(history).ToArray())
        {
            long booked = _state.FillsBooked;
            OnFill(missing);
            if (_state.FillsBooked > booked)
            {
                _fills.OnRecovered(missing);
            }
        }
    }

    private void OnFill(FillReport fill)
    {
        if (_orders.OnFill(fill) is not { } pair || !_pairs.IsAwake(pair))
        {
            return;
        }

        IReadOnlyList<PairState> others = _forced.OnBooked(fill, pair);
        // A limit of the day that this fill reaches stops what the pair would open next.
        _day.OnBooked();
        _pairs.OnNews(pair);
        foreach (PairState other in others)
        {
            _pairs.OnNews(other);
        }
    }

    private void OnOrderReported(OrderReport report)
    {
        PairState? pair = _orders.OnOrderReported(report);
        if (report.Refusal is { } refusal)
        {
            _lost.OnRefused(report.ClientOrderId, refusal.Kind);
        }

        _pairs.OnNews(pair);
    }

    private void OnPlaceAnswered(PlaceAnswered answer)
    {
        PairState? pair = _orders.OnPlaceAnswered(answer);
        if (answer.Outcome is VenueOutcome.Refused { Refusal.Kind: var kind })
        {
            _lost.OnRefused(answer.ClientOrderId, kind);
        }

        _pairs.OnNews(pair);
    }

    private void OnAccount(AccountReported told)
    {
        if (!_venues.OnAccount(told))
        {
            return;
        }

        foreach (PairState pair in _lost.OnAccount(told))
        {
            _pairs.OnNews(pair);
        }

        _sweeps.OnAccount(told);
    }

    private void OnForcedFill(ForcedFill fill)
    {
        _lost.OnForcedFill(fill);
        IReadOnlyList<PairState> touched = _forced.OnForcedFill(fill);
        if (_state.Effects.Count == 0)
        {
            return;
        }

        _conditions.OnForcedFill(fill);
        foreach (PairState pair in touched)
        {
            _pairs.OnNews(pair);
        }
    }

    private void OnOpenOrders(OpenOrdersReported told)
    {
        _venues.OnOpenOrders(told);
        foreach (PairState pair in _openOrders.OnReported(told))
        {
            _pairs.OnNews(pair);
        }

        _sweeps.OnOpenOrders(told);
    }

    private void OnDepth(DepthChanged depth)
    {
        _state.DepthEvents++;
        if (!_state.Instruments.TryGetValue(depth.View.Id, out InstrumentState? instrument))
        {
            return;
        }

        depth.View.Instrument = instrument.Instrument;
        instrument.Depth = depth.View;
        instrument.Watch.OnDepth(depth.View.Trust, _state.Elapsed, _state.Options.Watchdog.RecoverAfter);
        instrument.Delay.OnDepth(depth.View, _state.Venues[depth.View.Id.Venue].Clock, _state.At, _state.Elapsed, _state.Options.MarketSpeed);
        if (!instrument.HasPrices)
        {
            return;
        }

        CheckExits(depth.View.Id);
        if (_opening.Look(instrument) is { } approved)
        {
            _entries.Open(approved);
        }
    }

    /// <summary>Closing a pair sends orders; it leaves the list only with their fills, so the walk is safe.</summary>
    private void CheckExits(InstrumentId id)
    {
        foreach (PairState pair in _state.Pairs)
        {
            if (pair.Record.Long.Instrument == id || pair.Record.Short.Instrument == id)
            {
                _pairs.CheckExit(pair);
            }
        }
    }

    private void OnClock()
    {
        _day.OnClock();
        AdvanceAll();
        _rights.Poll();
        _tiers.Poll();
        _conditions.WatchFeeCoins();
        _settings.Poll();
        _coins.Poll();
        _venues.PollAccounts();
        _openOrders.Poll();
        _fills.Poll();
        _reconciliation.WatchOrders();
        _lost.OnClock();
        _watchdog.OnClock();
        _slo.OnClock();
        _size.OnClock();
        _strategy.OnClock();
        _runaway.OnClock();
        _riskWatch.OnClock();
        _resume.OnClock();
        _control.OnClock();
    }

    private bool HasBooked()
    {
        foreach (Effect effect in _state.Effects)
        {
            if (effect is EntryPosted)
            {
                return true;
            }
        }

        return false;
    }

    private void AdvanceAll()
    {
        // A copy: a pair that is done leaves the list while it is walked.
        foreach (PairState pair in _state.Pairs.ToArray())
        {
            _pairs.Advance(pair);
        }
    }
}
