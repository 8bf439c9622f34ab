using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>Fees, profit and funding in numbers worked out beside them. Taker 0.05 %, maker 0.02 %.</summary>
public sealed class AccountArithmeticTests
{
    private static readonly DateTimeOffset Settlement = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly TestVenue _test = new();

    public AccountArithmeticTests() => _test.Move(100.05m);

    [Fact]
    public void Taker_PaysItsFeeExactly()
    {
        _test.Accepted(Side.Buy, 0.123m);

        // 0.123 x 100.1 x 0.0005 = 0.00615615
        Assert.Equal(-0.00615615m, _test.Heard.Fills.Single().Fee);
        Assert.Equal(99_999.99384385m, _test.Summary().WalletBalance);
    }

    [Fact]
    public void Maker_WithARebate_IsPaid()
    {
        var rebate = new TestVenue(options => options with
        {
            FeeTiers = [new FeeTier(0m, new FeeSchedule(new Rate(-0.0001m), new Rate(0.0005m)))],
        });
        rebate.Move(100.05m);
        rebate.Accepted(Side.Buy, 2m, 100.0m);
        rebate.Move(99.55m);

        // 2 x 100.0 x 0.0001 = 0.02
        Assert.Equal(0.02m, rebate.Heard.Fills.Single().Fee);
        Assert.Equal(100_000.02m, rebate.Summary().WalletBalance);
    }

    [Fact]
    public void Fees_FollowTheVolumeOfTheThirtyDaysBefore()
    {
        FeeTier[] tiers =
        [
            new FeeTier(0m, new FeeSchedule(new Rate(0.0002m), new Rate(0.0005m))),
            new FeeTier(400m, new FeeSchedule(new Rate(0.0001m), new Rate(0.0003m))),
        ];
        var tiered = new TestVenue(options => options with { FeeTiers = tiers });
        tiered.Move(100.05m);
        tiered.Accepted(Side.Buy, 4m); // 400.4 of volume

        Assert.Equal(0.0005m, tiered.Venue.FeesOf(TestVenue.Me, TestVenue.Btc).Taker.Value);

        tiered.Move(100.05m, afterSeconds: 24 * 3600);
        Assert.Equal(0.0003m, tiered.Venue.FeesOf(TestVenue.Me, TestVenue.Btc).Taker.Value);
        Assert.Equal(0.0005m, tiered.Venue.FeesOf(TestVenue.Other, TestVenue.Btc).Taker.Value);

        tiered.Move(100.05m, afterSeconds: 30 * 24 * 3600);
        Assert.Equal(0.0005m, tiered.Venue.FeesOf(TestVenue.Me, TestVenue.Btc).Taker.Value);
    }

    [Fact]
    public void Position_AddedTo_HasTheAverageEntry()
    {
        _test.Accepted(Side.Buy, 1m); // at 100.1
        _test.Move(103.05m);
        _test.Accepted(Side.Buy, 2m); // at 103.1

        // (100.1 + 2 x 103.1) / 3 = 306.3 / 3 = 102.1
        Assert.Equal((3m, 306.3m, 102.1m), (_test.Position().Quantity, _test.Position().EntryNotional, _test.Position().EntryPrice));

        // At a mark of 103.05: 3 x 103.05 - 306.3 = 2.85
        Assert.Equal(2.85m, _test.Summary().UnrealizedPnl);
    }

    [Fact]
    public void Reducing_RealizesItsShareOfTheEntry()
    {
        _test.Accepted(Side.Buy, 3m); // 300.3
        _test.Move(110.05m);
        _test.Accepted(Side.Sell, 1m); // at 110.0

        // 110.0 - 300.3 / 3 = 9.9
        Assert.Equal(9.9m, _test.Heard.Fills.Last().RealizedPnl);
        Assert.Equal(200.2m, _test.Position().EntryNotional);
    }

    [Fact]
    public void Reducing_ByThirds_LosesNotADigit()
    {
        _test.Accepted(Side.Buy, 1m); // 100.1
        _test.Move(101.05m);
        _test.Accepted(Side.Buy, 2m); // 202.2, together 302.3: entry 100.7666...
        foreach (decimal quantity in new[] { 1m, 1m, 1m })
        {
            _test.Accepted(Side.Sell, quantity); // at 101.0
        }

        // 3 x 101.0 - 302.3 = 0.7, in parts of 0.23333333, 0.23333333 and 0.23333334.
        var realized = _test.Heard.Fills.Select(fill => fill.RealizedPnl).Where(pnl => pnl != 0m).ToList();
        Assert.Equal(0.7m, realized.Sum());
        Assert.All(realized, pnl => Assert.Equal(pnl, decimal.Round(pnl, 8, MidpointRounding.ToZero)));
        Assert.True(_test.Position().IsFlat);
        Assert.Equal(0m, _test.Position().EntryNotional);
    }

    [Fact]
    public void SellingThroughAPosition_RealizesItAllAndOpensTheOtherSide()
    {
        _test.Accepted(Side.Buy, 2m); // 200.2
        _test.Move(105.05m);
        _test.Accepted(Side.Sell, 5m); // at 105.0

        // 2 x 105.0 - 200.2 = 9.8; then 3 short from 105.0.
        Assert.Equal(9.8m, _test.Heard.Fills.Last().RealizedPnl);
        Assert.Equal((-3m, -315m, 105.0m), (_test.Position().Quantity, _test.Position().EntryNotional, _test.Position().EntryPrice));

        _test.Move(104.05m);
        _test.Accepted(Side.Buy, 3m); // at 104.1: 315 - 312.3 = 2.7
        Assert.Equal(2.7m, _test.Heard.Fills.Last().RealizedPnl);

        // Fees: 200.2 + 525 + 312.3 = 1037.5 x 0.0005 = 0.51875
        Assert.Equal(100_000m + 9.8m + 2.7m - 0.51875m, _test.Summary().WalletBalance);
    }

    [Fact]
    public void Funding_AtAPositiveRate_IsPaidByLongsToShorts()
    {
        _test.Accepted(Side.Buy, 3m);
        _test.Accepted(Side.Sell, 2m, account: TestVenue.Other);
        _test.Move(102.0m);

        Assert.True(_test.Venue.SettleFunding(TestVenue.Btc, new Rate(0.0001m), Settlement));

        // 3 x 102.0 x 0.0001 = 0.0306 and 2 x 102.0 x 0.0001 = 0.0204
        AccountBill paid = Assert.Single(_test.Venue.Bills(TestVenue.Me, new HistoryQuery()), bill => bill.Type == BillType.Funding);
        AccountBill received = Assert.Single(_test.Venue.Bills(TestVenue.Other, new HistoryQuery()), bill => bill.Type == BillType.Funding);
        Assert.Equal((-0.0306m, 3m, 102.0m, 0.0001m), (paid.Amount, paid.PositionQuantity, paid.MarkPrice, paid.FundingRate));
        Assert.Equal(0.0204m, received.Amount);
        Assert.NotEqual(paid.BillId, received.BillId);
        Assert.Equal(Settlement, paid.Time);
    }

    [Fact]
    public void Funding_OfOneInstant_IsPaidOnce()
    {
        _test.Accepted(Side.Buy, 3m);

        Assert.True(_test.Venue.SettleFunding(TestVenue.Btc, new Rate(0.0001m), Settlement));
        Assert.False(_test.Venue.SettleFunding(TestVenue.Btc, new Rate(0.0001m), Settlement));
        Assert.False(_test.Venue.SettleFunding(TestVenue.Btc, new Rate(0.0001m), Settlement.AddHours(-8)));

        Assert.Single(_test.Heard.Mutations.OfType<AccountMutation.FundingPaid>());
        Assert.Equal(Settlement, Assert.Single(_test.Venue.Settlements(TestVenue.Btc)).Time);
    }

    [Fact]
    public void Funding_OnAPositionClosedBefore_IsNotPaid()
    {
        _test.Accepted(Side.Buy, 3m);
        _test.Accepted(Side.Sell, 3m);

        _test.Venue.SettleFunding(TestVenue.Btc, new Rate(0.0001m), Settlement);

        Assert.Empty(_test.Heard.Mutations.OfType<AccountMutation.FundingPaid>());
    }

    [Fact]
    public void Histories_FilterAndLimit()
    {
        SimulatedOrder first = _test.Accepted(Side.Buy, 1m);
        _test.Wait(10);
        _test.Accepted(Side.Buy, 2m);
        _test.Accepted(Side.Sell, 3m);

        Assert.Equal([1m], _test.Venue.Fills(TestVenue.Me, new HistoryQuery { OrderId = first.OrderId }).Select(fill => fill.Quantity));
        Assert.Equal([2m, 3m], _test.Venue.Fills(TestVenue.Me, new HistoryQuery { From = _test.Now }).Select(fill => fill.Quantity));
        Assert.Equal([1m], _test.Venue.Orders(TestVenue.Me, new HistoryQuery { Limit = 1 }).Select(order => order.Quantity));
        Assert.Equal([2m, 3m], _test.Venue.Orders(TestVenue.Me, new HistoryQuery { Limit = 2, Latest = true }).Select(order => order.Quantity));
        Assert.Empty(_test.Venue.Orders(TestVenue.Me, new HistoryQuery { Symbol = TestVenue.Eth }));
        long firstBill = _test.Venue.Bills(TestVenue.Me, new HistoryQuery())[0].BillId;
        Assert.All(_test.Venue.Bills(TestVenue.Me, new HistoryQuery { AfterId = firstBill }), bill => Assert.True(bill.BillId > firstBill));
    }
}
