using System.Runtime.InteropServices;

namespace PropBot.Simulation.Books;

/// <summary>
/// One side of a simulated book: what the market offers (from the feed), how much of it has been taken and has not come back,
/// and the accounts' own resting orders. What is shown is the sum of all three.
/// </summary>
/// <remarks>
/// What was taken is one number that eats the market's levels from the best outwards. So the hole a taker tore stays at the
/// touch when the market moves on, and nobody can take the same liquidity again at the next tick.
/// </remarks>
internal sealed class LiquiditySide(bool isBid)
{
    private List<BookLevel> _shown = [];
    private List<BookLevel> _next = [];

    public bool IsBid { get; } = isBid;

    /// <summary>The market's levels, best first, without what was taken.</summary>
    public List<BookLevel> Offered { get; } = [];

    /// <summary>Taken and not yet come back, at the quantity scale.</summary>
    public long Taken { get; set; }

    /// <summary>Resting orders by price, then by time.</summary>
    public List<RestingOrder> Resting { get; } = [];

    /// <summary>What everyone sees, best first.</summary>
    public ReadOnlySpan<BookLevel> Shown => CollectionsMarshal.AsSpan(_shown);

    public BookLevel Best => _shown.Count > 0 ? _shown[0] : default;

    /// <summary>Whether the left price stands before the right one.</summary>
    public bool IsBetter(long left, long right) => IsBid ? left > right : left < right;

    /// <summary>Whether a taker with this limit would pay this price.</summary>
    public bool IsWithin(long price, long limit) => IsBid ? price >= limit : price <= limit;

    /// <summary>The market's best level after what was taken; quantity zero when nothing is left.</summary>
    public BookLevel BestOffered()
    {
        long taken = Taken;
        foreach (BookLevel level in CollectionsMarshal.AsSpan(Offered))
        {
            if (taken < level.Quantity)
            {
                return level with { Quantity = level.Quantity - taken };
            }

            taken -= level.Quantity;
        }

        return default;
    }

    /// <summary>The market's quantity at exactly this price after what was taken.</summary>
    public long OfferedAt(long price)
    {
        long taken = Taken;
        foreach (BookLevel level in CollectionsMarshal.AsSpan(Offered))
        {
            if (level.Price == price)
            {
                return Math.Max(0, level.Quantity - taken);
            }

            if (IsBetter(price, level.Price))
            {
                return 0;
            }

            taken = Math.Max(0, taken - level.Quantity);
        }

        return 0;
    }

    /// <summary>Everything within the limit that a taker could get, no more than wanted.</summary>
    /// <param name="avoids">The account whose orders it passes by; null: none.</param>
    public long Fillable(string? avoids, long limit, long wanted)
    {
        long sum = 0;
        long taken = Taken;
        foreach (BookLevel level in CollectionsMarshal.AsSpan(Offered))
        {
            if (sum >= wanted || !IsWithin(level.Price, limit))
            {
                break;
            }

            sum += Math.Max(0, level.Quantity - taken);
            taken = Math.Max(0, taken - level.Quantity);
        }

        foreach (RestingOrder order in Resting)
        {
            if (sum >= wanted || !IsWithin(order.Price, limit))
            {
                break;
            }

            sum += order.Account == avoids ? 0 : order.Remaining;
        }

        return Math.Min(sum, wanted);
    }

    /// <summary>Puts an order behind everything that stands at its price now.</summary>
    public void Add(RestingOrder order)
    {
        order.Ahead = OfferedAt(order.Price);
        Restore(order);
    }

    /// <summary>Puts an order in its place with the queue it already has before it.</summary>
    public void Restore(RestingOrder order)
    {
        int index = Resting.Count;
        while (index > 0 && IsBetter(order.Price, Resting[index - 1].Price))
        {
            index--;
        }

        Resting.Insert(index, order);
    }

    /// <summary>What stands before an order cannot be more than what the market offers at its price now.</summary>
    public void ClipQueues()
    {
        if (Resting.Count == 0 || Offered.Count == 0)
        {
            return;
        }

        long worst = Offered[^1].Price;
        foreach (RestingOrder order in Resting)
        {
            // Beyond the last level nothing is known, so the queue stays as it was.
            if (!IsBetter(worst, order.Price))
            {
                order.Ahead = Math.Min(order.Ahead, OfferedAt(order.Price));
            }
        }
    }

    /// <summary>A quantity of others was served at this price: everyone who stood behind it moves up.</summary>
    public void Serve(long price, long quantity)
    {
        foreach (RestingOrder order in Resting)
        {
            if (order.Price == price)
            {
                order.Ahead = Math.Max(0, order.Ahead - quantity);
            }
        }
    }

    /// <summary>Makes what is shown anew and writes the levels that differ from before.</summary>
    public void Show(List<BookLevel> changes)
    {
        Merge();
        Compare(changes);
        (_shown, _next) = (_next, _shown);
    }

    private void Merge()
    {
        _next.Clear();
        long taken = Taken;
        int at = 0;
        foreach (BookLevel level in CollectionsMarshal.AsSpan(Offered))
        {
            long left = level.Quantity - taken;
            taken = Math.Max(0, -left);
            if (left <= 0)
            {
                continue;
            }

            while (at < Resting.Count && IsBetter(Resting[at].Price, level.Price))
            {
                Append(Resting[at].Price, Resting[at].Remaining);
                at++;
            }

            Append(level.Price, left);
        }

        for (; at < Resting.Count; at++)
        {
            Append(Resting[at].Price, Resting[at].Remaining);
        }
    }

    private void Append(long price, long quantity)
    {
        if (_next.Count > 0 && _next[^1].Price == price)
        {
            _next[^1] = new BookLevel(price, _next[^1].Quantity + quantity);
        }
        else if (quantity > 0)
        {
            _next.Add(new BookLevel(price, quantity));
        }
    }

    private void Compare(List<BookLevel> changes)
    {
        int old = 0;
        int now = 0;
        while (old < _shown.Count || now < _next.Count)
        {
            if (now == _next.Count || (old < _shown.Count && IsBetter(_shown[old].Price, _next[now].Price)))
            {
                changes.Add(new BookLevel(_shown[old++].Price, 0));
            }
            else if (old == _shown.Count || IsBetter(_next[now].Price, _shown[old].Price))
            {
                changes.Add(_next[now++]);
            }
            else
            {
                if (_shown[old].Quantity != _next[now].Quantity)
                {
                    changes.Add(_next[now]);
                }

                old++;
                now++;
            }
        }
    }
}
