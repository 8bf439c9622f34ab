using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PropBot.Tidy.Tests.Rules;

/// <summary>Core and Simulation do no I/O and know no clock, logger, container, JSON or random number of the runtime.</summary>
internal static class PurityRules
{
    public static readonly string[] PureProjects = ["PropBot.Core", "PropBot.Simulation"];

    private static readonly string[] ImpureNamespaces =
    [
        "System.IO", "System.Net", "System.Text.Json", "System.Data", "System.Timers", "Microsoft.Extensions",
        "Microsoft.AspNetCore", "Microsoft.Data",
    ];

    private static readonly string[] ImpureTypes =
    [
        "Console", "Environment", "File", "Directory", "FileStream", "HttpClient", "Socket", "Process", "Random",
        "RandomNumberGenerator", "Stopwatch", "TimeProvider", "Timer", "PeriodicTimer", "Thread", "ILogger", "ILoggerFactory",
        "IServiceProvider", "JsonSerializer", "JsonElement", "JsonDocument", "Utf8JsonReader", "Utf8JsonWriter",
    ];

    private static readonly string[] ImpureMembers =
    [
        "DateTime.UtcNow", "DateTime.Now", "DateTime.Today", "DateTimeOffset.UtcNow", "DateTimeOffset.Now", "Guid.NewGuid",
        "Guid.CreateVersion7", "Task.Delay", "Task.Run",
    ];

    public static IEnumerable<Finding> CheckSource(SourceFile source)
    {
        if (!source.File.IsUnder("src") || !PureProjects.Contains(source.Project))
        {
            yield break;
        }

        foreach (var node in source.Root.DescendantNodes())
        {
            if (ImpurityOf(node) is { } impurity)
            {
                yield return source.At(node, $"{source.Project} is pure, but uses {impurity}");
            }
        }
    }

    /// <summary>The same rule on what the compiler made of it: catches a type reached without writing its name.</summary>
    public static IEnumerable<string> CheckAssembly(string path)
    {
        using var stream = File.OpenRead(path);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.TypeReferences)
        {
            var type = metadata.GetTypeReference(handle);
            var name = metadata.GetString(type.Name);
            var space = metadata.GetString(type.Namespace);
            if ((IsImpureNamespace(space) || (IsSystem(space) && ImpureTypes.Contains(name))) && !IsOfAnIterator(metadata, handle, name))
            {
                yield return $"{Path.GetFileName(path)} uses {space}.{name}";
            }
        }
    }

    /// <summary>The compiler's iterators ask for their thread's number, to give a second enumeration its own state.</summary>
    private static bool IsOfAnIterator(MetadataReader metadata, TypeReferenceHandle type, string name) =>
        name == "Environment" && metadata.MemberReferences
            .Select(metadata.GetMemberReference)
            .Where(member => member.Parent == (EntityHandle)type)
            .All(member => metadata.GetString(member.Name) == "get_CurrentManagedThreadId");

    private static string? ImpurityOf(SyntaxNode node) => node switch
    {
        UsingDirectiveSyntax { Name: { } name } when IsImpureNamespace(name.ToString()) => name.ToString(),
        QualifiedNameSyntax name when node.Parent is not UsingDirectiveSyntax && IsImpureNamespace(name.Left.ToString()) => name.ToString(),
        MemberAccessExpressionSyntax access when IsImpureNamespace(access.Expression.ToString()) => access.ToString(),
        MemberAccessExpressionSyntax access when ImpureMembers.Contains(access.ToString()) => access.ToString(),
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax type } when IsImpureType(type) => type.ToString(),
        IdentifierNameSyntax type when IsTypePosition(type) && IsImpureType(type) => type.ToString(),
        GenericNameSyntax { Identifier.Text: "ILogger" } => "ILogger",
        _ => null,
    };

    private static bool IsImpureType(IdentifierNameSyntax name) => ImpureTypes.Contains(name.Identifier.Text);

    /// <summary>A property may be called Process; what counts is a name used as a type.</summary>
    private static bool IsTypePosition(IdentifierNameSyntax name) => name.Parent is
        VariableDeclarationSyntax or ParameterSyntax or ObjectCreationExpressionSyntax or NullableTypeSyntax or ArrayTypeSyntax
        or TypeArgumentListSyntax or SimpleBaseTypeSyntax or CastExpressionSyntax or TypeOfExpressionSyntax
        || (name.Parent is PropertyDeclarationSyntax property && property.Type == name)
        || (name.Parent is MethodDeclarationSyntax method && method.ReturnType == name);

    private static bool IsImpureNamespace(string name) =>
        Array.Exists(ImpureNamespaces, impure => name == impure || name.StartsWith(impure + ".", StringComparison.Ordinal));

    private static bool IsSystem(string space) => space == "System" || space.StartsWith("System.", StringComparison.Ordinal);
}
