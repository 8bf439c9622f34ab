using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>Whether something is made to fail on purpose: said always, and loudly when it is.</summary>
internal static class ChaosSection
{
    public static Html Render(View view)
    {
        ChaosReading chaos = view.Desk.Chaos;
        string line = view.T(ChaosText.Of(chaos.Settings));
        return chaos.Settings.Enabled
            ? Html.Of($"<p class=\"notice warn\" data-chaos=\"{chaos.Settings.Profile}\">{line} · {view.T(Catalogue.ChaosInjected)} {Figures.Count(chaos.Total, "chaos_injected")}</p>\n")
            : Html.Of($"<p class=\"notice quiet\" data-chaos=\"{chaos.Settings.Profile}\">{line}</p>\n");
    }
}
