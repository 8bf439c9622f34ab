using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulator;
using PropBot.Simulator.Faults;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Faults;

/// <summary>What every adapter makes of a venue that fails: inherited by one class per venue. Nothing here sleeps; it waits for events.</summary>
public abstract partial class VenueFaultContract : IAsyncLifetime
{
    private const string Prefix = "pbfault1p";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private SimulatedVenue _venue = null!;
    private VenueOptions _options = null!;
    private RunningAdapter _running = null!;
    private Instrument _instrument = null!;
    private int _orders;

    protected abstract VenueId Venue { get; }

    /// <summary>Part of the path at which orders are placed.</summary>
    protected abstract string PlacePath { get; }

    /// <summary>Part of the path of the first question about the account's modes.</summary>
    protected abstract string ModesPath { get; }

    /// <summary>Part of the path at which the leverage is set.</summary>
    protected abstract string LeveragePath { get; }

    protected abstract IVenueAdapter Create(VenueOptions options, VenueClock clock);

    public async ValueTask InitializeAsync()
    {
        _venue = (SimulatedVenue)await SimulatedVenue.StartAsync(Venue, Create);
        _options = _venue.Options with
        {
            OwnOrderPrefix = Prefix,
            FundingSince = _venue.Time.GetUtcNow(),
            RequestTimeout = Limit,
            SilenceLimit = Limit,
            ReceiveWindow = Limit,
            ClockInterval = TimeSpan.FromMilliseconds(500),
        };
        _running = new RunningAdapter(_venue.CreateAdapter(_options, new VenueClock(_venue.Time, _venue.Time.GetTimestamp())));
        _instrument = (await _running.Sink.WaitForAsync<InstrumentsLoaded>()).Instruments[0];
        await _running.Sink.WaitForAsync<VenueLinkChanged>(link => link.Link == VenueLink.Up);
        await SyncedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync();
        await _venue.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task SequenceGap_BookIsUntrusted_AndSyncedAgainWhenTheChainHolds()
    {
        int gap = await InjectAsync(FaultKind.SequenceGap, rule => rule with { Instrument = _instrument.Id.Symbol, Duration = TimeSpan.FromMinutes(5) });

        await _running.Sink.WaitForBookAsync(_instrument.Id, view => view.Trust != BookTrust.Synced);
        Assert.True(Statistics.BookGaps > 0);
        await _venue.Host.TakeBackAsync(gap);

        await SyncedAsync();
    }

    [Fact]
    public async Task StaleSnapshot_IsNotBelieved()
    {
        bool overRest = Venue == VenueId.BinanceUm;
        FaultKind kind = overRest ? FaultKind.StaleSnapshot : FaultKind.StaleStreamSnapshot;
        long snapshots = Statistics.BookSnapshots;
        long gaps = Statistics.BookGaps;
        await InjectAsync(kind, rule => rule with { Instrument = _instrument.Id.Symbol, Size = Venue == VenueId.BybitLinear ? 1m : 200m });
        int gap = await InjectAsync(FaultKind.SequenceGap, rule => rule with
        {
            Instrument = _instrument.Id.Symbol,
            Duration = overRest ? TimeSpan.FromMinutes(5) : null,
        });

        await StruckAsync(kind, 1);
        await _venue.Host.TakeBackAsync(gap);

        // The gap broke the book, and so did the stale snapshot, be it by its time or by the first update after it.
        DepthView book = await SyncedAsync(after: () =>
            Statistics.BookSnapshots > snapshots && Statistics.BookGaps >= gaps + (overRest ? 1 : 2));
        Assert.True(book.BestBid < book.BestAsk);
    }

    [Fact]
    public async Task SilentSockets_LinkIsNotUpWithinTheLimit_AndUpAgainAfterwards()
    {
        int before = _running.Sink.Events.Count;
        long started = _venue.Time.GetTimestamp();
        int silence = await InjectAsync(FaultKind.SilentSocket, rule => rule with { Duration = TimeSpan.FromMinutes(5) });

        await _running.Sink.WaitForAsync<VenueLinkChanged>(link => link.Link != VenueLink.Up, before);
        Assert.InRange(_venue.Time.GetElapsedTime(started), TimeSpan.Zero, Limit * 4);
        await _venue.Host.TakeBackAsync(silence);

        await _running.Sink.WaitForAsync<VenueLinkChanged>(link => link.Link == VenueLink.Up, before);
        await SyncedAsync();
    }

    [Fact]
    public async Task TimeoutAfterAcceptance_IsUnknown_ThenFoundByItsIdOnce()
    {
        OrderIntent intent = await FarAsync();
        await InjectAsync(FaultKind.TimeoutAfterAcceptance, rule => rule with { Match = PlacePath });

        Assert.IsType<VenueOutcome.Unknown>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));

        var found = Assert.IsType<OrderLookup.Found>(await QueryAsync(intent));
        Assert.Equal(intent.ClientOrderId, found.Report.ClientOrderId);
        Assert.IsType<VenueOutcome.Refused>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.CancelAsync(_instrument.Id, intent.ClientOrderId, CancellationToken.None));
    }

    [Theory]
    [InlineData(FaultKind.TimeoutBeforeAcceptance)]
    [InlineData(FaultKind.ConnectionReset)]
    public async Task LostBeforeAcceptance_IsUnknown_ThenNotFound(FaultKind kind)
    {
        OrderIntent intent = await FarAsync();
        await InjectAsync(kind, rule => rule with { Match = PlacePath });

        Assert.IsType<VenueOutcome.Unknown>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));

        // A venue's no is a proof only when the request can no longer arrive.
        OrderLookup lookup = await QueryAsync(intent);
        while (lookup is OrderLookup.Failed)
        {
            await _running.Sink.WaitForAsync<VenueClockMeasured>(after: _running.Sink.Events.Count);
            lookup = await QueryAsync(intent);
        }

        Assert.IsType<OrderLookup.NotFound>(lookup);
    }

    [Theory]
    [InlineData(FaultKind.AckLost, 503)]
    [InlineData(FaultKind.ServerErrorAfterAcceptance, 502)]
    [InlineData(FaultKind.ServerErrorAfterAcceptance, 503)]
    [InlineData(FaultKind.TruncatedAnswer, 503)]
    public async Task AnswerLostAfterAcceptance_IsUnknown_ThenFound(FaultKind kind, int status)
    {
        OrderIntent intent = await FarAsync();
        await InjectAsync(kind, rule => rule with { Match = PlacePath, Status = status });

        Assert.IsType<VenueOutcome.Unknown>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));

        Assert.IsType<OrderLookup.Found>(await QueryAsync(intent));
    }

    [Fact]
    public async Task ForcedLogout_StreamIsRenewed_AndHearsTheNextFill()
    {
        int before = _running.Sink.Events.Count;
        await InjectAsync(FaultKind.ForcedLogout);

        await _running.Sink.WaitForAsync<VenueLinkChanged>(link => link.Link != VenueLink.Up, before);
        await _running.Sink.WaitForAsync<VenueLinkChanged>(link => link.Link == VenueLink.Up, before);
        OrderIntent intent = await MarketAsync();
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        await _running.Sink.WaitForAsync<FillReported>(fill => fill.Fill.ClientOrderId == intent.ClientOrderId);
    }

    [Fact]
    public async Task ClockJump_OffsetIsMeasuredAnew_AndOrdersGoOn()
    {
        await InjectAsync(FaultKind.ClockJump, rule => rule with { Size = 30m });

        VenueClockMeasured measured = await _running.Sink.WaitForAsync<VenueClockMeasured>(clock => clock.Offset > TimeSpan.FromSeconds(20));

        Assert.InRange(measured.Offset, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(31));
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(await FarAsync(), CancellationToken.None));
    }

    [Theory]
    [InlineData(FaultKind.TruncatedFrame)]
    [InlineData(FaultKind.WrongTypeFrame)]
    public async Task MalformedFrames_AreCountedAndSurvived(FaultKind kind)
    {
        await InjectAsync(kind, rule => rule with { Count = 5 });
        await StruckAsync(kind, 5);

        await SyncedAsync(after: () => Statistics.MalformedMessages >= 1);
        Assert.InRange(Statistics.MalformedMessages, 1, 5);
    }

    [Fact]
    public async Task UnknownFields_AreNoFault()
    {
        await InjectAsync(FaultKind.UnknownFieldFrame, rule => rule with { Duration = TimeSpan.FromMinutes(5) });
        await StruckAsync(FaultKind.UnknownFieldFrame, 10);
        OrderIntent intent = await MarketAsync();
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));

        await _running.Sink.WaitForAsync<FillReported>(fill => fill.Fill.ClientOrderId == intent.ClientOrderId);
        await SyncedAsync();
        Assert.Equal(0, Statistics.MalformedMessages);
    }

    [Fact]
    public async Task VenueDown_LinkIsNotUp_AndUpAgainByItself()
    {
        int before = _running.Sink.Events.Count;
        int down = await InjectAsync(FaultKind.ConnectionsRefused);
        await _running.Sink.WaitForAsync<VenueLinkChanged>(link => link.Link != VenueLink.Up, before);
        Assert.IsNotType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(FarFrom(new Price(50_000m)), CancellationToken.None));
        await _venue.Host.TakeBackAsync(down);

        await _running.Sink.WaitForAsync<VenueLinkChanged>(link => link.Link == VenueLink.Up, before);
        await SyncedAsync();
    }

    [Fact]
    public async Task CrossedBook_IsNotTrusted()
    {
        int crossed = await InjectAsync(FaultKind.CrossedBook, rule => rule with { Instrument = _instrument.Id.Symbol, Duration = TimeSpan.FromMinutes(5) });

        await _running.Sink.WaitForBookAsync(_instrument.Id, view => view.Trust != BookTrust.Synced);
        await _venue.Host.TakeBackAsync(crossed);

        await SyncedAsync();
    }

    private VenueStatistics Statistics => _running.Adapter.Statistics;

    private Task<int> InjectAsync(FaultKind kind, Func<FaultRule, FaultRule>? change = null)
    {
        var rule = new FaultRule { Kind = kind };
        return _venue.Host.InjectAsync(change?.Invoke(rule) ?? rule);
    }

    private async Task StruckAsync(FaultKind kind, long times)
    {
        long started = _venue.Time.GetTimestamp();
        while ((await _venue.Host.FaultsAsync()).Counts.GetValueOrDefault(kind) < times)
        {
            Assert.True(_venue.Time.GetElapsedTime(started) < RecordingSink.Patience, $"{kind} did not strike {times} times");
            await Task.Yield();
        }
    }

    private async Task<long> SeenAsync(FaultKind kind) => (await _venue.Host.FaultsAsync()).Faults.Where(fault => fault.Rule.Kind == kind).Sum(fault => fault.Seen);

    private Task<OrderLookup> QueryAsync(OrderIntent intent) => _running.Adapter.QueryOrderAsync(_instrument.Id, intent.ClientOrderId, CancellationToken.None);

    private Task<DepthView> SyncedAsync(Func<bool>? after = null) => _running.Sink.WaitForBookAsync(
        _instrument.Id, view => view is { Trust: BookTrust.Synced, HasBothSides: true } && (after?.Invoke() ?? true));

    private async Task<OrderIntent> FarAsync() => FarFrom((await SyncedAsync()).BestBid);

    private OrderIntent FarFrom(Price bid) =>
        Intent(OrderType.Limit, TimeInForce.Gtc, _instrument.Tick.RoundDown(bid.MovedBy(Rate.FromBps(-200m))));

    private async Task<OrderIntent> MarketAsync()
    {
        await SyncedAsync();
        return Intent(OrderType.Market, TimeInForce.Ioc, null);
    }

    private OrderIntent Intent(OrderType type, TimeInForce timeInForce, Price? limit) => new()
    {
        ClientOrderId = new ClientOrderId($"{Prefix}{++_orders}l0"),
        Pair = new PairId(1),
        Leg = LegRole.Long,
        Purpose = OrderPurpose.Open,
        Instrument = _instrument.Id,
        Side = Side.Buy,
        Quantity = new Quantity(_instrument.Lot.Value * Math.Ceiling(Math.Max(_instrument.MinQuantity.Value, 0.02m) / _instrument.Lot.Value)),
        Type = type,
        TimeInForce = timeInForce,
        LimitPrice = limit,
        ReferencePrice = limit ?? new Price(1m),
        DecidedAt = _venue.Time.GetUtcNow(),
    };
}
