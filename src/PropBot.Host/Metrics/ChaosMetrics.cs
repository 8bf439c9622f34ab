using PropBot.Core.Values;
using PropBot.Host.Surface;
using PropBot.Venues.Chaos;

namespace PropBot.Host.Metrics;

/// <summary>What was injected on purpose, so that nobody takes it for the venues' doing.</summary>
internal static class ChaosMetrics
{
    public static void Write(MetricsText text, ChaosReading chaos)
    {
        text.Gauge("propbot_chaos_enabled", "1 while faults are injected on purpose.");
        text.Sample(chaos.Settings.Enabled);
        text.Counter("propbot_chaos_injected_total", "Faults injected on purpose, by kind and venue.");
        foreach ((VenueId venue, IReadOnlyDictionary<ChaosKind, long> kinds) in chaos.Injected.OrderBy(v => v.Key))
        {
            foreach (ChaosKind kind in ChaosKinds.All)
            {
                text.Sample(kinds.GetValueOrDefault(kind), ("kind", kind.Code()), ("venue", venue.Name));
            }
        }
    }
}
