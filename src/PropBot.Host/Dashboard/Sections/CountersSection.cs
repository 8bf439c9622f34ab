using System.Globalization;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;
using PropBot.Host.Metrics;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>How much the process has done, and how fast.</summary>
internal static class CountersSection
{
    public static Html Render(View view)
    {
        EngineCounters counters = view.Snapshot.Counters;
        return Html.Of($"""
            <h2>{view.T(Catalogue.Counters)}</h2>
            <dl class="facts-list">
            {Fact(view.T(Catalogue.Events), Figures.Count(counters.Events))}
            {Fact(view.T(Catalogue.DepthEvents), Figures.Count(counters.DepthEvents))}
            {Fact(view.T(Catalogue.OrdersPlaced), Figures.Count(counters.OrdersPlaced, "orders_placed"))}
            {Fact(view.T(Catalogue.FillsBooked), Figures.Count(counters.FillsBooked, "fills_booked"))}
            {Fact(view.T(Catalogue.DuplicateFills), Figures.Count(counters.DuplicateFills))}
            {Fact(view.T(Catalogue.ForcedFills), Figures.Count(counters.ForcedFills, "forced_fills"))}
            {Fact(view.T(Catalogue.UnknownOutcomes), Figures.Count(counters.UnknownOutcomes))}
            {Fact(view.T(Catalogue.Rescues), Figures.Count(counters.Rescues))}
            {Fact(view.T(Catalogue.EventLatency), AtMost(view, view.Latency.EventMicroseconds, Catalogue.UnitMicrosecond))}
            {Fact(view.T(Catalogue.CommitLatency), AtMost(view, view.Latency.CommitMs, Catalogue.UnitMillisecond))}
            {Fact(view.T(Catalogue.OrderCycle), AtMost(view, view.Latency.OrderCycleMs, Catalogue.UnitMillisecond))}
            {Fact(view.T(Catalogue.Refusals), Refusals(view, counters))}
            </dl>
            """);
    }

    private static Html Fact(string name, Html value) => Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>\n");

    private static Html AtMost(View view, Histogram histogram, LocalText unit) =>
        histogram.Read().Quantile(0.99) is { } bound && double.IsFinite(bound)
            ? Html.Text(view.T(Catalogue.AtMost.With(bound.ToString(CultureInfo.InvariantCulture), view.T(unit))))
            : Html.Text("–");

    private static Html Refusals(View view, EngineCounters counters) => counters.Refusals.Count == 0
        ? Html.Text(view.T(Catalogue.None))
        : Html.Join(counters.Refusals.OrderByDescending(r => r.Value)
            .Select(r => Html.Of($"<span class=\"refusal\">{CodeCatalogue.Verdicts.Words(r.Key, view.Language)} {Figures.Count(r.Value)}</span> ")));
}
