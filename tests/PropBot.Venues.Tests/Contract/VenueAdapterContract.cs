using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Contract;

/// <summary>What every adapter does, whatever its venue: inherited by one class per venue.</summary>
public abstract partial class VenueAdapterContract : IAsyncLifetime
{
    private const string Prefix = "pbtest1p";

    private readonly List<IDisposable> _cables = [];
    private VenueUnderTest _venue = null!;
    private VenueOptions _options = null!;
    private RunningAdapter _running = null!;
    private Instrument _instrument = null!;
    private int _orders;

    protected abstract Task<VenueUnderTest> StartVenueAsync();

    public async ValueTask InitializeAsync()
    {
        _venue = await StartVenueAsync();
        _options = _venue.Options with { OwnOrderPrefix = Prefix, FundingSince = _venue.Time.GetUtcNow() };
        _running = Run(_options);
        InstrumentsLoaded loaded = await _running.Sink.WaitForAsync<InstrumentsLoaded>();
        _instrument = loaded.Instruments[0];
        await UpAsync(_running);
        await SyncedAsync(_running);
    }

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync();
        foreach (IDisposable cable in _cables)
        {
            cable.Dispose();
        }

        await _venue.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Run_FromTheStart_TellsInstrumentsAccountMarksAndBooks()
    {
        InstrumentsLoaded loaded = await _running.Sink.WaitForAsync<InstrumentsLoaded>();
        AccountReported account = await _running.Sink.WaitForAsync<AccountReported>();
        MarkPriceChanged mark = await _running.Sink.WaitForAsync<MarkPriceChanged>(m => m.Instrument == _instrument.Id);
        DepthView book = await SyncedAsync(_running);

        Assert.Equal(_options.Symbols, loaded.Instruments.Select(i => i.Id.Symbol));
        Assert.All(loaded.Instruments, i =>
        {
            Assert.True(i.Lot.Divides(i.MinQuantity));
            Assert.InRange(i.Fees.Taker.Value, 0.0001m, 0.001m);
            Assert.Equal(Asset.Usdt, i.SettleAsset);
            Assert.Equal(InstrumentStatus.Trading, i.Status);
        });
        Assert.Equal(loaded.Instruments.Select((_, index) => (DateTimeOffset?)SimulatedVenue.FirstListedAt.AddDays(index)), loaded.Instruments.Select(i => i.ListedAt));
        Assert.True(account.Account.WalletBalance > 0m);
        Assert.Empty(account.Account.Positions);
        Assert.InRange(mark.MarkPrice.Value, book.BestBid.Value * 0.99m, book.BestAsk.Value * 1.01m);
        Assert.True(mark.Funding.IsKnown);
        Assert.True(mark.Funding.NextSettlement > _venue.Time.GetUtcNow());
        Assert.Equal(_instrument.FundingInterval, mark.Funding.Interval);
        Assert.True(book.BestBid < book.BestAsk);
        Assert.InRange(book.BidCount, 5, DepthView.MaxLevels);
        VenueStatistics statistics = _running.Adapter.Statistics;
        Assert.True(statistics is { Messages: > 0, RestRequests: > 0, MalformedMessages: 0, BookGaps: 0, Reconnects: 0 }, $"{statistics}");
        Assert.InRange(statistics.ClockOffset!.Value, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Place_ImmediateBeyondTheTouch_FillsWithFeesAndIsInTheAccount()
    {
        OrderIntent intent = await MarketableAsync(Side.Buy);

        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        await CheckFilledAsync(intent);

        AccountReport account = await AccountAsync();
        PositionReport position = Assert.Single(account.Positions);
        Assert.Equal((_instrument.Id, intent.Quantity.Value), (position.Instrument, position.SignedQuantity));
        Assert.True(position.EntryPrice > 0m && position.MarkPrice > 0m);
    }

    [Fact]
    public async Task Place_MarketWithoutPrice_FillsAndReduceOnlyTakesItOff()
    {
        OrderIntent open = Intent(Side.Sell, OrderType.Market, TimeInForce.Ioc, null);
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(open, CancellationToken.None));
        await CheckFilledAsync(open);
        Assert.Equal(-open.Quantity.Value, Assert.Single((await AccountAsync()).Positions).SignedQuantity);

        OrderIntent close = Intent(Side.Buy, OrderType.Market, TimeInForce.Ioc, null) with { ReduceOnly = true, Purpose = OrderPurpose.Close };
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(close, CancellationToken.None));
        await CheckFilledAsync(close);
        Assert.Empty((await AccountAsync()).Positions);
    }

    [Fact]
    public async Task Cancel_RestingOrder_IsGoneWithoutAFill()
    {
        OrderIntent intent = await FarAsync(TimeInForce.Gtc);
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        await ReportAsync(intent, OrderStatus.Acknowledged);

        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.CancelAsync(_instrument.Id, intent.ClientOrderId, CancellationToken.None));

        OrderReported cancelled = await ReportAsync(intent, OrderStatus.Cancelled);
        Assert.True(cancelled.Report.CumulativeQuantity.IsZero);
        Assert.Equal(OrderStatus.Cancelled, (await FoundAsync(intent)).Status);
        Assert.Empty((await _running.Adapter.QueryFillsAsync(_instrument.Id, intent.ClientOrderId, CancellationToken.None))!);
    }

    [Theory]
    [InlineData(TimeInForce.Ioc)]
    [InlineData(TimeInForce.Fok)]
    public async Task Place_ImmediateThatFindsNobody_EndsUnfilled(TimeInForce timeInForce)
    {
        OrderIntent intent = await FarAsync(timeInForce);

        VenueOutcome outcome = await _running.Adapter.PlaceAsync(intent, CancellationToken.None);

        await CheckEndedUnfilledAsync(intent, outcome);
    }

    [Fact]
    public async Task Place_PostOnlyThatWouldTake_IsRefusedOrEndsUnfilled()
    {
        OrderIntent intent = (await MarketableAsync(Side.Buy)) with { TimeInForce = TimeInForce.PostOnly };

        VenueOutcome outcome = await _running.Adapter.PlaceAsync(intent, CancellationToken.None);

        if (outcome is VenueOutcome.Refused refused)
        {
            Assert.Equal(RefusalKind.WouldTakeLiquidity, refused.Refusal.Kind);
        }

        await CheckEndedUnfilledAsync(intent, outcome);
    }

    [Fact]
    public async Task Place_ReduceOnlyWithoutAPosition_IsRefusedOrEndsUnfilled()
    {
        OrderIntent intent = (await MarketableAsync(Side.Sell)) with { ReduceOnly = true };

        VenueOutcome outcome = await _running.Adapter.PlaceAsync(intent, CancellationToken.None);

        if (outcome is VenueOutcome.Refused refused)
        {
            Assert.Equal(RefusalKind.ReduceOnlyRejected, refused.Refusal.Kind);
        }

        await CheckEndedUnfilledAsync(intent, outcome);
    }

    [Fact]
    public async Task Place_BeyondTheMargin_IsRefused()
    {
        DepthView book = await SyncedAsync(_running);
        decimal balance = (await AccountAsync()).AvailableBalance;
        Quantity tooMuch = _instrument.Lot.RoundDown(new Quantity(balance * _options.Leverage * 2m / book.BestBid.Value));
        OrderIntent intent = (await FarAsync(TimeInForce.Gtc)) with { Quantity = tooMuch, LimitPrice = book.BestBid };

        var refused = Assert.IsType<VenueOutcome.Refused>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));

        Assert.Equal(RefusalKind.InsufficientMargin, refused.Refusal.Kind);
        Assert.NotEmpty(refused.Refusal.Code);
    }

    [Fact]
    public async Task Place_OffTheLotOrTheTick_IsRefused()
    {
        OrderIntent good = await FarAsync(TimeInForce.Gtc);
        OrderIntent offLot = good with { Quantity = new Quantity(good.Quantity.Value + (_instrument.Lot.Value / 2m)) };
        OrderIntent offTick = good with { LimitPrice = new Price(good.LimitPrice!.Value.Value + (_instrument.Tick.Value / 2m)) };

        foreach (OrderIntent bad in new[] { offLot, offTick })
        {
            var refused = Assert.IsType<VenueOutcome.Refused>(await _running.Adapter.PlaceAsync(bad, CancellationToken.None));
            Assert.Equal(RefusalKind.InvalidRequest, refused.Refusal.Kind);
        }
    }

    [Fact]
    public async Task Place_SameIdWhileItRests_IsRefusedAsDuplicate()
    {
        OrderIntent intent = await FarAsync(TimeInForce.Gtc);
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));

        var refused = Assert.IsType<VenueOutcome.Refused>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));

        Assert.Equal(RefusalKind.DuplicateClientOrderId, refused.Refusal.Kind);
    }

    [Fact]
    public async Task Order_ThatNeverWas_IsNotFound()
    {
        ClientOrderId id = NextId();

        Assert.IsType<OrderLookup.NotFound>(await _running.Adapter.QueryOrderAsync(_instrument.Id, id, CancellationToken.None));
        var refused = Assert.IsType<VenueOutcome.Refused>(await _running.Adapter.CancelAsync(_instrument.Id, id, CancellationToken.None));
        Assert.Equal(RefusalKind.OrderNotFound, refused.Refusal.Kind);
        Assert.Empty((await _running.Adapter.QueryFillsAsync(_instrument.Id, id, CancellationToken.None))!);
    }

    [Fact]
    public async Task Order_OfAnotherDesk_IsForeign()
    {
        await using RunningAdapter other = Run(_options with { OwnOrderPrefix = "pbother" });
        await UpAsync(other);
        OrderIntent intent = (await FarAsync(TimeInForce.Gtc)) with { ClientOrderId = new ClientOrderId("pbother1p1l0") };

        Assert.IsType<VenueOutcome.Accepted>(await other.Adapter.PlaceAsync(intent, CancellationToken.None));

        ForeignOrderSeen foreign = await _running.Sink.WaitForAsync<ForeignOrderSeen>();
        Assert.Equal(intent.ClientOrderId, foreign.Report.ClientOrderId);
        Assert.DoesNotContain(_running.Sink.Events, e => e is OrderReported);
    }

    /// <summary>
    /// Goal: nothing is lost with the line. While it is pulled, the book is untrusted and the link is not up; an order fills
    /// meanwhile; when the line is back, the fill is told without anybody asking, and the book stands anew.
    /// </summary>
    [Fact]
    public async Task Line_PulledAndPluggedIn_TellsWhatHappenedMeanwhile()
    {
        var rest = new LoopbackProxy(_options.RestAddress);
        var streams = new LoopbackProxy(_options.PublicStreamAddress);
        var privateStreams = new LoopbackProxy(_options.PrivateStreamAddress);
        _cables.AddRange([rest, streams, privateStreams]);
        await using RunningAdapter distant = Run(_options with
        {
            RestAddress = rest.Address,
            PublicStreamAddress = streams.Address,
            PrivateStreamAddress = privateStreams.Address,
        });
        await UpAsync(distant);
        await SyncedAsync(distant);
        int before = distant.Sink.Events.Count;
        LoopbackProxy[] cables = [rest, streams, privateStreams];

        Array.ForEach(cables, cable => cable.Pull());
        await distant.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Connecting, before);
        await distant.Sink.WaitForBookAsync(_instrument.Id, view => view.Trust != BookTrust.Synced);
        OrderIntent intent = await MarketableAsync(Side.Buy);
        Assert.IsNotType<VenueOutcome.Accepted>(await distant.Adapter.PlaceAsync(intent, CancellationToken.None));
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        await ReportAsync(intent, OrderStatus.Filled);
        Array.ForEach(cables, cable => cable.PlugIn());

        await distant.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);
        await distant.Sink.WaitForAsync<FillReported>(f => f.Fill.ClientOrderId == intent.ClientOrderId, before);
        await distant.Sink.WaitForAsync<AccountReported>(a => a.Account.Positions.Count == 1, before);
        await SyncedAsync(distant);
        Assert.True(distant.Adapter.Statistics.Reconnects > 0);
    }

    [Fact]
    public async Task Run_SymbolThatIsNotListed_IsDownWithItsName()
    {
        await using RunningAdapter wrong = Run(_options with { Symbols = [Symbol.Parse("NOSUCHUSDT")] });

        VenueLinkChanged link = await wrong.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Down);

        Assert.Contains("NOSUCH", link.Reason, StringComparison.Ordinal);
        Assert.IsType<VenueOutcome.Refused>(await wrong.Adapter.PlaceAsync(await FarAsync(TimeInForce.Gtc), CancellationToken.None));
    }

    [Fact]
    public async Task Run_WrongSecret_IsDownWithAReasonThatDoesNotShowIt()
    {
        VenueCredentials wrong = _options.Credentials with { Secret = "not-the-secret" };
        await using RunningAdapter adapter = Run(_options with { Credentials = wrong });

        VenueLinkChanged link = await adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Down);

        Assert.NotEmpty(link.Reason);
        Assert.DoesNotContain("not-the-secret", link.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(_options.Credentials.Key, link.Reason, StringComparison.Ordinal);
    }

    private RunningAdapter Run(VenueOptions options) =>
        new(_venue.CreateAdapter(options, new VenueClock(_venue.Time, _venue.Time.GetTimestamp())));

    private static Task UpAsync(RunningAdapter adapter) => adapter.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

    private Task<DepthView> SyncedAsync(RunningAdapter adapter) =>
        adapter.Sink.WaitForBookAsync(_instrument.Id, view => view is { Trust: BookTrust.Synced, HasBothSides: true });

    private async Task<AccountReport> AccountAsync() =>
        Assert.IsType<AccountLookup.Found>(await _running.Adapter.QueryAccountAsync(CancellationToken.None)).Report;

    private async Task<OrderReport> FoundAsync(OrderIntent intent) => Assert.IsType<OrderLookup.Found>(
        await _running.Adapter.QueryOrderAsync(_instrument.Id, intent.ClientOrderId, CancellationToken.None)).Report;

    private Task<OrderReported> ReportAsync(OrderIntent intent, OrderStatus status) => _running.Sink.WaitForAsync<OrderReported>(
        r => r.Report.ClientOrderId == intent.ClientOrderId && r.Report.Status == status);

    private async Task CheckFilledAsync(OrderIntent intent)
    {
        OrderReported report = await ReportAsync(intent, OrderStatus.Filled);
        Assert.Equal(intent.Quantity, report.Report.CumulativeQuantity);
        Assert.True(report.Report.AveragePrice > 0m);
        IReadOnlyList<FillReport> told =
        [
            .. _running.Sink.Events.OfType<FillReported>().Select(f => f.Fill)
                .Where(f => f.ClientOrderId == intent.ClientOrderId).DistinctBy(f => f.TradeId),
        ];
        Assert.Equal(intent.Quantity.Value, told.Sum(f => f.Quantity.Value));
        Assert.All(told, f =>
        {
            Assert.Equal((_instrument.Id, intent.Side, false), (f.Instrument, f.Side, f.IsMaker));

            // Taker fee: paid, so negative; the venue may round it to its own places.
            decimal expected = -f.Price.Value * f.Quantity.Value * _instrument.Fees.Taker.Value;
            Assert.Equal(Asset.Usdt, f.Fee.Asset);
            Assert.InRange(f.Fee.Amount, expected - 0.0001m, expected + 0.0001m);
        });
        OrderReport found = await FoundAsync(intent);
        Assert.Equal((OrderStatus.Filled, report.Report.VenueOrderId), (found.Status, found.VenueOrderId));
        Assert.Equal(report.Report.AveragePrice, found.AveragePrice);
        IReadOnlyList<FillReport> asked = (await _running.Adapter.QueryFillsAsync(_instrument.Id, intent.ClientOrderId, CancellationToken.None))!;
        Assert.Equal(told.OrderBy(f => f.TradeId.Value, StringComparer.Ordinal), asked.OrderBy(f => f.TradeId.Value, StringComparer.Ordinal));
    }

    private async Task CheckEndedUnfilledAsync(OrderIntent intent, VenueOutcome outcome)
    {
        if (outcome is VenueOutcome.Refused)
        {
            return;
        }

        Assert.IsType<VenueOutcome.Accepted>(outcome);
        OrderReported ended = await _running.Sink.WaitForAsync<OrderReported>(
            r => r.Report.ClientOrderId == intent.ClientOrderId && r.Report.Status.IsTerminal());
        Assert.True(ended.Report.Status is OrderStatus.Expired or OrderStatus.Cancelled or OrderStatus.Rejected, $"{ended.Report}");
        Assert.True(ended.Report.CumulativeQuantity.IsZero);
        Assert.Empty((await AccountAsync()).Positions);
    }

    /// <summary>A limit a little beyond the touch: it fills at once.</summary>
    private async Task<OrderIntent> MarketableAsync(Side side)
    {
        DepthView book = await SyncedAsync(_running);
        Price limit = book.Touch(side).MovedBy(Rate.FromBps(side == Side.Buy ? 50m : -50m));
        return Intent(side, OrderType.Limit, TimeInForce.Ioc, _instrument.Tick.RoundMarketable(limit, side));
    }

    /// <summary>A buy two percent below the best bid: it rests.</summary>
    private async Task<OrderIntent> FarAsync(TimeInForce timeInForce)
    {
        DepthView book = await SyncedAsync(_running);
        return Intent(Side.Buy, OrderType.Limit, timeInForce, _instrument.Tick.RoundDown(book.BestBid.MovedBy(Rate.FromBps(-200m))));
    }

    private OrderIntent Intent(Side side, OrderType type, TimeInForce timeInForce, Price? limit) => new()
    {
        ClientOrderId = NextId(),
        Pair = new PairId(1),
        Leg = LegRole.Long,
        Purpose = OrderPurpose.Open,
        Instrument = _instrument.Id,
        Side = side,
        Quantity = new Quantity(_instrument.Lot.Value * Math.Ceiling(Math.Max(_instrument.MinQuantity.Value, 0.02m) / _instrument.Lot.Value)),
        Type = type,
        TimeInForce = timeInForce,
        LimitPrice = limit,
        ReferencePrice = limit ?? new Price(1m),
        DecidedAt = _venue.Time.GetUtcNow(),
    };

    private ClientOrderId NextId() => new($"{Prefix}{++_orders}l0");
}
