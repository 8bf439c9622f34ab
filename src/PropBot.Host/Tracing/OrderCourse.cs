using System.Diagnostics;
using PropBot.Core.Execution;

namespace PropBot.Host.Tracing;

/// <summary>The span of an order, from the moment it was durable until nothing more can come of it.</summary>
/// <param name="span">Null: not sampled.</param>
/// <param name="step">The span that it is part of and that ends with it; null for the trace's root.</param>
internal sealed class OrderCourse(OrderIntent intent, Activity? span, StepCourse? step)
{
    private bool _answered;
    private bool _settled;

    public OrderIntent Intent => intent;

    public Activity? Span => span;

    public StepCourse? Step => step;

    /// <summary>Why it was cancelled; null while nobody has.</summary>
    public string? CancelReason { get; set; }

    /// <summary>The last that was heard of it, a <c>Stopwatch</c> timestamp.</summary>
    public long Last { get; private set; }

    public bool IsOver => _answered && _settled;

    public void Answered(long at)
    {
        _answered = true;
        Last = Math.Max(Last, at);
    }

    public void Changed(OrderRecord record, long at)
    {
        Last = Math.Max(Last, at);
        _settled = record.Status.IsTerminal() && record.FilledQuantity == record.CumulativeQuantity;
        // Nobody sent it, or the venue has proved that it never had it.
        _answered |= record.Status == OrderStatus.NeverReached;
        span?.SetTag("status", record.Status.ToString()).SetTag("filled_quantity", record.FilledQuantity.ToString());
        if (record.Detail is { } detail)
        {
            span?.SetTag("detail", detail);
        }
    }
}

/// <summary>A span that orders of one later decision are under: a hedge, a rescue, a close.</summary>
internal sealed class StepCourse(Activity? span)
{
    public Activity? Span => span;

    /// <summary>Its orders that are not over.</summary>
    public int Open { get; set; }
}
