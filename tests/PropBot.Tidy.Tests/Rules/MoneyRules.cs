using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PropBot.Tidy.Tests.Rules;

/// <summary>Money, prices and quantities in Core are never binary floating point.</summary>
internal static partial class MoneyRules
{
    private static readonly string[] MoneyWords = ["price", "quantity", "fee", "notional", "pnl", "money", "margin"];

    public static IEnumerable<Finding> CheckSource(SourceFile source)
    {
        if (source.Project != "PropBot.Core" || !source.File.IsUnder("src"))
        {
            yield break;
        }

        foreach (var node in source.Root.DescendantNodes())
        {
            foreach (var (type, name) in Declared(node))
            {
                if (IsFloating(type) && IsMoney(name))
                {
                    yield return source.At(node, $"{name} is money, a price or a quantity: decimal or a value type, not {type}");
                }
            }
        }
    }

    private static IEnumerable<(TypeSyntax? Type, string Name)> Declared(SyntaxNode node) => node switch
    {
        VariableDeclarationSyntax variables => variables.Variables.Select(variable => ((TypeSyntax?)variables.Type, variable.Identifier.Text)),
        PropertyDeclarationSyntax property => [(property.Type, property.Identifier.Text)],
        ParameterSyntax parameter => [(parameter.Type, parameter.Identifier.Text)],
        MethodDeclarationSyntax method => [(method.ReturnType, method.Identifier.Text)],
        TupleElementSyntax element => [(element.Type, element.Identifier.Text)],
        _ => [],
    };

    private static bool IsFloating(TypeSyntax? type) => type switch
    {
        PredefinedTypeSyntax predefined => predefined.Keyword.Text is "double" or "float",
        NullableTypeSyntax nullable => IsFloating(nullable.ElementType),
        ArrayTypeSyntax array => IsFloating(array.ElementType),
        GenericNameSyntax generic => generic.TypeArgumentList.Arguments.Any(IsFloating),
        IdentifierNameSyntax name => name.Identifier.Text is "Double" or "Single" or "Half",
        _ => false,
    };

    private static bool IsMoney(string name) =>
        Words().Matches(name).Any(word => MoneyWords.Contains(Singular(word.Value)));

    private static string Singular(string word) => word.ToLowerInvariant() switch
    {
        "quantities" => "quantity",
        var plural when plural.EndsWith('s') => plural[..^1],
        var single => single,
    };

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Words();
}
