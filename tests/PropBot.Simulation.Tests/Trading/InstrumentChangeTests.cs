using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>Bid 100.0, ask 100.1; tick 0.1, lot 0.001. It is 00:30; the feed announces a settlement at 08:00.</summary>
public sealed class InstrumentChangeTests
{
    private readonly TestVenue _test = new();

    public InstrumentChangeTests() => _test.Move(100.05m);

    [Fact]
    public void CoarserTick_EndsOrdersOffIt_AndMakesTheBookAnew()
    {
        SimulatedOrder off = _test.Accepted(Side.Buy, 1m, 99.3m);
        SimulatedOrder on = _test.Accepted(Side.Buy, 1m, 99.0m);
        long update = _test.Venue.Snapshot(TestVenue.Btc, 1).UpdateId;

        InstrumentSetup after = Change(new InstrumentChange { Tick = 0.5m });

        Assert.Equal(0.5m, after.Instrument.Tick.Value);
        Assert.Equal(OrderEndReason.InstrumentChanged, _test.Order(off).EndReason);
        Assert.Equal([on], _test.Venue.OpenOrders(TestVenue.Me));
        BookSnapshot book = _test.Venue.Snapshot(TestVenue.Btc, 5);
        Assert.Equal([1_000L, 995, 990], book.Bids.Take(3).Select(level => level.Price));
        Assert.True(book.UpdateId > update + 1);
        Assert.Equal(after, Assert.Single(_test.Heard.Instruments));
        Assert.Equal(RefusalReason.PriceNotOnTick, _test.Place(Side.Buy, 1m, 99.3m).Refusal?.Reason);
    }

    [Fact]
    public void FinerTickAndLot_CountInNewUnits_AndKeepRestingOrders()
    {
        SimulatedOrder resting = _test.Accepted(Side.Buy, 1m, 99.3m);

        Change(new InstrumentChange { Tick = 0.01m, Lot = 0.0001m });
        _test.Move(99.0m);

        Assert.Equal((SimulatedOrderStatus.Filled, 99.3m), (_test.Order(resting).Status, _test.Order(resting).AveragePrice));
        Assert.InRange(_test.BestBid.Price, 9_890, 9_900);
        Assert.True(_test.Place(Side.Buy, 1.0001m, 98.01m).IsAccepted);
    }

    [Fact]
    public void Updates_AcrossAChange_RebuildTheBook()
    {
        var before = _test.Heard.Updates.Count;
        Change(new InstrumentChange { Tick = 0.01m });

        // The first update takes away every level in old units, the second one brings the new ones.
        Assert.Equal(before + 2, _test.Heard.Updates.Count);
        Assert.All(_test.Heard.Updates[^2].Bids, level => Assert.Equal(0, level.Quantity));
        Assert.Equal(_test.Venue.Snapshot(TestVenue.Btc, 100).Bids, _test.Heard.Updates[^1].Bids);
    }

    [Theory]
    [InlineData(0.0, null)]
    [InlineData(-0.1, null)]
    [InlineData(null, 0.3)] // 1 BTC is held
    public void TermsThatCannotBe_AreRefused(double? tick, double? lot)
    {
        _test.Accepted(Side.Buy, 1m);

        Answer<InstrumentSetup> answer = _test.Venue.ChangeInstrument(
            TestVenue.Btc, new InstrumentChange { Tick = (decimal?)tick, Lot = (decimal?)lot }, _test.Now);

        Assert.Equal(RefusalReason.InvalidTerms, answer.Refusal?.Reason);
        Assert.Empty(_test.Heard.Instruments);
    }

    [Fact]
    public void Minimums_AndBand_HoldFromThenOn()
    {
        Change(new InstrumentChange { MinQuantity = 2m, MinNotional = 300m, PriceBand = 0.01m });

        Assert.Equal(RefusalReason.BelowMinQuantity, _test.Place(Side.Buy, 1m).Refusal?.Reason);
        Assert.Equal(RefusalReason.BelowMinNotional, _test.Place(Side.Buy, 2m).Refusal?.Reason);
        Assert.Equal(RefusalReason.PriceOutOfBand, _test.Place(Side.Buy, 5m, 101.2m).Refusal?.Reason);
        Assert.Equal(RefusalReason.PriceOutOfBand, _test.Place(Side.Sell, 5m, 98.9m).Refusal?.Reason);
        Assert.True(_test.Place(Side.Buy, 5m, 101.0m).IsAccepted);
    }

    [Fact]
    public void FundingInterval_MakesTheVenueSettleByItsOwnClock()
    {
        _test.Accepted(Side.Buy, 10m);
        Change(new InstrumentChange { FundingInterval = TimeSpan.FromHours(1) });
        _test.Move(100.05m, afterSeconds: 1);
        Assert.Equal(At(1, 0), _test.Venue.Market(TestVenue.Btc)!.Value.Funding.NextSettlement);

        _test.Move(100.05m, afterSeconds: 3_600); // 01:30
        _test.Move(100.05m, afterSeconds: 3_600); // 02:30
        Assert.Equal([At(1, 0), At(2, 0)], _test.Venue.Settlements(TestVenue.Btc).Select(one => one.Time));

        Assert.False(_test.Venue.SettleFunding(TestVenue.Btc, new Rate(0.0001m), At(2, 45)));
        Assert.True(_test.Venue.SettleFunding(TestVenue.Btc, new Rate(0.0001m), At(3, 0)));
        _test.Move(100.05m, afterSeconds: 3_600); // 03:30: settled by the feed already
        Assert.Equal(3, _test.Venue.Settlements(TestVenue.Btc).Count);
    }

    [Theory]
    [InlineData(0.01, 0.003)]
    [InlineData(-0.01, -0.002)]
    [InlineData(0.001, 0.001)]
    public void FundingCaps_BoundWhatIsPaid(double rate, double paid)
    {
        Change(new InstrumentChange { FundingCap = 0.003m, FundingFloor = -0.002m });

        _test.Venue.SettleFunding(TestVenue.Btc, new Rate((decimal)rate), At(8, 0));

        Assert.Equal((decimal)paid, _test.Venue.Settlements(TestVenue.Btc).Single().Rate);
    }

    [Fact]
    public void Delisting_AllowsReducing_ThenClosesAtTheMark()
    {
        _test.Accepted(Side.Buy, 10m);
        Change(new InstrumentChange { Status = InstrumentStatus.Delisting, DeliveryTime = _test.Now.AddMinutes(1) });

        Assert.Equal(RefusalReason.ReduceOnlyInstrument, _test.Place(Side.Buy, 1m).Refusal?.Reason);
        Assert.True(_test.Place(Side.Sell, 4m, reduceOnly: true).IsAccepted);
        SimulatedOrder resting = _test.Accepted(Side.Sell, 6m, 103.0m, reduceOnly: true);
        _test.Move(100.05m, mark: 101.04m, afterSeconds: 30);
        Assert.Equal(6m, _test.Position().Quantity);

        _test.Move(100.05m, afterSeconds: 31);

        Assert.Equal(InstrumentStatus.Settled, _test.Venue.StatusOf(TestVenue.Btc));
        Assert.True(_test.Position().IsFlat);
        Assert.Equal(OrderEndReason.InstrumentChanged, _test.Order(resting).EndReason);
        SimulatedFill fill = _test.Heard.Fills.Last();
        Assert.Equal((OrderOrigin.Settlement, 101.0m, 6m, 0m), (fill.Origin, fill.Price, fill.Quantity, fill.Fee));
        Assert.Empty(_test.Venue.Snapshot(TestVenue.Btc, 5).Bids);
        Assert.Equal(RefusalReason.InstrumentNotTrading, _test.Place(Side.Sell, 1m).Refusal?.Reason);
    }

    [Fact]
    public void Delisting_CalledOff_TradesOn()
    {
        Change(new InstrumentChange { Status = InstrumentStatus.Delisting, DeliveryTime = _test.Now.AddMinutes(1) });
        Change(new InstrumentChange { Status = InstrumentStatus.Trading });

        _test.Move(100.05m, afterSeconds: 120);

        Assert.True(_test.Place(Side.Buy, 1m).IsAccepted);
        var restored = SimulatedVenue.Restore(_test.Options, VenueState.Empty(_test.Venue.Id), _test.Heard.Mutations);
        Assert.True(restored.TryGetInstrument(TestVenue.Btc, out InstrumentSetup? terms) && terms.DeliveryTime is null);
    }

    [Fact]
    public void EndedContract_StaysEnded_EvenWhenCalledOffAtItsInstant()
    {
        _test.Accepted(Side.Buy, 1m);
        Change(new InstrumentChange { Status = InstrumentStatus.Delisting, DeliveryTime = _test.Now.AddMinutes(1) });
        _test.Wait(60);

        Refusal? refusal = _test.Venue.ChangeInstrument(
            TestVenue.Btc, new InstrumentChange { Status = InstrumentStatus.Trading }, _test.Now).Refusal;

        Assert.Equal(RefusalReason.InvalidTerms, refusal?.Reason);
        Assert.True(_test.Position().IsFlat);
        Assert.Equal(InstrumentStatus.Settled, _test.Venue.StatusOf(TestVenue.Btc));
    }

    [Fact]
    public void Suspended_TakesNoOrders_UntilItTradesAgain()
    {
        Change(new InstrumentChange { Status = InstrumentStatus.Suspended });
        Assert.Equal(RefusalReason.InstrumentNotTrading, _test.Place(Side.Buy, 1m).Refusal?.Reason);

        Change(new InstrumentChange { Status = InstrumentStatus.Trading });
        Assert.True(_test.Place(Side.Buy, 1m).IsAccepted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Restored_TermsAndOrdersAreTheSame(bool fromMutations)
    {
        SimulatedOrder resting = _test.Accepted(Side.Buy, 1m, 99.3m);
        VenueState before = _test.Venue.ExportState();
        int known = _test.Heard.Mutations.Count;
        Change(new InstrumentChange { Tick = 0.01m, FundingInterval = TimeSpan.FromHours(4) });
        Change(new InstrumentChange { MinNotional = 7m });

        SimulatedVenue restored = fromMutations
            ? SimulatedVenue.Restore(_test.Options, before, _test.Heard.Mutations.Skip(known))
            : SimulatedVenue.Restore(_test.Options, _test.Venue.ExportState(), []);
        Assert.True(restored.TryGetInstrument(TestVenue.Btc, out InstrumentSetup? terms));
        _test.Venue.TryGetInstrument(TestVenue.Btc, out InstrumentSetup? expected);
        Assert.Equal(expected, terms);

        restored.SetMarket(TestVenue.Btc, TestVenue.State(99.0m), _test.Now);
        Assert.Equal(SimulatedOrderStatus.Filled, restored.FindOrder(TestVenue.Me, OrderKey.Of(resting.OrderId))!.Status);
        if (!fromMutations)
        {
            Assert.Equal(_test.Venue.Snapshot(TestVenue.Btc, 100).UpdateId + 1, restored.Snapshot(TestVenue.Btc, 100).UpdateId);
        }
    }

    private static DateTimeOffset At(int hour, int minute) => new(2026, 1, 1, hour, minute, 0, TimeSpan.Zero);

    private InstrumentSetup Change(InstrumentChange change)
    {
        Answer<InstrumentSetup> answer = _test.Venue.ChangeInstrument(TestVenue.Btc, change, _test.Now);
        Assert.True(answer.IsAccepted, answer.Refusal?.Message);
        return answer.Value;
    }
}
