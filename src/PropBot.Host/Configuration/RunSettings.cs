using System.Globalization;
using PropBot.Core.Engine;
using PropBot.Core.Execution;
using PropBot.Host.Auth;
using PropBot.Host.Chaos;
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

    /// <summary>The second factor of a confirmation; null: none is asked for.</summary>
    public string? ApproveToken { get; init; }

    /// <summary>Where and as whom the bot goes in testnet and live; empty in paper, whose world makes its own.</summary>
    public required IReadOnlyList<VenueOptions> Venues { get; init; }

    /// <summary>Where the ledger is.</summary>
    public LedgerConfig Ledger { get; init; } = new();

    /// <summary>Null: one is made and kept.</summary>
    public string? ApiToken { get; init; }

    public string? OperatorTokens { get; init; }

    public string? SimulatorFile { get; init; }

    /// <summary>Null: nothing is cut off on purpose.</summary>
    public CrashOptions? Crash { get; init; }

    /// <param name="environment">A variable's text by its name; null when it is not set.</param>
    /// <exception cref="ConfigException">Every fault found.</exception>
    public static RunSettings Read(RunArguments arguments, Func<string, string?> environment)
    {
        var faults = new List<ConfigFault>();
        string profile = Chosen(arguments.Profile, environment("PROFILE")) ?? "paper";
        if (!ConfigReader.Profiles.Contains(profile, StringComparer.Ordinal))
        {
            throw new ConfigException([new ConfigFault("--profile", $"'{profile}' is not one of {string.Join(", ", ConfigReader.Profiles)}")]);
        }

        BotConfig? config = null;
        try
        {
            config = ConfigReader.Parse(ReadFile(arguments.ConfigPath, profile), profile);
        }
        catch (ConfigException wrong)
        {
            faults.AddRange(wrong.Faults);
        }

        PaperConfig paper = profile == "paper"
            ? WithFlags(config?.Paper ?? new PaperConfig(), arguments, environment, faults)
            : WithoutMarketFlags(profile, arguments, faults);
        var orders = OrderSwitch.Read(profile, environment, faults);
        IReadOnlyList<VenueOptions> venues = config is null || profile == "paper"
            ? []
            : VenueSettings.Read(config, environment, orders.PlacesOrders, faults);
        CrashOptions? crash = CrashOptions.Read(profile, environment, faults);
        ChaosSettings chaos = ChaosSwitch.Read(profile, arguments.ConfigPath, environment, config?.Chaos ?? new ChaosValues(), faults);
        string urls = Chosen(arguments.Urls, environment("PROPBOT_URLS")) ?? DefaultUrls;
        if (!Uri.TryCreate(urls, UriKind.Absolute, out Uri? address) || address.Scheme != Uri.UriSchemeHttp)
        {
            faults.Add(new ConfigFault("--urls", $"'{urls}' is not one address such as {DefaultUrls}"));
        }

        RebalancerOptions? rebalancer = RebalancerSwitch.Read(environment, faults);
        if (!EnvironmentSwitch.Read("FEATURE_JOURNAL", environment, fallback: true, faults))
        {
            faults.Add(new ConfigFault(
                "FEATURE_JOURNAL",
                "is off: the journal is the write-ahead of every order and cancel, without it a crash would lose orders; it cannot be switched off, remove the variable"));
        }

        GuardInterval.Check(environment, faults);
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

        LedgerConfig ledger = (config?.Ledger ?? new LedgerConfig()).WithVariables(environment, faults);
        ControlOptions control = ControlSettings.Read(
            profile, config?.Control ?? ControlConfig.Default, environment, named, Chosen(environment("API_TOKEN")) is not null, orders, faults);
        WatchdogOptions watchdog = WatchdogSettings.WithVariables(config?.Watchdog ?? new WatchdogOptions(), environment, faults);
        string? approveToken = ControlSettings.ApproveToken(environment, named, faults);
        return faults.Count > 0
            ? throw new ConfigException(faults)
            : new RunSettings
            {
                Config = config! with { Paper = paper, Execution = config.Execution with { Rebalancer = rebalancer } },
                Address = address!,
                DataDirectory = Chosen(arguments.DataDirectory, environment("DATA_DIR")) ?? DefaultDataDirectory,
                Autopilot = autopilot,
                Orders = orders,
                Chaos = chaos,
                Control = control,
                Watchdog = watchdog,
                ApproveToken = approveToken,
                Venues = venues,
                Ledger = ledger,
                ApiToken = Chosen(environment("API_TOKEN")),
                OperatorTokens = Chosen(environment("OPERATOR_TOKENS")),
                SimulatorFile = Chosen(arguments.SimulatorFile),
                Crash = crash,
            };
    }

    /// <summary>Flags of a paper market over its configuration; used by <c>run</c> and <c>sim</c>.</summary>
    public static PaperConfig WithFlags(PaperConfig paper, RunArguments arguments, Func<string, string?> environment, List<ConfigFault> faults)
    {
        string? recording = Chosen(arguments.Recording, environment("PROPBOT_RECORDING")) ?? paper.Recording;
        string feed = Chosen(arguments.Feed, environment("PROPBOT_FEED")) ?? (arguments.Recording is null ? paper.Feed : "recorded");
        if (feed is not ("model" or "recorded"))
        {
            faults.Add(new ConfigFault("--feed", $"'{feed}' is not model or recorded"));
        }
        else if (feed == "recorded" && recording is null)
        {
            faults.Add(new ConfigFault("--recording", "is missing: --feed recorded needs the path of a recording"));
        }
        else if (feed == "recorded" && !Path.Exists(recording))
        {
            faults.Add(new ConfigFault("--recording", $"'{recording}' does not exist"));
        }
        else if (feed == "model" && arguments.Recording is not null)
        {
            faults.Add(new ConfigFault("--recording", "goes with --feed recorded, not with --feed model"));
        }

        decimal speed = paper.Speed;
        if (Chosen(arguments.Speed, environment("PROPBOT_SPEED")) is { } speedText
            && (!decimal.TryParse(speedText, NumberStyles.Float, CultureInfo.InvariantCulture, out speed) || speed < 0.1m || speed > 20_000m))
        {
            faults.Add(new ConfigFault("--speed", $"'{speedText}' is not a number from 0.1 to 20000"));
        }

        ulong seed = paper.Seed;
        if (Chosen(arguments.Seed, environment("PROPBOT_SEED")) is { } seedText
            && (!ulong.TryParse(seedText, NumberStyles.None, CultureInfo.InvariantCulture, out seed) || seed > int.MaxValue))
        {
            faults.Add(new ConfigFault("--seed", $"'{seedText}' is not a whole number from 0 to {int.MaxValue}"));
        }

        return paper with { Feed = feed, Recording = recording, Speed = speed, Seed = seed };
    }

    /// <summary>The market of testnet and live is the venues' own.</summary>
    private static PaperConfig WithoutMarketFlags(string profile, RunArguments arguments, List<ConfigFault> faults)
    {
        (string Flag, string? Value)[] flags =
        [
            ("--feed", arguments.Feed), ("--recording", arguments.Recording), ("--speed", arguments.Speed), ("--seed", arguments.Seed),
            ("--simulator", arguments.SimulatorFile),
        ];
        faults.AddRange(flags.Where(f => f.Value is not null).Select(f => new ConfigFault(f.Flag, $"goes with --profile paper, not with {profile}")));
        return new PaperConfig();
    }

    /// <summary>The named file, else the profile's file under <c>configs/</c>, else what the program has built in.</summary>
    public static string ReadFile(string? path, string profile)
    {
        string file = path ?? Path.Combine("configs", $"config.{profile}.yaml");
        if (path is null && !File.Exists(file))
        {
            return ConfigReader.BuiltIn(profile);
        }

        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException([new ConfigFault("--config", $"{file} cannot be read: {unreadable.Message}")]);
        }
    }

    private static string? Chosen(params string?[] candidates) =>
        candidates.FirstOrDefault(c => !string.IsNullOrWhiteSpace(c))?.Trim();
}
