using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>The service levels and what their budgets do.</summary>
internal static class SloSection
{
    public static Html Render(View view) => Html.Of($"""
        <h2>{view.T(Catalogue.Slo)}</h2>
        {Html.If(!view.Snapshot.Slo.Enabled, () => Html.Of($"<p class=\"empty\">{view.T(Catalogue.SloOff)}</p>"))}
        {Table.Of("slo-table", [.. view.Snapshot.Slo.Metrics], Columns(view), m => m.Metric.Code(), m => m.Level == SloLevel.Ok ? "" : "alarm")}
        """);

    private static Column<SloMeasure>[] Columns(View view) =>
    [
        new(view.T(Catalogue.SloMeasure), m => Html.Text(view.T(CodeCatalogue.SloMetrics[m.Metric]))),
        new(view.T(Catalogue.Status), m => Html.Text(view.T(CodeCatalogue.SloLevels[m.Level]))),
        new(view.T(Catalogue.SloShort), m => Number(view, m.Short)),
        new(view.T(Catalogue.SloLong), m => Number(view, m.Long)),
        new(view.T(Catalogue.SloLimit), m => Number(view, m.Limit)),
        new(view.T(Catalogue.SloBurn), m => Number(view, m.Burn)),
        new(view.T(Catalogue.Since), m => Figures.Clock(m.Since, view.Now)),
    ];

    private static Html Number(View view, decimal? value) =>
        Html.Text(value is { } number ? WireNumber.Format(Math.Round(number, 2, MidpointRounding.ToZero)) : view.T(Catalogue.SloNoData));
}
