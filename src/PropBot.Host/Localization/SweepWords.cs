using PropBot.Core.Execution.Sweeps;

namespace PropBot.Host.Localization;

/// <summary>The words of close-all, cancel-all, the kill switch and close-exposure.</summary>
internal static class SweepWords
{
    public static readonly LocalText Heading = new("Close-all and cancel-all", "Закрытие и отмена");
    public static readonly LocalText CloseAllButton = new("Close all", "Закрыть всё");
    public static readonly LocalText CancelAllButton = new("Cancel all", "Отменить все заявки");
    public static readonly LocalText KillButton = new("Kill", "Аварийная остановка");
    public static readonly LocalText ButtonsMeaning = new(
        "each shows its plan first and asks once more", "сначала покажут план и спросят ещё раз");
    public static readonly LocalText CloseAllMeaning = new(
        "Engages HOLD, cancels every open order, closes every pair and whatever else the venues hold. It goes on, over restarts too, until every venue has confirmed that nothing is left.",
        "Включает HOLD, снимает все заявки, закрывает все пары и всё остальное, что держат биржи. Продолжается и после перезапуска, пока каждая биржа не подтвердит, что ничего не осталось.");
    public static readonly LocalText CancelAllMeaning = new(
        "Cancels every open order, ours and foreign, until every venue's own list is clean. Positions stay; a hedge that is on its way is left alone.",
        "Снимает все открытые заявки, свои и чужие, пока список каждой биржи не станет пустым. Позиции остаются; хедж, который уже отправлен, не трогается.");
    public static readonly LocalText CloseExposureMeaning = new(
        "Closes the pairs that touch this venue or symbol with both legs, and what else is held there.",
        "Закрывает пары на этой бирже или символе обеими ногами и всё остальное, что там есть.");
    public static readonly LocalText KillMeaning = new(
        "Kills the desk: nothing opens until two people have lifted it, every open order is cancelled. Pairs stay hedged unless positions are to be closed too.",
        "Останавливает бота: ничего не откроется, пока двое не снимут остановку; все заявки снимаются. Пары остаются захеджированными, если не закрывать и позиции.");
    public static readonly LocalText Flatten = new("close every position too", "закрыть и все позиции");
    public static readonly LocalText Plan = new("The plan as of now", "План на этот момент");
    public static readonly LocalText NothingPlanned = new("Nothing is held and no order is known to be open; every venue will be asked all the same.", "Позиций нет, открытых заявок не известно; каждая биржа всё равно будет опрошена.");
    public static readonly LocalText AbandonButton = new("Give the venue up", "Оставить биржу");
    public static readonly LocalText AbandonMeaning = new(
        "For a venue that does not come back: the sweep then claims nothing of it, and a case keeps it closed until somebody has looked. Another operator confirms.",
        "Для биржи, которая не вернётся: команда ничего о ней не утверждает, а расхождение держит её закрытой, пока кто-то не проверит. Подтверждает другой оператор.");
    public static readonly LocalText KillClosesWithTick = new(
        "Without the tick pairs stay hedged; with it these are closed:", "Без галочки пары остаются захеджированными; с ней закроются:");
    public static readonly LocalText KillPlanButton = new("Show what KILL would do", "Показать, что сделает KILL");
    public static readonly LocalText Confirm = new("Do it", "Выполнить");
    public static readonly LocalText Back = new("Back", "Назад");
    public static readonly LocalText OrdersPlanned = new("Orders to cancel", "Заявки к снятию");
    public static readonly LocalText Estimate = new("Estimated cost", "Оценка стоимости");
    public static readonly LocalText Cost = new("Cost", "Стоимость");
    public static readonly LocalText SumOfEstimates = new("Together, against mid prices, fees included: {0} USDT", "Всего против средних цен, с комиссиями: {0} USDT");
    public static readonly LocalText NoEstimate = new("A leg has no estimate: its book is missing or too thin.", "Для одной из ног оценки нет: стакана нет или он тонкий.");
    public static readonly LocalText Pair = new("Pair", "Пара");
    public static readonly LocalText Venue = new("Venue", "Биржа");
    public static readonly LocalText Side = new("Order", "Заявка");
    public static readonly LocalText Quantity = new("Quantity", "Количество");
    public static readonly LocalText Remaining = new("Left", "Осталось");
    public static readonly LocalText NoPair = new("no pair", "без пары");
    public static readonly LocalText Foreign = new("foreign", "чужая");
    public static readonly LocalText Kind = new("What", "Что");
    public static readonly LocalText Status = new("Status", "Состояние");
    public static readonly LocalText By = new("By", "Кто");
    public static readonly LocalText Since = new("Since", "Начато");
    public static readonly LocalText Ended = new("Ended", "Окончено");
    public static readonly LocalText Legs = new("Legs flat", "Ноги закрыты");
    public static readonly LocalText Orders = new("Orders cancelled", "Заявок снято");
    public static readonly LocalText Progress = new("{0} of {1}", "{0} из {1}");
    public static readonly LocalText Waiting = new("Waiting for", "Ожидание");
    public static readonly LocalText Left = new("Left for people", "Осталось вручную");
    public static readonly LocalText None = new("Nothing has been swept yet.", "Команд закрытия и отмены ещё не было.");
    public static readonly LocalText Buy = new("buy", "купить");
    public static readonly LocalText Sell = new("sell", "продать");

    public static IReadOnlyDictionary<SweepKind, LocalText> Kinds { get; } = new Dictionary<SweepKind, LocalText>
    {
        [SweepKind.CloseAll] = new("close-all", "закрытие всего"),
        [SweepKind.CancelAll] = new("cancel-all", "отмена всех заявок"),
        [SweepKind.Kill] = new("kill switch", "аварийная остановка"),
        [SweepKind.CloseExposure] = new("close-exposure", "закрытие по бирже или символу"),
    };

    public static IReadOnlyDictionary<SweepStatus, LocalText> Statuses { get; } = new Dictionary<SweepStatus, LocalText>
    {
        [SweepStatus.Running] = new("running", "выполняется"),
        [SweepStatus.Done] = new("done", "выполнено"),
        [SweepStatus.Incomplete] = new("incomplete", "не до конца"),
        [SweepStatus.Abandoned] = new("abandoned, nothing confirmed", "оставлено, не подтверждено"),
        [SweepStatus.Simulated] = new("simulated", "пробный прогон"),
    };

    public static IReadOnlyDictionary<SweepWait, LocalText> Waits { get; } = new Dictionary<SweepWait, LocalText>
    {
        [SweepWait.None] = new("confirmed", "подтверждено"),
        [SweepWait.NotConnected] = new("not connected", "нет связи"),
        [SweepWait.NotRead] = new("its answer", "ответ биржи"),
        [SweepWait.OrdersUnsettled] = new("the end of an order", "исход заявки"),
        [SweepWait.OrdersOpen] = new("open orders", "открытые заявки"),
        [SweepWait.PositionsHeld] = new("positions", "позиции"),
        [SweepWait.Abandoned] = new("abandoned, not confirmed", "оставлена, не подтверждено"),
    };

    public static IReadOnlyDictionary<RemainderReason, LocalText> Reasons { get; } = new Dictionary<RemainderReason, LocalText>
    {
        [RemainderReason.UnderWay] = new("under way", "в работе"),
        [RemainderReason.NotOfThisDesk] = new("not an instrument of this desk", "инструмент не этого бота"),
        [RemainderReason.BelowMinimum] = new("less than one order", "меньше одной заявки"),
        [RemainderReason.Abandoned] = new("its pair stands on an abandoned venue", "пара стоит на оставленной бирже"),
        [RemainderReason.BooksDiffer] = new("our books differ", "учёт расходится"),
    };

    public static LocalText MeaningOf(SweepKind kind) => kind switch
    {
        SweepKind.CloseAll => CloseAllMeaning,
        SweepKind.CancelAll => CancelAllMeaning,
        SweepKind.Kill => KillMeaning,
        _ => CloseExposureMeaning,
    };
}
