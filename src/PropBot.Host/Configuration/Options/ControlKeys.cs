using PropBot.Core.Engine;
using PropBot.Host.Auth;
using PropBot.Host.Localization;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>Who may do what, and who leaves a HOLD: <c>control</c> and the tokens.</summary>
internal static class ControlKeys
{
    private static readonly ControlOptions D = new();

    public static readonly ConfigOption GuardInterval = Variable(
        Number("AUTOPILOT_GUARD_INTERVAL_SEC", 5m, Configuration.GuardInterval.Shortest, 3_600m, "s", RiskSense.None,
            "the longest time between two looks of the autopilot's guard: it looks every 0.1 s and at every breach at once, so it is kept whatever it says (ADR 0020)",
            "наибольшее время между двумя проверками AutopilotGuard: он смотрит каждые 0,1 с и при каждом нарушении сразу, поэтому срок соблюдается всегда (ADR 0020)"));

    public static readonly ConfigOption Autopilot = Variable(
        Switch("AUTOPILOT_ENABLE", false, RiskSense.HigherIsMore,
            "the autopilot leaves the start-up HOLD when every check is green; refused in live", "автопилот сам выходит из стартового HOLD, когда все проверки зелёные; в live запрещён")) with
    {
        DefaultWords = new LocalText("on in paper, else off", "включён в paper, иначе выключен"),
    };

    /// <summary>Tokens and switches of the environment.</summary>
    private static readonly string[] NextStart = ["API_TOKEN", "OPERATOR_TOKENS", ApproveToken.Variable, "AUTOPILOT_ENABLE", "AUTOPILOT_GUARD_INTERVAL_SEC", "FEATURE_JOURNAL"];

    public static OptionGroup Group { get; } = new OptionGroup("control",
    [
        Secret("API_TOKEN", "the token of the operator `api`; without it one is made once and kept in the data directory; in live it counts as no person and releases nothing", "токен оператора `api`; без него создаётся один раз и хранится в каталоге данных; в live не считается человеком и ничего не снимает"),
        Secret("OPERATOR_TOKENS", "`name:role:token, ...`; roles viewer, auditor, operator", "`имя:роль:токен, ...`; роли viewer, auditor, operator"),
        Secret(ApproveToken.Variable, "a second factor that every confirmation needs; a secret of its own, 8 characters or more", "второй фактор каждого подтверждения; отдельный секрет, от 8 символов"),
        Switch("control.two_man_rule", true, RiskSense.LowerIsMore,
            "requester and confirmer are two operators; off is refused in live, and live sends no order with fewer than two operators (ADR 0016)",
            "запрашивает и подтверждает не один и тот же оператор; выключить в live нельзя, и с одним оператором live не отправляет заявок (ADR 0016)") with
        {
            Variables = [ControlSettings.TwoManRuleVariable],
            DefaultWords = new LocalText("on in testnet and live, in paper where there are two operators", "включено в testnet и live, в paper при двух операторах"),
        },
        Time("control.approval_valid_min", D.ApprovalValidity, 1m, 1_440m, "min", RiskSense.HigherIsMore,
            "how long a request waits, and a confirmed one for being carried out", "сколько ждёт запрос, а подтверждённый ждёт исполнения"),
        Number("control.size_after_resume", D.SizeAfterResume, 0.01m, 1m, "", RiskSense.HigherIsMore,
            "part of `order_notional_usdt` that new pairs get after people let the desk go on; 1 switches it off", "часть `order_notional_usdt`, которую получают новые пары после выхода из HOLD людьми; 1 выключает"),
        Whole("control.clean_pairs_after_resume", D.CleanPairsAfterResume, 0m, 100m, "", RiskSense.LowerIsMore,
            "pairs that must go well before new ones have their full size again; 0 switches it off", "сколько пар должно пройти чисто до полного размера; 0 выключает"),
        Time("control.clean_pair_after_min", D.CleanPairAfter, 1m, 1_440m, "min", RiskSense.LowerIsMore,
            "an open pair that is equal for so long counts as clean before it is closed", "открытая пара, столько времени равная, считается чистой до закрытия"),
        Autopilot,
        GuardInterval,
        Variable(Switch("FEATURE_JOURNAL", true, RiskSense.None,
            "cannot be switched off: the journal is the write-ahead of every order; off stops the start", "выключить нельзя: журнал пишется до каждой заявки; off останавливает запуск")),
    ]).TakenWhileRunning([.. NextStart, "control.two_man_rule"]);

    private static ConfigOption Secret(string variable, string english, string russian) => Variable(Of(OptionKind.Secret, variable, RiskSense.AnyChange, english, russian));
}
