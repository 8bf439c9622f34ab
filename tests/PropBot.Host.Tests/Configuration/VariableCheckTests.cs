using PropBot.Host.Configuration;

namespace PropBot.Host.Tests.Configuration;

/// <summary>Goal: a variable that somebody set and that does not do what they meant is told, and where it could cost money stops the start.</summary>
public sealed class VariableCheckTests
{
    [Theory]
    [InlineData("paper", "API_TOKEN", "change-me-now", "API_TOKEN: is still the placeholder 'change-me'")]
    [InlineData("paper", "OPERATOR_TOKENS", "anna:operator:TODO-anna", "OPERATOR_TOKENS: is still the placeholder 'todo'")]
    [InlineData("testnet", "OKX_API_KEY_TESTNET", "fill-me", "OKX_API_KEY_TESTNET: is still the placeholder 'fill-me'")]
    [InlineData("paper", "WATCHDOG_AUTOHOLD", "1", "did you mean WATCHDOG_AUTO_HOLD?")]
    [InlineData("paper", "DRY_RUN_ONYL", "1", "did you mean DRY_RUN_ONLY?")]
    [InlineData("paper", "TWO_MEN_RULE", "1", "did you mean TWO_MAN_RULE?")]
    [InlineData("paper", "MODE", "live", "MODE: says 'live', this run is of 'paper'")]
    [InlineData("live", "ENVIRONMENT", "paper", "ENVIRONMENT: says 'paper', this run is of 'live'")]
    public void Variable_ThatCannotBeMeant_IsAFault(string profile, string name, string value, string expected)
    {
        (List<ConfigFault> faults, _) = Check(profile, (name, value));
        Assert.Contains(expected, Assert.Single(faults).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SAFE_MODE", "no effect: every start is in HOLD")]
    [InlineData("ORDER_NOTIONAL_USDT", "order_notional_usdt says it")]
    [InlineData("WATCHDOG_BASE_URL", "begins like a variable of this program")]
    [InlineData("REBALANCER_COLOUR", "begins like a variable of this program")]
    public void Variable_WithoutEffect_IsAWarning(string name, string expected)
    {
        (List<ConfigFault> faults, List<ConfigFault> warnings) = Check("paper", (name, "1"));
        Assert.Empty(faults);
        Assert.Contains(expected, Assert.Single(warnings).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("paper", "OKX_API_KEY", "change-me")]
    [InlineData("paper", "PATH", "/usr/bin")]
    [InlineData("paper", "HOME", "/home")]
    [InlineData("paper", "ENV", "production")]
    [InlineData("paper", "MODE", "paper")]
    [InlineData("paper", "API_TOKEN", "a-good-long-token")]
    [InlineData("paper", "DATA_DIR", "/srv/todo-list")]
    public void Variable_OfOthersOrOfAnotherProfile_IsLeftAlone(string profile, string name, string value)
    {
        (List<ConfigFault> faults, List<ConfigFault> warnings) = Check(profile, (name, value));
        Assert.Empty(faults);
        Assert.Empty(warnings);
    }

    [Fact]
    public void Start_WithAFolderThatCannotBeWritten_SaysSoWithEverythingElse()
    {
        string file = Path.GetTempFileName();
        try
        {
            var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["REBALANCER_MAX_RETRY"] = "many", ["DATA_DIR"] = Path.Combine(file, "desk") };
            var wrong = Assert.Throws<ConfigException>(() => RunSettings.Read(
                new RunArguments { Profile = "paper" }, name => variables.GetValueOrDefault(name), ConfigReader.BuiltIn("paper"), begins: true));
            Assert.Equal(["REBALANCER_MAX_RETRY", "--data-dir"], wrong.Faults.Select(f => f.Path));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (List<ConfigFault> Faults, List<ConfigFault> Warnings) Check(string profile, params (string Name, string Value)[] variables)
    {
        var faults = new List<ConfigFault>();
        var warnings = new List<ConfigFault>();
        VariableCheck.Check(
            profile, name => variables.FirstOrDefault(v => v.Name == name).Value, [.. variables.Select(v => v.Name)], faults, warnings);
        return (faults, warnings);
    }
}
