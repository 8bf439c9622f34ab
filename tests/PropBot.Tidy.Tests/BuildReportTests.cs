using System.Diagnostics;
using System.Globalization;

namespace PropBot.Tidy.Tests;

/// <summary>Goal: whoever reads the log of a build server sees why a test failed, and is not drowned.</summary>
public sealed class BuildReportTests
{
    [Fact]
    public async Task Failures_AreNamedWithWhatTheySaid()
    {
        string[] lines = await ReportAsync(
            Result("Desk.Opens", "Passed", null),
            Result("Desk.Closes(pair: &quot;A &amp; B&quot;)", "Failed", "Expected: &lt;1&gt;&#xD;&#xA;Actual:   2"));
        Assert.Equal(["  Desk.Closes(pair: \"A & B\")", "      Expected: <1>", "      Actual:   2", "         at Desk.Closes() in Desk.cs:line 7"], lines);
    }

    [Fact]
    public async Task Failures_AreBounded_YetEachIsNamed()
    {
        string message = string.Join('\n', Enumerable.Range(1, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"line {i}")));
        string[] lines = await ReportAsync([.. Enumerable.Range(1, 15).Select(i => Result($"Desk.Test{i}", "Failed", message))]);
        Assert.Equal(15, lines.Count(line => line.StartsWith("  Desk.", StringComparison.Ordinal)));
        Assert.Equal(120, lines.Count(line => line.StartsWith("      line ", StringComparison.Ordinal)));
        Assert.Equal("      line 12", lines[12]);
    }

    private static string Result(string name, string outcome, string? message) => message is null
        ? $"""<UnitTestResult testName="{name}" outcome="{outcome}" duration="00:00:01" />"""
        : $"""
            <UnitTestResult testName="{name}" outcome="{outcome}" duration="00:00:01">
              <Output><ErrorInfo><Message>{message}</Message><StackTrace>   at Desk.Closes() in Desk.cs:line 7</StackTrace></ErrorInfo></Output>
            </UnitTestResult>
            """;

    private static async Task<string[]> ReportAsync(params string[] results)
    {
        string report = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(report, $"<TestRun><Results>{string.Concat(results)}</Results></TestRun>");
            using Process process = Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "build", "failures"), [report]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(report);
        }
    }
}
