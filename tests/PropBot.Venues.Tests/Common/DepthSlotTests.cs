using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Tests.Bybit;

namespace PropBot.Venues.Tests.Common;

public sealed class DepthSlotTests
{
    /// <summary>
    /// Goal: a venue makes its tick finer while we run. The slot and the engine's view live on; what they show comes with its own
    /// scale.
    /// </summary>
    [Fact]
    public void Write_BookOfAnotherScale_IsReadInItsOwnUnits()
    {
        DepthSlot slot = new(BybitSamples.Bitcoin, _ => { });
        DepthView view = new(BybitSamples.Bitcoin);
        Assert.True(Show(BookOf(priceScale: 1, quantityScale: 3, bid: 651_142, quantity: 1_500)));
        Assert.Equal(65_114.2m, view.BestBid.Value);

        Assert.True(Show(BookOf(priceScale: 2, quantityScale: 4, bid: 6_511_421, quantity: 15_000)));

        Assert.Equal((65_114.21m, 65_114.22m), (view.BestBid.Value, view.BestAsk.Value));
        Assert.Equal(new DepthWalk(1.5m, 1.5m * 65_114.21m, 65_114.21m), view.Walk(Side.Sell, new Quantity(1.5m)));

        bool Show(OrderBook book)
        {
            slot.Write(book, TimeSpan.Zero);
            return slot.TryRead(view);
        }
    }

    private static OrderBook BookOf(int priceScale, int quantityScale, long bid, long quantity)
    {
        OrderBook book = new(priceScale, quantityScale);
        book.BeginSnapshot();
        book.Set(Side.Buy, bid, quantity);
        book.Set(Side.Sell, bid + 1, quantity);
        book.EndSnapshot(1, ManualTime.SomeDay);
        return book;
    }
}
