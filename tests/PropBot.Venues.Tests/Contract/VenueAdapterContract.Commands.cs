using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Contract;

/// <summary>Orders that rest: read, amended, cancelled together.</summary>
public abstract partial class VenueAdapterContract
{
    [Fact]
    public async Task Amend_RestingOrder_HasTheNewPriceAndQuantity()
    {
        OrderIntent intent = await RestAsync();
        Price lower = new(intent.LimitPrice!.Value.Value - (10m * _instrument.Tick.Value));
        Quantity more = new(intent.Quantity.Value * 2m);

        VenueOutcome outcome = await _running.Adapter.AmendAsync(
            new OrderAmendment(_instrument.Id, intent.ClientOrderId, intent.Side, more, lower), CancellationToken.None);

        Assert.IsType<VenueOutcome.Accepted>(outcome);
        OrderReport open = Assert.Single(await OpenOrdersAsync());
        Assert.Equal((intent.ClientOrderId, lower, more), (open.ClientOrderId, open.LimitPrice!.Value, open.Quantity!.Value));
        Assert.Equal(OrderStatus.Acknowledged, (await FoundAsync(intent)).Status);
    }

    [Fact]
    public async Task Amend_IntoTheBook_FillsUnderTheSameId()
    {
        OrderIntent intent = await RestAsync();
        DepthView book = await SyncedAsync(_running);
        Price above = _instrument.Tick.RoundUp(book.BestAsk.MovedBy(Rate.FromBps(50m)));

        VenueOutcome outcome = await _running.Adapter.AmendAsync(
            new OrderAmendment(_instrument.Id, intent.ClientOrderId, intent.Side, intent.Quantity, above), CancellationToken.None);

        Assert.IsType<VenueOutcome.Accepted>(outcome);
        OrderReported filled = await ReportAsync(intent, OrderStatus.Filled);
        Assert.Equal(intent.Quantity, filled.Report.CumulativeQuantity);
        Assert.Equal(intent.Quantity.Value, Assert.Single((await AccountAsync()).Positions).SignedQuantity);
    }

    [Fact]
    public async Task Amend_OrderThatNeverWas_IsRefused()
    {
        OrderIntent model = await FarAsync(TimeInForce.Gtc);

        VenueOutcome outcome = await _running.Adapter.AmendAsync(
            new OrderAmendment(_instrument.Id, NextId(), model.Side, model.Quantity, model.LimitPrice!.Value), CancellationToken.None);

        Assert.Equal(RefusalKind.OrderNotFound, Assert.IsType<VenueOutcome.Refused>(outcome).Refusal.Kind);
    }

    [Fact]
    public async Task Amend_OffTheLotOrTheTick_IsRefusedAndChangesNothing()
    {
        OrderIntent intent = await RestAsync();
        Quantity offLot = new(intent.Quantity.Value + (_instrument.Lot.Value / 2m));
        Price offTick = new(intent.LimitPrice!.Value.Value - (_instrument.Tick.Value / 2m));

        foreach ((Quantity quantity, Price limit) in new[] { (offLot, intent.LimitPrice.Value), (intent.Quantity, offTick) })
        {
            VenueOutcome outcome = await _running.Adapter.AmendAsync(
                new OrderAmendment(_instrument.Id, intent.ClientOrderId, intent.Side, quantity, limit), CancellationToken.None);
            Assert.Equal(RefusalKind.InvalidRequest, Assert.IsType<VenueOutcome.Refused>(outcome).Refusal.Kind);
        }

        OrderReport open = Assert.Single(await OpenOrdersAsync());
        Assert.Equal((intent.LimitPrice.Value, intent.Quantity), (open.LimitPrice!.Value, open.Quantity!.Value));
    }

    [Fact]
    public async Task OpenOrders_OursAndAnotherDesks_AreAllTold()
    {
        OrderIntent ours = await RestAsync();
        OrderIntent theirs = ours with { ClientOrderId = new ClientOrderId("somebodyelse1") };
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(theirs, CancellationToken.None));

        IReadOnlyList<OrderReport> open = await OpenOrdersAsync();

        Assert.Equal(
            new[] { ours.ClientOrderId, theirs.ClientOrderId }.Order(),
            open.Select(o => o.ClientOrderId).Order());
        Assert.All(open, o =>
        {
            Assert.Equal((_instrument.Id, OrderStatus.Acknowledged, Side.Buy), (o.Instrument, o.Status, o.Side!.Value));
            Assert.Equal((ours.Quantity, ours.LimitPrice), (o.Quantity!.Value, o.LimitPrice));
            Assert.Equal(OrderOrigin.Client, o.Origin);
        });
    }

    [Fact]
    public async Task Cancel_OfAnotherDesksOrderByTheVenuesId_LeavesOursAlone()
    {
        OrderIntent ours = await RestAsync();
        OrderIntent theirs = ours with { ClientOrderId = new ClientOrderId("somebodyelse1") };
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(theirs, CancellationToken.None));
        VenueOrderId foreign = (await OpenOrdersAsync()).Single(o => o.ClientOrderId == theirs.ClientOrderId).VenueOrderId;

        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.CancelAsync(_instrument.Id, foreign, CancellationToken.None));

        Assert.Equal(ours.ClientOrderId, Assert.Single(await OpenOrdersAsync()).ClientOrderId);
        VenueOutcome again = await _running.Adapter.CancelAsync(_instrument.Id, foreign, CancellationToken.None);
        Assert.Equal(RefusalKind.OrderNotFound, Assert.IsType<VenueOutcome.Refused>(again).Refusal.Kind);
    }

    /// <summary>Goal: nothing rests on the account that a kill does not see, whatever the desk trades.</summary>
    [Fact]
    public async Task OpenOrders_OnASymbolThatIsNotOurs_AreToldAndCancelledByTheVenuesId()
    {
        Core.Instruments.Instrument elsewhere = await OtherInstrumentAsync();
        OrderIntent theirs = await FarOnAsync(elsewhere);
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(theirs, CancellationToken.None));
        await ReportAsync(theirs, OrderStatus.Acknowledged);
        await using RunningAdapter narrow = Run(_options with { Symbols = [_instrument.Id.Symbol] });
        await UpAsync(narrow);
        Assert.DoesNotContain((await narrow.Sink.WaitForAsync<InstrumentsLoaded>()).Instruments, i => i.Id == elsewhere.Id);

        OrderReport seen = Assert.Single((await narrow.Adapter.QueryOpenOrdersAsync(CancellationToken.None))!);

        Assert.Equal((elsewhere.Id, theirs.ClientOrderId, Side.Buy), (seen.Instrument, seen.ClientOrderId, seen.Side!.Value));
        Assert.Equal(theirs.LimitPrice, seen.LimitPrice);
        Assert.Equal(seen.IsInContracts ? theirs.Quantity.Value / elsewhere.ContractMultiplier : theirs.Quantity.Value, seen.Quantity!.Value.Value);

        Assert.IsType<VenueOutcome.Accepted>(await narrow.Adapter.CancelAsync(seen.Instrument, seen.VenueOrderId, CancellationToken.None));
        await ReportAsync(theirs, OrderStatus.Cancelled);
        Assert.Empty((await narrow.Adapter.QueryOpenOrdersAsync(CancellationToken.None))!);
        VenueOutcome again = await narrow.Adapter.CancelAsync(seen.Instrument, theirs.ClientOrderId, CancellationToken.None);
        Assert.Equal(RefusalKind.OrderNotFound, Assert.IsType<VenueOutcome.Refused>(again).Refusal.Kind);
    }

    [Fact]
    public async Task CancelAll_OnOneInstrument_LeavesNoneThereAndTheOthersElsewhere()
    {
        OrderIntent[] here = [await RestAsync(), await RestAsync(), await RestAsync()];
        OrderIntent elsewhere = await FarOnAsync(await OtherInstrumentAsync());
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(elsewhere, CancellationToken.None));

        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.CancelAllAsync(_instrument.Id, CancellationToken.None));

        foreach (OrderIntent intent in here)
        {
            OrderReported ended = await ReportAsync(intent, OrderStatus.Cancelled);
            Assert.True(ended.Report.CumulativeQuantity.IsZero);
        }

        Assert.Equal(elsewhere.ClientOrderId, Assert.Single(await OpenOrdersAsync()).ClientOrderId);
    }

    [Fact]
    public async Task CancelAll_WithoutOrders_IsAccepted() =>
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.CancelAllAsync(_instrument.Id, CancellationToken.None));

    private async Task<IReadOnlyList<OrderReport>> OpenOrdersAsync()
    {
        IReadOnlyList<OrderReport>? open = await _running.Adapter.QueryOpenOrdersAsync(CancellationToken.None);
        Assert.NotNull(open);
        return open;
    }

    /// <summary>A resting buy that the venue has acknowledged.</summary>
    private async Task<OrderIntent> RestAsync()
    {
        OrderIntent intent = await FarAsync(TimeInForce.Gtc);
        Assert.IsType<VenueOutcome.Accepted>(await _running.Adapter.PlaceAsync(intent, CancellationToken.None));
        await ReportAsync(intent, OrderStatus.Acknowledged);
        return intent;
    }

    private async Task<Core.Instruments.Instrument> OtherInstrumentAsync() =>
        (await _running.Sink.WaitForAsync<InstrumentsLoaded>()).Instruments[1];

    private async Task<OrderIntent> FarOnAsync(Core.Instruments.Instrument other)
    {
        DepthView book = await _running.Sink.WaitForBookAsync(other.Id, view => view is { Trust: BookTrust.Synced, HasBothSides: true });
        return Intent(Side.Buy, OrderType.Limit, TimeInForce.Gtc, other.Tick.RoundDown(book.BestBid.MovedBy(Rate.FromBps(-200m)))) with
        {
            Instrument = other.Id,
            Quantity = new Quantity(other.Lot.Value * Math.Ceiling(Math.Max(other.MinQuantity.Value, 0.5m) / other.Lot.Value)),
        };
    }
}
