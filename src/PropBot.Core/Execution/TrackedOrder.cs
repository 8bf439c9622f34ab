using PropBot.Core.Values;

namespace PropBot.Core.Execution;

/// <summary>
/// The state machine of one order. Cumulative quantity never shrinks, a terminal state is never left, a fill counts once, and
/// more than the ordered quantity is never filled.
/// </summary>
public sealed class TrackedOrder
{
    private readonly HashSet<string> _trades = new(StringComparer.Ordinal);

    public TrackedOrder(OrderRecord record, TimeSpan sentElapsed)
    {
        Record = record;
        SentElapsed = sentElapsed;
    }

    public OrderRecord Record { get; private set; }

    public OrderIntent Intent => Record.Intent;

    /// <summary>When it was handed out to be sent; after a restart, when the engine started.</summary>
    public TimeSpan SentElapsed { get; private set; }

    /// <summary>When it was last asked for; null before the first question.</summary>
    public TimeSpan? AskedElapsed { get; private set; }

    /// <summary>
    /// When the oldest question that may still be answered was asked; null while none is. An answer tells what the venue knew
    /// no earlier than then.
    /// </summary>
    public TimeSpan? QuestionElapsed { get; private set; }

    /// <summary>A question for it is on its way.</summary>
    public bool IsBeingAsked => QuestionElapsed is not null;

    /// <summary>When its cancel was last sent; null when it is not wanted gone.</summary>
    public TimeSpan? CancelSentElapsed { get; private set; }

    /// <summary>Why it is wanted gone; null when it is not.</summary>
    public string? CancelReason { get; private set; }

    /// <summary>When its end and every fill of it were known; null before.</summary>
    public TimeSpan? SettledElapsed { get; private set; }

    /// <summary>It was sent by an earlier run: how long it took is not known.</summary>
    public bool WasRestored { get; init; }

    /// <summary>The venue refused it because it had an order of its id already.</summary>
    public bool IsDuplicate { get; private set; }

    /// <summary>The venue refused it, and the order that it has under its id is another: nothing of that is booked here.</summary>
    public bool IsAnothersId { get; private set; }

    /// <summary>What showed that it had ended, for people; null while it has not.</summary>
    public string? Proof { get; private set; }

    /// <summary>It stays in the book until it is filled or cancelled, unlike an order that ends by itself at once.</summary>
    public bool Rests => Intent.TimeInForce is TimeInForce.Gtc or TimeInForce.PostOnly;

    /// <summary>What fills of it that are not booked yet may come to, base units: after its end only those that the venue has told of.</summary>
    public Quantity MayStillFill => new(Math.Max(0m, (Record.Status.IsTerminal() ? Record.CumulativeQuantity : Intent.Quantity).Value - Record.FilledQuantity.Value));

    /// <summary>Nothing can come any more: it ended and every fill is booked.</summary>
    public bool IsSettled => Record.Status.IsTerminal() && Record.FilledQuantity >= Record.CumulativeQuantity;

    public void Asked(TimeSpan elapsed)
    {
        QuestionElapsed ??= elapsed;
        AskedElapsed = elapsed;
    }

    public void Settled(TimeSpan elapsed) => SettledElapsed ??= elapsed;

    /// <summary>News of this kind has come; what first showed the end stays.</summary>
    public void Proved(string how)
    {
        if (Record.Status.IsTerminal())
        {
            Proof ??= how;
        }
    }

    /// <summary>The first reason stays.</summary>
    public void CancelSent(TimeSpan elapsed, string reason)
    {
        CancelReason ??= reason;
        CancelSentElapsed = elapsed;
    }

    /// <summary>What was handed out last, its cancel or itself, waited and left at this time.</summary>
    public void LeftOnly(TimeSpan elapsed)
    {
        if (CancelSentElapsed is not null)
        {
            CancelSentElapsed = elapsed;
        }
        else
        {
            SentElapsed = elapsed;
        }
    }

    public void AnsweredQuestion() => QuestionElapsed = null;

    /// <summary>Takes over a fill that the ledger already has.</summary>
    public void Restore(FillReport fill) => _trades.Add(fill.TradeId.Value);

    public void Answered(VenueOutcome outcome, DateTimeOffset at)
    {
        switch (outcome)
        {
            case VenueOutcome.Accepted accepted:
                Change(Record.Status is OrderStatus.Intended or OrderStatus.Unknown ? OrderStatus.Acknowledged : Record.Status, at, null, accepted.VenueOrderId);
                break;
            // "Duplicate client order id" means that the venue has an order of this id: what became of it must be asked.
            case VenueOutcome.Refused { Refusal.Kind: RefusalKind.DuplicateClientOrderId } duplicate:
                IsDuplicate = true;
                BecomeUnknown($"refused as a duplicate: {Describe(duplicate.Refusal)}", at);
                break;
            case VenueOutcome.Refused refused:
                if (!Record.Status.IsTerminal() && Record.CumulativeQuantity.IsZero)
                {
                    Change(OrderStatus.Rejected, at, Describe(refused.Refusal));
                }

                break;
            case VenueOutcome.Unknown unknown:
                BecomeUnknown(unknown.Reason, at);
                break;
        }
    }

    public void Reported(OrderReport report, DateTimeOffset at)
    {
        Quantity cumulative = Max(Record.CumulativeQuantity, report.CumulativeQuantity);
        OrderStatus status = Record.Status.IsTerminal() ? Record.Status : Furthest(report.Status);
        string? detail = report.Refusal is null ? Record.Detail : Describe(report.Refusal);
        Record = Record with
        {
            Status = status,
            CumulativeQuantity = cumulative,
            VenueOrderId = string.IsNullOrEmpty(report.VenueOrderId.Value) ? Record.VenueOrderId : report.VenueOrderId,
            UpdatedAt = at,
            Detail = detail,
        };
        AssertNotOverfilled();
    }

    /// <summary>It was refused as a duplicate of an order that is not this one: it is not at the venue.</summary>
    /// <returns>False when it may be there all the same, or had ended before.</returns>
    public bool RefusedForAnother(string told, DateTimeOffset at)
    {
        if (!IsDuplicate || Record.Status != OrderStatus.Unknown || !Record.CumulativeQuantity.IsZero)
        {
            return false;
        }

        IsAnothersId = true;
        Change(OrderStatus.Rejected, at, $"refused as a duplicate of another order: {told}");
        return true;
    }

    public bool HasFill(TradeId trade) => _trades.Contains(trade.Value);

    /// <returns>False when this fill was counted before.</returns>
    public bool Filled(FillReport fill, DateTimeOffset at)
    {
        Invariant.Holds(
            fill.Side == Intent.Side && fill.Instrument == Intent.Instrument,
            $"a fill of {Intent.ClientOrderId} is a {Intent.Side} on {Intent.Instrument} as ordered, not a {fill.Side} on {fill.Instrument}");
        if (!_trades.Add(fill.TradeId.Value))
        {
            return false;
        }

        Quantity filled = Record.FilledQuantity + fill.Quantity;
        Quantity cumulative = Max(Record.CumulativeQuantity, filled);
        OrderStatus status = Record.Status;
        if (!status.IsTerminal())
        {
            status = cumulative >= Intent.Quantity ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        }

        Record = Record with { FilledQuantity = filled, CumulativeQuantity = cumulative, Status = status, UpdatedAt = at };
        AssertNotOverfilled();
        return true;
    }

    /// <summary>The venue has no such order and can have none any more.</summary>
    public void NeverReached(VenueProof proof, DateTimeOffset at)
    {
        Invariant.Holds(Record.CumulativeQuantity.IsZero, $"order {Intent.ClientOrderId} has fills and was at the venue");
        Change(OrderStatus.NeverReached, at, $"the venue has no order of this id: {proof}");
    }

    /// <summary>It was never handed out.</summary>
    public void NeverSent(string reason, DateTimeOffset at)
    {
        Invariant.Holds(Record.Status == OrderStatus.Intended, $"order {Intent.ClientOrderId} is {Record.Status}, so it was sent");
        Change(OrderStatus.NeverReached, at, $"never sent: {reason}");
    }

    private void BecomeUnknown(string reason, DateTimeOffset at)
    {
        if (Record.Status == OrderStatus.Intended)
        {
            Change(OrderStatus.Unknown, at, reason);
        }
    }

    private OrderStatus Furthest(OrderStatus reported)
    {
        if (reported is OrderStatus.Intended or OrderStatus.Unknown)
        {
            return Record.Status;
        }

        return reported == OrderStatus.Acknowledged && Record.Status == OrderStatus.PartiallyFilled ? Record.Status : reported;
    }

    private void Change(OrderStatus status, DateTimeOffset at, string? detail, VenueOrderId? venueOrderId = null) =>
        Record = Record with
        {
            Status = status,
            UpdatedAt = at,
            Detail = detail ?? Record.Detail,
            VenueOrderId = venueOrderId ?? Record.VenueOrderId,
        };

    private void AssertNotOverfilled() => Invariant.Holds(
        Record.CumulativeQuantity <= Intent.Quantity,
        $"order {Intent.ClientOrderId} of {Intent.Quantity} filled {Record.CumulativeQuantity}");

    private static Quantity Max(Quantity left, Quantity right) => left >= right ? left : right;

    private static string Describe(VenueRefusal refusal) => $"{refusal.Kind} ({refusal.Code}): {refusal.Message}";
}
