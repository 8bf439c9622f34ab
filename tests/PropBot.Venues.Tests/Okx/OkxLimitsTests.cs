using System.Net;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Rest;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Okx;

/// <summary>What an answer about limits closes, for how long and for whom.</summary>
public sealed class OkxLimitsTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly VenueClock _clock;
    private readonly OkxBudgets _budgets;
    private readonly AccessWatch _access;
    private readonly OkxLimits _limits;

    public OkxLimitsTests()
    {
        _clock = new VenueClock(_time, _time.GetTimestamp());
        _budgets = new OkxBudgets(_clock);
        _access = new AccessWatch(VenueId.OkxPerp, _clock);
        _limits = new OkxLimits(_budgets, _access);
    }

    public void Dispose() => _access.Dispose();

    [Fact]
    public void React_TooFrequent_ClosesTheEndpointOfTheInstrumentForTheWindow()
    {
        React(HttpStatusCode.OK, ["50011"], _budgets.Order("A"), _budgets.Account);

        Assert.False(_budgets.Order("A").TryTake(RequestLane.Reconcile, 1));
        Assert.True(_budgets.Order("A").TryTake(RequestLane.Hedge, 1));
        Assert.True(_budgets.Order("B").TryTake(RequestLane.Reconcile, 1));
        Assert.True(_budgets.Account.TryTake(RequestLane.Open, 1));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(_budgets.Order("A").TryTake(RequestLane.Reconcile, 1));
    }

    [Fact]
    public void React_RetryAfter_IsRespected()
    {
        React(HttpStatusCode.TooManyRequests, ["50011"], retryAfter: 4, _budgets.Fills);

        _time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(_budgets.Fills.TryTake(RequestLane.Reconcile, 1));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(_budgets.Fills.TryTake(RequestLane.Reconcile, 1));
    }

    [Fact]
    public void React_WaitBeyondEveryWindow_IsABan()
    {
        React(HttpStatusCode.TooManyRequests, ["50011"], retryAfter: 120, _budgets.Fills);

        Assert.False(_budgets.Balance.TryTake(RequestLane.Hedge, 1));
        Assert.False(_budgets.Place("asked for the first time").TryTake(RequestLane.Hedge, 1));
        _time.Advance(TimeSpan.FromSeconds(120));
        Assert.True(_budgets.Balance.TryTake(RequestLane.Hedge, 1));
    }

    [Fact]
    public void React_AccountLimit_ClosesPlacingOfAllInstrumentsButNotHedges()
    {
        React(HttpStatusCode.OK, ["50061"], _budgets.Place("A"), _budgets.Account);

        Assert.True(_budgets.Place("A").TryTake(RequestLane.Open, 1));
        Assert.False(_budgets.Account.TryTake(RequestLane.Open, 1));
        Assert.True(_budgets.Account.TryTake(RequestLane.Hedge, 1));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData((HttpStatusCode)418)]
    public void React_BanAtTheDoor_ClosesEverythingForEveryLane(HttpStatusCode status)
    {
        _budgets.Cancel("A").TryTake(RequestLane.Cancel, 1);

        React(status, [], _budgets.Balance);

        Assert.False(_budgets.Cancel("A").TryTake(RequestLane.Cancel, 1));
        Assert.False(_budgets.Fills.TryTake(RequestLane.Hedge, 1));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_budgets.Cancel("A").TryTake(RequestLane.Cancel, 1));
    }

    [Fact]
    public void React_ForbiddenWithTheVenuesCode_IsNoBan()
    {
        React(HttpStatusCode.Forbidden, ["50035"], _budgets.Balance);

        Assert.True(_budgets.Balance.TryTake(RequestLane.Reconcile, 1));
    }

    [Fact]
    public void Budgets_OfTwoInstruments_AreApart()
    {
        for (int i = 0; i < 60; i++)
        {
            Assert.True(_budgets.Place("A").TryTake(RequestLane.Hedge, 1));
        }

        Assert.False(_budgets.Place("A").TryTake(RequestLane.Hedge, 1));
        Assert.True(_budgets.Place("B").TryTake(RequestLane.Hedge, 1));
        Assert.True(_budgets.Amend("A").TryTake(RequestLane.Hedge, 1));
        Assert.True(_budgets.Cancel("A").TryTake(RequestLane.Cancel, 1));
    }

    private void React(HttpStatusCode status, string[] codes, params RateBudget[] budgets) => React(status, codes, retryAfter: null, budgets);

    private void React(HttpStatusCode status, string[] codes, int? retryAfter, params RateBudget[] budgets)
    {
        using HttpResponseMessage response = new(status);
        if (retryAfter is { } seconds)
        {
            response.Headers.Add("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        RestRequest request = new("asked", RequestLane.Reconcile, [.. budgets.Select(b => new RateCharge(b, 1))], () => new HttpRequestMessage());
        _limits.React(request, new RestAnswer.Received((int)status, [], response.Headers), codes);
    }
}
