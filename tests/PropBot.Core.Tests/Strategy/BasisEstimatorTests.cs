using PropBot.Core.Strategy;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Strategy;

/// <summary>The usual gap is learnt slowly from what stays, and hardly at all from what jumps.</summary>
public sealed class BasisEstimatorTests
{
    private static readonly DateTimeOffset Start = EngineHarness.Noon;

    [Fact]
    public void SteadyGap_AfterOneHalfLife_IsHalfLearnt()
    {
        BasisEstimator gap = Fed(0, 4, seconds: 7_200);
        Assert.Equal(2.0, gap.MeanBps, 1);
    }

    [Fact]
    public void Dislocation_OfAMinute_IsForgottenInTheUsualGap()
    {
        // 200 bps for a minute counts as at most 5 bps away: 5 x 60 / 10,387 s = 0.03.
        BasisEstimator gap = Fed(0, 200, seconds: 60);
        Assert.InRange(gap.MeanBps, 0, 0.03);
    }

    [Fact]
    public void TimeThatStandsStillOrGoesBack_TeachesNothing()
    {
        BasisEstimator gap = Fed(0, 4, seconds: 600);
        double before = gap.MeanBps;
        gap.Observe(5, Start.AddSeconds(600), TimeSpan.FromSeconds(601));
        gap.Observe(5, Start, TimeSpan.FromSeconds(602));
        Assert.Equal(before, gap.MeanBps);
    }

    [Fact]
    public void WatchedFor_CountsFromTheFirstSample()
    {
        var gap = new BasisEstimator(TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.Zero, gap.WatchedFor(TimeSpan.FromSeconds(100)));
        gap.Observe(1, Start, TimeSpan.FromSeconds(40));
        Assert.Equal(TimeSpan.FromSeconds(60), gap.WatchedFor(TimeSpan.FromSeconds(100)));
    }

    private static BasisEstimator Fed(double first, double then, int seconds)
    {
        var gap = new BasisEstimator(TimeSpan.FromHours(2));
        gap.Observe(first, Start, TimeSpan.Zero);
        for (int s = 1; s <= seconds; s++)
        {
            gap.Observe(then, Start.AddSeconds(s), TimeSpan.FromSeconds(s));
        }

        return gap;
    }
}
