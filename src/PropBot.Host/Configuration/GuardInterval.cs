using PropBot.Host.Configuration.Options;
using PropBot.Host.Runtime;

namespace PropBot.Host.Configuration;

/// <summary>
/// The longest time between two looks of the autopilot's guard, which people set. It has no effect to switch: the guard acts with the event that
/// breaches and looks at every heartbeat, so that a longer time is kept by itself and a shorter one could not be (ADR 0020).
/// </summary>
internal static class GuardInterval
{
    /// <summary>How often the guard looks, seconds.</summary>
    public static decimal Shortest => (decimal)EngineLoop.Heartbeat.TotalSeconds;

    public static void Check(ConfigSources sources) => sources.Time(ControlKeys.GuardInterval);
}
