using PropBot.Core.Risk;
using PropBot.Host.Configuration;
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
}
