using PropBot.Host.Chaos;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>What goes wrong on purpose: <c>chaos</c>. Value by value the variable, else the chosen fault profile, else the file (ADR 0014).</summary>
internal static class ChaosKeys
{
    public static readonly ConfigOption Seed = Variable(Whole(ChaosVariables.Seed, 1m, 0m, int.MaxValue, "", RiskSense.None,
        "the same seed draws the same for each venue, stream and kind", "одно и то же число даёт одни и те же сбои для каждой биржи, потока и вида"));

    public static OptionGroup Group { get; } = new("chaos",
    [
        Variable(Switch(ChaosVariables.Feature, false, RiskSense.HigherIsMore,
            "injects faults on the bot's own way to its venues; off, whatever else is set changes nothing", "вносит сбои на пути бота к биржам; выключено: остальное ничего не меняет")),
        Variable(Of(OptionKind.Text, ChaosVariables.Profile, RiskSense.AnyChange,
            "`none`, `mild`, `storm` or one of your own in `configs/fault_profiles.yaml` (beside the file of --config)", "`none`, `mild`, `storm` или свой в `configs/fault_profiles.yaml` (рядом с файлом --config)")),
        Number("chaos.ws_drop_probability", 0m, 0m, 1m, "", RiskSense.HigherIsMore,
            "that a market-data message is dropped before its stream sees it", "вероятность потерять сообщение рыночных данных") with { Variables = [ChaosVariables.WsDrop] },
        Number("chaos.rest_timeout_probability", 0m, 0m, 1m, "", RiskSense.HigherIsMore,
            "that a REST request ends as a time-out: half never leave, half lose their answer", "вероятность тайм-аута запроса REST: половина не уходит, половина теряет ответ") with
        {
            Variables = [ChaosVariables.RestTimeout],
        },
        Whole("chaos.order_delay_ms", 0m, 0m, ChaosSwitch.LongestOrderDelayMs, "ms", RiskSense.HigherIsMore,
            "how long each place, amend and cancel waits before it leaves", "сколько ждёт перед отправкой каждая заявка, изменение и отмена") with { Variables = [ChaosVariables.OrderDelay] },
        Seed,
        Variable(Of(OptionKind.Text, ChaosVariables.LiveConfirm, RiskSense.AnyChange,
            "`I_KNOW_WHAT_I_AM_DOING`: without it live does not start with chaos on", "`I_KNOW_WHAT_I_AM_DOING`: без неё live с хаосом не запускается")) with { Profiles = ["live"] },
    ]);
}
