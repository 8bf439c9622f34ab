using System.Net.WebSockets;
using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
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

    /// <summary>Goal: a subscription that the venue never acknowledged is not taken for one; the connection is made anew.</summary>
    [Fact]
    public async Task Run_SubscriptionThatIsNotAcknowledged_ConnectsAnew()
    {
        RecordingSink sink = new();
        await using FakeServer server = await FakeServer.StartStreamAsync((_, aborted) => FakeServer.UntilGoneAsync(aborted));
        using CancellationTokenSource ending = new();
        Task running = Run(server, sink, new VenueCounters(), ending.Token, o => o with { RequestTimeout = TimeSpan.FromMilliseconds(50) });

        VenueLinkChanged lost = await sink.WaitForAsync<VenueLinkChanged>();
        await ending.CancelAsync();
        await running;

        Assert.Contains("a subscription was not acknowledged", lost.Reason, StringComparison.Ordinal);
    }

    /// <summary>
    /// Goal: the tick becomes finer while we run. The book is asked for anew, what comes of the old one is not read with the new
    /// scale, and the slot that the engine has shows the new prices.
    /// </summary>
    [Fact]
    public async Task Renew_AFinerTick_MakesTheBookAnewInItsSlot()
    {
        RecordingSink sink = new();
        TaskCompletionSource again = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using FakeServer server = await FakeServer.StartStreamAsync(async (socket, aborted) =>
        {
            await AcknowledgeAsync(socket, aborted);
            await FakeServer.SendAsync(socket, Book("snapshot", 100));
            await FakeServer.ReceiveAsync(socket, aborted);
            await FakeServer.ReceiveAsync(socket, aborted);
            await FakeServer.SendAsync(socket, Book("delta", 101));
            again.SetResult();
            await FakeServer.SendAsync(socket, Book("snapshot", 200).Replace("65114.20", "65114.21").Replace("65114.30", "65114.22"));
            await FakeServer.UntilGoneAsync(aborted);
        });
        using CancellationTokenSource ending = new();
        BybitPublicStream? stream = null;
        Task running = Run(server, sink, new VenueCounters(), ending.Token, made: s => stream = s);
        DepthView before = await sink.WaitForBookAsync(BybitSamples.Bitcoin.Id, v => v is { Trust: BookTrust.Synced, UpdateId: 100 });
        Assert.Equal(65_114.3m, before.BestAsk.Value);

        stream!.Renew(new Dictionary<string, Instrument> { ["BTCUSDT"] = BybitSamples.Listed("BTCUSDT", tick: "0.01", step: "0.001") });

        await again.Task;
        DepthView after = await sink.WaitForBookAsync(BybitSamples.Bitcoin.Id, v => v is { Trust: BookTrust.Synced, UpdateId: 200 });
        Assert.Equal((65_114.21m, 65_114.22m), (after.BestBid.Value, after.BestAsk.Value));
        await ending.CancelAsync();
        await running;
    }

    /// <summary>Goal: tickers keep the connection alive while the book's topic is dead; the book is asked for anew all the same.</summary>
    [Fact]
    public async Task Run_OneTopicSilent_IsAskedForAnew()
    {
        RecordingSink sink = new();
        await using FakeServer server = await FakeServer.StartStreamAsync(async (socket, aborted) =>
        {
            await AcknowledgeAsync(socket, aborted);
            await FakeServer.SendAsync(socket, Book("snapshot", 100));
            string? asked;
            do
            {
                asked = await FakeServer.ReceiveAsync(socket, aborted);
                await FakeServer.SendAsync(socket, """{"success":true,"ret_msg":"pong","conn_id":"d8","req_id":"","op":"ping"}""");
            }
            while (asked is not null && !asked.Contains("\"again\",\"op\":\"subscribe\"", StringComparison.Ordinal));
            await FakeServer.SendAsync(socket, Book("snapshot", 200));
            await FakeServer.UntilGoneAsync(aborted);
        });
        VenueCounters counters = new();
        using CancellationTokenSource ending = new();
        Task running = Run(server, sink, counters, ending.Token, o => o with { SilenceLimit = TimeSpan.FromMilliseconds(400) });

        await sink.WaitForBookAsync(BybitSamples.Bitcoin.Id, v => v is { Trust: BookTrust.Synced, UpdateId: 200 });
        await ending.CancelAsync();
        await running;

        Assert.DoesNotContain(sink.Events, e => e is VenueLinkChanged { Link: VenueLink.Connecting, Reason: not "" });
    }

    [Fact]
    public async Task Run_PriceLimitsAndAChangedFundingInterval_AreToldWithTheMarkAndHintedAt()
    {
        RecordingSink sink = new();
        await using FakeServer server = await FakeServer.StartStreamAsync(async (socket, aborted) =>
        {
            await AcknowledgeAsync(socket, aborted);
            await FakeServer.SendAsync(
                socket, """{"topic":"priceLimit.BTCUSDT","data":{"symbol":"BTCUSDT","buyLmt":"65768.60","sellLmt":"64466.20"},"ts":1750059683782}""");
            await FakeServer.SendAsync(socket, Ticker);
            await FakeServer.UntilGoneAsync(aborted);
        });
        List<string> hints = [];
        using CancellationTokenSource ending = new();
        Task running = Run(server, sink, new VenueCounters(), ending.Token, hint: hints.Add);

        MarkPriceChanged mark = await sink.WaitForAsync<MarkPriceChanged>();
        await ending.CancelAsync();
        await running;

        Assert.Equal(new PriceLimits(new Price(65_768.6m), new Price(64_466.2m)), mark.Limits);
        Assert.Equal(["the funding interval of BTCUSDT"], hints);
    }

    private static async Task AcknowledgeAsync(WebSocket socket, CancellationToken aborted)
    {
        await FakeServer.ReceiveAsync(socket, aborted);
        await FakeServer.ReceiveAsync(socket, aborted);
        await FakeServer.SendAsync(socket, """{"success":true,"ret_msg":"","conn_id":"d8","req_id":"s0","op":"subscribe"}""");
        await FakeServer.SendAsync(socket, """{"success":true,"ret_msg":"","conn_id":"d8","req_id":"limits","op":"subscribe"}""");
    }

    private static async Task Run(
        FakeServer server,
        RecordingSink sink,
        VenueCounters counters,
        CancellationToken cancellationToken,
        Func<VenueOptions, VenueOptions>? change = null,
        Action<string>? hint = null,
        Action<BybitPublicStream>? made = null)
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
        options = change?.Invoke(options) ?? options;
        VenueClock clock = new(TimeProvider.System, 0);
        using LinkState link = new(VenueId.BybitLinear, sink, BybitPublicStream.Part);
        using BybitPublicStream stream = new(
            options, clock, counters, SilentVenueLog.Instance, sink, link, [BybitSamples.Bitcoin], hint ?? (_ => { }));
        made?.Invoke(stream);
        await new StreamConnection(
            options, BybitMessages.StreamOptionsFor(BybitPublicStream.Part, options), clock, counters, SilentVenueLog.Instance, stream)
            .RunAsync(cancellationToken);
    }

    private static string Book(string type, long update) =>
        $$"""
        {"topic":"orderbook.200.BTCUSDT","type":"{{type}}","ts":1786310818130,
         "data":{"s":"BTCUSDT","b":[["65114.20","6.054"]],"a":[["65114.30","1.2"]],"u":{{update}},"seq":7},"cts":1786310818129}
        """;
}
