using PropBot.Core.Execution;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>How orders are priced and how long anything may take: <c>execution</c>.</summary>
internal static class ExecutionKeys
{
    private static readonly ExecutionOptions D = new();

    public static OptionGroup Group { get; } = new OptionGroup("execution",
    [
        Number("execution.close_slippage_bps", D.CloseSlippageCapBps, 0m, 500m, "bps", RiskSense.AnyChange,
            "how far a closing order may go beyond the walked depth", "насколько закрывающая заявка может выйти за пройденную глубину"),
        Number("execution.rescue_band_bps", D.RescueBandBps, 1m, 500m, "bps", RiskSense.AnyChange,
            "how far beyond the touch the first rescue order may go; doubles with each attempt", "насколько первая спасательная заявка может выйти за лучшую цену; удваивается с каждой попыткой"),
        Whole("execution.rescue_limit_attempts", D.RescueLimitAttempts, 1m, 20m, "", RiskSense.AnyChange,
            "rescue attempts at a limit, then a reduce-only market order", "спасательных попыток по лимиту, затем рыночная reduce-only"),
        Time("execution.retry_delay_sec", D.RetryDelay, 0.01m, 60m, "s", RiskSense.HigherIsMore,
            "pause between two attempts on one pair", "пауза между двумя попытками на одной паре"),
        Time("execution.order_query_after_sec", D.OrderQueryAfter, 0.1m, 60m, "s", RiskSense.HigherIsMore,
            "an order without an end for so long is asked for", "через сколько биржу спрашивают о заявке без конечного состояния"),
        Time("execution.never_reached_after_sec", D.NeverReachedAfter, 6m, 600m, "s", RiskSense.AnyChange,
            "how long after sending a query that finds nothing proves that the order never arrived: two waits of 0.4 s and the receive window of 5 s at least",
            "через сколько после отправки пустой ответ доказывает, что заявка не дошла: не меньше двух ожиданий по 0,4 с и окна приёма 5 с"),
        Time("execution.rescue_deadline_sec", D.RescueDeadline, 1m, 3_600m, "s", RiskSense.HigherIsMore,
            "a pair must be equal again within this time, else it is overdue", "за это время пара должна снова стать равной, иначе она просрочена"),
        Time("execution.complete_within_sec", D.CompleteWithin, 0.1m, 3_600m, "s", RiskSense.HigherIsMore,
            "how long the leg behind may still be completed before the pair is taken off", "сколько отставшую ногу ещё можно дополнять, прежде чем пара снимается"),
        Whole("execution.market_rung_attempts", D.MarketRungAttempts, 1m, 20m, "", RiskSense.HigherIsMore,
            "reduce-only market orders that fill nothing, then the excess is hedged on a third venue", "рыночных reduce-only без исполнения, затем излишек хеджируется на третьей бирже"),
        Whole("execution.third_venue_attempts", D.ThirdVenueAttempts, 1m, 20m, "", RiskSense.AnyChange,
            "orders there that fill nothing, then a person is called", "заявок там без исполнения, затем зовут человека"),
        Number("execution.third_venue_band_bps", D.ThirdVenueBandBps, 1m, 500m, "bps", RiskSense.AnyChange,
            "how far beyond the walked depth a hedge on a third venue may go", "насколько хедж на третьей бирже может выйти за пройденную глубину"),
        Choice("execution.entry", ConfigReader.Entries.Single(e => e.Value == D.Entry).Key, ConfigReader.Entries.Keys, RiskSense.AnyChange,
            "in which order the legs of a new pair are sent; maker is refused in live (ADR 0012)", "в каком порядке отправляются ноги новой пары; maker в live запрещён (ADR 0012)"),
        Time("execution.harder_first_above_ms", D.HarderFirstAbove, 1m, 60_000m, "ms", RiskSense.AnyChange,
            "auto: fill latencies of the two venues further apart than this send the slower leg first", "auto: если задержки исполнения бирж расходятся сильнее, медленная нога идёт первой"),
        Time("execution.maker_rest_sec", D.MakerRest, 0.1m, 3_600m, "s", RiskSense.HigherIsMore,
            "how long a maker order may rest; at most rescue_deadline_sec", "сколько может стоять maker-заявка; не дольше rescue_deadline_sec"),
    ]).TakenWhileRunning();
}
