using PropBot.Core.Engine.Events;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>One kind of what two people let the desk do: when it may be asked for, what whoever decides is shown, and what the confirmation does.</summary>
internal abstract class TwoPersonAction(ApprovalAction action)
{
    public ApprovalAction Action => action;

    /// <summary>Why there is nothing of this kind to decide on now, whatever the request is about; null when there may be.</summary>
    public virtual CommandRefusal? Forbids() => null;

    /// <summary>What stands in the way of what the request is about, when it is made and when it is confirmed.</summary>
    public virtual CommandRefusal? Forbids(ApprovalSubject subject) => null;

    /// <summary>Names and values in a fixed order: what exactly it is about, in the words that it is read back by, and what whoever confirms ought to know.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, string>> Shows(ApprovalSubject subject);

    /// <summary>Another person has confirmed it: keeps the record as used or as approved, and does what it is about.</summary>
    public abstract void OnConfirmed(ApprovalRecord approved, ApprovalConfirmed confirmed);
}
