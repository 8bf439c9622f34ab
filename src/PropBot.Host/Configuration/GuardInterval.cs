using PropBot.Core.Values;
using PropBot.Host.Runtime;

namespace PropBot.Host.Configuration;

/// <summary>
/// The longest time between two looks of the autopilot's guard, which people set. It has no effect to switch: the guard acts with the event that
/// breaches and looks at every heartbeat, so that a longer time is kept by itself and a shorter one could not be (ADR 0020).
/// </summary>
internal static class GuardInterval
{
    public const string Variable = "AUTOPILOT_GUARD_INTERVAL_SEC";

    private const decimal Longest = 3_600m;

    private static decimal Shortest => (decimal)EngineLoop.Heartbeat.TotalSeconds;

    public static void Check(Func<string, string?> environment, List<ConfigFault> faults)
    {
        string? text = environment(Variable)?.Trim();
        if (!string.IsNullOrEmpty(text) && !(WireNumber.TryParse(text, out decimal seconds) && seconds >= Shortest && seconds <= Longest))
        {
            faults.Add(new ConfigFault(
                Variable, $"'{text}' is not a number of seconds from {WireNumber.Format(Shortest)}, which is how often the guard looks, to {WireNumber.Format(Longest)}"));
        }
    }
}
