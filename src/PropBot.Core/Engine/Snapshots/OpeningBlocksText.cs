using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>The words for a rule that stops opening on the whole desk.</summary>
internal static class OpeningBlocksText
{
    /// <summary>A restricted part of the desk, with who did it, why and since when.</summary>
    public static OpeningBlock Of(ScopeCause cause)
    {
        bool isFrozen = cause.State == ScopeState.Frozen;
        return new OpeningBlock(
            (isFrozen ? RiskRule.Frozen : RiskRule.ReduceOnly).Code(),
            $"{cause.Scope} is {(isFrozen ? "frozen" : "reduce-only")} since {cause.Since:yyyy-MM-dd HH:mm:ss} UTC by {cause.Source}: {cause.Reason}; two people release it",
            $"{Russian(cause.Scope)}: {(isFrozen ? "заморозка" : "только сокращение")} с {cause.Since:yyyy-MM-dd HH:mm:ss} UTC, инициатор {cause.Source}: {cause.Reason}; снимают двое");
    }

    public static OpeningBlock Of(RiskRefusal refusal, ControlState control)
    {
        if (refusal.Rule is RiskRule.Frozen or RiskRule.ReduceOnly && control.Scopes.OnAll is { } cause)
        {
            return Of(cause);
        }

        string limit = WireNumber.Format(refusal.Limit);
        string actual = WireNumber.Format(Math.Round(refusal.Actual, 2, MidpointRounding.ToZero));
        (string english, string russian) = refusal.Rule switch
        {
            RiskRule.Killed => (
                $"killed at {control.Kill?.Since:yyyy-MM-dd HH:mm:ss} UTC by {control.Kill?.By}: {control.Kill?.Reason}; two people lift it",
                $"KILL с {control.Kill?.Since:yyyy-MM-dd HH:mm:ss} UTC, инициатор {control.Kill?.By}: {control.Kill?.Reason}; снимают двое"),
            RiskRule.DryRun => (
                "dry run: nothing is opened (DRY_RUN_ONLY or DRY_RUN_MODE is on)",
                "пробный режим: ничего не открывается (включён DRY_RUN_ONLY или DRY_RUN_MODE)"),
            RiskRule.Hold when !control.IsHeld => (
                "SAFE_MODE: the hold was released and the resume is not carried out yet",
                "SAFE_MODE: HOLD снят, возобновление ещё не выполнено"),
            RiskRule.Hold => (
                $"HOLD since {control.HoldSince:yyyy-MM-dd HH:mm:ss} UTC by {control.HoldSource}: {control.HoldReason}",
                $"HOLD с {control.HoldSince:yyyy-MM-dd HH:mm:ss} UTC, инициатор {control.HoldSource}: {control.HoldReason}"),
            RiskRule.ReadOnly => (
                "this run only reads: no order leaves it (the switch for orders of this profile is off)",
                "режим только чтения: ни одна заявка не отправляется (переключатель заявок этого профиля выключен)"),
            RiskRule.NotResumed => (
                "the start is not complete: orders are being resolved and the venues are being read",
                "запуск не завершён: заявки выясняются, биржи читаются"),
            RiskRule.ShuttingDown => ("the process is ending", "процесс завершается"),
            RiskRule.LedgerFailed => ("the ledger takes no writes", "журнал не принимает записи"),
            RiskRule.DailyLoss => (
                $"the daily loss reached its limit of {limit} USDT (now {actual} USDT); opening is stopped until the UTC day is over",
                $"дневной убыток достиг лимита {limit} USDT (сейчас {actual} USDT); открытие остановлено до конца суток UTC"),
            RiskRule.Drawdown => (
                $"equity fell {limit} bps or more below its highest of the day (now {actual} bps); opening is stopped until the UTC day is over",
                $"капитал опустился на {limit} б.п. и более от максимума дня (сейчас {actual} б.п.); открытие остановлено до конца суток UTC"),
            RiskRule.EquityUnknown => (
                "the equity is not known, so the daily loss is not watched: a held instrument has no price, or an account was not read",
                "капитал неизвестен, дневной убыток не контролируется: у инструмента с позицией нет цены или счёт не прочитан"),
            RiskRule.StrategyDisabled => (
                $"the strategy is switched off since {control.Strategy.ChangedAt:yyyy-MM-dd HH:mm:ss} UTC by {control.Strategy.ChangedBy}: {control.Strategy.ChangeReason}",
                $"стратегия выключена с {control.Strategy.ChangedAt:yyyy-MM-dd HH:mm:ss} UTC, инициатор {control.Strategy.ChangedBy}: {control.Strategy.ChangeReason}"),
            RiskRule.StrategyBudget => (
                $"the strategy has lost {actual} USDT of its daily budget {limit} USDT; it goes on with the next UTC day, or two people begin the budget anew",
                $"стратегия потеряла {actual} USDT из дневного бюджета {limit} USDT; продолжит со следующих суток UTC, или двое начнут бюджет заново"),
            RiskRule.SloBudget => (
                $"the budget of {Budgets(control)} is exhausted: {actual} now, limit {limit}; it opens again step by step once it is calm",
                $"бюджет {Budgets(control)} исчерпан: сейчас {actual}, лимит {limit}; открытие вернётся по шагам, когда станет спокойно"),
            RiskRule.NakedPair => (
                $"a pair has been unequal for {actual} s, longer than the {limit} s its rescue may take",
                $"пара не равна уже {actual} с, дольше {limit} с, отведённых на спасение"),
            RiskRule.ActivePairs => ($"{limit} pairs are active, the limit", $"активных пар {limit}, это лимит"),
            _ => (refusal.Rule.Code(), refusal.Rule.Code()),
        };
        return new OpeningBlock(refusal.Rule.Code(), english, russian);
    }

    private static string Russian(ControlScope scope) => scope.Kind switch
    {
        ScopeKind.Desk => "деск",
        ScopeKind.Venue => $"биржа {scope.Subject}",
        ScopeKind.Instrument => $"инструмент {scope.Subject}",
        _ => $"стратегия {scope.Subject}",
    };

    private static string Budgets(ControlState control) =>
        string.Join(", ", (control.Slo?.Burns ?? []).Where(b => b.Level == SloLevel.Exhausted).Select(b => b.Metric.Code()));
}
