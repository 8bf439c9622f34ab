using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PropBot.Tidy.Tests.Rules;

/// <summary>Names of files, foreign text in them, and what each project brings with it.</summary>
internal static partial class FileRules
{
    private static readonly string[] EmptyWords = ["Helper", "Manager", "Utils", "Util"];

    /// <summary>A file is named after its one concept, a noun of the domain.</summary>
    public static IEnumerable<Finding> CheckName(TextFile file)
    {
        if (file.Extension is ".cs" or ".js" or ".ts" && Words().Matches(file.Name).Any(word => IsEmptyWord(word.Value)))
        {
            yield return new Finding(file.Path, 1, "name the concept: Helper, Manager and Utils say nothing");
        }
    }

    /// <summary>The repository knows no machine and no package registry but the tools' defaults.</summary>
    public static IEnumerable<Finding> CheckForeignText(TextFile file)
    {
        foreach (var (number, line) in file.Lines)
        {
            if (MachinePath().Match(line) is { Success: true } path)
            {
                yield return new Finding(file.Path, number, $"a path of one machine: {path.Value}");
            }

            if (RegistryHost().Match(line) is { Success: true } host)
            {
                yield return new Finding(file.Path, number, $"a package registry's host: {host.Value}");
            }

            if (file.Name is "package-lock.json" && line.Contains("\"resolved\"") && line.Contains("://"))
            {
                yield return new Finding(file.Path, number, "a lock file records versions and hashes, not download addresses");
            }
        }
    }

    /// <summary>Each rule that is switched off has its reason above it.</summary>
    public static IEnumerable<Finding> CheckReasons(TextFile editorConfig)
    {
        var explained = false;
        foreach (var (number, line) in editorConfig.Lines)
        {
            var isSwitchedOff = line.StartsWith("dotnet_diagnostic.", StringComparison.Ordinal) && line.EndsWith("none", StringComparison.Ordinal);
            if (isSwitchedOff && !explained)
            {
                yield return new Finding(editorConfig.Path, number, "a rule is switched off without a reason above it");
            }

            explained = line.StartsWith('#') || (isSwitchedOff && explained);
        }
    }

    /// <summary>Every project is built and tested with the others, at locked versions.</summary>
    public static IEnumerable<Finding> CheckProject(TextFile project, string solution, IReadOnlyCollection<string> paths)
    {
        if (!solution.Contains($"\"{project.Path}\"", StringComparison.Ordinal))
        {
            yield return new Finding(project.Path, 1, "the project is not in PropBot.slnx");
        }

        var lockFile = project.Path[..(project.Path.LastIndexOf('/') + 1)] + "packages.lock.json";
        if (!paths.Contains(lockFile))
        {
            yield return new Finding(project.Path, 1, "the project has no packages.lock.json");
        }

        if (XDocument.Parse(project.Text).Descendants("PackageReference").Any(reference => reference.Attribute("Version") is not null))
        {
            yield return new Finding(project.Path, 1, "versions stand in Directory.Packages.props");
        }
    }

    private static bool IsEmptyWord(string word) => EmptyWords.Contains(word, StringComparer.OrdinalIgnoreCase)
        || EmptyWords.Contains(word.TrimEnd('s'), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Words();

    // Home folders and folders of a build machine.
    [GeneratedRegex(@"(?<![\w.\-$}/])/(work|root|home|Users)/[\w.]+|\b[A-Z]:\\Users\\", RegexOptions.ExplicitCapture)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(nuget|npmjs|pypi|yarnpkg|pythonhosted)[.](org|com|io)\b|\b(deb|security)[.]debian[.]org\b", RegexOptions.ExplicitCapture)]
    private static partial Regex RegistryHost();
}
