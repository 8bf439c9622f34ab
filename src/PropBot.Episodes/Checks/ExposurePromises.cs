using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Episodes.Checks;

/// <summary>
/// An order that opens fits into every cap together with what is held and all that is in flight at its worst. Counted from what is written,
/// effect by effect and over restarts: pairs, intents, ends. Nobody is asked what room there is.
/// </summary>
/// <remarks>Valued as the desk was told: at the mark, else in the middle of the book, else at the entry or the touch of the decision.</remarks>
public sealed class ExposurePromises(EngineOptions options)
{
    private readonly SortedDictionary<PairId, PairRecord> _active = [];
    private readonly Dictionary<ClientOrderId, OrderRecord> _unsettled = [];
    private readonly Dictionary<InstrumentId, decimal> _marks = [];
    private readonly Dictionary<InstrumentId, decimal> _mids = [];
    private readonly Dictionary<InstrumentId, decimal> _lots = [];
    private RiskOptions _configured = options.Risk;
    private LimitOverrides _changed = LimitOverrides.None;

    /// <summary>As they are configured and as people have changed them since.</summary>
    public RiskOptions Limits => _changed.Over(new DeskLimits(_configured, options.StrategyLimits)).Risk;

    /// <summary>A new process knows no price, and has the configuration it was started with.</summary>
    public void OnStart()
    {
        _configured = options.Risk;
        _marks.Clear();
        _mids.Clear();
    }

    public void OnInput(in EngineInput input)
    {
        switch (input.Event)
        {
            case DepthChanged({ HasBothSides: true } view):
                _mids[view.Id] = view.Mid.Value;
                break;
            case MarkPriceChanged mark:
                _marks[mark.Instrument] = mark.MarkPrice.Value;
                break;
            case InstrumentsLoaded loaded:
                foreach (Instrument instrument in loaded.Instruments)
                {
                    _lots[instrument.Id] = instrument.Lot.Value;
                }

                break;
            case ConfigurationTaken taken:
                _configured = taken.Next.Risk;
                break;
        }
    }

    public void OnCommitted(IReadOnlyList<Effect> effects)
    {
        for (int i = 0; i < effects.Count; i++)
        {
            switch (effects[i])
            {
                case PairChanged(var pair) when pair.Status.IsTerminal():
                    _active.Remove(pair.Id);
                    break;
                case PairChanged(var pair):
                    _active[pair.Id] = pair;
                    break;
                case OrderChanged(var order) when Left(order) > 0m:
                    _unsettled[order.Intent.ClientOrderId] = order;
                    break;
                case OrderChanged(var order):
                    _unsettled.Remove(order.Intent.ClientOrderId);
                    break;
                case ControlChanged(var control):
                    _changed = control.Limits;
                    break;
                case PlaceOrder({ Purpose: OrderPurpose.Open } intent):
                    CheckOpening(intent);
                    break;
            }
        }
    }

    /// <summary>All legs there at their worst, quote units.</summary>
    public decimal OnVenue(VenueId venue) => Sum(i => i.Venue == venue);

    /// <summary>All legs on it at their worst, quote units.</summary>
    public decimal OnInstrument(InstrumentId id) => Sum(i => i == id);

    private decimal Sum(Func<InstrumentId, bool> isMeant) => _active.Values.Sum(p => p.Roles.Where(r => isMeant(p.Leg(r).Instrument)).Sum(r => Notional(p, r)));

    private void CheckOpening(OrderIntent intent)
    {
        RiskOptions limits = Limits;
        PairRecord opened = _active[intent.Pair];
        Symbol symbol = opened.Symbol;
        PairRecord[] ofCoin = [.. _active.Values.Where(p => p.Symbol.Base == symbol.Base)];
        decimal total = _active.Values.Sum(Notional);
        decimal lot = opened.Roles.Max(r => _lots[opened.Leg(r).Instrument] * PriceOf(opened, r));
        Fits("pairs", _active.Count, limits.MaxActivePairs, 0m);
        if (limits.CapsEnforced)
        {
            Fits("order", Notional(opened), limits.MaxNotionalPerOrder.Value, lot);
            Fits($"symbol {symbol}", _active.Values.Where(p => p.Symbol == symbol).Sum(Notional), limits.CapOf(symbol).Value, lot);
            Fits($"coin {symbol.Base}", ofCoin.Sum(Notional), limits.CapOf(symbol.Base).Value, lot);
            Fits("strategy", total, limits.MaxNotionalPerStrategy.Value, lot);
            Fits("total", total, limits.MaxNotionalTotal.Value, lot);
            foreach (LegRole role in opened.Roles)
            {
                VenueId venue = opened.Leg(role).Instrument.Venue;
                Fits($"venue {venue}", OnVenue(venue), limits.CapOf(venue).Value, lot);
            }
        }

        if (limits.ChecksEnabled)
        {
            Fits($"delta of {symbol.Base}", Math.Max(ofCoin.Sum(p => Reach(p, Side.Buy)), -ofCoin.Sum(p => Reach(p, Side.Sell))), limits.NetDeltaOf(symbol.Base).Value, lot);
        }

        void Fits(string cap, decimal worst, decimal limit, decimal rounding) => Promise.Kept(
            worst <= limit + rounding, "over_cap", $"{intent.ClientOrderId} makes it {worst} by {cap}, at most {limit} is allowed: {string.Join("; ", _active.Values.Select(Text))}");
    }

    /// <summary>The larger of its legs, at its worst.</summary>
    private decimal Notional(PairRecord pair) => pair.Roles.Max(r => Notional(pair, r));

    private decimal Notional(PairRecord pair, LegRole role) =>
        Math.Max(Math.Abs(Worst(pair, role, Side.Buy)), Math.Abs(Worst(pair, role, Side.Sell))) * PriceOf(pair, role);

    /// <summary>What all legs come to, signed quote units, when everything on one side fills and nothing on the other.</summary>
    private decimal Reach(PairRecord pair, Side side) => pair.Roles.Sum(r => Worst(pair, r, side) * PriceOf(pair, r));

    /// <summary>Base units, signed, when everything on one side fills and nothing on the other.</summary>
    private decimal Worst(PairRecord pair, LegRole role, Side side)
    {
        decimal ordered = _unsettled.Values.Where(o => o.Intent.Pair == pair.Id && o.Intent.Leg == role && o.Intent.Side == side).Sum(Left);
        decimal worst = pair.Leg(role).SignedQuantity + (side.Sign() * ordered);
        // Of a pair that is being opened each leg may come to its whole target, whether its order has been decided or not.
        bool grows = pair.CloseReason is null && pair.Status is PairStatus.Opening or PairStatus.Partial && role == (side == Side.Buy ? LegRole.Long : LegRole.Short);
        return !grows ? worst
            : side == Side.Buy ? Math.Max(worst, pair.TargetQuantity.Value)
            : Math.Min(worst, -pair.TargetQuantity.Value);
    }

    /// <summary>What of an order may still be booked, base units: all of it until its end is known, then what is missing of what it filled.</summary>
    private static decimal Left(OrderRecord order) =>
        (order.Status.IsTerminal() ? order.CumulativeQuantity : order.Intent.Quantity).Value - order.FilledQuantity.Value;

    private decimal PriceOf(PairRecord pair, LegRole role)
    {
        LegRecord leg = pair.Leg(role);
        return _marks.TryGetValue(leg.Instrument, out decimal mark) ? mark
            : _mids.TryGetValue(leg.Instrument, out decimal mid) ? mid
            : leg.SignedQuantity != 0m ? Math.Abs(leg.Cost / leg.SignedQuantity)
            : _unsettled.Values.FirstOrDefault(o => o.Intent.Pair == pair.Id && o.Intent.Leg == role)?.Intent.ReferencePrice.Value ?? 0m;
    }

    private string Text(PairRecord pair) => string.Join(
        ", ", pair.Roles.Select(r => $"{pair.Id} {pair.Status} {r} {pair.Leg(r).Instrument} {Worst(pair, r, Side.Sell)} to {Worst(pair, r, Side.Buy)} at {PriceOf(pair, r)}"));
}
