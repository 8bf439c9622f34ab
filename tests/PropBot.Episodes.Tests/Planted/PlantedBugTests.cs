namespace PropBot.Episodes.Tests.Planted;

/// <summary>The simulation is worth what it finds: each planted bug is found within a bounded number of seeds, and nothing else is.</summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    private const ulong FirstSeed = 1;
    private const int MostSeeds = 1_500;

    public static TheoryData<string> Names => [.. PlantedBugs.All.Select(bug => bug.Name)];

    public static TheoryData<string> AdapterNames => [.. AdapterBugs.All.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bug_PlantedInTheEngine_IsFoundFromOutside(string name) =>
        CheckFound(PlantedBugs.All.Single(bug => bug.Name == name), PlantedBugs.WithoutKernel);

    [Theory]
    [MemberData(nameof(AdapterNames))]
    public void Bug_PlantedInAnAdapter_IsFoundFromOutside(string name) => CheckFound(AdapterBugs.All.Single(bug => bug.Name == name));

    /// <summary>What finds the bugs is the bugs: the same way of compiling and running finds nothing in the product as it is, kernel or not.</summary>
    [Fact]
    public void Product_CompiledUnchanged_KeepsThePromises()
    {
        using var unchanged = new MutantRun(ProjectSources.Compile(AdapterBugs.Nothing));
        Assert.Null(unchanged.FirstViolation(FirstSeed, 100));
        using var withoutKernel = new MutantRun(ProjectSources.Compile([PlantedBugs.WithoutKernel]));
        Assert.Null(withoutKernel.FirstViolation(FirstSeed, 100));
    }

    /// <summary>The engine's own kernel halts it before the order leaves.</summary>
    [Theory]
    [InlineData("an order is sent without its intent on disk")]
    [InlineData("HOLD does not stop opening")]
    public void Bug_WithTheKernelOn_IsFoundByIt(string name)
    {
        using var mutant = new MutantRun(ProjectSources.Compile(PlantedBugs.All.Single(one => one.Name == name).Edits));
        Assert.Equal(nameof(ViolationFinder.Engine), mutant.FirstViolation(FirstSeed, MostSeeds)?.FoundBy);
    }

    [Fact]
    public void Edit_ThatDoesNotFitTheSource_SaysSo() => Assert.Contains(
        "plant this bug", Assert.Throws<InvalidOperationException>(
            () => ProjectSources.Compile([new SourceEdit("Engine/TradingEngine.cs", "no such text", "")])).Message, StringComparison.Ordinal);

    private void CheckFound(PlantedBug bug, params IReadOnlyList<SourceEdit> besides)
    {
        using var mutant = new MutantRun(ProjectSources.Compile([.. bug.Edits, .. besides]));
        (ulong seed, string rule, string foundBy, string detail) = mutant.FirstViolation(FirstSeed, MostSeeds)
            ?? throw new InvalidOperationException($"{MostSeeds} episodes did not find that {bug.Name}");
        output.WriteLine($"{bug.Name}: seed {seed}, found by {foundBy}: {detail}");
        Assert.True(bug.Rules.Contains(rule), $"seed {seed} found {rule}, which is not how '{bug.Name}' shows: {detail}");
    }
}
