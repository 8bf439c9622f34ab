using System.Globalization;
using PropBot.Host.Dashboard.Markup;

namespace PropBot.Host.Dashboard.Charts;

/// <summary>How much of a limit is used: full is all of it.</summary>
internal static class UsageBar
{
    private const decimal Width = 120m;

    /// <summary>From here on people should look.</summary>
    private const decimal Near = 0.8m;

    /// <param name="used">Part of the limit, 0 or above; more than 1 is drawn as full.</param>
    public static Html Render(decimal used, bool isBreached)
    {
        string length = (Math.Min(used, 1m) * Width).ToString("0.##", CultureInfo.InvariantCulture);
        return Html.Of($"""
            <svg class="usage" viewBox="0 0 120 12" aria-hidden="true"><rect class="room" x="0" y="2" width="120" height="8" rx="1"/><rect class="{(isBreached ? "loss" : used >= Near ? "near" : "gain")}" x="0" y="2" width="{length}" height="8" rx="1"/></svg>
            """);
    }
}
