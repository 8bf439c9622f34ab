using PropBot.Core.Risk;
using PropBot.Host.Localization;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>Whether the budgets of service levels act, and what they are held against.</summary>
internal static class SloKeys
{
    public static readonly ConfigOption Feature = Variable(Switch("FEATURE_SLO", false, RiskSense.LowerIsMore,
        "budgets of service levels lower the size of new pairs and then stop opening; off: they are measured and shown",
        "бюджеты показателей уменьшают новые пары и затем останавливают открытие; выключено: только измеряются и показываются"));

    public static readonly ConfigOption LatencyTarget = Variable(Number("SLO_LATENCY_P95_TARGET_MS", 0m, 0m, 600_000m, "ms", RiskSense.AnyChange,
        "limit of order_cycle_ms_p95, over that of the thresholds file; 0: as there", "предел order_cycle_ms_p95 вместо файла порогов; 0: как там"));

    public static readonly ConfigOption ErrorTarget = Variable(Number("SLO_ERROR_RATE_TARGET", 0m, 0m, 1m, "", RiskSense.AnyChange,
        "limit of reject_rate and cancel_fail_rate, over those of the thresholds file; 0: as there", "предел reject_rate и cancel_fail_rate вместо файла порогов; 0: как там"));

    public static readonly ConfigOption Interval = Variable(Time("SLO_EVALUATION_INTERVAL_SEC", new SloOptions().Interval, 1m, 60m, "s", RiskSense.HigherIsMore,
        "how often the budgets are looked at", "как часто проверяются бюджеты"));

    public static OptionGroup Group { get; } = new("slo",
    [
        Feature,
        LatencyTarget,
        ErrorTarget,
        Interval,
        Of(OptionKind.Path, "status_thresholds_file", RiskSense.AnyChange,
            "thresholds of the service levels, beside the file of --config", "пороги показателей, рядом с файлом --config") with
        {
            DefaultWords = new LocalText("`status_thresholds.yaml`, else built in", "`status_thresholds.yaml`, иначе встроенные"),
        },
    ]);
}
