using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>
/// A coin moves either way while one venue is down: its legs cannot be moved, what they gain cannot be drawn on. Each venue that is left must
/// keep its margin by itself, and together they must not lose more than the desk can bear.
/// </summary>
public static class StressTest
{
    /// <summary>The scenario that comes nearest to a limit, or goes furthest beyond one; null when no stress is wanted or nothing would change.</summary>
    public static RiskRefusal? Worst(RiskOptions limits, IReadOnlyList<VenueMargin> venues, Asset asset)
    {
        if (limits.StressMove == 0m)
        {
            return null;
        }

        RiskRefusal? worst = null;
        decimal furthest = 0m;
        for (int down = 0; down < venues.Count; down++)
        {
            Judge(limits, venues, down, asset, limits.StressMove, ref worst, ref furthest);
            Judge(limits, venues, down, asset, -limits.StressMove, ref worst, ref furthest);
        }

        return worst;
    }

    private static void Judge(
        RiskOptions limits, IReadOnlyList<VenueMargin> venues, int down, Asset asset, decimal move, ref RiskRefusal? worst, ref decimal furthest)
    {
        decimal equity = 0m;
        decimal change = 0m;
        var scenario = new StressScenario(asset, new Rate(move), venues[down].Venue);
        for (int i = 0; i < venues.Count; i++)
        {
            if (i == down)
            {
                continue;
            }

            equity += venues[i].Equity;
            change += venues[i].Change(asset, move);
            Keep(limits.MaxStressMarginRatio, venues[i].RatioAfter(asset, move), venues[i].Venue, scenario, ref worst, ref furthest);
        }

        decimal lost = change >= 0m ? 0m : equity > 0m ? -change / equity : VenueMargin.Exhausted;
        Keep(limits.MaxStressLoss, lost, default, scenario, ref worst, ref furthest);
    }

    private static void Keep(
        decimal limit, decimal actual, VenueId venue, StressScenario scenario, ref RiskRefusal? worst, ref decimal furthest)
    {
        if (actual / limit > furthest)
        {
            furthest = actual / limit;
            worst = new RiskRefusal(RiskRule.Stress, limit, actual) { Venue = venue, Scenario = scenario };
        }
    }
}
