namespace PropBot.Host.Configuration;

/// <summary>A variable that is on or off.</summary>
internal static class EnvironmentSwitch
{
    public static bool Read(string name, Func<string, string?> environment, bool fallback, List<ConfigFault> faults)
    {
        string? text = environment(name)?.Trim();
        switch (text?.ToLowerInvariant())
        {
            case null or "":
                return fallback;
            case "1" or "true" or "yes" or "on":
                return true;
            case "0" or "false" or "no" or "off":
                return false;
            default:
                faults.Add(new ConfigFault(name, $"'{text}' is not one of 1, true, yes, on, 0, false, no, off"));
                return fallback;
        }
    }
}
