using PropBot.Venues.Rest;

namespace PropBot.Venues.Tests.Common;

public sealed class RateBudgetTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void TryTake_DataLane_LeavesTheUpperLanesTheirShare()
    {
        RateBudget budget = Budget(100);

        // Data keeps 40 % free: 60 of 100 may go.
        Assert.True(budget.TryTake(RequestLane.Data, 60));
        Assert.False(budget.TryTake(RequestLane.Data, 1));
        Assert.True(budget.TryTake(RequestLane.Open, 15));
        Assert.False(budget.TryTake(RequestLane.Open, 1));
        Assert.True(budget.TryTake(RequestLane.Reconcile, 15));
        Assert.True(budget.TryTake(RequestLane.Cancel, 5));
        Assert.False(budget.TryTake(RequestLane.Cancel, 1));
        Assert.True(budget.TryTake(RequestLane.Hedge, 5));
        Assert.False(budget.TryTake(RequestLane.Hedge, 1));
    }

    /// <summary>Goal: however the venue's own window lies, no span of its length ever holds more than the limit.</summary>
    [Fact]
    public void TryTake_ForTenWindows_NoSpanHoldsMoreThanTheLimit()
    {
        RateBudget budget = Budget(100);
        var random = new Random(7);
        List<(TimeSpan At, int Weight)> sent = [];
        for (TimeSpan at = TimeSpan.Zero; at < TimeSpan.FromMinutes(10); at += TimeSpan.FromMilliseconds(500))
        {
            int weight = random.Next(1, 8);
            if (budget.TryTake(RequestLane.Hedge, weight))
            {
                sent.Add((at, weight));
            }

            _time.Advance(TimeSpan.FromMilliseconds(500));
        }

        Assert.All(sent, first => Assert.InRange(
            sent.Where(s => s.At >= first.At && s.At - first.At < TimeSpan.FromMinutes(1)).Sum(s => s.Weight), 1, 100));
        Assert.True(sent.Sum(s => s.Weight) > 900, "and nearly all of it is used");
    }

    [Fact]
    public void TryTake_OnceTheWindowIsOver_HasTheWholeCapacityAgain()
    {
        RateBudget budget = Budget(100);
        Assert.True(budget.TryTake(RequestLane.Hedge, 100));

        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(budget.TryTake(RequestLane.Hedge, 1));
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.True(budget.TryTake(RequestLane.Hedge, 100));
        Assert.False(budget.TryTake(RequestLane.Hedge, 1));
    }

    [Fact]
    public async Task TakeAsync_HedgeAndDataWait_HedgeGoesFirst()
    {
        RateBudget budget = Budget(100);
        Assert.True(budget.TryTake(RequestLane.Hedge, 100));
        var order = new List<RequestLane>();
        Task data = TakeAsync(budget, RequestLane.Data, order);
        Task hedge = TakeAsync(budget, RequestLane.Hedge, order);

        while (!data.IsCompleted || !hedge.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal([RequestLane.Hedge, RequestLane.Data], order);
    }

    [Fact]
    public async Task TakeAsync_NotToBeHadInTime_IsFalseAtOnce()
    {
        RateBudget budget = Budget(100);
        Assert.True(budget.TryTake(RequestLane.Hedge, 100));

        Assert.False(await budget.TakeAsync(RequestLane.Open, 1, TimeSpan.FromMilliseconds(100), CancellationToken.None));
    }

    [Fact]
    public void ObserveUsed_VenueCountsMore_IsBelieved()
    {
        RateBudget budget = Budget(100);

        budget.ObserveUsed(95);

        Assert.False(budget.TryTake(RequestLane.Hedge, 6));
        Assert.True(budget.TryTake(RequestLane.Hedge, 5));
    }

    [Fact]
    public void CloseFor_AfterRefusal_OnlyHedgesAndCancelsGo()
    {
        RateBudget budget = Budget(100);

        budget.CloseFor(TimeSpan.FromSeconds(10));

        Assert.False(budget.TryTake(RequestLane.Reconcile, 1));
        Assert.False(budget.TryTake(RequestLane.Open, 1));
        Assert.True(budget.TryTake(RequestLane.Cancel, 1));
        Assert.True(budget.TryTake(RequestLane.Hedge, 1));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(budget.TryTake(RequestLane.Open, 1));
    }

    [Fact]
    public void BanFor_NobodyGoesUntilItIsOver()
    {
        RateBudget budget = Budget(100);

        budget.BanFor(TimeSpan.FromSeconds(10));

        Assert.False(budget.TryTake(RequestLane.Hedge, 1));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(budget.TryTake(RequestLane.Hedge, 1));
    }

    private RateBudget Budget(int capacity) => new("test", new VenueClock(_time, 0), capacity, TimeSpan.FromMinutes(1));

    private static async Task TakeAsync(RateBudget budget, RequestLane lane, List<RequestLane> order)
    {
        Assert.True(await budget.TakeAsync(lane, 1, TimeSpan.FromMinutes(2), CancellationToken.None));
        lock (order)
        {
            order.Add(lane);
        }
    }
}
