using PropBot.Core.Execution;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>The rebalancer's variables, names and defaults of the runbook.</summary>
internal static class RebalancerKeys
{
    private static readonly RebalancerOptions D = new();

    public static readonly ConfigOption Feature = Variable(Switch("FEATURE_REBALANCER", false, RiskSense.AnyChange,
        "completes tails in batches before a pair is taken off", "дополняет хвосты партиями, прежде чем пара снимается"));

    public static readonly ConfigOption Interval = Variable(Time("REBALANCER_INTERVAL_SEC", D.Interval, 0.5m, 3_600m, "s", RiskSense.HigherIsMore,
        "how often a pair is looked at", "как часто проверяется пара"));

    public static readonly ConfigOption RetryDelay = Variable(Time("REBALANCER_RETRY_DELAY_SEC", D.RetryDelay, 0.001m, 3_600m, "s", RiskSense.HigherIsMore,
        "pause between two attempts on a pair", "пауза между двумя попытками на паре"));

    public static readonly ConfigOption BatchNotional = Variable(Number("REBALANCER_BATCH_NOTIONAL_USD", D.BatchNotional, 1m, 10_000_000m, "USDT", RiskSense.AnyChange,
        "largest order", "наибольшая заявка"));

    public static readonly ConfigOption MaxRetries = Variable(Whole("REBALANCER_MAX_RETRY", D.MaxRetries, 1m, 100m, "", RiskSense.HigherIsMore,
        "failed attempts in a row until the pair is taken off", "неудачных попыток подряд, после которых пара снимается"));

    public static OptionGroup Group { get; } = new("rebalancer", [Feature, Interval, RetryDelay, BatchNotional, MaxRetries]);
}
