using PropBot.Core.Values;

namespace PropBot.Core.Tests.Values;

public sealed class ScaledNumberRangeTests
{
    [Theory]
    // The low 32 bits with their highest bit set: 2^31, 2^32 - 1, and the ends of the range.
    [InlineData(2_147_483_648L, 8, "21.47483648")]
    [InlineData(4_294_967_295L, 0, "4294967295")]
    [InlineData(long.MaxValue, 18, "9.223372036854775807")]
    [InlineData(long.MinValue, 0, "-9223372036854775808")]
    [InlineData(-1L, 1, "-0.1")]
    public void ToDecimal_AnyUnits_AreTheSameNumber(long units, int scale, string expected) =>
        Assert.Equal(WireNumber.Parse(expected), ScaledNumber.ToDecimal(units, scale));
}
