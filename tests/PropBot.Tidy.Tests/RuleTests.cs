using PropBot.Tidy.Tests.Rules;

namespace PropBot.Tidy.Tests;

/// <summary>Each rule finds what it is there to find, on the right line, and lets the neighbour pass.</summary>
public sealed class RuleTests
{
    private const string InCore = "src/PropBot.Core/Engine/Sample.cs";

    [Theory]
    [InlineData("using System.IO;")]
    [InlineData("using System.Net.Http;")]
    [InlineData("using System.Text.Json;")]
    [InlineData("using Microsoft.Extensions.Logging;")]
    [InlineData("class C { object F() => System.IO.File.ReadAllText(path); }")]
    [InlineData("class C { object F() => File.ReadAllText(path); }")]
    [InlineData("class C { object F() => DateTime.UtcNow; }")]
    [InlineData("class C { object F() => DateTimeOffset.UtcNow.AddDays(1); }")]
    [InlineData("class C { object F() => Guid.NewGuid(); }")]
    [InlineData("class C { object F() => new Random(1); }")]
    [InlineData("class C { Random _random; }")]
    [InlineData("class C(ILogger<C> log);")]
    [InlineData("class C { object F() => JsonSerializer.Serialize(1); }")]
    [InlineData("class C(TimeProvider time);")]
    public void Purity_IsBroken(string code) => Breaks(PurityRules.CheckSource, InCore, code);

    [Theory]
    [InlineData("class C { void Process() { } DateTimeOffset Now(DateTimeOffset at) => at; }")]
    [InlineData("class C { TradingEngine Process { get; } object F() => engine.Process(input); }")]
    [InlineData("class C { string F() => \"DateTime.UtcNow\"; } // DateTime.UtcNow")]
    public void Purity_IsKept(string code) => Keeps(PurityRules.CheckSource, InCore, code);

    [Fact]
    public void Purity_OutsideOfThePureProjects_IsNotAsked() =>
        Keeps(PurityRules.CheckSource, "src/PropBot.Host/Sample.cs", "using System.IO;");

    [Fact]
    public void PurityOfAssembly_ThisAssembly_UsesFiles() =>
        Assert.Contains(
            "PropBot.Tidy.Tests.dll uses System.IO.File",
            PurityRules.CheckAssembly(Path.Combine(AppContext.BaseDirectory, "PropBot.Tidy.Tests.dll")));

    [Theory]
    [InlineData("PropBot.Core", "<ProjectReference Include=\"../PropBot.Ledger/PropBot.Ledger.csproj\" />")]
    [InlineData("PropBot.Core", "<PackageReference Include=\"Dapper\" />")]
    [InlineData("PropBot.Simulation", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />")]
    [InlineData("PropBot.Venues.Okx", "<ProjectReference Include=\"../PropBot.Simulation/PropBot.Simulation.csproj\" />")]
    [InlineData("PropBot.Venues.Okx", "<ProjectReference Include=\"../PropBot.Venues.Bybit/PropBot.Venues.Bybit.csproj\" />")]
    [InlineData("PropBot.Simulator", "<ProjectReference Include=\"..\\PropBot.Venues\\PropBot.Venues.csproj\" />")]
    [InlineData("PropBot.Unheard", "<ProjectReference Include=\"../PropBot.Core/PropBot.Core.csproj\" />")]
    public void References_AreBroken(string project, string reference) => Assert.NotEmpty(CheckProject(project, reference));

    [Theory]
    [InlineData("PropBot.Simulation", "<ProjectReference Include=\"../PropBot.Core/PropBot.Core.csproj\" />")]
    [InlineData("PropBot.Ledger", "<PackageReference Include=\"Dapper\" />")]
    public void References_AreKept(string project, string reference) => Assert.Empty(CheckProject(project, reference));

    [Theory]
    [InlineData("src/PropBot.Venues.Okx/Sample.cs", "using PropBot.Simulation.Matching;")]
    [InlineData("src/PropBot.Simulator/Sample.cs", "using PropBot.Venues.Okx;")]
    [InlineData("src/PropBot.Replay/Sample.cs", "class C { PropBot.Host.Engine _engine; }")]
    public void Namespaces_AreBroken(string path, string code) => Breaks(ReferenceRules.CheckNamespaces, path, code);

    [Theory]
    [InlineData("src/PropBot.Venues.Okx/Sample.cs", "using PropBot.Venues; using PropBot.Core.Values; namespace PropBot.Venues.Okx.Rest;")]
    [InlineData("src/PropBot.Host/Sample.cs", "using PropBot.Venues.Okx; using PropBot.Simulator;")]
    public void Namespaces_AreKept(string path, string code) => Keeps(ReferenceRules.CheckNamespaces, path, code);

    [Theory]
    [InlineData("src/PropBot.Core/Values/Sample.cs", "using PropBot.Core.Engine;")]
    [InlineData("src/PropBot.Core/Execution/Sample.cs", "class C { PropBot.Core.Risk.RiskRule _rule; }")]
    [InlineData("src/PropBot.Core/Unplaced/Sample.cs", "class C;")]
    public void CoreFolders_AreBroken(string path, string code) => Breaks(ReferenceRules.CheckCoreFolders, path, code);

    [Theory]
    [InlineData("src/PropBot.Core/Engine/Sample.cs", "using PropBot.Core.Values;")]
    [InlineData("src/PropBot.Core/Values/Sample.cs", "namespace PropBot.Core.Values;")]
    public void CoreFolders_AreKept(string path, string code) => Keeps(ReferenceRules.CheckCoreFolders, path, code);

    [Theory]
    [InlineData("class C { string F() => \"SELECT id FROM fills WHERE id = 1\"; }")]
    [InlineData("class C { string F() => $\"insert or ignore into fills values ({id})\"; }")]
    [InlineData("class C { string F() => \"\"\"\n    UPDATE fills SET id = 1\n    \"\"\"; }")]
    [InlineData("using Dapper;")]
    public void Sql_OutsideOfTheLedger_IsFound(string code) => Breaks(SqlRules.CheckSource, "src/PropBot.Host/Sample.cs", code);

    [Theory]
    [InlineData("src/PropBot.Ledger/Sample.cs", "class C { string F() => \"SELECT id FROM fills\"; }")]
    [InlineData("src/PropBot.Host/Sample.cs", "class C { string F() => \"Select a venue from the list\"; }")]
    [InlineData("src/PropBot.Host/Sample.cs", "class C { string F() => \"update the settings\"; }")]
    public void Sql_ProseAndLedger_Pass(string path, string code) => Keeps(SqlRules.CheckSource, path, code);

    [Theory]
    [InlineData("class C { object F() => new HttpClient(); }")]
    [InlineData("class C { object F() => new System.Net.WebSockets.ClientWebSocket(); }")]
    public void Transport_OfAnAdapterItself_IsFound(string code) => Breaks(TransportRules.CheckSource, "src/PropBot.Venues.Okx/Sample.cs", code);

    [Theory]
    [InlineData("src/PropBot.Venues/Rest/RestClient.cs")]
    [InlineData("src/PropBot.Host/Sample.cs")]
    public void Transport_WhereItBelongs_Passes(string path) => Keeps(TransportRules.CheckSource, path, "class C { object F() => new HttpClient(); }");

    [Theory]
    [InlineData("class C; // TODO later")]
    [InlineData("/// <summary>FIXME</summary>\nclass C;")]
    [InlineData("class C;\n/* one\n   HACK */")]
    public void Comment_PostponedWithoutIssue_IsFound(string code) => Assert.NotEmpty(CommentRules.CheckSource(Source(InCore, code)));

    [Theory]
    [InlineData("class C; // TODO #12: the second fee tier")]
    [InlineData("class C { string F() => \"TODO\"; }")]
    public void Comment_PostponedWithIssue_Passes(string code) => Keeps(CommentRules.CheckSource, InCore, code);

    [Theory]
    [InlineData("class C { void F() => Thread.Sleep(1); }")]
    [InlineData("class C { Task F() => Task.Delay(1); }")]
    [InlineData("class C { Task F() => System.Threading.Tasks.Task.Delay(1); }")]
    public void Wait_InTests_IsFound(string code) => Breaks(WaitRules.CheckSource, "tests/PropBot.Core.Tests/Sample.cs", code);

    [Theory]
    [InlineData("class C { double Price { get; } }")]
    [InlineData("class C { private readonly double _takerFee; }")]
    [InlineData("record C(double? UnrealisedPnl);")]
    [InlineData("class C { void F(float[] quantities) { } }")]
    [InlineData("class C { IReadOnlyList<double> Fees() => []; }")]
    public void Money_FloatingPoint_IsFound(string code) => Breaks(MoneyRules.CheckSource, InCore, code);

    [Theory]
    [InlineData("class C { decimal Price { get; } double ZScore { get; } double FeedLag { get; } }")]
    public void Money_DecimalAndStatistics_Pass(string code) => Keeps(MoneyRules.CheckSource, InCore, code);

    [Theory]
    [InlineData("record C { public int Value { get; set; } }")]
    [InlineData("record C { public int Value { get; private set; } }")]
    [InlineData("record C { private int _value; }")]
    [InlineData("record struct C(int Value);")]
    public void Record_ThatChanges_IsFound(string code) => Breaks(RecordRules.CheckSource, InCore, code);

    [Theory]
    [InlineData("record C(int Value) { public int Other { get; init; } private const int Max = 1; }")]
    [InlineData("readonly record struct C(int Value);")]
    [InlineData("class C { public int Value { get; set; } }")]
    public void Record_ThatStays_Passes(string code) => Keeps(RecordRules.CheckSource, InCore, code);

    [Theory]
    [InlineData("src/PropBot.Host/OrderManager.cs", true)]
    [InlineData("src/PropBot.Host/StringHelpers.cs", true)]
    [InlineData("src/PropBot.Host/utils.js", true)]
    [InlineData("src/PropBot.Host/Utilization.cs", false)]
    [InlineData("src/PropBot.Host/SingleLegHandler.cs", false)]
    public void FileName_IsJudged(string path, bool isFound) =>
        Assert.Equal(isFound, FileRules.CheckName(new TextFile(path, "")).Any());

    [Theory]
    [InlineData("cd /ro" + "ot/project", true)]
    [InlineData("see \"/wor" + "k/notes.md\"", true)]
    [InlineData("source: api.nu" + "get.org", true)]
    [InlineData("https://registry.npm" + "js.org/x", true)]
    [InlineData("https://example.com/home/page", false)]
    [InlineData("WORKDIR /app", false)]
    public void ForeignText_IsJudged(string line, bool isFound) =>
        Assert.Equal(isFound ? [2] : [], FileRules.CheckForeignText(new TextFile("README.md", "one\n" + line)).Select(finding => finding.Line));

    [Fact]
    public void EditorConfig_RuleWithoutReason_IsFound()
    {
        // Lines 2 and 3 share the reason above them; line 5 has none.
        var file = new TextFile(".editorconfig", "# Why.\ndotnet_diagnostic.A.severity = none\ndotnet_diagnostic.B.severity = none\n\ndotnet_diagnostic.C.severity = none");
        Assert.Equal([5], FileRules.CheckReasons(file).Select(finding => finding.Line));
    }

    [Fact]
    public void Project_OutsideOfTheSolution_IsFound()
    {
        var project = new TextFile("src/A/A.csproj", "<Project><ItemGroup><PackageReference Include=\"B\" Version=\"1\" /></ItemGroup></Project>");
        Assert.Equal(3, FileRules.CheckProject(project, "<Solution />", []).Count());
        Assert.Single(FileRules.CheckProject(project, "<Project Path=\"src/A/A.csproj\" />", ["src/A/packages.lock.json"]));
    }

    [Fact]
    public void Finding_NamesFileAndLine()
    {
        var finding = Assert.Single(WaitRules.CheckSource(Source("tests/PropBot.Core.Tests/Sample.cs", "class C\n{\n    void F() => Thread.Sleep(1);\n}")));
        Assert.Equal("tests/PropBot.Core.Tests/Sample.cs:3: tests do not sleep: Thread.Sleep", finding.ToString());
    }

    private static void Breaks(Func<SourceFile, IEnumerable<Finding>> rule, string path, string code) =>
        Assert.Contains(rule(Source(path, code)), finding => finding.Path == path && finding.Line == 1);

    private static void Keeps(Func<SourceFile, IEnumerable<Finding>> rule, string path, string code) => Assert.Empty(rule(Source(path, code)));

    private static SourceFile Source(string path, string code) => new(new TextFile(path, code));

    private static IEnumerable<Finding> CheckProject(string project, string reference) => ReferenceRules.CheckProject(
        new TextFile($"src/{project}/{project}.csproj", $"<Project>\n<ItemGroup>\n{reference}\n</ItemGroup>\n</Project>"));
}
