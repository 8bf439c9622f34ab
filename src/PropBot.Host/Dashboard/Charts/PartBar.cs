using System.Globalization;
using PropBot.Host.Dashboard.Markup;

namespace PropBot.Host.Dashboard.Charts;

/// <summary>A bar from zero in the middle: gains to the right, losses to the left.</summary>
internal static class PartBar
{
    private const double Half = 60;

    public static Html Render(decimal value, decimal largest)
    {
        double share = largest == 0m ? 0 : (double)(Math.Abs(value) / largest);
        double width = share * (Half - 2);
        double x = value < 0m ? Half - width : Half;
        return Html.Of($"""
            <svg class="part" viewBox="0 0 120 12" aria-hidden="true"><line class="zero" x1="60" x2="60" y1="0" y2="12"/><rect class="{(value < 0m ? "loss" : "gain")}" x="{C(x)}" y="2" width="{C(width)}" height="8" rx="1"/></svg>
            """);
    }

    private static string C(double coordinate) => coordinate.ToString("0.##", CultureInfo.InvariantCulture);
}
