using PropBot.Core.Engine;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>How often the desk compares itself with the venues: <c>reconciliation</c>.</summary>
internal static class ReconciliationKeys
{
    public static OptionGroup Group { get; } = new OptionGroup("reconciliation",
    [
        Time("reconciliation.reconcile_interval_sec", EngineOptions.DefaultReconcileInterval, 1m, 600m, "s", RiskSense.HigherIsMore,
            "between two lists of a venue's open orders; also after every connection", "между двумя списками открытых заявок биржи; также после каждого соединения"),
        Time("reconciliation.fill_interval_sec", EngineOptions.DefaultFillInterval, 30m, 86_400m, "s", RiskSense.HigherIsMore,
            "between two comparisons of booked fills with the venue's own list", "между двумя сверками проведённых исполнений со списком биржи"),
        Time("reconciliation.resume_deadline_sec", EngineOptions.DefaultResumeDeadline, 5m, 3_600m, "s", RiskSense.HigherIsMore,
            "a start that has not resolved everything with the venues by then is told as INCOMPLETE", "запуск, который к этому сроку не выяснил всё с биржами, объявляется INCOMPLETE"),
        Time("reconciliation.rights_interval_sec", EngineOptions.DefaultRightsInterval, 2m, 300m, "s", RiskSense.HigherIsMore,
            "how often each venue is asked what our key may do; an answer older than 10 min is not relied on, and nothing opens there",
            "как часто у биржи спрашивают права нашего ключа; ответу старше 10 мин не верят, и там ничего не открывается"),
        Time("reconciliation.settings_interval_sec", EngineOptions.DefaultSettingsInterval, 30m, 300m, "s", RiskSense.HigherIsMore,
            "how often each venue is asked how our account is set, a request or more for every instrument; an answer older than 10 min is not relied on, and nothing opens there",
            "как часто у биржи спрашивают настройки счёта, запрос или больше на каждый инструмент; ответу старше 10 мин не верят, и там ничего не открывается"),
    ]).TakenWhileRunning();
}
