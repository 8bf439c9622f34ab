using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PropBot.Tidy.Tests.Rules;

/// <summary>Records of Core, events and effects above all, are never changed after creation.</summary>
internal static class RecordRules
{
    public static IEnumerable<Finding> CheckSource(SourceFile source)
    {
        if (source.Project != "PropBot.Core" || !source.File.IsUnder("src"))
        {
            yield break;
        }

        foreach (var record in source.Root.DescendantNodes().OfType<RecordDeclarationSyntax>())
        {
            foreach (var property in record.Members.OfType<PropertyDeclarationSyntax>())
            {
                var setter = property.AccessorList?.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration));
                if (setter is not null)
                {
                    yield return source.At(setter, $"{record.Identifier.Text}.{property.Identifier.Text} can be set after creation");
                }
            }

            foreach (var field in record.Members.OfType<FieldDeclarationSyntax>())
            {
                if (!Has(field, SyntaxKind.ReadOnlyKeyword) && !Has(field, SyntaxKind.ConstKeyword))
                {
                    yield return source.At(field, $"{record.Identifier.Text} has a field that can change");
                }
            }

            // The properties of a positional record struct have setters unless the struct is readonly.
            if (record.IsKind(SyntaxKind.RecordStructDeclaration) && !Has(record, SyntaxKind.ReadOnlyKeyword))
            {
                yield return source.At(record.Identifier.GetLocation(), $"{record.Identifier.Text} is a record struct that is not readonly");
            }
        }
    }

    private static bool Has(MemberDeclarationSyntax member, SyntaxKind keyword) => member.Modifiers.Any(keyword);
}
