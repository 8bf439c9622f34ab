using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PropBot.Tidy.Tests.Rules;

/// <summary>SQL exists in PropBot.Ledger only (and in its tests).</summary>
internal static partial class SqlRules
{
    private static readonly string[] Drivers = ["Dapper", "Microsoft.Data.Sqlite", "Npgsql", "SQLitePCL", "System.Data"];

    public static IEnumerable<Finding> CheckSource(SourceFile source)
    {
        if (!source.File.IsUnder("src") || source.Project == "PropBot.Ledger")
        {
            yield break;
        }

        foreach (var token in source.Root.DescendantTokens().Where(IsText))
        {
            if (SqlText().IsMatch(token.ValueText))
            {
                yield return source.At(token.GetLocation(), "SQL belongs to PropBot.Ledger");
            }
        }

        foreach (var directive in source.Root.DescendantNodes().OfType<UsingDirectiveSyntax>())
        {
            var name = directive.Name?.ToString() ?? "";
            if (Array.Exists(Drivers, driver => name == driver || name.StartsWith(driver + ".", StringComparison.Ordinal)))
            {
                yield return source.At(directive, $"{name} belongs to PropBot.Ledger");
            }
        }
    }

    public static IEnumerable<Finding> CheckFile(TextFile file)
    {
        if (file.Extension == ".sql" && file.Project is not ("PropBot.Ledger" or "PropBot.Ledger.Tests"))
        {
            yield return new Finding(file.Path, 1, "SQL belongs to PropBot.Ledger");
        }
    }

    private static bool IsText(SyntaxToken token) => token.Kind() is
        SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.InterpolatedStringTextToken;

    // All upper or all lower case, so that "Select a venue from the list" remains prose.
    [GeneratedRegex(
        @"^\s*(SELECT\s[\s\S]*\sFROM\s|select\s[\s\S]*\sfrom\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|insert\s+(or\s+\w+\s+)?into\s|UPDATE\s+\w+\s+SET\s|update\s+\w+\s+set\s|DELETE\s+FROM\s|delete\s+from\s\w+\s+where\s|(CREATE|ALTER|DROP)\s+(TABLE|INDEX|VIEW|TRIGGER|UNIQUE)\s|(create|alter|drop)\s+(table|index|view|trigger|unique)\s|PRAGMA\s|pragma\s+\w+\s*[=(;])",
        RegexOptions.ExplicitCapture)]
    private static partial Regex SqlText();
}
