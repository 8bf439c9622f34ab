using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Configuration;

/// <summary>The day's limits: there is one daily loss, whatever its variable is called, and with real money it is enforced.</summary>
internal static class DayLimitSettings
{
    public static RiskOptions Read(string profile, RiskOptions risk, ConfigSources sources)
    {
        RiskOptions options = risk with { EnforcesDayLimits = sources.Switch(RiskKeys.EnforceDayLimits) };
        CheckNames(sources);
        if (!sources.Switch(RiskKeys.DailyLossHolds))
        {
            Fault(sources, RiskKeys.DailyLossHolds, "is off: a breached daily loss always holds the desk; remove the variable");
        }

        if (profile == "live" && !options.EnforcesDayLimits)
        {
            Fault(sources, RiskKeys.EnforceDayLimits, "is off: with real money the day's limits are enforced; remove the variable");
        }

        if (profile == "live" && options.MaxDailyLoss is null)
        {
            Fault(sources, RiskKeys.MaxDailyLoss, "is 0: with real money there is a limit on the daily loss; set one above 0");
        }

        if (profile == "live" && options.MaxDayDrawdownBps is null)
        {
            sources.Faults.Add(new ConfigFault("risk.max_day_drawdown_bps", "is 0: with real money there is a limit on the drawdown of a day; set one above 0"));
        }

        return options;
    }

    /// <summary>Names of one limit that are set must agree.</summary>
    private static void CheckNames(ConfigSources sources)
    {
        (string Name, string Text)[] set =
        [
            .. RiskKeys.MaxDailyLoss.Variables.Select(name => (name, sources.Environment(name)?.Trim() ?? "")).Where(v => v.Item2.Length > 0),
        ];
        foreach ((string name, string text) in set.Skip(1))
        {
            if (!WireNumber.TryParse(text, out decimal value) || !WireNumber.TryParse(set[0].Text, out decimal first) || value != first)
            {
                sources.Faults.Add(new ConfigFault(name, $"is '{text}' and {set[0].Name} is '{set[0].Text}': they are one limit, set one of them"));
            }
        }
    }

    private static void Fault(ConfigSources sources, ConfigOption option, string message) =>
        sources.Fault(sources.Choose(option, option.Name, null), message);
}
