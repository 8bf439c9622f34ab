namespace PropBot.SystemTests.Crash;

/// <summary>Where the next kill is wanted.</summary>
/// <param name="Point"><c>instant/kind</c> as docs/drills.md has it; null: from outside, at an instant of the tester's choice.</param>
/// <param name="Passing">The kill comes with this passing of the point; from outside: after so many live events.</param>
internal sealed record CrashTarget(string? Point, int Passing)
{
    /// <summary>Points that are seldom passed and were never killed at, with commas between: a run that comes to one of them first is killed there.</summary>
    public string OrElse { get; init; } = "";

    public const string Outside = "outside";
    public const string Funding = "EntryPosted.Funding";

    public string Instant => Point is null ? Outside : Point[..Point.IndexOf('/', StringComparison.Ordinal)];

    public string Kind => Point is null ? "any" : Point[(Point.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Only a settlement leads to it.</summary>
    public bool IsFunding => Kind == Funding;

    /// <summary>Only a venue that takes a position leads to it.</summary>
    public bool IsForced => Kind.StartsWith("Forced", StringComparison.Ordinal);

    /// <summary>Only a run that is asked to end comes to it.</summary>
    public bool IsShutdown => Instant == "shutdown" || Kind == "Journaled.shutdown";

    /// <summary>Only a person's hold leads to it.</summary>
    public bool IsHold => Kind == "Journaled.control.hold";

    /// <summary>A run comes to it because it is made to, not by trading alone.</summary>
    public bool IsProvoked => IsFunding || IsForced || IsShutdown || IsHold;

    /// <summary>For <c>PROPBOT_CRASH_AT</c>.</summary>
    public string? Setting => Point is null ? null : OrElse.Length == 0 ? ToString() : $"{ToString()},{OrElse}";

    public override string ToString() => $"{Point ?? Outside}:{Passing}";
}
