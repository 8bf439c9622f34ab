using PropBot.Core.Risk;
using PropBot.Host.Configuration;
using PropBot.Host.Configuration.Options;
using PropBot.Testing;

namespace PropBot.Host.Tests.Configuration;

public sealed class SloThresholdsTests
{
    [Theory]
    [InlineData("paper", 400, 200)]
    [InlineData("live", 600, 300)]
    public void ShippedFile_IsWhatIsBuiltIn_WithTheValuesOfTheProfile(string profile, int gapMs, int cycleMs)
    {
        var faults = new List<ConfigFault>();
        string shipped = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "configs", SloThresholds.FileName));
        SloOptions options = SloThresholds.Parse(shipped, profile, faults);
        Assert.Empty(faults);
        Assert.Equal((gapMs, cycleMs), (options.Limits[SloMetric.StreamGap], options.Limits[SloMetric.OrderCycle]));
        Assert.Equal(SloMetrics.All, options.Limits.Keys.Order());
        Assert.Equal(SloThresholds.Parse(SloThresholds.BuiltInText, profile, faults).Limits, options.Limits);
    }

    [Theory]
    [InlineData("slo: {reject_rat: {ok: 1}}", "reject_rat")]
    [InlineData("slo: {reject_rate: {okay: 1}}", "okay")]
    [InlineData("slo: {reject_rate: {ok: many}}", "'many' is not a number")]
    [InlineData("slo: {naked_notional_seconds: {ok: 5}, budget_remaining: {min: 6}}", "6 cannot stay unused of a budget of 5")]
    [InlineData("hold_minutes: -1", "'-1'")]
    [InlineData("slo: [", "broken YAML")]
    public void WrongFile_IsAFaultThatNamesIt(string yaml, string says)
    {
        var faults = new List<ConfigFault>();
        SloThresholds.Parse(yaml, "paper", faults);
        Assert.Contains(says, Assert.Single(faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NamedFileThatIsNotThere_IsAFault()
    {
        var faults = new List<ConfigFault>();
        SloThresholds.Read("nowhere.yaml", null, "paper", faults);
        Assert.Contains("nowhere.yaml", Assert.Single(faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void BudgetRemaining_KeepsThatMuchOfTheNakedBudget()
    {
        var faults = new List<ConfigFault>();
        SloOptions options = SloThresholds.Parse("slo: {naked_notional_seconds: {ok: 1000}, budget_remaining: {min: 250}}", "paper", faults);
        Assert.Empty(faults);
        Assert.Equal(750m, options.Limits[SloMetric.NakedRisk]);
    }

    [Fact]
    public void Variables_StandOverTheFile_AndZeroLeavesIt()
    {
        SloOptions file = SloThresholds.Parse(SloThresholds.BuiltInText, "paper", []);
        SloOptions said = Over(file, new() { ["FEATURE_SLO"] = "1", ["SLO_LATENCY_P95_TARGET_MS"] = "250", ["SLO_ERROR_RATE_TARGET"] = "0.02", ["SLO_EVALUATION_INTERVAL_SEC"] = "60" });
        Assert.Equal((true, 250m, 0.02m, 0.02m, 60.0), (
            said.Enabled, said.Limits[SloMetric.OrderCycle], said.Limits[SloMetric.RejectRate], said.Limits[SloMetric.CancelFailRate], said.Interval.TotalSeconds));
        Assert.Equal(file.Limits[SloMetric.StreamGap], said.Limits[SloMetric.StreamGap]);

        SloOptions silent = Over(file, []);
        Assert.Equal((false, 1.0), (silent.Enabled, silent.Interval.TotalSeconds));
        Assert.Equal(file.Limits, silent.Limits);
    }

    private static SloOptions Over(SloOptions file, Dictionary<string, string> variables)
    {
        var faults = new List<ConfigFault>();
        SloOptions over = SloThresholds.Over(file, new ConfigSources(variables.GetValueOrDefault, _ => null, faults));
        Assert.Empty(faults);
        return over;
    }
}
