using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Host.Auth;

namespace PropBot.Host.Localization;

/// <summary>The words for closed codes. A code without words is shown as it is, so that nothing is hidden.</summary>
internal static class CodeCatalogue
{
    public static IReadOnlyDictionary<string, LocalText> Verdicts { get; } = new Dictionary<string, LocalText>(StringComparer.Ordinal)
    {
        ["tradable"] = new("may be opened", "можно открыть"),
        ["below_minimum"] = new("below the minimum", "ниже минимума"),
        ["too_thin"] = new("books too thin", "стаканы тонкие"),
        [RiskRule.Hold.Code()] = new("HOLD", "HOLD"),
        [RiskRule.NotResumed.Code()] = new("start not complete", "запуск не завершён"),
        [RiskRule.ShuttingDown.Code()] = new("shutting down", "останов"),
        [RiskRule.LedgerFailed.Code()] = new("ledger fails", "журнал не пишет"),
        [RiskRule.DailyLoss.Code()] = new("daily loss", "дневной убыток"),
        [RiskRule.Drawdown.Code()] = new("drawdown of the day", "просадка дня"),
        [RiskRule.VenueDown.Code()] = new("venue down", "нет связи"),
        [RiskRule.Reconciliation.Code()] = new("reconciliation", "сверка"),
        [RiskRule.BookUntrusted.Code()] = new("book not trusted", "стакану нет веры"),
        [RiskRule.BookStale.Code()] = new("book stale", "стакан устарел"),
        [RiskRule.InstrumentNotTrading.Code()] = new("not trading", "торги остановлены"),
        [RiskRule.WarmUp.Code()] = new("warming up", "прогрев"),
        [RiskRule.SymbolCap.Code()] = new("symbol cap", "лимит символа"),
        [RiskRule.VenueCap.Code()] = new("venue cap", "лимит биржи"),
        [RiskRule.TotalCap.Code()] = new("total cap", "общий лимит"),
        [RiskRule.ActivePairs.Code()] = new("pair limit", "лимит пар"),
        [RiskRule.OpposingLeg.Code()] = new("opposing leg", "встречная нога"),
        [RiskRule.SymbolBusy.Code()] = new("pair in progress", "пара в работе"),
        [RiskRule.CoolDown.Code()] = new("cooling down", "пауза"),
        [RiskRule.BookSkew.Code()] = new("books of different instants", "стаканы разного времени"),
        [RiskRule.EquityUnknown.Code()] = new("equity not known", "капитал неизвестен"),
        [RiskRule.InstrumentChanged.Code()] = new("rules changed, not read", "правила изменены, не приняты"),
        [RiskRule.ClockUncertain.Code()] = new("clock uncertain", "часы неточны"),
        [RiskRule.VenueBanned.Code()] = new("venue bans us", "биржа заблокировала"),
        [RiskRule.MarginCall.Code()] = new("margin runs out", "маржа на исходе"),
        [RiskRule.ReadOnly.Code()] = new("read only", "только чтение"),
        [RiskRule.NakedPair.Code()] = new("a pair is unequal too long", "пара слишком долго не равна"),
        [RiskRule.VenueLimited.Code()] = new("venue limits us", "биржа ограничила запросы"),
        [RiskRule.OrderRate.Code()] = new("order limit", "лимит заявок"),
        [RiskRule.Sweep.Code()] = new("being closed", "закрывается по команде"),
        [RiskRule.Frozen.Code()] = new("frozen", "заморозка"),
        [RiskRule.StrategyDisabled.Code()] = new("strategy off", "стратегия выключена"),
        [RiskRule.StrategyBudget.Code()] = new("loss budget used", "бюджет убытка исчерпан"),
        [RiskRule.ReduceOnly.Code()] = new("reduce-only", "только сокращение"),
        [RiskRule.Killed.Code()] = new("killed", "остановлено: KILL"),
        [RiskRule.DryRun.Code()] = new("dry run", "пробный режим"),
        [RiskRule.SloBudget.Code()] = new("a service level's budget is exhausted", "бюджет показателя исчерпан"),
        [RiskRule.FeeCoin.Code()] = new("fees in another coin", "комиссии в другой монете"),
        [RiskRule.TradingRight.Code()] = new("no right to trade", "нет права торговать"),
        [RiskRule.AccountSettings.Code()] = new("account is set otherwise", "счёт настроен иначе"),
        [RiskRule.Margin.Code()] = new("not enough margin", "мало маржи"),
        [RiskRule.OrderCap.Code()] = new("order cap", "лимит заявки"),
        [RiskRule.AssetCap.Code()] = new("coin cap", "лимит монеты"),
        [RiskRule.StrategyCap.Code()] = new("strategy cap", "лимит стратегии"),
        [RiskRule.OpenOrders.Code()] = new("too many open orders", "много открытых заявок"),
        [RiskRule.NetDelta.Code()] = new("net delta", "лимит дельты"),
        [RiskRule.Leverage.Code()] = new("leverage", "плечо"),
        [RiskRule.LiquidationDistance.Code()] = new("near liquidation", "близко к ликвидации"),
        [RiskRule.Stress.Code()] = new("stress", "стресс"),
        [RiskRule.PriceBand.Code()] = new("price band", "ценовой коридор"),
        [RiskRule.PriceOutlier.Code()] = new("price outlier", "цена выбивается"),
        [RiskRule.RunawayOrders.Code()] = new("runaway orders", "разгон заявок"),
        [RiskRule.RunawayCancels.Code()] = new("runaway cancels", "разгон отмен"),
        [RiskRule.VenueRejects.Code()] = new("venue refuses", "биржа отклоняет"),
        [RiskRule.Universe.Code()] = new("not in the universe", "вне списка"),
        [RiskRule.SelfTrade.Code()] = new("own order in the way", "мешает своя заявка"),
        [RiskRule.SettleDepeg.Code()] = new("settle coin off its peg", "расчётная монета вне паритета"),
        [RiskRule.SettlePriceStale.Code()] = new("settle coin's price unknown", "цена расчётной монеты неизвестна"),
    };

    public static IReadOnlyDictionary<SloMetric, LocalText> SloMetrics { get; } = new Dictionary<SloMetric, LocalText>
    {
        [SloMetric.NakedRisk] = new("naked notional x seconds, USDT s", "непокрытый нотионал x секунды, USDT с"),
        [SloMetric.OrderCycle] = new("order to answer, p95 ms", "заявка до ответа, p95 мс"),
        [SloMetric.RejectRate] = new("refused orders", "доля отказов"),
        [SloMetric.CancelFailRate] = new("failed cancels", "доля неудачных отмен"),
        [SloMetric.StreamGap] = new("gap between books, p95 ms", "пауза между стаканами, p95 мс"),
        [SloMetric.Mismatches] = new("differences with venues", "расхождения с биржами"),
        [SloMetric.DayDrawdown] = new("drawdown of the day, bps", "просадка за день, б.п."),
    };

    public static IReadOnlyDictionary<SloLevel, LocalText> SloLevels { get; } = new Dictionary<SloLevel, LocalText>
    {
        [SloLevel.Ok] = new("OK", "OK"),
        [SloLevel.Burning] = new("BURNING: smaller pairs", "РАСХОД: пары меньше"),
        [SloLevel.Exhausted] = new("EXHAUSTED: nothing opens", "ИСЧЕРПАН: не открываем"),
    };

    public static IReadOnlyDictionary<string, LocalText> RebalanceStatuses { get; } = new Dictionary<string, LocalText>(StringComparer.Ordinal)
    {
        [nameof(RebalanceStatus.Rebalancing)] = new("completing in batches", "дозаявляет частями"),
        [nameof(RebalanceStatus.Waiting)] = new("waits", "ждёт"),
        [nameof(RebalanceStatus.Error)] = new("failed", "ошибка"),
        [nameof(RebalanceStatus.Exhausted)] = new("gave up, taking off", "исчерпан, закрывает"),
        [nameof(RebalanceStatus.Settled)] = new("settled", "выровнена"),
    };

    public static IReadOnlyDictionary<string, LocalText> CloseReasons { get; } = new Dictionary<string, LocalText>(StringComparer.Ordinal)
    {
        [ExitRule.Converged] = new("converged", "сошлось"),
        [ExitRule.TakeProfit] = new("take profit", "взяли прибыль"),
        [ExitRule.Stop] = new("stop", "стоп"),
        [ExitRule.MaxHolding] = new("held too long", "вышел срок"),
        ["rescue"] = new("rescue", "спасение"),
        ["forced"] = new("taken by the venue", "снято биржей"),
        [PairRecord.HedgedElsewhere] = new("hedged on a third venue", "хедж на третьей бирже"),
        ["rebalance_exhausted"] = new("rebalancer gave up", "ребалансировщик исчерпан"),
        ["unresolved"] = new("venue did not answer", "биржа не ответила"),
        ["late_fill"] = new("late fill", "поздняя сделка"),
        [SweepKind.CloseAll.Code()] = new("close-all", "закрытие всего"),
        [SweepKind.CloseExposure.Code()] = new("close-exposure", "закрытие по бирже или символу"),
        [SweepKind.Kill.Code()] = new("kill switch", "аварийная остановка"),
    };

    public static IReadOnlyDictionary<string, LocalText> HoldReasons { get; } = new Dictionary<string, LocalText>(StringComparer.Ordinal)
    {
        [SweepKind.CloseAll.Code()] = new("close-all was ordered", "заказано закрытие всего"),
        ["manual_hold"] = new("held by hand", "удержание вручную"),
        ["restart_safe_mode"] = new("every start is in HOLD", "каждый запуск начинается с HOLD"),
        ["restart_before_resume"] = new("started again between the release and the resume", "перезапуск между снятием и возобновлением"),
        ["kill_switch"] = new("the kill switch", "аварийная остановка KILL"),
        ["DRAWDOWN_BREACH"] = new("DRAWDOWN_BREACH: equity fell too far below its highest of the day", "DRAWDOWN_BREACH: капитал слишком опустился от максимума дня"),
        ["DAILY_LOSS_BREACH"] = new("DAILY_LOSS_BREACH: the daily loss reached its limit", "DAILY_LOSS_BREACH: дневной убыток достиг лимита"),
    };

    public static IReadOnlyDictionary<BookTrust, LocalText> Trusts { get; } = new Dictionary<BookTrust, LocalText>
    {
        [BookTrust.Unsynced] = new("unsynced", "не собран"),
        [BookTrust.Synced] = new("synced", "собран"),
        [BookTrust.Suspect] = new("suspect", "под вопросом"),
        [BookTrust.Stale] = new("stale", "устарел"),
        [BookTrust.Crossed] = new("crossed", "перекрещён"),
    };

    public static IReadOnlyDictionary<VenueLink, LocalText> Links { get; } = new Dictionary<VenueLink, LocalText>
    {
        [VenueLink.Down] = new("down", "нет связи"),
        [VenueLink.Connecting] = new("connecting", "подключение"),
        [VenueLink.Up] = new("up", "на связи"),
    };

    public static IReadOnlyDictionary<VenueAccess, LocalText> Accesses { get; } = new Dictionary<VenueAccess, LocalText>
    {
        [VenueAccess.Open] = new("open", "открыт"),
        [VenueAccess.Limited] = new("limited", "ограничен"),
        [VenueAccess.Banned] = new("banned", "запрещён"),
    };

    public static IReadOnlyDictionary<TradingRightStatus, LocalText> TradingRights { get; } = new Dictionary<TradingRightStatus, LocalText>
    {
        [TradingRightStatus.Unread] = new("not read yet", "не прочитано"),
        [TradingRightStatus.Granted] = new("may trade", "есть"),
        [TradingRightStatus.Withdrawn] = new("may not trade", "нет"),
        [TradingRightStatus.Expired] = new("key has ended", "ключ истёк"),
        [TradingRightStatus.Stale] = new("cannot be read", "не читается"),
    };

    public static IReadOnlyDictionary<WatchStatus, LocalText> WatchStates { get; } = new Dictionary<WatchStatus, LocalText>
    {
        [WatchStatus.Unknown] = new("not seen well yet", "ещё не была в норме"),
        [WatchStatus.Ok] = new("OK", "OK"),
        [WatchStatus.Degraded] = new("DEGRADED", "DEGRADED"),
        [WatchStatus.AutoHold] = new("AUTO_HOLD", "AUTO_HOLD"),
    };

    public static IReadOnlyDictionary<ApprovalAction, LocalText> ApprovalActions { get; } = new Dictionary<ApprovalAction, LocalText>
    {
        [ApprovalAction.Resume] = new("leave HOLD", "выход из HOLD"),
        [ApprovalAction.Unkill] = new("lift the kill", "снятие KILL"),
        [ApprovalAction.AbandonSweep] = new("abandon a sweep's venue", "оставить биржу при закрытии"),
        [ApprovalAction.Unfreeze] = new("release a restriction", "снятие ограничения"),
        [ApprovalAction.UnfreezeStrategy] = new("release the strategy", "разморозка стратегии"),
        [ApprovalAction.RaiseLimit] = new("raise a limit", "повышение лимита"),
        [ApprovalAction.ExitDryRun] = new("leave the dry run", "выход из пробного режима"),
        [ApprovalAction.ResetBudget] = new("begin the loss budget anew", "новый бюджет убытка"),
        [ApprovalAction.EnableStrategy] = new("switch the strategy on", "включение стратегии"),
        [ApprovalAction.ApplyConfig] = new("apply a configuration", "применение конфигурации"),
    };

    public static IReadOnlyDictionary<ApprovalStatus, LocalText> ApprovalStatuses { get; } = new Dictionary<ApprovalStatus, LocalText>
    {
        [ApprovalStatus.Pending] = new("waits", "ожидает"),
        [ApprovalStatus.Approved] = new("confirmed", "подтверждён"),
        [ApprovalStatus.Used] = new("carried out", "выполнен"),
        [ApprovalStatus.Rejected] = new("rejected", "отклонён"),
        [ApprovalStatus.Expired] = new("expired", "истёк"),
        [ApprovalStatus.Revoked] = new("void", "недействителен"),
        [ApprovalStatus.Failed] = new("failed", "не выполнен"),
    };

    /// <summary>What a request would release: the names of its parameters.</summary>
    public static IReadOnlyDictionary<string, LocalText> ApprovalParameters { get; } = new Dictionary<string, LocalText>(StringComparer.Ordinal)
    {
        ["reasons"] = new("holds", "держит"),
        ["killed"] = new("killed", "остановлено: KILL"),
        ["open_pairs"] = new("open pairs", "открытых пар"),
        ["partial_pairs"] = new("of them partial", "из них частичных"),
        ["open_notional_usdt"] = new("open notional, USDT", "открытый объём, USDT"),
        ["unresolved_orders"] = new("orders without an end", "невыясненных заявок"),
        ["cases"] = new("cases", "расхождения"),
        ["red_checks"] = new("red checks", "непройденные проверки"),
        ["scope"] = new("what", "что"),
        ["subject"] = new("which", "какая"),
        ["switched_off"] = new("switched off because", "выключена из-за"),
        ["restricted"] = new("restricted because", "ограничено из-за"),
        ["limit"] = new("limit", "лимит"),
        ["value"] = new("to", "до"),
        ["value_now"] = new("now", "сейчас"),
        ["config_version"] = new("version", "версия"),
        ["config_hash"] = new("hash", "хеш"),
        ["sweep"] = new("sweep", "команда"),
        ["venue"] = new("venue", "биржа"),
        ["wait"] = new("it waits for", "ожидается"),
        ["held_by_books"] = new("held by our books", "по учёту удерживается"),
        ["strategy_day"] = new("UTC day", "сутки UTC"),
        ["realized_today_usdt"] = new("realised on the day, USDT", "реализовано за сутки, USDT"),
        ["consecutive_failures"] = new("failures in a row", "неудач подряд"),
        ["budget_used_usdt"] = new("budget used, USDT", "израсходовано бюджета, USDT"),
        ["two_man_rule"] = new("two-man rule", "правило двух лиц"),
    };

    public static IReadOnlyDictionary<PairStatus, LocalText> PairStatuses { get; } = new Dictionary<PairStatus, LocalText>
    {
        [PairStatus.Opening] = new("opening", "открывается"),
        [PairStatus.Open] = new("open", "открыта"),
        [PairStatus.Partial] = new("PARTIAL", "PARTIAL"),
        [PairStatus.Closing] = new("closing", "закрывается"),
        [PairStatus.Closed] = new("closed", "закрыта"),
        [PairStatus.Aborted] = new("nothing filled", "не исполнена"),
    };

    public static IReadOnlyDictionary<CaseKind, LocalText> CaseKinds { get; } = new Dictionary<CaseKind, LocalText>
    {
        [CaseKind.Position] = new("position", "позиция"),
        [CaseKind.Wallet] = new("wallet", "кошелёк"),
        [CaseKind.Balance] = new("balance", "баланс"),
        [CaseKind.AbandonedSweep] = new("given up while closing", "закрытие оставлено"),
        [CaseKind.Order] = new("order still open", "заявка ещё открыта"),
        [CaseKind.Fill] = new("fill", "исполнение"),
        [CaseKind.ForeignOrder] = new("foreign order", "чужая заявка"),
        [CaseKind.OrphanOrder] = new("order without a record", "заявка без записи"),
        [CaseKind.Contradiction] = new("contradiction", "противоречие"),
        [CaseKind.UnresolvedOrder] = new("order without an end", "заявка без исхода"),
        [CaseKind.ForcedFill] = new("taken by the venue", "снято биржей"),
        [CaseKind.LostLeg] = new("leg gone from the venue", "нога пропала на бирже"),
    };

    public static IReadOnlyDictionary<OperatorRole, LocalText> Roles { get; } = new Dictionary<OperatorRole, LocalText>
    {
        [OperatorRole.Viewer] = new("viewer", "наблюдатель"),
        [OperatorRole.Auditor] = new("auditor", "аудитор"),
        [OperatorRole.Operator] = new("operator", "оператор"),
    };

    /// <summary>The words for a code, or the code itself.</summary>
    public static string Words(this IReadOnlyDictionary<string, LocalText> catalogue, string code, Language language) =>
        catalogue.TryGetValue(code, out LocalText? text) ? text.In(language) : code;
}
