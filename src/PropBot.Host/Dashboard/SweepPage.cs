using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Host.Auth;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard;

/// <summary>The step between the button and the deed: what would be done now, what it is expected to cost, and one more button.</summary>
internal static class SweepPage
{
    public const string Address = "/ui/sweep";
    public const string KindField = "kind";
    public const string VenueField = "venue";
    public const string SymbolField = "symbol";
    public const string IdField = "correlation_id";

    /// <summary>Nobody who only looks at a plan gives a command: this page is read by GET and changes nothing.</summary>
    /// <param name="plan">Simulated; its id goes into the form, so that a form sent twice is one sweep.</param>
    public static Html Render(Sweep plan, Language language, Caller caller)
    {
        Html body = Html.Of($"""
            <main class="confirm">
            <h1>{SweepWords.Kinds[plan.Kind].In(language)}</h1>
            <p class="notice warn">{SweepWords.MeaningOf(plan.Kind).In(language)}</p>
            <section class="panel"><h2>{SweepWords.Plan.In(language)}</h2>
            {Html.If(plan.Legs.Count == 0 && plan.Orders.Count == 0, () => Html.Of($"<p class=\"empty\">{SweepWords.NothingPlanned.In(language)}</p>"))}
            {Html.If(plan.Kind == SweepKind.Kill && plan.Legs.Count > 0, () => Html.Of($"<p class=\"fine\">{SweepWords.KillClosesWithTick.In(language)}</p>"))}
            {Html.If(plan.Legs.Count > 0, () => Legs(plan, language))}
            {Html.If(plan.Orders.Count > 0, () => Orders(plan, language))}
            </section>
            {(plan.Kind == SweepKind.Kill ? KillForm(plan, language, caller) : SweepForm(plan, language, caller))}
            </main>
            """);
        return PageFrame.Of(language, SweepWords.Heading, Html.Empty, body);
    }

    private static Html SweepForm(Sweep plan, Language language, Caller caller) => Html.Of($"""
        <form class="controls" method="post" action="{Address}">{DashboardPage.CsrfInput(caller)}
        <input type="hidden" name="{KindField}" value="{plan.Kind.Code()}">
        <input type="hidden" name="{VenueField}" value="{plan.Scope.Venue?.Name ?? ""}">
        <input type="hidden" name="{SymbolField}" value="{plan.Scope.Symbol?.Name ?? ""}">
        <input type="hidden" name="{IdField}" value="{plan.Id}">
        <label>{Catalogue.Reason.In(language)} <input name="reason" maxlength="{Api.CommandBody.MaxReasonLength.ToString(System.Globalization.CultureInfo.InvariantCulture)}" autocomplete="off"></label>
        <button class="danger">{SweepWords.Confirm.In(language)}</button>
        <a href="/ui/dashboard">{SweepWords.Back.In(language)}</a>
        </form>
        """);

    /// <summary>The page's own kill, with the plan beside it: what is listed as closed is closed only with the tick.</summary>
    private static Html KillForm(Sweep plan, Language language, Caller caller) => Html.Of($"""
        <form class="controls" method="post" action="/ui/kill" aria-label="KILL">{DashboardPage.CsrfInput(caller)}
        <input type="hidden" name="{ControlForms.ConfirmField}" value="{ControlForms.ConfirmValue}">
        <input type="hidden" name="{IdField}" value="{plan.Id}">
        <label><input type="checkbox" name="{ControlForms.FlattenField}" value="{ControlForms.ConfirmValue}"> {Catalogue.KillFlatten.In(language)}</label>
        {DashboardPage.ReasonInput(language, required: false)}
        <button class="kill">{Catalogue.KillButton.In(language)}</button>
        <a href="/ui/dashboard">{SweepWords.Back.In(language)}</a>
        </form>
        """);

    private static Html Legs(Sweep plan, Language language)
    {
        Html table = Table.Of(
            "plan-legs", plan.Legs,
            [
                new(SweepWords.Pair.In(language), l => Html.Text(l.Pair?.ToString() ?? SweepWords.NoPair.In(language))),
                new(SweepWords.Venue.In(language), l => Html.Text(l.Instrument.ToString())),
                new(SweepWords.Side.In(language), l => Html.Text((l.Side == Side.Buy ? SweepWords.Buy : SweepWords.Sell).In(language))),
                Column<SweepLeg>.Number(SweepWords.Quantity.In(language), l => Figures.Quantity(l.Quantity)),
                Column<SweepLeg>.Number(SweepWords.Estimate.In(language), l => Figures.Money(l.EstimatedCost)),
            ],
            l => $"{l.Pair}:{l.Instrument}");
        string sum = plan.EstimatedCost is { } cost ? SweepWords.SumOfEstimates.With(Figures.Rounded(cost, 2)).In(language) : SweepWords.NoEstimate.In(language);
        return Html.Of($"{table}<p class=\"fine\" id=\"plan-cost\">{sum}</p>");
    }

    private static Html Orders(Sweep plan, Language language) => Html.Of($"""
        <h3>{SweepWords.OrdersPlanned.In(language)}</h3>
        <ul class="sentences">{plan.Orders.Select(o => Html.Of($"<li>{o.Instrument.ToString()} {o.VenueOrderId?.Value ?? o.ClientOrderId.Value}{(o.IsOurs ? "" : $" ({SweepWords.Foreign.In(language)})")}</li>"))}</ul>
        """);
}
