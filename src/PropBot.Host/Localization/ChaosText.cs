using PropBot.Core.Values;
using PropBot.Host.Chaos;

namespace PropBot.Host.Localization;

/// <summary>The line that says what is injected on purpose: the same in the greeting and on the page.</summary>
internal static class ChaosText
{
    public static LocalText Of(ChaosSettings chaos)
    {
        if (!chaos.Enabled)
        {
            return Catalogue.ChaosOff;
        }

        LocalText line = Catalogue.ChaosOn.With(chaos.Profile, Percent(chaos.WsDropP), Percent(chaos.RestTimeoutP), chaos.OrderDelayMs, chaos.Seed);
        return chaos.IsKnownProfile
            ? line
            : new LocalText($"{line.English} · {Catalogue.ChaosUnknownProfile.English}", $"{line.Russian} · {Catalogue.ChaosUnknownProfile.Russian}");
    }

    private static string Percent(decimal probability) => $"{WireNumber.Format(probability * 100m)} %";
}
