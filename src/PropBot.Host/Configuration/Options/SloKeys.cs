using PropBot.Host.Localization;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>Whether the budgets of service levels act, and what they are held against.</summary>
internal static class SloKeys
{
    public static readonly ConfigOption Feature = Variable(Switch("FEATURE_SLO", false, RiskSense.LowerIsMore,
        "budgets of service levels lower the size of new pairs and then stop opening; off: they are measured and shown",
        "бюджеты показателей уменьшают новые пары и затем останавливают открытие; выключено: только измеряются и показываются"));

    public static OptionGroup Group { get; } = new("slo",
    [
        Feature,
        Of(OptionKind.Path, "status_thresholds_file", RiskSense.AnyChange,
            "thresholds of the service levels, beside the file of --config", "пороги показателей, рядом с файлом --config") with
        {
            DefaultWords = new LocalText("`status_thresholds.yaml`, else built in", "`status_thresholds.yaml`, иначе встроенные"),
        },
    ]);
}
