using PropBot.Core.Execution;

namespace PropBot.Episodes.World;

/// <summary>How a request over a line ended, for him who sent it.</summary>
internal abstract record Reply<T>
{
    private Reply()
    {
    }

    public sealed record Answered(T Answer) : Reply<T>;

    /// <summary>It did not go further than the venue's gate, which says why.</summary>
    public sealed record TurnedAway(RefusalKind Kind) : Reply<T>;

    /// <summary>It did not go out at all: nothing came of it, for certain.</summary>
    public sealed record NotSent(RefusalKind Kind, string Reason) : Reply<T>;

    /// <summary>No answer: it may have had an effect or not.</summary>
    public sealed record Lost(string Reason) : Reply<T>;
}
