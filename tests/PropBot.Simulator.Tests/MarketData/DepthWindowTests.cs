using PropBot.Core.Values;
using PropBot.Simulation.Books;
using PropBot.Simulation.Defaults;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Tests.MarketData;

/// <summary>What the subscribers of a depth are told keeps their book equal to the venue's.</summary>
public sealed class DepthWindowTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void MoveTo_FirstBook_TellsEverythingWithinTheDepth()
    {
        var window = new DepthWindow(2);

        Assert.True(window.MoveTo(Book([(100, 1), (99, 2), (98, 3)], [(101, 4)])));

        Assert.Equal([new BookLevel(100, 1), new BookLevel(99, 2)], window.ChangedBids);
        Assert.Equal([new BookLevel(101, 4)], window.ChangedAsks);
    }

    [Fact]
    public void MoveTo_BetterLevelComes_TheOnePushedOutIsGone()
    {
        var window = new DepthWindow(2);
        window.MoveTo(Book([(100, 1), (99, 2)], [(105, 1), (106, 1)]));

        Assert.True(window.MoveTo(Book([(101, 5), (100, 1), (99, 2)], [(104, 7), (105, 1), (106, 1)])));

        Assert.Equal([new BookLevel(101, 5), new BookLevel(99, 0)], window.ChangedBids);
        Assert.Equal([new BookLevel(104, 7), new BookLevel(106, 0)], window.ChangedAsks);
    }

    [Fact]
    public void MoveTo_LevelGoes_TheOneBehindComesIn()
    {
        var window = new DepthWindow(2);
        window.MoveTo(Book([(100, 1), (99, 2), (98, 3)], [(105, 1)]));

        Assert.True(window.MoveTo(Book([(99, 2), (98, 3)], [(105, 1)])));

        Assert.Equal([new BookLevel(100, 0), new BookLevel(98, 3)], window.ChangedBids);
        Assert.Empty(window.ChangedAsks);
    }

    [Fact]
    public void MoveTo_ChangeBelowTheDepth_TellsNothing()
    {
        var window = new DepthWindow(1);
        window.MoveTo(Book([(100, 1), (99, 2)], [(105, 1), (106, 1)]));

        Assert.False(window.MoveTo(Book([(100, 1), (99, 9)], [(105, 1)])));
    }

    private static BookSnapshot Book((long Price, long Quantity)[] bids, (long Price, long Quantity)[] asks) => new(
        DefaultVenues.Create(VenueId.OkxPerp, [Symbol.Parse("BTCUSDT")]).Instruments[0].Instrument,
        1,
        Time,
        [.. bids.Select(level => new BookLevel(level.Price, level.Quantity))],
        [.. asks.Select(level => new BookLevel(level.Price, level.Quantity))]);
}
