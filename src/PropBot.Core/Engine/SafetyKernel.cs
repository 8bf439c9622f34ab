using PropBot.Core.Engine.Desks;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine;

/// <summary>
/// The promises, asserted after every event that led to something, in production as in tests. A broken one throws and halts the
/// engine. (That postings sum to zero is asserted by the books with every entry, that no order is overfilled by the order.)
/// </summary>
internal sealed class SafetyKernel(EngineState state)
{
    public void Check()
    {
        CheckBrakes();
        CheckSends();
        foreach (PairState pair in state.Pairs)
        {
            CheckPair(pair);
        }

        CheckPositions();
    }

    /// <summary>RUN and a brake that is on exclude each other.</summary>
    private void CheckBrakes() => Invariant.Holds(
        state.Control.Mode == ControlMode.Hold || state.Control.MayOpen,
        $"the desk is not in RUN while it is killed or held: {state.Control.Holds}");

    /// <summary>An order leaves only with its intent written by the same event, before it; an opening only when all is green.</summary>
    private void CheckSends()
    {
        for (int i = 0; i < state.Effects.Count; i++)
        {
            if (state.Effects[i] is CancelOrder cancel)
            {
                CheckCancel(cancel.ClientOrderId.Value, i);
            }
            else if (state.Effects[i] is CancelForeignOrder foreign)
            {
                CheckCancel(foreign.VenueOrderId.Value, i);
            }

            if (state.Effects[i] is not PlaceOrder place)
            {
                continue;
            }

            bool isWrittenAhead = false;
            for (int j = 0; j < i; j++)
            {
                isWrittenAhead |= state.Effects[j] is OrderChanged { Order.Status: OrderStatus.Intended } written
                    && written.Order.Intent.ClientOrderId == place.Intent.ClientOrderId;
            }

            Invariant.Holds(!state.Options.ReadOnly, $"no order leaves a run that only reads, {place.Intent.ClientOrderId} neither");
            Invariant.Holds(isWrittenAhead, $"the intent of {place.Intent.ClientOrderId} is written before it is sent");
            // The venues' self-trade prevention ends what rests: so nothing rests that a pair waits for.
            Invariant.Holds(
                place.Intent.Purpose == OrderPurpose.Open || place.Intent.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok,
                $"what reduces risk never rests, {place.Intent.ClientOrderId} neither");
            if (place.Intent.Purpose == OrderPurpose.Open)
            {
                Invariant.Holds(state.Control.MayOpen && !state.Options.Control.DryRun, $"no opening order in {state.Control.Mode}, while killed or in a dry run");
                Invariant.Holds(state.IsResumed, "no opening order before the start is complete");
                Invariant.Holds(!state.ShuttingDown && state.LedgerFailure is null, "no opening order while shutting down or without a ledger");
                Invariant.Holds(
                    !state.Options.Risk.EnforcesDayLimits
                    || !(DailyLoss.IsBreached(state.Control) || DailyLoss.IsDrawdownBreached(state.Control)),
                    "no opening order after a limit of the day was breached");
                Invariant.Holds(state.Slo.Exhausted is null, "no opening order while the budget of a service level is exhausted");
                Invariant.Holds(state.Control.Scopes.On(place.Intent.Instrument) is null, $"no opening order on {place.Intent.Instrument} while it is restricted");
                VenueState venue = state.Venues[place.Intent.Instrument.Venue];
                Invariant.Holds(
                    state.Cases.Stopping(place.Intent.Instrument) is null, $"no opening order on {place.Intent.Instrument} with a reconciliation case");
                Invariant.Holds(
                    venue.Access != VenueAccess.Banned && !venue.IsClockUncertain && venue.MarginCallElapsed is null,
                    $"no opening order on {venue.Venue} while it is banned, its clock is uncertain or its margin runs out");
                Invariant.Holds(
                    state.RightOf(venue) == TradingRightStatus.Granted, $"no opening order on {venue.Venue} without the right to trade: {state.RightOf(venue).Code()}");
                Invariant.Holds(state.FeeCoinOf(venue).IsSettleCoin, $"no opening order on {venue.Venue} while its fees come in {state.FeeCoinOf(venue).Code("the settle coin")}");
                Invariant.Holds(
                    state.SettingsOf(venue) == AccountSettingsStatus.AsConfigured, $"no opening order on {venue.Venue} while its modes and leverage are {state.SettingsOf(venue)}");
                Invariant.Holds(state.Sweeps.On(place.Intent.Instrument) is null, $"no opening order on {place.Intent.Instrument} while it is being swept");
                InstrumentState instrument = state.Instruments[place.Intent.Instrument];
                Asset settle = instrument.Instrument.SettleAsset;
                Invariant.Holds(
                    state.SettleCoins.Forbids(settle, state.Elapsed, state.Options.Risk) is null, $"no opening order that settles in {settle} while that is off its peg or its price is not known");
                Invariant.Holds(instrument.UnreadChanges.Count == 0, $"no opening order on {place.Intent.Instrument} by rules that nobody has read");
                Invariant.Holds(
                    instrument.IsTrusted(state.Elapsed, state.Options.Risk.BookStaleAfter),
                    $"no opening order on the untrusted book of {place.Intent.Instrument}");
            }
        }
    }

    private void CheckCancel(string id, int at)
    {
        Invariant.Holds(!state.Options.ReadOnly, $"no cancel leaves a run that only reads, that of {id} neither");
        Invariant.Holds(IsCancelWrittenAhead(id, at), $"the intent to cancel {id} is written before it is sent");
    }

    private bool IsCancelWrittenAhead(string id, int before)
    {
        for (int i = 0; i < before; i++)
        {
            if (state.Effects[i] is Journaled { Type: OrderDesk.CancelIntent } written && written.Payload[0].Value == id)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Unequal legs are shown as PARTIAL and have a deadline; a pair rests only with every order at its end.</summary>
    private void CheckPair(PairState pair)
    {
        PairRecord record = pair.Record;
        if (record.Imbalance != 0m)
        {
            Invariant.Holds(record.Status == PairStatus.Partial, $"unequal pair {record.Id} is PARTIAL, not {record.Status}");
            Invariant.Holds(pair.RescueDeadline is not null, $"unequal pair {record.Id} has a deadline");
            Invariant.Holds(
                state.Elapsed <= pair.RescueDeadline || pair.OverdueAlerted,
                $"a person is told that pair {record.Id} is unequal past its deadline");
        }

        foreach (LegRole role in record.Roles)
        {
            int inFlight = pair.Orders.Count(o => !o.IsSettled && o.Intent.Leg == role);
            Invariant.Holds(inFlight <= 1, $"the {role} leg of pair {record.Id} has at most one order without an end, not {inFlight}: two could both fill");
        }
    }

    /// <summary>Per instrument, what the books hold is what the active pairs hold.</summary>
    private void CheckPositions()
    {
        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            InstrumentId id = instrument.Instrument.Id;
            decimal ofPairs = 0m;
            foreach (PairState pair in state.Pairs)
            {
                ofPairs += pair.Record.HeldOn(id);
            }

            decimal booked = state.PositionOf(id);
            Invariant.Holds(ofPairs == booked, $"{id}: the pairs hold {ofPairs}, the books {booked}");
        }
    }
}
