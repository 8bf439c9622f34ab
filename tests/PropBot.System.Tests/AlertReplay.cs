using System.Diagnostics;
using System.Text;
using PropBot.Testing;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>
/// Replays pages of a running bot to Prometheus' own rule engine: each page stands for two minutes of scrapes, then the alerts of <c>deploy/</c> are
/// asked. No time passes, and nothing but the bot's own text is looked at.
/// </summary>
internal sealed class AlertReplay
{
    private const int ScrapesPerPage = 24;
    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(5);

    private readonly List<Dictionary<string, string>> _pages = [];
    private readonly StringBuilder _checks = new();

    /// <summary>Adds what the page says.</summary>
    /// <param name="about">Only series with this label value.</param>
    public void Show(string page, string about)
    {
        Dictionary<string, string> samples = page.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#' && line.Contains($"=\"{about}\"", StringComparison.Ordinal))
            .ToDictionary(line => line[..line.LastIndexOf(' ')], line => line[(line.LastIndexOf(' ') + 1)..], StringComparer.Ordinal);
        Assert.NotEmpty(samples);
        _pages.Add(samples);
    }

    /// <summary>At the end of the last page that was shown.</summary>
    public void Expect(string alert, bool fires, string labels, string english, string russian)
    {
        _checks.Append($"      - eval_time: {(int)((_pages.Count * ScrapesPerPage) - 1) * ScrapeInterval.TotalSeconds}s\n        alertname: {alert}\n");
        _checks.Append(fires
            ? $"        exp_alerts:\n          - exp_labels: {{ {labels} }}\n            exp_annotations:\n              summary: '{english}'\n              summary_ru: '{russian}'\n"
            : "        exp_alerts: []\n");
    }

    public async Task RunAsync(TemporaryFolder folder, CancellationToken limit)
    {
        File.Copy(Path.Combine(RepositoryRoot.Path, "deploy", "prometheus", "propbot.rules.yml"), folder.File("propbot.rules.yml"));
        var text = new StringBuilder($"rule_files: [propbot.rules.yml]\nevaluation_interval: 5s\ntests:\n  - interval: {ScrapeInterval.TotalSeconds}s\n    input_series:\n");
        foreach (string series in _pages.SelectMany(p => p.Keys).Distinct(StringComparer.Ordinal))
        {
            IEnumerable<string> values = _pages.Select(p => p.TryGetValue(series, out string? value) ? $"{value}x{ScrapesPerPage - 1}" : $"_x{ScrapesPerPage}");
            text.Append($"      - series: '{series}'\n        values: '{string.Join(' ', values)}'\n");
        }

        text.Append("    alert_rule_test:\n").Append(_checks);
        string file = folder.Write("walk.test.yml", text.ToString());
        var start = new ProcessStartInfo("promtool", ["test", "rules", file]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(limit);
        string said = await process.StandardOutput.ReadToEndAsync(limit);
        await process.WaitForExitAsync(limit);
        Assert.True(process.ExitCode == 0, said + await errors);
    }
}
