using Microsoft.AspNetCore.Http;

namespace PropBot.Host.Api;

/// <summary>A name for a request: the caller's, or one made of its trace. It lies in the journal with what came of the request.</summary>
internal static class CorrelationId
{
    public const string Header = "X-Correlation-Id";

    private const int MaxLength = 100;

    /// <param name="inBody">The one that the body names; it wins over the header.</param>
    public static string Of(HttpContext context, string? inBody = null) =>
        !string.IsNullOrWhiteSpace(inBody) ? inBody.Trim()
        : context.Request.Headers[Header].ToString() is { Length: > 0 } given ? given
        : context.TraceIdentifier;

    /// <summary>What is wrong with it; null when it can be kept.</summary>
    public static string? Fault(string id) =>
        id.Length > MaxLength ? $"the correlation id ({Header}) has {id.Length} characters, at most {MaxLength} are kept" : null;

    /// <summary>Cut where it would not be kept: for what is never refused.</summary>
    public static string Cut(string id) => id.Length > MaxLength ? id[..MaxLength] : id;
}
