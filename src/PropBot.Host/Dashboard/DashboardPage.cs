using PropBot.Core.Execution.Sweeps;
using PropBot.Host.Auth;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard;

/// <summary>The operator's page. Readable without scripts; with them its sections keep themselves current.</summary>
internal static class DashboardPage
{
    private const string ReloadSeconds = "5";

    /// <param name="view">Null while the engine is starting.</param>
    /// <param name="done">What the form that led here has done; null when none did.</param>
    /// <param name="refused">Why it was not done.</param>
    public static Html Render(View? view, Language language, EquityRange range, Caller caller, LocalText? done, LocalText? refused)
    {
        string live = $"/ui/events?{LanguageChoice.Parameter}={language.Code()}&{EquityRanges.Parameter}={range.Code()}";
        Html head = Html.Of($"""
            <noscript><meta http-equiv="refresh" content="{ReloadSeconds}"></noscript>
            <script src="{Assets.AddressOf("app.js")}" defer></script>
            """);
        Html body = Html.Of($"""
            <header class="top">
            <h1 class="brand">PropBot <span>{Catalogue.Title.In(language)}</span></h1>
            <div class="state" id="state">{Section("state", view)}</div>
            {Account(caller, language)}
            </header>
            <p class="notice bad" id="lost" hidden>{Catalogue.ConnectionLost.In(language)} <time></time></p>
            {Html.If(done is not null, () => Html.Of($"<p class=\"notice good\">{done!.In(language)}</p>"))}
            {Html.If(refused is not null, () => Html.Of($"<p class=\"notice bad\" data-code=\"refused\">{refused!.In(language)}</p>"))}
            <div id="notices">{(view is null ? Html.Of($"<p class=\"notice info\">{Catalogue.Starting.In(language)}</p>") : Section("notices", view))}</div>
            <div id="chaos">{Section("chaos", view)}</div>
            {Controls(caller, language)}
            {Panel("control", view)}
            <main>
            <section class="tiles" id="totals">{Section("totals", view)}</section>
            <div class="columns wide-left">{Panel("equity", view)}{Panel("split", view)}</div>
            <div class="columns">{Panel("opening", view)}{Panel("alerts", view)}</div>
            {Panel("cases", view)}
            {Panel("open-pairs", view)}
            {Panel("risk", view)}
            {Panel("restrictions", view)}
            {Panel("sweeps", view)}
            {Panel("edges", view)}
            {Panel("closed-pairs", view)}
            {Panel("books", view)}
            {Panel("venues", view)}
            {Panel("watchdog", view)}
            {Panel("slo", view)}
            {Panel("counters", view)}
            {Panel("configuration", view)}
            </main>
            <footer id="foot">{Section("foot", view)}</footer>
            """);
        return PageFrame.Of(language, Catalogue.Title, head, body, live);
    }

    private static Html Section(string id, View? view) => view is null ? Html.Empty : LiveSections.Render(id, view);

    private static Html Panel(string id, View? view) => Html.Of($"<section class=\"panel\" id=\"{id}\">{Section(id, view)}</section>\n");

    private static Html Account(Caller caller, Language language)
    {
        string role = caller.Who.Role.ToString().ToLowerInvariant();
        return Html.Of($"""
            <div class="account">
            <span>{Catalogue.Operator.In(language)}: <b>{caller.Who.Name}</b></span>
            <span class="role-badge role-{role}" title="{Catalogue.Role.In(language)}: {role}">{CodeCatalogue.Roles[caller.Who.Role].In(language)}</span>
            {PageFrame.LanguageLinks(language)}
            {Html.If(caller.Session is not null, () => Html.Of($"<form method=\"post\" action=\"/ui/logout\">{CsrfInput(caller)}<button class=\"plain\">{Catalogue.LogOut.In(language)}</button></form>"))}
            </div>
            """);
    }

    private static Html Controls(Caller caller, Language language)
    {
        if (caller.Who.Role < OperatorRole.Operator)
        {
            string role = CodeCatalogue.Roles[caller.Who.Role].In(language);
            return Html.Of($"<p class=\"notice quiet\">{Catalogue.ReadOnly.With(role).In(language)}</p>");
        }

        return Html.Of($"""
            <form class="controls" method="post" action="/ui/hold" aria-label="{Catalogue.Controls.In(language)}">{CsrfInput(caller)}
            <button class="hold">{Catalogue.HoldButton.In(language)}</button>
            {ReasonInput(language, required: false, Api.HoldApi.DefaultReason)}
            <span class="fine">{Catalogue.HoldMeaning.In(language)}</span>
            </form>
            <form class="controls" method="get" action="{SweepPage.Address}" aria-label="{SweepWords.Heading.In(language)}">
            <button class="danger" name="{SweepPage.KindField}" value="{SweepKind.CloseAll.Code()}">{SweepWords.CloseAllButton.In(language)}</button>
            <button class="danger" name="{SweepPage.KindField}" value="{SweepKind.CancelAll.Code()}">{SweepWords.CancelAllButton.In(language)}</button>
            <button class="kill" name="{SweepPage.KindField}" value="{SweepKind.Kill.Code()}">{SweepWords.KillPlanButton.In(language)}</button>
            <span class="fine">{SweepWords.ButtonsMeaning.In(language)}</span>
            </form>
            <details class="kill">
            <summary>{Catalogue.KillSummary.In(language)}</summary>
            <form class="controls" method="post" action="/ui/kill" aria-label="KILL">{CsrfInput(caller)}
            <label><input type="checkbox" name="{ControlForms.ConfirmField}" value="{ControlForms.ConfirmValue}" required="required"> {Catalogue.KillConfirm.In(language)}</label>
            {ReasonInput(language, required: false, Api.KillApi.DefaultReason)}
            <label><input type="checkbox" name="{ControlForms.FlattenField}" value="{ControlForms.ConfirmValue}"> {Catalogue.KillFlatten.In(language)}</label>
            <button class="kill">{Catalogue.KillButton.In(language)}</button>
            <span class="fine">{Catalogue.KillMeaning.In(language)}</span>
            </form>
            </details>
            """);
    }

    public static Html ReasonInput(Language language, bool required, string placeholder = "") => Html.Of($"""
        <label>{Catalogue.Reason.In(language)} <input name="reason" maxlength="{Api.CommandBody.MaxReasonLength.ToString(System.Globalization.CultureInfo.InvariantCulture)}" autocomplete="off" placeholder="{placeholder}"{Html.If(required, () => Html.Of($" required=\"required\""))}></label>
        """);

    public static Html CsrfInput(Caller caller) => caller.Session is { } session
        ? Html.Of($"<input type=\"hidden\" name=\"{AccessGuard.CsrfField}\" value=\"{session.CsrfToken}\">")
        : Html.Empty;
}
