using PropBot.Host.Configuration;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Chaos;

/// <summary>
/// Decides at the start whether chaos acts and how, and stops the start where a person must have meant something else: a number that
/// is none, a delay beyond what the rest of the program allows for, real money without a second switch (ADR 0014).
/// </summary>
internal static class ChaosSwitch
{
    public const string LivePhrase = OrderSwitch.LivePhrase;

    /// <summary>The end of a run waits 15 s for orders that are on their way; one that has not left by then would be left unresolved.</summary>
    public const int LongestOrderDelayMs = 10_000;

    private static readonly (string Name, string What)[] Numbers =
    [
        (ChaosVariables.WsDrop, "a probability from 0 to 1"),
        (ChaosVariables.RestTimeout, "a probability from 0 to 1"),
        (ChaosVariables.OrderDelay, "a number of milliseconds"),
    ];

    /// <param name="profile">The run's: paper, testnet or live.</param>
    /// <param name="configPath">Of the configuration file; null for the profile's own.</param>
    /// <param name="file">Section <c>chaos</c> of the configuration file.</param>
    public static ChaosSettings Read(
        string profile, string? configPath, Func<string, string?> environment, ChaosValues file, List<ConfigFault> faults)
    {
        if (!EnvironmentSwitch.Read(ChaosVariables.Feature, environment, fallback: false, faults))
        {
            // Off is off: whatever else is set, in whatever form, changes nothing.
            return ChaosResolver.Resolve(isOn: false, environment, FaultProfiles.Parse(FaultProfiles.BuiltInText, []), file);
        }

        CheckLive(profile, environment, faults);
        foreach ((string name, string what) in Numbers)
        {
            if (environment(name) is { } text && text.Trim().Length > 0 && ChaosResolver.Number(text) is null)
            {
                faults.Add(new ConfigFault(name, $"'{text}' is not {what}"));
            }
        }

        ChaosSettings settings = ChaosResolver.Resolve(isOn: true, environment, FaultProfiles.Read(configPath, faults), file);
        if (settings.OrderDelayMs > LongestOrderDelayMs)
        {
            faults.Add(new ConfigFault(ChaosVariables.OrderDelay, $"an order delay of {settings.OrderDelayMs} ms is longer than {LongestOrderDelayMs} ms, which the end of a run can still wait for"));
        }

        return settings with { Seed = new ConfigSources(environment, _ => null, faults).Whole(ChaosKeys.Seed) };
    }

    private static void CheckLive(string profile, Func<string, string?> environment, List<ConfigFault> faults)
    {
        if (profile == "live" && environment(ChaosVariables.LiveConfirm)?.Trim() != LivePhrase)
        {
            faults.Add(new ConfigFault(
                ChaosVariables.Feature,
                $"is on in the profile live: faults would be injected into orders of real money. Switch it off, or set {ChaosVariables.LiveConfirm}={LivePhrase} if that is meant"));
        }
    }
}
