using PropBot.Host.Localization;

namespace PropBot.Host.Configuration;

/// <summary>
/// Whether orders may leave, for all venues alike: a run in which one venue trades and another only pretends would leave naked
/// legs. Testnet and live read only unless their switch says otherwise (ADR 0011).
/// </summary>
/// <param name="PlacesOrders">True: orders go out.</param>
/// <param name="Why">What keeps orders back, for the page; null when nothing does.</param>
public sealed record OrderSwitch(bool PlacesOrders, LocalText? Why)
{
    public const string TestnetVariable = "ENABLE_PLACE_TEST_ORDERS";
    public const string LiveVariable = "LIVE_CONFIRM";
    public const string LivePhrase = "I_KNOW_WHAT_I_AM_DOING";

    internal static readonly string[] DryRunVariables = ["DRY_RUN_ONLY", "DRY_RUN_MODE"];

    /// <summary>One of the dry run's variables is on, in whatever profile: nothing is opened.</summary>
    public bool IsDryRun { get; init; }

    internal static OrderSwitch Read(string profile, Func<string, string?> environment, List<ConfigFault> faults)
    {
        string[] dry = [.. DryRunVariables.Where(name => EnvironmentSwitch.Read(name, environment, fallback: false, faults))];
        if (profile == "paper")
        {
            return new OrderSwitch(true, null) { IsDryRun = dry.Length > 0 };
        }

        if (dry.Length > 0)
        {
            return Off($"{dry[0]} is on", $"включён {dry[0]}") with { IsDryRun = true };
        }

        return profile == "live" ? ReadLive(environment, faults) : ReadTestnet(environment, faults);
    }

    private static OrderSwitch ReadTestnet(Func<string, string?> environment, List<ConfigFault> faults) =>
        EnvironmentSwitch.Read(TestnetVariable, environment, fallback: false, faults)
            ? new OrderSwitch(true, null)
            : Off($"{TestnetVariable} is not on", $"{TestnetVariable} не включён");

    private static OrderSwitch ReadLive(Func<string, string?> environment, List<ConfigFault> faults)
    {
        string? said = environment(LiveVariable)?.Trim();
        if (said == LivePhrase)
        {
            return new OrderSwitch(true, null);
        }

        if (!string.IsNullOrEmpty(said))
        {
            faults.Add(new ConfigFault(LiveVariable, $"'{said}' is not {LivePhrase}; leave it out to read only"));
        }

        return Off($"{LiveVariable} is not {LivePhrase}", $"{LiveVariable} не равен {LivePhrase}");
    }

    private static OrderSwitch Off(string english, string russian) => new(false, new LocalText(
        $"READ ONLY: {english}. Market data and accounts are shown, no order leaves.",
        $"ТОЛЬКО ЧТЕНИЕ: {russian}. Рыночные данные и счета показываются, ни одна заявка не отправляется."));
}
