using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks.Sweeping;

/// <summary>
/// The open orders of a sweep, ours and foreign ones: each is cancelled until the venue's own list, asked for later, does not show it
/// any more. Orders that end by themselves at once, and rescues, are left alone: a hedge on its way makes a naked leg whole.
/// </summary>
internal sealed class SweepOrders(EngineState state, OrderDesk orders)
{
    /// <summary>A foreign order that the venue still shows is cancelled again after this long.</summary>
    private static readonly TimeSpan CancelAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Cancels what rests of ours, notes where something is still moving, and asks each venue for its list.</summary>
    public void Advance(SweepRun run)
    {
        foreach (PairState pair in state.Pairs)
        {
            foreach (TrackedOrder order in pair.Orders)
            {
                if (IsToCancel(run.Record, order) && order.CancelSentElapsed is null)
                {
                    List(run, order);
                    orders.Cancel(order, $"{run.Record.Kind.Code()} {run.Record.Id}");
                }
            }
        }

        foreach ((VenueId id, VenueSweep venue) in run.Venues)
        {
            if (Unsettled(run, id) is not null)
            {
                Touch(run, id);
            }

            Ask(run, id, venue);
        }
    }

    /// <summary>An order of ours there that must come to its end before a venue's word about the scope is the last one; null when none.</summary>
    public TrackedOrder? Unsettled(SweepRun run, VenueId venue)
    {
        foreach (PairState pair in state.Pairs)
        {
            foreach (TrackedOrder order in pair.Orders)
            {
                bool isMeant = run.Record.Scope.TakesOff ? run.Record.Scope.Covers(order.Intent.Instrument) : IsToCancel(run.Record, order);
                if (isMeant && !order.IsSettled && order.Intent.Instrument.Venue == venue)
                {
                    return order;
                }
            }
        }

        return null;
    }

    /// <summary>Orders there that the venue has not been seen without.</summary>
    public int StillOpen(SweepRun run, VenueId venue) =>
        run.Record.Orders.Count(o => o.Instrument.Venue == venue && o.Outcome == SweepOrderOutcome.Cancelling);

    /// <summary>The orders by what is known of ours now; foreign ones change with the venue's list.</summary>
    public IReadOnlyList<SweepOrder> OrdersOf(SweepRun run) => [.. run.Record.Orders.Select(Now)];

    /// <summary>The venue's list of open orders.</summary>
    public void OnReported(SweepRun run, OpenOrdersReported report)
    {
        if (!run.Venues.TryGetValue(report.Venue, out VenueSweep? venue))
        {
            return;
        }

        venue.Orders.Failure = null;
        List<OrderReport> open = [.. report.Orders.Where(o => run.Record.Scope.Covers(o.Instrument) && !IsLeftAlone(o))];
        NoteGone(run, venue, report, open);
        foreach (OrderReport order in open)
        {
            // Ours is cancelled by its own desk, which knows what becomes of it.
            if (!IsFollowed(order))
            {
                Cancel(run, venue, order);
            }
        }

        bool isClean = open.Count == 0 && report.Question > venue.Touched;
        SetClean(run, report.Venue, open.Count > 0 ? null : isClean ? state.At : run.Record.Venues.Single(v => v.Venue == report.Venue).OrdersCleanAt);
    }

    public void OnAnswered(SweepRun run, ForeignCancelAnswered answer)
    {
        string id = answer.VenueOrderId.Value;
        if (!run.Venues.TryGetValue(answer.Instrument.Venue, out VenueSweep? venue) || !venue.Cancels.TryGetValue(id, out ForeignCancel? cancel))
        {
            return;
        }

        venue.Cancels[id] = cancel with { Answer = answer.Outcome };
        string? trouble = answer.Outcome switch
        {
            VenueOutcome.Refused refused => $"{refused.Refusal.Kind} ({refused.Refusal.Code}): {refused.Refusal.Message}",
            VenueOutcome.Unknown unknown => unknown.Reason,
            _ => null,
        };
        Change(run, o => IsForeign(o, answer.Instrument, id) ? o with { Trouble = trouble } : o);
    }

    /// <summary>Something in the scope moves there: what the venue has said so far is not the last word.</summary>
    public void Touch(SweepRun run, VenueId venue)
    {
        VenueSweep touched = run.Venues[venue];
        touched.Touched = state.Sequence;
        touched.IsRead = false;
        run.Record = run.Record with
        {
            Venues = [.. run.Record.Venues.Select(v => v.Venue == venue ? v with { OrdersCleanAt = null, PositionsCleanAt = null } : v)],
        };
    }

    /// <summary>An order of ours that rests in the book and is not there to make a pair whole.</summary>
    private static bool IsToCancel(Sweep sweep, TrackedOrder order) =>
        order.Rests && !order.Record.Status.IsTerminal() && order.Intent.Purpose is not (OrderPurpose.Hedge or OrderPurpose.Unwind)
        && sweep.Scope.Covers(order.Intent.Instrument);

    /// <summary>An order of ours with an end of its own to come.</summary>
    private bool IsFollowed(OrderReport report) =>
        state.Orders.TryGetValue(report.ClientOrderId, out (PairState Pair, TrackedOrder Order) known) && !known.Order.Record.Status.IsTerminal();

    private bool IsLeftAlone(OrderReport report) =>
        IsFollowed(report) && state.Orders[report.ClientOrderId].Order is { } order
        && (!order.Rests || order.Intent.Purpose is OrderPurpose.Hedge or OrderPurpose.Unwind);

    private void List(SweepRun run, TrackedOrder order)
    {
        OrderIntent intent = order.Intent;
        if (!run.Record.Orders.Any(o => o.IsOurs && o.ClientOrderId == intent.ClientOrderId))
        {
            Add(run, new SweepOrder(
                intent.Instrument, intent.ClientOrderId, order.Record.VenueOrderId, IsOurs: true, intent.Side, intent.Quantity, intent.LimitPrice,
                SweepOrderOutcome.Cancelling, Requests: 1, Trouble: null));
        }
    }

    /// <summary>An order that is not ours, or one that our books hold for ended although the venue shows it.</summary>
    private void Cancel(SweepRun run, VenueSweep venue, OrderReport order)
    {
        string id = order.VenueOrderId.Value;
        if (state.ShuttingDown || (venue.Cancels.TryGetValue(id, out ForeignCancel? sent) && state.Elapsed - sent.SentElapsed < CancelAgainAfter))
        {
            return;
        }

        if (!run.Record.Orders.Any(o => IsForeign(o, order.Instrument, id)))
        {
            Add(run, new SweepOrder(
                order.Instrument, order.ClientOrderId, order.VenueOrderId, IsOurs: false, order.Side, order.QuantityInBase(), order.LimitPrice,
                SweepOrderOutcome.Cancelling, Requests: 0, Trouble: null));
        }

        Change(run, o => IsForeign(o, order.Instrument, id) ? o with { Requests = o.Requests + 1, Outcome = SweepOrderOutcome.Cancelling } : o);
        venue.Cancels[id] = new ForeignCancel(state.Sequence, state.Elapsed, null);
        state.Effects.Add(new Journaled(OrderDesk.CancelIntent,
        [
            new("venue_order_id", id), new("client_order_id", order.ClientOrderId.Value), new("instrument", order.Instrument.ToString()),
            new("reason", $"{run.Record.Kind.Code()} {run.Record.Id}"),
        ]));
        state.Effects.Add(new CancelForeignOrder(order.Instrument, order.VenueOrderId));
        Touch(run, order.Instrument.Venue);
    }

    /// <summary>A foreign order that a list asked for after its cancel does not show has come to its end.</summary>
    private void NoteGone(SweepRun run, VenueSweep venue, OpenOrdersReported report, List<OrderReport> open) => Change(run, order =>
    {
        if (order.IsOurs || order.Instrument.Venue != report.Venue || order.Outcome != SweepOrderOutcome.Cancelling
            || open.Any(o => IsForeign(order, o.Instrument, o.VenueOrderId.Value)))
        {
            return order;
        }

        ForeignCancel? cancel = venue.Cancels.GetValueOrDefault(order.VenueOrderId!.Value.Value);
        if (cancel is not null && report.Question <= cancel.Sent)
        {
            return order;
        }

        bool hadEnded = cancel?.Answer is VenueOutcome.Refused { Refusal.Kind: RefusalKind.OrderNotFound };
        return order with { Outcome = hadEnded ? SweepOrderOutcome.Ended : SweepOrderOutcome.Cancelled };
    });

    private SweepOrder Now(SweepOrder order)
    {
        // An order of ours that is not known any more ended in an earlier run of the process, and the report says how.
        if (!order.IsOurs || !state.Orders.TryGetValue(order.ClientOrderId, out (PairState Pair, TrackedOrder Order) known))
        {
            return order;
        }

        SweepOrderOutcome outcome = known.Order.Record.Status switch
        {
            OrderStatus.Cancelled or OrderStatus.Expired => SweepOrderOutcome.Cancelled,
            var status when status.IsTerminal() => SweepOrderOutcome.Ended,
            _ => SweepOrderOutcome.Cancelling,
        };
        return order with { Outcome = outcome, VenueOrderId = known.Order.Record.VenueOrderId, Trouble = known.Order.Record.Detail };
    }

    private void Ask(SweepRun run, VenueId id, VenueSweep venue)
    {
        bool isClean = run.Record.Venues.Single(v => v.Venue == id).OrdersCleanAt is not null;
        if (!isClean && !state.ShuttingDown && state.Venues.TryGetValue(id, out VenueState? known) && known.Link != VenueLink.Down
            && venue.Orders.IsDue(state.Elapsed, venue.Touched, Unsettled(run, id) is not null))
        {
            venue.Orders.Asked(state.Sequence, state.Elapsed);
            state.Effects.Add(new QueryOpenOrders(id) { Question = state.Sequence });
        }
    }

    private static bool IsForeign(SweepOrder order, InstrumentId instrument, string venueOrderId) =>
        !order.IsOurs && order.Instrument == instrument && order.VenueOrderId?.Value == venueOrderId;

    private void Add(SweepRun run, SweepOrder order) => run.Record = run.Record with { Orders = [.. run.Record.Orders, order] };

    private void Change(SweepRun run, Func<SweepOrder, SweepOrder> change) =>
        run.Record = run.Record with { Orders = [.. run.Record.Orders.Select(change)] };

    private void SetClean(SweepRun run, VenueId venue, DateTimeOffset? at) => run.Record = run.Record with
    {
        Venues = [.. run.Record.Venues.Select(v => v.Venue == venue ? v with { OrdersCleanAt = at } : v)],
    };
}
