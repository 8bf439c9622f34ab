using System.Net.Http.Headers;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Rest;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>Headers and refusals become budgets and the venue's access.</summary>
public sealed class BybitLimitsTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly VenueClock _clock;
    private readonly RateBudget _address;
    private readonly RateBudget _place;
    private readonly AccessWatch _access;
    private readonly BybitLimits _limits;

    public BybitLimitsTests()
    {
        _clock = new VenueClock(_time, _time.GetTimestamp());
        BybitBudgets budgets = new(_clock);
        _address = budgets.Address;
        _place = budgets.Place;
        _access = new AccessWatch(VenueId.BybitLinear, _clock);
        _limits = new BybitLimits(_address, _access, () => _clock.MarketNow);
    }

    public void Dispose() => _access.Dispose();

    [Fact]
    public void Headers_RemainingRequests_AreBelievedWhenFewer()
    {
        _limits.Observe(_place, Headers(("X-Bapi-Limit", "10"), ("X-Bapi-Limit-Status", "2")));

        Assert.True(_place.TryTake(RequestLane.Hedge, 2));
        Assert.False(_place.TryTake(RequestLane.Hedge, 1));
    }

    [Theory]
    [InlineData("10", "")]
    [InlineData("", "3")]
    [InlineData("10", "-1")]
    [InlineData("5", "900")]
    public void Headers_ThatSayNothingClear_ChangeNothing(string limit, string left)
    {
        _limits.Observe(_place, Headers(("X-Bapi-Limit", limit), ("X-Bapi-Limit-Status", left)));

        Assert.True(_place.TryTake(RequestLane.Hedge, 10));
    }

    [Fact]
    public async Task TooManyVisits_ClosesTheEndpointUntilTheVenuesResetAndIsTold()
    {
        DateTimeOffset reset = _clock.MarketNow.AddSeconds(4);

        _limits.React(_place, 10_006, "Too many visits!", Headers(("X-Bapi-Limit-Reset-Timestamp", $"{reset.ToUnixTimeMilliseconds()}")));

        Assert.False(_place.TryTake(RequestLane.Open, 1));
        Assert.True(_place.TryTake(RequestLane.Hedge, 1));
        Assert.True(_address.TryTake(RequestLane.Data, 1));
        VenueAccessChanged told = await FirstToldAsync();
        Assert.Equal((VenueAccess.Limited, TimeSpan.FromSeconds(4)), (told.Access, told.For));
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.True(_place.TryTake(RequestLane.Open, 1));
    }

    [Fact]
    public async Task Forbidden_BansTheAddressForTenMinutesForEveryLaneAndEndsByItself()
    {
        _limits.React(_place, 403, "access too frequent", Headers());

        Assert.False(_address.TryTake(RequestLane.Hedge, 1));
        RecordingSink sink = new();
        using CancellationTokenSource ended = new();
        Task watching = _access.RunAsync(sink, ended.Token);
        VenueAccessChanged banned = await sink.WaitForAsync<VenueAccessChanged>();
        Assert.Equal((VenueAccess.Banned, BybitLimits.Ban, "403 access too frequent"), (banned.Access, banned.For, banned.Reason));

        _time.Advance(BybitLimits.Ban);

        await sink.WaitForAsync<VenueAccessChanged>(a => a.Access == VenueAccess.Open);
        Assert.True(_address.TryTake(RequestLane.Hedge, 1));
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    [Fact]
    public void Forbidden_WithARetryAfter_IsBannedForThatLong()
    {
        _limits.React(_place, 403, "", Headers(("Retry-After", "30")));

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(_address.TryTake(RequestLane.Hedge, 1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_address.TryTake(RequestLane.Hedge, 1));
    }

    private async Task<VenueAccessChanged> FirstToldAsync()
    {
        RecordingSink sink = new();
        using CancellationTokenSource ended = new();
        Task watching = _access.RunAsync(sink, ended.Token);
        VenueAccessChanged told = await sink.WaitForAsync<VenueAccessChanged>();
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        return told;
    }

    private static HttpResponseHeaders Headers(params (string Name, string Value)[] values)
    {
        using HttpResponseMessage response = new();
        foreach ((string name, string value) in values)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response.Headers;
    }
}
