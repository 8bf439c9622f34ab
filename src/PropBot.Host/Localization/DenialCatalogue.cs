using PropBot.Core.Risk;

namespace PropBot.Host.Localization;

/// <summary>Every code by which an opening is refused: what it means and what to do. The runbook's table is made from it.</summary>
internal static class DenialCatalogue
{
    public static IReadOnlyDictionary<RiskRule, Denial> All { get; } = new Dictionary<RiskRule, Denial>
    {
        [RiskRule.Hold] = new(
            new("The desk is in HOLD or SAFE_MODE.", "Включён HOLD или SAFE_MODE."),
            new("Find out who or what holds (section 4); two people let it go.", "Выясните, кто или что держит (раздел 4); снимают двое.")),
        [RiskRule.ShuttingDown] = new(
            new("The process is ending.", "Процесс завершается."),
            new("Nothing; it opens after the next start.", "Ничего; открытие вернётся после запуска.")),
        [RiskRule.LedgerFailed] = new(
            new("The ledger takes no writes.", "Журнал не принимает записи."),
            new("Section 13: make room on the disk or bring the database back.", "Раздел 13: освободите диск или верните базу.")),
        [RiskRule.DailyLoss] = new(
            new("The day's loss has reached its limit.", "Дневной убыток достиг лимита."),
            new("Look for the cause; it ends with the UTC day, then two people resume.", "Разберите причину; запрет кончается с сутками UTC, затем возобновляют двое.")),
        [RiskRule.VenueDown] = new(
            new("The venue is not connected, or its account was not read.", "Нет связи с биржей или счёт не прочитан."),
            new("Wait for the reconnect; if it does not come, check network, addresses and keys.", "Дождитесь переподключения; если его нет, проверьте сеть, адреса и ключи.")),
        [RiskRule.Reconciliation] = new(
            new("Our books and the venue differ.", "Учёт и биржа расходятся."),
            new("Take the case on the page and resolve it.", "Возьмите расхождение на странице и закройте его.")),
        [RiskRule.BookUntrusted] = new(
            new("The order book is not whole.", "Стакан не собран."),
            new("Wait: it is read anew by itself; if not, see the watchdog (section 12).", "Подождите: стакан перечитается сам; иначе смотрите вотчдог (раздел 12).")),
        [RiskRule.BookStale] = new(
            new("No message of the book for too long, or its messages come late.", "Стакан давно без обновлений, или они приходят с опозданием."),
            new("Check the stream and the venue's status; the watchdog's `delay` says how late (section 12).", "Проверьте поток и состояние биржи; насколько опаздывает, говорит `delay` вотчдога (раздел 12).")),
        [RiskRule.InstrumentNotTrading] = new(
            new("The contract is suspended or ends.", "Контракт приостановлен или завершается."),
            new("Wait, or take the symbol out of the configuration.", "Подождите или уберите символ из конфигурации.")),
        [RiskRule.WarmUp] = new(
            new("The two books have not been watched long enough.", "Два стакана наблюдаются недостаточно долго."),
            new("Wait; `warm_up_sec` says how long.", "Подождите; срок задаёт `warm_up_sec`.")),
        [RiskRule.SymbolCap] = new(
            new("The symbol's notional is at its cap, orders in flight included.", "Объём по символу на лимите, с учётом заявок в пути."),
            new("Close pairs, or raise `risk.notional_caps.per_symbol_usd` with two people.", "Закройте пары или вдвоём поднимите `risk.notional_caps.per_symbol_usd`.")),
        [RiskRule.VenueCap] = new(
            new("The venue's notional is at its cap.", "Объём на бирже на лимите."),
            new("Close pairs there, or raise `risk.notional_caps.per_venue_usd`.", "Закройте пары на ней или поднимите `risk.notional_caps.per_venue_usd`.")),
        [RiskRule.TotalCap] = new(
            new("The desk's notional is at its cap.", "Общий объём на лимите."),
            new("Close pairs, or raise `risk.notional_caps.total_usd`.", "Закройте пары или поднимите `risk.notional_caps.total_usd`.")),
        [RiskRule.ActivePairs] = new(
            new("As many pairs are active as may be.", "Активных пар столько, сколько разрешено."),
            new("Wait until one closes, or raise `risk.max_active_pairs`.", "Дождитесь закрытия пары или поднимите `risk.max_active_pairs`.")),
        [RiskRule.OpposingLeg] = new(
            new("Another pair holds the other direction there.", "Другая пара держит там противоположную сторону."),
            new("Nothing; two opposite legs would net out at the venue.", "Ничего; противоположные ноги схлопнулись бы на бирже.")),
        [RiskRule.SymbolBusy] = new(
            new("The same direction is open already.", "То же направление уже открыто."),
            new("Nothing; it opens again once that pair is closed.", "Ничего; откроется после закрытия той пары.")),
        [RiskRule.CoolDown] = new(
            new("The last pair between the two venues ended badly; each further one makes the pause longer.", "Последняя пара между биржами кончилась плохо; каждая следующая удлиняет паузу."),
            new("Look at why it did (its last error); the pause ends by itself.", "Посмотрите причину (последняя ошибка пары); пауза кончится сама.")),
        [RiskRule.Margin] = new(
            new("Not enough free margin for the leg and its rescue.", "Свободной маржи не хватает на ногу и её спасение."),
            new("Bring money to the venue or close pairs there.", "Пополните счёт на бирже или закройте пары на ней.")),
        [RiskRule.BookSkew] = new(
            new("The two books are of different instants.", "Стаканы относятся к разным моментам."),
            new("Wait; if it stays, one venue's stream lags.", "Подождите; если не проходит, поток одной биржи отстаёт.")),
        [RiskRule.SloBudget] = new(
            new("The budget of a service level is exhausted.", "Бюджет показателя работы исчерпан."),
            new("Section 12: see which measure it is; it comes back by itself once it is calm.", "Раздел 12: посмотрите, какой это показатель; вернётся само, когда станет спокойно.")),
        [RiskRule.EquityUnknown] = new(
            new("The equity is not known, so the daily loss is not watched.", "Капитал неизвестен, дневной убыток не контролируется."),
            new("Check which account or mark is missing.", "Выясните, какого счёта или цены не хватает.")),
        [RiskRule.InstrumentChanged] = new(
            new("The venue has changed rules that nobody has read.", "Биржа изменила правила, их никто не принял."),
            new("Section 8: read and acknowledge.", "Раздел 8: прочтите и примите.")),
        [RiskRule.ClockUncertain] = new(
            new("The venue's clock is not known well enough.", "Часы биржи известны неточно."),
            new("Check the network and the machine's time.", "Проверьте сеть и время машины.")),
        [RiskRule.VenueBanned] = new(
            new("The venue refuses everything from here.", "Биржа отклоняет всё с нашего адреса."),
            new("Wait until the ban ends; do not restart to get around it.", "Дождитесь конца блокировки; перезапуск не поможет.")),
        [RiskRule.MarginCall] = new(
            new("The venue's margin runs out.", "Маржа на бирже на исходе."),
            new("Bring money to the venue or close pairs there.", "Пополните счёт на бирже или закройте пары на ней.")),
        [RiskRule.ReadOnly] = new(
            new("This run sends no order.", "Этот запуск не шлёт заявок."),
            new("Start with the profile's switch for orders if it should.", "Если должен, запустите с переключателем заявок профиля.")),
        [RiskRule.NakedPair] = new(
            new("A pair has been unequal for longer than its rescue may take.", "Пара не равна дольше, чем отведено на спасение."),
            new("Section 3: help the rescue, close by hand if need be.", "Раздел 3: помогите спасению, при нужде закройте вручную.")),
        [RiskRule.VenueLimited] = new(
            new("The venue keeps requests back.", "Биржа ограничила запросы."),
            new("Wait; hedges and cancels still go.", "Подождите; хеджи и отмены проходят.")),
        [RiskRule.OrderRate] = new(
            new("The venue's order limit leaves no room for leg, hedge and flatten.", "Лимит заявок биржи не оставляет места ноге, хеджу и закрытию."),
            new("Wait; it is a window of seconds.", "Подождите; окно длится секунды.")),
        [RiskRule.Killed] = new(
            new("Somebody killed the desk.", "Стол остановлен через KILL."),
            new("Section 11: two people lift it.", "Раздел 11: снимают двое.")),
        [RiskRule.DryRun] = new(
            new("A dry run opens nothing.", "Пробный режим ничего не открывает."),
            new("Take `DRY_RUN_ONLY` and `DRY_RUN_MODE` away if it should.", "Если должен, уберите `DRY_RUN_ONLY` и `DRY_RUN_MODE`.")),
        [RiskRule.FeeCoin] = new(
            new("The venue takes its fees in another coin, whose price the desk does not know, or does not tell in which.", "Биржа удерживает комиссии в другой монете, цену которой стол не знает, или не сообщает, в какой."),
            new(
                "Switch paying fees in that coin off in the venue's account settings (Binance: BNB for fees, Futures); it opens again once the setting was read, within 15 minutes. After such a fee the venue is frozen as well: two people release it (unfreeze). If the venue does not tell, it is asked every minute.",
                "Отключите оплату комиссий этой монетой в настройках счёта (Binance: оплата комиссий фьючерсов в BNB); открытие вернётся, когда настройка прочитана (до 15 минут). После такой комиссии биржа ещё и заморожена: заморозку снимают двое (unfreeze). Если биржа не сообщает, вопрос повторяется каждую минуту.")),
        [RiskRule.TradingRight] = new(
            new("Our key may not trade there, or nobody knows.", "Ключ не имеет права торговать, или это неизвестно."),
            new("Check the key's rights and end at the venue.", "Проверьте права и срок ключа на бирже.")),
        [RiskRule.AccountSettings] = new(
            new("Modes or leverage at the venue are not as configured, or nobody knows.", "Режимы или плечо на бирже не такие, как в конфигурации, или это неизвестно."),
            new("Set them back at the venue, or configure what is wanted there and start anew.", "Верните их на бирже или задайте нужное в конфигурации и перезапустите.")),
        [RiskRule.Sweep] = new(
            new("An operator is having everything there closed.", "Оператор закрывает там всё."),
            new("Wait for the sweep's end.", "Дождитесь конца закрытия.")),
        [RiskRule.NotResumed] = new(
            new("The start is not complete.", "Запуск не завершён."),
            new("See `restart.resume` for what is still open.", "Смотрите `restart.resume`: что ещё не выяснено.")),
        [RiskRule.Drawdown] = new(
            new("Equity has fallen too far below its highest of the day.", "Капитал слишком далеко опустился от максимума дня."),
            new("Look for the cause; it ends with the UTC day, then two people resume.", "Разберите причину; запрет кончается с сутками UTC, затем возобновляют двое.")),
        [RiskRule.Frozen] = new(
            new("The desk, the venue, the instrument or the strategy is frozen.", "Стол, биржа, инструмент или стратегия заморожены."),
            new("See who froze it and why; two people release it.", "Смотрите, кто и почему заморозил; снимают двое.")),
        [RiskRule.ReduceOnly] = new(
            new("The desk, the venue, the instrument or the strategy may only reduce.", "Столу, бирже, инструменту или стратегии можно только сокращать."),
            new("See who set it and why; two people release it.", "Смотрите, кто и почему поставил; снимают двое.")),
        [RiskRule.StrategyDisabled] = new(
            new("The strategy is switched off.", "Стратегия выключена."),
            new("See who switched it off and why; two people switch it on when that is over.", "Смотрите, кто и почему выключил; двое включают, когда причина ушла.")),
        [RiskRule.StrategyBudget] = new(
            new("The strategy has used up its loss budget of the day.", "Стратегия исчерпала дневной бюджет убытка."),
            new("Look for the cause; two people begin the budget anew, or the UTC day ends.", "Разберите причину; бюджет обнуляют двое, либо он обновится с новыми сутками UTC.")),
        [RiskRule.OrderCap] = new(
            new("One order may have no more notional.", "Одной заявке больше объёма нельзя."),
            new("Raise `risk.notional_caps.per_order_usd`, or lower the venue's smallest order by trading another symbol.", "Поднимите `risk.notional_caps.per_order_usd` или торгуйте символ с меньшей минимальной заявкой.")),
        [RiskRule.AssetCap] = new(
            new("The coin's notional over all its symbols is at its cap.", "Объём по монете, по всем её символам, на лимите."),
            new("Close pairs in the coin, or raise `risk.notional_caps.per_asset_usd`.", "Закройте пары в этой монете или поднимите `risk.notional_caps.per_asset_usd`.")),
        [RiskRule.StrategyCap] = new(
            new("The strategy's notional is at its cap.", "Объём стратегии на лимите."),
            new("Close pairs, or raise `risk.notional_caps.per_strategy_usd`.", "Закройте пары или поднимите `risk.notional_caps.per_strategy_usd`.")),
        [RiskRule.OpenOrders] = new(
            new("The venue has as many orders without an end as may be.", "На бирже столько незавершённых заявок, сколько разрешено."),
            new("See the open orders; cancel what nobody wants, or raise `risk.max_open_orders`.", "Посмотрите открытые заявки; отмените лишние или поднимите `risk.max_open_orders`.")),
        [RiskRule.NetDelta] = new(
            new("More of the coin would stand unhedged than may, if the orders in flight end badly.", "Без хеджа осталось бы больше монеты, чем можно, если заявки в пути кончатся плохо."),
            new("Wait for the orders' ends and rescues; what reduces is never refused. Limit: `risk.max_net_delta_usd`.", "Дождитесь конца заявок и спасений; уменьшение не запрещается. Лимит: `risk.max_net_delta_usd`.")),
        [RiskRule.Leverage] = new(
            new(
                "The venue's legs over its equity would be above the limit, or the leverage set there is more than the venue allows for a position of that size.",
                "Ноги на бирже к её капиталу превысили бы лимит, или выставленное там плечо больше разрешённого биржей для позиции такого размера."),
            new(
                "Bring money to the venue or close pairs there. Limit: `risk.max_leverage`, or the venue's own for that size (`margin_tiers`): lower the leverage set at the venue.",
                "Пополните счёт или закройте пары на бирже. Лимит: `risk.max_leverage` или лимит самой биржи для такого размера (`margin_tiers`): снизьте плечо на бирже.")),
        [RiskRule.LiquidationDistance] = new(
            new("A leg would stand too near to its liquidation.", "Нога встала бы слишком близко к ликвидации."),
            new("Bring money to the venue, lower the leverage there, or close pairs. Limit: `risk.min_liquidation_distance`.", "Пополните счёт, снизьте плечо на бирже или закройте пары. Лимит: `risk.min_liquidation_distance`.")),
        [RiskRule.Stress] = new(
            new("A price move while a venue is down would break another one's margin, or cost too much.", "Движение цены при недоступной бирже сломало бы маржу другой или стоило бы слишком много."),
            new("The scenario is in the refusal: bring money to the venue it names, or close pairs in the coin.", "Сценарий указан в отказе: пополните названную биржу или закройте пары в этой монете.")),
        [RiskRule.PriceBand] = new(
            new("The price is beyond what the venue takes now.", "Цена за границей, которую биржа сейчас принимает."),
            new("Wait; the venue moves its bounds with the mark.", "Подождите; биржа сдвигает границы за маркой.")),
        [RiskRule.PriceOutlier] = new(
            new("The price is far from the other venues, the mark, or what the book last showed.", "Цена далека от других бирж, марки или прежнего стакана."),
            new("Compare the venues by eye. If the market really moved so far, it passes once the prices have stood.", "Сравните биржи глазами. Если рынок правда ушёл, запрет снимется, когда цены устоят.")),
        [RiskRule.RunawayOrders] = new(
            new("More opening orders within a minute than may be; the desk holds.", "Открывающих заявок за минуту больше, чем можно; включён HOLD."),
            new("Find what makes it open so often before two people resume. Limit: `risk.max_orders_per_min`.", "Выясните, почему пары открываются так часто, прежде чем двое возобновят. Лимит: `risk.max_orders_per_min`.")),
        [RiskRule.RunawayCancels] = new(
            new("More cancels of opening orders within a minute than may be; the desk holds.", "Отмен открывающих заявок за минуту больше, чем можно; включён HOLD."),
            new("Find what cancels them before two people resume. Limit: `risk.max_cancels_per_min`.", "Выясните, что их отменяет, прежде чем двое возобновят. Лимит: `risk.max_cancels_per_min`.")),
        [RiskRule.VenueRejects] = new(
            new("The venue has refused several opening orders in a row; the pause doubles with each.", "Биржа подряд отклонила несколько открывающих заявок; пауза удваивается."),
            new("Read the refusals (the pairs' last error): margin, rights, modes or rules.", "Прочтите отказы (последняя ошибка пар): маржа, права, режимы или правила.")),
        [RiskRule.Universe] = new(
            new("The symbol is not configured, is listed too lately, or ends soon.", "Символа нет в конфигурации, он слишком новый или скоро исчезнет."),
            new("Nothing, or `risk.min_listed_days` and `risk.delisting_notice_days`.", "Ничего, либо `risk.min_listed_days` и `risk.delisting_notice_days`.")),
        [RiskRule.SelfTrade] = new(
            new("The order would match another order of our own account.", "Заявка сошлась бы с другой заявкой нашего счёта."),
            new("Look at the open orders; cancel a foreign one that stands in the way.", "Посмотрите открытые заявки; отмените чужую, если мешает.")),
        [RiskRule.SettleDepeg] = new(
            new("The coin that the contract settles in is too far from one US dollar, by the middle of the venues, or has not come back within half of the limit. Closing goes on.", "Расчётная монета контракта слишком далека от доллара США по середине бирж или ещё не вернулась в половину лимита. Закрытие идёт."),
            new("Read the venues' prices in the refusal's check `settle_coins`; one that differs alone is a broken source. If the coin has really slipped, decide whether to take everything off (`close-all`). Limit: `risk.max_settle_depeg_bps`.", "Сравните цены бирж в проверке `settle_coins`; отличается одна: сломан источник. Если монета правда ушла, решите, не закрыть ли всё (`close-all`). Лимит: `risk.max_settle_depeg_bps`.")),
        [RiskRule.SettlePriceStale] = new(
            new("No venue has told for too long, or not since the start, what the settle coin is worth; unknown is not at par.", "Ни одна биржа слишком долго или с самого запуска не сообщает цену расчётной монеты; неизвестно не значит в паритете."),
            new("Look at the venues' connection and at the errors in the check `settle_coins`. Limit: `risk.settle_price_stale_after_sec`.", "Проверьте связь с биржами и ошибки в проверке `settle_coins`. Лимит: `risk.settle_price_stale_after_sec`.")),
    };

    /// <summary>The runbook's table of codes.</summary>
    public static string Markdown() => string.Concat(
    [
        "| code / код | means / что значит | what to do / что делать |\n| --- | --- | --- |\n",
        .. Enum.GetValues<RiskRule>().Select(rule =>
            $"| `{rule.Code()}` | {All[rule].Meaning.English} / {All[rule].Meaning.Russian} | {All[rule].Action.English} / {All[rule].Action.Russian} |\n"),
    ]);
}
