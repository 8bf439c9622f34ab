using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Dashboard.Charts;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>Every risk limit with what is used of it and what is left: the lines of <c>/api/ui/risk_snapshot</c>, the fullest first.</summary>
internal static class RiskSection
{
    public static Html Render(View view) => Html.Of($"""
        <h2>{view.T(Catalogue.RiskLimits)}</h2>
        {Html.If(!view.Snapshot.AreRiskChecksOn, () => Html.Of($"<p class=\"fine\"><span class=\"dot warn\"></span>{view.T(Catalogue.RiskChecksOff)}</p>\n"))}
        {Table.Of("risk-table", Lines(view), Columns(view), l => $"{l.Limit} {l.Scope}", l => l.IsBreached ? "alarm" : "")}
        """);

    private static RiskLine[] Lines(View view) => [.. view.Snapshot.Risk.Lines.OrderByDescending(l => l.IsBreached).ThenByDescending(l => l.Used ?? -1m)];

    private static Column<RiskLine>[] Columns(View view) =>
    [
        new(view.T(Catalogue.LimitColumn), l => Html.Of($"<span title=\"{l.Detail}\">{l.Limit}</span>")),
        new(view.T(Catalogue.RiskScopeColumn), l => Html.Text(l.Scope == "*" ? view.T(Catalogue.WholeDesk) : l.Scope)),
        Column<RiskLine>.Number(view.T(Catalogue.RiskLimitColumn), l => l.IsOff ? Html.Text(view.T(Catalogue.RiskOff)) : Threshold(l)),
        Column<RiskLine>.Number(view.T(Catalogue.RiskUsedColumn), l => Figure(l, l.Current, "risk_current")),
        Column<RiskLine>.Number(view.T(Catalogue.RiskLeftColumn), l => Figure(l, l.Left)),
        new("", l => l.Used is { } used ? UsageBar.Render(used, l.IsBreached) : Html.Empty),
    ];

    private static Html Threshold(RiskLine line) =>
        Html.Of($"{Html.Text(line.IsFloor ? "≥ " : "")}{Figure(line, line.Threshold)}{Html.Text(line.Unit is "fraction" or "count" ? "" : $" {line.Unit}")}");

    /// <summary>A fraction in percent; how many of something has no places.</summary>
    private static Html Figure(RiskLine line, decimal? value, string? field = null) => (line.Unit, value) switch
    {
        ("fraction", _) => Figures.Percent(value, field),
        ("count", { } count) => Figures.Count((long)count, field),
        _ => Figures.Money(value, field),
    };
}
