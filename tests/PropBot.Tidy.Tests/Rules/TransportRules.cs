using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PropBot.Tidy.Tests.Rules;

/// <summary>
/// Every request and every stream of an adapter goes through one place each, where rate budgets, time limits, counters and chaos
/// are: an adapter that opened a connection of its own would go around all of them.
/// </summary>
internal static class TransportRules
{
    private static readonly string[] Connections = ["HttpClient", "SocketsHttpHandler", "HttpClientHandler", "ClientWebSocket", "TcpClient", "Socket"];

    private static readonly string[] Places = ["src/PropBot.Venues/Rest/RestClient.cs", "src/PropBot.Venues/Streams/StreamConnection.cs"];

    public static IEnumerable<Finding> CheckSource(SourceFile source)
    {
        if (!source.File.IsUnder("src") || !source.Project.StartsWith("PropBot.Venues", StringComparison.Ordinal) || Places.Contains(source.File.Path, StringComparer.Ordinal))
        {
            yield break;
        }

        foreach (var made in source.Root.DescendantNodes().OfType<ObjectCreationExpressionSyntax>())
        {
            var name = made.Type.ToString().Split('.')[^1];
            if (Connections.Contains(name, StringComparer.Ordinal))
            {
                yield return source.At(made, $"{name} is made in RestClient and StreamConnection only");
            }
        }
    }
}
