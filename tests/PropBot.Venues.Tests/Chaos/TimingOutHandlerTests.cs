using PropBot.Core.Values;
using PropBot.Venues.Chaos;
using PropBot.Venues.Rest;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Chaos;

public sealed class TimingOutHandlerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();

    [Fact]
    public async Task Send_Certain_EachRequestTimesOut_HalfOfThemUnsent()
    {
        const int Requests = 400;
        int received = 0;
        await using FakeServer server = await FakeServer.StartAsync(_ =>
        {
            Interlocked.Increment(ref received);
            return Task.CompletedTask;
        });
        var chaos = new VenueChaos(VenueId.BinanceUm, new ChaosOptions { TimeoutProbability = 1m, Seed = 11 });
        using RestClient client = Client(server.Address, chaos);

        for (int i = 0; i < Requests; i++)
        {
            Task<RestAnswer> sending = client.SendAsync(Post(), CancellationToken.None);
            await UntilInjectedAsync(chaos, i + 1);
            Assert.False(sending.IsCompleted, "a time-out takes its time");
            _time.Advance(Limit);
            var lost = Assert.IsType<RestAnswer.Lost>(await sending.WaitAsync(RecordingSink.Patience));
            Assert.Equal("test: chaos: simulated REST timeout (POST /order)", lost.Reason);
        }

        long unsent = chaos.Injected(ChaosKind.RestTimeoutUnsent);
        Assert.InRange(unsent, 150, 250);
        Assert.Equal(Requests - unsent, chaos.Injected(ChaosKind.RestTimeoutSent));
        Assert.Equal(Requests - unsent, received);
    }

    [Fact]
    public async Task Send_Now_AndThen_TimesOutAsOftenAsSaid_AndSameSeedTheSame()
    {
        await using FakeServer server = await FakeServer.StartAsync(_ => Task.CompletedTask);

        List<string> once = await FatesAsync(server.Address, seed: 5);

        Assert.Equal(once, await FatesAsync(server.Address, seed: 5));
        Assert.NotEqual(once, await FatesAsync(server.Address, seed: 6));
        Assert.InRange(once.Count(f => f != "answered"), 60, 140);
    }

    [Fact]
    public async Task Send_StoppedWhileItTimesOut_EndsAtOnce()
    {
        var chaos = new VenueChaos(VenueId.BinanceUm, new ChaosOptions { TimeoutProbability = 1m });
        using RestClient client = Client(new Uri("http://127.0.0.1:9"), chaos);
        using var stop = new CancellationTokenSource();

        Task<RestAnswer> sending = client.SendAsync(Post(), stop.Token);
        await stop.CancelAsync();

        Assert.IsNotType<RestAnswer.Received>(await sending.WaitAsync(RecordingSink.Patience));
    }

    /// <summary>What became of 500 requests of which a fifth shall time out.</summary>
    private async Task<List<string>> FatesAsync(Uri address, int seed)
    {
        var chaos = new VenueChaos(VenueId.BinanceUm, new ChaosOptions { TimeoutProbability = 0.2m, Seed = seed });
        using RestClient client = Client(address, chaos);
        var fates = new List<string>();
        for (int i = 0; i < 500; i++)
        {
            long before = Injected(chaos);
            Task<RestAnswer> sending = client.SendAsync(Post(), CancellationToken.None);
            while (!sending.IsCompleted && Injected(chaos) == before)
            {
                await Task.Yield();
            }

            if (Injected(chaos) > before)
            {
                _time.Advance(Limit);
            }

            RestAnswer answer = await sending.WaitAsync(RecordingSink.Patience);
            fates.Add(answer is RestAnswer.Received ? "answered" : $"lost, {chaos.Injected(ChaosKind.RestTimeoutUnsent)} unsent so far");
        }

        return fates;
    }

    private static long Injected(VenueChaos chaos) => chaos.Injected(ChaosKind.RestTimeoutUnsent) + chaos.Injected(ChaosKind.RestTimeoutSent);

    private static async Task UntilInjectedAsync(VenueChaos chaos, int times)
    {
        using var patience = new CancellationTokenSource(RecordingSink.Patience);
        while (Injected(chaos) < times)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private RestClient Client(Uri address, VenueChaos chaos) =>
        new(SomeVenue.At(address) with { RequestTimeout = Limit, Chaos = chaos }, new VenueClock(_time, 0), new VenueCounters());

    private static RestRequest Post() => new("test", RequestLane.Hedge, [], () => new HttpRequestMessage(HttpMethod.Post, "/order?symbol=BTCUSDT"));
}
