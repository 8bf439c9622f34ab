using System.Text.RegularExpressions;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>Goal: the runbook's acceptance run is green, says what it saw line by line, and leaves nothing behind.</summary>
public sealed class AcceptanceTests
{
    private static readonly string[] Checks =
    [
        "/healthz", "/live-readiness", "badges", "/api/ui/chaos", "end",
        "/healthz", "greeting", "/ui/dashboard", "/api/ui/chaos", "faults injected", "mode", "safe_mode", "auto_trade", "/api/ui/watchdog_status",
        "orders", "venue links", "/healthz", "end",
    ];

    [Fact]
    public async Task Acceptance_IsGreenCheckByCheck()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(7));
        await using PropBotProcess process = PropBotProcess.Start(
            // What is set on the machine that builds a release must not change its judgement.
            "acceptance", ("FEATURE_CHAOS", "perhaps"), ("PROFILE", "live"), ("AUTOPILOT_ENABLE", "true"));
        int code = await process.EndAsync(limit.Token);

        Assert.True(code == 0, process.Output + process.Errors);
        string[] lines = process.Output.Split(Environment.NewLine);
        Assert.Equal(Checks, lines.Where(l => l.StartsWith("  ok ", StringComparison.Ordinal)).Select(l => Regex.Split(l.Trim(), "\\s{2,}")[1]));
        Assert.Equal($"Acceptance: {Checks.Length} checks, all ok", lines[^1]);
    }
}
