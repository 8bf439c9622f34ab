using System.Globalization;
using PropBot.Core.Accounting;
using PropBot.Host.Api;
using PropBot.Host.Auth;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>Differences between our books and the venues: both documents, the owner, and what people said of the latest ones.</summary>
internal static class CasesSection
{
    private const int ResolvedShown = 5;

    public static Html Render(View view) => Html.Of($"""
        <h2>{view.T(Catalogue.Cases)}</h2>
        {(view.Snapshot.Cases.Count == 0
            ? Html.Of($"<p class=\"empty\">{view.T(Catalogue.NoCases)}</p>")
            : Table.Of("cases-table", view.Snapshot.Cases, OpenColumns(view), c => c.Id.ToString(), _ => "alarm"))}
        {Html.If(view.Snapshot.ResolvedCases.Count > 0, () => Html.Of($"""
            <h3>{view.T(Catalogue.ResolvedCases)}</h3>
            {Table.Of("resolved-cases-table", view.Snapshot.ResolvedCases.Take(ResolvedShown), ResolvedColumns(view), c => c.Id.ToString())}
            """))}
        """);

    private static List<Column<ReconciliationCase>> OpenColumns(View view)
    {
        List<Column<ReconciliationCase>> columns =
        [
            .. MatterColumns(view),
            new(view.T(Catalogue.CaseOwner), c => Html.Text(c.Owner)),
        ];
        if (view.Caller.Who.Role >= OperatorRole.Operator)
        {
            columns.Add(new("", c => Actions(c, view)));
        }

        return columns;
    }

    private static List<Column<ReconciliationCase>> ResolvedColumns(View view) =>
    [
        .. MatterColumns(view),
        new(view.T(Catalogue.ResolvedBy), c => Html.Text(c.ResolvedBy ?? "")),
        new(view.T(Catalogue.Resolution), c => Html.Of($"{c.Resolution}{Html.If(c.IsExplained, () => Html.Of($" {Pill.Of(view.T(Catalogue.Explained), Pill.Warning, "explained")}"))}")),
        new(view.T(Catalogue.ResolvedAt), c => Figures.Clock(c.ResolvedAt, view.Now)),
    ];

    private static List<Column<ReconciliationCase>> MatterColumns(View view) =>
    [
        new(view.T(Catalogue.Case), c => Html.Text(c.Id.ToString())),
        new(view.T(Catalogue.CaseOpened), c => Figures.Clock(c.OpenedAt, view.Now)),
        new(view.T(Catalogue.Venue), c => Html.Text(c.Matter.Venue.Name)),
        new(view.T(Catalogue.CaseMatter), c => Html.Of($"{Kind(c, view)} {Matter(c)}")),
        new(view.T(Catalogue.CaseOurs), c => Html.Text(c.Ours)),
        new(view.T(Catalogue.CaseTheirs), c => Html.Text(c.Theirs)),
    ];

    private static Html Kind(ReconciliationCase known, View view) =>
        Pill.Of(CodeCatalogue.CaseKinds[known.Matter.Kind].In(view.Language), known.IsOpen ? Pill.Bad : Pill.Quiet, known.Matter.Kind.Code());

    private static string Matter(ReconciliationCase known) =>
        string.Join(' ', new[] { known.Matter.Instrument?.Symbol.Name ?? "", known.Matter.Subject }.Where(t => t.Length > 0));

    private static Html Actions(ReconciliationCase open, View view)
    {
        string at = $"/ui/cases/{open.Id}";
        string most = CommandBody.MaxReasonLength.ToString(CultureInfo.InvariantCulture);
        return Html.Of($"""
            {Html.If(open.Owner != view.Caller.Who.Name, () => Html.Of($"<form class=\"controls\" method=\"post\" action=\"{at}/take\">{DashboardPage.CsrfInput(view.Caller)}<button class=\"plain\">{view.T(Catalogue.TakeCase)}</button></form>"))}
            <form class="controls" method="post" action="{at}/resolve">{DashboardPage.CsrfInput(view.Caller)}
            <label>{view.T(Catalogue.CaseNote)} <input name="reason" required maxlength="{most}" autocomplete="off"></label>
            <button class="plain">{view.T(Catalogue.ResolveCase)}</button>
            </form>
            """);
    }
}
