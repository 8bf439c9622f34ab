using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Episodes.Checks;

/// <summary>
/// Opening needs everything green. What is green, this class knows from what the desk was told, over restarts, and asks nobody.
/// </summary>
internal sealed class OpeningPromises(LedgerProjection ledger, EngineOptions options)
{
    private readonly PeoplesWords _people = new();
    private readonly Dictionary<VenueId, VenueWords> _venues = [];
    private readonly Dictionary<InstrumentId, (BookTrust Trust, TimeSpan Received)> _books = [];
    private readonly Dictionary<InstrumentId, Instrument> _rules = [];
    private readonly HashSet<ClientOrderId> _resting = [];
    private readonly Dictionary<(VenueId Venue, Asset Coin), (decimal Dollars, TimeSpan Told)> _coins = [];
    private readonly Dictionary<(VenueId Venue, Type Word), long> _heard = [];
    private DateOnly? _breachedOn;
    private bool _isShuttingDown;
    private bool _isLedgerLost;
    private TimeSpan _elapsed;
    private DateTimeOffset _at;

    public void OnStart()
    {
        _venues.Clear();
        _books.Clear();
        _rules.Clear();
        _coins.Clear();
        _heard.Clear();
        _people.OnStart(options.Control.DryRun);
        _isShuttingDown = false;
        _isLedgerLost = false;
    }


    public void OnInput(in EngineInput input)
    {
        _elapsed = input.Elapsed;
        _at = input.At;
        switch (input.Event)
        {
            case DepthChanged(var view):
                _books[view.Id] = (view.Trust, view.ReceivedElapsed);
                break;
            case VenueLinkChanged link:
                Of(link.Venue).Link = link.Link;
                break;
            case AccountReported(var account):
                Of(account.Venue).IsRead = true;
                break;
            case VenueAccessChanged access:
                Of(access.Venue).Access = access.Access;
                break;
            case TradingRightsReported { Rights: var rights, Question: var question }:
                if (IsLatest(rights.Venue, input, question))
                {
                    Of(rights.Venue).MayTrade = rights.MayTrade && !(rights.ExpiresAt <= _at);
                }

                break;
            case CoinPricesReported told when !IsLatest(told.Venue, input, told.Question):
                break;
            case CoinPricesReported told:
                foreach (CoinPrice price in told.Prices)
                {
                    _coins[(told.Venue, price.Coin)] = (price.Price.Value, _elapsed);
                }

                break;
            case VenueClockMeasured clock:
                Of(clock.Venue).IsClockUncertain = clock.MayOnlyReduce;
                break;
            case InstrumentsLoaded loaded:
                foreach (Instrument instrument in loaded.Instruments)
                {
                    _rules[instrument.Id] = instrument;
                }

                break;
            case ShutdownRequested:
                _isShuttingDown = true;
                break;
            case LedgerFailed:
                _isLedgerLost = true;
                break;
            case LedgerRestored:
                _isLedgerLost = false;
                break;
        }
    }

    /// <summary>What people said counts from when it is on disk: until then they have no answer.</summary>
    public void OnCommitted(in EngineInput input) => _people.OnCommand(input.Event);

    public void CheckEffects(IReadOnlyList<Effect> effects)
    {
        ControlMode mode = ledger.Control.Mode;
        SloStanding? budgets = ledger.Control.Slo;
        bool isHeldByWatchdog = false;
        for (int i = 0; i < effects.Count; i++)
        {
            switch (effects[i])
            {
                case ControlChanged(var control):
                    OnControl(control);
                    mode = control.Mode;
                    budgets = control.Slo;
                    break;
                case OrderChanged({ Intent: { Purpose: OrderPurpose.Open, TimeInForce: TimeInForce.PostOnly or TimeInForce.Gtc } } order):
                    SetResting(order);
                    break;
                case CancelOrder(_, var cancelled):
                    _resting.Remove(cancelled);
                    break;
                case Journaled { Type: "audit" } line:
                    isHeldByWatchdog |= line.Payload.Contains(new("action", "AUTO_HOLD_WATCHDOG"));
                    break;
                case PlaceOrder({ Purpose: OrderPurpose.Open } intent):
                    CheckOpening(intent);
                    Promise.Kept(
                        budgets?.Burns.All(b => b.Level != SloLevel.Exhausted) ?? true, "opens_without_budget",
                        $"{intent.ClientOrderId} opens although the budget of a service level is exhausted");
                    break;
                case PlaceOrder({ Purpose: OrderPurpose.Close } intent):
                    CheckClosing(effects, intent);
                    break;
            }
        }

        Promise.Kept(!isHeldByWatchdog || mode == ControlMode.Hold, "auto_hold_ignored", $"the watchdog says that it holds, the desk is in {mode}");
        Promise.Kept(
            mode == ControlMode.Run || _resting.Count == 0, "rests_in_hold",
            $"{string.Join(", ", _resting)} may still open a pair in HOLD and is not being cancelled");
        Promise.Kept(
            !(_people.IsStrategyOff || _people.IsDryRun) || _resting.Count == 0, "rests_switched_off",
            $"{string.Join(", ", _resting)} may still open a pair of a strategy that is off, or in a dry run, and is not being cancelled");
    }

    /// <summary>An opening order that stays in the book is taken out of it as soon as nothing may be opened.</summary>
    /// <summary>An answer that was asked for before something later was heard may be older than that.</summary>
    private bool IsLatest(VenueId venue, in EngineInput input, long question)
    {
        long knows = question == 0 ? input.Sequence : question;
        (VenueId, Type) word = (venue, input.Event.GetType());
        if (knows < _heard.GetValueOrDefault(word))
        {
            return false;
        }

        _heard[word] = knows;
        return true;
    }

    private void SetResting(OrderRecord order) =>
        _ = order.Status == OrderStatus.Intended ? _resting.Add(order.Intent.ClientOrderId) : order.Status.IsTerminal() && _resting.Remove(order.Intent.ClientOrderId);

    private void OnControl(ControlState control)
    {
        if (control.DailyLossBreachedOn is { } day)
        {
            _breachedOn = day;
        }

        bool goesOn = control.Mode == ControlMode.Run && ledger.Control.Mode == ControlMode.Hold;
        Promise.Kept(!goesOn || !_people.IsHeld, "hold_left", $"RUN although a person said HOLD and no two people said resume");
        Promise.Kept(!goesOn || !_people.IsKilled, "kill_left", $"RUN although a person killed the desk and no two people lifted it");
    }

    private void CheckOpening(OrderIntent intent)
    {
        ClientOrderId id = intent.ClientOrderId;
        InstrumentId on = intent.Instrument;
        VenueWords venue = Of(on.Venue);
        Promise.Kept(!_people.IsHeld, "opens_in_hold", $"{id} opens although a person said HOLD");
        Promise.Kept(_people.StateOn(on) == ScopeState.Active, "opens_restricted", $"{id} opens on {on} although a person said {_people.StateOn(on)}");
        Promise.Kept(!_people.IsKilled, "opens_killed", $"{id} opens although a person killed the desk");
        Promise.Kept(!_people.IsDryRun, "opens_in_dry_run", $"{id} opens in a dry run that no two people have ended");
        Promise.Kept(!_people.IsStrategyOff, "opens_switched_off", $"{id} opens although a person switched the strategy off");
        Promise.Kept(!_isShuttingDown, "opens_in_shutdown", $"{id} opens while the process is to end");
        Promise.Kept(!_isLedgerLost, "opens_without_ledger", $"{id} opens without a ledger");
        Promise.Kept(
            _breachedOn != DateOnly.FromDateTime(_at.UtcDateTime), "opens_after_loss", $"{id} opens on {_breachedOn}, when the daily loss was breached");
        Promise.Kept(venue.Link == VenueLink.Up, "opens_unlinked", $"{id} opens on {on} whose link is {venue.Link}");
        Promise.Kept(venue.IsRead, "opens_unread", $"{id} opens on {on} whose account was not read");
        Promise.Kept(venue.Access != VenueAccess.Banned, "opens_banned", $"{id} opens on {on} which has banned us");
        Promise.Kept(venue.MayTrade, "opens_without_right", $"{id} opens on {on} which has not said that our key may trade");
        Promise.Kept(!venue.IsClockUncertain, "opens_clockless", $"{id} opens on {on} whose clock is uncertain");
        Promise.Kept(_books.TryGetValue(on, out (BookTrust Trust, TimeSpan Received) book), "opens_blind", $"{id} opens on {on} whose book nobody has seen");
        Promise.Kept(book.Trust == BookTrust.Synced, "opens_untrusted", $"{id} opens on {on} whose book is {book.Trust}");
        Promise.Kept(
            _elapsed - book.Received <= options.Risk.BookStaleAfter, "opens_stale", $"{id} opens on {on} whose book is {_elapsed - book.Received} old");
        CheckRules(intent);
        CheckSettleCoin(intent);
    }

    /// <summary>At least one venue has told lately what the coin is worth, and not all that have say that it is off its peg.</summary>
    private void CheckSettleCoin(OrderIntent intent)
    {
        decimal limit = options.Risk.MaxSettleDepegBps;
        Asset settle = _rules[intent.Instrument].SettleAsset;
        decimal[] told = [.. _coins.Where(c => c.Key.Coin == settle && _elapsed - c.Value.Told <= options.Risk.SettlePriceStaleAfter).Select(c => c.Value.Dollars)];
        Promise.Kept(limit == 0m || told.Length > 0, "opens_unpriced", $"{intent.ClientOrderId} opens although nobody has told what {settle} is worth");
        Promise.Kept(
            limit == 0m || told.Any(dollars => Math.Abs(dollars - 1m) * 10_000m <= limit), "opens_off_peg",
            $"{intent.ClientOrderId} opens while {settle} is worth {string.Join(", ", told)} USD");
    }

    /// <summary>A hedged pair is closed whole: not while a venue of it is known to take nothing.</summary>
    private void CheckClosing(IReadOnlyList<Effect> effects, OrderIntent intent)
    {
        // As the event leaves it: what a venue took makes it unequal with the same one.
        PairRecord pair = effects.OfType<PairChanged>().LastOrDefault(changed => changed.Pair.Id == intent.Pair)?.Pair ?? ledger.Pairs[intent.Pair];
        foreach (LegRole role in pair.Imbalance == 0m ? pair.Roles : [])
        {
            LegRecord leg = pair.Leg(role);
            Promise.Kept(
                leg.SignedQuantity == 0m || Of(leg.Instrument.Venue).Access != VenueAccess.Banned, "tears_apart",
                $"{intent.ClientOrderId} closes a leg of {pair.Id}, which is equal, while {leg.Instrument.Venue} takes nothing");
        }
    }

    private void CheckRules(OrderIntent intent)
    {
        Instrument rules = _rules[intent.Instrument];
        Promise.Kept(rules.Status == InstrumentStatus.Trading, "opens_not_trading", $"{intent.ClientOrderId} opens on {rules.Id} which is {rules.Status}");
        bool isRead = ledger.Rules.TryGetValue(rules.Id, out AcceptedRules? accepted)
            && RuleChange.Between(accepted.Rules, RuleChange.RulesOf(rules)).Count == 0;
        Promise.Kept(isRead, "opens_unread_rules", $"{intent.ClientOrderId} opens on {rules.Id} by rules that nobody has read");
        Promise.Kept(
            intent.Quantity >= rules.MinQuantity && rules.Lot.RoundDown(intent.Quantity) == intent.Quantity, "opens_unorderable",
            $"{intent.ClientOrderId} opens {intent.Quantity} on {rules.Id}");
    }

    private VenueWords Of(VenueId venue)
    {
        if (!_venues.TryGetValue(venue, out VenueWords? words))
        {
            _venues.Add(venue, words = new VenueWords());
        }

        return words;
    }

    /// <summary>What a venue has said of itself in this process.</summary>
    private sealed class VenueWords
    {
        public VenueLink Link { get; set; } = VenueLink.Down;

        public bool IsRead { get; set; }

        public VenueAccess Access { get; set; } = VenueAccess.Open;

        public bool IsClockUncertain { get; set; }

        public bool MayTrade { get; set; }
    }
}
