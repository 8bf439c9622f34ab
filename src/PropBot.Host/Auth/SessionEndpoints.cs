using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using PropBot.Host.Api;
using PropBot.Host.Configuration;
using PropBot.Host.Dashboard;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Auth;

/// <summary>Logging in and out with a browser.</summary>
internal sealed class SessionEndpoints(OperatorTokens tokens, Sessions sessions, LoginThrottle throttle, GuessWatch guesses, ServerConfig server, ILogger<SessionEndpoints> log)
{
    // The login form has no session yet: its token is compared with one that only this browser got as a cookie.
    private const string LoginCookie = "propbot_login";
    private const string Home = "/ui/dashboard";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ui/login", (HttpContext context, SessionEndpoints login) => login.ShowForm(context)).ExcludeFromDescription();
        routes.MapPost("/ui/login", (HttpContext context, SessionEndpoints login) => login.LogInAsync(context)).ExcludeFromDescription();
        routes.MapPost("/ui/logout", (HttpContext context, SessionEndpoints login) => login.LogOut(context)).ExcludeFromDescription();
    }

    private IResult ShowForm(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        Language language = LanguageChoice.Read(context, query);
        return query.Error is { } error
            ? ErrorResponse.Unprocessable(error)
            : Form(context, language, context.Request.Query["next"], problem: null, StatusCodes.Status200OK);
    }

    private async Task<IResult> LogInAsync(HttpContext context)
    {
        Language language = LanguageChoice.Read(context, new QueryReader(context.Request.Query));
        if (!context.Request.HasFormContentType)
        {
            return ErrorResponse.Of(StatusCodes.Status415UnsupportedMediaType, "a form is expected; programs send their token as 'Authorization: Bearer'");
        }

        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        string? next = form["next"];
        IPAddress address = GuessWatch.AddressOf(context);
        if (throttle.MustWait(address))
        {
            return Form(context, language, next, Catalogue.LoginThrottled, StatusCodes.Status429TooManyRequests);
        }

        if (context.Request.Cookies[LoginCookie] is not { } expected || !Secret.Matches(form[AccessGuard.CsrfField], expected))
        {
            return Form(context, language, next, Catalogue.LoginExpired, StatusCodes.Status403Forbidden);
        }

        if (tokens.Find(form["token"].ToString().Trim()) is not { } who)
        {
            guesses.WrongLogin(address, throttle.Failed(address));
            return Form(context, language, next, Catalogue.LoginFailed, StatusCodes.Status401Unauthorized);
        }

        log.LogInformation("{Operator} ({Role}) logged in from {Address}", who.Name, who.Role, address);
        context.Response.Cookies.Delete(LoginCookie, CookieFor(context));
        context.Response.Cookies.Append(Sessions.CookieName, sessions.Open(who), CookieFor(context));
        return SeeOther.To(LocalAddress(next));
    }

    private SeeOther LogOut(HttpContext context)
    {
        if (context.Request.Cookies[Sessions.CookieName] is { } cookie)
        {
            sessions.Close(cookie);
        }

        context.Response.Cookies.Delete(Sessions.CookieName, CookieFor(context));
        return SeeOther.To("/ui/login");
    }

    private IResult Form(HttpContext context, Language language, string? next, LocalText? problem, int status)
    {
        string csrfToken = Secret.New();
        context.Response.Cookies.Append(LoginCookie, csrfToken, CookieFor(context));
        return PageResult.Of(LoginPage.Render(language, csrfToken, LocalAddress(next), problem), status);
    }

    /// <summary>Only our own pages: an address from outside must not lead away from here.</summary>
    private static string LocalAddress(string? next) =>
        next is not null && next.StartsWith("/ui/", StringComparison.Ordinal) && !next.StartsWith("/ui/login", StringComparison.Ordinal)
        && !next.Contains('\\') && !next.Any(char.IsControl)
            ? next
            : Home;

    private CookieOptions CookieFor(HttpContext context) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.NeedsSecureCookie(server), Path = "/" };
}
