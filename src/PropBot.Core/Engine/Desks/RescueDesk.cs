using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Sends what the planner has chosen: counts attempts, sets the pauses between them, journals every step of the ladder and calls a
/// person at its end. No brake stands in its way.
/// </summary>
internal sealed class RescueDesk(EngineState state, OrderDesk orders, RescuePlanner planner)
{
    private const int MostDoublings = 10;

    private const string CloseWaits = "the close waits: ";

    /// <summary>After a close that ended in a hedge elsewhere; doubles with each of them.</summary>
    private static readonly TimeSpan PauseAfterBrokenClose = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestPauseOfClose = TimeSpan.FromMinutes(10);

    /// <summary>The next step for an unequal pair, if one is due and possible.</summary>
    public void Rescue(PairState pair)
    {
        if (state.Elapsed < pair.NextActionElapsed)
        {
            return;
        }

        CallPerson(pair);
        if (planner.PlanRescue(pair) is { } order)
        {
            SendRescue(pair, order);
        }
    }

    /// <summary>The next rung needs a venue that has not been up since the start: it is waited for, and that is told once.</summary>
    public bool WaitsForVenue(PairState pair)
    {
        IReadOnlyList<InstrumentId> awaited = planner.AwaitedAfterStart(pair);
        if (awaited.Count > 0 && !pair.WaitTold)
        {
            pair.WaitTold = true;
            JournalStep(pair, "WaitForVenue", null, null, string.Join(", ", awaited));
        }

        return awaited.Count > 0;
    }

    /// <summary>
    /// Closes what an equal pair holds: every leg or none. One leg sent while the other venue is known to take nothing would make a naked
    /// leg of a hedged pair, so it waits and says why.
    /// </summary>
    public void Close(PairState pair)
    {
        if (state.Elapsed < pair.NextCloseElapsed)
        {
            return;
        }

        if (planner.PlanClose(pair) is not { } legs)
        {
            Tell(pair, planner.ReasonToWaitWithClose(pair.Record));
        }
        else
        {
            Tell(pair, null);
            Attempt(pair);
            foreach (RescueOrder order in legs)
            {
                Send(pair, order);
            }
        }
    }

    /// <param name="reason">What its close waits for; null when it waits for nothing: then no old reason stays.</param>
    private void Tell(PairState pair, string? reason)
    {
        bool wasTold = pair.Record.LastError?.StartsWith(CloseWaits, StringComparison.Ordinal) ?? false;
        string? told = reason is null ? null : CloseWaits + reason;
        if ((told is not null || wasTold) && pair.Record.LastError != told)
        {
            state.SetPair(pair, pair.Record with { LastError = told });
        }
    }

    /// <summary>The pair was to be closed and has to be hedged elsewhere: the next close comes later each time, whatever fills meanwhile.</summary>
    private void PutOffClose(PairState pair)
    {
        TimeSpan pause = PauseAfterBrokenClose * (1 << Math.Min(pair.BrokenCloses, MostDoublings));
        pair.NextCloseElapsed = state.Elapsed + (pause < LongestPauseOfClose ? pause : LongestPauseOfClose);
        pair.BrokenCloses++;
    }

    /// <summary>The follower's order for what its lead has filled so far.</summary>
    /// <returns>False when it is not worth it, too small or cannot be sent.</returns>
    public bool Follow(PairState pair, LegRole follower)
    {
        if (planner.PlanFollow(pair, follower) is not { } order)
        {
            return false;
        }

        Attempt(pair);
        Send(pair, order);
        return true;
    }

    /// <summary>The rebalancer's next batch.</summary>
    /// <returns>The order; null when none of that size is possible now.</returns>
    public TrackedOrder? SendBatch(PairState pair, decimal mostNotional)
    {
        if (planner.PlanBatch(pair, mostNotional) is not { } order)
        {
            return null;
        }

        Attempt(pair);
        return Send(pair, order);
    }

    private void SendRescue(PairState pair, RescueOrder order)
    {
        Attempt(pair);
        state.Rescues++;
        PairRecord record = pair.Record with { RescueAttempts = pair.Record.RescueAttempts + 1 };
        if (order.Rung == RescueRung.ThirdVenue && pair.WantsFlat && state.Elapsed >= pair.NextCloseElapsed)
        {
            PutOffClose(pair);
        }

        if (order.Leg == LegRole.Third && record.Third is null)
        {
            // A pair with a leg elsewhere is no trade any more: it is taken off once its venues can be reached.
            record = record with { Third = new LegRecord { Instrument = order.Instrument.Instrument.Id }, CloseReason = record.CloseReason ?? PairRecord.HedgedElsewhere };
        }
        else if (order.Purpose == OrderPurpose.Unwind && record.CloseReason is null && order.LeavesFlat(record))
        {
            record = record with { CloseReason = record.RescueReason };
        }

        state.SetPair(pair, record);
        JournalStep(pair, order.Rung.ToString()!, order, Send(pair, order), order.Leg.ToString());
    }

    /// <summary>
    /// Counts an attempt and sets the pause after it: the same through the ladder, then longer each time while nothing fills, so
    /// that a venue that refuses everything is not flooded.
    /// </summary>
    private void Attempt(PairState pair)
    {
        ExecutionOptions options = state.Options.Execution;
        int beyond = Math.Clamp(pair.FruitlessAttempts - options.RescueLimitAttempts, 0, MostDoublings);
        TimeSpan pause = options.RetryDelay * (1 << beyond);
        pair.NextActionElapsed = state.Elapsed + (pause < options.MaxRetryDelay ? pause : options.MaxRetryDelay);
        pair.Attempts++;
        pair.FruitlessAttempts++;
    }

    private TrackedOrder Send(PairState pair, RescueOrder order) =>
        orders.Place(pair, order.Leg, order.Purpose, order.Instrument, order.Side, order.Quantity, order.Limit, order.ReduceOnly && CanReduce(order));

    /// <summary>
    /// The venue sees the sum of all pairs. A leg that another pair's leg nets out is not in it: an order that may only reduce would be
    /// refused for ever. By our books it makes its own leg smaller and leaves what the other pairs hold. (Where the venue keeps a long and a
    /// short beside each other nothing nets out, and a third leg's order says by that mark which of the two it is for.)
    /// </summary>
    private bool CanReduce(RescueOrder order)
    {
        InstrumentId id = order.Instrument.Instrument.Id;
        bool keepsBoth = state.Venues[id.Venue].Account?.Positions.Any(p => p.Instrument == id && p.Side != PositionSide.Net) ?? false;
        return (order.Leg == LegRole.Third && keepsBoth) || -state.PositionOf(id) * order.Side.Sign() >= order.Quantity.Value;
    }

    /// <param name="where">The leg of the order, or the instruments that are waited for.</param>
    private void JournalStep(PairState pair, string rung, RescueOrder? order, TrackedOrder? sent, string where)
    {
        TimeSpan left = (pair.RescueDeadline ?? state.Elapsed) - state.Elapsed;
        state.Effects.Add(new Journaled("rescue.step",
        [
            new("pair", pair.Record.Id.ToString()), new("rung", rung),
            new("attempt", WireNumber.Format(pair.Attempts)), new("client_order_id", sent?.Intent.ClientOrderId.Value ?? ""),
            new("leg", where), new("imbalance", WireNumber.Format(pair.Record.Imbalance)),
            new("limit", order is null ? "" : order.Limit?.ToString() ?? "market"), new("seconds_left", WireNumber.Format((decimal)left.TotalSeconds)),
        ]));
    }

    private void CallPerson(PairState pair)
    {
        if (pair.PersonCalled || !planner.IsPersonCalled(pair))
        {
            return;
        }

        pair.PersonCalled = true;
        string error = pair.LastRefusal ?? "the venues did not answer";
        string imbalance = WireNumber.Format(pair.Record.Imbalance);
        string tries = WireNumber.Format(pair.FruitlessAttempts);
        state.SetPair(pair, pair.Record with { LastError = error });
        state.Alert(AlertSeverity.Critical, "rescue_exhausted",
            $"Pair {pair.Record.Id} is unequal by {imbalance} {pair.Record.Symbol.Base} and {tries} orders on every rung of the rescue filled nothing; last trouble: {error}. The bot goes on trying slowly. Close the position at the venue by hand, or see to the margin, keys and limits there.",
            $"Пара {pair.Record.Id} не равна на {imbalance} {pair.Record.Symbol.Base}, и {tries} заявок на всех ступенях спасения ничего не исполнили; последняя причина: {error}. Бот продолжает попытки с паузами. Закройте позицию на бирже вручную или проверьте там маржу, ключи и лимиты.");
    }
}
