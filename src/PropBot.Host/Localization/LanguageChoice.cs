using System.Globalization;
using Microsoft.AspNetCore.Http;
using PropBot.Host.Api;
using StringWithQualityHeaderValue = Microsoft.Net.Http.Headers.StringWithQualityHeaderValue;

namespace PropBot.Host.Localization;

/// <summary>Which language a request wants: <c>?lang=</c>, else what this browser chose before, else what it accepts, else English.</summary>
internal static class LanguageChoice
{
    public const string Parameter = "lang";
    public const string CookieName = "propbot_lang";

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    public static Language Read(HttpContext context, QueryReader query)
    {
        string asked = query.OneOf(Parameter, "", Languages.English, Languages.Russian);
        if (Languages.Parse(asked) is { } chosen)
        {
            Remember(context, chosen);
            return chosen;
        }

        return Languages.Parse(context.Request.Cookies[CookieName]) ?? Accepted(context.Request);
    }

    private static void Remember(HttpContext context, Language language) => context.Response.Cookies.Append(
        CookieName,
        language.Code(),
        new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, MaxAge = Remembered, Path = "/ui" });

    private static Language Accepted(HttpRequest request)
    {
        IEnumerable<StringWithQualityHeaderValue> accepted = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1);
        foreach (StringWithQualityHeaderValue language in accepted)
        {
            string code = language.Value.ToString().Split('-')[0].ToLower(CultureInfo.InvariantCulture);
            if (Languages.Parse(code) is { } known)
            {
                return known;
            }
        }

        return Language.English;
    }
}
