using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using PropBot.Testing;

namespace PropBot.Episodes.Tests.Planted;

/// <summary>The sources of <c>PropBot.Core</c>, compiled in memory as the build compiles them, with changes.</summary>
internal static class CoreSources
{
    private const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    private static readonly Lazy<IReadOnlyDictionary<string, SyntaxTree>> Trees = new(ParseAll);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "netstandard.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <exception cref="InvalidOperationException">An edit does not fit the source any more, or what comes out does not compile.</exception>
    public static byte[] Compile(IReadOnlyList<SourceEdit> edits)
    {
        Dictionary<string, SyntaxTree> trees = new(Trees.Value, StringComparer.Ordinal);
        foreach (SourceEdit edit in edits)
        {
            trees[edit.File] = Change(trees[edit.File], edit);
        }

        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, checkOverflow: true, deterministic: true,
            nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("PropBot.Core", trees.Values, References.Value, options);
        using var image = new MemoryStream();
        EmitResult emitted = compilation.Emit(image);
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

    private static Dictionary<string, SyntaxTree> ParseAll()
    {
        string root = Path.Combine(RepositoryRoot.Path, "src", "PropBot.Core");
        var trees = new Dictionary<string, SyntaxTree>(StringComparer.Ordinal)
        {
            [""] = CSharpSyntaxTree.ParseText(GlobalUsings, Parsing, "", System.Text.Encoding.UTF8),
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
}
