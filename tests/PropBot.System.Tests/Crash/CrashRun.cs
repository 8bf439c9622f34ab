using System.Text.Json;

namespace PropBot.SystemTests.Crash;

/// <summary>One run of the bot from its start to its kill, as seen from outside.</summary>
/// <param name="Struck">The kill came where it was wanted.</param>
/// <param name="Recovered">It said that everything of the runs before it was resolved.</param>
/// <param name="Control">The brakes after recovery, as the API shows them; null when it was killed before.</param>
/// <param name="Passed">Points in the order of their passing.</param>
/// <param name="Trouble">It ended otherwise than by a kill or in good order: why.</param>
internal sealed record CrashRun(CrashTarget Target, bool Struck, bool Recovered, JsonElement? Control, IReadOnlyList<string> Passed, string? Trouble);
