using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using PropBot.Testing;

namespace PropBot.Episodes.Tests.Planted;

/// <summary>The sources of one project of the product, compiled in memory as the build compiles them, with changes.</summary>
internal sealed class ProjectSources
{
    /// <summary>What the build adds to every project.</summary>
    private const string Added = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("PropBot.Episodes")]
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, checkOverflow: true, deterministic: true,
        nullableContextOptions: NullableContextOptions.Enable);

    private static readonly ConcurrentDictionary<string, ProjectSources> Known = new(StringComparer.Ordinal);

    private static readonly Lazy<ISourceGenerator[]> Generators = new(FindGenerators);

    private readonly string _project;
    private readonly Dictionary<string, SyntaxTree> _trees;
    private readonly MetadataReference[] _references;

    private ProjectSources(string project)
    {
        _project = project;
        _trees = ParseAll(project);
        _references =
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => IsReferenced(Path.GetFileNameWithoutExtension(path)))
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }

    /// <summary>The projects that the edits change, by name.</summary>
    /// <exception cref="InvalidOperationException">An edit does not fit the source any more, or what comes out does not compile.</exception>
    public static IReadOnlyDictionary<string, byte[]> Compile(IReadOnlyList<SourceEdit> edits) => edits
        .GroupBy(edit => edit.Project, StringComparer.Ordinal)
        .ToDictionary(
            project => project.Key,
            project => Known.GetOrAdd(project.Key, name => new ProjectSources(name)).CompileWith(project),
            StringComparer.Ordinal);

    private byte[] CompileWith(IEnumerable<SourceEdit> edits)
    {
        Dictionary<string, SyntaxTree> trees = new(_trees, StringComparer.Ordinal);
        foreach (SourceEdit edit in edits)
        {
            trees[edit.File] = Change(trees[edit.File], edit);
        }

        var compilation = CSharpCompilation.Create(_project, trees.Values, _references, Options);
        CSharpGeneratorDriver.Create(Generators.Value, parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation whole, out _);
        using var image = new MemoryStream();
        EmitResult emitted = whole.Emit(image);
        return emitted.Success
            ? image.ToArray()
            : throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5)));
    }

    private static SyntaxTree Change(SyntaxTree tree, SourceEdit edit)
    {
        string text = tree.ToString();
        int at = text.IndexOf(edit.Before, StringComparison.Ordinal);
        bool isOnce = at >= 0 && text.IndexOf(edit.Before, at + 1, StringComparison.Ordinal) < 0;
        return isOnce
            ? CSharpSyntaxTree.ParseText(text.Replace(edit.Before, edit.After, StringComparison.Ordinal), Parsing, tree.FilePath, tree.Encoding)
            : throw new InvalidOperationException(
                $"'{edit.Before}' is {(at < 0 ? "not" : "more than once")} in {edit.File}: the code has changed, plant this bug in its present form");
    }

    /// <summary>Of the product only what every project may use.</summary>
    private bool IsReferenced(string assembly) =>
        assembly.StartsWith("System.", StringComparison.Ordinal) || assembly is "netstandard"
        || (_project != SourceEdit.Engine && assembly is "PropBot.Core" or "PropBot.Venues");

    private static Dictionary<string, SyntaxTree> ParseAll(string project)
    {
        string root = Path.Combine(RepositoryRoot.Path, "src", project);
        var trees = new Dictionary<string, SyntaxTree>(StringComparer.Ordinal)
        {
            [""] = CSharpSyntaxTree.ParseText(Added, Parsing, "", System.Text.Encoding.UTF8),
        };
        foreach (string path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(root, path).Replace('\\', '/');
            if (!name.StartsWith("obj/", StringComparison.Ordinal) && !name.StartsWith("bin/", StringComparison.Ordinal))
            {
                trees.Add(name, CSharpSyntaxTree.ParseText(File.ReadAllText(path), Parsing, path, System.Text.Encoding.UTF8));
            }
        }

        return trees;
    }

    /// <summary>The adapters' readers of JSON are written by the compiler, with what the framework's reference pack has for it.</summary>
    private static ISourceGenerator[] FindGenerators()
    {
        string packs = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        string newest = Directory.GetFiles(packs, "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        return [.. new AnalyzerFileReference(newest, new Loader()).GetGenerators(LanguageNames.CSharp)];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
