using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Tests.Configuration;

/// <summary>Goal: what is described is what is read: every key is taken from the file, every bad value stops the start with value and limit, every variable wins over the file.</summary>
public sealed class OptionWalkTests
{
    private static readonly string[] ReadElsewhere = ["profile", "status_thresholds_file"];

    public static TheoryData<string> Keys => [.. ConfigOptions.All.Select(o => o.Key).OfType<string>().Except(ReadElsewhere)];

    public static TheoryData<string> Numbers => [.. ConfigOptions.All.Where(o => o.IsNumber).Select(o => o.Name)];

    public static TheoryData<string> Variables => [.. ConfigOptions.Variables];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Key_IsTakenFromTheFile(string key)
    {
        ConfigOption option = ConfigOptions.At(key);
        (string text, _) = Samples(option);
        EffectiveValue value = Read(option.Profiles[0], OptionFile.With(option, option.Profiles[0], text)).Values.Single(v => v.Path == OptionFile.PathOf(option));
        Assert.Equal((text, ValueOrigin.File), (value.Text, value.Origin));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Number_OutsideItsRangeOrNone_IsAFaultThatNamesValueAndLimits(string name)
    {
        ConfigOption option = ConfigOptions.All.Single(o => o.Name == name);
        foreach (string text in new[] { WireNumber.Format(option.Least - 0.001m), WireNumber.Format(option.Most + 1m), "many" })
        {
            var wrong = option.Key is null
                ? Assert.Throws<ConfigException>(() => Read(option.Profiles[0], ConfigReader.BuiltIn(option.Profiles[0]), (name, text), ("FEATURE_CHAOS", "1")))
                : Assert.Throws<ConfigException>(() => Read(option.Profiles[0], OptionFile.With(option, option.Profiles[0], text)));
            string fault = Assert.Single(wrong.Faults).ToString();
            Assert.StartsWith(option.Key is null ? name : OptionFile.FilePathOf(option), fault, StringComparison.Ordinal);
            Assert.Contains($"'{text}' is not a", fault, StringComparison.Ordinal);
            Assert.Contains($"from {WireNumber.Format(option.Least)} to {WireNumber.Format(option.Most)}", fault, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void Variable_WinsOverTheFile(string variable)
    {
        ConfigOption option = ConfigOptions.OfVariable(variable)!;
        if (option.Kind == OptionKind.Secret || ReadElsewhere.Contains(option.Key))
        {
            return;
        }

        (string inFile, string said) = Samples(option);
        string profile = ProfileOf(option, variable);
        RunSettings settings = Read(profile, option.Key is null ? ConfigReader.BuiltIn(profile) : OptionFile.With(option, profile, inFile, VenueOf(variable)), ("FEATURE_CHAOS", "1"), ("CHAOS_LIVE_CONFIRM", OrderSwitch.LivePhrase), (variable, said));
        EffectiveValue value = settings.Values.Single(v => v.Path == OptionFile.PathOf(option, VenueOf(variable)));
        Assert.Equal((ValueOrigin.Variable, variable), (value.Origin, value.Source));
        Assert.Equal(option.Key == "ledger.connection" ? "postgresql://other:5432/books" : said, value.Text);
    }

    [Fact]
    public void Secrets_AreNeverShown()
    {
        IReadOnlyList<EffectiveValue> values = Read("testnet", ConfigReader.BuiltIn("testnet"), ("API_TOKEN", "very-secret-token"), ("APPROVE_TOKEN", "other-secret-token")).Values;
        Assert.All(values.Where(v => v.Option.Kind == OptionKind.Secret), v => Assert.Contains(v.Text, new[] { "", EffectiveValue.Masked }));
        Assert.Equal(EffectiveValue.Masked, values.Single(v => v.Path == "API_TOKEN").Text);
        Assert.Equal("", values.Single(v => v.Path == "OPERATOR_TOKENS").Text);
    }

    [Fact]
    public void Descriptions_AreWhole()
    {
        Assert.All(ConfigOptions.All, o =>
        {
            Assert.NotEmpty(o.Meaning.English);
            Assert.NotEmpty(o.Meaning.Russian);
            Assert.True(!o.IsNumber || (o.Least < o.Most && WireNumber.Parse(o.Default) >= o.Least && WireNumber.Parse(o.Default) <= o.Most), o.Name);
        });
        Assert.Equal(ConfigOptions.All.Count, ConfigOptions.All.Select(o => o.Name).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>Two texts that are not the default: for the file and for the variable.</summary>
    private static (string InFile, string Said) Samples(ConfigOption option)
    {
        switch (option.Kind)
        {
            case OptionKind.Number or OptionKind.Whole:
                decimal fallback = WireNumber.Parse(option.Default);
                decimal middle = (fallback + (fallback > option.Least ? option.Least : option.Most)) / 2m;
                middle = option.Kind == OptionKind.Whole ? decimal.Truncate(middle) : middle;
                return (WireNumber.Format(middle), WireNumber.Format(middle == option.Least ? fallback + 1m : option.Least));
            case OptionKind.Switch when option.Variables.Contains("FEATURE_JOURNAL"):
                return ("on", "on");
            case OptionKind.Switch:
                return option.Default == "on" ? ("off", "on") : ("on", option.Key is null ? "on" : "off");
            case OptionKind.Choice when option.Key == "paper.feed":
                return ("model", "model");
            case OptionKind.Choice:
                return (option.Words.First(w => w != option.Default), option.Default.Length > 0 ? option.Default : option.Words[1]);
            case OptionKind.List:
                return ("[ETHUSDT, SOLUSDT]", "");
            case OptionKind.Address:
                string scheme = option.Name.Contains("ws", StringComparison.Ordinal) ? "ws" : "http";
                return ($"{scheme}://127.0.0.1:1/", $"{scheme}://127.0.0.1:2/");
            case OptionKind.Text when option.Key == "ledger.connection":
                return ("postgresql://db.example:5432/ledger", "postgresql://desk:pass@other/books");
            case OptionKind.Text when option.Key == "server.trusted_proxies":
                return ("192.0.2.1", "192.0.2.2");
            case OptionKind.Text when option.Name.Contains("CONFIRM", StringComparison.Ordinal):
                return ("", OrderSwitch.LivePhrase);
            case OptionKind.Text when option.Name == "PROPBOT_CRASH_AT":
                return ("", "committed/PairChanged.Open:2");
            default:
                return ("file-text", "mild");
        }
    }

    /// <summary>Where the variable is read: keys and addresses differ by it.</summary>
    private static string ProfileOf(ConfigOption option, string variable) => option.Key?.StartsWith("derivatives.venues", StringComparison.Ordinal) != true
        ? option.Profiles[0]
        : VenueVariables.Venues.Any(v => VenueVariables.Of(v, "live").Rest == variable) ? "live" : "testnet";

    private static VenueId VenueOf(string variable) => VenueVariables.Venues.FirstOrDefault(
        v => new[] { "testnet", "live" }.Select(p => VenueVariables.Of(v, p)).Any(n => n.Rest == variable || n.PositionMode == variable || n.MarginType == variable),
        VenueId.BinanceUm);

    private static RunSettings Read(string profile, string yaml, params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ConfigOption secret in VenueKeys.Secrets.Options)
        {
            all[secret.Name] = "a-key";
        }

        if (profile == "live")
        {
            all["WATCHDOG_AUTO_HOLD"] = "on";
            all["OPERATOR_TOKENS"] = "anna:operator:anna-token,boris:operator:boris-token";
        }

        foreach ((string name, string value) in variables)
        {
            all[name] = value;
        }

        return RunSettings.Read(new RunArguments { Profile = profile }, name => all.GetValueOrDefault(name), yaml);
    }
}
