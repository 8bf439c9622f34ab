using System.Globalization;
using PropBot.Host.Auth;

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

    /// <summary>Null: one is made and kept.</summary>
    public string? ApiToken { get; init; }

    public string? OperatorTokens { get; init; }

    public string? SimulatorFile { get; init; }

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

        if (profile != "paper")
        {
            throw new ConfigException([new ConfigFault("--profile",
                $"'{profile}' is not available in this version: it needs the two-person resume and the limits that come with it. Use --profile paper.")]);
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

        PaperConfig paper = WithFlags(config?.Paper ?? new PaperConfig(), arguments, environment, faults);
        string urls = Chosen(arguments.Urls, environment("PROPBOT_URLS")) ?? DefaultUrls;
        if (!Uri.TryCreate(urls, UriKind.Absolute, out Uri? address) || address.Scheme != Uri.UriSchemeHttp)
        {
            faults.Add(new ConfigFault("--urls", $"'{urls}' is not one address such as {DefaultUrls}"));
        }

        bool autopilot = ReadSwitch("AUTOPILOT_ENABLE", environment, fallback: profile == "paper", faults);
        try
        {
            _ = Auth.OperatorTokens.Parse(environment("API_TOKEN"), environment("OPERATOR_TOKENS"));
        }
        catch (FormatException wrong)
        {
            faults.Add(new ConfigFault("API_TOKEN, OPERATOR_TOKENS", wrong.Message));
        }

        return faults.Count > 0
            ? throw new ConfigException(faults)
            : new RunSettings
            {
                Config = config! with { Paper = paper },
                Address = address!,
                DataDirectory = Chosen(arguments.DataDirectory, environment("DATA_DIR")) ?? DefaultDataDirectory,
                Autopilot = autopilot,
                ApiToken = Chosen(environment("API_TOKEN")),
                OperatorTokens = Chosen(environment("OPERATOR_TOKENS")),
                SimulatorFile = Chosen(arguments.SimulatorFile),
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

    /// <summary>The named file, else the profile's file under <c>configs/</c>, else what the program has built in.</summary>
    public static string ReadFile(string? path, string profile)
    {
        string file = path ?? Path.Combine("configs", $"config.{profile}.yaml");
        if (path is null && !File.Exists(file))
        {
            return ConfigReader.BuiltInPaper;
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

    private static bool ReadSwitch(string name, Func<string, string?> environment, bool fallback, List<ConfigFault> faults)
    {
        string? text = Chosen(environment(name));
        switch (text?.ToLowerInvariant())
        {
            case null:
                return fallback;
            case "1" or "true" or "yes" or "on":
                return true;
            case "0" or "false" or "no" or "off":
                return false;
            default:
                faults.Add(new ConfigFault(name, $"'{text}' is not one of 1, true, yes, on, 0, false, no, off"));
                return fallback;
        }
    }

    private static string? Chosen(params string?[] candidates) =>
        candidates.FirstOrDefault(c => !string.IsNullOrWhiteSpace(c))?.Trim();
}
