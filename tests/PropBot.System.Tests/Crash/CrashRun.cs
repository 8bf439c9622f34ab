using System.Text.Json;

namespace PropBot.SystemTests.Crash;

/// <summary>One run of the bot from its start to its kill, as seen from outside.</summary>
/// <param name="Struck">Where the kill came: at its target or at a point that was as good; null when it came to none in time.</param>
/// <param name="Recovered">It said that everything of the runs before it was resolved.</param>
/// <param name="Control">The brakes after recovery, as the API shows them; null when it was killed before.</param>
/// <param name="Passed">Points in the order of their passing.</param>
/// <param name="Trouble">It ended otherwise than by a kill or in good order: why.</param>
internal sealed record CrashRun(CrashTarget Target, CrashTarget? Struck, bool Recovered, JsonElement? Control, IReadOnlyList<string> Passed, string? Trouble)
{
    /// <summary>It did not come to its point in time: how the desk stood, and what kept it from opening.</summary>
    public string? Blocked { get; init; }

    /// <summary>It passed its point as often as was wanted and lived.</summary>
    public bool WasPassedOver => Struck is null && Target.Point is { } point && Passed.Count(passed => passed == point) >= Target.Passing;
}
