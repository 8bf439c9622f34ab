using PropBot.Core.Engine;
using PropBot.Core.Values;

namespace PropBot.Host.Configuration;

/// <summary>The section <c>watchdog</c> and the variables that win over it.</summary>
internal static class WatchdogSettings
{
    public const string EnabledVariable = "WATCHDOG_ENABLED";
    public const string AutoHoldVariable = "WATCHDOG_AUTO_HOLD";
    public const string IntervalVariable = "WATCHDOG_INTERVAL_SEC";

    public static WatchdogOptions Read(ConfigSection w)
    {
        var d = new WatchdogOptions();
        var options = new WatchdogOptions
        {
            Enabled = w.Flag("enabled", d.Enabled),
            AutoHold = w.Flag("auto_hold", d.AutoHold),
            Interval = Seconds(w, "interval_sec", d.Interval, 0.1m, 60m),
            DegradeAfter = Seconds(w, "degrade_after_sec", d.DegradeAfter, 0m, 600m),
            StartPatience = Seconds(w, "start_patience_sec", d.StartPatience, 0m, 600m),
            RecoverAfter = Seconds(w, "recover_after_sec", d.RecoverAfter, 0m, 600m),
            HoldAfter = Seconds(w, "hold_after_sec", d.HoldAfter, 0m, 3_600m),
            RestSilence = Seconds(w, "rest_silence_sec", d.RestSilence, 1m, 600m),
            BookSilence = Seconds(w, "book_silence_sec", d.BookSilence, 2m, 3_600m),
            BookBroken = Seconds(w, "book_broken_sec", d.BookBroken, 5m, 3_600m),
            OutcomeWindow = Seconds(w, "outcome_window_sec", d.OutcomeWindow, 10m, 86_400m),
            MinOutcomes = w.Integer("min_outcomes", d.MinOutcomes, 1, 200),
            MaxRejectShare = w.Number("max_reject_share", d.MaxRejectShare, 0m, 1m),
            MaxUnknownShare = w.Number("max_unknown_share", d.MaxUnknownShare, 0m, 1m),
            FullSizeScore = w.Number("full_size_score", d.FullSizeScore, 0m, 1m),
        };
        w.RefuseUnknown();
        return options;
    }

    public static WatchdogOptions WithVariables(WatchdogOptions options, Func<string, string?> environment, List<ConfigFault> faults)
    {
        TimeSpan interval = options.Interval;
        if (environment(IntervalVariable)?.Trim() is { Length: > 0 } text)
        {
            if (WireNumber.TryParse(text, out decimal seconds) && seconds is >= 0.1m and <= 60m)
            {
                interval = TimeSpan.FromSeconds((double)seconds);
            }
            else
            {
                faults.Add(new ConfigFault(IntervalVariable, $"'{text}' is not a number of seconds from 0.1 to 60"));
            }
        }

        return options with
        {
            Enabled = EnvironmentSwitch.Read(EnabledVariable, environment, options.Enabled, faults),
            AutoHold = EnvironmentSwitch.Read(AutoHoldVariable, environment, options.AutoHold, faults),
            Interval = interval,
        };
    }

    private static TimeSpan Seconds(ConfigSection section, string key, TimeSpan fallback, decimal least, decimal most) =>
        TimeSpan.FromSeconds((double)section.Number(key, (decimal)fallback.TotalSeconds, least, most));
}
