using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Sees to it that unequal legs are PARTIAL from the first fill on, have a deadline, are measured for as long as they stay so, and
/// that a person is told when the deadline passes.
/// </summary>
internal sealed class ImbalanceWatch(EngineState state)
{
    /// <summary>
    /// A pair that was unequal when the last process ended has been so until now: by the wall-clock times in the ledger, the time between
    /// counts as naked and is part of its deadline. A clock that went back counts nothing.
    /// </summary>
    public void OnStarted()
    {
        foreach (PairState pair in state.Pairs)
        {
            PairRecord record = pair.Record;
            if (record.Imbalance == 0m)
            {
                continue;
            }

            TimeSpan unequalFor = Since(record.UnequalSince);
            decimal between = (decimal)Since(record.NakedCountedUntil).TotalSeconds;
            decimal naked = Math.Abs(record.Imbalance) * PriceOf(record) * between;
            state.Slo.At(state.Elapsed).Naked += naked;
            pair.UnequalSinceElapsed = state.Elapsed - unequalFor;
            pair.RescueDeadline = pair.UnequalSinceElapsed + state.Options.Execution.RescueDeadline;
            state.SetPair(pair, record with
            {
                UnequalSince = state.At - unequalFor,
                NakedCountedUntil = state.At,
                NakedNotionalSeconds = record.NakedNotionalSeconds + naked,
            });
        }
    }

    /// <summary>Brings a pair's status, deadline and measure up to this instant.</summary>
    public void Watch(PairState pair)
    {
        CountNaked(pair);
        if (pair.Record.Imbalance == 0m)
        {
            if (pair.UnequalSinceElapsed is not null)
            {
                // How long it was naked is written with the event that ends it: a kill now must not lose it.
                state.SetPair(pair, pair.Record with { UnequalSince = null, NakedCountedUntil = null });
            }

            // Also while an order is in flight: if it makes the legs unequal again, that is a time of its own.
            pair.RescueDeadline = null;
            pair.UnequalSinceElapsed = null;
            pair.OverdueAlerted = false;
            pair.PersonCalled = false;
            return;
        }

        pair.RescueDeadline ??= state.Elapsed + state.Options.Execution.RescueDeadline;
        pair.UnequalSinceElapsed ??= state.Elapsed;
        if (pair.Record.Status != PairStatus.Partial)
        {
            // The ladder begins at its first rung, however many closes of the equal pair came to nothing.
            pair.Attempts = 0;
            pair.FruitlessAttempts = 0;
        }

        if (pair.Record.Status != PairStatus.Partial || pair.Record.UnequalSince is null)
        {
            state.SetPair(pair, pair.Record with
            {
                Status = PairStatus.Partial,
                UnequalSince = pair.Record.UnequalSince ?? state.At,
                NakedCountedUntil = state.At,
            });
        }

        TellOverdue(pair);
    }

    /// <summary>With every event, whatever it is about: a deadline that has passed is told at once.</summary>
    public void NoticeOverdue()
    {
        foreach (PairState pair in state.Pairs)
        {
            TellOverdue(pair);
        }
    }

    private void TellOverdue(PairState pair)
    {
        if (pair.OverdueAlerted || pair.RescueDeadline is not { } deadline || state.Elapsed <= deadline)
        {
            return;
        }

        pair.OverdueAlerted = true;
        string seconds = WireNumber.Format((decimal)state.Options.Execution.RescueDeadline.TotalSeconds);
        string imbalance = WireNumber.Format(pair.Record.Imbalance);
        string error = pair.LastRefusal ?? "the venues did not answer or their books are empty";
        state.SetPair(pair, pair.Record with { LastError = error });
        state.Alert(AlertSeverity.Critical, "rescue_overdue",
            $"Pair {pair.Record.Id} has been unequal by {imbalance} {pair.Record.Symbol.Base} for longer than {seconds} s. The rescue goes on; nothing opens meanwhile; last trouble: {error}. Check its venues by hand.",
            $"Пара {pair.Record.Id} не равна на {imbalance} {pair.Record.Symbol.Base} дольше {seconds} с. Спасение продолжается, новые пары не открываются; последняя причина: {error}. Проверьте её биржи вручную.");
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

        decimal price = PriceOf(pair.Record);
        decimal seconds = (decimal)passed.TotalSeconds;
        state.Slo.At(state.Elapsed).Naked += imbalance * price * seconds;
        pair.Record = pair.Record with
        {
            NakedNotionalSeconds = pair.Record.NakedNotionalSeconds + (imbalance * price * seconds),
            NakedCountedUntil = state.At,
        };
    }

    private TimeSpan Since(DateTimeOffset? then) => then < state.At ? state.At - then.Value : TimeSpan.Zero;

    /// <summary>What one base unit is worth: by the first leg whose instrument has a price, else by what the legs were traded at.</summary>
    private decimal PriceOf(PairRecord record)
    {
        foreach (LegRole role in record.Roles)
        {
            if (state.Instruments.TryGetValue(record.Leg(role).Instrument, out InstrumentState? instrument) && instrument.Valuation is { } price)
            {
                return price;
            }
        }

        decimal traded = record.Long.BoughtQuantity + record.Short.SoldQuantity;
        return traded > 0m ? (record.Long.BoughtNotional + record.Short.SoldNotional) / traded : 0m;
    }
}
