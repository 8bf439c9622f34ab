using System.Diagnostics;
using System.Text.RegularExpressions;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Testing;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: the alerts and the dashboard of <c>deploy/</c> look at what the bot publishes, and fire when they should.</summary>
public sealed partial class DeployTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "deploy");

    [Theory]
    [InlineData("prometheus/propbot.rules.yml")]
    [InlineData("grafana/propbot-desk.json")]
    public async Task EveryMetricThatIsNamed_IsPublished(string file)
    {
        EngineSnapshot snapshot = SampleDesk.Trading();
        await using WebDesk desk = await WebDesk.StartAsync(snapshot with
        {
            Venues = [.. snapshot.Venues.Select(v => v with { MarginRatio = 0.1m, Clock = new VenueClockMeasured(v.Venue, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5)) })],
            Risk = snapshot.Risk with { Lines = [new RiskLine("margin_call", "okx-perp", 0.5m, 0.1m, "fraction", false)] },
        });
        await desk.JsonAsync("/api/ui/status");
        HashSet<string> published = [.. PrometheusText.Read(await desk.TextAsync("/metrics")).Select(s => s.Name)];
        string[] named = [.. MetricName().Matches(await File.ReadAllTextAsync(Path.Combine(Folder, file))).Select(m => m.Value).Distinct()];
        Assert.True(named.Length > 15, $"{file} names {named.Length} metrics");
        Assert.Empty(named.Except(published));
    }

    [Theory]
    [InlineData("check", "config", "prometheus.yml")]
    [InlineData("check", "rules", "propbot.rules.yml")]
    [InlineData("test", "rules", "propbot.rules.test.yml")]
    public async Task Promtool_Accepts(string verb, string what, string file)
    {
        var start = new ProcessStartInfo("promtool", [verb, what, file])
        {
            WorkingDirectory = Path.Combine(Folder, "prometheus"),
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, said + await errors);
    }

    /// <summary>A test that only sees an alert fire would not notice that it always does; one that never sees it, that it cannot.</summary>
    [Fact]
    public async Task EveryAlert_IsTestedFiringAndSilent()
    {
        string folder = Path.Combine(Folder, "prometheus");
        RuleFile rules = Yaml.Deserialize<RuleFile>(await File.ReadAllTextAsync(Path.Combine(folder, "propbot.rules.yml")));
        RuleTests tests = Yaml.Deserialize<RuleTests>(await File.ReadAllTextAsync(Path.Combine(folder, "propbot.rules.test.yml")));
        string[] alerts = [.. rules.Groups.SelectMany(g => g.Rules).Select(r => r.Alert)];
        AlertCheck[] checks = [.. tests.Tests.SelectMany(t => t.AlertRuleTest)];
        Assert.NotEmpty(alerts);
        Assert.Empty(alerts.Except(checks.Where(c => c.ExpAlerts.Count > 0).Select(c => c.Alertname)));
        Assert.Empty(alerts.Except(checks.Where(c => c.ExpAlerts.Count == 0).Select(c => c.Alertname)));
        Assert.Empty(checks.Select(c => c.Alertname).Except(alerts));
    }

    [Fact]
    public async Task EveryAlert_HasASeverityAndTextsInBothLanguages()
    {
        string rules = await File.ReadAllTextAsync(Path.Combine(Folder, "prometheus", "propbot.rules.yml"));
        string[] alerts = [.. rules.Split("- alert: ").Skip(1)];
        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert =>
        {
            Assert.Matches("severity: (page|ticket)", alert);
            Assert.Matches("summary: '[^']+'", alert);
            Assert.Matches("summary_ru: '[^']*[А-я][^']*'", alert);
        });
    }

    private static readonly IDeserializer Yaml =
        new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).IgnoreUnmatchedProperties().Build();

    private sealed record RuleFile
    {
        public List<RuleGroup> Groups { get; init; } = [];
    }

    private sealed record RuleGroup
    {
        public List<Rule> Rules { get; init; } = [];
    }

    private sealed record Rule
    {
        public string Alert { get; init; } = "";
    }

    private sealed record RuleTests
    {
        public List<RuleTest> Tests { get; init; } = [];
    }

    private sealed record RuleTest
    {
        public List<AlertCheck> AlertRuleTest { get; init; } = [];
    }

    private sealed record AlertCheck
    {
        public string Alertname { get; init; } = "";

        public List<object> ExpAlerts { get; init; } = [];
    }

    [GeneratedRegex(@"\b(propbot|process|dotnet|bot|risk_skips)_[a-z_]+\b(?=[{\[ )""=]|$)", RegexOptions.Multiline)]
    private static partial Regex MetricName();
}
