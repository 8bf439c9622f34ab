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
            ZeroIsOff = true,
        };

    public static readonly ConfigOption EnforceDayLimits = Variable(Switch("ENFORCE_DAILY_LOSS_CAP", true, RiskSense.LowerIsMore,
        "off: a reached limit of the day is shown only; refused in live", "off: достигнутый лимит дня только показывается; в live запрещено"));

    public static readonly ConfigOption DailyLossHolds = Variable(Switch("DAILY_LOSS_CAP_AUTO_HOLD", true, RiskSense.None,
        "cannot be switched off: a breached daily loss always holds the desk", "выключить нельзя: достигнутый дневной лимит всегда включает HOLD"));

    public static OptionGroup Group { get; } = new OptionGroup("risk",
    [
        Number("risk.notional_caps.per_symbol_usd", D.MaxNotionalPerSymbol.Value, 1m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "over all pairs of a symbol, one leg counted; MAX_POSITION_USDT__BTCUSDT sets it for one symbol", "по всем парам символа, считается одна нога; MAX_POSITION_USDT__BTCUSDT задаёт для одного символа") with { Variables = ["MAX_POSITION_USDT"] },
        Number("risk.notional_caps.per_venue_usd", D.MaxNotionalPerVenue.Value, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "over all legs on a venue", "по всем ногам на бирже"),
        Number("risk.notional_caps.total_usd", D.MaxNotionalTotal.Value, 1m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "over all pairs, one leg counted", "по всем парам, считается одна нога") with { Variables = ["MAX_TOTAL_NOTIONAL_USDT"] },
        Whole("risk.max_active_pairs", D.MaxActivePairs, 1m, 100m, "", RiskSense.HigherIsMore,
            "pairs that have not ended", "незавершённых пар") with { Variables = ["MAX_OPEN_POSITIONS"] },
        MaxDailyLoss,
        Number("risk.max_day_drawdown_bps", D.MaxDayDrawdownBps ?? 0m, 0m, 10_000m, "bps", RiskSense.HigherIsMore,
            "how far equity may fall below its highest of the UTC day, then as with the daily loss; 0 switches it off (paper and testnet)",
            "насколько капитал может опуститься от максимума суток UTC, затем как при дневном убытке; 0 выключает (paper и testnet)") with { ZeroIsOff = true },
        EnforceDayLimits,
        DailyLossHolds,
        Number("risk.strategy.daily_loss_usdt", S.DailyLoss?.Value ?? 0m, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "realised loss of the UTC day at which the strategy freezes itself until two people release it; 0 switches it off", "реализованный убыток за сутки UTC, при котором стратегия замораживает себя до снятия двумя людьми; 0 выключает") with { ZeroIsOff = true },
        Whole("risk.strategy.max_consecutive_failures", S.MaxConsecutiveFailures, 0m, 1_000m, "", RiskSense.HigherIsMore,
            "pairs in a row that may fail (rescued, aborted, unwound); one more freezes the strategy, 0 switches it off", "сколько пар подряд может не удаться (спасены, прерваны, сняты); следующая замораживает стратегию, 0 выключает") with { ZeroIsOff = true },
        Number("risk.strategy.daily_loss_budget_usdt", S.DailyLossBudget?.Value ?? 0m, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "realised losses of the UTC day after which the strategy opens nothing until it is over; 0: no budget", "реализованные убытки за сутки UTC, после которых стратегия ничего не открывает до их конца; 0: без бюджета") with { ZeroIsOff = true },
        Number("risk.max_margin_ratio", D.MaxMarginRatio, 0.05m, 0.95m, "", RiskSense.HigherIsMore,
            "maintenance margin over a venue's equity from which nothing opens there; 1 is liquidation", "отношение поддерживающей маржи к капиталу на бирже, с которого там ничего не открывается; 1: ликвидация"),
        Time("risk.book_stale_after_sec", D.BookStaleAfter, 0.1m, 600m, "s", RiskSense.HigherIsMore,
            "a book without a message for so long is stale", "стакан без сообщений столько времени считается устаревшим"),
        Time("risk.max_book_skew_sec", D.MaxBookSkew, 0.01m, 3_600m, "s", RiskSense.HigherIsMore,
            "how far apart the two books' own times may be, market time", "насколько могут расходиться собственные времена двух стаканов"),
        Time("risk.cool_down_sec", D.CoolDown, 0m, 86_400m, "s", RiskSense.LowerIsMore,
            "after a pair ended badly nothing opens on its symbol and venues for so long", "столько после неудачной пары на её символе и биржах ничего не открывается"),
        Number("risk.notional_caps.per_order_usd", D.MaxNotionalPerOrder.Value, 1m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "one leg of one pair; a larger order is made smaller", "одна нога одной пары; больший ордер уменьшается") with { Variables = ["MAX_NOTIONAL_PER_POSITION_USDT"] },
        Number("risk.notional_caps.per_asset_usd", D.MaxNotionalPerAsset.Value, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "over all pairs in a base coin, whatever their symbols, one leg counted", "по всем парам в базовой монете, по любым символам, считается одна нога"),
        Number("risk.notional_caps.per_strategy_usd", D.MaxNotionalPerStrategy.Value, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "over all pairs of the strategy, one leg counted; 0 opens nothing", "по всем парам стратегии, считается одна нога; 0: ничего не открывается"),
        Whole("risk.max_open_orders", D.MaxOpenOrders, 1m, 1_000m, "", RiskSense.HigherIsMore,
            "orders without an end on a venue, other people's too; MAX_OPEN_ORDERS__okx_perp sets it for one venue", "незавершённых заявок на бирже, включая чужие; MAX_OPEN_ORDERS__okx_perp задаёт для одной биржи") with { Variables = ["MAX_OPEN_ORDERS"] },
        Number("risk.max_net_delta_usd", D.MaxNetDelta.Value, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "of a coin that nothing stands against, orders in flight filled or not as is worse", "монета без хеджа; заявки в пути считаются исполненными или нет, как хуже"),
        Number("risk.max_leverage", D.MaxLeverage, 0.1m, 20m, "", RiskSense.HigherIsMore,
            "all legs on a venue over its equity", "все ноги на бирже к её капиталу") with { Variables = ["MAX_LEVERAGE"] },
        Number("risk.min_liquidation_distance", D.MinLiquidationDistance, 0m, 0.9m, "", RiskSense.LowerIsMore,
            "how far the mark must be from where the venue liquidates a leg, fraction of the mark", "насколько марка должна быть далека от ликвидации ноги, доля марки"),
        Number("risk.alarm_liquidation_distance", D.AlarmLiquidationDistance, 0m, 0.9m, "", RiskSense.LowerIsMore,
            "a held leg nearer than this is told to people; min_liquidation_distance where that is less", "о ноге ближе этого сообщается людям; если меньше, то min_liquidation_distance"),
        Number("risk.assumed_maintenance_rate", D.AssumedMaintenanceRate, 0.001m, 0.5m, "", RiskSense.LowerIsMore,
            "maintenance margin over notional where the venue's table has not been read", "поддерживающая маржа к объёму, пока таблица биржи не прочитана"),
        Number("risk.stress_move", D.StressMove, 0m, 0.9m, "", RiskSense.LowerIsMore,
            "the price move of the stress, either way, while one venue is down; 0: no stress (paper and testnet)", "движение цены в стрессе, в обе стороны, при недоступной бирже; 0: без стресса (paper и testnet)"),
        Number("risk.max_stress_margin_ratio", D.MaxStressMarginRatio, 0.1m, 0.99m, "", RiskSense.HigherIsMore,
            "maintenance margin over equity of every venue that is left in the stress", "поддерживающая маржа к капиталу каждой оставшейся биржи в стрессе"),
        Number("risk.max_stress_loss", D.MaxStressLoss, 0.01m, 1m, "", RiskSense.HigherIsMore,
            "what the stress may take from the equity of the venues that are left", "какую долю капитала оставшихся бирж стресс может забрать"),
        Number("risk.max_price_deviation_bps", D.MaxPriceDeviationBps, 1m, 5_000m, "bps", RiskSense.HigherIsMore,
            "of a planned price from the median of the venues, its own mark and its book's last good price", "отклонение плановой цены от медианы бирж, своей марки и прежнего стакана"),
        Whole("risk.max_orders_per_min", D.MaxOrdersPerMinute, 0m, 100_000m, "", RiskSense.HigherIsMore,
            "opening orders within a minute; more holds the desk; 0 switches it off (paper and testnet)", "открывающих заявок за минуту; больше: HOLD; 0 выключает (paper и testnet)") with { Variables = ["MAX_ORDERS_PER_MIN"], ZeroIsOff = true },
        Whole("risk.max_cancels_per_min", D.MaxCancelsPerMinute, 0m, 100_000m, "", RiskSense.HigherIsMore,
            "cancels of opening orders within a minute; more holds the desk; 0 switches it off (paper and testnet)", "отмен открывающих заявок за минуту; больше: HOLD; 0 выключает (paper и testnet)") with { Variables = ["MAX_CANCELS_PER_MIN"], ZeroIsOff = true },
        Whole("risk.max_venue_rejects", D.MaxVenueRejects, 1m, 100m, "", RiskSense.HigherIsMore,
            "opening orders that a venue refuses in a row before nothing opens there for a while", "подряд отклонённых открывающих заявок, после которых биржа отдыхает"),
        Time("risk.reject_pause_sec", D.RejectPause, 1m, 3_600m, "s", RiskSense.LowerIsMore,
            "how long at first; doubles with every further refusal", "сколько поначалу; удваивается с каждым отказом"),
        Time("risk.longest_pause_sec", D.LongestPause, 1m, 86_400m, "s", RiskSense.LowerIsMore,
            "the longest such pause and the longest cool-down", "самая долгая такая пауза и пауза после неудачных пар"),
        Number("risk.min_listed_days", (decimal)D.MinListedFor.TotalDays, 0m, 365m, "", RiskSense.LowerIsMore,
            "days a contract must have been listed", "сколько дней контракт должен торговаться"),
        Number("risk.delisting_notice_days", (decimal)D.DelistingNotice.TotalDays, 0m, 365m, "", RiskSense.LowerIsMore,
            "nothing opens so many days before a contract ends", "за столько дней до конца контракта ничего не открывается"),
        Switch("risk.checks_enabled", D.ChecksEnabled, RiskSense.LowerIsMore,
            "net delta, leverage, liquidation, stress and outliers refuse; off (paper and testnet): shown only", "дельта, плечо, ликвидация, стресс и выбросы цены запрещают; выключено (paper и testnet): только показываются") with
        {
            Variables = ["RISK_CHECKS_ENABLED"],
        },
        Switch("risk.enforce_caps", D.CapsEnforced, RiskSense.LowerIsMore,
            "caps and the count of open orders refuse; off (paper and testnet): shown only", "лимиты объёма и числа заявок запрещают; выключено (paper и testnet): только показываются") with
        {
            Variables = ["RISK_ENFORCE_CAPS"],
        },
        Switch("risk.enforce_universe", D.UniverseEnforced, RiskSense.LowerIsMore,
            "age and end of a contract refuse; a symbol that is not configured never opens", "возраст и конец контракта запрещают; символ вне конфигурации не открывается никогда") with
        {
            Variables = ["ENFORCE_UNIVERSE"],
        },
    ]).TakenWhileRunning("ENFORCE_DAILY_LOSS_CAP", "DAILY_LOSS_CAP_AUTO_HOLD");
}
