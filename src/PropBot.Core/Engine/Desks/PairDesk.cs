using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Moves each active pair on: open when equal, rescued when not, closed when wanted flat, retired when done. Nothing here asks
/// for HOLD, caps or daily loss: all of it keeps or reduces risk, and that is always allowed.
/// </summary>
internal sealed class PairDesk(EngineState state, OrderDesk orders, RescuePlanner rescues, ExitRule exits)
{
    /// <summary>Opens a pair that risk has approved: both legs in flight together.</summary>
    public void Open(ApprovedPlan approval)
    {
        PairPlan plan = approval.Plan;
        var id = new PairId(state.NextPairNumber++);
        var record = new PairRecord
        {
            Id = id,
            Symbol = plan.Symbol,
            Status = PairStatus.Opening,
            Long = new LegRecord { Instrument = plan.Long.Id },
            Short = new LegRecord { Instrument = plan.Short.Id },
            TargetQuantity = plan.Quantity,
            ExpectedEdge = plan.Edge,
            OpenedAt = state.At,
        };
        var pair = new PairState(record) { NakedCountedElapsed = state.Elapsed, OpenedElapsed = state.Elapsed };
        state.Pairs.Add(pair);
        orders.Place(pair, LegRole.Long, OrderPurpose.Open, state.Instruments[plan.Long.Id], Side.Buy, plan.Quantity, plan.LongLimit, reduceOnly: false);
        orders.Place(pair, LegRole.Short, OrderPurpose.Open, state.Instruments[plan.Short.Id], Side.Sell, plan.Quantity, plan.ShortLimit, reduceOnly: false);
    }

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
        CountNaked(pair);
        ShowImbalance(pair);
        if (!pair.AllSettled)
        {
            orders.AskForOverdue(pair);
            if (IsStuckNaked(pair))
            {
                GiveUpUnresolved(pair);
            }

            return;
        }

        PairRecord record = pair.Record;
        if (record.Long.SignedQuantity == 0m && record.Short.SignedQuantity == 0m)
        {
            Finish(pair);
        }
        else if (record.Imbalance == 0m)
        {
            OnEqual(pair);
        }
        else
        {
            Rescue(pair);
        }
    }

    /// <summary>Takes open pairs off when the rule says so; called on every change of one of their books.</summary>
    public void CheckExit(PairState pair)
    {
        if (state.ShuttingDown || pair.Record.Status != PairStatus.Open || state.Elapsed < pair.NextActionElapsed || !pair.AllSettled)
        {
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
        if (exits.Check(pair.Record, l.Depth!, s.Depth!, usualGap, state.At) is { } reason)
        {
            StartClosing(pair, reason);
        }
    }

    /// <summary>The last prices of a venue that is down decide nothing, however short ago they came.</summary>
    private bool CanJudge(InstrumentState instrument) =>
        state.Venues[instrument.Instrument.Id.Venue].Link != VenueLink.Down
        && instrument.IsTrusted(state.Elapsed, state.Options.Risk.BookStaleAfter);

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
        if (state.ShuttingDown || state.Elapsed < pair.NextActionElapsed)
        {
            return;
        }

        // Both legs or none: one leg sent while the other venue cannot take its order would make a naked leg.
        if (rescues.PlanClose(pair) is { } legs)
        {
            Attempt(pair);
            foreach (RescueOrder order in legs)
            {
                Send(pair, order);
            }
        }
    }

    private void Rescue(PairState pair)
    {
        if (state.Elapsed < pair.NextActionElapsed)
        {
            return;
        }

        if (rescues.PlanRescue(pair) is { } order)
        {
            SendRescue(pair, order);
        }
    }

    private void SendRescue(PairState pair, RescueOrder order)
    {
        Attempt(pair);
        state.Rescues++;
        PairRecord record = pair.Record with { RescueAttempts = pair.Record.RescueAttempts + 1 };
        if (order.Purpose == OrderPurpose.Unwind && record.CloseReason is null && order.LeavesFlat(record))
        {
            record = record with { CloseReason = RescueReason(record) };
        }

        state.SetPair(pair, record);
        Send(pair, order);
    }

    /// <summary>
    /// Counts an attempt and sets the pause after it: the same through the ladder, then longer each time while nothing fills, so
    /// that a venue that refuses everything is not flooded.
    /// </summary>
    private void Attempt(PairState pair)
    {
        const int MostDoublings = 10;
        ExecutionOptions options = state.Options.Execution;
        int beyond = Math.Clamp(pair.FruitlessAttempts - options.RescueLimitAttempts, 0, MostDoublings);
        TimeSpan pause = options.RetryDelay * (1 << beyond);
        pair.NextActionElapsed = state.Elapsed + (pause < options.MaxRetryDelay ? pause : options.MaxRetryDelay);
        pair.Attempts++;
        pair.FruitlessAttempts++;
    }

    private void Send(PairState pair, RescueOrder order) =>
        orders.Place(pair, order.Leg, order.Purpose, order.Instrument, order.Side, order.Quantity, order.Limit, order.ReduceOnly);

    /// <summary>
    /// Past the deadline one leg is held and the other leg's order has no known outcome: its venue does not answer. Waiting
    /// longer leaves the held leg naked.
    /// </summary>
    private bool IsStuckNaked(PairState pair)
    {
        PairRecord record = pair.Record;
        if (record.Imbalance == 0m || pair.RescueDeadline is not { } deadline || state.Elapsed <= deadline || state.Elapsed < pair.NextActionElapsed)
        {
            return false;
        }

        return pair.Orders.TrueForAll(o => o.IsSettled || o.Intent.Leg != Ahead(record));
    }

    private static LegRole Ahead(PairRecord record) => record.Imbalance > 0m ? LegRole.Long : LegRole.Short;

    /// <summary>Takes the held leg off. If the unresolved order turns out filled, that is a new imbalance of a pair that wants to be flat.</summary>
    private void GiveUpUnresolved(PairState pair)
    {
        if (pair.Record.CloseReason is null)
        {
            state.SetPair(pair, pair.Record with { CloseReason = "unresolved" });
        }

        // Only the leg that is held: a second order on the leg that is not known could fill twice.
        if (rescues.PlanRescue(pair) is { } order && order.Leg == Ahead(pair.Record))
        {
            SendRescue(pair, order);
        }
    }

    private void Finish(PairState pair)
    {
        bool everHeld = pair.Record.Long.BoughtQuantity > 0m || pair.Record.Short.SoldQuantity > 0m;
        if (!everHeld)
        {
            string? refusal = pair.Orders.Select(o => o.Record.Detail).FirstOrDefault(d => d is not null);
            state.SetPair(pair, pair.Record with { Status = PairStatus.Aborted, ClosedAt = state.At, LastError = refusal ?? pair.Record.LastError });
            StartCoolDown(pair);
        }
        else
        {
            state.SetPair(pair, pair.Record with { Status = PairStatus.Closed, ClosedAt = state.At, CloseReason = pair.Record.CloseReason ?? RescueReason(pair.Record) });
            if (pair.Record.RescueAttempts > 0)
            {
                StartCoolDown(pair);
            }
        }

        state.Retire(pair);
    }

    private static string RescueReason(PairRecord record) => record.WasForced ? "forced" : "rescue";

    private void StartCoolDown(PairState pair) =>
        state.CoolDowns[(pair.Record.Long.Instrument, pair.Record.Short.Instrument)] = state.Elapsed + state.Options.Risk.CoolDown;

    /// <summary>A pair whose legs differ is PARTIAL from the first fill on, also while the other order is still in flight.</summary>
    private void ShowImbalance(PairState pair)
    {
        if (pair.Record.Imbalance == 0m)
        {
            // Also while an order is in flight: if it makes the legs unequal again, that is a time of its own.
            pair.RescueDeadline = null;
            pair.OverdueAlerted = false;
            return;
        }

        pair.RescueDeadline ??= state.Elapsed + state.Options.Execution.RescueDeadline;
        if (pair.Record.Status != PairStatus.Partial)
        {
            // The ladder begins at its first rung, however many closes of the equal pair came to nothing.
            pair.Attempts = 0;
            state.SetPair(pair, pair.Record with { Status = PairStatus.Partial });
        }

        if (!pair.OverdueAlerted && state.Elapsed > pair.RescueDeadline)
        {
            pair.OverdueAlerted = true;
            string seconds = WireNumber.Format((decimal)state.Options.Execution.RescueDeadline.TotalSeconds);
            string imbalance = WireNumber.Format(pair.Record.Imbalance);
            string error = LastRefusal(pair) ?? "the venues did not answer or their books are empty";
            state.SetPair(pair, pair.Record with { LastError = error });
            state.Alert(AlertSeverity.Critical, "rescue_overdue",
                $"Pair {pair.Record.Id} has been unequal by {imbalance} {pair.Record.Symbol.Base} for longer than {seconds} s. The rescue goes on; last trouble: {error}. Check both venues by hand.",
                $"Пара {pair.Record.Id} не равна на {imbalance} {pair.Record.Symbol.Base} дольше {seconds} с. Спасение продолжается; последняя причина: {error}. Проверьте обе биржи вручную.");
        }
    }

    private static string? LastRefusal(PairState pair)
    {
        for (int i = pair.Orders.Count - 1; i >= 0; i--)
        {
            if (pair.Orders[i].Record.Detail is { } detail)
            {
                return detail;
            }
        }

        return null;
    }

    private void CountNaked(PairState pair)
    {
        TimeSpan passed = state.Elapsed - pair.NakedCountedElapsed;
        pair.NakedCountedElapsed = state.Elapsed;
        decimal imbalance = Math.Abs(pair.CountedImbalance);
        pair.CountedImbalance = pair.Record.Imbalance;
        if (imbalance == 0m || passed <= TimeSpan.Zero)
        {
            return;
        }

        decimal price = state.Instruments.TryGetValue(pair.Record.Long.Instrument, out InstrumentState? l) ? l.Valuation ?? 0m : 0m;
        decimal seconds = (decimal)passed.TotalSeconds;
        pair.Record = pair.Record with { NakedNotionalSeconds = pair.Record.NakedNotionalSeconds + (imbalance * price * seconds) };
    }
}
