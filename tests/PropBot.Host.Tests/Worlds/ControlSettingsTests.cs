using PropBot.Core.Engine;
using PropBot.Host.Auth;
using PropBot.Host.Configuration;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Tests.Worlds;

/// <summary>Goal: two people are asked for wherever there are two, and always where money is at stake.</summary>
public sealed class ControlSettingsTests
{
    private const string Two = "anna:operator:anna-token,boris:operator:boris-token";
    private const string One = "anna:operator:anna-token";

    [Theory]
    // In paper the desk makes the operator `api` when no API_TOKEN is given.
    [InlineData("paper", null, null, null, false)]
    [InlineData("paper", "api-token-1", null, null, false)]
    [InlineData("paper", null, One, null, true)]
    [InlineData("paper", "api-token-1", One, null, true)]
    [InlineData("paper", null, "anna:viewer:anna-token", null, false)]
    [InlineData("paper", null, Two, "off", false)]
    [InlineData("paper", null, null, "on", true)]
    [InlineData("testnet", "api-token-1", null, null, true)]
    [InlineData("testnet", "api-token-1", null, "0", false)]
    [InlineData("live", null, Two, null, true)]
    public void TwoManRule_IsOnWhereTwoOperatorsExist_AndAlwaysInLive(string profile, string? api, string? operators, string? variable, bool expected)
    {
        (ControlOptions options, List<ConfigFault> faults) = Read(profile, api, operators, variable);
        Assert.Empty(faults);
        Assert.Equal(expected, options.TwoManRule);
    }

    [Fact]
    public void Live_WithTheRuleOff_OrFewerThanTwoOperators_DoesNotStart()
    {
        Assert.Contains("left by two people", Assert.Single(Read("live", null, Two, "off").Faults).Message, StringComparison.Ordinal);
        Assert.True(Read("live", null, Two, "off").Options.TwoManRule);
        ConfigFault few = Assert.Single(Read("live", null, One, null).Faults);
        Assert.Contains("name 1 operators", few.Message, StringComparison.Ordinal);
        // The token of API_TOKEN is in every script and is no person.
        Assert.Contains("name 1 operators", Assert.Single(Read("live", "api-token-1", One, null).Faults).Message, StringComparison.Ordinal);
        Assert.Empty(Read("live", "api-token-1", Two, null).Faults);
        Assert.Equal(("api", null), (Read("live", null, Two, null).Options.SharedOperator, Read("paper", null, Two, null).Options.SharedOperator));
        // A run that only reads may be watched by one.
        Assert.Empty(Read("live", null, One, null, placesOrders: false).Faults);
    }

    [Fact]
    public void File_SaysItToo_AndTheVariableWins()
    {
        Assert.True(Read("paper", null, null, null, file: true).Options.TwoManRule);
        Assert.False(Read("paper", null, null, "off", file: true).Options.TwoManRule);
        BotConfig config = ConfigReader.Parse(ConfigReader.BuiltIn("paper") + """

            control: {two_man_rule: off, approval_valid_min: 30}
            watchdog: {auto_hold: true, degrade_after_sec: 2, book_silence_sec: 90, book_broken_sec: 240, start_patience_sec: 30}
            """, "paper");
        Assert.Equal((false, TimeSpan.FromMinutes(30)), (config.Control.TwoManRule, config.Control.ApprovalValidity));
        Assert.Equal((true, true, TimeSpan.FromSeconds(2)), (config.Watchdog.Enabled, config.Watchdog.AutoHold, config.Watchdog.DegradeAfter));
        Assert.Equal(
            (TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(30)),
            (config.Watchdog.BookSilence, config.Watchdog.BookBroken, config.Watchdog.StartPatience));
        var wrong = Assert.Throws<ConfigException>(() => ConfigReader.Parse(ConfigReader.BuiltIn("paper") + "\ncontrol: {two_man_rule: perhaps, aproval: 3}\n", "paper"));
        Assert.Equal(["control.two_man_rule", "control.aproval"], wrong.Faults.Select(f => f.Path));
    }

    [Fact]
    public void DryRun_InPaper_OpensNothing()
    {
        Assert.False(Read("paper", null, null, null).Options.DryRun);
        Assert.True(Read("paper", null, null, null, dryRun: "true").Options.DryRun);
    }

    [Fact]
    public void WatchdogVariables_WinOverTheFile_AndWrongOnesAreNamed()
    {
        const string File = "\nwatchdog: {auto_hold: true}\n";
        (WatchdogOptions read, List<ConfigFault> none) = ReadWatchdog(File, ("WATCHDOG_ENABLED", "off"), ("WATCHDOG_AUTO_HOLD", "no"), ("WATCHDOG_INTERVAL_SEC", "7"));
        Assert.Empty(none);
        Assert.Equal((false, false, TimeSpan.FromSeconds(7)), (read.Enabled, read.AutoHold, read.Interval));
        (_, List<ConfigFault> faults) = ReadWatchdog(File, ("WATCHDOG_ENABLED", "maybe"), ("WATCHDOG_INTERVAL_SEC", "fast"));
        Assert.Equal(["WATCHDOG_ENABLED", "WATCHDOG_INTERVAL_SEC"], faults.Select(f => f.Path));
    }

    private static (WatchdogOptions Options, List<ConfigFault> Faults) ReadWatchdog(string file, params (string Name, string? Value)[] variables)
    {
        var faults = new List<ConfigFault>();
        BotConfig config = ConfigReader.Read(ConfigReader.BuiltIn("paper") + file, "paper", new ConfigSources(Environment(variables), _ => null, faults));
        return (config.Watchdog, faults);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("approve-secret", null)]
    [InlineData("short", "has 5 characters")]
    [InlineData("anna-token", "is the token of operator 'anna'")]
    public void ApproveToken_IsASecretOfItsOwn(string? token, string? fault)
    {
        var faults = new List<ConfigFault>();
        string? read = ControlSettings.ApproveToken(Environment(("APPROVE_TOKEN", token)), OperatorTokens.Parse(null, Two), faults);
        Assert.Equal(token, read);
        Assert.Equal(fault is null, faults.Count == 0);
        Assert.All(faults, f => Assert.Contains(fault!, f.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void ApproveToken_IsComparedWhole()
    {
        var token = new ApproveToken("approve-secret");
        Assert.Equal(
            ["approve_token_missing", "approve_token_missing", "invalid_token", "invalid_token", null],
            new[] { null, " ", "approve-secre", "approve-secret2", "approve-secret" }.Select(token.Refuses));
        Assert.Null(new ApproveToken("  ").Refuses(null));
    }

    private static (ControlOptions Options, List<ConfigFault> Faults) Read(
        string profile, string? api, string? operators, string? rule, bool placesOrders = true, bool? file = null, string? dryRun = null)
    {
        var faults = new List<ConfigFault>();
        Func<string, string?> environment = Environment(("TWO_MAN_RULE", rule), ("DRY_RUN_MODE", dryRun));
        string yaml = ConfigReader.BuiltIn(profile) + (file is { } said ? $"\ncontrol: {{two_man_rule: {said}}}\n" : "");
        ControlOptions options = ControlSettings.Read(
            profile, ConfigReader.Read(yaml, profile, new ConfigSources(environment, _ => null, faults)).Control, OperatorTokens.Parse(api, operators), api is not null,
            OrderSwitch.Read(profile, environment, faults) with { PlacesOrders = placesOrders }, faults);
        return (options, faults);
    }

    private static Func<string, string?> Environment(params (string Name, string? Value)[] variables) =>
        name => variables.FirstOrDefault(v => v.Name == name).Value;
}
