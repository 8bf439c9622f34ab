namespace PropBot.Core.Engine;

/// <summary>What kind of thing engaged a hold; it decides who may release it and what counts as the same cause.</summary>
public enum HoldKind
{
    /// <summary>The routine of every start; the autopilot may leave it.</summary>
    Start = 1,

    /// <summary>A person; their words tell two causes of one person apart.</summary>
    Operator = 2,

    /// <summary>A watch of the desk itself; one cause per source, however its words change while it lasts.</summary>
    Guard = 3,
}

/// <summary>One cause that holds the desk.</summary>
/// <param name="Reason">A code of the closed list (<c>restart_safe_mode</c>), or an operator's words.</param>
/// <param name="Source">The operator's name, <c>bootstrap</c>, <c>watchdog:okx-perp</c>, <c>autopilot_guard</c>.</param>
/// <param name="Since">When it was engaged first; engaging it again does not move it.</param>
/// <param name="CorrelationId">Names the request that engaged it; empty for what the desk did by itself.</param>
public sealed record HoldCause(HoldKind Kind, string Reason, string Source, DateTimeOffset Since, string CorrelationId = "")
{
    /// <summary>Engaging this one again changes nothing.</summary>
    public bool IsSameAs(HoldCause other) => Kind == other.Kind
        && string.Equals(Source, other.Source, StringComparison.Ordinal)
        && (Kind == HoldKind.Guard || string.Equals(Reason, other.Reason, StringComparison.Ordinal));
}

/// <summary>The causes of a hold, oldest first; two stacks with the same causes are equal.</summary>
public sealed record HoldStack(IReadOnlyList<HoldCause> Causes)
{
    /// <summary>Of people; more are journaled, and of those the latest is kept: the desk holds all the same. Guards have one cause each.</summary>
    public const int MaxCauses = 32;

    public static readonly HoldStack Empty = new([]);

    public bool IsEmpty => Causes.Count == 0;

    /// <summary>The one to name in a line: what somebody or something engaged first; the start's own when there is no other.</summary>
    public HoldCause? Head => Causes.FirstOrDefault(c => c.Kind != HoldKind.Start) ?? (IsEmpty ? null : Causes[0]);

    /// <summary>Nobody and nothing but the start holds.</summary>
    public bool IsStartOnly => Causes.Count > 0 && Causes.All(c => c.Kind == HoldKind.Start);

    public bool Has(HoldCause cause) => Causes.Any(cause.IsSameAs);

    /// <summary>The stack with the cause on it; the same stack when it is there already. In a full one it takes the place of the latest: the latest word is the one that nobody was shown yet.</summary>
    public HoldStack With(HoldCause cause)
    {
        if (Has(cause))
        {
            return this;
        }

        bool isFull = cause.Kind == HoldKind.Operator && Causes.Count(c => c.Kind == HoldKind.Operator) >= MaxCauses;
        return isFull ? new HoldStack([.. Causes.Where(c => c != Causes.Last(l => l.Kind == HoldKind.Operator)), cause]) : new HoldStack([.. Causes, cause]);
    }

    /// <summary>The stack with the cause said anew.</summary>
    public HoldStack Anew(HoldCause cause) => new([.. Causes.Where(c => !c.IsSameAs(cause)), cause]);

    /// <summary>What somebody or something engaged later than that; a start's own cause is a routine and no later word.</summary>
    public HoldStack After(DateTimeOffset moment) => new([.. Causes.Where(c => c.Kind != HoldKind.Start && c.Since > moment)]);

    public HoldStack Without(HoldKind kind) => new([.. Causes.Where(c => c.Kind != kind)]);

    public bool Equals(HoldStack? other) => other is not null && Causes.SequenceEqual(other.Causes);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (HoldCause cause in Causes)
        {
            hash.Add(cause);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => string.Join("; ", Causes.Select(c => $"{c.Reason} ({c.Source})"));
}
