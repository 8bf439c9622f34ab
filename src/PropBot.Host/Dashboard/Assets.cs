using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using PropBot.Host.Api;

namespace PropBot.Host.Dashboard;

/// <summary>The page's own files, carried in the assembly. Their addresses change with their content.</summary>
internal static class Assets
{
    private const int VersionDigits = 12;

    private static readonly Dictionary<string, (string Type, byte[] Bytes, string Version)> Files = new[]
    {
        ("app.css", "text/css; charset=utf-8"),
        ("app.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    }.ToDictionary(f => f.Item1, f => Load(f.Item1, f.Item2), StringComparer.Ordinal);

    public static string AddressOf(string name) => $"/ui/assets/{name}?v={Files[name].Version}";

    public static IResult Send(string name, HttpResponse response)
    {
        if (!Files.TryGetValue(name, out var file))
        {
            return ErrorResponse.NotFound("not found");
        }

        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(file.Bytes, file.Type);
    }

    private static (string Type, byte[] Bytes, string Version) Load(string name, string type)
    {
        using Stream stream = typeof(Assets).Assembly.GetManifestResourceStream($"PropBot.Host.Dashboard.Assets.{name}")
            ?? throw new InvalidOperationException($"the assembly carries no {name}");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        byte[] bytes = copy.ToArray();
        return (type, bytes, Convert.ToHexString(SHA256.HashData(bytes))[..VersionDigits].ToLowerInvariant());
    }
}
