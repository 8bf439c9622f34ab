using PropBot.Host.Dashboard.Charts;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>The equity over time, with the capital as its base line.</summary>
internal static class EquitySection
{
    public static Html Render(View view) => Html.Of($"""
        <h2>{view.T(Catalogue.EquityChart)} <span class="ranges">{EquityRanges.Known.Select(r => RangeLink(view, r.Range, r.Code, r.Label))}</span></h2>
        {(view.Equity.Count == 0 ? Html.Of($"<p class=\"empty\">{view.T(Catalogue.ChartEmpty)}</p>") : EquityChart.Render(view.Equity, view.Snapshot.Totals.Capital, view.T(Catalogue.Capital)))}
        """);

    private static Html RangeLink(View view, EquityRange range, string code, LocalText label) => range == view.Range
        ? Html.Of($"<b>{view.T(label)}</b> ")
        : Html.Of($"<a href=\"?{EquityRanges.Parameter}={code}\">{view.T(label)}</a> ");
}
