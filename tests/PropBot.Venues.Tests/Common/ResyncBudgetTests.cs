using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Tests.Common;

public sealed class ResyncBudgetTests
{
    [Fact]
    public void Wait_TenQuestionsWithinFiveMinutes_ThenOnePerMinute()
    {
        ManualTime time = new();
        ResyncBudget budget = new(new VenueClock(time, time.GetTimestamp()));
        for (int i = 0; i < ResyncBudget.Most; i++)
        {
            Assert.Equal(TimeSpan.Zero, budget.Wait());
            budget.Count();
            time.Advance(TimeSpan.FromSeconds(1));
        }

        // The tenth was asked one second ago.
        Assert.Equal(TimeSpan.FromSeconds(59), budget.Wait());
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(TimeSpan.Zero, budget.Wait());
        budget.Count();
        Assert.Equal(TimeSpan.FromMinutes(1), budget.Wait());

        time.Advance(ResyncBudget.Span);
        Assert.Equal(TimeSpan.Zero, budget.Wait());
    }

    [Fact]
    public void Crossed_LongerThanASecond_NeedsANewSnapshotOnce()
    {
        OrderBook book = new(1, 3);
        book.BeginSnapshot();
        book.Set(Side.Buy, 101, 1);
        book.Set(Side.Sell, 100, 1);
        book.EndSnapshot(1, ManualTime.SomeDay);
        CrossedWatch watch = default;

        Assert.False(watch.IsTooLong(book, TimeSpan.FromSeconds(10)));
        Assert.False(watch.IsTooLong(book, TimeSpan.FromSeconds(11)));
        Assert.True(watch.IsTooLong(book, TimeSpan.FromSeconds(11.1)));
        Assert.False(watch.IsTooLong(book, TimeSpan.FromSeconds(11.2)));
        book.Set(Side.Buy, 101, 0);
        book.Set(Side.Buy, 99, 1);
        Assert.False(watch.IsTooLong(book, TimeSpan.FromSeconds(13)));
    }
}
