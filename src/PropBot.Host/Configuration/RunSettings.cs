using PropBot.Core.Engine;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Auth;
using PropBot.Host.Chaos;
using PropBot.Host.Configuration.Options;
using PropBot.Host.Drills;
using PropBot.Venues;

namespace PropBot.Host.Configuration;

/// <summary>Everything a run needs, from flags over environment over file, checked as a whole.</summary>
public sealed record RunSettings
{
    public const string DefaultUrls = "http://127.0.0.1:8000";
    public const string DefaultDataDirectory = "data";

    public required BotConfig Config { get; init; }

    public required Uri Address { get; init; }

    public required string DataDirectory { get; init; }

    public required bool Autopilot { get; init; }

    public required OrderSwitch Orders { get; init; }

    /// <summary>What goes wrong on purpose.</summary>
    public ChaosSettings Chaos { get; init; } = ChaosSettings.Off;

    public required ControlOptions Control { get; init; }

    public required WatchdogOptions Watchdog { get; init; }

    public SloOptions Slo { get; init; } = new();

    /// <summary>The second factor of a confirmation; null: none is asked for.</summary>
    public string? ApproveToken { get; init; }

    /// <summary>Where and as whom the bot goes in testnet and live; empty in paper, whose world makes its own.</summary>
    public required IReadOnlyList<VenueOptions> Venues { get; init; }

    /// <summary>Where the ledger is.</summary>
    public LedgerConfig Ledger { get; init; } = new();

    /// <summary>Where traces go.</summary>
    public TracingConfig Tracing { get; init; } = new();

    /// <summary>Null: one is made and kept.</summary>
    public string? ApiToken { get; init; }

    public string? OperatorTokens { get; init; }

    public string? SimulatorFile { get; init; }

    /// <summary>Null: nothing is cut off on purpose.</summary>
    public CrashOptions? Crash { get; init; }

    /// <summary>Every option with the value that holds and who said it.</summary>
    public IReadOnlyList<EffectiveValue> Values { get; init; } = [];

    /// <summary>The file that it was read from; null for what is built in.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>What is set and has no effect.</summary>
    public IReadOnlyList<ConfigFault> Warnings { get; init; } = [];

    /// <param name="yaml">In place of the file's text.</param>
    /// <param name="environment">A variable's text by its name; null when it is not set.</param>
    /// <param name="begins">A run is to begin: its folder must be writable.</param>
    /// <exception cref="ConfigException">Every fault found.</exception>
    public static RunSettings Read(RunArguments arguments, Func<string, string?> environment, string? yaml = null, bool begins = false)
    {
        var faults = new List<ConfigFault>();
        string profile = Chosen(arguments.Profile, environment("PROFILE")) ?? "paper";
        if (!ConfigReader.Profiles.Contains(profile, StringComparer.Ordinal))
        {
            throw new ConfigException([new ConfigFault("--profile", $"'{profile}' is not one of {string.Join(", ", ConfigReader.Profiles)}")]);
        }

        var warnings = new List<ConfigFault>();
        VariableCheck.Check(profile, environment, arguments.VariableNames, faults, warnings);
        var sources = new ConfigSources(environment, arguments.Flag, faults);
        BotConfig config = ConfigReader.Read(yaml ?? ReadFile(arguments.ConfigPath, profile, faults), profile, sources);
        CheckMarket(profile, config.Paper, arguments, faults);
        var orders = OrderSwitch.Read(profile, environment, faults);
        IReadOnlyList<VenueOptions> venues = profile == "paper"
            ? []
            : VenueSettings.Read(config, environment, orders.PlacesOrders, faults);
        CrashOptions? crash = CrashOptions.Read(profile, environment, faults);
        ChaosSettings chaos = ChaosSwitch.Read(profile, arguments.ConfigPath, environment, config.Chaos, faults);
        string urls = sources.Text(RunKeys.Urls)!;
        if (!Uri.TryCreate(urls, UriKind.Absolute, out Uri? address) || address.Scheme != Uri.UriSchemeHttp)
        {
            faults.Add(new ConfigFault("--urls", $"'{urls}' is not one address such as {DefaultUrls}"));
        }
        else
        {
            config.Server.Check(profile, address, faults, warnings);
        }

        RebalancerOptions? rebalancer = RebalancerSwitch.Read(sources);
        if (!EnvironmentSwitch.Read("FEATURE_JOURNAL", environment, fallback: true, faults))
        {
            faults.Add(new ConfigFault(
                "FEATURE_JOURNAL",
                "is off: the journal is the write-ahead of every order and cancel, without it a crash would lose orders; it cannot be switched off, remove the variable"));
        }

        SloOptions slo = SloThresholds.Over(SloThresholds.Read(config.ThresholdsFile, arguments.ConfigPath, profile, faults), sources);
        GuardInterval.Check(sources);
        string dataDirectory = sources.Text(RunKeys.DataDirectory)!;
        if (begins && Host.DataDirectory.Trouble(dataDirectory) is { } trouble)
        {
            faults.Add(new ConfigFault(Host.DataDirectory.Flag, trouble));
        }

        bool autopilot = EnvironmentSwitch.Read("AUTOPILOT_ENABLE", environment, fallback: profile == "paper", faults);
        if (autopilot && profile == "live")
        {
            faults.Add(new ConfigFault("AUTOPILOT_ENABLE", "is on: with real money a HOLD is left by two people, never by the autopilot"));
        }

        OperatorTokens? named = null;
        try
        {
            named = Auth.OperatorTokens.Parse(environment("API_TOKEN"), environment("OPERATOR_TOKENS"));
        }
        catch (FormatException wrong)
        {
            faults.Add(new ConfigFault("API_TOKEN, OPERATOR_TOKENS", wrong.Message));
        }

        TracingConfig tracing = config.Tracing.With(sources);
        CheckWatchdog(profile, config.Watchdog, faults);
        CheckEntry(profile, config.Execution, faults);
        RiskOptions risk = RiskSettings.WithOwnLimits(config with { Risk = DayLimitSettings.Read(profile, config.Risk, sources) }, environment, arguments.VariableNames, faults);
        ControlOptions control = ControlSettings.Read(
            profile, config.Control, named, Chosen(environment("API_TOKEN")) is not null, orders, faults);
        string? approveToken = ControlSettings.ApproveToken(environment, named, faults);
        return faults.Count > 0
            ? throw new ConfigException(faults)
            : new RunSettings
            {
                Config = config with { Risk = risk, Execution = config.Execution with { Rebalancer = rebalancer } },
                Address = address!,
                DataDirectory = dataDirectory,
                Autopilot = autopilot,
                Orders = orders,
                Chaos = chaos,
                Control = control,
                Watchdog = config.Watchdog,
                Slo = slo,
                ApproveToken = approveToken,
                Venues = venues,
                Ledger = config.Ledger,
                Tracing = tracing,
                ApiToken = Chosen(environment("API_TOKEN")),
                OperatorTokens = Chosen(environment("OPERATOR_TOKENS")),
                SimulatorFile = Chosen(arguments.SimulatorFile),
                Crash = crash,
                ConfigPath = FileOf(arguments.ConfigPath, profile),
                Warnings = warnings,
                Values = ValuesOf(sources, profile, control, autopilot, chaos),
            };
    }

    private static void CheckWatchdog(string profile, WatchdogOptions watchdog, List<ConfigFault> faults)
    {
        if (profile == "live" && !watchdog.Enabled)
        {
            faults.Add(new ConfigFault("watchdog.enabled", "is off: with real money every venue is watched; leave it on"));
        }

        if (profile == "live" && !watchdog.AutoHold)
        {
            faults.Add(new ConfigFault("watchdog.auto_hold", "is off: with real money a venue that stays degraded holds the desk; set it on"));
        }
    }

    /// <summary>A resting order outlives the process, and not every venue takes it out of the book when nobody is heard of any more (ADR 0012).</summary>
    private static void CheckEntry(string profile, ExecutionOptions execution, List<ConfigFault> faults)
    {
        if (profile == "live" && execution.Entry == EntryChoice.Maker)
        {
            faults.Add(new ConfigFault(
                "execution.entry",
                "is maker: should this process die, its resting order would stay in the book and fill with nobody there to hedge it; with real money take auto, together or harder_first"));
        }
    }

    /// <summary>A recording that is asked for must be there; the market of testnet and live is the venues' own.</summary>
    private static void CheckMarket(string profile, PaperConfig paper, RunArguments arguments, List<ConfigFault> faults)
    {
        if (profile != "paper")
        {
            faults.AddRange(RunArguments.MarketFlags.Where(f => arguments.Flag(f) is not null).Select(f => new ConfigFault(f, $"goes with --profile paper, not with {profile}")));
        }
        else if (paper.Feed == "recorded" && paper.Recording is null)
        {
            faults.Add(new ConfigFault("--recording", "is missing: --feed recorded needs the path of a recording"));
        }
        else if (paper.Feed == "recorded" && !Path.Exists(paper.Recording))
        {
            faults.Add(new ConfigFault("--recording", $"'{paper.Recording}' does not exist"));
        }
        else if (paper.Feed == "model" && arguments.Recording is not null)
        {
            faults.Add(new ConfigFault("--recording", "goes with --feed recorded, not with --feed model"));
        }
    }

    /// <summary>What was decided where more than one option speaks stands for what was said.</summary>
    private static IReadOnlyList<EffectiveValue> ValuesOf(ConfigSources sources, string profile, ControlOptions control, bool autopilot, ChaosSettings chaos)
    {
        sources.Decide(ConfigOptions.At("control.two_man_rule"), control.TwoManRule ? "on" : "off");
        sources.Decide(ControlKeys.Autopilot, autopilot ? "on" : "off");
        if (chaos.Enabled)
        {
            string? by = chaos.Profile == ChaosSettings.Custom ? null : ChaosVariables.Profile;
            sources.Decide(ConfigOptions.At("chaos.ws_drop_probability"), WireNumber.Format(chaos.WsDropP), by);
            sources.Decide(ConfigOptions.At("chaos.rest_timeout_probability"), WireNumber.Format(chaos.RestTimeoutP), by);
            sources.Decide(ConfigOptions.At("chaos.order_delay_ms"), WireNumber.Format(chaos.OrderDelayMs), by);
        }

        return sources.Values(profile);
    }

    /// <summary>The named file, else the profile's file under <c>configs/</c>, else what the program has built in.</summary>
    public static string ReadFile(string? path, string profile)
    {
        var faults = new List<ConfigFault>();
        string text = ReadFile(path, profile, faults);
        return faults.Count == 0 ? text : throw new ConfigException(faults);
    }

    /// <summary>Null for what is built in.</summary>
    private static string? FileOf(string? path, string profile)
    {
        string file = path ?? Path.Combine("configs", $"config.{profile}.yaml");
        return path is not null || File.Exists(file) ? file : null;
    }

    private static string ReadFile(string? path, string profile, List<ConfigFault> faults)
    {
        if (FileOf(path, profile) is not { } file)
        {
            return ConfigReader.BuiltIn(profile);
        }

        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            faults.Add(new ConfigFault("--config", $"{file} cannot be read: {unreadable.Message}"));
            return ConfigReader.BuiltIn(profile);
        }
    }

    private static string? Chosen(params string?[] candidates) =>
        candidates.FirstOrDefault(c => !string.IsNullOrWhiteSpace(c))?.Trim();
}
