using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Venues.Okx;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Okx;

/// <summary>What is known and told for the adapter's life, and not for a session's or a run's.</summary>
public sealed class OkxRestartTests
{
    [Fact]
    public async Task Access_LimitedDuringTheSetup_IsTold()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        venue.Rest["GET /api/v5/public/instruments"] = _ => """{"code":"50011","msg":"Too Many Requests","data":[]}""";
        await using RunningAdapter adapter = new(venue.CreateAdapter());

        await adapter.Sink.WaitForAsync<VenueAccessChanged>(a => a.Access == VenueAccess.Limited);

        Assert.DoesNotContain(adapter.Sink.Events, e => e is InstrumentsLoaded);
    }

    /// <summary>Goal: a run that is started again tells what happened in between, and nothing twice.</summary>
    [Fact]
    public async Task Run_StartedAgain_GoesOnFromWhatWasTold()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using OkxAdapter adapter = venue.CreateAdapter();
        RecordingSink sink = new();
        venue.Rest["GET /api/v5/trade/fills?"] = _ => OkxStub.Data(Fill("-9", "107"));
        await RunUntilUpAsync(adapter, sink);
        Assert.Single(sink.Events.OfType<ForcedFillSeen>());
        Assert.Empty(sink.Events.OfType<FillReported>());
        int before = sink.Events.Count;

        venue.Rest["GET /api/v5/trade/fills?"] = _ => OkxStub.Data(Fill("10", "1"), Fill("-9", "107"));
        await RunUntilUpAsync(adapter, sink);

        // Ours too, since it is a gap and not the start of the process.
        Assert.Equal("10", Assert.Single(sink.Events.Skip(before).OfType<FillReported>()).Fill.TradeId.Value);
        Assert.Single(sink.Events.OfType<ForcedFillSeen>());
    }

    private static async Task RunUntilUpAsync(OkxAdapter adapter, RecordingSink sink)
    {
        int before = sink.Events.Count;
        using CancellationTokenSource stop = new();
        Task running = adapter.RunAsync(sink, stop.Token);
        await sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static string Fill(string trade, string subType) =>
        $$"""
        {"instId":"BTC-USDT-SWAP","ordId":"4","clOrdId":"pb4","billId":"1{{trade}}","tradeId":"{{trade}}","side":"buy","posSide":"net","subType":"{{subType}}",
         "fillPx":"61800","fillSz":"1","fee":"-0.3","feeCcy":"USDT","execType":"T","fillTime":"1780000000000","ts":"1780000000001"}
        """;
}
