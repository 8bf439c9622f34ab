using System.Text;
using FsCheck.Fluent;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Tests.Properties;

/// <summary>Scaled numbers, wire numbers, ticks and lots: nothing is lost, and rounding goes the way its name says.</summary>
public sealed class NumberTests
{
    [Fact]
    public void Quantity_OfNegativeZero_IsZero() => Assert.Equal("0", new Quantity(-0.000m).ToString());

    [Fact]
    public void ScaledNumber_AnyUnitsAndScale_ComeBack() => Seeded.Holds(
        Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, int.MaxValue)).Zip(Gen.Choose(0, ScaledNumber.MaxScale)),
        drawn =>
        {
            ((int high, int low), int scale) = drawn;
            // Up to 2^62, so that 18 places stay within a decimal's range times the power.
            long units = ((long)high << 31) | (uint)low;
            decimal value = ScaledNumber.ToDecimal(units, scale);
            Assert.Equal(units, ScaledNumber.FromDecimal(value, scale));
            Assert.True(ScaledNumber.TryParse(Encoding.ASCII.GetBytes(WireNumber.Format(value)), scale, out long parsed));
            Assert.Equal(units, parsed);
        },
        tests: 1_000);

    [Theory]
    [InlineData("61800.2", 1, 618_002)]
    [InlineData("61800.2", 3, 61_800_200)]
    [InlineData("61800", 2, 6_180_000)]
    [InlineData("61800.200", 1, 618_002)]
    [InlineData("0", 8, 0)]
    [InlineData("0.00000001", 8, 1)]
    [InlineData(".5", 1, 5)]
    [InlineData("5.", 1, 50)]
    [InlineData("9223372036854775807", 0, long.MaxValue)]
    [InlineData("000123", 0, 123)]
    public void TryParse_PlainNumber_IsItsUnits(string text, int scale, long expected)
    {
        Assert.True(ScaledNumber.TryParse(Encoding.ASCII.GetBytes(text), scale, out long units));
        Assert.Equal(expected, units);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e5")]
    [InlineData("1,5")]
    [InlineData("1.2.3")]
    [InlineData(" 1")]
    [InlineData("NaN")]
    [InlineData("1.05")]
    [InlineData("9223372036854775808")]
    [InlineData("922337203685477580.75")]
    [InlineData("99999999999999999999999")]
    public void TryParse_AnythingElseAtScaleOne_IsRefused(string text)
    {
        Assert.False(ScaledNumber.TryParse(Encoding.ASCII.GetBytes(text), 1, out _));
    }

    [Fact]
    public void WireNumber_AnyDecimal_ComesBack() => Seeded.Holds(
        Gen.Choose(int.MinValue, int.MaxValue).Zip(Gen.Choose(0, int.MaxValue)).Zip(Gen.Choose(0, 28)),
        drawn =>
        {
            ((int low, int high), int scale) = drawn;
            decimal value = new(low, high, 0, low < 0, (byte)scale);
            string text = WireNumber.Format(value);
            Assert.Equal(value, WireNumber.Parse(text));
            Assert.DoesNotContain("E", text, StringComparison.Ordinal);
            Assert.True(!text.Contains('.') || text[^1] != '0', text);
        });

    [Fact]
    public void LotSize_Common_IsTheSmallestStepOfBoth() => Seeded.Holds(
        Gen.Choose(1, 60).Zip(Gen.Choose(1, 60)).Zip(Gen.Choose(0, 3).Zip(Gen.Choose(0, 3))),
        drawn =>
        {
            ((int left, int right), (int leftPlaces, int rightPlaces)) = drawn;
            var a = new LotSize(ScaledNumber.ToDecimal(left, leftPlaces));
            var b = new LotSize(ScaledNumber.ToDecimal(right, rightPlaces));
            var common = new Quantity(LotSize.Common(a, b).Value);
            Assert.Equal(LotSize.Common(a, b), LotSize.Common(b, a));
            Assert.True(a.Divides(common) && b.Divides(common));
            for (decimal smaller = a.Value; smaller < common.Value; smaller += a.Value)
            {
                Assert.False(b.Divides(new Quantity(smaller)), $"{smaller} divides {a.Value} and {b.Value} too");
            }
        });

    [Fact]
    public void Rounding_AnyValue_GoesToTheNextStepOfItsName() => Seeded.Holds(
        Gen.Choose(1, 1_000_000).Zip(Gen.Choose(1, 500)),
        drawn =>
        {
            decimal value = drawn.Item1 * 0.001m;
            decimal step = drawn.Item2 * 0.005m;
            var lot = new LotSize(step);
            var tick = new TickSize(step);
            var quantity = new Quantity(value);
            Assert.True(lot.Divides(lot.RoundDown(quantity)) && lot.Divides(lot.RoundUp(quantity)));
            Assert.InRange(value - lot.RoundDown(quantity).Value, 0m, step - 0.001m);
            Assert.InRange(lot.RoundUp(quantity).Value - value, 0m, step - 0.001m);
            Assert.InRange(tick.RoundMarketable(new Price(value), Side.Buy).Value - value, 0m, step - 0.001m);
            if (value >= step)
            {
                Assert.InRange(value - tick.RoundMarketable(new Price(value), Side.Sell).Value, 0m, step - 0.001m);
            }
        });

    [Theory]
    [InlineData("0.001", 3)]
    [InlineData("0.5", 1)]
    [InlineData("10", 0)]
    [InlineData("1.0", 0)]
    [InlineData("0.00000100", 6)]
    public void PlacesOf_Step_AreThoseItNeeds(string step, int places) => Assert.Equal(places, ScaledNumber.PlacesOf(WireNumber.Parse(step)));

    [Fact]
    public void Units_OfDifferentAssetsOrNegative_AreRefused()
    {
        Assert.Throws<InvalidOperationException>(() => new Money(1m, Asset.Usdt) + new Money(1m, new Asset("BTC")));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Price(0m));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Quantity(-0.001m));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Quantity(1m) - new Quantity(2m));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LotSize(0m));
    }
}
