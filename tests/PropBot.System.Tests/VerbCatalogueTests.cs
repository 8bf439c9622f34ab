using System.Text.RegularExpressions;
using PropBot.Testing;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>Goal: no verb of the program is there that nobody has ever seen working.</summary>
public sealed partial class VerbCatalogueTests
{
    /// <summary>The program itself says which verbs it has; each is run by a test of this project or by a command of the runbook, which a test runs too.</summary>
    [Fact]
    public async Task EveryVerb_IsRunByATest()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using PropBotProcess help = PropBotProcess.Start("--help");
        Assert.Equal(0, await help.EndAsync(limit.Token));
        string[] verbs = [.. help.Output[help.Output.IndexOf("Commands:", StringComparison.Ordinal)..].Split(Environment.NewLine)
            .Select(line => Verb().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value)];
        Assert.True(verbs.Length > 25, help.Output);

        string tests = Path.Combine(RepositoryRoot.Path, "tests", "PropBot.System.Tests");
        string run = string.Concat(Directory.GetFiles(tests, "*.cs", SearchOption.AllDirectories).Where(f => !f.EndsWith("VerbCatalogueTests.cs", StringComparison.Ordinal)).Select(File.ReadAllText));
        string runbook = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docs", "operator-runbook.md"), limit.Token);
        string[] unseen = [.. verbs.Where(verb => !run.Contains($"\"{verb}\"", StringComparison.Ordinal) && !run.Contains($"\"{verb} ", StringComparison.Ordinal)
            && !Regex.IsMatch(runbook, $"^[^`]*propbot {verb}( |$)", RegexOptions.Multiline))];
        Assert.Empty(unseen);
    }

    [GeneratedRegex("^ {2}([a-z][a-z-]+)")]
    private static partial Regex Verb();
}
