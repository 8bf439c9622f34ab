using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard;

/// <summary>What every page stands in.</summary>
internal static class PageFrame
{
    /// <param name="head">What only this page needs in its head.</param>
    /// <param name="liveAddress">Where the page's script listens for changes; null for a page that does not change.</param>
    public static Html Of(Language language, LocalText title, Html head, Html body, string? liveAddress = null) => Html.Of($"""
        <!doctype html>
        <html lang="{language.Code()}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>PropBot · {title.In(language)}</title>
        <link rel="icon" href="{Assets.AddressOf("icon.svg")}">
        <link rel="stylesheet" href="{Assets.AddressOf("app.css")}">
        {head}
        </head>
        <body{Live(liveAddress)}>
        {body}
        </body>
        </html>
        """);

    /// <summary>Links to the page in the other language; the choice is remembered in a cookie.</summary>
    public static Html LanguageLinks(Language language) => Html.Of($"""
        <nav class="languages">{LanguageLink(Language.Russian, language)} {LanguageLink(Language.English, language)}</nav>
        """);

    private static Html LanguageLink(Language target, Language current) => target == current
        ? Html.Of($"<b>{target.Code().ToUpperInvariant()}</b>")
        : Html.Of($"<a href=\"?{LanguageChoice.Parameter}={target.Code()}\" lang=\"{target.Code()}\">{target.Code().ToUpperInvariant()}</a>");

    private static Html Live(string? address) => address is null ? Html.Empty : Html.Of($" data-live=\"{address}\"");
}
