using System.Globalization;
using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks.Sweeping;

/// <summary>
/// What operators want gone: begins a sweep once per id, keeps at it after every event until each venue in its scope has said that
/// nothing is left, and reports. It reduces risk, so nothing here asks for HOLD, a kill, limits or daily loss.
/// </summary>
internal sealed class SweepDesk(EngineState state, SweepPairs pairs, SweepOrders orders, SweepPositions positions, CaseDesk cases)
{
    /// <summary>What the journal's line of a sweep that was carried out is called, after its kind.</summary>
    private const string Executed = "executed";

    public bool IsRunning => state.Sweeps.Running.Count > 0;

    /// <summary>True when this is a new wish that will be carried out: not a dry run, not a repeat.</summary>
    public bool IsNew(SweepRequested asked) => !asked.IsRepeat && !IsDry(asked) && state.Sweeps.Find(asked.CorrelationId) is null;

    public void OnRequested(SweepRequested asked)
    {
        Sweep? known = state.Sweeps.Find(asked.CorrelationId);
        if (known is not null || asked.IsRepeat)
        {
            Repeat(asked, known);
        }
        else if (IsDry(asked))
        {
            Journal(asked, "simulated");
        }
        else
        {
            Begin(asked);
        }
    }

    public void OnOpenOrders(OpenOrdersReported report)
    {
        foreach (SweepRun run in state.Sweeps.Running)
        {
            orders.OnReported(run, report);
        }
    }

    public void OnOpenOrdersFailed(OpenOrdersQueryFailed failed)
    {
        foreach (SweepRun run in state.Sweeps.Running)
        {
            if (run.Venues.TryGetValue(failed.Venue, out VenueSweep? venue))
            {
                venue.Orders.Failure = failed.Reason;
            }
        }
    }

    public void OnForeignCancelAnswered(ForeignCancelAnswered answer)
    {
        foreach (SweepRun run in state.Sweeps.Running)
        {
            orders.OnAnswered(run, answer);
        }
    }

    public void OnAccount(AccountReported report)
    {
        foreach (SweepRun run in state.Sweeps.Running)
        {
            positions.OnReported(run, report);
        }
    }

    public void OnAccountFailed(AccountQueryFailed failed)
    {
        foreach (SweepRun run in state.Sweeps.Running)
        {
            if (run.Venues.TryGetValue(failed.Venue, out VenueSweep? venue))
            {
                venue.Account.Failure = failed.Reason;
            }
        }
    }

    /// <summary>
    /// Two people give a venue up. The sweep claims nothing of it: what our books hold there stays listed, its pairs stay wanted flat,
    /// and a case keeps the venue closed until a person has looked.
    /// </summary>
    public void Abandon(ApprovalRecord approved)
    {
        if (approved.Abandons is not { } wanted || state.Sweeps.Waiting(wanted) is not { } waiting)
        {
            return;
        }

        SweepRun run = state.Sweeps.Running.Find(r => r.Record.Id == wanted.Sweep)!;
        SweepRemainder[] held = [.. state.HeldOn(wanted.Venue).Where(h => run.Record.Scope.Covers(h.Instrument)).Select(h => new SweepRemainder(h.Instrument, h.Quantity, RemainderReason.Abandoned))];
        SweepRemainder[] left = [.. held, .. waiting.Remaining.Where(r => !held.Any(h => h.Instrument == r.Instrument))];
        var given = new SweepAbandonment(approved.RequestedBy, approved.DecidedBy!, approved.Reason, state.At);
        run.Record = run.Record with { Venues = [.. run.Record.Venues.Select(v => v.Venue == wanted.Venue ? v with { Abandoned = given, Remaining = left } : v)] };
        string remaining = string.Join(' ', left.Select(r => $"{r.Instrument}:{WireNumber.Format(r.SignedQuantity)}"));
        int open = run.Record.Orders.Count(o => o.Instrument.Venue == wanted.Venue && o.Outcome == SweepOrderOutcome.Cancelling);
        state.Effects.Add(new Journaled($"{run.Record.Kind.Code()}.abandoned",
        [
            new("correlation_id", wanted.Sweep), new("venue", wanted.Venue.Name), new("requested_by", given.RequestedBy), new("confirmed_by", given.ConfirmedBy),
            new("reason", given.Reason), new("waited_for", $"{waiting.Wait.Code()} {waiting.Detail}".TrimEnd()), new("remaining", remaining), new("orders", Text(open)),
        ]));
        cases.DiffersLoudly(
            new CaseMatter(wanted.Venue, null, CaseKind.AbandonedSweep, wanted.Sweep),
            $"{(remaining.Length > 0 ? remaining : "nothing held")}, {open} orders not known to be cancelled",
            $"not known: {given.RequestedBy} and {given.ConfirmedBy} gave it up ({given.Reason})");
    }

    /// <summary>Does what each running sweep calls for now, and keeps what has become of it; called after every event that may matter.</summary>
    public void Advance()
    {
        // A copy: a sweep that has ended leaves the list while it is walked.
        foreach (SweepRun run in state.Sweeps.Running.ToArray())
        {
            Advance(run);
        }
    }

    private void Begin(SweepRequested asked)
    {
        Journal(asked, "requested");
        state.Alert(AlertSeverity.Warning, asked.Kind.Code(),
            $"{asked.Kind.Code()} by {asked.Actor} ({asked.Source}), id {asked.CorrelationId}, {ScopeText(asked.Scope)}. It goes on until every venue there has confirmed it.",
            $"{asked.Kind.Code()}, инициатор {asked.Actor} ({asked.Source}), id {asked.CorrelationId}, {ScopeText(asked.Scope)}. Продолжается, пока каждая биржа не подтвердит.");
        var run = new SweepRun(new Sweep
        {
            Id = asked.CorrelationId,
            Kind = asked.Kind,
            Scope = asked.Scope,
            Actor = asked.Actor,
            Source = asked.Source,
            Reason = asked.Reason,
            Status = SweepStatus.Running,
            StartedAt = state.At,
            Venues = [.. state.Venues.Keys.Where(asked.Scope.Covers).Select(v => new SweepVenue(v, null, null, SweepWait.NotRead, null, []))],
        }, isKept: false);
        state.Sweeps.Running.Add(run);
    }

    /// <param name="known">Null: it is so old that only the ledger has it.</param>
    private void Repeat(SweepRequested asked, Sweep? known)
    {
        bool isSame = known is null || known.Fingerprint == Sweep.FingerprintOf(asked.Kind, asked.Scope);
        state.Effects.Add(new Journaled($"{asked.Kind.Code()}.{(isSame ? "duplicate" : "conflict")}",
        [
            new("correlation_id", asked.CorrelationId), new("actor", asked.Actor), new("source", asked.Source),
            new("known_as", known?.Fingerprint ?? ""), new("status", known?.Status.Code() ?? ""),
            new("cancelled", known is null ? "" : Text(known.Cancelled)), new("failed", known is null ? "" : Text(known.NotCancelled)),
        ]));
    }

    private void Advance(SweepRun run)
    {
        pairs.Advance(run);
        orders.Advance(run);
        foreach (SweepVenue venue in run.Record.Venues.Where(v => v.Abandoned is null))
        {
            positions.Advance(run, venue.Venue);
        }

        run.Record = run.Record with { Legs = pairs.LegsOf(run), Orders = orders.OrdersOf(run), Venues = [.. run.Record.Venues.Select(v => Seen(run, v))] };
        if (!state.ShuttingDown && pairs.AreGone(run) && run.Record.Venues.All(v => IsOver(run, v)))
        {
            End(run);
        }

        if (!run.Record.Equals(run.Kept))
        {
            run.Kept = run.Record;
            state.Effects.Add(new SweepChanged(run.Record));
        }
    }

    /// <summary>What a venue waits for, after everything that was done in this event.</summary>
    private SweepVenue Seen(SweepRun run, SweepVenue venue)
    {
        (SweepWait wait, string? detail) = WaitOf(run, venue);
        return venue with { Wait = wait, Detail = detail };
    }

    private (SweepWait Wait, string? Detail) WaitOf(SweepRun run, SweepVenue venue)
    {
        if (venue.Abandoned is { } given)
        {
            return (SweepWait.Abandoned, given.Reason);
        }

        if (IsOver(run, venue))
        {
            return (SweepWait.None, null);
        }

        if (!state.Venues.TryGetValue(venue.Venue, out VenueState? known) || known.Link == VenueLink.Down)
        {
            return (SweepWait.NotConnected, known?.LinkReason);
        }

        VenueSweep asked = run.Venues[venue.Venue];
        return orders.Unsettled(run, venue.Venue) is { } order ? (SweepWait.OrdersUnsettled, $"{order.Intent.ClientOrderId} {order.Record.Status}")
            : orders.StillOpen(run, venue.Venue) is > 0 and var open ? (SweepWait.OrdersOpen, Text(open))
            : venue.Remaining.Count > 0 || pairs.HoldOn(run, venue.Venue) ? (SweepWait.PositionsHeld, null)
            : (SweepWait.NotRead, asked.Orders.Failure ?? asked.Account.Failure);
    }

    /// <summary>Nothing more is to be done on this venue: it is clean, or what is left is for people, or it is not a venue of this run.</summary>
    private bool IsOver(SweepRun run, SweepVenue venue) =>
        !state.Venues.ContainsKey(venue.Venue)
        || venue.Abandoned is not null
        || (venue.OrdersCleanAt is not null && (!run.Record.Scope.TakesOff || venue.PositionsCleanAt is not null || IsForPeople(run, venue)));

    private static bool IsForPeople(SweepRun run, SweepVenue venue) =>
        run.Venues[venue.Venue].IsRead && venue.Remaining.Count > 0 && venue.Remaining.All(r => r.Reason.IsForPeople());

    private void End(SweepRun run)
    {
        Sweep record = run.Record;
        bool isAbandoned = record.Venues.Any(v => v.Abandoned is not null);
        bool isClean = !isAbandoned && record.Venues.All(v => v.OrdersCleanAt is not null && (!record.Scope.TakesOff || v.PositionsCleanAt is not null));
        run.Record = record with { Status = isAbandoned ? SweepStatus.Abandoned : isClean ? SweepStatus.Done : SweepStatus.Incomplete, EndedAt = state.At };
        state.Sweeps.End(run);
        string remaining = string.Join(' ', record.Venues.SelectMany(v => v.Remaining).Select(r => $"{r.Instrument}:{WireNumber.Format(r.SignedQuantity)}:{r.Reason.Code()}"));
        state.Effects.Add(new Journaled($"{record.Kind.Code()}.{Executed}",
        [
            new("correlation_id", record.Id), new("actor", record.Actor), new("status", run.Record.Status.Code()),
            new("cancelled", Text(record.Cancelled)), new("failed", Text(record.NotCancelled)),
            new("orders", string.Join(' ', record.Orders.Select(o => $"{o.Instrument}:{o.VenueOrderId?.Value ?? o.ClientOrderId.Value}:{o.Outcome.Code()}"))),
            new("legs", string.Join(' ', record.Legs.Select(l => $"{l.Pair}:{l.Instrument}:{WireNumber.Format(l.Filled)}"))),
            new("remaining", remaining), new("estimated_cost", Cost(record.EstimatedCost)), new("actual_cost", Cost(record.ActualCost)),
        ]));
        state.Alert(isClean ? AlertSeverity.Info : AlertSeverity.Critical, $"{record.Kind.Code()}_ended",
            $"{record.Kind.Code()} {record.Id} is {run.Record.Status.Code()}: {record.Cancelled} orders cancelled, {record.LegsDone} of {record.Legs.Count} legs flat, cost {Cost(record.ActualCost)} USDT (estimated {Cost(record.EstimatedCost)}).{(isClean ? " Every venue confirmed it." : $" Left for people: {remaining}; take it off at the venue.")}",
            $"{record.Kind.Code()} {record.Id}: {run.Record.Status.Code()}; снято заявок {record.Cancelled}, закрыто ног {record.LegsDone} из {record.Legs.Count}, стоимость {Cost(record.ActualCost)} USDT (оценка {Cost(record.EstimatedCost)}).{(isClean ? " Подтверждено каждой биржей." : $" Осталось: {remaining}; закройте на бирже вручную.")}");
    }

    /// <summary>A run that only reads sends nothing, whatever was asked.</summary>
    private bool IsDry(SweepRequested asked) => asked.DryRun || state.Options.ReadOnly;

    private void Journal(SweepRequested asked, string what) => state.Effects.Add(new Journaled($"{asked.Kind.Code()}.{what}",
    [
        new("correlation_id", asked.CorrelationId), new("actor", asked.Actor), new("source", asked.Source),
        new("venue", asked.Scope.Venue?.Name ?? ""), new("symbol", asked.Scope.Symbol?.Name ?? ""),
        new("positions", asked.Scope.TakesOff ? "true" : "false"), new("reason", asked.Reason),
    ]));

    private static string ScopeText(SweepScope scope) => $"{scope.Venue?.Name ?? "*"} {scope.Symbol?.Name ?? "*"}";

    private static string Cost(decimal? cost) => cost is { } known ? WireNumber.Format(Math.Round(known, 4, MidpointRounding.ToZero)) : "?";

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
