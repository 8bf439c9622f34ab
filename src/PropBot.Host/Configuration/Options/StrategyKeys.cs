using PropBot.Core.Execution;
using PropBot.Core.Strategy;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>When a pair is opened and closed: <c>derivatives.arbitrage</c>.</summary>
internal static class StrategyKeys
{
    private const string At = "derivatives.arbitrage.";

    private static readonly StrategyOptions D = new();

    public static OptionGroup Group { get; } = new OptionGroup("strategy",
    [
        Number($"{At}order_notional_usdt", D.OrderNotional.Value, 1m, 10_000_000m, "USDT", RiskSense.HigherIsMore,
            "notional of one leg that is aimed at", "номинал одной ноги, к которому стремится бот"),
        Number($"{At}min_edge_bps", D.MinNetEdgeBps, 0m, 1_000m, "bps", RiskSense.LowerIsMore,
            "expected edge after every cost that a pair must have to be opened", "ожидаемая выгода после всех издержек, без которой пара не открывается"),
        Number($"{At}max_leg_slippage_bps", new ExecutionOptions().OpenSlippageCapBps, 0m, 100m, "bps", RiskSense.HigherIsMore,
            "how far an opening order may go beyond the walked depth", "насколько открывающая заявка может выйти за пройденную глубину стакана"),
        Time($"{At}holding_horizon_min", D.HoldingHorizon, 0m, 43_200m, "min", RiskSense.AnyChange,
            "how long a pair is expected to be held; counts the funding settlements", "сколько, как ожидается, пара будет открыта; по нему считаются выплаты funding"),
        Time($"{At}max_holding_min", D.MaxHolding, 1m, 43_200m, "min", RiskSense.HigherIsMore,
            "after this a pair is closed whatever the gap", "после этого пара закрывается при любом разрыве цен"),
        Number($"{At}take_profit_fraction", D.TakeProfitFraction, 0m, 1m, "", RiskSense.HigherIsMore,
            "part of the expected profit at which a pair is closed", "доля ожидаемой прибыли, при которой пара закрывается"),
        Number($"{At}stop_bps", D.StopBps, 1m, 10_000m, "bps", RiskSense.HigherIsMore,
            "how far the gap may go against the pair, over the entry gap", "насколько разрыв может уйти против пары сверх разрыва при входе"),
        Time($"{At}basis_half_life_min", D.BasisHalfLife, 0.1m, 43_200m, "min", RiskSense.AnyChange,
            "half-life of the estimate of the usual gap", "период полураспада оценки обычного разрыва"),
        Time($"{At}warm_up_sec", D.WarmUp, 0m, 86_400m, "s", RiskSense.LowerIsMore,
            "how long a pair of books must have been watched before anything opens on it", "сколько два стакана должны быть под наблюдением до первого открытия"),
    ]).TakenWhileRunning($"{At}basis_half_life_min");
}
