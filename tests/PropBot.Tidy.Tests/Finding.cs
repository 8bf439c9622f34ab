namespace PropBot.Tidy.Tests;

/// <summary>A line that breaks a rule, and why.</summary>
internal sealed record Finding(string Path, int Line, string Reason)
{
    public override string ToString() => $"{Path}:{Line}: {Reason}";

    public static void AssertNone(IEnumerable<Finding> findings)
    {
        var lines = findings.Select(finding => finding.ToString()).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(lines.Count == 0, string.Join(Environment.NewLine, lines.Prepend($"{lines.Count} findings:")));
    }
}
