using PropBot.Host.Localization;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>The simulated market of the profile paper: <c>paper</c>.</summary>
internal static class PaperMarketKeys
{
    private static readonly PaperConfig D = new();

    public static OptionGroup Group { get; } = new("paper", [.. All().Select(o => o with { Profiles = ["paper"] })]);

    private static IEnumerable<ConfigOption> All() =>
    [
        Choice("paper.feed", D.Feed, ConfigReader.Feeds.Keys, RiskSense.AnyChange, "where prices come from", "откуда берутся цены") with
        {
            Variables = ["PROPBOT_FEED"],
            Flag = "--feed",
            DefaultWords = new LocalText("`model`; `recorded` with --recording", "`model`; с --recording `recorded`"),
        },
        Of(OptionKind.Path, "paper.recording", RiskSense.AnyChange, "folder or file of recorded prices of two or more venues", "папка или файл записанных цен двух и более бирж") with
        {
            Variables = ["PROPBOT_RECORDING"],
            Flag = "--recording",
        },
        Number("paper.speed", D.Speed, 0.1m, 20_000m, "", RiskSense.AnyChange, "market seconds per real second", "секунд рынка за секунду") with { Variables = ["PROPBOT_SPEED"], Flag = "--speed" },
        Whole("paper.seed", D.Seed, 0m, int.MaxValue, "", RiskSense.AnyChange, "of everything that is drawn", "начальное число всего случайного") with { Variables = ["PROPBOT_SEED"], Flag = "--seed" },
        Number("paper.start_balance_usdt", D.StartBalance, 1m, 1_000_000_000m, "USDT", RiskSense.AnyChange,
            "what each simulated account starts with, once", "с чего начинает каждый симулированный счёт, один раз"),
        Number("paper.dislocation_interval_sec", D.DislocationIntervalSeconds, 0m, 1_000_000m, "s", RiskSense.AnyChange,
            "mean time between two dislocations of the market model; 0 for a quiet market", "среднее время между расхождениями цен модели; 0: спокойный рынок"),
    ];
}
