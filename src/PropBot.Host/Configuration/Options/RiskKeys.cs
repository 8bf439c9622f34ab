using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>Limits on what may be opened: <c>risk</c>.</summary>
internal static class RiskKeys
{
    private static readonly RiskOptions D = new();
    private static readonly DeskLimits Defaults = new(D, new StrategyLimits());

    public static readonly ConfigOption MaxDailyLoss =
        Limit(LimitName.MaxDailyLoss, "risk.max_daily_loss_usdt",
            "loss of the UTC day, realised or with open positions, that holds the desk and stops opening until the day is over; 0 switches it off (paper and testnet)",
            "убыток за сутки UTC, реализованный или с открытыми позициями, при котором включается HOLD и открытия прекращаются до их конца; 0 выключает (paper и testnet)") with
        {
            Variables = ["DAILY_LOSS_CAP_USDT", "MAX_DAILY_LOSS_USDT", "MAX_DAILY_LOSS_USD"],
        };

    public static readonly ConfigOption EnforceDayLimits = Variable(Switch("ENFORCE_DAILY_LOSS_CAP", true, RiskSense.LowerIsMore,
        "off: a reached limit of the day is shown only; refused in live", "off: достигнутый лимит дня только показывается; в live запрещено"));

    public static readonly ConfigOption DailyLossHolds = Variable(Switch("DAILY_LOSS_CAP_AUTO_HOLD", true, RiskSense.None,
        "cannot be switched off: a breached daily loss always holds the desk", "выключить нельзя: достигнутый дневной лимит всегда включает HOLD"));

    public static OptionGroup Group { get; } = new OptionGroup("risk",
    [
        Limit(LimitName.MaxPosition, "risk.notional_caps.per_symbol_usd",
            "over all pairs of a symbol, one leg counted; MAX_POSITION_USDT__BTCUSDT sets it for one symbol", "по всем парам символа, считается одна нога; MAX_POSITION_USDT__BTCUSDT задаёт для одного символа") with { Variables = ["MAX_POSITION_USDT"] },
        Limit(LimitName.MaxNotionalPerVenue, "risk.notional_caps.per_venue_usd",
            "over all legs on a venue", "по всем ногам на бирже"),
        Limit(LimitName.MaxNotionalTotal, "risk.notional_caps.total_usd",
            "over all pairs, one leg counted", "по всем парам, считается одна нога") with { Variables = ["MAX_TOTAL_NOTIONAL_USDT"] },
        Limit(LimitName.MaxActivePairs, "risk.max_active_pairs",
            "pairs that have not ended", "незавершённых пар") with { Variables = ["MAX_OPEN_POSITIONS"] },
        MaxDailyLoss,
        Limit(LimitName.MaxDayDrawdown, "risk.max_day_drawdown_bps",
            "how far equity may fall below its highest of the UTC day, then as with the daily loss; 0 switches it off (paper and testnet)",
            "насколько капитал может опуститься от максимума суток UTC, затем как при дневном убытке; 0 выключает (paper и testnet)"),
        EnforceDayLimits,
        DailyLossHolds,
        Limit(LimitName.StrategyDailyLoss, "risk.strategy.daily_loss_usdt",
            "realised loss of the UTC day at which the strategy freezes itself until two people release it; 0 switches it off", "реализованный убыток за сутки UTC, при котором стратегия замораживает себя до снятия двумя людьми; 0 выключает"),
        Limit(LimitName.StrategyMaxConsecutiveFailures, "risk.strategy.max_consecutive_failures",
            "pairs in a row that may fail (rescued, aborted, unwound); one more freezes the strategy, 0 switches it off", "сколько пар подряд может не удаться (спасены, прерваны, сняты); следующая замораживает стратегию, 0 выключает"),
        Limit(LimitName.StrategyDailyLossBudget, "risk.strategy.daily_loss_budget_usdt",
            "realised losses of the UTC day after which the strategy opens nothing until it is over; 0: no budget", "реализованные убытки за сутки UTC, после которых стратегия ничего не открывает до их конца; 0: без бюджета"),
        Limit(LimitName.MaxMarginRatio, "risk.max_margin_ratio",
            "maintenance margin over a venue's equity from which nothing opens there; 1 is liquidation", "отношение поддерживающей маржи к капиталу на бирже, с которого там ничего не открывается; 1: ликвидация"),
        Limit(LimitName.BookStaleAfter, "risk.book_stale_after_sec",
            "a book that is older is stale: no message came for so long, or all come late by so much", "стакан старше этого считается устаревшим: столько нет сообщений или на столько они опаздывают"),
        Limit(LimitName.MaxBookSkew, "risk.max_book_skew_sec",
            "how far apart the two books' own times may be, market time", "насколько могут расходиться собственные времена двух стаканов"),
        Limit(LimitName.CoolDown, "risk.cool_down_sec",
            "after a pair ended badly nothing opens on its symbol and venues for so long", "столько после неудачной пары на её символе и биржах ничего не открывается"),
        Limit(LimitName.MaxNotionalPerOrder, "risk.notional_caps.per_order_usd",
            "one leg of one pair; a larger order is made smaller", "одна нога одной пары; больший ордер уменьшается") with { Variables = ["MAX_NOTIONAL_PER_POSITION_USDT"] },
        Limit(LimitName.MaxNotionalPerAsset, "risk.notional_caps.per_asset_usd",
            "over all pairs in a base coin, whatever their symbols, one leg counted", "по всем парам в базовой монете, по любым символам, считается одна нога"),
        Limit(LimitName.MaxNotionalPerStrategy, "risk.notional_caps.per_strategy_usd",
            "over all pairs of the strategy, one leg counted; 0 opens nothing", "по всем парам стратегии, считается одна нога; 0: ничего не открывается"),
        Limit(LimitName.MaxOpenOrders, "risk.max_open_orders",
            "orders without an end on a venue, other people's too; MAX_OPEN_ORDERS__okx_perp sets it for one venue", "незавершённых заявок на бирже, включая чужие; MAX_OPEN_ORDERS__okx_perp задаёт для одной биржи") with { Variables = ["MAX_OPEN_ORDERS"] },
        Limit(LimitName.MaxNetDelta, "risk.max_net_delta_usd",
            "of a coin that nothing stands against, orders in flight filled or not as is worse", "монета без хеджа; заявки в пути считаются исполненными или нет, как хуже"),
        Limit(LimitName.MaxLeverage, "risk.max_leverage",
            "all legs on a venue over its equity", "все ноги на бирже к её капиталу") with { Variables = ["MAX_LEVERAGE"] },
        Limit(LimitName.MinLiquidationDistance, "risk.min_liquidation_distance",
            "how far the mark must be from where the venue liquidates a leg, fraction of the mark", "насколько марка должна быть далека от ликвидации ноги, доля марки"),
        Limit(LimitName.AlarmLiquidationDistance, "risk.alarm_liquidation_distance",
            "a held leg nearer than this is told to people; min_liquidation_distance where that is less", "о ноге ближе этого сообщается людям; если меньше, то min_liquidation_distance"),
        Limit(LimitName.AssumedMaintenanceRate, "risk.assumed_maintenance_rate",
            "maintenance margin over notional where the venue's table has not been read", "поддерживающая маржа к объёму, пока таблица биржи не прочитана"),
        Limit(LimitName.StressMove, "risk.stress_move",
            "the price move of the stress, either way, while one venue is down; 0: no stress (paper and testnet)", "движение цены в стрессе, в обе стороны, при недоступной бирже; 0: без стресса (paper и testnet)"),
        Limit(LimitName.MaxStressMarginRatio, "risk.max_stress_margin_ratio",
            "maintenance margin over equity of every venue that is left in the stress", "поддерживающая маржа к капиталу каждой оставшейся биржи в стрессе"),
        Limit(LimitName.MaxStressLoss, "risk.max_stress_loss",
            "what the stress may take from the equity of the venues that are left", "какую долю капитала оставшихся бирж стресс может забрать"),
        Limit(LimitName.MaxPriceDeviation, "risk.max_price_deviation_bps",
            "of a planned price from the median of the venues, its own mark and its book's last good price", "отклонение плановой цены от медианы бирж, своей марки и прежнего стакана"),
        Limit(LimitName.MaxSettleDepeg, "risk.max_settle_depeg_bps",
            "how far a settle coin may be from one US dollar; opening goes on within half of it; 0: nobody asks (paper and testnet)", "отклонение расчётной монеты от доллара США; открытие возобновляется в пределах половины; 0: не спрашивается (paper и testnet)") with { Variables = ["MAX_SETTLE_DEPEG_BPS"] },
        Limit(LimitName.SettlePriceStaleAfter, "risk.settle_price_stale_after_sec",
            "a venue's word on a settle coin that is older does not count; without any nothing opens", "более старая цена расчётной монеты от биржи не учитывается; без свежей ничего не открывается"),
        Limit(LimitName.MaxOrdersPerMinute, "risk.max_orders_per_min",
            "opening orders within a minute; more holds the desk; 0 switches it off (paper and testnet)", "открывающих заявок за минуту; больше: HOLD; 0 выключает (paper и testnet)") with { Variables = ["MAX_ORDERS_PER_MIN"] },
        Limit(LimitName.MaxCancelsPerMinute, "risk.max_cancels_per_min",
            "cancels of opening orders within a minute; more holds the desk; 0 switches it off (paper and testnet)", "отмен открывающих заявок за минуту; больше: HOLD; 0 выключает (paper и testnet)") with { Variables = ["MAX_CANCELS_PER_MIN"] },
        Limit(LimitName.MaxVenueRejects, "risk.max_venue_rejects",
            "opening orders that a venue refuses in a row before nothing opens there for a while", "подряд отклонённых открывающих заявок, после которых биржа отдыхает"),
        Limit(LimitName.RejectPause, "risk.reject_pause_sec",
            "how long at first; doubles with every further refusal", "сколько поначалу; удваивается с каждым отказом"),
        Limit(LimitName.LongestPause, "risk.longest_pause_sec",
            "the longest such pause and the longest cool-down", "самая долгая такая пауза и пауза после неудачных пар"),
        Limit(LimitName.MinListedFor, "risk.min_listed_days",
            "days a contract must have been listed", "сколько дней контракт должен торговаться"),
        Limit(LimitName.DelistingNotice, "risk.delisting_notice_days",
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

    private static readonly Dictionary<LimitName, ConfigOption> ByLimit = Group.Options.Where(o => o.Limit is not null).ToDictionary(o => o.Limit!.Value);

    /// <summary>The option that sets the limit.</summary>
    public static ConfigOption Of(LimitName limit) => ByLimit[limit];

    /// <summary>Range, unit and direction are the limit's own: what people change while the desk runs is what is configured.</summary>
    private static ConfigOption Limit(LimitName limit, string key, string english, string russian)
    {
        LimitRule rule = limit.Rule();
        RiskSense sense = rule.Sense == LimitSense.AtMost ? RiskSense.HigherIsMore : RiskSense.LowerIsMore;
        ConfigOption option = Number(key, rule.Of(Defaults) ?? 0m, rule.Least, rule.Most, UnitOf(rule.Unit), sense, english, russian);
        return option with { Kind = rule.IsWhole ? OptionKind.Whole : OptionKind.Number, ZeroIsOff = rule is { ZeroIsOff: true, Sense: LimitSense.AtMost }, Limit = limit };
    }

    private static string UnitOf(LimitUnit unit) => unit switch
    {
        LimitUnit.Usdt => "USDT",
        LimitUnit.Bps => "bps",
        LimitUnit.Seconds => "s",
        _ => "",
    };
}
