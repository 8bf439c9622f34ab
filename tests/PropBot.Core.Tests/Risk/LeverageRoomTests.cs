using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Tests.Risk;

/// <summary>How much larger a position may become, worked out by hand.</summary>
public sealed class LeverageRoomTests
{
    /// <summary>10,000 USDT up to 10, 50,000 up to 3, then 2.</summary>
    private static readonly PositionTier[] Table =
    [
        new(new Notional(10_000m), 10m, new Rate(0.01m), 0m),
        new(new Notional(50_000m), 3m, new Rate(0.1m), 900m),
        new(null, 2m, new Rate(0.2m), 5_900m),
    ];

    [Theory]
    // No table: 5 x 4,000 - 1,000.
    [InlineData(false, 5, 0, 4_000, 1_000, 0, 19_000, 5)]
    // The first step gives min(10,000, 5 x 4,000) = 10,000, the second min(50,000, 3 x 4,000) = 12,000, the third 2 x 4,000.
    [InlineData(true, 5, 0, 4_000, 0, 0, 12_000, 3)]
    // As before with 2,000 held there: 12,000 - 2,000.
    [InlineData(true, 5, 0, 4_000, 2_000, 2_000, 10_000, 3)]
    // Much equity: the last step has no border, 2 x 100,000.
    [InlineData(true, 5, 0, 100_000, 0, 0, 200_000, 2)]
    // The desk's own limit is the narrower one.
    [InlineData(true, 1, 0, 100_000, 0, 0, 100_000, 1)]
    // 3 is set: the third step is closed, 50,000 at the most, and 2 is what it would allow.
    [InlineData(true, 5, 3, 100_000, 0, 0, 50_000, 2)]
    // 3 is set and the equity is what bounds it, within the second step.
    [InlineData(true, 5, 3, 4_000, 0, 0, 12_000, 3)]
    // 5 is set: 10,000, of which 4,000 are held.
    [InlineData(true, 5, 5, 100_000, 4_000, 4_000, 6_000, 3)]
    // 20 is set: the venue takes nothing at all.
    [InlineData(true, 5, 20, 100_000, 0, 0, 0, 10)]
    public void Of_IsTheMostThatDeskAndVenueAllow(
        bool isRead, int deskLimit, int set, int equity, int gross, int held, int room, int limit)
    {
        var found = LeverageRoom.Of(isRead ? Table : null, deskLimit, set, equity, gross, held, price: 100m);

        Assert.Equal((room, limit), (found.Room, found.Limit));
    }

    [Fact]
    public void Of_WhatIsSetBoundsIt_IsSaidWithWhatIsSet() => Assert.Equal(3m, LeverageRoom.Of(Table, 5m, 3m, 100_000m, 0m, 0m, 100m).Actual);

    [Fact]
    public void Of_EquityBoundsIt_IsSaidWithTheLegsOverIt() => Assert.Equal(0.5m, LeverageRoom.Of(Table, 5m, 3m, 4_000m, 2_000m, 2_000m, 100m).Actual);

    [Fact]
    public void Of_ATableBySize_CountsAtThePrice()
    {
        PositionTier[] sized = [new(new Notional(1m), 5m, new Rate(0.01m), 0m) { UpToQuantity = new Quantity(30m) }, new(null, 1m, new Rate(0.1m), 0m)];

        // 30 at 100 are 3,000, whatever they were worth when the table was read.
        Assert.Equal(3_000m, LeverageRoom.Of(sized, 5m, 5m, 100_000m, 0m, 0m, price: 100m).Room);
    }
}
