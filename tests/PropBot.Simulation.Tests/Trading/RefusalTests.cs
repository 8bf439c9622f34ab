using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

public sealed class RefusalTests
{
    private readonly TestVenue _test = new();

    public RefusalTests() => _test.Move(100.05m);

    [Theory]
    [InlineData("1", "100.05", RefusalReason.PriceNotOnTick)]
    [InlineData("1", "0", RefusalReason.InvalidPrice)]
    [InlineData("1", "-1", RefusalReason.InvalidPrice)]
    [InlineData("0", "100.1", RefusalReason.InvalidQuantity)]
    [InlineData("-1", "100.1", RefusalReason.InvalidQuantity)]
    [InlineData("1.0005", "100.1", RefusalReason.QuantityNotOnLot)]
    [InlineData("0.001", "100.1", RefusalReason.BelowMinQuantity)]
    [InlineData("5000.001", "100.1", RefusalReason.AboveMaxQuantity)]
    [InlineData("0.049", "100.1", RefusalReason.BelowMinNotional)]
    [InlineData("1", "105.1", RefusalReason.PriceOutOfBand)] // 100.05 x 1.05 = 105.0525
    [InlineData("1000", "100.1", RefusalReason.InsufficientMargin)] // 100,100 x 1/10 is 10,010, yet 2,000 coins below need 20,020.
    public void LimitBuy_AgainstARule_IsRefusedByName(string quantity, string price, RefusalReason reason)
    {
        if (reason == RefusalReason.InsufficientMargin)
        {
            _test.Venue.Transfer(TestVenue.Me, -95_000m, _test.Now);
        }

        Answer<SimulatedOrder> answer = _test.Place(Side.Buy, WireNumber.Parse(quantity), WireNumber.Parse(price));

        Assert.Equal(reason, answer.Refusal?.Reason);
        Assert.Empty(_test.Venue.OpenOrders(TestVenue.Me));
        Assert.Empty(_test.Heard.Updates.Skip(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MarketOrder_WhoseFirstPriceIsBeyondTheBand_IsRefusedWhereTheVenueDoes(bool refuses)
    {
        var test = new TestVenue(options => options with { RefusesMarketBeyondBand = refuses });
        test.Move(100.05m, mark: 90m); // asks from 100.1 on; the band ends at 94.5

        Assert.Equal(refuses ? RefusalReason.MarketBeyondBand : null, test.Place(Side.Buy, 1m).Refusal?.Reason);
        Assert.True(test.Place(Side.Sell, 1m).IsAccepted);
    }

    [Fact]
    public void LimitSell_FarBelowTheMark_IsOutOfBand()
    {
        // 100.05 x 0.95 = 95.0475
        Assert.Equal(RefusalReason.PriceOutOfBand, _test.Place(Side.Sell, 1m, 95.0m).Refusal?.Reason);
        Assert.True(_test.Place(Side.Sell, 1m, 95.1m).IsAccepted);
        Assert.Equal(RefusalReason.InvalidPrice, _test.Place(Side.Sell, 1m, 1e20m).Refusal?.Reason);
    }

    [Fact]
    public void Limit_WithoutAPrice_IsRefused()
    {
        var request = new OrderRequest { Symbol = TestVenue.Btc, Side = Side.Buy, Type = OrderType.Limit, Quantity = 1m };

        Assert.Equal(RefusalReason.InvalidPrice, _test.Venue.Place(TestVenue.Me, request, _test.Now).Refusal?.Reason);
    }

    [Fact]
    public void ClientOrderId_UsedBefore_IsRefusedEvenAfterTheOrderEnded()
    {
        _test.Accepted(Side.Buy, 1m, clientId: "once");

        Assert.Equal(RefusalReason.DuplicateClientOrderId, _test.Place(Side.Buy, 1m, clientId: "once").Refusal?.Reason);
        Assert.True(_test.Place(Side.Buy, 1m, clientId: "once", account: TestVenue.Other).IsAccepted);
    }

    [Fact]
    public void ClientOrderId_LeftOut_IsMadeByTheVenue()
    {
        var request = new OrderRequest { Symbol = TestVenue.Btc, Side = Side.Buy, Type = OrderType.Market, Quantity = 1m };

        SimulatedOrder order = _test.Venue.Place(TestVenue.Me, request, _test.Now).Value!;

        Assert.Equal(order, _test.Venue.FindOrder(TestVenue.Me, OrderKey.Of(order.ClientOrderId)));
    }

    [Fact]
    public void Order_WhereThereIsNothing_IsRefused()
    {
        Symbol unknown = Symbol.Parse("XRPUSDT");

        Assert.Equal(RefusalReason.UnknownInstrument, _test.Place(Side.Buy, 1m, symbol: unknown).Refusal?.Reason);
        Assert.Equal(RefusalReason.UnknownAccount, _test.Place(Side.Buy, 1m, account: "nobody").Refusal?.Reason);
        Assert.Equal(RefusalReason.NoMarket, _test.Place(Side.Buy, 1m, symbol: TestVenue.Eth).Refusal?.Reason);
    }

    [Fact]
    public void Order_WhileTheInstrumentIsSuspended_IsRefused()
    {
        _test.Venue.SetStatus(TestVenue.Btc, InstrumentStatus.Suspended, _test.Now);

        Assert.Equal(RefusalReason.InstrumentNotTrading, _test.Place(Side.Buy, 1m).Refusal?.Reason);
    }

    [Fact]
    public void Orders_BeyondTheLimitOfOpenOnes_AreRefused()
    {
        var narrow = new TestVenue(options => options with { MaxOpenOrders = 1 });
        narrow.Move(100.05m);
        narrow.Accepted(Side.Buy, 1m, 99.0m);

        Assert.Equal(RefusalReason.TooManyOpenOrders, narrow.Place(Side.Buy, 1m, 99.0m).Refusal?.Reason);
    }

    [Fact]
    public void MinNotional_DoesNotBindReduceOnly()
    {
        _test.Accepted(Side.Buy, 0.05m);
        _test.Accepted(Side.Sell, 0.02m, reduceOnly: true);

        Assert.Equal(0.03m, _test.Position().Quantity);
    }
}
