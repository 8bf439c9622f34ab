using System.Globalization;
using System.Text;
using PropBot.Host.Dashboard.Markup;
using PropBot.Ledger;

namespace PropBot.Host.Dashboard.Charts;

/// <summary>The equity as an inline SVG: no script, readable in print.</summary>
internal static class EquityChart
{
    private const double Width = 900;
    private const double Height = 250;
    private const double Left = 76;
    private const double Right = 14;
    private const double Top = 14;
    private const double Bottom = 28;
    private const int WantedTicks = 5;

    public static Html Render(IReadOnlyList<EquityPoint> points, decimal capital, string capitalLabel)
    {
        decimal lowest = Math.Min(points.Min(p => p.Equity), capital);
        decimal highest = Math.Max(points.Max(p => p.Equity), capital);
        var values = ValueScale.Over((double)lowest, (double)highest, WantedTicks);
        var times = TimeScale.Over(points[0].At, points[^1].At);
        double X(DateTimeOffset at) => Left + (times.Share(at) * (Width - Left - Right));
        double Y(decimal value) => Height - Bottom - (values.Share((double)value) * (Height - Top - Bottom));

        string line = PathOf(points, p => X(p.At), p => Y(p.Equity));
        string area = $"{line}L{C(X(points[^1].At))} {C(Y(capital))}L{C(X(points[0].At))} {C(Y(capital))}Z";
        string last = Figures.Rounded(points[^1].Equity, 2);
        return Html.Of($"""
            <svg class="chart" viewBox="0 0 900 250" role="img" aria-label="{last} USDT">
            {values.Ticks.Select(t => ValueTick(Y((decimal)t), Figures.Rounded((decimal)t, values.Places)))}
            {times.Ticks.Select(t => TimeTick(X(t.At), t.Label))}
            <path class="area" d="{area}"/>
            <line class="base" x1="{C(Left)}" x2="{C(Width - Right)}" y1="{C(Y(capital))}" y2="{C(Y(capital))}"/>
            <text class="tick end" x="{C(Width - Right)}" y="{C(Y(capital) + (points[^1].Equity >= capital ? 14 : -5))}">{capitalLabel}</text>
            <path class="line" d="{line}"/>
            <circle class="last" cx="{C(X(points[^1].At))}" cy="{C(Y(points[^1].Equity))}" r="3.5"/>
            </svg>
            """);
    }

    private static Html ValueTick(double y, string label) => Html.Of($"""
        <line class="grid" x1="{C(Left)}" x2="{C(Width - Right)}" y1="{C(y)}" y2="{C(y)}"/><text class="tick end" x="{C(Left - 8)}" y="{C(y + 4)}">{label}</text>

        """);

    private static Html TimeTick(double x, string label) => Html.Of($"""
        <line class="grid" x1="{C(x)}" x2="{C(x)}" y1="{C(Top)}" y2="{C(Height - Bottom)}"/><text class="tick mid" x="{C(x)}" y="{C(Height - 9)}">{label}</text>

        """);

    private static string PathOf(IReadOnlyList<EquityPoint> points, Func<EquityPoint, double> x, Func<EquityPoint, double> y)
    {
        var path = new StringBuilder(points.Count * 12);
        for (int i = 0; i < points.Count; i++)
        {
            path.Append(i == 0 ? 'M' : 'L').Append(C(x(points[i]))).Append(' ').Append(C(y(points[i])));
        }

        return path.ToString();
    }

    private static string C(double coordinate) => coordinate.ToString("0.#", CultureInfo.InvariantCulture);
}
