using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Okx;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Okx;

/// <summary>What the venue changes while we are connected: rules, limits, maintenance; the adapter as a whole against a scripted venue.</summary>
public sealed class OkxVenueTests
{
    private static readonly InstrumentId Bitcoin = new(VenueId.OkxPerp, Symbol.Parse("BTCUSDT"));

    /// <summary>Goal: a tick that gets finer while we are connected is told, and the running book counts in the new one.</summary>
    [Fact]
    public async Task Instruments_TickChangesWhileConnected_IsToldAndTheBookIsMadeAnew()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        DepthView old = await SyncedAsync(adapter);
        Assert.Equal((1, new Price(61_799.9m)), (old.PriceScale, old.BestBid));
        int before = adapter.Sink.Events.Count;

        string finer = OkxVenueStub.Instrument(tick: "0.01", lot: "1");
        venue.Snapshot = OkxVenueStub.Book("snapshot", -1, 20, bid: "61799.95", ask: "61799.97");
        venue.Rest["GET /api/v5/public/instruments"] = _ => OkxStub.Data(finer);
        await venue.PushAsync("public", $$"""{"arg":{"channel":"instruments","instType":"SWAP"},"data":[{{finer}}]}""");

        InstrumentsLoaded loaded = await adapter.Sink.WaitForAsync<InstrumentsLoaded>(after: before);
        Instrument changed = Assert.Single(loaded.Instruments);
        Assert.Equal((0.01m, 0.01m), (changed.Tick.Value, changed.Lot.Value));
        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);
        DepthView book = await adapter.Sink.WaitForBookAsync(Bitcoin, v => v is { Trust: BookTrust.Synced, UpdateId: 20 });
        Assert.Equal((2, new Price(61_799.95m), new Price(61_799.97m)), (book.PriceScale, book.BestBid, book.BestAsk));
        // 7 contracts of 0.01 BTC.
        Assert.Equal(0.07m, ScaledNumber.ToDecimal(book.BidQuantities[0], book.QuantityScale));
    }

    [Theory]
    [InlineData("suspend", InstrumentStatus.Suspended)]
    [InlineData("post_only", InstrumentStatus.Suspended)]
    public async Task Instruments_StateChanges_IsTold(string state, InstrumentStatus expected)
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        int before = adapter.Sink.Events.Count;

        string suspended = OkxVenueStub.Instrument(state: state);
        venue.Rest["GET /api/v5/public/instruments"] = _ => OkxStub.Data(suspended);
        await venue.PushAsync("public", $$"""{"arg":{"channel":"instruments","instType":"SWAP"},"data":[{{suspended}}]}""");

        InstrumentsLoaded loaded = await adapter.Sink.WaitForAsync<InstrumentsLoaded>(after: before);
        Assert.Equal(expected, Assert.Single(loaded.Instruments).Status);
    }

    [Fact]
    public async Task Funding_IntervalChanges_IsToldWithoutWaitingForTheNextLook()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        InstrumentsLoaded first = await adapter.Sink.WaitForAsync<InstrumentsLoaded>();
        Assert.Equal(new FundingLimits(new Rate(-0.00375m), new Rate(0.00375m)), first.Instruments[0].FundingLimits);
        int before = adapter.Sink.Events.Count;

        // Four hours instead of eight.
        string closer = OkxVenueStub.FundingRate.Replace("1780041600000", "1780027200000", StringComparison.Ordinal);
        venue.Rest["GET /api/v5/public/funding-rate"] = _ => OkxStub.Data(closer);
        await venue.PushAsync("public", $$"""{"arg":{"channel":"funding-rate","instId":"BTC-USDT-SWAP"},"data":[{{closer}}]}""");

        InstrumentsLoaded loaded = await adapter.Sink.WaitForAsync<InstrumentsLoaded>(after: before);
        Assert.Equal(TimeSpan.FromHours(4), Assert.Single(loaded.Instruments).FundingInterval);
    }

    [Fact]
    public async Task Listing_LookedAtAgain_FindsAChangeThatNobodyTold()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter(venue.Options with { ListingInterval = TimeSpan.FromMilliseconds(200) }));
        await UpAsync(adapter);
        int before = adapter.Sink.Events.Count;

        string ending = OkxVenueStub.Instrument().Replace("\"expTime\":\"\"", "\"expTime\":\"1790000000000\"", StringComparison.Ordinal);
        venue.Rest["GET /api/v5/public/instruments"] = _ => OkxStub.Data(ending);

        Instrument changed = Assert.Single((await adapter.Sink.WaitForAsync<InstrumentsLoaded>(after: before)).Instruments);
        Assert.Equal((InstrumentStatus.Delisting, DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000)), (changed.Status, changed.DelistingAt));
    }

    [Fact]
    public async Task Limits_OfPrices_ComeWithTheMarkAndGo()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);

        await venue.PushAsync("public", $$"""{"arg":{"channel":"funding-rate","instId":"BTC-USDT-SWAP"},"data":[{{OkxVenueStub.FundingRate}}]}""");
        await venue.PushAsync("public", """{"arg":{"channel":"price-limit","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","buyLmt":"62400","sellLmt":"61200","ts":"1","enabled":true}]}""");
        await venue.PushAsync("public", """{"arg":{"channel":"mark-price","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","markPx":"61800","ts":"1"}]}""");

        MarkPriceChanged mark = await adapter.Sink.WaitForAsync<MarkPriceChanged>();
        Assert.Equal(new PriceLimits(new Price(62_400m), new Price(61_200m)), mark.Limits);
    }

    [Fact]
    public async Task Maintenance_WhileItGoesOn_TheVenueIsNotUp()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        int before = adapter.Sink.Events.Count;

        // Bots, and the demo environment, are not ours.
        await venue.PushAsync("public", Status("ongoing", service: "3"));
        await venue.PushAsync("public", Status("ongoing", environment: "2"));
        await venue.PushAsync("public", Status("ongoing"));
        VenueLinkChanged down = await adapter.Sink.WaitForAsync<VenueLinkChanged>(after: before);
        Assert.Equal(VenueLink.Connecting, down.Link);
        Assert.Contains("maintenance until 2023-01-04 09:33 UTC: Trading account", down.Reason);

        before = adapter.Sink.Events.Count;
        await venue.PushAsync("public", Status("completed"));
        await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);

        static string Status(string state, string service = "1", string environment = "1") =>
            $$"""
            {"arg":{"channel":"status"},"data":[{"begin":"1672823400000","end":"1672824780000","serviceType":"{{service}}","state":"{{state}}",
             "system":"unified","maintType":"1","env":"{{environment}}","title":"Trading account upgrade","ts":"1672826038470"}]}
            """;
    }

    [Fact]
    public async Task Book_ThatStaysCrossed_IsAskedForAnew()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        await using RunningAdapter adapter = new(venue.CreateAdapter());
        await UpAsync(adapter);
        await SyncedAsync(adapter);
        venue.Snapshot = OkxVenueStub.Book("snapshot", -1, long.MaxValue / 2);

        await venue.PushAsync("public", OkxVenueStub.Book("update", 10, 11, bid: "61800.2"));
        await adapter.Sink.WaitForBookAsync(Bitcoin, v => v.Trust == BookTrust.Crossed);
        // One update after another, as fast as they are read, for the second after which the adapter loses patience.
        for (long sequence = 11; venue.CountHeard("unsubscribe") == 0; sequence++)
        {
            await venue.PushAsync("public", OkxVenueStub.Book("update", sequence, sequence + 1, bid: "61800.2"));
            await adapter.Sink.WaitForBookAsync(Bitcoin, v => v.UpdateId > sequence || v.Trust != BookTrust.Crossed);
        }

        await adapter.Sink.WaitForBookAsync(Bitcoin, v => v is { Trust: BookTrust.Synced, UpdateId: long.MaxValue / 2 });
    }

    [Fact]
    public async Task Limit_ThatTheVenueNames_IsToldAndEndsByItself()
    {
        await using OkxVenueStub venue = await OkxVenueStub.StartAsync();
        OkxAdapter inner = venue.CreateAdapter();
        await using RunningAdapter adapter = new(inner);
        await UpAsync(adapter);
        venue.Rest["GET /api/v5/trade/orders-pending"] = _ => """{"code":"50011","msg":"Too Many Requests","data":[]}""";

        Assert.Null(await inner.QueryOpenOrdersAsync(CancellationToken.None));

        VenueAccessChanged limited = await adapter.Sink.WaitForAsync<VenueAccessChanged>();
        Assert.Equal(VenueAccess.Limited, limited.Access);
        Assert.InRange(limited.For, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Contains("50011", limited.Reason);
        await adapter.Sink.WaitForAsync<VenueAccessChanged>(a => a.Access == VenueAccess.Open);
    }

    private static Task UpAsync(RunningAdapter adapter) => adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

    private static Task<DepthView> SyncedAsync(RunningAdapter adapter) =>
        adapter.Sink.WaitForBookAsync(Bitcoin, v => v is { Trust: BookTrust.Synced, HasBothSides: true });
}
