using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Makes orders and follows each to its end: answers, reports, fills and the questions that resolve what is not known. The
/// only place where a <see cref="PlaceOrder"/> is made.
/// </summary>
internal sealed class OrderDesk(EngineState state, CaseDesk cases, ForeignFeeDesk foreignFees)
{
    /// <summary>An order that rests in the book is well as it is; it is asked for so much more seldom than one that should have ended.</summary>
    private const int RestingFactor = 5;

    /// <summary>The journal line that stands before every cancel.</summary>
    public const string CancelIntent = "order.cancel_intent";

    /// <summary>Writes the intent and sends it, in that order.</summary>
    public TrackedOrder Place(
        PairState pair, LegRole leg, OrderPurpose purpose, InstrumentState instrument, Side side, Quantity quantity, Price? limit, bool reduceOnly,
        TimeInForce timeInForce = TimeInForce.Ioc)
    {
        limit = MakeWay(purpose, instrument, side, limit);
        int step = pair.Record.Steps;
        state.SetPair(pair, pair.Record with { Steps = step + 1 });
        var intent = new OrderIntent
        {
            ClientOrderId = ClientOrderIds.Make(state.DeskId, state.Epoch, pair.Record.Id, leg, step),
            Pair = pair.Record.Id,
            Leg = leg,
            Purpose = purpose,
            Instrument = instrument.Instrument.Id,
            Side = side,
            Quantity = quantity,
            Type = limit is null ? OrderType.Market : OrderType.Limit,
            TimeInForce = timeInForce,
            LimitPrice = limit,
            ReduceOnly = reduceOnly,
            // A maker's fill is at its own price: there is no touch to slip from.
            ReferencePrice = timeInForce == TimeInForce.PostOnly ? limit!.Value : instrument.Depth!.Touch(side),
            DecidedAt = state.At,
        };
        Invariant.Holds(!state.Orders.ContainsKey(intent.ClientOrderId), $"client order id {intent.ClientOrderId} is used once");
        var order = new TrackedOrder(new OrderRecord(intent, OrderStatus.Intended, null, Quantity.Zero, Quantity.Zero, state.At, null), state.Elapsed);
        pair.Orders.Add(order);
        state.Orders.Add(intent.ClientOrderId, (pair, order));
        state.OrdersPlaced++;
        state.Venues[intent.Instrument.Venue].OrderPace.Sent(state.Elapsed);
        if (purpose == OrderPurpose.Open)
        {
            state.OpenPace.Add(state.Elapsed);
        }

        state.Effects.Add(new OrderChanged(order.Record));
        state.Effects.Add(new PlaceOrder(intent));
        return order;
    }

    /// <summary>
    /// Writes the intent to cancel and sends it, in that order. Sent again until the order has its end: a second cancel of the
    /// same order changes nothing at a venue.
    /// </summary>
    public void Cancel(TrackedOrder order, string reason)
    {
        if (order.Record.Status.IsTerminal())
        {
            return;
        }

        if (order.Intent.Purpose == OrderPurpose.Open)
        {
            state.CancelPace.Add(state.Elapsed);
        }

        order.CancelSent(state.Elapsed, reason);
        ClientOrderId id = order.Intent.ClientOrderId;
        state.Effects.Add(new Journaled(CancelIntent, [new("client_order_id", id.Value), new("reason", order.CancelReason!)]));
        state.Effects.Add(new CancelOrder(order.Intent.Instrument, id));
    }

    /// <summary>Writes the intent to cancel an order that nobody here follows any more, and sends it, in that order.</summary>
    public void CancelById(InstrumentId instrument, ClientOrderId id, string reason)
    {
        state.Effects.Add(new Journaled(CancelIntent, [new("client_order_id", id.Value), new("reason", reason), new("instrument", instrument.ToString())]));
        state.Effects.Add(new CancelOrder(instrument, id));
    }

    /// <summary>Whatever the venue says to a cancel, the order's own report tells its end: it is asked for unless that is on its way.</summary>
    /// <returns>The pair concerned; null when the order is not ours.</returns>
    public PairState? OnCancelAnswered(CancelAnswered answer)
    {
        if (!state.Orders.TryGetValue(answer.ClientOrderId, out (PairState Pair, TrackedOrder Order) known))
        {
            return null;
        }

        if (answer.Outcome is not VenueOutcome.Accepted && !known.Order.IsSettled)
        {
            Ask(known.Order);
        }

        return known.Pair;
    }

    /// <returns>The pair concerned; null when the order is not ours.</returns>
    public PairState? OnPlaceAnswered(PlaceAnswered answer)
    {
        if (!state.Orders.TryGetValue(answer.ClientOrderId, out (PairState Pair, TrackedOrder Order) known))
        {
            return null;
        }

        OrderStatus before = known.Order.Record.Status;
        known.Order.Answered(answer.Outcome, state.At);
        known.Order.Proved("the answer to its own request");
        CountReject(known.Order, before, (answer.Outcome as VenueOutcome.Refused)?.Refusal.Kind);
        Changed(known.Order);
        if (known.Order.Record.Status == OrderStatus.Unknown)
        {
            state.UnknownOutcomes++;
            Ask(known.Order);
        }

        return known.Pair;
    }

    public PairState? OnOrderReported(OrderReport report)
    {
        if (!state.Orders.TryGetValue(report.ClientOrderId, out (PairState Pair, TrackedOrder Order) known))
        {
            return null;
        }

        if (known.Order.IsAnothersId || !report.Fits(known.Order.Intent))
        {
            return OnOtherReported(known.Pair, known.Order, report);
        }

        OrderRecord before = known.Order.Record;
        string how = known.Order.IsBeingAsked ? "the venue's report, asked for by its id" : "the venue's report";
        known.Order.AnsweredQuestion();
        known.Order.Reported(report, state.At);
        known.Order.Proved(how);
        CountReject(known.Order, before.Status, report.Refusal?.Kind);
        if (before.Status != known.Order.Record.Status || before.CumulativeQuantity != known.Order.Record.CumulativeQuantity)
        {
            Changed(known.Order);
        }

        return known.Pair;
    }

    public PairState? OnFill(FillReport fill)
    {
        if (!state.Orders.TryGetValue(fill.ClientOrderId, out (PairState Pair, TrackedOrder Order) known))
        {
            // An order of an earlier run, long done: its fills are told again after a reconnect and are in the ledger. If one
            // is not, the venue's position differs from ours and that becomes a case.
            if (ClientOrderIds.IsOfDesk(state.DeskId, fill.ClientOrderId.Value ?? ""))
            {
                state.DuplicateFills++;
                return null;
            }

            state.Alert(AlertSeverity.Critical, "foreign_fill",
                $"A fill that belongs to no order of ours: {fill.Instrument} {fill.Side} {fill.Quantity} at {fill.Price}, order '{fill.ClientOrderId}'. The venue's statement will differ; check the account.",
                $"Исполнение не по нашей заявке: {fill.Instrument} {fill.Side} {fill.Quantity} по {fill.Price}, заявка '{fill.ClientOrderId}'. Выписка биржи разойдётся с нашей; проверьте счёт.");
            return null;
        }

        OrderIntent ordered = known.Order.Intent;
        bool isNew = !known.Order.HasFill(fill.TradeId);
        if (known.Order.IsAnothersId || fill.Side != ordered.Side || fill.Instrument != ordered.Instrument
            || (isNew && known.Order.Record.FilledQuantity + fill.Quantity > ordered.Quantity))
        {
            Contradict(known.Order, $"the venue tells a fill {fill.TradeId}: {fill.Side} {fill.Quantity} on {fill.Instrument}");
            return null;
        }

        if (!known.Order.Filled(fill, state.At))
        {
            state.DuplicateFills++;
            return null;
        }

        known.Order.Proved("its fills");

        state.FillsBooked++;
        state.FillsOf(fill.Instrument).Add(fill);
        OrderIntent intent = known.Order.Intent;
        state.Effects.Add(new FillBooked(new FillRecord(fill, intent.Pair, intent.Leg, intent.Purpose)));
        decimal counted = state.ForeignFeeOf(fill.Instrument, fill.Fee, fill.Price.Value * fill.Quantity.Value);
        foreach (JournalEntry entry in DeskBooks.EntriesOf(fill, counted))
        {
            state.Books.Post(entry);
            state.Effects.Add(new EntryPosted(entry));
        }

        Changed(known.Order);
        BookIntoLeg(known.Pair, intent, fill, counted);
        if (intent.Purpose != OrderPurpose.Open && known.Order.Record.FilledQuantity == intent.Quantity)
        {
            // It did all that it could; what is left, more than one order may have, is a matter of its own and no second attempt at this one.
            known.Pair.Attempts = 0;
        }

        foreignFees.OnFee(fill.Instrument, fill.TradeId, fill.Fee, counted);
        return known.Pair;
    }

    public PairState? OnNotFound(OrderNotFound missing)
    {
        if (!state.Orders.TryGetValue(missing.ClientOrderId, out (PairState Pair, TrackedOrder Order) known))
        {
            return null;
        }

        TrackedOrder order = known.Order;
        // What counts is when the venue looked, and that may have been as early as we asked.
        TimeSpan lookedElapsed = order.QuestionElapsed ?? order.SentElapsed;
        // An order that the venue has acknowledged was there: its index may lag, so its absence is believed much later.
        const int AcknowledgedFactor = 5;
        TimeSpan patience = LongestOnTheWay(order.Intent.Instrument.Venue) * (order.Record.VenueOrderId is null ? 1 : AcknowledgedFactor);
        bool couldStillArrive = lookedElapsed - order.SentElapsed < patience;
        order.AnsweredQuestion();
        if (order.Record.Status.IsTerminal() || !order.Record.CumulativeQuantity.IsZero || couldStillArrive)
        {
            return known.Pair;
        }

        order.NeverReached(missing.Proof, state.At);
        order.Proved($"not found: {missing.Proof}");
        state.Effects.Add(new Journaled("order.never_reached",
        [
            new("client_order_id", missing.ClientOrderId.Value), new("request", missing.Proof.Request), new("answer", missing.Proof.Answer),
            new("at", missing.Proof.At.ToString("O", System.Globalization.CultureInfo.InvariantCulture)),
        ]));
        Changed(order);
        return known.Pair;
    }

    /// <returns>The pair concerned; null when the order is not ours.</returns>
    public PairState? OnNotSent(OrderNotSent held)
    {
        if (!state.Orders.TryGetValue(held.ClientOrderId, out (PairState Pair, TrackedOrder Order) known))
        {
            return null;
        }

        Invariant.Holds(known.Order.Intent.Purpose == OrderPurpose.Open, $"{held.ClientOrderId} reduces risk, so it is sent");
        known.Order.NeverSent(held.Reason, state.At);
        state.Effects.Add(new Journaled("order.never_sent", [new("client_order_id", held.ClientOrderId.Value), new("reason", held.Reason)]));
        Changed(known.Order);
        return known.Pair;
    }

    public void OnSentLate(ClientOrderId id)
    {
        if (state.Orders.TryGetValue(id, out (PairState Pair, TrackedOrder Order) known))
        {
            known.Order.LeftOnly(state.Elapsed);
        }
    }

    public void OnQueryFailed(ClientOrderId id)
    {
        if (state.Orders.TryGetValue(id, out (PairState Pair, TrackedOrder Order) known))
        {
            known.Order.AnsweredQuestion();
        }
    }

    /// <summary>Asks for every order that has been without an end, or without its fills, for too long.</summary>
    public void AskForOverdue(PairState pair)
    {
        TimeSpan after = state.Options.Execution.OrderQueryAfter;
        foreach (TrackedOrder order in pair.Orders)
        {
            if (order.CancelSentElapsed is { } cancelled && state.Elapsed - cancelled >= after && IsReachable(order))
            {
                Cancel(order, order.CancelReason!);
            }

            TimeSpan since = order.AskedElapsed ?? order.SentElapsed;
            bool mayRest = order.Rests && order.CancelSentElapsed is null && order.Record.Status is OrderStatus.Acknowledged or OrderStatus.PartiallyFilled;
            TimeSpan patience = mayRest ? after * RestingFactor : after;
            if (!order.IsSettled && !IsWaitingForAnswer(order) && state.Elapsed - since >= patience)
            {
                Ask(order);
            }
        }
    }

    /// <summary>Asks for an order unless a question for it is on its way.</summary>
    public void AskUnlessAsked(TrackedOrder order)
    {
        if (!IsWaitingForAnswer(order))
        {
            Ask(order);
        }
    }

    /// <summary>Asks for every unsettled order on a venue at once: after a start or a lost connection.</summary>
    public void AskForAll(VenueId venue)
    {
        foreach (PairState pair in state.Pairs)
        {
            foreach (TrackedOrder order in pair.Orders)
            {
                if (!order.IsSettled && order.Intent.Instrument.Venue == venue)
                {
                    // Whatever was asked before the connection was lost may never be answered.
                    Ask(order);
                }
            }
        }
    }

    /// <summary>
    /// How long after the decision a request may still come to the venue and be taken: it waits, then the venue takes it until its
    /// window has passed, by a clock that we know with some uncertainty.
    /// </summary>
    private TimeSpan LongestOnTheWay(VenueId venue)
    {
        TimeSpan option = state.Options.Execution.NeverReachedAfter;
        TimeSpan delay = state.Options.Execution.DelayBeforeSending;
        if (state.Venues[venue].Clock is not { } clock)
        {
            return option + delay + ExecutionOptions.LongestHandOver;
        }

        TimeSpan needed = clock.Window + ExecutionOptions.LongestWaitToSend;
        return (needed > option ? needed : option) + delay + ExecutionOptions.LongestHandOver + clock.Uncertainty;
    }

    /// <summary>
    /// An order that reduces risk goes as far as the venue takes its price, and what of our own rests in its way and opens is taken out first.
    /// </summary>
    private Price? MakeWay(OrderPurpose purpose, InstrumentState instrument, Side side, Price? limit)
    {
        if (purpose == OrderPurpose.Open)
        {
            return limit;
        }

        foreach (PairState pair in state.Pairs)
        {
            foreach (TrackedOrder resting in pair.Orders)
            {
                bool isInTheWay = resting is { Rests: true, IsSettled: false, CancelSentElapsed: null, Intent.Purpose: OrderPurpose.Open }
                    && resting.Intent.Instrument == instrument.Instrument.Id
                    && PriceGuard.Crosses(side, limit, resting.Intent.Side, resting.Intent.LimitPrice);
                if (isInTheWay)
                {
                    Cancel(resting, RiskRule.SelfTrade.Code());
                }
            }
        }

        return limit is { } wanted ? instrument.CorridorAt(state.Elapsed).Clamp(side, wanted, instrument.Instrument.Tick) : null;
    }

    /// <summary>A venue that refuses one opening order after the other is left alone for a while; what it takes ends that.</summary>
    private void CountReject(TrackedOrder order, OrderStatus before, RefusalKind? kind)
    {
        OrderStatus now = order.Record.Status;
        if (order.Intent.Purpose != OrderPurpose.Open || now == before)
        {
            return;
        }

        RejectStreak streak = state.Venues[order.Intent.Instrument.Venue].Rejects;
        RiskOptions limits = state.Options.Risk;
        if (now == OrderStatus.Rejected && kind is not RefusalKind.WouldTakeLiquidity)
        {
            streak.Refused(state.Elapsed, limits.MaxVenueRejects, limits.RejectPause, limits.LongestPause);
        }
        else if (now is OrderStatus.Acknowledged or OrderStatus.PartiallyFilled or OrderStatus.Filled or OrderStatus.Expired)
        {
            streak.Taken();
        }
    }

    private bool IsReachable(TrackedOrder order) => state.Venues[order.Intent.Instrument.Venue].Link != VenueLink.Down;

    private bool IsWaitingForAnswer(TrackedOrder order)
    {
        // An answer that never comes must not silence the questions for good.
        const int GiveUpFactor = 10;
        TimeSpan giveUpAfter = state.Options.Execution.OrderQueryAfter * GiveUpFactor;
        return order.IsBeingAsked && state.Elapsed - order.AskedElapsed < giveUpAfter;
    }

    private void Ask(TrackedOrder order)
    {
        OrderIntent intent = order.Intent;
        if (!IsReachable(order))
        {
            return;
        }

        order.Asked(state.Elapsed);
        bool lacksFills = order.Record.FilledQuantity < order.Record.CumulativeQuantity;
        if (lacksFills || order.Record.Status == OrderStatus.Acknowledged)
        {
            state.Effects.Add(new QueryFills(intent.Instrument, intent.ClientOrderId));
        }

        state.Effects.Add(new QueryOrder(intent.Instrument, intent.ClientOrderId));
    }

    /// <summary>
    /// The venue tells of an order of this id that is not the one that was ordered. Where it had refused ours as a duplicate, ours is not
    /// there and the pair goes on as after any refusal.
    /// </summary>
    private PairState? OnOtherReported(PairState pair, TrackedOrder order, OrderReport report)
    {
        string told = $"the venue reports {report.Told()}";
        Contradict(order, told);
        if (!order.RefusedForAnother(told, state.At))
        {
            return null;
        }

        order.AnsweredQuestion();
        order.Proved("the venue's report of another order under its id");
        Changed(order);
        return pair;
    }

    /// <summary>What a venue says cannot be: nothing is booked, opening there stops, a person is called. The engine goes on.</summary>
    private void Contradict(TrackedOrder order, string told)
    {
        OrderIntent intent = order.Intent;
        string limit = intent.LimitPrice is { } price ? $" at {price}" : "";
        string ordered = $"{intent.Side} {intent.Quantity}{limit} on {intent.Instrument}";
        CaseMatter matter = CaseMatter.Of(intent.Instrument, CaseKind.Contradiction, intent.ClientOrderId.Value);
        if (cases.Differs(matter, ordered, told) is null)
        {
            return;
        }

        state.Alert(AlertSeverity.Critical, "venue_contradiction",
            $"{intent.Instrument.Venue}: {told}, but order {intent.ClientOrderId} is {ordered}. It is not booked; nothing opens on {intent.Instrument} until the statements agree. Check the account.",
            $"{intent.Instrument.Venue}: {told}, но заявка {intent.ClientOrderId}: {ordered}. В учёт не принято; новые пары на {intent.Instrument} не открываются, пока выписки не сойдутся. Проверьте счёт.");
    }

    private void Changed(TrackedOrder order)
    {
        state.Effects.Add(new OrderChanged(order.Record));
        if (order.IsSettled && !order.Rests && !order.WasRestored && order.SettledElapsed is null && !order.Record.FilledQuantity.IsZero)
        {
            state.Venues[order.Intent.Instrument.Venue].FillLatency.Observe(state.Elapsed - order.SentElapsed);
        }

        if (order.IsSettled)
        {
            order.Settled(state.Elapsed);
        }
    }

    /// <param name="foreignFee">What a fee in another coin counts, quote units.</param>
    private void BookIntoLeg(PairState pair, OrderIntent intent, FillReport fill, decimal foreignFee)
    {
        pair.FruitlessAttempts = 0;
        PairRecord record = pair.Record;
        LegRecord leg = record.Leg(intent.Leg);
        decimal quantity = fill.Quantity.Value;
        decimal notional = fill.Price.Value * quantity;
        decimal reference = intent.ReferencePrice.Value * quantity;
        leg = leg.Traded(fill.Side, quantity, notional, reference);
        decimal fees = fill.Fee.Asset == fill.Instrument.Symbol.Quote ? fill.Fee.Amount : -foreignFee;
        state.SetPair(pair, record.With(intent.Leg, leg with { Fees = leg.Fees + fees }));
    }
}
