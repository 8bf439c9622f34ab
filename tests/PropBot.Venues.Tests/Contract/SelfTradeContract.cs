using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Contract;

/// <summary>
/// What every adapter asks of its venue's own self-trade prevention: what rests gives way, and never what hedges or flattens. In a market that
/// stands still with room between bid and ask: an order of ours between them is the first that a taker meets.
/// </summary>
public abstract class SelfTradeContract : IAsyncLifetime
{
    private const string Prefix = "pbtest1p";

    private VenueUnderTest _venue = null!;
    private RunningAdapter _running = null!;
    private Instrument _instrument = null!;

    protected abstract VenueId Venue { get; }

    protected abstract IVenueAdapter Create(VenueOptions options, VenueClock clock);

    public async ValueTask InitializeAsync()
    {
        _venue = await SimulatedVenue.StartAsync(Venue, Create, instruments => new StandingFeed(instruments));
        VenueOptions options = _venue.Options with { OwnOrderPrefix = Prefix, FundingSince = _venue.Time.GetUtcNow() };
        _running = new RunningAdapter(_venue.CreateAdapter(options, new VenueClock(_venue.Time, _venue.Time.GetTimestamp())));
        _instrument = (await _running.Sink.WaitForAsync<InstrumentsLoaded>()).Instruments[0];
        await _running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
    }

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync();
        await _venue.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Goal: the flatten takes the position off, whatever of our own is in its way, and what was in its way has ended unfilled and unrefused.</summary>
    [Theory]
    [InlineData(OrderType.Limit)]
    [InlineData(OrderType.Market)]
    public async Task Flatten_MeetsAnOrderOfOurs_FillsWholeAndTheRestingOneEnds(OrderType type)
    {
        DepthView book = await _running.Sink.WaitForBookAsync(_instrument.Id, view => view is { Trust: BookTrust.Synced, HasBothSides: true });
        Price between = _instrument.Tick.RoundDown(new Price((book.BestBid.Value + book.BestAsk.Value) / 2m));
        OrderIntent held = Intent(1, Side.Buy, TimeInForce.Ioc, _instrument.Tick.RoundUp(book.BestAsk.MovedBy(Rate.FromBps(10m))));
        OrderIntent lead = Intent(2, Side.Buy, TimeInForce.PostOnly, between);
        OrderIntent flatten = Intent(3, Side.Sell, TimeInForce.Ioc, _instrument.Tick.RoundDown(book.BestBid.MovedBy(Rate.FromBps(-10m)))) with
        {
            Purpose = OrderPurpose.Close,
            ReduceOnly = true,
            Type = type,
        };
        await PlaceAsync(held, OrderStatus.Filled);
        await PlaceAsync(lead, OrderStatus.Acknowledged);

        OrderReport filled = await PlaceAsync(flatten with { LimitPrice = type == OrderType.Limit ? flatten.LimitPrice : null }, OrderStatus.Filled);

        Assert.Equal(flatten.Quantity, filled.CumulativeQuantity);
        Assert.True(filled.AveragePrice <= book.BestBid.Value, $"{filled.AveragePrice} is not the market's price but our own");
        OrderReport ended = (await _running.Sink.WaitForAsync<OrderReported>(
            r => r.Report.ClientOrderId == lead.ClientOrderId && r.Report.Status.IsTerminal())).Report;
        CheckEnded(ended);
        CheckEnded(Assert.IsType<OrderLookup.Found>(
            await _running.Adapter.QueryOrderAsync(_instrument.Id, lead.ClientOrderId, CancellationToken.None)).Report);
        Assert.Empty(Assert.IsType<AccountLookup.Found>(await _running.Adapter.QueryAccountAsync(CancellationToken.None)).Report.Positions);
        Assert.Empty((await _running.Adapter.QueryOpenOrdersAsync(CancellationToken.None))!);
    }

    private static void CheckEnded(OrderReport ended)
    {
        Assert.True(ended.Status is OrderStatus.Cancelled or OrderStatus.Expired, $"{ended}");
        Assert.True(ended.CumulativeQuantity.IsZero);
        Assert.Null(ended.Refusal);
    }

    private async Task<OrderReport> PlaceAsync(OrderIntent intent, OrderStatus status)
    {
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        return (await _running.Sink.WaitForAsync<OrderReported>(
            r => r.Report.ClientOrderId == intent.ClientOrderId && r.Report.Status == status)).Report;
    }

    private OrderIntent Intent(int number, Side side, TimeInForce timeInForce, Price limit) => new()
    {
        ClientOrderId = new ClientOrderId($"{Prefix}{number}l0"),
        Pair = new PairId(1),
        Leg = LegRole.Long,
        Purpose = OrderPurpose.Open,
        Instrument = _instrument.Id,
        Side = side,
        Quantity = new Quantity(_instrument.Lot.Value * Math.Ceiling(Math.Max(_instrument.MinQuantity.Value, 0.02m) / _instrument.Lot.Value)),
        Type = OrderType.Limit,
        TimeInForce = timeInForce,
        LimitPrice = limit,
        ReferencePrice = limit,
        DecidedAt = _venue.Time.GetUtcNow(),
    };
}
