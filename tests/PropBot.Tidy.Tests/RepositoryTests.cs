using System.Globalization;
using PropBot.Tidy.Tests.Rules;

namespace PropBot.Tidy.Tests;

/// <summary>Our own rules, held against every file of the repository. A failure lists file, line and reason.</summary>
public sealed class RepositoryTests
{
    [Fact]
    public void CoreAndSimulation_Sources_ArePure() => CheckSources(PurityRules.CheckSource);

    [Theory]
    [InlineData("PropBot.Core.dll")]
    [InlineData("PropBot.Simulation.dll")]
    public void CoreAndSimulation_Assemblies_ArePure(string assembly) =>
        Assert.Empty(PurityRules.CheckAssembly(Path.Combine(AppContext.BaseDirectory, assembly)));

    [Fact]
    public void Projects_References_FollowTheArchitecture() => CheckFiles(ReferenceRules.CheckProject);

    [Fact]
    public void Projects_UsedNamespaces_FollowTheArchitecture() => CheckSources(ReferenceRules.CheckNamespaces);

    [Fact]
    public void Core_Folders_UseOnlyThoseBeforeThem() => CheckSources(ReferenceRules.CheckCoreFolders);

    [Fact]
    public void Sql_StandsInTheLedgerOnly()
    {
        CheckSources(SqlRules.CheckSource);
        CheckFiles(SqlRules.CheckFile);
    }

    [Fact]
    public void Adapters_OpenNoConnectionOfTheirOwn() => CheckSources(TransportRules.CheckSource);

    [Fact]
    public void Comments_PostponedChange_NamesItsIssue()
    {
        CheckSources(CommentRules.CheckSource);
        CheckFiles(CommentRules.CheckFile);
    }

    [Fact]
    public void Tests_DoNotSleep() => CheckSources(WaitRules.CheckSource);

    [Fact]
    public void Core_Money_IsNotFloatingPoint() => CheckSources(MoneyRules.CheckSource);

    [Fact]
    public void Core_Records_DoNotChange() => CheckSources(RecordRules.CheckSource);

    [Fact]
    public void Files_Names_SayTheConcept() => CheckFiles(FileRules.CheckName);

    [Fact]
    public void Files_KnowNoMachineAndNoRegistry() => CheckFiles(FileRules.CheckForeignText);

    [Fact]
    public void EditorConfig_RuleSwitchedOff_HasItsReason() =>
        Finding.AssertNone(FileRules.CheckReasons(Repository.Files.Single(file => file.Path == ".editorconfig")));

    [Fact]
    public void Projects_AreInTheSolutionWithLockedVersions()
    {
        var solution = Repository.Files.Single(file => file.Path == "PropBot.slnx").Text;
        CheckFiles(file => file.Extension == ".csproj" ? FileRules.CheckProject(file, solution, [.. Repository.Paths]) : []);
    }

    /// <summary>The culture rules of the analyzers are switched off because this holds in every process.</summary>
    [Fact]
    public void Process_Culture_IsInvariant()
    {
        Assert.Equal(CultureInfo.InvariantCulture, CultureInfo.CurrentCulture);
        Assert.Throws<CultureNotFoundException>(() => new CultureInfo("ru-RU"));
    }

    /// <summary>A rule that looks at nothing passes too: the repository is really there.</summary>
    [Fact]
    public void Repository_IsRead()
    {
        Assert.Contains(Repository.Sources, source => source.File.Path == "tests/PropBot.Tidy.Tests/RepositoryTests.cs");
        Assert.Contains(Repository.Sources, source => source.Project == "PropBot.Core");
    }

    private static void CheckSources(Func<SourceFile, IEnumerable<Finding>> rule) => Finding.AssertNone(Repository.Sources.SelectMany(rule));

    private static void CheckFiles(Func<TextFile, IEnumerable<Finding>> rule) => Finding.AssertNone(Repository.Files.SelectMany(rule));
}
