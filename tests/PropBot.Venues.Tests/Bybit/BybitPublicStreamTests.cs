using PropBot.Core.Engine.Events;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Stream;
using PropBot.Venues.Streams;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Bybit;

public sealed class BybitPublicStreamTests
{
    private const string Ticker =
        """
        {"topic":"tickers.BTCUSDT","type":"snapshot","data":{"symbol":"BTCUSDT","markPrice":"65117.44","fundingIntervalHour":"4",
         "nextFundingTime":"1786320000000","fundingRate":"-0.0001"},"cs":1,"ts":2}
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
            asked.Add(await FakeServer.ReceiveAsync(socket, aborted) ?? "");
            await FakeServer.SendAsync(socket, """{"success":true,"ret_msg":"","conn_id":"d8","req_id":"s0","op":"subscribe"}""");
            await FakeServer.SendAsync(socket, """{"success":false,"ret_msg":"error:handler not found","conn_id":"d8","req_id":"limits","op":"subscribe"}""");
            await FakeServer.SendAsync(socket, Book("snapshot", 100));
            await FakeServer.SendAsync(socket, Ticker);
            await FakeServer.SendAsync(socket, "not json");
            await FakeServer.SendAsync(socket, Book("delta", 102));
            asked.Add(await FakeServer.ReceiveAsync(socket, aborted) ?? "");
            asked.Add(await FakeServer.ReceiveAsync(socket, aborted) ?? "");
            await FakeServer.SendAsync(socket, Book("delta", 103));
            await FakeServer.SendAsync(socket, Book("snapshot", 200));
            await FakeServer.UntilGoneAsync(aborted);
        });
        VenueCounters counters = new();
        using CancellationTokenSource ending = new();
        Task running = Run(server, sink, counters, ending.Token);

        DepthView view = await sink.WaitForBookAsync(BybitSamples.Bitcoin.Id, v => v is { Trust: BookTrust.Synced, UpdateId: 200 });
        await ending.CancelAsync();
        await running;

        Assert.Equal(65_114.3m, view.BestAsk.Value);
        Assert.Equal(
            [
                """{"req_id":"s0","op":"subscribe","args":["orderbook.200.BTCUSDT","tickers.BTCUSDT"]}""",
                """{"req_id":"limits","op":"subscribe","args":["priceLimit.BTCUSDT"]}""",
                """{"req_id":"again","op":"unsubscribe","args":["orderbook.200.BTCUSDT"]}""",
                """{"req_id":"again","op":"subscribe","args":["orderbook.200.BTCUSDT"]}""",
            ],
            asked);
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
            await FakeServer.SendAsync(socket, """{"success":false,"ret_msg":"Invalid topic","conn_id":"cej","op":"subscribe"}""");
            await FakeServer.UntilGoneAsync(aborted);
        });
        using CancellationTokenSource ending = new();
        Task running = Run(server, sink, new VenueCounters(), ending.Token);

        VenueLinkChanged lost = await sink.WaitForAsync<VenueLinkChanged>();
        await ending.CancelAsync();
        await running;

        Assert.Equal(VenueLink.Connecting, lost.Link);
        Assert.Contains("subscribe refused: Invalid topic", lost.Reason);
    }

    private static async Task Run(FakeServer server, RecordingSink sink, VenueCounters counters, CancellationToken cancellationToken)
    {
        VenueOptions options = new()
        {
            Venue = VenueId.BybitLinear,
            Symbols = [Symbol.Parse("BTCUSDT")],
            RestAddress = server.Address,
            PublicStreamAddress = server.StreamAddress,
            PrivateStreamAddress = server.StreamAddress,
            Credentials = new VenueCredentials("key", "secret", null),
        };
        VenueClock clock = new(TimeProvider.System, 0);
        using LinkState link = new(VenueId.BybitLinear, sink, BybitPublicStream.Part);
        using BybitPublicStream stream = new(options, clock, counters, SilentVenueLog.Instance, sink, link, [BybitSamples.Bitcoin], _ => { });
        await new StreamConnection(
            VenueId.BybitLinear, BybitMessages.StreamOptionsFor(BybitPublicStream.Part, options), clock, counters, SilentVenueLog.Instance, stream)
            .RunAsync(cancellationToken);
    }

    private static string Book(string type, long update) =>
        $$"""
        {"topic":"orderbook.200.BTCUSDT","type":"{{type}}","ts":1786310818130,
         "data":{"s":"BTCUSDT","b":[["65114.20","6.054"]],"a":[["65114.30","1.2"]],"u":{{update}},"seq":7},"cts":1786310818129}
        """;
}
