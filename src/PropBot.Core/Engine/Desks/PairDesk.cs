using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Moves each active pair on: open when equal, rescued when not, closed when wanted flat, retired when done. Nothing here asks
/// for HOLD, caps or daily loss: all of it keeps or reduces risk, and that is always allowed.
/// </summary>
internal sealed class PairDesk(
    EngineState state, OrderDesk orders, RescueDesk rescues, Rebalancer rebalancer, EntryDesk entries, ImbalanceWatch watch, ExitRule exits, SizeDesk size, StrategyDesk strategy)
{
    private ExitRule _exits = exits;

    /// <summary>Closes by another rule from now on.</summary>
    public void Take(ExitRule next) => _exits = next;

    /// <summary>After news of one of its orders, or of what a venue took from it.</summary>
    public void OnNews(PairState? pair)
    {
        if (pair is not null && IsAwake(pair))
        {
            Advance(pair);
        }
    }

    /// <summary>
    /// Whether the pair is active. A late fill, or a report of one that has not come yet, makes a pair that was done active again,
    /// until it is flat.
    /// </summary>
    public bool IsAwake(PairState pair)
    {
        if (!state.Pairs.Contains(pair))
        {
            if (pair.Record.Imbalance == 0m && pair.AllSettled)
            {
                return false;
            }

            Reopen(pair);
        }

        return true;
    }

    /// <summary>Does what the pair's state calls for now; called after every event that concerns it and on every heartbeat.</summary>
    public void Advance(PairState pair)
    {
        watch.Watch(pair);
        rebalancer.CountBatch(pair);
        entries.Follow(pair);
        if (!pair.AllSettled)
        {
            orders.AskForOverdue(pair);
            if (IsStuckNaked(pair))
            {
                GiveUpUnresolved(pair);
            }

            return;
        }

        if (pair.Record.IsFlat)
        {
            Finish(pair);
        }
        else if (pair.Record.Imbalance == 0m)
        {
            OnEqual(pair);
        }
        else if (rescues.WaitsForVenue(pair))
        {
            return;
        }
        else if (rebalancer.Owns(pair))
        {
            rebalancer.Look(pair);
        }
        else
        {
            rescues.Rescue(pair);
        }
    }

    /// <summary>Takes open pairs off when the rule says so; called on every change of one of their books.</summary>
    public void CheckExit(PairState pair)
    {
        if (state.ShuttingDown || pair.Record.Status != PairStatus.Open || state.Elapsed < pair.NextActionElapsed || !pair.AllSettled)
        {
            return;
        }

        if (_exits.IsHeldTooLong(pair.Record, state.At))
        {
            StartClosing(pair, ExitRule.MaxHolding);
            return;
        }

        // After a start the books of one venue may come before the other venue's instruments are known.
        if (!state.Instruments.TryGetValue(pair.Record.Long.Instrument, out InstrumentState? l)
            || !state.Instruments.TryGetValue(pair.Record.Short.Instrument, out InstrumentState? s)
            || !CanJudge(l) || !CanJudge(s))
        {
            return;
        }

        decimal usualGap = (decimal)state.GapOf(l, s).MeanBps;
        if (_exits.Check(pair.Record, l.Depth!, s.Depth!, usualGap) is { } reason)
        {
            StartClosing(pair, reason);
        }
    }

    /// <summary>
    /// The last prices of a venue that is down decide nothing, however short ago they came. The limit for opening may be stricter than this:
    /// whoever tightens it switches no exit off.
    /// </summary>
    private bool CanJudge(InstrumentState instrument) =>
        state.Venues[instrument.Instrument.Id.Venue].Link != VenueLink.Down
        && instrument.IsTrusted(state.Elapsed, _exits.BooksLast(state.Options.Risk.BookStaleAfter));

    /// <summary>From here on the pair wants to be flat; the orders follow with the same event.</summary>
    public void StartClosing(PairState pair, string reason)
    {
        state.SetPair(pair, pair.Record with { CloseReason = reason, Status = PairStatus.Closing });
        pair.Attempts = 0;
        Advance(pair);
    }

    private void Reopen(PairState pair)
    {
        state.Unretire(pair);
        pair.RescueDeadline = null;
        pair.OverdueAlerted = false;
        pair.Attempts = 0;
        PairStatus status = pair.Record.Imbalance == 0m ? PairStatus.Closing : PairStatus.Partial;
        state.SetPair(pair, pair.Record with { Status = status, ClosedAt = null, CloseReason = "late_fill" });
        string imbalance = WireNumber.Format(pair.Record.Imbalance);
        state.Alert(AlertSeverity.Critical, "late_fill",
            $"Pair {pair.Record.Id} was done and got news of a late fill; it is unequal by {imbalance} {pair.Record.Symbol.Base} and is being taken off.",
            $"Пара {pair.Record.Id} была завершена и получила весть о позднем исполнении; неравенство {imbalance} {pair.Record.Symbol.Base} снимается.");
    }

    private void OnEqual(PairState pair)
    {
        rebalancer.OnEqual(pair);
        if (pair.Record.Status == PairStatus.Partial)
        {
            pair.Attempts = 0;
        }

        if (!pair.WantsFlat)
        {
            if (pair.Record.Status != PairStatus.Open)
            {
                state.SetPair(pair, pair.Record with { Status = PairStatus.Open });
            }

            return;
        }

        if (pair.Record.Status != PairStatus.Closing)
        {
            state.SetPair(pair, pair.Record with { Status = PairStatus.Closing });
        }

        // An equal pair is safe as it is: an order sent now could be on its way when the process ends.
        if (!state.ShuttingDown && state.Elapsed >= pair.NextActionElapsed)
        {
            rescues.Close(pair);
        }
    }

    /// <summary>
    /// Past the deadline an order still has no known outcome: its venue does not answer. Waiting longer leaves the other leg naked.
    /// An order that takes the excess off is given a whole deadline of its own: its fill would make the pair equal.
    /// </summary>
    private bool IsStuckNaked(PairState pair)
    {
        if (pair.Record.Imbalance == 0m || pair.RescueDeadline is not { } deadline || state.Elapsed <= deadline)
        {
            return false;
        }

        // A deadline that was over when this process began leaves it the same time to find out what its orders did.
        TimeSpan patience = state.Options.Execution.RescueDeadline;
        if (state.Elapsed - state.StartedElapsed <= patience && deadline <= state.StartedElapsed)
        {
            return false;
        }

        Side rescue = pair.Record.Imbalance > 0m ? Side.Sell : Side.Buy;
        return pair.Orders.TrueForAll(o => o.IsSettled || o.Intent.Side != rescue || state.Elapsed - o.SentElapsed > patience);
    }

    /// <summary>
    /// Makes the pair equal by the legs that have no such order. If the unresolved one turns out filled, that is a new imbalance of a
    /// pair that wants to be flat.
    /// </summary>
    private void GiveUpUnresolved(PairState pair)
    {
        if (pair.Record.CloseReason is null)
        {
            state.SetPair(pair, pair.Record with { CloseReason = "unresolved" });
        }

        rescues.Rescue(pair);
    }

    private void Finish(PairState pair)
    {
        bool everHeld = pair.Record.Long.BoughtQuantity > 0m || pair.Record.Short.SoldQuantity > 0m || pair.Record.Third is not null;
        if (!everHeld)
        {
            string? refusal = pair.Orders.Select(o => o.Record.Detail ?? o.CancelReason).FirstOrDefault(d => d is not null);
            state.SetPair(pair, pair.Record with { Status = PairStatus.Aborted, ClosedAt = state.At, LastError = refusal ?? pair.Record.LastError });
            StartCoolDown(pair);
        }
        else
        {
            state.SetPair(pair, pair.Record with { Status = PairStatus.Closed, ClosedAt = state.At, CloseReason = pair.Record.CloseReason ?? pair.Record.RescueReason });
            // What an operator wanted gone does not come back the next moment.
            if (pair.Record.RescueAttempts > 0 || pair.Record.CloseReason == SweepKind.CloseExposure.Code())
            {
                StartCoolDown(pair);
            }
            else
            {
                state.CoolDowns.Remove((pair.Record.Long.Instrument, pair.Record.Short.Instrument));
            }
        }

        size.OnDone(pair);
        state.Retire(pair);
        strategy.OnDone(pair.Record);
    }

    /// <summary>Pairs that end badly one after the other make it longer each time, once they are as many as a venue may refuse orders.</summary>
    private void StartCoolDown(PairState pair)
    {
        (InstrumentId, InstrumentId) between = (pair.Record.Long.Instrument, pair.Record.Short.Instrument);
        RiskOptions limits = state.Options.Risk;
        int inARow = state.CoolDowns.GetValueOrDefault(between).InARow + 1;
        TimeSpan pause = RejectStreak.Growing(limits.CoolDown, Math.Max(0, inARow - limits.MaxVenueRejects), limits.LongestPause);
        state.CoolDowns[between] = new CoolDown(state.Elapsed + pause, pause, inARow);
    }
}
