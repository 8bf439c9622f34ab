using PropBot.Host.Dashboard.Charts;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;
using PropBot.Ledger;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

public sealed class MarkupTests
{
    [Fact]
    public void Template_Text_IsEncodedAndMarkupIsNot()
    {
        string hostile = "<b>\"&'";
        Html inner = Html.Of($"<i>{hostile}</i>");
        Assert.Equal("<p title=\"&lt;b&gt;&quot;&amp;&#x27;\"><i>&lt;b&gt;&quot;&amp;&#x27;</i></p>", Html.Of($"<p title=\"{hostile}\">{inner}</p>").Markup);
        Assert.Equal("Стакан", Html.Text("Стакан").Markup);
        Assert.Equal("", Html.Text(null).Markup);
        Assert.Equal("<li>1</li><li>2</li>", Html.Of($"{new[] { "1", "2" }.Select(n => Html.Of($"<li>{n}</li>"))}").Markup);
    }

    [Theory]
    [InlineData("0", 2, "0.00")]
    [InlineData("-0.004", 2, "0.00")]
    [InlineData("0.005", 2, "0.01")]
    [InlineData("-0.005", 2, "-0.01")]
    [InlineData("2.675", 2, "2.68")]
    [InlineData("999.994", 2, "999.99")]
    [InlineData("1234.5", 2, "1\u202F234.50")]
    [InlineData("-1234567.891", 1, "-1\u202F234\u202F567.9")]
    [InlineData("79228162514264337593543950335", 0, "79\u202F228\u202F162\u202F514\u202F264\u202F337\u202F593\u202F543\u202F950\u202F335")]
    public void Rounded_HalfAwayFromZeroAndGrouped(string value, int places, string expected) =>
        Assert.Equal(expected, Figures.Rounded(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), places));

    [Fact]
    public void Figures_CarryTheExactValue()
    {
        Assert.Equal("<data value=\"3.14159\" class=\"pos\">+3.14</data>", Figures.Pnl(3.141590m).Markup);
        Assert.Equal("<data value=\"-0.001\">0.00</data>", Figures.Pnl(-0.001m).Markup);
        Assert.Equal("<data value=\"12.5\" data-field=\"equity\">12.50</data>", Figures.Money(12.5m, "equity").Markup);
        Assert.Equal("–", Figures.Money(null).Markup);
        Assert.Equal("<data value=\"0.0005\">0.0005</data>", Figures.Quantity(0.00050m).Markup);
        Assert.Equal("<data value=\"7204551203\">7\u202F204\u202F551\u202F203</data>", Figures.Count(7_204_551_203).Markup);
    }

    [Theory]
    [InlineData(0.14, "0.1 s", "0.1 с")]
    [InlineData(42.9, "42 s", "42 с")]
    [InlineData(252, "4 min 12 s", "4 мин 12 с")]
    [InlineData(7_500, "2 h 05 min", "2 ч 05 мин")]
    [InlineData(180_000, "2 d 02 h", "2 д 02 ч")]
    [InlineData(-90, "-1 min 30 s", "-1 мин 30 с")]
    public void Duration_IsSaidInTwoUnits(double seconds, string english, string russian)
    {
        Assert.Equal(english, Durations.Short(TimeSpan.FromSeconds(seconds), Language.English));
        Assert.Equal(russian, Durations.Short(TimeSpan.FromSeconds(seconds), Language.Russian));
    }

    [Fact]
    public void Clock_OtherDay_HasItsDate()
    {
        Assert.Contains(">10:15:30<", Figures.Clock(SampleDesk.Now, SampleDesk.Now.AddHours(3)).Markup);
        Assert.Contains(">03-04 10:15:30<", Figures.Clock(SampleDesk.Now, SampleDesk.Now.AddHours(30)).Markup);
    }

    [Theory]
    [InlineData(29_990, 30_010, 5)]
    [InlineData(30_000, 30_000, 5)]
    [InlineData(-0.002, 0.003, 5)]
    [InlineData(0, 1_000_000, 5)]
    public void ValueScale_TicksAreRoundAndInside(double lowest, double highest, int wanted)
    {
        ValueScale scale = ValueScale.Over(lowest, highest, wanted);
        Assert.InRange(scale.Ticks.Count, 2, (2 * wanted) + 1);
        Assert.All(scale.Ticks, t => Assert.InRange(scale.Share(t), 0, 1));
        Assert.True(scale.Share(lowest) >= 0 && scale.Share(highest) <= 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(3_600)]
    [InlineData(90_000)]
    [InlineData(40_000_000)]
    public void TimeScale_TicksAreFewAndInside(int seconds)
    {
        TimeScale scale = TimeScale.Over(SampleDesk.Now, SampleDesk.Now.AddSeconds(seconds));
        Assert.InRange(scale.Ticks.Count, seconds == 0 ? 0 : 1, 9);
        Assert.All(scale.Ticks, t => Assert.InRange(scale.Share(t.At), 0, 1));
    }

    [Fact]
    public void EquityChart_OnePoint_IsDrawn()
    {
        string chart = EquityChart.Render([new EquityPoint(SampleDesk.Now, 30_000m)], 30_000m, "Capital").Markup;
        Assert.DoesNotContain("NaN", chart);
        Assert.DoesNotContain("∞", chart);
    }

    [Fact]
    public void PartBar_LossesGoLeft()
    {
        Assert.Contains("class=\"loss\" x=\"2\" y=\"2\" width=\"58\"", PartBar.Render(-5m, 5m).Markup);
        Assert.Contains("class=\"gain\" x=\"60\" y=\"2\" width=\"29\"", PartBar.Render(2.5m, 5m).Markup);
        Assert.Contains("width=\"0\"", PartBar.Render(0m, 0m).Markup);
    }
}
