using PropBot.Core.Values;
using PropBot.Simulation;

namespace PropBot.Simulator.Faults;

/// <summary>A rule at one venue with what became of it so far. Guarded by the venue's <see cref="VenueFaults"/>.</summary>
internal sealed class ActiveFault(int id, FaultRule rule, VenueId venue, DateTimeOffset told, ulong seed)
{
    // A stream of its own per rule and venue: what strikes one does not move the others.
    private readonly SeededRandom _random = new(seed, $"fault {id} at {venue}");

    public int Id { get; } = id;

    public FaultRule Rule { get; } = rule;

    public FaultKind Kind => Rule.Kind;

    public VenueId Venue { get; } = venue;

    public DateTimeOffset Begins { get; } = rule.At ?? (told + rule.From);

    public DateTimeOffset? Ends => Rule.Duration is { } duration ? Begins + duration : null;

    /// <summary>Requests or messages that fitted while it was on.</summary>
    public long Seen { get; private set; }

    public long Struck { get; private set; }

    public bool IsTakenBack { get; set; }

    /// <summary>The venue's own matters: whether it is in force now.</summary>
    public bool IsInForce { get; set; }

    public bool IsOn(DateTimeOffset now) => !IsTakenBack && now >= Begins && (Ends is not { } end || now < end);

    /// <summary>It will never strike again.</summary>
    public bool IsOver(DateTimeOffset now) => IsTakenBack || now >= Ends || Struck >= Most;

    /// <summary>Something fits: is it struck?</summary>
    public bool Strikes(DateTimeOffset now)
    {
        if (!IsOn(now) || Struck >= Most || ++Seen <= Rule.After)
        {
            return false;
        }

        if (Rule.Probability < 1 && _random.NextDouble() >= Rule.Probability)
        {
            return false;
        }

        Struck++;
        return true;
    }

    /// <summary>A part of one, the same for the same seed.</summary>
    public double Draw() => _random.NextDouble();

    /// <summary>Requests that must have passed before a matter of the venue begins.</summary>
    public bool HasSeenEnough(long requests) => requests >= Rule.After;

    private long Most => Rule.Count ?? (IsLasting ? long.MaxValue : 1);

    private bool IsLasting => Rule.Traits.Family == FaultFamily.Venue ? Rule.Traits.IsState : Rule.Duration is not null;
}
