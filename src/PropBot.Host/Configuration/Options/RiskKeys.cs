using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>Limits on what may be opened: <c>risk</c>.</summary>
internal static class RiskKeys
{
    private const decimal MostMoney = 1_000_000_000m;

    private static readonly RiskOptions D = new();
    private static readonly StrategyLimits S = new();

    public static readonly ConfigOption MaxDailyLoss =
        Number("risk.max_daily_loss_usdt", D.MaxDailyLoss?.Value ?? 0m, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "loss of the UTC day, realised or with open positions, that holds the desk and stops opening until the day is over; 0 switches it off (paper and testnet)",
            "убыток за сутки UTC, реализованный или с открытыми позициями, при котором включается HOLD и открытия прекращаются до их конца; 0 выключает (paper и testnet)") with
        {
            Variables = ["DAILY_LOSS_CAP_USDT", "MAX_DAILY_LOSS_USDT", "MAX_DAILY_LOSS_USD"],
        };

    public static readonly ConfigOption EnforceDayLimits = Variable(Switch("ENFORCE_DAILY_LOSS_CAP", true, RiskSense.LowerIsMore,
        "off: a reached limit of the day is shown only; refused in live", "off: достигнутый лимит дня только показывается; в live запрещено"));

    public static readonly ConfigOption DailyLossHolds = Variable(Switch("DAILY_LOSS_CAP_AUTO_HOLD", true, RiskSense.None,
        "cannot be switched off: a breached daily loss always holds the desk", "выключить нельзя: достигнутый дневной лимит всегда включает HOLD"));

    public static OptionGroup Group { get; } = new("risk",
    [
        Number("risk.notional_caps.per_symbol_usd", D.MaxNotionalPerSymbol.Value, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "over all pairs of a symbol, one leg counted; 0 opens nothing", "по всем парам символа, считается одна нога; 0: ничего не открывается"),
        Number("risk.notional_caps.per_venue_usd", D.MaxNotionalPerVenue.Value, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "over all legs on a venue; 0 opens nothing", "по всем ногам на бирже; 0: ничего не открывается"),
        Number("risk.notional_caps.total_usd", D.MaxNotionalTotal.Value, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "over all pairs, one leg counted; 0 opens nothing", "по всем парам, считается одна нога; 0: ничего не открывается"),
        Whole("risk.max_active_pairs", D.MaxActivePairs, 1m, 100m, "", RiskSense.HigherIsMore,
            "pairs that have not ended", "незавершённых пар"),
        MaxDailyLoss,
        Number("risk.max_day_drawdown_bps", D.MaxDayDrawdownBps ?? 0m, 0m, 10_000m, "bps", RiskSense.HigherIsMore,
            "how far equity may fall below its highest of the UTC day, then as with the daily loss; 0 switches it off",
            "насколько капитал может опуститься от максимума суток UTC, затем как при дневном убытке; 0 выключает"),
        EnforceDayLimits,
        DailyLossHolds,
        Number("risk.strategy.daily_loss_usdt", S.DailyLoss?.Value ?? 0m, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "realised loss of the UTC day at which the strategy freezes itself until two people release it; 0 switches it off", "реализованный убыток за сутки UTC, при котором стратегия замораживает себя до снятия двумя людьми; 0 выключает"),
        Whole("risk.strategy.max_consecutive_failures", S.MaxConsecutiveFailures, 0m, 1_000m, "", RiskSense.HigherIsMore,
            "pairs in a row that may fail (rescued, aborted, unwound); one more freezes the strategy, 0 switches it off", "сколько пар подряд может не удаться (спасены, прерваны, сняты); следующая замораживает стратегию, 0 выключает"),
        Number("risk.strategy.daily_loss_budget_usdt", S.DailyLossBudget?.Value ?? 0m, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "realised losses of the UTC day after which the strategy opens nothing until it is over; 0: no budget", "реализованные убытки за сутки UTC, после которых стратегия ничего не открывает до их конца; 0: без бюджета"),
        Number("risk.max_margin_ratio", D.MaxMarginRatio, 0.05m, 0.95m, "", RiskSense.HigherIsMore,
            "maintenance margin over a venue's equity from which nothing opens there; 1 is liquidation", "отношение поддерживающей маржи к капиталу на бирже, с которого там ничего не открывается; 1: ликвидация"),
        Time("risk.book_stale_after_sec", D.BookStaleAfter, 0.1m, 600m, "s", RiskSense.HigherIsMore,
            "a book without a message for so long is stale", "стакан без сообщений столько времени считается устаревшим"),
        Time("risk.max_book_skew_sec", D.MaxBookSkew, 0.01m, 3_600m, "s", RiskSense.HigherIsMore,
            "how far apart the two books' own times may be, market time", "насколько могут расходиться собственные времена двух стаканов"),
        Time("risk.cool_down_sec", D.CoolDown, 0m, 86_400m, "s", RiskSense.LowerIsMore,
            "after a pair ended badly nothing opens on its symbol and venues for so long", "столько после неудачной пары на её символе и биржах ничего не открывается"),
    ]);
}
