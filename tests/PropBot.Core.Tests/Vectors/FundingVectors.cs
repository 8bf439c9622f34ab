using PropBot.Core.Costs;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Vectors;

/// <summary>
/// Funding as it is paid: whole settlements within the holding time, by each instrument's own interval; a positive rate is paid
/// by the long and received by the short.
/// </summary>
public sealed class FundingVectors
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Theory]
    // Seconds to the next settlement, hours of interval, minutes of holding, settlements paid.
    [InlineData(1_800, 8, 30, 1)]
    [InlineData(1_801, 8, 30, 0)]
    [InlineData(14_400, 8, 30, 0)]
    [InlineData(28_800, 8, 480, 1)]
    [InlineData(60_000, 8, 480, 0)]
    [InlineData(1_800, 8, 0, 0)]
    // At the instant itself the position was not held before it; the next one counts.
    [InlineData(0, 8, 30, 0)]
    [InlineData(0, 8, 480, 1)]
    // Told late: ten seconds ago it was the next one.
    [InlineData(-10, 8, 479, 0)]
    [InlineData(-10, 8, 480, 1)]
    // Hourly, two-hourly and four-hourly contracts over a shift.
    [InlineData(600, 1, 480, 8)]
    [InlineData(600, 2, 480, 4)]
    [InlineData(600, 4, 480, 2)]
    [InlineData(-100_000, 1, 60, 1)]
    public void SettlementsWithin_Horizon_AreCountedWhole(int secondsToNext, int intervalHours, int horizonMinutes, int expected)
    {
        var quote = new FundingQuote(new Rate(0.0001m), Now.AddSeconds(secondsToNext), TimeSpan.FromHours(intervalHours));
        Assert.Equal(expected, quote.SettlementsWithin(Now, TimeSpan.FromMinutes(horizonMinutes)));
    }

    [Fact]
    public void SettlementsWithin_NothingAnnounced_AreNone() =>
        Assert.Equal(0, default(FundingQuote).SettlementsWithin(Now, TimeSpan.FromDays(1)));

    [Theory]
    // Taker 5 bps and one settlement of one basis point: the long pays 6 in all, the short 4. None: both 5.
    [InlineData(1, "6", "4")]
    [InlineData(0, "5", "5")]
    [InlineData(2, "7", "3")]
    public void OneLeg_OfAPositiveRate_CostsTheLongAndPaysTheShort(int settlements, string longCost, string shortCost)
    {
        TimeSpan horizon = TimeSpan.FromHours(8 * settlements);
        var quote = new FundingQuote(new Rate(0.0001m), Now.AddHours(8), TimeSpan.FromHours(8));
        Assert.Equal(WireNumber.Parse(longCost), 5m + EdgeCalculator.FundingBps(quote, default, Now, horizon));
        Assert.Equal(WireNumber.Parse(shortCost), 5m + EdgeCalculator.FundingBps(default, quote, Now, horizon));
    }

    [Theory]
    // Taker fee and rate of the long and the short venue, total cost of entering with one settlement each, basis points.
    [InlineData("2", "-0.002", "2", "0.001", "-26")]
    [InlineData("2", "0.001", "2", "-0.002", "34")]
    [InlineData("4", "0.0003", "5", "0.0001", "11")]
    [InlineData("4", "0.0003", "5.5", "0.0005", "7.5")]
    public void TwoLegs_WithOneSettlementEach_CostTheirDifference(
        string longTaker, string longRate, string shortTaker, string shortRate, string expected)
    {
        FundingQuote l = new(new Rate(WireNumber.Parse(longRate)), Now.AddMinutes(30), TimeSpan.FromHours(8));
        FundingQuote s = new(new Rate(WireNumber.Parse(shortRate)), Now.AddMinutes(30), TimeSpan.FromHours(8));
        decimal total = WireNumber.Parse(longTaker) + WireNumber.Parse(shortTaker) + EdgeCalculator.FundingBps(l, s, Now, TimeSpan.FromHours(1));
        Assert.Equal(WireNumber.Parse(expected), total);
    }

    [Fact]
    public void HalfAnHourBefore_TheWholePaymentIsDue()
    {
        var quote = new FundingQuote(new Rate(0.0001m), Now.AddMinutes(29), TimeSpan.FromHours(8));
        DepthView l = TestBooks.View(TestInstruments.BinanceBtc, [(59_999m, 1m)], [(60_000m, 1m)]);
        DepthView s = TestBooks.View(TestInstruments.OkxBtc, [(60_000m, 1m)], [(60_001m, 1m)]);
        EdgeCalculator.TryEstimate(new LegMarket(l, quote), new LegMarket(s, default), new Quantity(0.1m), 0m, Now, TimeSpan.FromMinutes(30), out EdgeEstimate edge);
        Assert.Equal(1m, edge.FundingBps);
    }
}
