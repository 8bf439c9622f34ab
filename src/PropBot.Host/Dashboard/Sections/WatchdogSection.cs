using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>What the watchdog says of each venue.</summary>
internal static class WatchdogSection
{
    public static Html Render(View view)
    {
        WatchdogSnapshot watchdog = view.Snapshot.Watchdog;
        return Html.Of($"""
            <h2>{view.T(Catalogue.Watchdog)}</h2>
            {(watchdog.Enabled
                ? Table.Of("watchdog-table", [.. watchdog.Venues], Columns(view), v => v.Venue.Name, v => v.IsOk ? "" : "alarm")
                : Html.Of($"<p class=\"empty\">{view.T(Catalogue.WatchdogOff)}</p>"))}
            """);
    }

    private static Column<VenueWatchSnapshot>[] Columns(View view) =>
    [
        new(view.T(Catalogue.Venue), v => Html.Text(v.Venue.Name)),
        new(view.T(Catalogue.Status), v => Pill.Watch(v.Status, view.Language)),
        new(view.T(Catalogue.HealthScore), Health),
        new(view.T(Catalogue.Since), v => Figures.Clock(v.Since, view.Now)),
        new(view.T(Catalogue.Why), v => Html.Of($"<span class=\"wrap\">{v.Reason}</span>")),
    ];

    /// <summary>The score; what takes from it is beside the pointer.</summary>
    private static Html Health(VenueWatchSnapshot venue) => venue.Health is { } health
        ? Html.Of($"<span title=\"{string.Join(", ", health.Components.Where(c => c.Score < 1m).Select(Words))}\">{WireNumber.Format(Math.Round(health.Score, 2, MidpointRounding.ToZero))}</span>")
        : Html.Text("–");

    private static string Words(HealthComponent component) =>
        $"{component.Name} {WireNumber.Format(Math.Round(component.Value, 3, MidpointRounding.ToZero))} / {WireNumber.Format(component.Threshold)}";
}
