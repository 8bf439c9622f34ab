using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Dashboard.Sections;

namespace PropBot.Host.Dashboard;

/// <summary>A part of the page that is rendered, compared and pushed by itself.</summary>
internal sealed record LiveSection(string Id, Func<View, Html> Render);

internal static class LiveSections
{
    public static IReadOnlyList<LiveSection> All { get; } =
    [
        new("state", StateSection.Render),
        new("notices", NoticesSection.Render),
        new("chaos", ChaosSection.Render),
        new("control", ControlSection.Render),
        new("restrictions", RestrictionsSection.Render),
        new("risk", RiskSection.Render),
        new("sweeps", SweepsSection.Render),
        new("totals", TotalsSection.Render),
        new("equity", EquitySection.Render),
        new("split", SplitSection.Render),
        new("opening", OpeningSection.Render),
        new("alerts", AlertsSection.Render),
        new("cases", CasesSection.Render),
        new("open-pairs", OpenPairsSection.Render),
        new("edges", EdgesSection.Render),
        new("closed-pairs", ClosedPairsSection.Render),
        new("books", BooksSection.Render),
        new("venues", VenuesSection.Render),
        new("watchdog", WatchdogSection.Render),
        new("slo", SloSection.Render),
        new("counters", CountersSection.Render),
        new("configuration", ConfigurationSection.Render),
        new("foot", FootSection.Render),
    ];

    public static Html Render(string id, View view) => All.Single(s => s.Id == id).Render(view);
}
