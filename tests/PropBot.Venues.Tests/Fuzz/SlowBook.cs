using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Fuzz;

/// <summary>A book in decimals, by the rules that the venues' books share: quantity 0 removes, what is finer than the tick is left out.</summary>
internal sealed class SlowBook(int priceScale, int quantityScale)
{
    private readonly decimal _pricePower = (decimal)Math.Pow(10, priceScale);
    private readonly decimal _quantityPower = (decimal)Math.Pow(10, quantityScale);
    private readonly SortedDictionary<decimal, decimal> _bids = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<decimal, decimal> _asks = [];
    private decimal _lowestBid;
    private decimal _highestAsk = decimal.MaxValue;

    public void Clear()
    {
        _bids.Clear();
        _asks.Clear();
    }

    /// <param name="side">Which one.</param>
    /// <param name="levels">As written, in order.</param>
    /// <param name="basePerUnit">Base units of one unit of the quantity as written: OKX counts contracts.</param>
    public void Set(Side side, IEnumerable<(decimal Price, decimal Quantity)> levels, decimal basePerUnit = 1m)
    {
        SortedDictionary<decimal, decimal> levelsOfSide = side == Side.Buy ? _bids : _asks;
        foreach ((decimal price, decimal written) in levels)
        {
            if (price * _pricePower != decimal.Truncate(price * _pricePower))
            {
                continue;
            }

            decimal quantity = decimal.Truncate(written * basePerUnit * _quantityPower) / _quantityPower;
            if (quantity == 0m)
            {
                levelsOfSide.Remove(price);
            }
            else
            {
                levelsOfSide[price] = quantity;
            }
        }
    }

    public void AssertEqual(OrderBook book)
    {
        AssertEqual(_bids, book, Side.Buy, book.BidCount);
        AssertEqual(_asks, book, Side.Sell, book.AskCount);
    }

    /// <summary>This book began as the top of another: below the last level of then it knows nothing.</summary>
    public void KnownTo(DepthView view)
    {
        _lowestBid = ScaledNumber.ToDecimal(view.BidPrices[view.BidCount - 1], view.PriceScale);
        _highestAsk = ScaledNumber.ToDecimal(view.AskPrices[view.AskCount - 1], view.PriceScale);
    }

    public void AssertTop(DepthView view)
    {
        AssertTop([.. _bids.Where(l => l.Key >= _lowestBid)], view.BidPrices, view.BidQuantities, view.BidCount, view);
        AssertTop([.. _asks.Where(l => l.Key <= _highestAsk)], view.AskPrices, view.AskQuantities, view.AskCount, view);
    }

    private static void AssertTop(KeyValuePair<decimal, decimal>[] expected, long[] prices, long[] quantities, int count, DepthView view)
    {
        for (int i = 0; i < Math.Min(expected.Length, count); i++)
        {
            Assert.Equal(expected[i].Key, ScaledNumber.ToDecimal(prices[i], view.PriceScale));
            Assert.Equal(expected[i].Value, ScaledNumber.ToDecimal(quantities[i], view.QuantityScale));
        }
    }

    private static void AssertEqual(SortedDictionary<decimal, decimal> expected, OrderBook book, Side side, int count)
    {
        Assert.Equal(expected.Count, count);
        int depth = 0;
        foreach ((decimal price, decimal quantity) in expected)
        {
            (long priceUnits, long quantityUnits) = book.Level(side, depth++);
            if (price != ScaledNumber.ToDecimal(priceUnits, book.PriceScale) || quantity != ScaledNumber.ToDecimal(quantityUnits, book.QuantityScale))
            {
                Assert.Fail($"{side} level {depth}: {priceUnits}, {quantityUnits} where {price}, {quantity} was written");
            }
        }
    }
}
