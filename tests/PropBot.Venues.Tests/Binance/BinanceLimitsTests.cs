using Microsoft.AspNetCore.Http;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Binance;

/// <summary>Rules L1 to L5: what is counted together, and that a limit or a ban is told and ends by itself.</summary>
public sealed class BinanceLimitsTests : IAsyncLifetime
{
    private const string Place = "POST /fapi/v1/order";

    private BinanceStub _stub = null!;

    public async ValueTask InitializeAsync() => _stub = await BinanceStub.StartAsync();

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    [Fact]
    public async Task Ban_IsToldStopsEverythingAndEndsByItself()
    {
        await using RunningAdapter running = await _stub.UpAsync();
        Refuse(418, "-1003", "2");
        await running.Adapter.PlaceAsync(BinanceSamples.Limit(), CancellationToken.None);

        VenueAccessChanged banned = await running.Sink.WaitForAsync<VenueAccessChanged>(a => a.Access == VenueAccess.Banned);
        Assert.InRange(banned.For, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        VenueOutcome hedge = await running.Adapter.PlaceAsync(BinanceSamples.Limit() with { Purpose = OrderPurpose.Hedge }, CancellationToken.None);
        Assert.Equal("not_sent", Assert.IsType<VenueOutcome.Refused>(hedge).Refusal.Code);
        Assert.Single(_stub.Received(Place));

        await running.Sink.WaitForAsync<VenueAccessChanged>(a => a.Access == VenueAccess.Open);
        _stub.Answer(Place, BinanceSamples.Order("NEW", "0", 1));
        Assert.IsType<VenueOutcome.Accepted>(await running.Adapter.PlaceAsync(BinanceSamples.Limit(), CancellationToken.None));
    }

    /// <summary>Goal: too many orders is the account's limit; questions, which the address pays for, go on.</summary>
    [Fact]
    public async Task TooManyOrders_StopsOpeningOnly()
    {
        await using RunningAdapter running = await _stub.UpAsync();
        Refuse(429, "-1015", "5");
        await running.Adapter.PlaceAsync(BinanceSamples.Limit(), CancellationToken.None);

        await running.Sink.WaitForAsync<VenueAccessChanged>(a => a.Access == VenueAccess.Limited);
        Assert.IsType<AccountLookup.Found>(await running.Adapter.QueryAccountAsync(CancellationToken.None));
        VenueOutcome again = await running.Adapter.PlaceAsync(BinanceSamples.Limit(), CancellationToken.None);
        Assert.Equal("not_sent", Assert.IsType<VenueOutcome.Refused>(again).Refusal.Code);
    }

    [Fact]
    public async Task Firewall_IsALimit()
    {
        await using RunningAdapter running = await _stub.UpAsync();
        _stub.Answer(Place, "<html>", 403);
        await running.Adapter.PlaceAsync(BinanceSamples.Limit(), CancellationToken.None);

        VenueAccessChanged limited = await running.Sink.WaitForAsync<VenueAccessChanged>();
        Assert.Equal(VenueAccess.Limited, limited.Access);
        Assert.Contains("firewall", limited.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UsedWeight_OfTheVenuesHeader_IsBelieved()
    {
        await using RunningAdapter running = await _stub.UpAsync(_stub.Options with { RequestTimeout = TimeSpan.FromSeconds(1) });
        _stub.Handle(Place, context =>
        {
            context.Response.Headers["X-MBX-USED-WEIGHT-1M"] = "2399";
            return WriteAsync(context, BinanceSamples.Order("NEW", "0", 1));
        });
        await running.Adapter.PlaceAsync(BinanceSamples.Limit(), CancellationToken.None);

        var failed = Assert.IsType<AccountLookup.Failed>(await running.Adapter.QueryAccountAsync(CancellationToken.None));
        Assert.Contains("request weight", failed.Reason, StringComparison.Ordinal);
    }

    /// <summary>
    /// Goal: a process that was started several times within a minute finds three quarters of the weight used by those before it. It gets
    /// up and asks for its books all the same, because what they left open can be hedged with neither a listing nor a book.
    /// </summary>
    [Fact]
    public async Task Start_AfterOthersUsedMostOfTheMinute_GetsUpAndAsksForItsBooks()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stub.Handle("GET /fapi/v1/time", context =>
        {
            context.Response.Headers["X-MBX-USED-WEIGHT-1M"] = "1900";
            return WriteAsync(context, $$"""{"serverTime":{{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}}}""");
        });
        _stub.Handle("GET /fapi/v1/depth", context =>
        {
            asked.TrySetResult();
            return WriteAsync(context, """{"lastUpdateId":100,"E":2,"T":1,"bids":[["100.0","1"]],"asks":[["100.1","1"]]}""");
        });

        await using RunningAdapter running = await _stub.UpAsync(_stub.Options with { RequestTimeout = TimeSpan.FromSeconds(1) });

        await asked.Task.WaitAsync(RecordingSink.Patience);
    }

    [Fact]
    public async Task OrderCount_OfTheVenuesHeader_IsBelieved()
    {
        await using RunningAdapter running = await _stub.UpAsync();
        _stub.Handle(Place, context =>
        {
            context.Response.Headers["X-MBX-ORDER-COUNT-10S"] = "300";
            return WriteAsync(context, BinanceSamples.Order("NEW", "0", 1));
        });
        await running.Adapter.PlaceAsync(BinanceSamples.Limit(), CancellationToken.None);

        VenueOutcome again = await running.Adapter.PlaceAsync(BinanceSamples.Limit(), CancellationToken.None);
        Assert.Contains("orders in 10 s", Assert.IsType<VenueOutcome.Refused>(again).Refusal.Message, StringComparison.Ordinal);
    }

    private static Task WriteAsync(HttpContext context, string body) =>
        context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body)).AsTask();

    private void Refuse(int status, string code, string retryAfterSeconds) => _stub.Handle(Place, context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfterSeconds;
        return context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"code":{{code}},"msg":"too many"}""")).AsTask();
    });
}
