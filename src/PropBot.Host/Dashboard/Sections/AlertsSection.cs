using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>What the engine wanted people to know, newest first.</summary>
internal static class AlertsSection
{
    private const int Shown = 8;

    public static Html Render(View view) => Html.Of($"""
        <h2>{view.T(Catalogue.Alerts)}</h2>
        {(view.Snapshot.Alerts.Count == 0
            ? Html.Of($"<p class=\"empty\">{view.T(Catalogue.NoAlerts)}</p>")
            : Html.Of($"<ul class=\"alerts\">{view.Snapshot.Alerts.OrderByDescending(a => a.At).Take(Shown).Select(a => Alert(a, view))}</ul>"))}
        """);

    private static Html Alert(AlertSnapshot alert, View view)
    {
        string severity = alert.Severity.ToLowerInvariant();
        string tone = severity switch { "critical" => Pill.Bad, "warning" => Pill.Warning, _ => Pill.Quiet };
        string text = view.Language == Language.Russian ? alert.Russian : alert.English;
        return Html.Of($"<li data-code=\"{alert.Code}\"><span class=\"dot {tone}\" title=\"{severity}\"></span>{Figures.Clock(alert.At, view.Now)} {text}</li>");
    }
}
