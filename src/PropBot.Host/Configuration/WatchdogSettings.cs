using PropBot.Core.Engine;

namespace PropBot.Host.Configuration;

/// <summary>The section <c>watchdog</c>.</summary>
internal static class WatchdogSettings
{
    public static WatchdogOptions Read(ConfigSection w)
    {
        var options = new WatchdogOptions
        {
            Enabled = w.Switch("enabled"),
            AutoHold = w.Switch("auto_hold"),
            Interval = w.Time("interval_sec"),
            DegradeAfter = w.Time("degrade_after_sec"),
            FlapWindow = w.Time("flap_window_sec"),
            MaxFailingShare = w.Number("max_failing_share"),
            StartPatience = w.Time("start_patience_sec"),
            RecoverAfter = w.Time("recover_after_sec"),
            HoldAfter = w.Time("hold_after_sec"),
            RestSilence = w.Time("rest_silence_sec"),
            BookSilence = w.Time("book_silence_sec"),
            MaxDelay = w.Time("max_delay_sec"),
            BookBroken = w.Time("book_broken_sec"),
            MarkSilence = w.Time("mark_silence_sec"),
            MaxMarkDeviationBps = w.Number("max_mark_deviation_bps"),
            OutcomeWindow = w.Time("outcome_window_sec"),
            MinOutcomes = w.Whole("min_outcomes"),
            MaxRejectShare = w.Number("max_reject_share"),
            MaxUnknownShare = w.Number("max_unknown_share"),
            FullSizeScore = w.Number("full_size_score"),
        };
        w.RefuseUnknown();
        return options;
    }
}
