using PropBot.Core.Engine;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>When a venue counts as degraded: <c>watchdog</c>.</summary>
internal static class WatchdogKeys
{
    private static readonly WatchdogOptions D = new();

    public static OptionGroup Group { get; } = new OptionGroup("watchdog",
    [
        Switch("watchdog.enabled", D.Enabled, RiskSense.LowerIsMore, "every venue is watched; off is refused in live", "каждая биржа под наблюдением; выключить в live нельзя") with { Variables = ["WATCHDOG_ENABLED"] },
        Switch("watchdog.auto_hold", D.AutoHold, RiskSense.LowerIsMore,
            "a venue that stays degraded puts the desk into HOLD; on in configs/config.live.yaml, off is refused in live", "биржа, остающаяся DEGRADED, ставит деск в HOLD; в configs/config.live.yaml включено, выключить в live нельзя") with
        {
            Variables = ["WATCHDOG_AUTO_HOLD"],
        },
        Time("watchdog.interval_sec", D.Interval, 0.1m, 60m, "s", RiskSense.HigherIsMore, "how often each venue is looked at", "как часто проверяется каждая биржа") with
        {
            Variables = ["WATCHDOG_INTERVAL_SEC"],
        },
        Time("watchdog.degrade_after_sec", D.DegradeAfter, 0m, 600m, "s", RiskSense.HigherIsMore,
            "how long one and the same check must fail", "сколько должна не проходить одна и та же проверка"),
        Time("watchdog.flap_window_sec", D.FlapWindow, 10m, 3_600m, "s", RiskSense.AnyChange,
            "how far back the failing time of a check that comes and goes is added up", "за какое время складываются сбои проверки, которая то проходит, то нет"),
        Number("watchdog.max_failing_share", D.MaxFailingShare, 0.01m, 1m, "", RiskSense.HigherIsMore,
            "part of that time that one check may fail, in three breaks or more, before it counts", "доля этого времени, которую одна проверка может не проходить, за три сбоя и больше, прежде чем засчитается"),
        Time("watchdog.start_patience_sec", D.StartPatience, 0m, 600m, "s", RiskSense.HigherIsMore,
            "a venue that was not seen well since the start is UNKNOWN for so long, then DEGRADED", "столько после запуска ещё не виденная исправной биржа UNKNOWN, затем DEGRADED"),
        Time("watchdog.recover_after_sec", D.RecoverAfter, 0m, 600m, "s", RiskSense.LowerIsMore, "how long no check may fail before it is well again", "сколько без сбоев, чтобы снова стать исправной"),
        Time("watchdog.hold_after_sec", D.HoldAfter, 0m, 3_600m, "s", RiskSense.HigherIsMore, "how long it must stay degraded before the desk holds", "сколько DEGRADED до HOLD"),
        Time("watchdog.rest_silence_sec", D.RestSilence, 1m, 600m, "s", RiskSense.HigherIsMore, "no request answered for so long", "столько нет ответа ни на один запрос"),
        Time("watchdog.book_silence_sec", D.BookSilence, 2m, 3_600m, "s", RiskSense.HigherIsMore,
            "a book without a message for so long; more where an instrument may go without a trade for longer", "столько нет сообщений стакана; больше там, где инструмент может дольше быть без сделок"),
        Time("watchdog.max_delay_sec", D.MaxDelay, 0.1m, 600m, "s", RiskSense.HigherIsMore,
            "a book whose messages come later than this by the venue's own time; it passes again at half of it", "сообщения стакана приходят позже этого по времени самой биржи; снова проходит на половине"),
        Time("watchdog.book_broken_sec", D.BookBroken, 5m, 3_600m, "s", RiskSense.HigherIsMore,
            "a book that was not whole for so long; opening on it stops at once, whatever this says", "столько стакан не был целым; открытия по нему прекращаются сразу в любом случае"),
        Time("watchdog.mark_silence_sec", D.MarkSilence, 5m, 3_600m, "s", RiskSense.HigherIsMore,
            "no mark price of an instrument for so long; marks value the positions and the daily loss", "столько нет цены маркировки инструмента; по ней оцениваются позиции и дневной убыток"),
        Number("watchdog.max_mark_deviation_bps", D.MaxMarkDeviationBps, 1m, 5_000m, "bps", RiskSense.HigherIsMore,
            "a mark further than this from the median of the venues' books and marks", "цена маркировки дальше этого от медианы стаканов и цен маркировки бирж"),
        Time("watchdog.outcome_window_sec", D.OutcomeWindow, 10m, 86_400m, "s", RiskSense.AnyChange, "answers to orders older than this do not count", "более старые ответы на заявки не считаются"),
        Whole("watchdog.min_outcomes", D.MinOutcomes, 1m, 200m, "", RiskSense.HigherIsMore, "fewer answers than this say nothing of a rate", "меньшее число ответов ничего не говорит о доле"),
        Number("watchdog.max_reject_share", D.MaxRejectShare, 0m, 1m, "", RiskSense.HigherIsMore, "share of refused orders above which the check fails", "доля отклонённых заявок, выше которой проверка не проходит"),
        Number("watchdog.max_unknown_share", D.MaxUnknownShare, 0m, 1m, "", RiskSense.HigherIsMore,
            "share of orders with an unknown outcome above which the check fails", "доля заявок с неизвестным исходом, выше которой проверка не проходит"),
        Number("watchdog.full_size_score", D.FullSizeScore, 0m, 1m, "", RiskSense.LowerIsMore,
            "below this health score pairs on the venue get that part of their size, a tenth at the least; 0 switches it off",
            "ниже этой оценки здоровья пары на бирже получают такую часть размера, не меньше десятой; 0 выключает"),
    ]).TakenWhileRunning();
}
