using PropBot.Core.Values;

namespace PropBot.Core.Engine;

/// <summary>One reason for which a part of the desk is restricted.</summary>
/// <param name="Source">The operator's name, or what of the desk did it.</param>
/// <param name="Since">When it was engaged first; engaging it again does not move it.</param>
/// <param name="CorrelationId">Names the request that engaged it; empty for what the desk did by itself.</param>
public sealed record ScopeCause(ControlScope Scope, ScopeState State, string Reason, string Source, DateTimeOffset Since, string CorrelationId = "")
{
    /// <summary>Engaging this one again changes nothing.</summary>
    public bool IsSameAs(ScopeCause other) => Scope == other.Scope && State == other.State
        && string.Equals(Source, other.Source, StringComparison.Ordinal) && string.Equals(Reason, other.Reason, StringComparison.Ordinal);
}

/// <summary>Every restriction of a part of the desk, oldest first; two stacks with the same causes are equal.</summary>
public sealed record ScopeStack(IReadOnlyList<ScopeCause> Causes)
{
    /// <summary>Of one scope and state; more are journaled, and of those the latest is kept: it is restricted all the same.</summary>
    public const int MostCauses = 8;

    public static readonly ScopeStack Empty = new([]);

    public bool IsEmpty => Causes.Count == 0;

    /// <summary>The hardest restriction that counts for an instrument; null when there is none. Allocates nothing.</summary>
    public ScopeCause? On(InstrumentId instrument)
    {
        ScopeCause? hardest = null;
        for (int i = 0; i < Causes.Count; i++)
        {
            ScopeCause cause = Causes[i];
            if (cause.Scope.Covers(instrument) && (hardest is null || cause.State > hardest.State))
            {
                hardest = cause;
            }
        }

        return hardest;
    }

    /// <summary>The restriction that counts for everything: the desk's or the strategy's.</summary>
    public ScopeCause? OnAll => IsEmpty ? null : Hardest(Causes.Where(c => c.Scope.Kind is ScopeKind.Desk or ScopeKind.Strategy));

    /// <summary>The hardest restriction of the scope itself; null while it is active.</summary>
    public ScopeCause? Of(ControlScope scope) => Hardest(Causes.Where(c => c.Scope == scope));

    public ScopeState StateOf(ControlScope scope) => Of(scope)?.State ?? ScopeState.Active;

    public bool Has(ScopeCause cause) => Causes.Any(cause.IsSameAs);

    /// <summary>The stack with the cause on it; the same stack when it is there already. In a full one it takes the place of the latest.</summary>
    public ScopeStack With(ScopeCause cause)
    {
        if (Has(cause))
        {
            return this;
        }

        bool isFull = Causes.Count(c => IsLike(c, cause)) >= MostCauses;
        return isFull ? new ScopeStack([.. Causes.Where(c => c != Causes.Last(l => IsLike(l, cause))), cause]) : new ScopeStack([.. Causes, cause]);
    }

    /// <summary>The stack with the cause said anew.</summary>
    public ScopeStack Anew(ScopeCause cause) => new([.. Causes.Where(c => !c.IsSameAs(cause)), cause]);

    /// <summary>Without what restricted the scope at that moment; what came later stays.</summary>
    public ScopeStack Without(ControlScope scope, DateTimeOffset until) => new([.. Causes.Where(c => c.Scope != scope || c.Since > until)]);

    /// <summary>Why a scope is restricted, in one line.</summary>
    public string Words(ControlScope scope) => string.Join("; ", Causes.Where(c => c.Scope == scope).Select(c => $"{c.State.Code()}: {c.Reason} ({c.Source})"));

    public bool Equals(ScopeStack? other) => other is not null && Causes.SequenceEqual(other.Causes);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (ScopeCause cause in Causes)
        {
            hash.Add(cause);
        }

        return hash.ToHashCode();
    }

    private static bool IsLike(ScopeCause one, ScopeCause other) => one.Scope == other.Scope && one.State == other.State;

    private static ScopeCause? Hardest(IEnumerable<ScopeCause> causes) => causes.MaxBy(c => c.State);
}
