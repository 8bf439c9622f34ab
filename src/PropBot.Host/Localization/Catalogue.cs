namespace PropBot.Host.Localization;

/// <summary>Every word of the screens, once, in both languages. A missing language does not compile, an empty one fails a test.</summary>
internal static class Catalogue
{
    // Head of the page
    public static readonly LocalText Title = new("Operator Dashboard", "Пульт оператора");
    public static readonly LocalText Operator = new("Operator", "Оператор");
    public static readonly LocalText Role = new("Role", "Роль");
    public static readonly LocalText LogOut = new("Log out", "Выйти");
    public static readonly LocalText Mode = new("Mode", "Режим");
    public static readonly LocalText HoldActive = new("HOLD Active", "HOLD активен");
    public static readonly LocalText HoldSince = new("{0}, by {1}, since {2} UTC", "{0}, инициатор {1}, с {2} UTC");
    public static readonly LocalText MarketTime = new("market", "рынок");
    public static readonly LocalText Profile = new("Profile", "Профиль");
    public static readonly LocalText Speed = new("Speed", "Скорость");
    public static readonly LocalText Seed = new("Seed", "Зерно");
    public static readonly LocalText Recording = new("Recording", "Запись");
    public static readonly LocalText FeedModel = new("Simulated market model", "Симулированная модель рынка");
    public static readonly LocalText FeedRecorded = new(
        "Recorded data, books spread around recorded prices", "Записанные данные, стаканы построены вокруг записанных цен");
    public static readonly LocalText FeedVenue = new("Market data of the venues", "Рыночные данные бирж");
    public static readonly LocalText ReadOnly = new(
        "READ ONLY: the role {0} sees everything and commands nothing.", "READ ONLY: роль {0} видит всё и ничем не управляет.");
    public static readonly LocalText LiveReady = new("Live ready", "Готовность к live");
    public static readonly LocalText Yes = new("yes", "да");
    public static readonly LocalText No = new("no", "нет");
    public static readonly LocalText NotAlive = new(
        "The engine does not answer: what is shown below is its last known state.", "Движок не отвечает: ниже последнее известное состояние.");
    public static readonly LocalText Halted = new(
        "The engine has halted itself: {0}. Restart the process; it recovers from the ledger.",
        "Движок остановил себя сам: {0}. Перезапустите процесс, он восстановится по журналу.");
    public static readonly LocalText JournalBroken = new(
        "The ledger takes no writes: nothing may be opened.", "Журнал не принимает записи: открывать ничего нельзя.");
    public static readonly LocalText LedgerHeld = new(
        "The ledger {0} takes no writes since {1} UTC: {2} Nothing is decided or sent until it does; what was decided is kept and written first.",
        "Журнал {0} не принимает записи с {1} UTC: {2} До этого ничего не решается и не отправляется; решённое сохранено и будет записано первым.");
    public static readonly LocalText LedgerDiskFull = new("the disk is full. Free some space.", "диск заполнен. Освободите место.");
    public static readonly LocalText LedgerReadOnly = new(
        "it can only be read. Make it writable, or name the primary server.", "он открыт только на чтение. Разрешите запись или укажите основной сервер.");
    public static readonly LocalText LedgerDiskFailed = new(
        "the disk fails. Check the disk and its limits.", "сбой диска. Проверьте диск и его лимиты.");
    public static readonly LocalText LedgerBusy = new(
        "somebody holds a lock on it, or it is too slow. See which program uses it.",
        "его кто-то держит под блокировкой, или он слишком медленный. Посмотрите, какая программа им пользуется.");
    public static readonly LocalText LedgerServerGone = new(
        "the server does not answer. Check that PostgreSQL runs and can be reached.", "сервер не отвечает. Проверьте, что PostgreSQL запущен и доступен.");
    public static readonly LocalText LedgerOther = new("the store says: {0}", "хранилище сообщает: {0}");
    public static readonly LocalText Starting = new(
        "The engine is starting: nothing to show yet. The page fills by itself.", "Движок запускается: показывать пока нечего. Страница заполнится сама.");
    public static readonly LocalText ConnectionLost = new("Connection lost since", "Связь с ботом потеряна с");
    public static readonly LocalText Badges = new("Badges", "Бейджи");

    // Chaos: the line's beginning is the runbook's, in either language
    public static readonly LocalText ChaosOn = new(
        "Chaos profile: {0} · ENABLED · market-data loss {1} · REST time-outs {2} · order delay {3} ms · seed {4}",
        "Chaos profile: {0} · ENABLED · потеря рыночных данных {1} · тайм-ауты REST {2} · задержка заявок {3} мс · зерно {4}");
    public static readonly LocalText ChaosOff = new(
        "Chaos profile: none · DISABLED · no faults are injected", "Chaos profile: none · DISABLED · сбои не внедряются");
    public static readonly LocalText ChaosUnknownProfile = new(
        "no fault profile of this name: the values come from the variables and the configuration",
        "профиля сбоев с таким именем нет: значения взяты из переменных и конфигурации");
    public static readonly LocalText ChaosInjected = new("injected", "внедрено");

    // Commands
    public static readonly LocalText Controls = new("Controls", "Управление");
    public static readonly LocalText Hold = new("HOLD", "HOLD");
    public static readonly LocalText HoldButton = new("Engage HOLD", "Включить HOLD");
    public static readonly LocalText Reason = new("Reason", "Причина");
    public static readonly LocalText HoldEngaged = new("HOLD engaged", "HOLD включён");
    public static readonly LocalText HoldMeaning = new(
        "stops opening; hedges, rescues and closes go on", "новые пары не открываются; хеджи, спасения и закрытия продолжаются");

    public static readonly LocalText KillActive = new("KILLED", "KILL включён");
    public static readonly LocalText KillSummary = new("KILL switch", "Аварийная остановка KILL");
    public static readonly LocalText KillButton = new("KILL the desk", "Остановить всё: KILL");
    public static readonly LocalText KillConfirm = new("yes, kill it now", "да, остановить сейчас");
    public static readonly LocalText KillFlatten = new("and close every pair", "и закрыть все пары");
    public static readonly LocalText KillMeaning = new(
        "HOLD at once, orders are cancelled, nothing opens until two people lift it; hedges and rescues go on",
        "сразу HOLD, заявки отменяются, ничего не открывается, пока двое не снимут KILL; хеджи и спасения продолжаются");
    public static readonly LocalText KillDone = new("Kill switch engaged: the desk is killed.", "KILL включён.");
    public static readonly LocalText RequestLogged = new(
        "Resume request logged; it waits for another operator.", "Запрос записан и ожидает другого оператора.");
    public static readonly LocalText RequestConfirmed = new("The request is confirmed.", "Запрос подтверждён.");
    public static readonly LocalText RiskLimits = new("Risk limits", "Лимиты риска");
    public static readonly LocalText RiskChecksOff = new(
        "RISK_CHECKS_ENABLED is off: net delta, leverage, liquidation, stress and prices are shown only.", "RISK_CHECKS_ENABLED выключен: дельта, плечо, ликвидация, стресс и цены только показываются.");
    public static readonly LocalText RiskScopeColumn = new("Scope", "Область");
    public static readonly LocalText RiskLimitColumn = new("At most", "Не больше");
    public static readonly LocalText RiskUsedColumn = new("Used", "Занято");
    public static readonly LocalText RiskLeftColumn = new("Left", "Остаток");
    public static readonly LocalText RiskOff = new("off", "выключен");
    public static readonly LocalText ConfirmedHeld = new(
        "The request is confirmed, and HOLD goes on: {0}. The request did not show that; it needs a resume request of its own.",
        "Запрос подтверждён, но HOLD продолжается: {0}. Этого в запросе не было; нужен отдельный запрос на возобновление.");
    public static readonly LocalText ConfirmedRestricted = new(
        "The request is confirmed, and these stay restricted: {0}. What the request did not show needs a request of its own.",
        "Запрос подтверждён, но ограничения остаются: {0}. Чего в запросе не было, требует отдельного запроса.");
    public static readonly LocalText RequestRejected = new("The request is rejected.", "Запрос отклонён.");
    public static readonly LocalText ResumeDone = new("The desk is in RUN.", "Включён RUN.");
    public static readonly LocalText RefusedHoldActive = new(
        "Refused: HOLD is active. Request a resume and have it confirmed.", "Отказано: HOLD активен. Запросите возобновление и получите подтверждение.");
    public static readonly LocalText RefusedHoldNotActive = new("Refused: the desk is in RUN.", "Отказано: уже RUN.");
    public static readonly LocalText RefusedSafeMode = new(
        "Refused: SAFE_MODE is on and no confirmed request stands any more. Request again.",
        "Отказано: SAFE_MODE включён, действующего подтверждённого запроса нет. Запросите снова.");
    public static readonly LocalText RefusedKilled = new("Refused: the desk is killed. Two people lift that first.", "Отказано: включён KILL. Сначала его снимают двое.");
    public static readonly LocalText RefusedNotKilled = new("Refused: the desk is not killed.", "Отказано: KILL не включён.");
    public static readonly LocalText RefusedRequestGone = new(
        "Refused: this request does not wait any more.", "Отказано: этот запрос больше не ожидает решения.");
    public static readonly LocalText RefusedSamePerson = new(
        "Refused: you made this request. Another operator has to confirm it.", "Отказано: запрос создали вы. Подтвердить должен другой оператор.");
    public static readonly LocalText RefusedTokenThrottled = new(
        "Too many wrong second factors: your confirmations wait up to 15 minutes, and a request that had five is void. Request it again.",
        "Слишком много неверных вторых факторов: ваши подтверждения ждут до 15 минут, а запрос, получивший пять, недействителен. Запросите снова.");
    public static readonly LocalText RefusedSharedOperator = new(
        "Refused: with real money the shared API_TOKEN counts as no person. Log in with a token of your own (OPERATOR_TOKENS).",
        "Отказано: в бою общий API_TOKEN никого не обозначает. Войдите со своим токеном (OPERATOR_TOKENS).");
    public static readonly LocalText RefusedNothingToAbandon = new("That sweep does not wait for this venue any more.", "Эта команда больше не ждёт эту биржу.");
    public static readonly LocalText RefusedRequestPending = new("Another request of this kind waits: decide it first.", "Уже ожидает другой такой запрос: сначала решите его.");
    public static readonly LocalText RefusedPreflight = new(
        "Refused: a check of the desk is red; the list is below.", "Отказано: не пройдена проверка; список ниже.");
    public static readonly LocalText RefusedToken = new("Refused: the approve token is missing or wrong.", "Отказано: токен подтверждения не указан или неверен.");
    public static readonly LocalText CommandNotTaken = new(
        "Not taken: the engine stands still or the ledger takes no writes; above is why. Give the command again later.",
        "Команда не принята: движок стоит или журнал не принимает записи; причина выше. Повторите позже.");
    public static readonly LocalText CommandStaysGiven = new(
        "Not carried out yet: the ledger takes no writes. The command stays given, in memory only, and is the engine's next; nothing opens before.",
        "Ещё не выполнено: журнал не принимает записи. Команда ждёт (только в памяти) и будет выполнена следующей; до неё ничего не откроется.");
    public static readonly LocalText RefusedNotConfirmed = new("Refused: tick the box to kill.", "Отказано: отметьте подтверждение, чтобы включить KILL.");
    public static readonly LocalText RefusedReason = new("Refused: say why.", "Отказано: укажите причину.");

    // Brakes and approvals
    public static readonly LocalText Brakes = new("HOLD, kill and approvals", "HOLD, KILL и подтверждения");
    public static readonly LocalText TwoManRuleOn = new("two-man rule: on", "правило двух лиц: включено");
    public static readonly LocalText TwoManRuleOff = new(
        "two-man rule: off, there is one operator", "правило двух лиц: выключено, оператор один");
    public static readonly LocalText NobodyHolds = new("RUN: nobody and nothing holds the desk.", "RUN: никто и ничто не держит.");
    public static readonly LocalText HoldReleased = new(
        "The causes are released; HOLD and SAFE_MODE stay until the resume is carried out.", "Причины сняты; HOLD и SAFE_MODE остаются до выполнения возобновления.");
    public static readonly LocalText KilledBy = new("KILLED by {0}: {1}, since {2} UTC", "KILL, инициатор {0}: {1}, с {2} UTC");
    public static readonly LocalText MoreCauses = new("and {0} more", "и ещё {0}");
    public static readonly LocalText RequestOf = new("{0}: {1} requested it at {2} UTC: {3}.", "{0}: запросил {1} в {2} UTC: {3}.");
    public static readonly LocalText ConfirmedBy = new("{0} confirmed it.", "Подтвердил {0}.");
    public static readonly LocalText StandsUntil = new("It stands until {0} UTC.", "Действует до {0} UTC.");
    public static readonly LocalText AnotherConfirms = new("Another operator has to confirm it.", "Подтвердить должен другой оператор.");
    public static readonly LocalText ApproveTokenLabel = new("Approve token", "Токен подтверждения");
    public static readonly LocalText ConfirmButton = new("Confirm", "Подтвердить");
    public static readonly LocalText RejectButton = new("Reject", "Отклонить");
    public static readonly LocalText TakeBackButton = new("Take back", "Отозвать");
    public static readonly LocalText RunButton = new("Go to RUN", "Перейти в RUN");
    public static readonly LocalText RunMeaning = new("carries the confirmed request out; SAFE_MODE goes off", "выполняет подтверждённый запрос; SAFE_MODE выключается");
    public static readonly LocalText RequestResumeButton = new("Request RESUME", "Запросить RESUME");
    public static readonly LocalText RequestUnkillButton = new("Request to lift the kill", "Запросить снятие KILL");
    public static readonly LocalText LatestRequests = new("Latest requests", "Последние запросы");
    public static readonly LocalText Watchdog = new("Watchdog", "Вотчдог");
    public static readonly LocalText HealthScore = new("Health", "Здоровье");
    public static readonly LocalText SmallerPairs = new("New pairs are smaller", "Новые пары меньше");
    public static readonly LocalText WatchdogOff = new("The watchdog is switched off (WATCHDOG_ENABLED).", "Вотчдог выключен (WATCHDOG_ENABLED).");
    public static readonly LocalText Slo = new("Service levels", "Показатели работы");
    public static readonly LocalText SloOff = new("Budgets are measured and do not act (FEATURE_SLO is off).", "Бюджеты измеряются и не действуют (FEATURE_SLO выключен).");
    public static readonly LocalText SloMeasure = new("Measure", "Показатель");
    public static readonly LocalText SloShort = new("5 min", "5 мин");
    public static readonly LocalText SloLong = new("1 h", "1 ч");
    public static readonly LocalText SloLimit = new("Limit", "Предел");
    public static readonly LocalText SloBurn = new("Burn", "Расход");
    public static readonly LocalText SloNoData = new("no data", "нет данных");
    public static readonly LocalText Since = new("Since", "С");

    // Login
    public static readonly LocalText LogIn = new("Log in", "Вход");
    public static readonly LocalText Token = new("Operator token", "Токен оператора");
    public static readonly LocalText LoginHint = new(
        "The token is API_TOKEN or one of OPERATOR_TOKENS. Without either, the first start has made one and printed it once.",
        "Токен задаётся в API_TOKEN или OPERATOR_TOKENS. Если их не задали, бот создал токен при первом запуске и напечатал его один раз.");
    public static readonly LocalText LoginFailed = new("Nobody has this token.", "Такого токена нет ни у кого.");
    public static readonly LocalText LoginExpired = new("The form was open too long. Please try again.", "Форма устарела. Попробуйте ещё раз.");
    public static readonly LocalText LoginThrottled = new(
        "Too many failed attempts from this address. Try again in a minute.", "Слишком много неудачных попыток с этого адреса. Повторите через минуту.");

    // Totals
    public static readonly LocalText Equity = new("Equity", "Капитал");
    public static readonly LocalText Capital = new("Capital brought in", "Внесено");
    public static readonly LocalText PnlTotal = new("PnL total", "PnL всего");
    public static readonly LocalText PnlClosed = new("PnL of closed pairs", "PnL закрытых пар");
    public static readonly LocalText PnlOpen = new("PnL of open pairs", "PnL открытых пар");
    public static readonly LocalText ActivePairs = new("Active pairs", "Активные пары");
    public static readonly LocalText PartialPairs = new("partial", "частичных");
    public static readonly LocalText ClosedPairsCount = new("Closed pairs", "Закрытые пары");
    public static readonly LocalText OpenNotional = new("Open notional", "Открытый объём");
    public static readonly LocalText DailyLossLabel = new("Daily loss", "Дневной убыток");
    public static readonly LocalText RealizedToday = new("realised today", "реализовано сегодня");
    public static readonly LocalText Drawdown = new("drawdown", "просадка");
    public static readonly LocalText OfLimit = new("of", "из");
    public static readonly LocalText NoLimit = new("no limit set", "лимит не задан");
    public static readonly LocalText Naked = new("Naked notional × s", "Голый объём × с");
    public static readonly LocalText NakedMeaning = new(
        "Notional that only one leg held, times the seconds it did so", "Объём, который держала только одна нога, умноженный на секунды");

    // Chart and split
    public static readonly LocalText EquityChart = new("Equity, USDT", "Капитал, USDT");
    public static readonly LocalText RangeHour = new("1 h", "1 ч");
    public static readonly LocalText RangeDay = new("24 h", "24 ч");
    public static readonly LocalText RangeAll = new("since start", "с начала");
    public static readonly LocalText ChartEmpty = new(
        "No equity yet: it is known once every account has been read.", "Капитала ещё нет: он известен, когда прочитаны все счета.");
    public static readonly LocalText PnlSplit = new("PnL by part, USDT", "PnL по частям, USDT");
    public static readonly LocalText Part = new("Part", "Часть");
    public static readonly LocalText Spread = new("Spread", "Спред");
    public static readonly LocalText Slippage = new("Slippage", "Проскальз.");
    public static readonly LocalText Fees = new("Fees", "Комиссии");
    public static readonly LocalText Funding = new("Funding", "Funding");
    public static readonly LocalText Total = new("Total", "Итого");
    public static readonly LocalText Closed = new("Closed", "Закрытые");
    public static readonly LocalText Open = new("Open", "Открытые");
    public static readonly LocalText OtherIncome = new("Rebates and clearances", "Рибейты и клиринг");
    public static readonly LocalText UnassignedFunding = new("Funding without a pair", "Funding без пары");
    public static readonly LocalText BooksBalance = new(
        "Capital + PnL = equity, to the last digit.", "Внесено + PnL = капитал, до последнего знака.");
    public static readonly LocalText BooksDiffer = new(
        "Capital + PnL differ from the equity by {0} USDT.", "Внесено + PnL расходятся с капиталом на {0} USDT.");

    // Why it does not open
    public static readonly LocalText Opening = new("Opening new pairs", "Открытие новых пар");
    public static readonly LocalText OpeningAllowed = new(
        "Nothing blocks opening. A pair opens when an edge below survives every cost.", "Ничто не мешает. Пара откроется, когда преимущество ниже переживёт все издержки.");
    public static readonly LocalText OpeningBlocked = new("Nothing is opened now, because:", "Сейчас ничего не открывается, потому что:");
    public static readonly LocalText OpeningLimited = new("What is not green is not traded:", "Что не зелёное, тем не торгуем:");
    public static readonly LocalText AcknowledgeButton = new("Accept the changed rules", "Принять изменённые правила");
    public static readonly LocalText AcknowledgeMeaning = new(
        "pairs may open on these instruments again, by the new rules", "на этих инструментах снова можно открывать пары, по новым правилам");
    public static readonly LocalText Preflight = new("Start-up checks", "Проверки запуска");
    public static readonly LocalText Alerts = new("Alerts", "Оповещения");
    public static readonly LocalText NoAlerts = new("No alert since the start of the process.", "С запуска процесса оповещений не было.");

    // Venues and books
    public static readonly LocalText Venues = new("Venues and accounts", "Биржи и счета");
    public static readonly LocalText Venue = new("Venue", "Биржа");
    public static readonly LocalText Link = new("Link", "Связь");
    public static readonly LocalText SyncedBooks = new("Synced books", "Стаканы в норме");
    public static readonly LocalText Messages = new("Messages", "Сообщения");
    public static readonly LocalText Malformed = new("Malformed", "Битые");
    public static readonly LocalText Gaps = new("Gaps", "Разрывы");
    public static readonly LocalText Reconnects = new("Reconnects", "Переподкл.");
    public static readonly LocalText ClockOffset = new("Clock offset", "Сдвиг часов");
    public static readonly LocalText ClockUncertainty = new("Clock known to", "Точность часов");
    public static readonly LocalText Access = new("Access", "Доступ");
    public static readonly LocalText TradingRight = new("Right to trade", "Право торговать");
    public static readonly LocalText MarginRatio = new("Margin ratio", "Отношение маржи");
    public static readonly LocalText MarginCall = new("margin runs out", "маржа на исходе");
    public static readonly LocalText RulesChanged = new("rules changed: {0}", "правила изменены: {0}");
    public static readonly LocalText ToLiquidation = new("To liquidation", "До ликвидации");
    public static readonly LocalText ForcedFills = new("Fills forced by venues", "Принудительных сделок");
    public static readonly LocalText Statement = new("Statement", "Выписка");
    public static readonly LocalText Wallet = new("Wallet", "Кошелёк");
    public static readonly LocalText Available = new("Available", "Свободно");
    public static readonly LocalText LedgerEquity = new("Our ledger", "Наш учёт");
    public static readonly LocalText Difference = new("Difference", "Разница");
    public static readonly LocalText Agreement = new("Reconciliation", "Сверка");
    public static readonly LocalText Agrees = new("agrees", "сходится");
    public static readonly LocalText NoStatement = new("no statement yet", "выписки ещё нет");
    public static readonly LocalText NoVenues = new("No venue has told of itself yet.", "Ни одна биржа ещё не вышла на связь.");
    public static readonly LocalText Books = new("Order books", "Стаканы");
    public static readonly LocalText Symbol = new("Symbol", "Символ");
    public static readonly LocalText Trust = new("Book", "Стакан");
    public static readonly LocalText Age = new("Age", "Возраст");
    public static readonly LocalText Bid = new("Bid", "Bid");
    public static readonly LocalText Ask = new("Ask", "Ask");
    public static readonly LocalText SpreadBps = new("Spread, bps", "Спред, б.п.");
    public static readonly LocalText Mark = new("Mark", "Mark");
    public static readonly LocalText FundingBps = new("Funding, bps", "Funding, б.п.");
    public static readonly LocalText NextFunding = new("Next at", "Начисление");
    public static readonly LocalText Position = new("Position", "Позиция");
    public static readonly LocalText UpdateId = new("Update id", "Номер");
    public static readonly LocalText NoBooks = new(
        "No instrument has been loaded yet: the adapters are connecting.", "Инструменты ещё не загружены: адаптеры подключаются.");

    // Edges
    public static readonly LocalText Edges = new("Edges after every cost, bps", "Преимущества после всех издержек, б.п.");
    public static readonly LocalText LongAt = new("Long at", "Long на");
    public static readonly LocalText ShortAt = new("Short at", "Short на");
    public static readonly LocalText Gross = new("Gross", "Валовое");
    public static readonly LocalText EntryFees = new("Entry fees", "Комис. вх.");
    public static readonly LocalText ExitFees = new("Exit fees", "Комис. вых.");
    public static readonly LocalText EntrySlippage = new("Entry slip", "Проск. вх.");
    public static readonly LocalText ExitSlippage = new("Exit slip", "Проск. вых.");
    public static readonly LocalText ResidualBasis = new("Usual basis", "Обычный базис");
    public static readonly LocalText Net = new("Net", "Чистое");
    public static readonly LocalText Quantity = new("Quantity", "Количество");
    public static readonly LocalText Verdict = new("Verdict", "Решение");
    public static readonly LocalText NoEdges = new(
        "No edge to show: two books of a symbol with prices are needed.", "Показывать нечего: нужны два стакана одного символа с ценами.");
    public static readonly LocalText EdgesShown = new("best {0} of {1} directions", "лучшие {0} из {1} направлений");

    // Pairs
    public static readonly LocalText OpenPairs = new("Open pairs", "Открытые пары");
    public static readonly LocalText ClosedPairs = new("Closed pairs", "Закрытые пары");
    public static readonly LocalText LatestOf = new("latest {0} of {1}", "последние {0} из {1}");
    public static readonly LocalText Pair = new("Pair", "Пара");
    public static readonly LocalText Status = new("Status", "Статус");
    public static readonly LocalText Notional = new("Notional", "Объём");
    public static readonly LocalText LongEntry = new("Long entry", "Вход long");
    public static readonly LocalText ShortEntry = new("Short entry", "Вход short");
    public static readonly LocalText EntrySpread = new("Entry, bps", "Вход, б.п.");
    public static readonly LocalText GapNow = new("Gap now", "Разрыв сейчас");
    public static readonly LocalText ExpectedNet = new("Expected", "Ожидали");
    public static readonly LocalText Held = new("Held", "В позиции");
    public static readonly LocalText OpenedAt = new("Opened", "Открыта");
    public static readonly LocalText ClosedAt = new("Closed", "Закрыта");
    public static readonly LocalText Why = new("Why", "Почему");
    public static readonly LocalText ReturnBps = new("Return, bps", "Доход, б.п.");
    public static readonly LocalText NakedShort = new("Naked × s", "Голый × с");
    public static readonly LocalText Imbalance = new("legs differ by {0} {1}", "ноги расходятся на {0} {1}");
    public static readonly LocalText HedgedElsewhere = new("hedged on {0}: {1} {2}", "хедж на {0}: {1} {2}");
    public static readonly LocalText Rebalancer = new("rebalancer {0}: attempts {1}, failures in a row {2}", "ребалансировщик {0}: попыток {1}, неудач подряд {2}");
    public static readonly LocalText RescueAttempt = new("rescue attempts: {0}", "попыток спасения: {0}");
    public static readonly LocalText NoPairEver = new("No pair has been opened yet: {0}", "Пар ещё не открывали: {0}");
    public static readonly LocalText NoPairNow = new("No pair is open now: {0}", "Сейчас открытых пар нет: {0}");
    public static readonly LocalText NoClosedPairs = new("No pair has been closed yet.", "Закрытых пар ещё нет.");
    public static readonly LocalText BecauseBestEdge = new(
        "the best edge after costs is {0} bps ({1}: long {2}, short {3}); {4}.", "лучшее преимущество после издержек {0} б.п. ({1}: long {2}, short {3}); {4}.");
    public static readonly LocalText BecauseNoEdge = new("no edge can be computed yet.", "преимущество ещё не вычислить.");

    // Counters
    public static readonly LocalText Counters = new("Counters since the start of the process", "Счётчики с запуска процесса");
    public static readonly LocalText Events = new("Events", "События");
    public static readonly LocalText DepthEvents = new("Book changes", "Изменения стаканов");
    public static readonly LocalText OrdersPlaced = new("Orders placed", "Заявок отправлено");
    public static readonly LocalText FillsBooked = new("Fills booked", "Сделок учтено");
    public static readonly LocalText DuplicateFills = new("Fills told twice", "Повторных сделок");
    public static readonly LocalText UnknownOutcomes = new("Unknown outcomes", "Неизвестных исходов");
    public static readonly LocalText Rescues = new("Rescues", "Спасений");
    public static readonly LocalText EventLatency = new("Engine per event, p99", "Движок на событие, p99");
    public static readonly LocalText OrderCycle = new("Order cycle, p99", "Цикл заявки, p99");
    public static readonly LocalText CommitLatency = new("Ledger commit, p99", "Запись в журнал, p99");
    public static readonly LocalText Refusals = new("Openings refused", "Отказов в открытии");
    public static readonly LocalText None = new("none", "нет");
    public static readonly LocalText AtMost = new("≤ {0} {1}", "≤ {0} {1}");

    // Foot
    public static readonly LocalText BuildVersion = new("Build version", "Версия сборки");
    public static readonly LocalText ConfigurationBuiltIn = new("built in, no file", "встроенная, без файла");
    public static readonly LocalText ConfigurationNextStart = new("Holds from the next start on", "Вступит в силу со следующего запуска");
    public static readonly LocalText ConfigurationWaits = new(
        "{0} has sent another configuration ({1}); another operator confirms it above", "{0} отправил другую конфигурацию ({1}); подтверждает выше другой оператор");
    public static readonly LocalText ConfigurationHash = new("Configuration", "Конфигурация");
    public static readonly LocalText ShiftReport = new("Shift report", "Отчёт смены");
    public static readonly LocalText LastEvent = new("Event", "Событие");

    // Units
    public static readonly LocalText UnitSecond = new("s", "с");
    public static readonly LocalText UnitMinute = new("min", "мин");
    public static readonly LocalText UnitHour = new("h", "ч");
    public static readonly LocalText UnitDay = new("d", "д");
    public static readonly LocalText UnitMillisecond = new("ms", "мс");
    public static readonly LocalText UnitMicrosecond = new("µs", "мкс");

    // Reconciliation cases
    public static readonly LocalText Cases = new("Reconciliation cases", "Случаи сверки");
    public static readonly LocalText NoCases = new("No open case: our books and the venues agree.", "Открытых случаев нет: учёт сходится с биржами.");
    public static readonly LocalText ResolvedCases = new("Latest resolved", "Последние закрытые");
    public static readonly LocalText Case = new("Case", "Случай");
    public static readonly LocalText CaseOpened = new("Opened", "Открыт");
    public static readonly LocalText CaseMatter = new("Matter", "Предмет");
    public static readonly LocalText CaseOurs = new("Ours", "У нас");
    public static readonly LocalText CaseTheirs = new("The venue's", "У биржи");
    public static readonly LocalText CaseOwner = new("Owner", "Ответственный");
    public static readonly LocalText TakeCase = new("Take", "Взять");
    public static readonly LocalText CaseNote = new("What it was", "Что это было");
    public static readonly LocalText ResolveCase = new("Resolve", "Закрыть");
    public static readonly LocalText ResolvedBy = new("Resolved by", "Закрыл");
    public static readonly LocalText Resolution = new("Resolution", "Объяснение");
    public static readonly LocalText ResolvedAt = new("Resolved", "Закрыт");
    public static readonly LocalText CaseTakenDone = new("The case is yours.", "Случай закреплён за вами.");
    public static readonly LocalText CaseResolvedDone = new("The case is resolved.", "Случай закрыт.");
    public static readonly LocalText RefusedCaseGone = new(
        "Refused: this case is not open any more.", "Отказано: этот случай уже не открыт.");
    public static readonly LocalText Explained = new("explained, still so", "объяснено, сохраняется");

    // Restricted parts of the desk, and limits
    public static readonly LocalText Restrictions = new("Restrictions", "Ограничения");
    public static readonly LocalText NothingRestricted = new("Nothing is restricted by itself.", "Ничего не ограничено отдельно.");
    public static readonly LocalText FrozenWord = new("frozen: opens nothing, closes by its rules", "заморозка: не открывает, закрывает по правилам");
    public static readonly LocalText ReduceOnlyWord = new("reduce-only: opens nothing, closes by its rules", "только сокращение: не открывает, закрывает по правилам");
    public static readonly LocalText FreezeButton = new("Restrict", "Ограничить");
    public static readonly LocalText FreezeMeaning = new(
        "At once, by one person; two release it. Rescues, hedges, sweeps and stops go on.", "Сразу, одним человеком; снимают двое. Спасения, хеджи, закрытия по команде и стопы продолжаются.");
    public static readonly LocalText UnfreezeButton = new("Request the release", "Запросить снятие");
    public static readonly LocalText WholeDesk = new("the whole desk", "весь деск");
    public static readonly LocalText Strategies = new("Strategies", "Стратегии");
    public static readonly LocalText StrategyLine = new(
        "{0}: {1}, {2}; today {3}, 7 days {4}, total {5} USDT; failed in a row: {6}; open {7} of {8} USDT, pairs {9}; daily loss budget: {10}",
        "{0}: {1}, {2}; сегодня {3}, 7 дней {4}, всего {5} USDT; неудач подряд: {6}; открыто {7} из {8} USDT, пар {9}; дневной бюджет убытка: {10}");
    public static readonly LocalText StrategyOn = new("switched on", "включена");
    public static readonly LocalText StrategyOff = new("switched off", "выключена");
    public static readonly LocalText SwitchOnButton = new("Switch on", "Включить");
    public static readonly LocalText SwitchOnRequestButton = new("Request switching on", "Запросить включение");
    public static readonly LocalText SwitchOffButton = new("Switch off", "Выключить");
    public static readonly LocalText BudgetResetButton = new("Request a new loss budget", "Запросить новый бюджет убытка");
    public static readonly LocalText StrategySwitchedDone = new("The strategy is switched.", "Стратегия переключена.");
    public static readonly LocalText Limits = new("Limits", "Лимиты");
    public static readonly LocalText LimitColumn = new("Limit", "Лимит");
    public static readonly LocalText ValueColumn = new("Counts", "Действует");
    public static readonly LocalText ConfiguredColumn = new("Configured", "В конфигурации");
    public static readonly LocalText OriginColumn = new("Origin", "Откуда");
    public static readonly LocalText LimitButton = new("Set", "Задать");
    public static readonly LocalText LimitMeaning = new("What is lower counts at once; what is higher needs a second person.", "Ниже — действует сразу; выше — нужен второй человек.");
    public static readonly LocalText ExitDryRunButton = new("Request the end of the dry run", "Запросить выход из пробного режима");
    public static readonly LocalText FreezeDone = new("The restriction counts from now on.", "Ограничение действует.");
    public static readonly LocalText LimitLoweredDone = new("The lower limit counts from now on.", "Пониженный лимит действует.");
    public static readonly LocalText RefusedWrongAction = new("The request is for something else; it stays as it is.", "Запрос о другом; он остаётся как есть.");
    public static readonly LocalText RefusedUnknownScope = new("There is no such part of the desk.", "Такой части деска нет.");
    public static readonly LocalText RefusedNotFrozen = new("It is not restricted, there is nothing to release.", "Ограничения нет, снимать нечего.");
    public static readonly LocalText LimitSubjectHint = new("all, or a symbol, coin, venue", "все или символ, монета, биржа");
    public static readonly LocalText RefusedReleaseNeedsTwo = new("A restriction is released by two people: request it.", "Ограничение снимают двое: создайте запрос.");
    public static readonly LocalText RefusedStrategyIsOn = new("The strategy is switched on already.", "Стратегия уже включена.");
    public static readonly LocalText RefusedUnknownLimit = new("There is no such limit, or the value is out of its range.", "Такого лимита нет, или значение вне диапазона.");
    public static readonly LocalText RefusedLimitNotHigher = new("The value is not higher than what counts now.", "Значение не выше действующего.");
    public static readonly LocalText RefusedLimitNotLower = new("The value is not lower than what counts now.", "Значение не ниже действующего.");
    public static readonly LocalText RefusedNotDryRun = new("This is no dry run.", "Это не пробный режим.");
    public static readonly LocalText RefusedOrdersAreOff = new(
        "This run sends no order whatever people confirm: start it with its switch for orders on.", "Этот запуск не отправляет заявок, что бы ни подтвердили: запустите его с включённым переключателем заявок.");
}
