using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Host.Auth;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>Parts of the desk that are restricted by themselves, the limits that count, and the forms for both.</summary>
internal static class RestrictionsSection
{
    private static readonly ApprovalAction[] Actions =
    [
        ApprovalAction.Unfreeze, ApprovalAction.UnfreezeStrategy, ApprovalAction.EnableStrategy, ApprovalAction.RaiseLimit, ApprovalAction.ExitDryRun, ApprovalAction.ApplyConfig,
        ApprovalAction.ResetBudget,
    ];

    private static readonly ScopeState[] States = [ScopeState.Frozen, ScopeState.ReduceOnly];

    public static Html Render(View view)
    {
        bool mayAct = view.Caller.Who.Role >= OperatorRole.Operator;
        ScopeStack scopes = view.Snapshot.Control.Scopes;
        return Html.Of($"""
            <h2>{view.T(Catalogue.Restrictions)}</h2>
            {(scopes.IsEmpty
                ? Html.Of($"<p class=\"fine\"><span class=\"dot good\"></span>{view.T(Catalogue.NothingRestricted)}</p>\n")
                : Html.Of($"<ul class=\"sentences\">{scopes.Causes.Select(c => Cause(view, c))}</ul>\n"))}
            {Html.Join(Actions.Select(a => Waiting(view, a)))}
            {Html.If(mayAct, () => Html.Join(scopes.Causes.Select(c => c.Scope).Distinct().Where(s => !IsAsked(view, s)).Select(s => Unfreeze(view, s.ToString()))))}
            {Html.If(mayAct, () => Freeze(view))}
            {(view.Snapshot.Strategy is { } strategy ? Strategy(view, strategy, mayAct) : Html.Empty)}
            <h3>{view.T(Catalogue.Limits)}</h3>
            {Table.Of("limits-table", [.. view.Snapshot.Limits], Columns(view), l => LimitChange.NameOf(l.Limit, l.Subject), l => l.Change is null ? "" : "alarm")}
            {Html.If(mayAct, () => Limit(view))}
            {Html.If(mayAct && view.Snapshot is { IsDryRun: true, IsReadOnly: false }, () => ExitDryRun(view))}
            """);
    }

    private static Html Cause(View view, ScopeCause cause) => Html.Of(
        $"<li data-scope=\"{cause.Scope.ToString()}\" data-code=\"{cause.State.Code()}\">{cause.Scope.ToString()}: {view.T(Word(cause.State))}; {cause.Reason} ({cause.Source}, {Figures.Clock(cause.Since, view.Now)})</li>\n");

    private static Html Waiting(View view, ApprovalAction action) =>
        view.Snapshot.Approvals.FirstOrDefault(a => a.Action == action && a.Status.IsLive()) is { } live ? ControlSection.Waiting(view, live) : Html.Empty;

    private static bool IsAsked(View view, ControlScope scope) => view.Snapshot.Approvals.Any(
        a => a.Action is ApprovalAction.Unfreeze or ApprovalAction.UnfreezeStrategy && a.Status.IsLive() && a.Releases == scope);

    private static bool IsAsked(View view, ApprovalAction action) => view.Snapshot.Approvals.Any(a => a.Action == action && a.Status.IsLive());

    private static Html Unfreeze(View view, string scope) => Html.Of($"""
        <form class="controls" method="post" action="/ui/unfreeze-request">{DashboardPage.CsrfInput(view.Caller)}
        <input type="hidden" name="{ControlForms.ScopeField}" value="{scope}">
        <button>{view.T(Catalogue.UnfreezeButton)}: {scope}</button>
        {DashboardPage.ReasonInput(view.Language, required: true)}
        </form>
        """);

    private static Html Freeze(View view) => Html.Of($"""
        <form class="controls" method="post" action="/ui/freeze">{DashboardPage.CsrfInput(view.Caller)}
        <select name="{ControlForms.ScopeField}">{Scopes(view).Select(s => Html.Of($"<option value=\"{s.ToString()}\">{(s.Kind == ScopeKind.Desk ? view.T(Catalogue.WholeDesk) : s.Subject)}</option>"))}</select>
        <select name="{ControlForms.StateField}">{States.Select(s => Html.Of($"<option value=\"{s.Code()}\">{view.T(Word(s))}</option>"))}</select>
        {DashboardPage.ReasonInput(view.Language, required: false, Api.FreezeApi.DefaultReason)}
        <button class="hold">{view.T(Catalogue.FreezeButton)}</button>
        <span class="fine">{view.T(Catalogue.FreezeMeaning)}</span>
        </form>
        """);

    private static IEnumerable<ControlScope> Scopes(View view) =>
    [
        ControlScope.Desk,
        .. StrategyNames.All.Select(ControlScope.OfStrategy),
        .. view.Snapshot.Venues.Select(v => ControlScope.Of(v.Venue)),
        .. view.Snapshot.Venues.SelectMany(v => v.Books).Select(b => ControlScope.Of(b.Instrument)),
    ];

    private static Html Strategy(View view, StrategySnapshot strategy, bool mayAct)
    {
        bool isOn = strategy.Control.Enabled;
        LocalText line = Catalogue.StrategyLine.With(
            strategy.Name, view.T(isOn ? Catalogue.StrategyOn : Catalogue.StrategyOff), strategy.State.Code(), Money(strategy.RealizedToday), Money(strategy.RealizedWeek), Money(strategy.RealizedTotal),
            strategy.Control.ConsecutiveFailures.ToString(System.Globalization.CultureInfo.InvariantCulture), Money(strategy.OpenNotional), Money(strategy.MaxNotional),
            $"{strategy.OpenPairs}/{strategy.MaxPairs}", strategy.Limits.DailyLossBudget is { } budget ? $"{Money(strategy.BudgetUsed)}/{Money(budget.Value)}" : "–");
        return Html.Of($"""
            <h3>{view.T(Catalogue.Strategies)}</h3>
            <p class="fine" data-code="{strategy.State.Code()}"><span class="dot {(isOn && strategy.State == ScopeState.Active ? "good" : "warn")}"></span>{view.T(line)}</p>
            {Html.If(mayAct && !IsAsked(view, ApprovalAction.EnableStrategy), () => Switch(view, strategy, isOn))}
            {Html.If(mayAct && strategy.Limits.DailyLossBudget is not null, () => ResetBudget(view, strategy))}
            """);
    }

    private static Html Switch(View view, StrategySnapshot strategy, bool isOn) => Html.Of($"""
        <form class="controls" method="post" action="/ui/strategy">{DashboardPage.CsrfInput(view.Caller)}
        <input type="hidden" name="{ControlForms.SubjectField}" value="{strategy.Name}">
        <input type="hidden" name="{ControlForms.StateField}" value="{(isOn ? "off" : "on")}">
        {(isOn || !view.Snapshot.TwoManRule ? DashboardPage.ReasonInput(view.Language, required: false, Api.StrategyApi.DefaultReason) : DashboardPage.ReasonInput(view.Language, required: true))}
        <button>{view.T(isOn ? Catalogue.SwitchOffButton : view.Snapshot.TwoManRule ? Catalogue.SwitchOnRequestButton : Catalogue.SwitchOnButton)}: {strategy.Name}</button>
        </form>
        """);

    private static Html ResetBudget(View view, StrategySnapshot strategy) => Html.Of($"""
        <form class="controls" method="post" action="/ui/budget-reset-request">{DashboardPage.CsrfInput(view.Caller)}
        <input type="hidden" name="{ControlForms.SubjectField}" value="{strategy.Name}">
        {DashboardPage.ReasonInput(view.Language, required: true)}
        <button>{view.T(Catalogue.BudgetResetButton)}</button>
        </form>
        """);

    private static string Money(decimal amount) => WireNumber.Format(Math.Round(amount, 2, MidpointRounding.ToZero));

    private static Column<LimitSnapshot>[] Columns(View view) =>
    [
        new(view.T(Catalogue.LimitColumn), l => Html.Text(LimitChange.NameOf(l.Limit, l.Subject))),
        Column<LimitSnapshot>.Number(view.T(Catalogue.ValueColumn), l => Html.Text(Number(l.Value))),
        Column<LimitSnapshot>.Number(view.T(Catalogue.ConfiguredColumn), l => Html.Text(Number(l.Configured))),
        new(view.T(Catalogue.OriginColumn), l => Html.Text(l.Change is { } change ? $"{l.Origin}: {change.By}, {change.Reason}" : l.Origin)),
    ];

    private static Html Limit(View view) => Html.Of($"""
        <form class="controls" method="post" action="/ui/limits">{DashboardPage.CsrfInput(view.Caller)}
        <select name="{ControlForms.LimitField}">{LimitTable.All.Select(l => Html.Of($"<option value=\"{l.Code}\">{l.Code}</option>"))}</select>
        <input name="{ControlForms.SubjectField}" autocomplete="off" placeholder="{view.T(Catalogue.LimitSubjectHint)}">
        <input name="{ControlForms.ValueField}" inputmode="decimal" autocomplete="off" required="required" placeholder="{view.T(Catalogue.ValueColumn)}">
        {DashboardPage.ReasonInput(view.Language, required: true)}
        <button>{view.T(Catalogue.LimitButton)}</button>
        <span class="fine">{view.T(Catalogue.LimitMeaning)}</span>
        </form>
        """);

    private static Html ExitDryRun(View view) => Html.Of($"""
        <form class="controls" method="post" action="/ui/exit-dry-run-request">{DashboardPage.CsrfInput(view.Caller)}
        <button>{view.T(Catalogue.ExitDryRunButton)}</button>
        {DashboardPage.ReasonInput(view.Language, required: true)}
        </form>
        """);

    private static LocalText Word(ScopeState state) => state == ScopeState.Frozen ? Catalogue.FrozenWord : Catalogue.ReduceOnlyWord;

    private static string Number(decimal? value) => value is { } known ? WireNumber.Format(known) : "–";
}
