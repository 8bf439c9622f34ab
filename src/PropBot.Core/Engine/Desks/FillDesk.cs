using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Booked fills against the venue's own list, per instrument since the last instant at which the two agreed: after every
/// connection and every few minutes. What the ledger lacks is booked, what the venue lacks is a case.
/// </summary>
internal sealed class FillDesk(EngineState state, CaseDesk cases)
{
    /// <summary>A venue's list may lag behind what its stream tells: younger fills are compared the next time.</summary>
    private static readonly TimeSpan ListLag = TimeSpan.FromSeconds(60);

    /// <summary>How far a question reaches back behind the last agreement.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    /// <summary>A fill so near to an end of the span may be in it by one clock and not by the other; the next span has it inside.</summary>
    private static readonly TimeSpan Edge = TimeSpan.FromSeconds(5);

    /// <summary>How old the agreement in the ledger may be while nothing is traded.</summary>
    private static readonly TimeSpan KeepEvery = TimeSpan.FromHours(1);

    /// <summary>An answer so late is not waited for.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(1);

    /// <summary>The start waits for the first comparison.</summary>
    private static readonly TimeSpan RetryAtStart = TimeSpan.FromSeconds(2);

    /// <summary>After so many failures in a row people are told.</summary>
    private const int ToldFailures = 3;

    /// <summary>With every heartbeat: asks for the instruments that are due.</summary>
    public void Poll()
    {
        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            InstrumentId id = instrument.Instrument.Id;
            VenueState venue = state.Venues[id.Venue];
            FillLog log = state.FillsOf(id);
            if (venue.Link == VenueLink.Up && IsDue(venue, log))
            {
                Ask(log);
            }
        }
    }

    /// <returns>Fills of ours that the ledger lacks, in the order to be booked.</returns>
    public IReadOnlyList<FillReport> OnReported(FillHistoryReported told)
    {
        FillLog log = state.FillsOf(told.Instrument);
        if (told.Question != log.Question)
        {
            return [];
        }

        log.Question = 0;
        log.Failures = 0;
        if (log.AgreedUntil is { } agreed && told.From > agreed)
        {
            TellCut(log, agreed, told.From);
        }

        var missing = new List<FillReport>();
        foreach (FillReport fill in told.Fills)
        {
            if (IsMissing(log, fill))
            {
                missing.Add(fill);
            }
        }

        CompareBooked(log, told);
        Agree(log, told, missing.Count > 0);
        return missing;
    }

    /// <summary>A recovered fill has been booked.</summary>
    public void OnRecovered(FillReport fill)
    {
        state.Effects.Add(new Journaled("fill.recovered",
        [
            new("venue", fill.Instrument.Venue.Name), new("symbol", fill.Instrument.Symbol.Name), new("trade_id", fill.TradeId.Value),
            new("client_order_id", fill.ClientOrderId.Value), new("fill", Words(fill)),
        ]));
        state.Alert(AlertSeverity.Warning, "fill_recovered",
            $"{fill.Instrument.Venue}: trade {fill.TradeId} of order {fill.ClientOrderId} ({Words(fill)}) was never told to us; found in the venue's list and booked.",
            $"{fill.Instrument.Venue}: о сделке {fill.TradeId} по заявке {fill.ClientOrderId} ({Words(fill)}) нам не сообщили; она найдена в списке биржи и учтена.");
    }

    public void OnFailed(FillHistoryQueryFailed failed)
    {
        FillLog log = state.FillsOf(failed.Instrument);
        log.Question = 0;
        log.Failures++;
        if (log.Failures == ToldFailures)
        {
            state.Alert(AlertSeverity.Warning, "fill_history_unreadable",
                $"{failed.Instrument}: the venue's list of fills could not be read {ToldFailures} times in a row ({failed.Reason}). Booked fills are not compared until it can.",
                $"{failed.Instrument}: список исполнений биржи не удалось прочитать {ToldFailures} раза подряд ({failed.Reason}). Учтённые исполнения пока не сверяются.");
        }
    }

    private bool IsDue(VenueState venue, FillLog log)
    {
        if (log.AskedElapsed is not { } asked)
        {
            return true;
        }

        if (log.Question != 0 && state.Elapsed - asked < AnswerWithin)
        {
            return false;
        }

        TimeSpan interval = log.Failures == 0 ? state.Options.FillInterval : log.WasCompared ? state.Options.ReconcileInterval : RetryAtStart;
        return asked < venue.LinkUpElapsed || state.Elapsed - asked >= interval;
    }

    private void Ask(FillLog log)
    {
        log.AskedElapsed = state.Elapsed;
        log.Question = state.Sequence;
        // A fresh desk has traded nothing: its history begins now.
        log.AgreedUntil ??= state.FirstTradeOn(log.Instrument) ?? state.At - ListLag;
        DateTimeOffset from = log.AgreedUntil.Value - Overlap;
        DateTimeOffset to = state.At - ListLag;
        state.Effects.Add(new QueryFillHistory(log.Instrument, from, to > from ? to : from) { Question = state.Sequence });
    }

    /// <summary>A fill of ours that is not booked. Its order is known, or somebody has to look.</summary>
    private bool IsMissing(FillLog log, FillReport fill)
    {
        if (log.Has(fill.TradeId) || state.ForcedFills.ContainsKey((fill.Instrument, fill.TradeId)))
        {
            return false;
        }

        if (state.Orders.TryGetValue(fill.ClientOrderId, out (PairState Pair, TrackedOrder Order) known))
        {
            return !known.Order.HasFill(fill.TradeId);
        }

        // A foreign order's fills show in the position; what has our id and no order here was made by a run whose ledger is lost.
        if (ClientOrderIds.IsOfDesk(state.DeskId, fill.ClientOrderId.Value ?? ""))
        {
            cases.DiffersLoudly(MatterOf(fill), $"no order {fill.ClientOrderId}", Words(fill));
        }

        return false;
    }

    private void CompareBooked(FillLog log, FillHistoryReported told)
    {
        HashSet<string> listed = [.. told.Fills.Select(f => f.TradeId.Value)];
        foreach (FillReport booked in log.Booked)
        {
            bool isInside = booked.VenueTime >= told.From + Edge && booked.VenueTime < told.To - Edge;
            if (listed.Contains(booked.TradeId.Value))
            {
                cases.Agrees(MatterOf(booked), "the venue's list has it");
            }
            else if (isInside)
            {
                cases.DiffersLoudly(MatterOf(booked), Words(booked), "not in its list of fills");
            }
        }
    }

    /// <summary>While a fill of the instrument is a case, the next question reaches back to it.</summary>
    private void Agree(FillLog log, FillHistoryReported told, bool wasTraded)
    {
        log.WasCompared = true;
        if (state.Cases.Open.Any(c => c.Matter.Kind == CaseKind.Fill && c.Matter.Instrument == log.Instrument))
        {
            return;
        }

        log.Agreed(told.To);
        bool isWorthKeeping = wasTraded || told.Fills.Count > 0 || log.KeptUntil is not { } kept || told.To - kept >= KeepEvery;
        if (isWorthKeeping && log.KeptUntil != told.To)
        {
            log.KeptUntil = told.To;
            state.Effects.Add(new FillsAgreed(new FillAgreement(log.Instrument, told.To)));
        }
    }

    private void TellCut(FillLog log, DateTimeOffset wanted, DateTimeOffset told)
    {
        string from = wanted.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        string until = told.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        state.Effects.Add(new Journaled("fill_history.cut", [new("instrument", log.Instrument.ToString()), new("from", from), new("until", until)]));
        state.Alert(AlertSeverity.Critical, "fill_history_cut",
            $"{log.Instrument}: the venue's list of fills does not reach back to {from} UTC; what was traded until {until} UTC is not compared. Check it by the venue's reports.",
            $"{log.Instrument}: список исполнений биржи не достаёт до {from} UTC; исполнения до {until} UTC не сверены. Проверьте их по отчётам биржи.");
    }

    private static CaseMatter MatterOf(FillReport fill) => CaseMatter.Of(fill.Instrument, CaseKind.Fill, fill.TradeId.Value);

    private static string Words(FillReport fill) => $"{fill.Side} {fill.Quantity} at {fill.Price}, order {fill.ClientOrderId}";
}
