using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PropBot.Tidy.Tests.Rules;

/// <summary>Work that is put off has an issue, and the comment names it: #12.</summary>
internal static partial class CommentRules
{
    private static readonly string[] CommentedExtensions = [".sh", ".yaml", ".yml", ".js", ".ts", ".css", ".html", ".sql", ".csproj", ".props", ""];

    public static IEnumerable<Finding> CheckSource(SourceFile source)
    {
        foreach (var comment in source.Root.DescendantTrivia(descendIntoTrivia: true).Where(IsComment))
        {
            var first = comment.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            foreach (var (offset, line) in comment.ToFullString().Split('\n').Index())
            {
                if (IsUnowned(line))
                {
                    yield return new Finding(source.File.Path, first + offset, "a postponed change names its issue: #n");
                }
            }
        }
    }

    public static IEnumerable<Finding> CheckFile(TextFile file)
    {
        if (!CommentedExtensions.Contains(file.Extension))
        {
            yield break;
        }

        foreach (var (number, line) in file.Lines.Where(line => IsUnowned(line.Text)))
        {
            yield return new Finding(file.Path, number, "a postponed change names its issue: #n");
        }
    }

    private static bool IsUnowned(string line) => Postponed().IsMatch(line) && !Issue().IsMatch(line);

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Postponed();

    [GeneratedRegex(@"#\d+\b")]
    private static partial Regex Issue();
}
