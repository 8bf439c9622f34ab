using Microsoft.AspNetCore.Http;

namespace PropBot.Host.Auth;

/// <summary>Who a request comes from. Named by a bearer token, or by a browser's session.</summary>
/// <param name="Session">Null for a bearer token.</param>
internal sealed record Caller(OperatorIdentity Who, Session? Session);

internal static class Callers
{
    /// <summary>Null when the request named nobody.</summary>
    public static Caller? CallerOrNull(this HttpContext context) => context.Features.Get<Caller>();

    /// <summary>The access guard lets nobody without a name get this far.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.CallerOrNull() ?? throw new InvalidOperationException("the route is public and has no caller");
}
