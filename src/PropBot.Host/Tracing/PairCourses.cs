using System.Diagnostics;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Host.Tracing;

/// <summary>
/// Makes traces of notes: one from the message that led to a pair's orders to the pair that is equal, with every order, answer and fill under it, and one for each time
/// that it is taken off or mended later. One thread only. What the spans mean stands in the operator's runbook.
/// </summary>
internal sealed class PairCourses(SpanWriter spans)
{
    /// <summary>Traces that may be open; beyond it the oldest ends as it is. A desk has far fewer pairs on their way.</summary>
    public const int MostOpen = 256;

    /// <summary>The journal line that stands before every cancel.</summary>
    public const string CancelIntent = "order.cancel_intent";

    private const int MostRemembered = 1_024;

    private readonly Dictionary<PairId, PairCourse> _open = [];
    private readonly Dictionary<ClientOrderId, (PairCourse Course, OrderCourse Order)> _orders = [];

    /// <summary>Answers that came before the loop's own note of the order.</summary>
    private readonly Dictionary<ClientOrderId, AnsweredNote> _early = [];

    /// <summary>The latest trace of a pair, for the next one's link.</summary>
    private readonly Dictionary<PairId, ActivityContext> _latest = [];
    private readonly Queue<PairId> _remembered = [];

    public void Take(TraceNote note)
    {
        switch (note)
        {
            case HandledNote handled:
                Take(handled);
                break;
            case AnsweredNote answered:
                Take(answered);
                break;
            default:
                throw new UnreachableException($"no case for {note.GetType().Name}");
        }
    }

    /// <summary>The process ends: what is open ends as it is.</summary>
    public void EndAll()
    {
        foreach (PairCourse course in _open.Values.ToArray())
        {
            Abandon(course);
        }
    }

    /// <summary>Fills first: they may be what the orders of the same event are for.</summary>
    private void Take(HandledNote note)
    {
        foreach (FillBooked booked in note.Effects.OfType<FillBooked>())
        {
            WriteFill(booked.Fill.Fill, note);
        }

        foreach (IGrouping<PairId, OrderIntent> ordered in note.Effects.OfType<PlaceOrder>().Select(p => p.Intent).GroupBy(i => i.Pair))
        {
            BeginOrders(ordered.Key, [.. ordered], note);
        }

        foreach (Effect effect in note.Effects)
        {
            Follow(effect, note);
        }

        foreach (PairChanged changed in note.Effects.OfType<PairChanged>())
        {
            EndIfOver(_open.GetValueOrDefault(changed.Pair.Id));
        }
    }

    private void Follow(Effect effect, HandledNote note)
    {
        switch (effect)
        {
            case OrderChanged { Order: var order } when _orders.TryGetValue(order.Intent.ClientOrderId, out (PairCourse Course, OrderCourse Order) known):
                known.Order.Changed(order, note.Committed);
                known.Course.Heard(note.Committed);
                EndIfOver(known.Course, known.Order);
                break;
            case PairChanged { Pair: var pair } when _open.TryGetValue(pair.Id, out PairCourse? course):
                course.Heard(note.Committed);
                if (course.Changed(pair, note.Taken) is { } since)
                {
                    // From the first fill that made the legs unequal to the one that made them equal.
                    spans.Write("hedged", course.Root, course.Timeline.At(since), course.Timeline.At(note.Committed), span => span.SetTag("pair.id", pair.Id.ToString()));
                }

                break;
            case Journaled { Type: CancelIntent } cancel:
                NoteCancel(cancel.Payload);
                break;
            default:
                break;
        }
    }

    private void NoteCancel(IReadOnlyList<KeyValuePair<string, string>> payload)
    {
        if (payload.FirstOrDefault(p => p.Key == "client_order_id").Value is { Length: > 0 } id
            && _orders.TryGetValue(new ClientOrderId(id), out (PairCourse Course, OrderCourse Order) known))
        {
            known.Order.CancelReason = payload.FirstOrDefault(p => p.Key == "reason").Value;
        }
    }

    private void BeginOrders(PairId pair, IReadOnlyList<OrderIntent> intents, HandledNote note)
    {
        PairRecord? record = note.Effects.OfType<PairChanged>().LastOrDefault(c => c.Pair.Id == pair)?.Pair;
        Activity? parent;
        StepCourse? step = null;
        if (_open.TryGetValue(pair, out PairCourse? course))
        {
            string name = StepName(intents[0].Purpose, record ?? course.Pair);
            parent = course.Root is { } root ? spans.Begin(name, ActivityKind.Internal, root.Context, course.Timeline.At(note.Taken)) : null;
            step = new StepCourse(parent) { Open = intents.Count };
        }
        else
        {
            course = Begin(pair, intents[0].Purpose, record, note);
            parent = course.Root;
        }

        Timeline timeline = course.Timeline;
        spans.Write("decide", parent, timeline.At(note.Taken), timeline.At(note.Decided), span => SpanTags.OfDecision(span, record, intents, note.Trigger));
        spans.Write("write_ahead", parent, timeline.At(note.Committing), timeline.At(note.Committed), span => span.SetTag("ledger.late", note.IsLate));
        foreach (OrderIntent intent in intents)
        {
            BeginOrder(course, parent, step, intent, note);
        }
    }

    private PairCourse Begin(PairId pair, OrderPurpose purpose, PairRecord? record, HandledNote note)
    {
        if (_open.Count >= MostOpen)
        {
            Abandon(_open.Values.MinBy(c => c.Last)!);
        }

        Timeline timeline = spans.Now();
        ActivityContext? earlier = _latest.TryGetValue(pair, out ActivityContext known) ? known : null;
        Activity? root = spans.Begin(RootName(purpose), ActivityKind.Internal, default, timeline.At(note.Received), earlier);
        SpanTags.OfBegin(root, pair, record, note);
        var course = new PairCourse(pair, root, timeline, takesOff: purpose == OrderPurpose.Close);
        course.Heard(note.Committed);
        _open.Add(pair, course);
        Remember(pair, root);
        if (note.Book is { } book)
        {
            spans.Write("market_data", root, timeline.At(note.Received), timeline.At(note.Taken), span => span.SetTag("venue", book.Venue.Name).SetTag("symbol", book.Symbol.Name));
        }

        return course;
    }

    private void Remember(PairId pair, Activity? root)
    {
        if (root is null)
        {
            return;
        }

        if (!_latest.ContainsKey(pair))
        {
            _remembered.Enqueue(pair);
            if (_remembered.Count > MostRemembered)
            {
                _latest.Remove(_remembered.Dequeue());
            }
        }

        _latest[pair] = root.Context;
    }

    private void BeginOrder(PairCourse course, Activity? parent, StepCourse? step, OrderIntent intent, HandledNote note)
    {
        Activity? span = parent is null ? null : spans.Begin("order", ActivityKind.Internal, parent.Context, course.Timeline.At(note.Committed));
        SpanTags.OfOrder(span, intent);
        var order = new OrderCourse(intent, span, step);
        course.Orders.Add(order);
        _orders[intent.ClientOrderId] = (course, order);
        if (_early.Remove(intent.ClientOrderId, out AnsweredNote? early))
        {
            Take(early);
        }
    }

    private void Take(AnsweredNote note)
    {
        if (!_orders.TryGetValue(note.ClientOrderId, out (PairCourse Course, OrderCourse Order) known))
        {
            if (!note.IsCancel && _early.Count < MostOpen)
            {
                _early[note.ClientOrderId] = note;
            }

            return;
        }

        (PairCourse course, OrderCourse order) = known;
        spans.Write(
            note.IsCancel ? "cancel" : "request", order.Span, course.Timeline.At(note.Sent), course.Timeline.At(note.Answered),
            span => SpanTags.OfAnswer(span, order, note), ActivityKind.Client);
        course.Heard(note.Answered);
        if (!note.IsCancel)
        {
            order.Answered(note.Answered);
            EndIfOver(course, order);
            EndIfOver(course);
        }
    }

    private void WriteFill(FillReport fill, HandledNote note)
    {
        if (_orders.TryGetValue(fill.ClientOrderId, out (PairCourse Course, OrderCourse Order) known))
        {
            Timeline timeline = known.Course.Timeline;
            spans.Write("fill", known.Order.Span, timeline.At(note.Taken), timeline.At(note.Committed), span => SpanTags.OfFill(span, known.Order.Intent, fill));
        }
    }

    private void EndIfOver(PairCourse course, OrderCourse order)
    {
        if (order.IsOver && _orders.Remove(order.Intent.ClientOrderId))
        {
            EndOrder(course, order);
        }
    }

    private static void EndOrder(PairCourse course, OrderCourse order)
    {
        SpanWriter.End(order.Span, course.Timeline.At(order.Last));
        if (order.Step is { } step && --step.Open == 0)
        {
            SpanWriter.End(step.Span, course.Timeline.At(order.Last));
        }
    }

    private void EndIfOver(PairCourse? course)
    {
        if (course is { IsOver: true })
        {
            End(course);
        }
    }

    /// <summary>Ends it as it is: nobody will hear the rest.</summary>
    private void Abandon(PairCourse course)
    {
        foreach (OrderCourse order in course.Orders.Where(o => _orders.Remove(o.Intent.ClientOrderId)))
        {
            order.Span?.SetTag("unfinished", true);
            order.Answered(course.Last);
            EndOrder(course, order);
        }

        course.Root?.SetTag("unfinished", true);
        End(course);
    }

    private void End(PairCourse course)
    {
        if (course.Pair is { } pair)
        {
            SpanTags.OfEnd(course.Root, pair);
        }

        SpanWriter.End(course.Root, course.Timeline.At(course.Last));
        _open.Remove(course.Id);
    }

    private static string RootName(OrderPurpose purpose) => purpose switch
    {
        OrderPurpose.Open => "pair.open",
        OrderPurpose.Close => "pair.close",
        _ => "pair.rescue",
    };

    private static string StepName(OrderPurpose purpose, PairRecord? record) => purpose switch
    {
        OrderPurpose.Open => "entry",
        OrderPurpose.Close => "close",
        _ => record is { RescueAttempts: > 0 } ? "rescue" : "hedge",
    };
}
