using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Fills that a venue made by itself. Each is booked once, with its fee, on the legs that held what it took; the pairs are then
/// unequal and are made equal like any other. What no leg holds waits for the untold fill that would explain it, and is a case. What took
/// a leg that is out of the books already, as lost, is kept beside its case and touches no pair.
/// </summary>
internal sealed class ForcedFillDesk(EngineState state, CaseDesk cases, ForeignFeeDesk foreignFees)
{
    private readonly List<PairState> _touched = [];

    /// <returns>The pairs that have lost something, oldest first; valid until the next call.</returns>
    public IReadOnlyList<PairState> OnForcedFill(ForcedFill fill)
    {
        _touched.Clear();
        if (state.ForcedFills.ContainsKey((fill.Instrument, fill.TradeId)))
        {
            state.DuplicateFills++;
            return _touched;
        }

        state.ForcedFillsBooked++;
        var record = new ForcedFillRecord(fill, []);
        decimal lost = state.LostAlready(fill);
        // First what no order of ours is taking off at this moment: that order may have been filled and not told.
        record = Assign(record, lost, sparesOrders: true);
        record = Assign(record, lost, sparesOrders: false);
        Keep(record);
        Tell(record, lost);
        foreignFees.OnFee(fill.Instrument, fill.TradeId, fill.Fee, state.ForeignFeeOf(fill.Instrument, fill.Fee, fill.Price.Value * fill.Quantity.Value));
        return _touched;
    }

    /// <summary>
    /// After a fill of ours was booked. If it happened before a forced fill of which a part is not assigned, it made the position
    /// that the venue then took. If it took a leg beyond flat, the venue took another pair's leg and not this one's.
    /// </summary>
    /// <returns>The other pairs that have lost something now; valid until the next call.</returns>
    public IReadOnlyList<PairState> OnBooked(FillReport fill, PairState pair)
    {
        _touched.Clear();
        if (state.ForcedFills.Count > 0)
        {
            TakeWhatWaited(fill, pair);
            GiveBack(fill, pair);
            _touched.Remove(pair);
        }

        return _touched;
    }

    private void TakeWhatWaited(FillReport fill, PairState pair)
    {
        decimal left = fill.Quantity.Value;
        foreach (ForcedFillRecord record in Unassigned(fill))
        {
            LegRole? role = HoldingLeg(pair, record.Fill);
            decimal waits = record.Unassigned.Value - state.LostAlready(record.Fill);
            decimal share = role is { } held ? Math.Min(Math.Min(left, waits), Held(pair, held)) : 0m;
            if (share > 0m)
            {
                Keep(Take(record, pair, role!.Value, share));
                left -= share;
            }
        }
    }

    /// <summary>The leg that this fill made smaller holds less than nothing: what it was charged too much goes to whom it belongs.</summary>
    private void GiveBack(FillReport fill, PairState pair)
    {
        // A leg beyond flat is one that a fill of the other side would make smaller.
        if (pair.Record.LegMadeSmallerBy(fill.Side.Opposite(), fill.Instrument) is not { } role || pair.Record.Leg(role).ForcedQuantity == 0m)
        {
            return;
        }

        foreach (PairState other in state.Pairs)
        {
            decimal beyond = Math.Min(Held(pair, role), pair.Record.Leg(role).ForcedQuantity);
            if (beyond > 0m && pair.Record.Leg(role).SignedQuantity * fill.Side.Sign() > 0m
                && other.Record.LegMadeSmallerBy(fill.Side, fill.Instrument) is { } held)
            {
                Move((pair, role), (other, held), Math.Min(beyond, Held(other, held)));
            }
        }
    }

    /// <summary>The latest shares first. The books stay as they are: they know instruments, not pairs.</summary>
    private void Move((PairState Pair, LegRole Leg) from, (PairState Pair, LegRole Leg) to, decimal quantity)
    {
        foreach (ForcedFillRecord record in state.ForcedFills.Values.OrderByDescending(r => r.Fill.VenueTime).ToArray())
        {
            var shares = record.Shares.ToList();
            for (int i = shares.Count - 1; i >= 0 && quantity > 0m; i--)
            {
                ForcedFillShare share = shares[i];
                if (share.Pair != from.Pair.Record.Id || share.Leg != from.Leg || record.Fill.Instrument != from.Pair.Record.Leg(from.Leg).Instrument)
                {
                    continue;
                }

                decimal part = Math.Min(quantity, share.Quantity.Value);
                Money fee = share.Fee with { Amount = Math.Round(share.Fee.Amount * part / share.Quantity.Value, 8, MidpointRounding.ToZero) };
                var moved = new ForcedFillShare(to.Pair.Record.Id, to.Leg, new Quantity(part), fee);
                Shrink(from.Pair, record.Fill, moved with { Leg = from.Leg }, times: -1m);
                Shrink(to.Pair, record.Fill, moved, times: 1m);
                shares[i] = share with { Quantity = new Quantity(share.Quantity.Value - part), Fee = share.Fee + -fee };
                shares.Add(moved);
                quantity -= part;
            }

            var changed = new ForcedFillRecord(record.Fill, [.. shares.Where(s => !s.Quantity.IsZero)]);
            if (changed != record)
            {
                Keep(changed);
                _touched.Add(to.Pair);
            }
        }
    }

    private ForcedFillRecord[] Unassigned(FillReport fill) =>
    [
        .. state.ForcedFills.Values
            .Where(r => !r.Unassigned.IsZero && r.Fill.Instrument == fill.Instrument && r.Fill.Side != fill.Side && r.Fill.VenueTime >= fill.VenueTime)
            .OrderBy(r => r.Fill.VenueTime).ThenBy(r => r.Fill.TradeId.Value, StringComparer.Ordinal),
    ];

    /// <param name="lost">How much of it is no pair's any more.</param>
    private ForcedFillRecord Assign(ForcedFillRecord record, decimal lost, bool sparesOrders)
    {
        foreach (PairState pair in state.Pairs)
        {
            if (record.Unassigned.Value <= lost)
            {
                break;
            }

            if (HoldingLeg(pair, record.Fill) is not { } role)
            {
                continue;
            }

            decimal takeable = Held(pair, role) - (sparesOrders ? BeingReduced(pair, role, record.Fill.Side) : 0m);
            decimal share = Math.Min(takeable, record.Unassigned.Value - lost);
            if (share > 0m)
            {
                record = Take(record, pair, role, share);
            }
        }

        return record;
    }

    /// <summary>The leg that holds the instrument in the direction which this fill makes smaller.</summary>
    private static LegRole? HoldingLeg(PairState pair, ForcedFill fill)
    {
        return pair.Record.LegMadeSmallerBy(fill.Side, fill.Instrument);
    }

    private static decimal Held(PairState pair, LegRole role) => Math.Abs(pair.Record.Leg(role).SignedQuantity);

    private static decimal BeingReduced(PairState pair, LegRole role, Side side)
    {
        decimal sum = 0m;
        foreach (TrackedOrder order in pair.Orders)
        {
            if (!order.IsSettled && order.Intent.Leg == role && order.Intent.Side == side)
            {
                sum += order.Intent.Quantity.Value - order.Record.FilledQuantity.Value;
            }
        }

        return sum;
    }

    /// <summary>Books a share and makes the leg smaller by it.</summary>
    private ForcedFillRecord Take(ForcedFillRecord record, PairState pair, LegRole role, decimal quantity)
    {
        ForcedFill fill = record.Fill;
        var share = new ForcedFillShare(pair.Record.Id, role, new Quantity(quantity), FeeOf(record, quantity));
        foreach (JournalEntry entry in DeskBooks.EntriesOf(fill, share, record.Assigned, ForeignFeeOf(fill, share)))
        {
            state.Books.Post(entry);
            state.Effects.Add(new EntryPosted(entry));
        }

        Shrink(pair, fill, share, times: 1m);
        if (!_touched.Contains(pair))
        {
            _touched.Add(pair);
        }

        return new ForcedFillRecord(fill, [.. record.Shares, share]);
    }

    /// <summary>By quantity, so that all shares together pay the whole fee to the last digit.</summary>
    private static Money FeeOf(ForcedFillRecord record, decimal quantity)
    {
        Money whole = record.Fill.Fee;
        decimal before = record.Assigned.Value;
        decimal paid = record.Shares.Sum(s => s.Fee.Amount);
        decimal due = before + quantity == record.Fill.Quantity.Value
            ? whole.Amount
            : Math.Round(whole.Amount * (before + quantity) / record.Fill.Quantity.Value, 8, MidpointRounding.ToZero);
        return whole with { Amount = due - paid };
    }

    /// <param name="times">1 takes the share from the leg, -1 gives it back.</param>
    private void Shrink(PairState pair, ForcedFill fill, ForcedFillShare share, decimal times)
    {
        PairRecord record = pair.Record;
        LegRecord leg = record.Leg(share.Leg);
        decimal quantity = share.Quantity.Value * times;
        // Nobody decided it, so there is no touch to compare with: it counts as spread, not as slippage.
        decimal notional = fill.Price.Value * quantity;
        leg = leg.Traded(fill.Side, quantity, notional, notional) with
        {
            ForcedQuantity = leg.ForcedQuantity + quantity,
            Fees = leg.Fees + ((share.Fee.Asset == fill.Instrument.Symbol.Quote ? share.Fee.Amount : -ForeignFeeOf(fill, share)) * times),
        };
        string trouble = $"{OriginOf(fill).English} at {fill.Instrument.Venue}: {fill.Side} {share.Quantity} at {fill.Price}";
        state.SetPair(pair, record.With(share.Leg, leg) with { LastError = trouble });
    }

    private decimal ForeignFeeOf(ForcedFill fill, ForcedFillShare share) =>
        state.ForeignFeeOf(fill.Instrument, share.Fee, fill.Price.Value * share.Quantity.Value);

    private void Keep(ForcedFillRecord record)
    {
        state.ForcedFills[(record.Fill.Instrument, record.Fill.TradeId)] = record;
        state.Effects.Add(new ForcedFillBooked(record));
        if (record.Unassigned.IsZero)
        {
            cases.Agrees(MatterOf(record.Fill), "the fills that it took were told");
        }
    }

    private static CaseMatter MatterOf(ForcedFill fill) => CaseMatter.Of(fill.Instrument, CaseKind.ForcedFill, fill.TradeId.Value);

    private void Tell(ForcedFillRecord record, decimal lost)
    {
        ForcedFill fill = record.Fill;
        (string english, string russian) = OriginOf(fill);
        string legs = string.Join(", ", record.Shares.Select(s => $"{s.Pair} {s.Quantity}"));
        string unknown = WireNumber.Format(record.Unassigned.Value - lost);
        bool isKnown = record.Unassigned.Value <= lost;
        string rest = isKnown ? "" : $" {unknown} {fill.Instrument.Symbol.Base} belong to no pair known here: nothing opens on {fill.Instrument} until the statements agree.";
        string restRussian = isKnown ? "" : $" {unknown} {fill.Instrument.Symbol.Base} не относятся ни к одной известной паре: новые пары на {fill.Instrument} не открываются, пока выписки не сойдутся.";
        if (lost > 0m)
        {
            string gone = WireNumber.Format(lost);
            rest += $" {gone} {fill.Instrument.Symbol.Base} of it were out of the books already, as a lost leg; no pair is touched for them.";
            restRussian += $" {gone} {fill.Instrument.Symbol.Base} из них уже сняты с учёта как потерянная нога; пары из-за них не затронуты.";
            TellCase(fill, english);
        }

        state.Alert(AlertSeverity.Critical, "forced_fill",
            $"{fill.Instrument.Venue}: {english}. {fill.Instrument.Symbol} {fill.Side} {fill.Quantity} at {fill.Price}, fee {-fill.Fee}, trade {fill.TradeId}; pairs: {(legs.Length > 0 ? legs : "none")}. Their other legs are being taken off. Check the venue's margin.{rest}",
            $"{fill.Instrument.Venue}: {russian}. {fill.Instrument.Symbol} {fill.Side} {fill.Quantity} по {fill.Price}, комиссия {-fill.Fee}, сделка {fill.TradeId}; пары: {(legs.Length > 0 ? legs : "нет")}. Их вторые ноги снимаются. Проверьте маржу на бирже.{restRussian}");
        if (!isKnown)
        {
            cases.Differs(MatterOf(fill), "no pair holds it", $"{english} of {unknown} {fill.Instrument.Symbol}");
        }
    }

    /// <summary>Whoever looks after the lost leg reads in its case what took it.</summary>
    private void TellCase(ForcedFill fill, string english)
    {
        if (state.LostTo(fill).FirstOrDefault(c => c.IsOpen) is { } open)
        {
            string told = $"{open.Theirs}; told since: {english} of {fill.Quantity} at {fill.Price}, fee {-fill.Fee}, trade {fill.TradeId}";
            cases.Differs(open.Matter, open.Ours, told, open.Difference);
        }
    }

    private static (string English, string Russian) OriginOf(ForcedFill fill) => fill.Origin switch
    {
        OrderOrigin.AutoDeleveraging => ("auto-deleveraging", "автоматическое сокращение позиции (ADL)"),
        OrderOrigin.Settlement => ("settlement of the contract", "расчёт по завершённому контракту"),
        _ => ("liquidation", "ликвидация"),
    };
}
