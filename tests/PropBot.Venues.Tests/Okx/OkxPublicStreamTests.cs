using PropBot.Core.Engine.Events;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Okx.Stream;
using PropBot.Venues.Streams;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Okx;

public sealed class OkxPublicStreamTests
{
    private const string Mark = """{"arg":{"channel":"mark-price","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","markPx":"8476.9","ts":"1"}]}""";

    private const string Funding =
        """
        {"arg":{"channel":"funding-rate","instId":"BTC-USDT-SWAP"},
         "data":[{"instId":"BTC-USDT-SWAP","fundingRate":"-0.0001","fundingTime":"1703088000000","nextFundingTime":"1703102400000"}]}
        """;

    /// <summary>Goal: a gap costs one book a new subscription, nothing else; the book stands again with the new snapshot.</summary>
    [Fact]
    public async Task Run_GapInABook_IsSubscribedAgainAndStands()
    {
        List<string> asked = [];
        RecordingSink sink = new();
        await using FakeServer server = await FakeServer.StartStreamAsync(async (socket, aborted) =>
        {
            asked.Add(await FakeServer.ReceiveAsync(socket, aborted) ?? "");
            foreach (string channel in new[] { "books", "mark-price", "funding-rate" })
            {
                await FakeServer.SendAsync(socket, $$"""{"event":"subscribe","arg":{"channel":"{{channel}}","instId":"BTC-USDT-SWAP"},"connId":"a"}""");
            }

            foreach (string answer in new[] { "price-limit", "instruments", "status" })
            {
                await FakeServer.ReceiveAsync(socket, aborted);
                await FakeServer.SendAsync(socket, """{"event":"error","code":"60018","msg":"no such channel","connId":"a"}""");
            }

            await FakeServer.SendAsync(socket, Book("snapshot", previous: -1, sequence: 10));
            await FakeServer.SendAsync(socket, Mark);
            await FakeServer.SendAsync(socket, Funding);
            await FakeServer.SendAsync(socket, "not json");
            await FakeServer.SendAsync(socket, Book("update", previous: 11, sequence: 12));
            asked.Add(await FakeServer.ReceiveAsync(socket, aborted) ?? "");
            asked.Add(await FakeServer.ReceiveAsync(socket, aborted) ?? "");
            await FakeServer.SendAsync(socket, Book("update", previous: 12, sequence: 13));
            await FakeServer.SendAsync(socket, Book("snapshot", previous: -1, sequence: 20));
            await FakeServer.UntilGoneAsync(aborted);
        });
        VenueCounters counters = new();
        using CancellationTokenSource ending = new();
        Task running = Run(server, sink, counters, ending.Token);

        DepthView view = await sink.WaitForBookAsync(OkxSamples.Bitcoin.Instrument.Id, v => v is { Trust: BookTrust.Synced, UpdateId: 20 });
        await ending.CancelAsync();
        await running;

        Assert.Equal(8_476.9m, view.BestAsk.Value);
        Assert.Equal(
            """{"op":"subscribe","args":[{"channel":"books","instId":"BTC-USDT-SWAP"},{"channel":"mark-price","instId":"BTC-USDT-SWAP"},{"channel":"funding-rate","instId":"BTC-USDT-SWAP"}]}""",
            asked[0]);
        Assert.Equal("""{"op":"unsubscribe","args":[{"channel":"books","instId":"BTC-USDT-SWAP"}]}""", asked[1]);
        Assert.Equal("""{"op":"subscribe","args":[{"channel":"books","instId":"BTC-USDT-SWAP"}]}""", asked[2]);
        MarkPriceChanged mark = Assert.Single(sink.Events.OfType<MarkPriceChanged>());
        Assert.Equal(new Rate(-0.0001m), mark.Funding.Rate);
        Assert.Equal(TimeSpan.FromHours(4), mark.Funding.Interval);
        Assert.Equal(1, counters.Malformed.Count);
    }

    [Fact]
    public async Task Run_RefusedSubscription_EndsTheConnectionWithItsReason()
    {
        RecordingSink sink = new();
        await using FakeServer server = await FakeServer.StartStreamAsync(async (socket, aborted) =>
        {
            await FakeServer.ReceiveAsync(socket, aborted);
            await FakeServer.SendAsync(socket, """{"event":"error","code":"60018","msg":"Wrong URL or channel","connId":"a4d3ae55"}""");
            await FakeServer.UntilGoneAsync(aborted);
        });
        using CancellationTokenSource ending = new();
        Task running = Run(server, sink, new VenueCounters(), ending.Token);

        VenueLinkChanged lost = await sink.WaitForAsync<VenueLinkChanged>();
        await ending.CancelAsync();
        await running;

        Assert.Equal(VenueLink.Connecting, lost.Link);
        Assert.Contains("60018 Wrong URL or channel", lost.Reason);
    }

    private static async Task Run(FakeServer server, RecordingSink sink, VenueCounters counters, CancellationToken cancellationToken)
    {
        VenueOptions options = new()
        {
            Venue = VenueId.OkxPerp,
            Symbols = [Symbol.Parse("BTCUSDT")],
            RestAddress = server.Address,
            PublicStreamAddress = server.StreamAddress,
            PrivateStreamAddress = server.StreamAddress,
            Credentials = new VenueCredentials("key", "secret", "phrase"),
        };
        VenueClock clock = new(TimeProvider.System, 0);
        using LinkState link = new(VenueId.OkxPerp, sink, OkxPublicStream.Part);
        using OkxRest rest = new(options, clock, counters);
        using OkxRules rules = new(options, clock, SilentVenueLog.Instance, rest, new OkxApi(rest, options), [OkxSamples.Bitcoin]);
        using OkxMaintenance maintenance = new(options, clock, SilentVenueLog.Instance, link, rest);
        using OkxPublicStream stream = new(options, clock, counters, SilentVenueLog.Instance, sink, link, rules, maintenance, [OkxSamples.Bitcoin]);
        await new StreamConnection(
            options, OkxMessages.StreamOptionsFor(OkxPublicStream.Part, options), clock, counters, SilentVenueLog.Instance, stream)
            .RunAsync(cancellationToken);
    }

    private static string Book(string action, long previous, long sequence) =>
        $$"""
        {"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"{{action}}","data":[{"asks":[["8476.9","415","0","13"]],
         "bids":[["8476.8","25","0","12"]],"ts":"1597026383085","checksum":0,"prevSeqId":{{previous}},"seqId":{{sequence}}}]}
        """;
}
