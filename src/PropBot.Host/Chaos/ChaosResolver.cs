using System.Globalization;

namespace PropBot.Host.Chaos;

/// <summary>
/// The precedence of the contract, value by value: variable, else the chosen fault profile, else the file's section <c>chaos</c>,
/// else 0. Total: text that is no number falls to the next source here; that it stops the start is <see cref="ChaosSwitch"/>'s business.
/// </summary>
/// <remarks>Source: contract-engine.md, section 6.1, with the test vectors there.</remarks>
internal static class ChaosResolver
{
    public static ChaosSettings Resolve(bool isOn, Func<string, string?> environment, FaultProfiles profiles, ChaosValues file)
    {
        string? name = NameOf(environment);
        if (!isOn)
        {
            return ChaosSettings.Off with { SelectedProfile = name ?? ChaosSettings.None };
        }

        ChaosValues? profile = name is null ? null : profiles.Find(name);
        string label = name ?? ChaosSettings.Custom;
        return new ChaosSettings
        {
            Enabled = true,
            Profile = label,
            SelectedProfile = label,
            IsKnownProfile = name is null || profile is not null,
            WsDropP = Probability(Number(environment(ChaosVariables.WsDrop)) ?? profile?.WsDropProbability ?? file.WsDropProbability),
            RestTimeoutP = Probability(Number(environment(ChaosVariables.RestTimeout)) ?? profile?.RestTimeoutProbability ?? file.RestTimeoutProbability),
            OrderDelayMs = Milliseconds(Number(environment(ChaosVariables.OrderDelay)) ?? profile?.OrderDelayMs ?? file.OrderDelayMs),
        };
    }

    /// <summary>Null for what is not set or no number; <c>nan</c> and infinity are none.</summary>
    public static decimal? Number(string? text) =>
        decimal.TryParse(text?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value : null;

    /// <summary>Trimmed and in small letters; null when no profile is chosen.</summary>
    private static string? NameOf(Func<string, string?> environment) =>
        environment(ChaosVariables.Profile)?.Trim().ToLowerInvariant() is { Length: > 0 } name ? name : null;

    private static decimal Probability(decimal? value) => Math.Clamp(value ?? 0m, 0m, 1m);

    private static int Milliseconds(decimal? value) => (int)decimal.Truncate(Math.Clamp(value ?? 0m, 0m, int.MaxValue));
}
