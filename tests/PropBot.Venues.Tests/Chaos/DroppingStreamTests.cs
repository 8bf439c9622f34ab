using PropBot.Core.Values;
using PropBot.Venues.Chaos;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Tests.Chaos;

public sealed class DroppingStreamTests
{
    private const int Updates = 10_000;

    /// <summary>Seed 6 of contract-engine.md, section 15: 2500 expected, standard deviation 43.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(-40)]
    [InlineData(2_000_000_000)]
    public async Task Drop_AQuarterOfTenThousand_LiesWithinTheContract(int seed)
    {
        var chaos = new VenueChaos(VenueId.OkxPerp, new ChaosOptions { DropProbability = 0.25m, Seed = seed });

        List<int> told = await TellAsync(chaos, "public");

        Assert.InRange(Updates - told.Count, 2_300, 2_700);
        Assert.Equal(Updates - told.Count, chaos.Injected(ChaosKind.WsDrop));
        Assert.Equal(Updates, chaos.DrawsFor("stream public").Drawn);
    }

    [Fact]
    public async Task Drop_SameSeed_DropsTheSame_AnotherSeedVenueOrStream_Others()
    {
        async Task<List<int>> DropAsync(VenueId venue, int seed, string stream = "public") =>
            await TellAsync(new VenueChaos(venue, new ChaosOptions { DropProbability = 0.25m, Seed = seed }), stream);

        List<int> once = await DropAsync(VenueId.OkxPerp, 42);

        Assert.Equal(once, await DropAsync(VenueId.OkxPerp, 42));
        Assert.NotEqual(once, await DropAsync(VenueId.OkxPerp, 43));
        Assert.NotEqual(once, await DropAsync(VenueId.BybitLinear, 42));
        Assert.NotEqual(once, await DropAsync(VenueId.OkxPerp, 42, "books"));
    }

    [Fact]
    public async Task Drop_NewSession_GoesOnWithTheDrawsOfTheOneBefore()
    {
        ChaosOptions options = new() { DropProbability = 0.5m, Seed = 3 };
        List<int> whole = await TellAsync(new VenueChaos(VenueId.OkxPerp, options), "public");
        var chaos = new VenueChaos(VenueId.OkxPerp, options);

        List<int> first = await TellAsync(chaos, "public", 0, Updates / 2);
        List<int> second = await TellAsync(chaos, "public", Updates / 2, Updates / 2);

        Assert.Equal(whole, [.. first, .. second]);
    }

    [Fact]
    public async Task Drop_Certain_LetsOnlyThroughWhatIsNoMarketData()
    {
        var chaos = new VenueChaos(VenueId.OkxPerp, new ChaosOptions { DropProbability = 1m });
        var recorder = new Recorder();
        IStreamHandler stream = chaos.Around("public", recorder);
        foreach (string text in (string[])["update 1", "answer", "update 2", "broken"])
        {
            await stream.OnMessageAsync(System.Text.Encoding.UTF8.GetBytes(text), TimeSpan.Zero, CancellationToken.None);
        }

        Assert.Equal(["answer", "broken"], recorder.Told);
        Assert.Equal(2, chaos.Injected(ChaosKind.WsDrop));
    }

    [Fact]
    public void Around_NothingToInject_IsTheThingItself()
    {
        var chaos = new VenueChaos(VenueId.OkxPerp, new ChaosOptions());
        var recorder = new Recorder();
        using var sockets = new SocketsHttpHandler();

        Assert.Same(recorder, chaos.Around("public", recorder));
        Assert.Same(sockets, chaos.Around(sockets, TimeProvider.System));
    }

    /// <returns>The numbers that came through.</returns>
    private static async Task<List<int>> TellAsync(VenueChaos chaos, string name, int from = 0, int count = Updates)
    {
        var recorder = new Recorder();
        IStreamHandler stream = chaos.Around(name, recorder);
        for (int i = from; i < from + count; i++)
        {
            await stream.OnMessageAsync(System.Text.Encoding.UTF8.GetBytes($"update {i}"), TimeSpan.Zero, CancellationToken.None);
        }

        return [.. recorder.Told.Select(t => int.Parse(t["update ".Length..], System.Globalization.CultureInfo.InvariantCulture))];
    }

    private sealed class Recorder : IStreamHandler
    {
        public List<string> Told { get; } = [];

        public bool IsMarketData(ReadOnlySpan<byte> message) =>
            message.StartsWith("broken"u8) ? throw new FormatException("broken") : message.StartsWith("update"u8);

        public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken) => new(new Uri("ws://127.0.0.1:9"));

        public Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded) => Task.CompletedTask;

        public ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
        {
            Told.Add(System.Text.Encoding.UTF8.GetString(message.Span));
            return default;
        }

        public ValueTask OnLostAsync(string reason, CancellationToken cancellationToken) => default;
    }
}
