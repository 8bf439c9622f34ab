using PropBot.Host.Auth;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard;

internal static class LoginPage
{
    public static Html Render(Language language, string csrfToken, string next, LocalText? problem)
    {
        Html body = Html.Of($"""
            <main class="login">
            <h1>PropBot</h1>
            <p>{Catalogue.Title.In(language)}</p>
            {Html.If(problem is not null, () => Html.Of($"<p class=\"notice bad\" role=\"alert\">{problem!.In(language)}</p>"))}
            <form method="post" action="/ui/login">
            <input type="hidden" name="{AccessGuard.CsrfField}" value="{csrfToken}">
            <input type="hidden" name="next" value="{next}">
            <label for="token">{Catalogue.Token.In(language)}</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
            <button>{Catalogue.LogIn.In(language)}</button>
            </form>
            <p class="fine">{Catalogue.LoginHint.In(language)}</p>
            {PageFrame.LanguageLinks(language)}
            </main>
            """);
        return PageFrame.Of(language, Catalogue.LogIn, Html.Empty, body);
    }
}
