namespace PropBot.Core.MarketData;

/// <summary>
/// One side of a book: prices in scaled integers, sorted with the best last, so that the touch changes at the array's end,
/// where most updates fall.
/// </summary>
internal sealed class BookSide(bool isBid, int capacity)
{
    private readonly long[] _prices = new long[capacity];
    private readonly long[] _quantities = new long[capacity];

    public int Count { get; private set; }

    public long BestPrice => _prices[Count - 1];

    public long BestQuantity => _quantities[Count - 1];

    public void Clear() => Count = 0;

    /// <summary>The level at depth <paramref name="depth"/>: 0 is the best.</summary>
    public (long Price, long Quantity) Level(int depth) => (_prices[Count - 1 - depth], _quantities[Count - 1 - depth]);

    /// <summary>Sets the level's total quantity; zero removes it. A full side drops its worst level for a better one.</summary>
    public void Set(long price, long quantity)
    {
        int index = FindFromBest(price);
        bool exists = index < Count && _prices[index] == price;
        if (exists)
        {
            if (quantity == 0)
            {
                Remove(index);
            }
            else
            {
                _quantities[index] = quantity;
            }

            return;
        }

        if (quantity != 0)
        {
            Insert(index, price, quantity);
        }
    }

    /// <param name="worst">Levels worse than this price are left out.</param>
    /// <returns>How many levels were copied.</returns>
    public int CopyBest(long[] prices, long[] quantities, long worst)
    {
        int most = Math.Min(Count, prices.Length);
        for (int depth = 0; depth < most; depth++)
        {
            long price = _prices[Count - 1 - depth];
            if (IsWorse(price, worst))
            {
                return depth;
            }

            prices[depth] = price;
            quantities[depth] = _quantities[Count - 1 - depth];
        }

        return most;
    }

    /// <summary>First index whose price is not worse than the given one, looked for from the best end.</summary>
    private int FindFromBest(long price)
    {
        const int NearLevels = 8;
        int index = Count;
        int near = Math.Max(0, Count - NearLevels);
        while (index > near)
        {
            if (IsWorse(_prices[index - 1], price))
            {
                return index;
            }

            index--;
        }

        int low = 0;
        int high = index;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (IsWorse(_prices[middle], price))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private bool IsWorse(long left, long right) => isBid ? left < right : left > right;

    private void Insert(int index, long price, long quantity)
    {
        if (Count == _prices.Length)
        {
            if (index == 0)
            {
                return;
            }

            Array.Copy(_prices, 1, _prices, 0, index - 1);
            Array.Copy(_quantities, 1, _quantities, 0, index - 1);
            index--;
        }
        else
        {
            Array.Copy(_prices, index, _prices, index + 1, Count - index);
            Array.Copy(_quantities, index, _quantities, index + 1, Count - index);
            Count++;
        }

        _prices[index] = price;
        _quantities[index] = quantity;
    }

    private void Remove(int index)
    {
        Array.Copy(_prices, index + 1, _prices, index, Count - index - 1);
        Array.Copy(_quantities, index + 1, _quantities, index, Count - index - 1);
        Count--;
    }
}
