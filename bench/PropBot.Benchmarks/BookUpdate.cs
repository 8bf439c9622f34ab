using BenchmarkDotNet.Attributes;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation;

namespace PropBot.Benchmarks;

/// <summary>One changed level of a deep book, as a venue's diff stream brings it: most of them near the touch.</summary>
[MemoryDiagnoser]
[MinColumn]
public class BookUpdate
{
    private const int Updates = 4_096;
    private const long TouchTicks = 600_000;

    private readonly (Side Side, long Price, long Quantity)[] _updates = new (Side, long, long)[Updates];
    private readonly (bool IsBid, decimal Price, decimal Quantity)[] _decimals = new (bool, decimal, decimal)[Updates];
    private readonly DepthView _view = new(BenchInstruments.Binance);
    private OrderBook _book = new(1, 3);
    private SortedDictionary<decimal, decimal> _bids = [];
    private SortedDictionary<decimal, decimal> _asks = [];

    /// <summary>Levels a side before the updates.</summary>
    [Params(50, 500)]
    public int Levels { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new SeededRandom(1, "book update");
        for (int i = 0; i < Updates; i++)
        {
            Side side = random.NextInt(2) == 0 ? Side.Buy : Side.Sell;
            // Four in five within eight levels of the touch, the rest anywhere; every fourth takes a level away.
            long depth = random.NextInt(5) < 4 ? random.NextInt(8) : random.NextInt(Levels);
            long price = side == Side.Buy ? TouchTicks - depth : TouchTicks + 1 + depth;
            long quantity = random.NextInt(4) == 0 ? 0 : 1 + random.NextInt(10_000);
            _updates[i] = (side, price, quantity);
            _decimals[i] = (side == Side.Buy, price * 0.1m, quantity * 0.001m);
        }

        _book = new OrderBook(1, 3);
        _bids = new SortedDictionary<decimal, decimal>(Comparer<decimal>.Create(static (a, b) => b.CompareTo(a)));
        _asks = [];
        _book.BeginSnapshot();
        for (int level = 0; level < Levels; level++)
        {
            _book.Set(Side.Buy, TouchTicks - level, 1_000);
            _book.Set(Side.Sell, TouchTicks + 1 + level, 1_000);
            _bids[(TouchTicks - level) * 0.1m] = 1m;
            _asks[(TouchTicks + 1 + level) * 0.1m] = 1m;
        }

        _book.EndSnapshot(1, default);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Updates, Description = "SortedDictionary of decimals")]
    public int Naive()
    {
        foreach ((bool isBid, decimal price, decimal quantity) in _decimals)
        {
            SortedDictionary<decimal, decimal> side = isBid ? _bids : _asks;
            if (quantity == 0m)
            {
                side.Remove(price);
            }
            else
            {
                side[price] = quantity;
            }
        }

        return _bids.Count + _asks.Count;
    }

    [Benchmark(OperationsPerInvoke = Updates, Description = "OrderBook")]
    public int Book()
    {
        foreach ((Side side, long price, long quantity) in _updates)
        {
            _book.Set(side, price, quantity);
        }

        return _book.BidCount + _book.AskCount;
    }

    [Benchmark(OperationsPerInvoke = Updates, Description = "OrderBook, top copied for the engine after each")]
    public int BookAndCopy()
    {
        foreach ((Side side, long price, long quantity) in _updates)
        {
            _book.Set(side, price, quantity);
            _book.CopyTo(_view);
        }

        return _view.BidCount;
    }
}
