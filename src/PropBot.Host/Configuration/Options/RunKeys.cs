using PropBot.Host.Drills;
using PropBot.Host.Localization;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>What a run is: its profile, where it lives and whether its orders leave.</summary>
internal static class RunKeys
{
    public static readonly ConfigOption Profile = Choice("profile", "paper", ConfigReader.Profiles, RiskSense.AnyChange,
        "the file must say the one that the process was started with", "файл должен называть тот, с которым запущен процесс") with
    {
        Variables = ["PROFILE"],
        Flag = "--profile",
    };

    public static readonly ConfigOption Urls = Variable(Of(OptionKind.Address, "PROPBOT_URLS", RiskSense.None, "address of the operator surface", "адрес интерфейса оператора")) with
    {
        Flag = "--urls",
        Default = RunSettings.DefaultUrls,
    };

    public static readonly ConfigOption DataDirectory = Variable(Of(OptionKind.Path, "DATA_DIR", RiskSense.AnyChange,
        "folder of ledger, token and simulated accounts; belongs to one profile for good", "каталог журнала, токена и симулированных счетов; навсегда принадлежит одному профилю")) with
    {
        Flag = "--data-dir",
        Default = RunSettings.DefaultDataDirectory,
    };

    public static OptionGroup Group { get; } = new("run",
    [
        Profile,
        Urls,
        DataDirectory,
        Variable(Of(OptionKind.Path, "--config", RiskSense.AnyChange, "the configuration file", "файл конфигурации")) with
        {
            Variables = [],
            Flag = "--config",
            DefaultWords = new LocalText("`configs/config.<profile>.yaml`, else built in", "`configs/config.<profile>.yaml`, иначе встроенный"),
        },
        Variable(Of(OptionKind.Path, "--simulator", RiskSense.AnyChange, "file that `propbot sim` wrote: trades on that simulator", "файл, записанный `propbot sim`: торговля на том симуляторе")) with
        {
            Variables = [],
            Flag = "--simulator",
            Profiles = ["paper"],
        },
        Variable(Switch(OrderSwitch.TestnetVariable, false, RiskSense.HigherIsMore, "orders leave in testnet", "в testnet заявки отправляются")) with { Profiles = ["testnet"] },
        Variable(Of(OptionKind.Text, OrderSwitch.LiveVariable, RiskSense.AnyChange, "`I_KNOW_WHAT_I_AM_DOING`: orders leave in live", "`I_KNOW_WHAT_I_AM_DOING`: в live заявки отправляются")) with { Profiles = ["live"] },
        .. OrderSwitch.DryRunVariables.Select(name => Variable(Switch(name, false, RiskSense.LowerIsMore,
            "nothing is opened; in testnet and live nothing is sent at all", "ничего не открывается; в testnet и live ничего не отправляется"))),
        Variable(Of(OptionKind.Text, CrashOptions.AtVariable, RiskSense.AnyChange, "kills the process at a named point, for drills (docs/drills.md)", "убивает процесс в названной точке, для учений (docs/drills.md)")) with { Profiles = ["paper"] },
        Variable(Of(OptionKind.Path, CrashOptions.ListVariable, RiskSense.None, "file of the points that were passed, for drills", "файл пройденных точек, для учений")) with { Profiles = ["paper"] },
    ]);
}
