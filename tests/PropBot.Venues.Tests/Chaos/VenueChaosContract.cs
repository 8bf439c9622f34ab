using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Chaos;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Chaos;

/// <summary>
/// Goal: each injector is reached by every request and every market-data message of every adapter, and the adapter survives it:
/// inherited by one class per venue. Nothing here sleeps; it waits for events.
/// </summary>
public abstract class VenueChaosContract : IAsyncLifetime
{
    private const string Prefix = "pbchaos1p";

    private SimulatedVenue _venue = null!;
    private RunningAdapter? _running;
    private Instrument _instrument = null!;
    private int _orders;

    protected abstract VenueId Venue { get; }

    /// <summary>Names of the streams that carry market data.</summary>
    protected abstract IReadOnlyList<string> MarketStreams { get; }

    protected abstract IVenueAdapter Create(VenueOptions options, VenueClock clock);

    public async ValueTask InitializeAsync() => _venue = (SimulatedVenue)await SimulatedVenue.StartAsync(Venue, Create);

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }

        await _venue.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task DroppedMessages_BooksNoticeTheGaps_AndAreSyncedAgain()
    {
        VenueChaos chaos = await RunAsync(new ChaosOptions { DropProbability = 0.02m, Seed = 4 });
        long gaps = 0;
        for (int i = 0; i < 2; i++)
        {
            await _running!.Sink.WaitForBookAsync(_instrument.Id, _ => Statistics.BookGaps > gaps);
            gaps = Statistics.BookGaps;
            await SyncedAsync();
        }

        Assert.True(chaos.Injected(ChaosKind.WsDrop) >= Statistics.BookGaps, $"{chaos.Injected(ChaosKind.WsDrop)} dropped, {Statistics.BookGaps} gaps");
        Assert.Equal(0, Statistics.MalformedMessages);
        Assert.Equal(VenueLink.Up, _running!.Sink.Events.OfType<VenueLinkChanged>().Last().Link);
    }

    [Fact]
    public async Task EveryMarketStream_IsDrawnFor_AndNothingElse()
    {
        VenueChaos chaos = await RunAsync(new ChaosOptions { DropProbability = 0.000_000_1m });
        await _running!.Sink.WaitForAsync<MarkPriceChanged>();
        foreach (string name in MarketStreams)
        {
            Assert.True(chaos.DrawsFor($"stream {name}").Drawn > 0, $"{name} is not drawn for");
        }

        Assert.Equal(0, chaos.DrawsFor("stream private").Drawn);
        // Answers to subscriptions and everything private are messages too, but no market data.
        Assert.True(MarketStreams.Sum(name => chaos.DrawsFor($"stream {name}").Drawn) < Statistics.Messages);
    }

    [Fact]
    public async Task EveryRequest_IsDrawnFor()
    {
        VenueChaos chaos = await RunAsync(new ChaosOptions { TimeoutProbability = 0.000_000_1m });
        OrderIntent intent = await FarAsync();
        IVenueAdapter adapter = _running!.Adapter;
        Assert.IsType<VenueOutcome.Accepted>(await adapter.PlaceAsync(intent, CancellationToken.None));
        Assert.IsType<OrderLookup.Found>(await LookUpAsync(intent));
        Assert.NotNull(await adapter.QueryOpenOrdersAsync(CancellationToken.None));
        Assert.NotNull(await adapter.QueryFillsAsync(_instrument.Id, intent.ClientOrderId, CancellationToken.None));
        Assert.NotNull(await adapter.QueryPositionTiersAsync(_instrument.Id, CancellationToken.None));
        Assert.IsType<VenueOutcome.Accepted>(await adapter.CancelAsync(_instrument.Id, intent.ClientOrderId, CancellationToken.None));
        Assert.IsType<VenueOutcome.Accepted>(await adapter.CancelAllAsync(_instrument.Id, CancellationToken.None));
        Assert.IsType<AccountLookup.Found>(await adapter.QueryAccountAsync(CancellationToken.None));
        await _running.DisposeAsync();

        Assert.True(Statistics.RestRequests > 15);
        Assert.Equal(Statistics.RestRequests, chaos.DrawsFor(ChaosKind.RestTimeoutUnsent.Code()).Drawn);
        _running = null;
    }

    [Fact]
    public async Task Timeouts_OrdersOutcomesAreUnknown_ThenCertain_AndTheVenueStaysUsable()
    {
        VenueChaos chaos = await RunAsync(new ChaosOptions { TimeoutProbability = 0.04m, Seed = 9 });
        for (int unknown = 0; unknown < 3;)
        {
            OrderIntent intent = await FarAsync();
            VenueOutcome outcome = await _running!.Adapter.PlaceAsync(intent, CancellationToken.None);
            if (outcome is VenueOutcome.Unknown)
            {
                unknown++;
                await SettledAsync(intent);
            }

            await _running.Adapter.CancelAllAsync(_instrument.Id, CancellationToken.None);
        }

        Assert.True(chaos.Injected(ChaosKind.RestTimeoutUnsent) + chaos.Injected(ChaosKind.RestTimeoutSent) >= 3);
        await _running!.Sink.WaitForAsync<VenueLinkChanged>(_ => _running.Sink.Events.OfType<VenueLinkChanged>().Last().Link == VenueLink.Up);
        await SyncedAsync();
    }

    [Fact]
    public async Task OrderDelay_CommandsLeaveLate_AndNobodyElseWaits()
    {
        var time = new ManualTime();
        TimeSpan delay = TimeSpan.FromMilliseconds(600);
        var chaos = new VenueChaos(Venue, new ChaosOptions { OrderDelay = delay });
        await RunAsync(new ChaosOptions());
        IVenueAdapter delayed = chaos.Around(_running!.Adapter, time);
        OrderIntent intent = await FarAsync();

        Task<VenueOutcome> placing = delayed.PlaceAsync(intent, CancellationToken.None);
        Assert.IsType<AccountLookup.Found>(await delayed.QueryAccountAsync(CancellationToken.None));
        time.Advance(delay / 2);
        Task<VenueOutcome> cancelling = delayed.CancelAllAsync(_instrument.Id, CancellationToken.None);
        Assert.Equal(delayed.Statistics.RestRequests, Statistics.RestRequests);
        Assert.Empty((await delayed.QueryOpenOrdersAsync(CancellationToken.None))!);
        Assert.False(placing.IsCompleted);
        time.Advance(delay / 2);
        Assert.IsType<VenueOutcome.Accepted>(await placing.WaitAsync(RecordingSink.Patience));
        Assert.False(cancelling.IsCompleted, "each command waits for itself");
        time.Advance(delay / 2);
        Assert.IsType<VenueOutcome.Accepted>(await cancelling.WaitAsync(RecordingSink.Patience));

        Task<VenueOutcome> late = delayed.CancelAsync(_instrument.Id, intent.ClientOrderId, CancellationToken.None);
        Assert.False(late.IsCompleted);
        time.Advance(delay);
        await late.WaitAsync(RecordingSink.Patience);
        Assert.Equal(3, chaos.Injected(ChaosKind.OrderDelay));
        await SyncedAsync();
    }

    private VenueStatistics Statistics => _running!.Adapter.Statistics;

    /// <summary>An adapter under this chaos, up and with its book.</summary>
    private async Task<VenueChaos> RunAsync(ChaosOptions options)
    {
        var chaos = new VenueChaos(Venue, options);
        TimeSpan limit = TimeSpan.FromSeconds(1);
        VenueOptions venue = _venue.Options with
        {
            OwnOrderPrefix = Prefix,
            FundingSince = _venue.Time.GetUtcNow(),
            RequestTimeout = limit,
            ReceiveWindow = limit,
            ClockInterval = limit,
            Chaos = chaos,
        };
        _running = new RunningAdapter(_venue.CreateAdapter(venue, new VenueClock(_venue.Time, _venue.Time.GetTimestamp())));
        _instrument = (await _running.Sink.WaitForAsync<InstrumentsLoaded>()).Instruments[0];
        await _running.Sink.WaitForAsync<VenueLinkChanged>(link => link.Link == VenueLink.Up);
        await SyncedAsync();
        return chaos;
    }

    /// <summary>Whether the order is there is asked until the answer is certain; either is right, and both are final.</summary>
    private async Task SettledAsync(OrderIntent intent)
    {
        OrderLookup lookup = await LookUpAsync(intent);
        while (lookup is OrderLookup.Failed)
        {
            await _running!.Sink.WaitForAsync<VenueClockMeasured>(after: _running.Sink.Events.Count);
            lookup = await LookUpAsync(intent);
        }
    }

    private Task<OrderLookup> LookUpAsync(OrderIntent intent) => _running!.Adapter.QueryOrderAsync(_instrument.Id, intent.ClientOrderId, CancellationToken.None);

    private Task<DepthView> SyncedAsync() => _running!.Sink.WaitForBookAsync(_instrument.Id, view => view is { Trust: BookTrust.Synced, HasBothSides: true });

    private async Task<OrderIntent> FarAsync()
    {
        Price limit = _instrument.Tick.RoundDown((await SyncedAsync()).BestBid.MovedBy(Rate.FromBps(-200m)));
        return new OrderIntent
        {
            ClientOrderId = new ClientOrderId($"{Prefix}{++_orders}l0"),
            Pair = new PairId(1),
            Leg = LegRole.Long,
            Purpose = OrderPurpose.Close,
            Instrument = _instrument.Id,
            Side = Side.Buy,
            Quantity = new Quantity(_instrument.Lot.Value * Math.Ceiling(Math.Max(_instrument.MinQuantity.Value, 0.02m) / _instrument.Lot.Value)),
            Type = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc,
            LimitPrice = limit,
            ReferencePrice = limit,
            DecidedAt = _venue.Time.GetUtcNow(),
        };
    }
}
