using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PropBot.Tidy.Tests.Rules;

/// <summary>Who may use whom: between projects, and between the folders of Core.</summary>
internal static class ReferenceRules
{
    /// <summary>The simulator speaks the venues' protocols a second time and shares no code with the adapters.</summary>
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["PropBot.Core"] = [],
        ["PropBot.Simulation"] = ["PropBot.Core"],
        ["PropBot.Venues"] = ["PropBot.Core"],
        ["PropBot.Venues.Binance"] = ["PropBot.Core", "PropBot.Venues"],
        ["PropBot.Venues.Okx"] = ["PropBot.Core", "PropBot.Venues"],
        ["PropBot.Venues.Bybit"] = ["PropBot.Core", "PropBot.Venues"],
        ["PropBot.Ledger"] = ["PropBot.Core"],
        ["PropBot.Replay"] = ["PropBot.Core", "PropBot.Simulation", "PropBot.Ledger"],
        ["PropBot.Simulator"] = ["PropBot.Core", "PropBot.Simulation"],
        // Puts the two sides of each venue's wire together, which know nothing of each other.
        ["PropBot.Episodes"] =
        [
            "PropBot.Core", "PropBot.Simulation", "PropBot.Ledger", "PropBot.Simulator",
            "PropBot.Venues", "PropBot.Venues.Binance", "PropBot.Venues.Okx", "PropBot.Venues.Bybit",
        ],
        ["PropBot.Host"] =
        [
            "PropBot.Core", "PropBot.Simulation", "PropBot.Venues", "PropBot.Venues.Binance", "PropBot.Venues.Okx",
            "PropBot.Venues.Bybit", "PropBot.Ledger", "PropBot.Replay", "PropBot.Simulator",
        ],
        ["PropBot.Cli"] = ["PropBot.Episodes", "PropBot.Host", "PropBot.Replay", "PropBot.Simulator"],
    };

    /// <summary>A folder of Core uses those before it, never those after it.</summary>
    private static readonly string[] CoreFolders =
    [
        "Values", "Instruments", "MarketData", "Costs", "Execution", "Accounting", "Strategy", "Risk", "Engine",
    ];

    public static IEnumerable<Finding> CheckProject(TextFile file)
    {
        if (file.Extension != ".csproj" || !file.IsUnder("src"))
        {
            yield break;
        }

        var project = Path.GetFileNameWithoutExtension(file.Name);
        if (!AllowedProjects.TryGetValue(project, out var allowed))
        {
            yield return new Finding(file.Path, 1, $"{project} is new: say in {nameof(ReferenceRules)} what it may reference");
            yield break;
        }

        foreach (var element in XDocument.Parse(file.Text, LoadOptions.SetLineInfo).Descendants())
        {
            var include = element.Attribute("Include")?.Value.Replace('\\', '/') ?? "";
            var line = ((IXmlLineInfo)element).LineNumber;
            if (element.Name.LocalName == "ProjectReference" && !allowed.Contains(Path.GetFileNameWithoutExtension(include)))
            {
                yield return new Finding(file.Path, line, $"{project} must not reference {include}");
            }

            var isDependency = element.Name.LocalName is "PackageReference" or "FrameworkReference" or "Reference";
            if (isDependency && PurityRules.PureProjects.Contains(project))
            {
                yield return new Finding(file.Path, line, $"{project} references nothing but the base class library, not {include}");
            }
        }
    }

    /// <summary>Whoever comes by a reference through a third project still may not use it.</summary>
    public static IEnumerable<Finding> CheckNamespaces(SourceFile source)
    {
        if (!source.File.IsUnder("src") || !AllowedProjects.TryGetValue(source.Project, out var allowed) || source.Project == "PropBot.Cli")
        {
            yield break;
        }

        foreach (var (name, finding) in UsedNamespaces(source))
        {
            var owner = AllowedProjects.Keys
                .Where(project => name == project || name.StartsWith(project + ".", StringComparison.Ordinal))
                .MaxBy(project => project.Length);
            if (owner is not null && owner != source.Project && !allowed.Contains(owner))
            {
                yield return finding($"{source.Project} must not use {owner}");
            }
        }
    }

    public static IEnumerable<Finding> CheckCoreFolders(SourceFile source)
    {
        if (source.File.Path.Split('/') is not ["src", "PropBot.Core", var folder, _, ..])
        {
            yield break;
        }

        var own = Array.IndexOf(CoreFolders, folder);
        if (own < 0)
        {
            yield return new Finding(source.File.Path, 1, $"{folder} is new: give it its place in {nameof(ReferenceRules)}.{nameof(CoreFolders)}");
            yield break;
        }

        foreach (var (name, finding) in UsedNamespaces(source))
        {
            if (name.Split('.') is ["PropBot", "Core", var other, ..] && Array.IndexOf(CoreFolders, other) > own)
            {
                yield return finding($"{folder} must not use {other}, which comes after it in Core");
            }
        }
    }

    private static IEnumerable<(string Name, Func<string, Finding> At)> UsedNamespaces(SourceFile source)
    {
        foreach (var node in source.Root.DescendantNodes())
        {
            var name = node switch
            {
                UsingDirectiveSyntax directive => directive.Name?.ToString(),
                QualifiedNameSyntax when node.Parent is not (UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax or QualifiedNameSyntax) => node.ToString(),
                MemberAccessExpressionSyntax when node.Parent is not MemberAccessExpressionSyntax => node.ToString(),
                _ => null,
            };
            if (name is not null && name.StartsWith("PropBot.", StringComparison.Ordinal))
            {
                yield return (name, reason => source.At(node, reason));
            }
        }
    }
}
