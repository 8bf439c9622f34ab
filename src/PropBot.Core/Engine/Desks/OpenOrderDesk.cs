using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Each venue's list of open orders against ours, again and again and after every connection: what should be gone is cancelled
/// and a case, what should be there and is not is asked for by its id, what is not ours goes by the venue's policy.
/// </summary>
internal sealed class OpenOrderDesk(EngineState state, OrderDesk orders, CaseDesk cases, ForeignOrderDesk foreign)
{
    /// <summary>How far a venue's list may lag behind what its stream has told already.</summary>
    private static readonly TimeSpan ListLag = TimeSpan.FromSeconds(2);

    /// <summary>How soon a list that could not be read is asked for again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly List<PairState> _touched = [];

    /// <summary>With every heartbeat: asks the venues whose list is due.</summary>
    public void Poll()
    {
        foreach (VenueState venue in state.Venues.Values)
        {
            TimeSpan interval = venue.OpenOrdersFailed && RetryAfter < state.Options.ReconcileInterval ? RetryAfter : state.Options.ReconcileInterval;
            bool isDue = venue.OpenOrdersAskedElapsed is not { } asked || state.Elapsed - asked >= interval;
            if (venue.Link == VenueLink.Up && isDue)
            {
                Ask(venue);
            }
        }
    }

    public void Ask(VenueState venue)
    {
        venue.OpenOrdersAskedElapsed = state.Elapsed;
        venue.OpenOrdersQuestion = state.Sequence;
        venue.OpenOrdersFailed = false;
        state.Effects.Add(new QueryOpenOrders(venue.Venue) { Question = state.Sequence });
    }

    /// <summary>Somebody else's question may have failed instead: asking once more than needed costs nothing.</summary>
    public void OnFailed(OpenOrdersQueryFailed failed) => state.Venues[failed.Venue].OpenOrdersFailed = true;

    /// <returns>The pairs that there is news of; valid until the next call.</returns>
    public IReadOnlyList<PairState> OnReported(OpenOrdersReported told)
    {
        _touched.Clear();
        VenueState venue = state.Venues[told.Venue];
        // An answer to somebody else's question, or one that a later question has overtaken.
        if (told.Question != venue.OpenOrdersQuestion || venue.OpenOrdersAskedElapsed is not { } asked)
        {
            return _touched;
        }

        var listed = new HashSet<ClientOrderId>();
        var strangers = new HashSet<CaseMatter>();
        foreach (OrderReport report in told.Orders)
        {
            Look(report, asked, listed, strangers);
        }

        EndStrangers(venue, asked, strangers);
        EndOrders(venue, listed);
        AskForUnlisted(venue, asked, listed);
        venue.OpenOrdersReadElapsed = asked;
        return _touched;
    }

    private void Look(OrderReport report, TimeSpan asked, HashSet<ClientOrderId> listed, HashSet<CaseMatter> strangers)
    {
        if (state.Orders.TryGetValue(report.ClientOrderId, out (PairState Pair, TrackedOrder Order) known))
        {
            listed.Add(report.ClientOrderId);
            bool isDone = known.Order.SettledElapsed is { } settled && settled + ListLag <= asked;
            if (isDone)
            {
                TellOpenThoughDone(known.Order, report);
            }

            if (orders.OnOrderReported(report) is { } pair && !_touched.Contains(pair))
            {
                _touched.Add(pair);
            }
        }
        else if (ClientOrderIds.IsOfDesk(state.DeskId, report.ClientOrderId.Value ?? ""))
        {
            strangers.Add(Orphan(report));
        }
        else
        {
            strangers.Add(CaseMatter.Of(report.Instrument, CaseKind.ForeignOrder, report.VenueOrderId.Value ?? ""));
            foreign.OnSeen(report);
        }
    }

    private void TellOpenThoughDone(TrackedOrder order, OrderReport report)
    {
        OrderRecord record = order.Record;
        CaseMatter matter = CaseMatter.Of(report.Instrument, CaseKind.Order, report.ClientOrderId.Value);
        cases.DiffersLoudly(
            matter, $"{record.Status}, {record.FilledQuantity} of {record.Intent.Quantity} filled", $"open, {report.CumulativeQuantity} filled, order {report.VenueOrderId}");
        Cancel(matter, report);
    }

    /// <summary>An id of this desk that no order here has: made by a run whose ledger is lost, or long done by our books.</summary>
    private CaseMatter Orphan(OrderReport report)
    {
        CaseMatter matter = CaseMatter.Of(report.Instrument, CaseKind.OrphanOrder, report.ClientOrderId.Value);
        string quantity = report.Quantity is { } whole ? $"{report.CumulativeQuantity} of {whole}" : $"{report.CumulativeQuantity}";
        cases.DiffersLoudly(matter, "no order of this id is open", $"open, {quantity} filled, order {report.VenueOrderId}");
        state.Venues[report.Instrument.Venue].OpenStrangers[matter] = state.Elapsed;
        Cancel(matter, report);
        return matter;
    }

    /// <summary>Nothing of ours may rest that we do not follow; only what a person has explained is left alone.</summary>
    private void Cancel(CaseMatter matter, OrderReport report)
    {
        if (state.Cases.OpenOn(matter) is not null && !state.Options.ReadOnly)
        {
            orders.CancelById(report.Instrument, report.ClientOrderId, matter.Kind.Code());
        }
    }

    /// <summary>What the stream has told since the question may be missing in the answer and open.</summary>
    private void EndStrangers(VenueState venue, TimeSpan asked, HashSet<CaseMatter> listed)
    {
        foreach ((CaseMatter matter, TimeSpan seen) in venue.OpenStrangers.ToArray())
        {
            if (seen <= asked && !listed.Contains(matter))
            {
                foreign.OnEnded(venue, matter, last: null);
            }
        }
    }

    /// <summary>An order that was open though done is not any more; what it filled is asked for with the order itself.</summary>
    private void EndOrders(VenueState venue, HashSet<ClientOrderId> listed)
    {
        foreach (CaseMatter matter in state.Cases.MattersOf(venue.Venue, CaseKind.Order))
        {
            if (!listed.Contains(new ClientOrderId(matter.Subject)))
            {
                cases.Agrees(matter, "the order is not open any more");
            }
        }
    }

    /// <summary>What we think open and the venue does not list has ended, or has not arrived: its id tells, nothing is sent again.</summary>
    private void AskForUnlisted(VenueState venue, TimeSpan asked, HashSet<ClientOrderId> listed)
    {
        foreach (PairState pair in state.Pairs)
        {
            foreach (TrackedOrder order in pair.Orders)
            {
                bool isExpected = !order.Record.Status.IsTerminal() && order.Intent.Instrument.Venue == venue.Venue && order.SentElapsed + ListLag <= asked;
                if (isExpected && !listed.Contains(order.Intent.ClientOrderId))
                {
                    orders.AskUnlessAsked(order);
                }
            }
        }
    }
}
