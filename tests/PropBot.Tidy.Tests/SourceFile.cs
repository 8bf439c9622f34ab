using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PropBot.Tidy.Tests;

/// <summary>A C# file as the compiler sees it, so that comments and strings are not taken for code.</summary>
internal sealed class SourceFile
{
    public SourceFile(TextFile file)
    {
        File = file;
        Root = CSharpSyntaxTree.ParseText(file.Text, new CSharpParseOptions(LanguageVersion.Preview), file.Path).GetRoot();
    }

    public TextFile File { get; }

    public SyntaxNode Root { get; }

    public string Project => File.Project;

    public Finding At(SyntaxNode node, string reason) => At(node.GetLocation(), reason);

    public Finding At(Location location, string reason) =>
        new(File.Path, location.GetLineSpan().StartLinePosition.Line + 1, reason);
}
