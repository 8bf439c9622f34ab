using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using PropBot.Host.Api;

namespace PropBot.Host.Auth;

/// <summary>Stands before every endpoint: finds out who calls, looks the route up in the <see cref="AccessTable"/>, and refuses by default.</summary>
internal sealed class AccessGuard(RequestDelegate next, OperatorTokens tokens, Sessions sessions, GuessWatch guesses, ILogger<AccessGuard> log)
{
    public const string CsrfField = "csrf";
    public const string CsrfHeader = "X-CSRF-Token";

    private const string BearerPrefix = "Bearer ";
    private const long MaxBodyBytes = 64 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        LimitBody(context);
        Caller? caller = Identify(context);
        context.Features.Set(caller);

        // A path or method without an endpoint: those who are known here may learn that it does not exist.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await (caller is null ? RefuseStrangerAsync(context) : next(context));
            return;
        }

        RouteAccess? access = AccessTable.Of(context.Request.Method, endpoint);
        if (access is null)
        {
            log.LogError("route {Method} {Pattern} is not in the access table and refused to everybody", context.Request.Method, endpoint.RoutePattern.RawText);
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "forbidden");
        }
        else if (access.Role is not { } needed)
        {
            await next(context);
        }
        else if (caller is null)
        {
            await RefuseStrangerAsync(context);
        }
        else if (caller.Who.Role < needed)
        {
            log.LogWarning("{Operator} ({Role}) was refused {Method} {Pattern}", caller.Who.Name, caller.Who.Role, access.Method, access.Pattern);
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "forbidden");
        }
        else if (IsTooLarge(context, caller))
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, TooLarge(context.Request.ContentLength));
        }
        else if (!await IsOwnFormAsync(context, caller))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "csrf_token_invalid");
        }
        else
        {
            await next(context);
        }
    }

    private Caller? Identify(HttpContext context)
    {
        string? header = context.Request.Headers.Authorization;
        if (header is not null)
        {
            // A header that names nobody is not made good by a cookie.
            return header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) && tokens.Find(header[BearerPrefix.Length..].Trim()) is { } who
                ? new Caller(who, null)
                : null;
        }

        return context.Request.Cookies[Sessions.CookieName] is { } cookie && sessions.Find(cookie) is { } session
            ? new Caller(session.Who, session)
            : null;
    }

    /// <summary>A browser's form, which has to be read whole before it is known to be ours.</summary>
    private static bool IsTooLarge(HttpContext context, Caller caller) =>
        caller.Session is not null && context.Request.HasFormContentType && context.Request.ContentLength > MaxBodyBytes;

    private static string TooLarge(long? bytes) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"the form has {bytes} bytes, at most {MaxBodyBytes} are read, and nothing was done: shorten its text");

    /// <summary>A browser sends its cookie for anybody's form; only our own pages know the session's token.</summary>
    private static async Task<bool> IsOwnFormAsync(HttpContext context, Caller caller)
    {
        if (caller.Session is not { } session || HttpMethods.IsGet(context.Request.Method))
        {
            return true;
        }

        string? presented = context.Request.Headers[CsrfHeader];
        if (presented is null && context.Request.HasFormContentType)
        {
            presented = (await context.Request.ReadFormAsync(context.RequestAborted))[CsrfField];
        }

        return Secret.Matches(presented, session.CsrfToken);
    }

    private static void LimitBody(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = MaxBodyBytes;
        }
    }

    private Task RefuseStrangerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (request.Headers.Authorization.Count > 0 && guesses.WrongBearer(GuessWatch.AddressOf(context), request.Method, request.Path))
        {
            context.Response.Headers.RetryAfter = ((int)GuessWatch.Window.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return RefuseAsync(context, StatusCodes.Status429TooManyRequests, "too_many_wrong_tokens");
        }

        bool isPage = HttpMethods.IsGet(request.Method)
            && request.Path.StartsWithSegments("/ui")
            && request.Headers.Authorization.Count == 0
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (isPage)
        {
            context.Response.Redirect("/ui/login?next=" + Uri.EscapeDataString(request.Path + request.QueryString));
            return Task.CompletedTask;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return RefuseAsync(context, StatusCodes.Status401Unauthorized, "unauthorized");
    }

    private static Task RefuseAsync(HttpContext context, int status, string detail) => ErrorResponse.Of(status, detail).ExecuteAsync(context);
}
