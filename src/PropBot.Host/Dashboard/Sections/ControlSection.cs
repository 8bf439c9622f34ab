using System.Globalization;
using PropBot.Core.Engine;
using PropBot.Host.Auth;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>The desk's brakes: every cause that holds, what waits for a second person, and the next step out.</summary>
internal static class ControlSection
{
    private const int DecidedShown = 3;

    public static Html Render(View view)
    {
        ControlState control = view.Snapshot.Control;
        return Html.Of($"""
            <h2>{view.T(Catalogue.Brakes)} <span class="fine">{view.T(view.Snapshot.TwoManRule ? Catalogue.TwoManRuleOn : Catalogue.TwoManRuleOff)}</span></h2>
            {Html.If(control.IsKilled, () => Kill(view, control.Kill!))}
            {Causes(view, control)}
            {NextStep(view, control)}
            {Decided(view)}
            """);
    }

    private static Html Kill(View view, KillLatch kill) => Html.Of(
        $"<p class=\"notice bad\" data-code=\"killed\">{view.T(Catalogue.KilledBy.With(kill.By, kill.Reason, Time(kill.Since)))}</p>\n");

    private static Html Causes(View view, ControlState control)
    {
        if (control.Mode == ControlMode.Run)
        {
            return Html.Of($"<p class=\"fine\"><span class=\"dot good\"></span>{view.T(Catalogue.NobodyHolds)}</p>\n");
        }

        return control.IsHeld
            ? Html.Of($"<ul class=\"sentences\">{control.Holds.Causes.Select(c => Cause(view, c))}</ul>\n")
            : Html.Of($"<p class=\"fine\"><span class=\"dot warn\"></span>{view.T(Catalogue.HoldReleased)}</p>\n");
    }

    private static Html Cause(View view, HoldCause cause)
    {
        string reason = CodeCatalogue.HoldReasons.Words(cause.Reason, view.Language);
        return Html.Of($"<li data-source=\"{cause.Source}\">{view.T(Catalogue.HoldSince.With(reason, cause.Source, Time(cause.Since)))}</li>\n");
    }

    /// <summary>One step at a time: a kill is lifted first, then the causes are released, then the desk goes to RUN.</summary>
    private static Html NextStep(View view, ControlState control)
    {
        if (control.Mode == ControlMode.Run)
        {
            return Html.Empty;
        }

        ApprovalAction action = control.IsKilled ? ApprovalAction.Unkill : ApprovalAction.Resume;
        ApprovalRecord? live = view.Snapshot.Approvals.FirstOrDefault(a => a.Action == action && a.Status.IsLive());
        bool mayAct = view.Caller.Who.Role >= OperatorRole.Operator;
        return live switch
        {
            { Status: ApprovalStatus.Pending } => Html.Of($"{Described(view, live)}{Html.If(mayAct, () => Decide(view, live))}"),
            { Status: ApprovalStatus.Approved } => Html.Of($"{Described(view, live)}{Html.If(mayAct && !control.IsHeld, () => CarryOut(view, live))}"),
            _ => Html.If(mayAct, () => Ask(view, action)),
        };
    }

    /// <summary>A request that waits for a second person, with the buttons of whoever may decide.</summary>
    public static Html Waiting(View view, ApprovalRecord live) =>
        Html.Of($"{Described(view, live)}{Html.If(view.Caller.Who.Role >= OperatorRole.Operator, () => Decide(view, live))}");

    private static Html Described(View view, ApprovalRecord record) => Html.Of($"""
        <div class="request" data-code="{record.Status.ToString().ToLowerInvariant()}">
        <p>{view.T(Catalogue.RequestOf.With(CodeCatalogue.ApprovalActions[record.Action].In(view.Language), record.RequestedBy, Time(record.RequestedAt), record.Reason))}{Html.If(record.DecidedBy is not null, () => Html.Of($" {view.T(Catalogue.ConfirmedBy.With(record.DecidedBy!))}"))} {view.T(Catalogue.StandsUntil.With(Time(record.ExpiresAt)))}</p>
        <dl class="facts-list">{record.Parameters.Where(p => p.Value.Length > 0).Select(p => Parameter(view, p))}</dl>
        </div>
        """);

    private static Html Parameter(View view, KeyValuePair<string, string> parameter) => Html.Of(
        $"<div><dt>{CodeCatalogue.ApprovalParameters.Words(parameter.Key, view.Language)}</dt><dd>{parameter.Value}</dd></div>\n");

    private static Html Decide(View view, ApprovalRecord record)
    {
        bool isOwn = string.Equals(record.RequestedBy, view.Caller.Who.Name, StringComparison.OrdinalIgnoreCase);
        bool mayConfirm = !isOwn || !view.Snapshot.TwoManRule;
        return Html.Of($"""
            {Html.If(mayConfirm, () => Confirm(view, record))}
            {Html.If(!mayConfirm, () => Html.Of($"<p class=\"fine\">{view.T(Catalogue.AnotherConfirms)}</p>\n"))}
            {Reject(view, record, isOwn ? Catalogue.TakeBackButton : Catalogue.RejectButton)}
            """);
    }

    private static Html Confirm(View view, ApprovalRecord record) => Html.Of($"""
        <form class="controls" method="post" action="/ui/approvals/{record.Id.Value}/confirm">{DashboardPage.CsrfInput(view.Caller)}
        {Html.If(view.NeedsApproveToken, () => Html.Of($"<label>{view.T(Catalogue.ApproveTokenLabel)} <input type=\"password\" name=\"{ControlForms.TokenField}\" autocomplete=\"off\" required=\"required\"></label>"))}
        <button class="go">{view.T(Catalogue.ConfirmButton)}</button>
        </form>
        """);

    private static Html Reject(View view, ApprovalRecord record, LocalText button) => Html.Of($"""
        <form class="controls" method="post" action="/ui/approvals/{record.Id.Value}/reject">{DashboardPage.CsrfInput(view.Caller)}
        {DashboardPage.ReasonInput(view.Language, required: false)}
        <button>{view.T(button)}</button>
        </form>
        """);

    private static Html CarryOut(View view, ApprovalRecord record) => Html.Of($"""
        <form class="controls" method="post" action="/ui/resume">{DashboardPage.CsrfInput(view.Caller)}
        <button class="go">{view.T(Catalogue.RunButton)}</button>
        <span class="fine">{view.T(Catalogue.RunMeaning)}</span>
        </form>
        {Reject(view, record, Catalogue.RejectButton)}
        """);

    private static Html Ask(View view, ApprovalAction action)
    {
        bool isKill = action == ApprovalAction.Unkill;
        return Html.Of($"""
            <form class="controls" method="post" action="{(isKill ? "/ui/unkill-request" : "/ui/resume-request")}">{DashboardPage.CsrfInput(view.Caller)}
            <button>{view.T(isKill ? Catalogue.RequestUnkillButton : Catalogue.RequestResumeButton)}</button>
            {DashboardPage.ReasonInput(view.Language, required: true)}
            </form>
            """);
    }

    private static Html Decided(View view)
    {
        List<ApprovalRecord> decided = [.. view.Snapshot.Approvals.Where(a => !a.Status.IsLive()).Take(DecidedShown)];
        return Html.If(decided.Count > 0, () => Html.Of($"""
            <h3>{view.T(Catalogue.LatestRequests)}</h3>
            <ul class="checks">{decided.Select(r => DecidedLine(view, r))}</ul>
            """));
    }

    private static Html DecidedLine(View view, ApprovalRecord record)
    {
        string people = string.Join(
            " → ",
            new[] { Person(record.RequestedBy, record.RequestedVia), Person(record.DecidedBy, record.DecidedVia), Person(record.UsedBy, record.UsedBy == record.DecidedBy ? record.DecidedVia : null) }
                .Where(n => n is not null).Distinct(StringComparer.Ordinal));
        return Html.Of($"""
            <li data-code="{record.Status.ToString().ToLowerInvariant()}">{Time(record.RequestedAt)} · {CodeCatalogue.ApprovalActions[record.Action].In(view.Language)} · {people} · {CodeCatalogue.ApprovalStatuses[record.Status].In(view.Language)}{Html.If(record.Note is not null, () => Html.Of($" ({record.Note!})"))}</li>
            """);
    }

    /// <summary>The name, with the way the word came where that is not the page or the API.</summary>
    private static string? Person(string? name, string? via) => name is null || via is null or "ui" ? name : $"{name} ({via})";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
